"""报告机构职能和领导信息页面合起来仍缺少的要素，缺一个要素列一个问题。

Why: 《政府信息公开条例》第二十条（二）：机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名。
Passes: 要素出现在机构职能或领导信息页面的任何位置（正文、标题、列表），任何常见写法都算。
Cannot tell: 未能读取的页面，内容是图片或附件的页面；只写在页脚的内容不算。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive import addresses, page_index
from auditor.derive_documents import evidence
from auditor.derive_elements import HOURS, PHONE, STREET, Element, found_elements
from auditor.derive_sections import Section, sections
from auditor.derive_titles import flat
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="CAT10",
    name="institution-field-missing",
    title="机构职能信息要素不全",
    subjects=(SubjectKind.PAGE, SubjectKind.SITE_COLUMN),
    severity=Severity.MAJOR,
    remediation="在机构职能或领导信息页面补齐该项内容。",
)
_NAME = r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,3}| [\u4e00-\u9fff]|·[\u4e00-\u9fff]+)"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤林"
)
_ALONE = rf"(?:^|\n)[{_SURNAMES}] ?[\u4e00-\u9fff]? ?[^\W处科室局办站会队股性能责期](?:\n|$)"
_OFFICE = r"(?:党组书记|副?(?:局长|主任|厅长|书记|组长|处长|院长)|负责人|总工程师|调研员|巡视员|姓名)"
_OFFICES = r"机构设置|内设机构|下设|[处科]室|[直局]属(?:单位|机构)|\d个(?:学院|处)|(?:^|\n)[^\n]{1,14}(?:处|科|办公室)(?:\n|$|\()"
_CALLED = rf"(?:电话|热线|联系方式|总机|值班)[^\n传]{{0,4}}?\n?[^\n传]{{0,14}}?(?:{PHONE})|[\w.\-]+@[\w\-]+\.\w+"
_LEADER = rf"{_OFFICE}[\s:、,]*{_NAME}|(?:^|\n){_NAME}[\s,:]*\n?\s*(?:同志)?[,\s:]*(?:男|女|现任|{_OFFICE}|简历|分工)"
FIELDS: dict[str, Element] = {
    "职能": Element("", r"职能|职责|负责|拟订|贯彻执行"),
    "机构设置": Element("", _OFFICES),
    "办公地址": Element(
        r"(?:办公|联系|通[讯信]|单位|机构|局机关)?(?:地址|地点)", rf"(?:位于|地处)[^\n]{{2,30}}[路街道号]|{STREET}"
    ),
    "办公时间": Element(r"(?:办公|工作|对外办公|上班|作息|服务|接待|受理)时间", HOURS),
    "联系方式": Element("", rf"{_CALLED}|(?<!传真)(?<!传真:)(?<!传真: )(?<!\d)0\d{{2,3}}[-—]\d{{7,8}}"),
    "负责人姓名": Element("", rf"{_LEADER}|{_ALONE}"),
}
_SHORT = 40


@dataclass(frozen=True)
class Params:
    """``fields``: the names (of FIELDS) that must be found."""

    fields: tuple[str, ...] = tuple(FIELDS)


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each field that neither the institution nor the leadership pages show."""
    found = sections(tables, ColumnKind.INSTITUTION, ColumnKind.LEADERSHIP)
    own = next((s for s in found if s.column.kind is ColumnKind.INSTITUTION), None) or (found[0] if found else None)
    if own is None:
        return RuleReport(status=Status.NOT_ASSESSED, note="站点配置没有机构职能栏目，需人工核查")
    key, label, page = _subject(tables, own)
    doubt = next((s.doubt for s in found if s.doubt), "") or tables.truncated
    body = "\n".join(s.text for s in found)
    if doubt or page is None or len(flat(body)) < _SHORT:
        return RuleReport(unexamined={key: doubt or "机构页面文字很少，内容可能在图片或附件中，需人工核查"})
    present = found_elements(body, FIELDS)
    missing = (f for f in params.fields if f in FIELDS and f not in present)
    faults = tuple(_fault(tables, own, (key, label, page), f) for f in missing)
    return RuleReport(faults=faults, examined=frozenset((key,)))


def _subject(tables: Tables, own: Section) -> tuple[str, str, int | None]:
    """Return the one article that the institution column is, else the column."""
    page = own.articles[0] if len(own.articles) == 1 else None
    if page is not None and (url := str(addresses(tables)[page])) != own.column.url:
        return url, str(page_index(tables).at[page, "title"] or own.column.name), page
    return own.column.url, own.column.name, page if page is not None else next(iter(own.pages), None)


def _fault(tables: Tables, own: Section, subject: tuple[str, str, int], field: str) -> Fault:
    key, label, page = subject
    seen = evidence(
        tables,
        page,
        observed=f"机构职能和领导信息页面均未见{field}",
        expected=f"公开{field}（条例第二十条）",
        place="正文",
    )
    kind = SubjectKind.SITE_COLUMN if key == own.column.url else SubjectKind.PAGE
    message = f"机构职能和领导信息页面没有公开“{field}”"
    return Fault(
        subject=Subject(kind, key, label), facet=field, message=message, evidence=(seen,), column=own.column.id
    )
