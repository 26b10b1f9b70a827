"""报告超过服务承诺期限才答复的网民留言。

Why: 网民留言应在当地承诺的工作日内答复（参数`max_workdays`）。
Passes: 在期限最后一个工作日答复的留言。
Cannot tell: 没有同时显示留言日期和答复日期的留言；答复先作出、后公开的，实际何时答复。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor.derive_documents import evidence
from auditor.derive_interaction import Letter, letters
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="IAC03",
    name="reply-late",
    title="网民留言答复不及时",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MINOR,
    remediation="明确留言办理时限和责任处室，今后按时答复；本次在台账中说明原因。",
)


@dataclass(frozen=True)
class Params:
    """``max_workdays``: working days from the message to its answer."""

    max_workdays: int


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each page with an answer that came too late; of several on one page, the slowest."""
    slowest: dict[str, tuple[int, Letter, int]] = {}
    examined: set[str] = set()
    for letter in letters(tables):
        if letter.asked is None or letter.answered is None or letter.answered < letter.asked:
            continue
        examined.add(letter.key)
        days = tables.workdays.between(date.fromisoformat(letter.asked), date.fromisoformat(letter.answered))
        if days > params.max_workdays:
            worst, kept, count = slowest.get(letter.key, (0, letter, 0))
            slowest[letter.key] = (max(days, worst), letter if days > worst else kept, count + 1)
    faults = tuple(_fault(tables, letter, days, count, params) for days, letter, count in slowest.values())
    return RuleReport(faults=faults, examined=frozenset(examined))


def _fault(tables: Tables, letter: Letter, days: int, count: int, params: Params) -> Fault:
    seen = evidence(
        tables,
        letter.page,
        observed=f"{letter.asked}留言，{letter.answered}答复，相隔{days}个工作日",
        expected=f"{params.max_workdays}个工作日内答复",
        place="留言",
    )
    return Fault(
        subject=Subject(SubjectKind.PAGE, letter.key, f"{letter.asked}的留言"),
        message=f"{letter.asked}的留言{letter.answered}才答复，相隔{days}个工作日，超过{params.max_workdays}个工作日",
        evidence=(seen,),
        occurrences=count,
        column=letter.column,
    )
