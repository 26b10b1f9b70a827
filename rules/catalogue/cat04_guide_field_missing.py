"""报告政府信息公开指南缺少的要素，缺一个要素列一个问题。

Why: 《政府信息公开条例》第十二条：指南要写明信息怎样分类编排、怎样获取，以及怎样联系信息公开工作机构。
Passes: 要素用任何常见名称标出并写有内容；不用标出也能认出来的内容（如电子邮箱、办公时间）。
Cannot tell: 内容是图片或附件的指南；有几份指南时哪一份现行有效（合在一起查看）。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_documents import evidence
from auditor.derive_elements import HOURS, PHONE, STREET, Element, found_elements
from auditor.derive_guide import Guide, guide
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="CAT04",
    name="guide-field-missing",
    title="政府信息公开指南要素不全",
    subjects=(SubjectKind.PAGE, SubjectKind.SITE_COLUMN),
    severity=Severity.MAJOR,
    remediation="按条例第十二条补齐指南内容并更新日期。",
)
_ADDRESS = "(?:办公|联系|受理|通讯|通信|单位|机构|申请|受理点)?(?:地址|地点)"
FIELDS: dict[str, Element] = {
    "信息分类": Element("", r"分类|类别|分为|公开(?:的)?(?:政府)?(?:信息)?(?:范围|内容)"),
    "编排体系": Element("", r"编排|体系|索引号?|目录(?:结构|编制|编排)|编码"),
    "获取方式": Element("", r"获取|公开(?:的)?(?:形式|方式|渠道|途径)|查阅|查询"),
    "机构名称": Element(
        "(?:机构|部门|单位)?名称|(?:(?:政府)?信息公开)?(?:受理|工作|公开|承办|主管|责任|负责|办理)(?:机构|部门|单位|处室)"
        "|受理机关",
        r"(?:受理|工作|公开|承办|负责|办理)(?:机构|部门|单位)(?:为|是|设在)",
    ),
    "办公地址": Element(_ADDRESS, STREET),
    "办公时间": Element("(?:办公|工作|受理|接待|服务|对外办公|上班)时间", HOURS),
    # A telephone that is only for supervision or fax is not the office's.
    "联系电话": Element(
        "",
        r"(?<!监督)(?<!投诉)(?<!举报)(?<!传真)(?:电话(?:[/、(和及]?传真[)]?)?|热线|联系方式)"
        rf"[^传监举投]{{0,16}}?(?:{PHONE})",
    ),
    "传真号码": Element("(?:联系)?传真(?:号码|电话)?|电话[(/、]?传真[)]?"),
    "互联网联系方式": Element(
        "(?:互联网|网络|网上)联系方式|(?:电子)?(?:邮箱|信箱|邮件)(?:地址)?|E-?mail|(?:网站)?网址|网站地址",
        r"[\w.\-]+@[\w.\-]+|https?://|www\.|[a-z0-9\-]+\.gov\.cn",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Params:
    """``fields``: the names (of FIELDS) that a guide must have."""

    fields: tuple[str, ...] = tuple(FIELDS)


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each required field that the guide does not give."""
    found = guide(tables)
    if found is None:
        return RuleReport(status=Status.NOT_ASSESSED, note="没有找到政府信息公开指南的页面（是否缺失见 CAT01）")
    if found.doubt:
        return RuleReport(unexamined={found.key: found.doubt})
    present = found_elements(found.text, FIELDS)
    missing = [f for f in params.fields if f in FIELDS and f not in present]
    return RuleReport(faults=tuple(_fault(tables, found, f) for f in missing), examined=frozenset((found.key,)))


def _fault(tables: Tables, found: Guide, field: str) -> Fault:
    seen = evidence(
        tables, found.page, observed=f"指南全文中没有“{field}”", expected=f"写明{field}（条例第十二条）", place="正文"
    )
    return Fault(
        subject=Subject(found.kind, found.key, found.label),
        facet=field,
        message=f"政府信息公开指南缺少“{field}”",
        evidence=(seen,),
        column=found.column,
    )
