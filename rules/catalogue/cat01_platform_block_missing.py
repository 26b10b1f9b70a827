"""报告全站都找不到的政府信息公开平台板块：公开指南、公开制度、法定主动公开内容、公开年报、依申请公开。

Why: 国办公开办函〔2019〕61号要求各行政机关的政府信息公开平台按统一名称设置这些板块。
Passes: 任何栏目、页面、面包屑或链接用了该板块的名称即可，常见的其他叫法（公开目录、信息公开年度报告等）也算。
Cannot tell: 信息公开平台不在抓取范围内的网站、首页由脚本生成的网站、没有抓完的网站；页面上只有名称、没有链接地址的板块。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive import text
from auditor.derive_columns import Reach, column_views
from auditor.derive_names import names, platform_doubt
from auditor.derive_titles import flat
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="CAT01",
    name="platform-block-missing",
    title="政府信息公开平台缺少规定板块",
    subjects=(SubjectKind.CATALOGUE_ITEM,),
    severity=Severity.MAJOR,
    remediation="在政府信息公开专栏中按统一名称设置该板块，并发布相应内容。",
)
_ABOUT = re.compile(r"关于|通知|印发|转发|会议|培训|检查|修订|征求")
_ENTRY = r"(?:指南|说明|流程图?|须知|申请表?|表格?|入口|系统|平台|专栏|专区|服务|受理|方式|渠道|信箱|目录)*"
_OPEN = r"^(?!.*依申请)[^,。]{0,24}?(?:政府信息|信息|政务)?公开(?:工作)?"
_END = r"(?:\([^)]*\))?$"
# Block -> (kind of a profile's column, names in use).
BLOCKS: dict[str, tuple[ColumnKind, re.Pattern[str]]] = {
    "政府信息公开指南": (ColumnKind.GUIDE, re.compile(_OPEN + r"指南" + _END)),
    "政府信息公开制度": (
        ColumnKind.RULES,
        re.compile(_OPEN + r"(?:相关|各项)?(?:制度|规定|法规|规章制度|制度规定|制度建设|政策|法规制度)" + _END),
    ),
    "法定主动公开内容": (
        ColumnKind.CATALOGUE,
        re.compile(
            r"^.{0,16}?(?:法定)?主动公开(?:内容|信息|事项|目录|基本目录|事项目录|政府信息)?"
            + _END + "|" + _OPEN + r"(?:基本|事项)?目录" + _END
        ),
    ),
    "政府信息公开年报": (
        ColumnKind.ANNUAL_REPORT,
        re.compile(_OPEN + r"(?:年报|年度报告|年度工作报告)" + _END + r"|^(?:历年)?(?:年报|年度报告)$"),
    ),
    "依申请公开": (ColumnKind.APPLICATION, re.compile(rf"^.{{0,20}}?(?:申请公开|信息公开申请){_ENTRY}$")),
}  # fmt: skip


@dataclass(frozen=True)
class Params:
    """This rule has no parameters: the blocks are those of the platform notice."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each block that nothing on the site is called after."""
    doubt = platform_doubt(tables)
    empty_entries = [flat(word) for word in text(tables.odd_links["text"]).unique()]
    spoken = [n.name for n in names(tables) if "公开" in n.name or "年" in n.name]
    faults, examined, unexamined = [], set(), {}
    for block, (kind, pattern) in BLOCKS.items():
        if _present(tables, kind, pattern, spoken):
            examined.add(block)
        elif doubt:
            unexamined[block] = doubt
        elif any(pattern.search(word) for word in empty_entries):
            unexamined[block] = "页面上只有没有链接地址的入口，内容无法核实"
        elif any(c.kind is kind for c in tables.site.columns):
            unexamined[block] = "站点配置中有该栏目，但栏目页面未能打开"
        else:
            examined.add(block)
            faults.append(_fault(tables, block))
    status = Status.NOT_ASSESSED if doubt and unexamined else None
    return RuleReport(
        faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined, status=status, note=doubt
    )


def _present(tables: Tables, kind: ColumnKind, pattern: re.Pattern[str], spoken: list[str]) -> bool:
    if any(v.column.kind is kind and v.reach is Reach.READ for v in column_views(tables)):
        return True
    return any(pattern.search(n) and (n.startswith(("公开", "依")) or not _ABOUT.search(n)) for n in spoken)


def _fault(tables: Tables, block: str) -> Fault:
    seen = Evidence(
        url=tables.site.home,
        observed="全站栏目、导航、链接、面包屑和页面标题中均没有该板块",
        expected=f"设有“{block}”板块",
    )
    subject = Subject(SubjectKind.CATALOGUE_ITEM, block, block)
    return Fault(subject=subject, message=f"全站未找到“{block}”板块", evidence=(seen,))
