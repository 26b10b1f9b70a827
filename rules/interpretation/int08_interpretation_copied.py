"""报告逐字照抄文件而不作说明的政策解读。

Why: 解读不是摘抄文件要点，也不是缩写文件原文。
Passes: 与文件逐字相同的部分占解读正文的比例不超过`max_overlap`，引用原文的部分也计算在内。
Cannot tell: 文件或解读的正文在附件、图片中，或者很短；换一种说法的照抄。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive_documents import evidence, texts_of
from auditor.derive_pairing import Pair, pairs
from auditor.derive_titles import flat
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="INT08",
    name="interpretation-copied",
    title="解读照抄文件原文",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MINOR,
    remediation="用通俗的语言说明政策的来由、要点和办理方法，不摘抄文件原文。",
)
_RUN = 8  # so many characters in a row are no coincidence
_SHORTEST = 100
_NOT_TEXT = re.compile(r"[^\w]")


@dataclass(frozen=True)
class Params:
    """``max_overlap``: share (0 to 1) of the interpretation that may stand word for word in the file."""

    max_overlap: float = 0.7


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each interpretation that stands in its file to more than the allowed share."""
    own = [p for p in pairs(tables) if p.certain and p.interpretation.page >= 0]
    texts = texts_of(tables, {page for p in own for page in (p.document.page, p.interpretation.page)})
    faults: dict[str, Fault] = {}
    examined: set[str] = set()
    unexamined: dict[str, str] = {}
    for pair in own:
        item = pair.interpretation
        file, text = (_bare(texts.get(page, "")) for page in (pair.document.page, item.page))
        if min(len(file), len(text)) < _SHORTEST:
            unexamined[item.url] = "文件或解读的正文太短，或在附件、图片中，无法比对"
            continue
        examined.add(item.url)
        share = overlap(text, file)
        if share > params.max_overlap and item.url not in faults:
            faults[item.url] = _fault(tables, pair, share)
    left = {url: reason for url, reason in unexamined.items() if url not in examined}
    return RuleReport(faults=tuple(faults.values()), examined=frozenset(examined), unexamined=left)


def _bare(text: str) -> str:
    return _NOT_TEXT.sub("", flat(text))


def overlap(text: str, file: str) -> float:
    """Return the share of ``text`` that lies in runs of eight characters that ``file`` has, too.

    >>> overlap("abcdefghij", "xxabcdefghijxx"), overlap("abcdefghij", "0123456789")
    (1.0, 0.0)
    """
    runs = {file[i : i + _RUN] for i in range(len(file) - _RUN + 1)}
    covered = bytearray(len(text))
    for i in range(len(text) - _RUN + 1):
        if text[i : i + _RUN] in runs:
            covered[i : i + _RUN] = b"\x01" * _RUN
    return sum(covered) / len(text)


def _fault(tables: Tables, pair: Pair, share: float) -> Fault:
    item = pair.interpretation
    observed = f"正文约{share:.0%}与文件逐字相同"
    expected = f"用自己的话解读《{pair.document.core}》"
    seen = evidence(tables, item.page, observed=observed, expected=expected, snippet=item.title, place="正文")
    return Fault(
        subject=Subject(SubjectKind.DOCUMENT, item.url, item.title),
        message=f"解读照抄文件：{observed}",
        evidence=(seen,),
        column=item.column,
        source=item.source,
    )
