"""报告缺少应有要素的政策解读，在问题描述中列出所缺要素。

Why: 国办发〔2016〕80号：解读应说明背景依据、目标任务、主要内容、涉及范围、执行标准，以及注意事项、关键词诠释、惠民利民措施、
新旧政策差异；参数`minimum`列出每篇解读必须有的要素。
Passes: 必须有的要素都有，用小标题标出或者从意思上能认出来都算（如出台背景、适用对象、重点内容）；媒体或专家解读，而同一文件的另
一篇解读要素齐全。
Cannot tell: 转载的其他机关的解读；图解、视频和附件形式的解读，其内容不是文字；写的内容是否正确。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_documents import (
    Interpretation,
    evidence,
    interpretations,
    is_comment,
    is_of_others,
    texts_of,
)
from auditor.derive_explained import unexplained
from auditor.derive_pairing import fellows, pairs
from auditor.derive_pairing_sheet import is_textual
from auditor.derive_titles import flat, is_interpretation_title
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="INT04",
    name="element-missing",
    title="政策解读要素不全",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MINOR,
    remediation="补充解读缺少的要素，讲清政策的来由、目标、内容和适用范围。",
)
MINIMUM = ("背景依据", "目标任务", "主要内容", "涉及范围")


@dataclass(frozen=True)
class Params:
    """``minimum``: the elements (names of derive_explained.ELEMENTS) that every interpretation must have."""

    minimum: tuple[str, ...] = MINIMUM


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each textual interpretation that lacks elements of the minimum."""
    paired = {p.interpretation.url for p in pairs(tables) if p.certain}
    own = [i for i in interpretations(tables) if i.url in paired or is_interpretation_title(i.title)]
    texts = texts_of(tables, [i.page for i in own])
    beside = fellows(tables)
    faults, examined, unexamined = [], set(), {}
    for item in own:
        body = flat(texts.get(item.page, ""))
        if item.url not in paired and is_of_others(item, tables.site):
            unexamined[item.url] = "转载的其他机关的解读，不要求本机关补充要素"
            continue
        if not is_textual(tables, item, len(body)):
            unexamined[item.url] = "图解、视频或附件形式的解读，要素需人工核查"
            continue
        examined.add(item.url)
        missing = unexplained(params.minimum, body)
        explained = is_comment(item) and not all(
            unexplained(params.minimum, flat(texts.get(p, ""))) for p in beside.get(item.url, ())
        )
        if missing and not explained:
            faults.append(_fault(tables, item, missing))
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _fault(tables: Tables, item: Interpretation, missing: list[str]) -> Fault:
    words = "、".join(missing)
    seen = evidence(
        tables, item.page, observed=f"正文未见{words}", expected=f"说明{words}", snippet=item.title, place="正文"
    )
    return Fault(
        subject=Subject(SubjectKind.DOCUMENT, item.url, item.title),
        message=f"解读缺少{len(missing)}项要素：{words}",
        evidence=(seen,),
        column=item.column,
        source=item.source,
    )
