"""报告近一年内收到、超过规定期限仍未答复的网民留言。

Why: 国办秘函〔2019〕19号单项否决“互动回应差”：监测时间点前1年内，对网民有效留言超过3个月未回应。
Passes: 列表或留言页面上有答复或者答复日期；刚到第三个月最后一天的留言。
Cannot tell: 没有日期的留言；信访举报、在线访谈、意见征集，它们是另外的渠道；没有公开的留言。
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from auditor.derive import add_months
from auditor.derive_documents import evidence
from auditor.derive_interaction import Letter, letters
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="IAC02",
    name="message-unanswered",
    title="网民留言超期未答复",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.VETO,
    remediation="尽快答复该留言并公开答复内容和日期，检查留言受理转办机制。",
)


@dataclass(frozen=True)
class Params:
    """``max_months``: how long a message may wait; ``window_months``: messages older than this are not looked at."""

    max_months: int
    window_months: int


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each page with messages of the window that have waited longer than allowed."""
    waiting: dict[str, list[Letter]] = defaultdict(list)
    examined: set[str] = set()
    unexamined: dict[str, str] = {}
    for letter in letters(tables):
        if letter.asked is None:
            if not letter.is_answered:
                unexamined[letter.key] = "留言没有日期，无法判断是否超期"
            continue
        examined.add(letter.key)
        asked = date.fromisoformat(letter.asked)
        recent = add_months(asked, params.window_months) >= tables.as_of
        if not letter.is_answered and recent and add_months(asked, params.max_months) < tables.as_of:
            waiting[letter.key].append(letter)
    return RuleReport(
        faults=tuple(_fault(tables, own, params) for own in waiting.values()),
        examined=frozenset(examined),
        unexamined={k: v for k, v in unexamined.items() if k not in examined},
    )


def _fault(tables: Tables, own: list[Letter], params: Params) -> Fault:
    oldest = min(own, key=lambda m: m.asked or "")
    asked = date.fromisoformat(oldest.asked or "")
    days = (tables.as_of - asked).days
    seen = evidence(
        tables,
        oldest.page,
        observed=f"{oldest.asked}的留言没有答复",
        expected=f"{params.max_months}个月内答复",
        place="留言",
    )
    return Fault(
        subject=Subject(SubjectKind.PAGE, oldest.key, f"{oldest.asked}的留言"),
        message=f"{oldest.asked}的网民留言已{days}天未答复，超过{params.max_months}个月",
        evidence=(seen,),
        occurrences=len(own),
        column=oldest.column,
    )
