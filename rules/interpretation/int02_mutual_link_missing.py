"""报告文件与解读都在网站上，其中一方没有链接到另一方的政策文件。

Why: 国办秘函〔2019〕19号扣分指标：政策解读与被解读文件应当相互关联；读到一方的人要能找到另一方。
Passes: 两个方向都有读者能看到的链接，在正文或相关内容列表中都算；一份文件有几篇解读的，每个方向有一个链接就够。
Cannot tell: 只是疑似对应的文件与解读；站外的解读，其页面没有读取。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_documents import evidence
from auditor.derive_pairing import Pair
from auditor.derive_pairing_sheet import file_links, interpretation_links, paired
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="INT02",
    name="mutual-link-missing",
    title="文件与解读未相互链接",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MAJOR,
    remediation="在文件页面加上解读的链接，在解读页面加上文件的链接（如“相关解读”“相关文件”）。",
)
FROM_FILE, FROM_INTERPRETATION = "file→interpretation", "interpretation→file"


@dataclass(frozen=True)
class Params:
    """This rule has no parameters."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each direction in which no link leads from a document to its interpretations or back."""
    faults: list[Fault] = []
    examined: set[str] = set()
    unexamined: dict[str, str] = {}
    for entry in paired(tables):
        inside = [p for p in entry.certain if p.interpretation.page >= 0]
        url = entry.document.url
        if not inside:
            if entry.certain or entry.weak:
                unexamined[url] = "解读在站外，未读取" if entry.certain else "解读是否对应需人工确认"
            continue
        examined.add(url)
        if not any(file_links(tables, p) for p in inside):
            faults.append(_from_file(tables, inside[0]))
        if not any(interpretation_links(tables, p) for p in inside):
            faults.append(_from_interpretation(tables, inside[0]))
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _from_file(tables: Tables, pair: Pair) -> Fault:
    seen = evidence(
        tables,
        pair.document.page,
        observed="文件页面正文和相关链接中没有指向解读的链接",
        expected=f"链接到 {pair.interpretation.url}",
        snippet=pair.interpretation.title,
        place=f"配对依据：{pair.how.value}",
    )
    return _fault(pair, FROM_FILE, f"文件页面没有链接到它的解读《{pair.interpretation.title}》", seen)


def _from_interpretation(tables: Tables, pair: Pair) -> Fault:
    seen = evidence(
        tables,
        pair.interpretation.page,
        observed="解读页面正文和相关链接中没有指向文件的链接",
        expected=f"链接到 {pair.document.url}",
        snippet=pair.document.title,
        place=f"配对依据：{pair.how.value}",
    )
    return _fault(pair, FROM_INTERPRETATION, f"解读《{pair.interpretation.title}》没有链接回文件页面", seen)


def _fault(pair: Pair, facet: str, message: str, seen: Evidence) -> Fault:
    document = pair.document
    subject = Subject(SubjectKind.DOCUMENT, document.url, document.title)
    return Fault(
        subject=subject,
        facet=facet,
        message=message,
        evidence=(seen,),
        column=document.column,
        source=document.source,
    )
