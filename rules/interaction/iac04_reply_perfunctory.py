"""报告内容空洞的留言答复：只有几个字，或者同一段话逐字用来答复不同的问题（试行）。

Why: 检查会点名推诿敷衍、答非所问的答复。
Passes: 除礼貌用语外不少于`min_chars`个字，并且没有逐字用于`repeats`个不同问题的答复。
Cannot tell: 答复是否正确；问题简单、本来几个字就能答清楚的答复。
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from auditor.derive_documents import evidence
from auditor.derive_interaction import Letter, letters
from auditor.derive_titles import flat
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="IAC04",
    name="reply-perfunctory",
    title="留言答复敷衍",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MINOR,
    remediation="针对留言的具体问题重新答复，说明依据、结果和联系方式。",
    preview=True,
)
_POLITE = re.compile(
    r"您好|你好|尊敬的[^,:。]{0,8}|感谢(?:您|你)?(?:的)?(?:来信|留言|关注|支持|理解|咨询|建议|反映)*(?:和支持)?|谢谢|再见|祝.{2,10}$|[^\w]"
)


@dataclass(frozen=True)
class Params:
    """``min_chars``: shortest answer without polite words; ``repeats``: how many questions one text may not answer."""

    min_chars: int = 12
    repeats: int = 3


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each message whose published answer is empty of substance."""
    own = [m for m in letters(tables) if m.answer.strip()]
    questions: dict[str, set[str]] = defaultdict(set)
    for letter in own:
        questions[_bare(letter.answer)].add(_bare(letter.question or letter.title))
    faults: dict[str, Fault] = {}
    for letter in own:
        words = _bare(letter.answer)
        if len(words) < params.min_chars:
            faults[letter.key] = _fault(tables, letter, f"答复除礼貌用语外只有{len(words)}个字")
        elif len(questions[words]) >= params.repeats:
            faults[letter.key] = _fault(tables, letter, f"同一答复逐字用于{len(questions[words])}个不同问题")
    return RuleReport(faults=tuple(faults.values()), examined=frozenset(m.key for m in own))


def _bare(words: str) -> str:
    return _POLITE.sub("", flat(words))


def _fault(tables: Tables, letter: Letter, observed: str) -> Fault:
    seen = evidence(tables, letter.page, observed=observed, expected="针对问题作出具体答复", place="答复")
    subject = Subject(SubjectKind.PAGE, letter.key, f"{letter.asked or '无日期'}的留言")
    return Fault(subject=subject, message=f"留言答复疑似敷衍：{observed}", evidence=(seen,), column=letter.column)
