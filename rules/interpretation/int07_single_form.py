"""报告只有文字解读，没有图解、视频或问答形式解读的政策文件（试行）。

Why: 国办发〔2017〕47号提倡在文字之外采用图表图解、音频、视频等形式解读。
Passes: 至少有一篇解读从标题、图片或播放器能看出是其他形式。
Cannot tell: 站外的解读；只是疑似对应的文件与解读。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_documents import evidence
from auditor.derive_pairing_sheet import forms, paired
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="INT07",
    name="single-form",
    title="解读形式单一",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MINOR,
    remediation="在文字解读之外，增加图解、视频或问答等形式的解读。",
    preview=True,
)


@dataclass(frozen=True)
class Params:
    """This rule has no parameters."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each document all of whose interpretations are text only."""
    faults: list[Fault] = []
    examined: set[str] = set()
    unexamined: dict[str, str] = {}
    for entry in paired(tables):
        document = entry.document
        if not entry.certain:
            continue
        shown = frozenset().union(*(forms(tables, p.interpretation) for p in entry.certain))
        if shown == {"文字"} and any(p.interpretation.page < 0 for p in entry.certain):
            unexamined[document.url] = "部分解读在站外，形式未核实"
            continue
        examined.add(document.url)
        if shown == {"文字"}:
            seen = evidence(
                tables,
                entry.certain[0].interpretation.page,
                observed=f"{len(entry.certain)}篇解读均为文字",
                expected="另有图解、视频或问答形式",
                snippet=entry.certain[0].interpretation.title,
            )
            subject = Subject(SubjectKind.DOCUMENT, document.url, document.title)
            message = "该文件只有文字解读，没有图解、视频或问答"
            faults.append(
                Fault(
                    subject=subject, message=message, evidence=(seen,), column=document.column, source=document.source
                )
            )
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)
