"""报告八类要素不全的办事指南，在问题描述中列出所缺要素。

Why: 国办秘函〔2019〕19号：事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程。
Passes: 要素用任何常见名称标出并写有内容，或者不用标出也能认出来；页面标题就是事项名称；写明办理时限的算有办理时间；
标出了要素、内容可能在配图中的（如办理流程图）。
Cannot tell: 内容是附件或图片的指南，放在政务服务平台上的指南；写的内容是否正确。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive import addresses, ids, text, true
from auditor.derive_documents import articles, evidence, texts_of
from auditor.derive_elements import HOURS, PHONE, Element, found_elements, named_elements, plain
from auditor.derive_membership import memberships
from auditor.derive_titles import flat
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="SVC02",
    name="guide-element-missing",
    title="办事指南要素缺失",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="补齐办事指南缺少的要素，内容与政务服务平台一致。",
)
_OF = "(?:申请|办理|受理|申报|审批|许可|准予批准|实施|服务|业务|所需|提交|需提交的?|报送)?(?:的)?"
ELEMENTS: dict[str, Element] = {
    "事项名称": Element("(?:事项|项目|服务|业务|许可|审批|权力)?名称"),
    "设定依据": Element(f"(?:设定|法律|法定|政策|法律法规|设立)?{_OF}依据", r"(?:根据|依据|按照)[^。\n]{0,16}《"),
    "申请条件": Element(f"{_OF}(?:条件|资格|范围和条件)", r"(?:具备|符合|满足)[^。\n]{0,10}条件"),
    "办理材料": Element(
        f"{_OF}(?:材料|资料|要件|证件)(?:清单|目录|名称)?", r"(?:提交|提供|携带|递交)[^。\n]{0,12}(?:材料|资料|证件|申请表)"
    ),
    "办理地点": Element(f"(?:办公|窗口|现场|联系|受理点)?{_OF}(?:地点|地址|窗口)"),
    "办理时间": Element(f"(?:办公|工作|接待|对外办公|承诺|法定)?{_OF}(?:时间|时限|期限)", HOURS),
    "联系电话": Element("", rf"(?:电话|热线|联系方式|咨询方式)[^\n]{{0,8}}?\n?[^\n]{{0,14}}?(?:{PHONE})"),
    "办理流程": Element(f"(?:工作)?{_OF}(?:流程|程序|步骤|环节)(?:图)?", r"(?:受理|申请)\s*(?:→|->|—+>?)"),
}  # fmt: skip
_GUIDE = re.compile(r"(?:办事|服务|办理|审批|申请|许可|业务)指南")
_NO_GUIDE = re.compile(r"信息公开|申报指南|关于|通知|编制|解读|公告")
_FEW, _SHORT = 3, 60


@dataclass(frozen=True)
class Params:
    """``elements``: the names (of ELEMENTS) that a guide must have."""

    elements: tuple[str, ...] = tuple(ELEMENTS)


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each guide that lacks elements."""
    kinds = memberships(tables)
    services = {p for p, m in kinds.items() if any(c.kind is ColumnKind.SERVICES for c in m)}
    titles = text(tables.pages["title"])
    titled = {int(p) for p in ids(tables.pages["url_id"])[titles.str.contains("指南", regex=False).to_numpy()]}
    own = articles(tables, services | titled)
    texts = texts_of(tables, own)
    filed, drawn = set(ids(tables.attachments["page_id"]).tolist()), _with_pictures(tables)
    faults, examined, unexamined = [], set(), {}
    for page, article in own.items():
        title, body = flat(article.title), plain(texts.get(page, ""))
        found = found_elements(body, ELEMENTS)
        named = bool(_GUIDE.search(title)) and not _NO_GUIDE.search(title)
        if not named and (page not in services or len(found) < _FEW):
            continue
        url = str(addresses(tables)[page])
        if len(body) < _SHORT and (page in filed or not body):
            unexamined[url] = "指南内容在附件或图片中，需人工核查"
            continue
        examined.add(url)
        if page in drawn:
            found |= named_elements(body, ELEMENTS)
        if len(_GUIDE.sub("", title)) >= 3:
            found.add("事项名称")
        if missing := [e for e in params.elements if e in ELEMENTS and e not in found]:
            faults.append(
                _fault(tables, page, article.title or "办事指南", missing, kinds[page][0].id if page in kinds else "")
            )
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _with_pictures(tables: Tables) -> frozenset[int]:
    """Return the pages with a picture in the text: it may be what a label without words behind it names (办理流程图)."""
    links = tables.links[(text(tables.links["tag"]) == "img").to_numpy(bool)]
    own = links[(text(links["region"]) == "body").to_numpy(bool) & true(links["visible"])]
    return frozenset(ids(own["page_id"]).tolist())


def _fault(tables: Tables, page: int, title: str, missing: list[str], column: str) -> Fault:
    words = "、".join(missing)
    seen = evidence(tables, page, observed=f"未见{words}", expected="八项要素齐全", snippet=title, place="正文")
    subject = Subject(SubjectKind.PAGE, str(addresses(tables)[page]), title)
    return Fault(subject=subject, message=f"办事指南缺少{len(missing)}项要素：{words}", evidence=(seen,), column=column)
