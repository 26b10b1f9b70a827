"""报告政策文件页面没有显示的公文要素，缺一个要素列一个问题。

Why: 国办公开办函〔2019〕61号：公文应显示索引号、发文机关、成文日期、发布日期、发文字号，规范性文件还应注明有效性。
Passes: 元数据表中用任何常见名称标出的要素；页面其他位置显示的索引号、发文字号、发布日期；没有元数据表的页面，来源可算发文机
关，文末落款日期可算成文日期。
Cannot tell: 政策栏目中不属于本机关文件的文章（转载的法规、名单等），没有元数据表的不检查。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive_documents import PolicyDocument, documents, evidence, is_foreign, shown_fields, texts_of
from auditor.derive_titles import flat
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="CAT07",
    name="document-field-missing",
    title="政策文件页面要素不全",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MAJOR,
    remediation="在文件页面的元数据表中补齐该项，内容与正式文件一致。",
)
FIELDS = ("索引号", "发文机关", "成文日期", "发布日期", "发文字号", "有效性")
_FILE = re.compile(
    r"(?:通知|意见|办法|规定|细则|方案|公告|通告|决定|规则|规程|标准|基准|规划|条例|命令|批复|函)(?:\([^)]*\))*》?(?:\([^)]*\))*$"
)
_SIGNED = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[二一][〇○零0O九][〇○零0O一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_STATE = re.compile(r"现行有效|继续有效|有效性|已?失效|已?废止|已?修改")


@dataclass(frozen=True)
class Params:
    """``fields``: the fields that a document must show; 有效性 is asked of 规范性文件 only."""

    fields: tuple[str, ...] = FIELDS


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each field that a document's page does not show."""
    own = [
        d for d in documents(tables) if d.has_table or (_FILE.search(flat(d.title)) and not is_foreign(d, tables.site))
    ]
    texts = texts_of(tables, [d.page for d in own])
    faults = []
    for document in own:
        shown = _shown(tables, document, texts.get(document.page, ""))
        asked = [f for f in params.fields if f != "有效性" or document.normative]
        faults += [_fault(tables, document, f) for f in asked if f not in shown]
    return RuleReport(faults=tuple(faults), examined=frozenset(d.url for d in own))


def _shown(tables: Tables, document: PolicyDocument, body: str) -> set[str]:
    shown = {label for label, value in document.fields.items() if value}
    shown |= shown_fields(tables).get(document.page, frozenset())
    if document.doc_no:
        shown.add("发文字号")
    if "联合发文机关" in shown:
        shown.add("发文机关")
    if {"生成日期", "发布日期"} <= shown:  # beside a date of publication it is the day on which the document was made
        shown.add("成文日期")
    if _STATE.search(flat(document.title)) or (not document.has_table and _STATE.search(flat(body)[:200])):
        shown.add("有效性")
    if document.has_table:
        return shown
    if document.source or document.issuer:
        shown.add("发文机关")
    if _SIGNED.search(flat(body)[-400:]):
        shown.add("成文日期")
    return shown


def _fault(tables: Tables, document: PolicyDocument, field: str) -> Fault:
    place = "公文元数据表" if document.has_table else "文件页面（没有元数据表）"
    seen = evidence(
        tables, document.page, observed=f"没有“{field}”", expected=f"显示“{field}”", snippet=document.title, place=place
    )
    return Fault(
        subject=Subject(SubjectKind.DOCUMENT, document.url, document.title),
        facet=field,
        message=f"政策文件页面缺少“{field}”",
        evidence=(seen,),
        column=document.column,
        source=document.source,
    )
