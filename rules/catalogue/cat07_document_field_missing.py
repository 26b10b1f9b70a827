"""报告政策文件页面没有显示的公文要素，缺一个要素列一个问题；页面上什么要素都没有标出的，合列为一个问题。

Why: 国办公开办函〔2019〕61号：公文应显示索引号、发文机关、成文日期、发布日期、发文字号，规范性文件还应注明有效性。
Passes: 元数据表中用任何常见名称标出的要素；页面其他位置显示的索引号、发文字号、发布日期；没有元数据表的页面，来源可算发文机
关，文末落款日期可算成文日期。
Cannot tell: 其他机关的文件（转载的法规、上级文件）和政策栏目中的名单等，不检查；没有元数据表、正文只有附件或者没有正文的页面，要
素可能写在附件中。
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from auditor.derive_doc_fields import fields_shown, is_hollow
from auditor.derive_documents import PolicyDocument, documents, evidence, is_foreign, texts_of
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


@dataclass(frozen=True)
class Params:
    """``fields``: the fields that a document must show; 有效性 is asked of 规范性文件 only."""

    fields: tuple[str, ...] = FIELDS


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each field that a document's page does not show."""
    own = [
        d for d in documents(tables) if (d.has_table or _FILE.search(flat(d.title))) and not is_foreign(d, tables.site)
    ]
    texts = texts_of(tables, [d.page for d in own])
    faults, examined, unexamined = [], set(), {}
    for document in own:
        body = texts.get(document.page, "")
        shown = fields_shown(tables, document, body)
        missing = [f for f in params.fields if f not in shown and (f != "有效性" or document.normative)]
        if missing and not document.has_table and is_hollow(document.title, body):
            unexamined[document.url] = "页面没有正文，公文要素可能写在附件中，请人工核对"
            continue
        examined.add(document.url)
        if len(missing) > 1 and not document.fields and "索引号" in missing:
            faults.append(_unlabelled(tables, document, missing))
        else:
            faults += [_fault(tables, document, f) for f in missing]
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _unlabelled(tables: Tables, document: PolicyDocument, fields: list[str]) -> Fault:
    """Return the one fault of a page without metadata: it is the index number's, which nothing but metadata can show."""
    listed = "、".join(fields)
    message = f"政策文件页面没有公文元数据表，缺少{listed}"
    return replace(_fault(tables, document, listed), facet="索引号", message=message)


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
