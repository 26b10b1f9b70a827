"""报告没有网上咨询建言渠道的网站。

Why: 国办秘函〔2019〕19号单项否决“互动回应差”；网上信访、纪检举报等专门渠道不算。
Passes: 有带表单的咨询建言栏目或页面；近一年有已答复的公开留言；咨询建言栏目中有条目。
Cannot tell: 有这类名称、但通向其他网站、需要登录或由脚本生成的入口，能不能用要由人试一试；未能读取的首页；没有抓完的网站。
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np

from auditor.derive import add_months, ids, text
from auditor.derive_columns import Reach, column_views
from auditor.derive_interaction import letters, lists_own
from auditor.derive_names import absence_doubt, names
from auditor.derive_titles import flat
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="IAC01",
    name="channel-missing",
    title="没有网上咨询建言渠道",
    subjects=(SubjectKind.SITE,),
    severity=Severity.VETO,
    remediation="在互动交流栏目开设咨询建言（留言、局长信箱等）渠道，公开受理和答复情况。",
)
_CHANNEL = re.compile(
    r"咨询|建言|留言|信箱|写信|来信|问政|献策|意见建议|意见箱|我要提问|网民互动|政民互动|12345|领导在线"
)
_OTHER = re.compile(r"信访|举报|纪检|监察|电话|征集|调查|访谈|征求|邮箱|咨询师|咨询(?:服务)?(?:公司|机构|单位|企业)")
_SECTION = re.compile(r"^.{0,4}(?:互动交流|互动|公众参与|政民互动|交流互动|公众互动)$")


@dataclass(frozen=True)
class Params:
    """``window_months``: how recent an answered message must be to prove a channel."""

    window_months: int


def check(tables: Tables, params: Params) -> RuleReport:
    """Report the site where nothing is, or is called, such a channel."""
    home = tables.site.home
    if _proven(tables, params):
        return RuleReport(examined=frozenset((home,)))
    if doubt := absence_doubt(tables) or _entry(tables):
        status = Status.NOT_ASSESSED if tables.truncated else None
        return RuleReport(unexamined={home: doubt}, status=status, note=doubt)
    seen = Evidence(
        url=home,
        observed="导航、栏目和链接中没有咨询、建言、留言、信箱类入口，也没有近一年的公开答复",
        expected="提供有效的网上咨询建言渠道（网上信访、纪检举报除外）",
    )
    subject = Subject(SubjectKind.SITE, home, tables.site.name or "网站")
    fault = Fault(subject=subject, message="全站未找到网上咨询建言渠道（网上信访、纪检举报不算）", evidence=(seen,))
    return RuleReport(faults=(fault,), examined=frozenset((home,)))


def _proven(tables: Tables, params: Params) -> bool:
    since = [m for m in letters(tables) if m.is_answered and (m.answered or m.asked)]
    if any(
        add_months(date.fromisoformat(m.answered or m.asked or ""), params.window_months) >= tables.as_of for m in since
    ):
        return True
    own = [v for v in column_views(tables) if v.column.kind is ColumnKind.CONSULTATION and v.reach is Reach.READ]
    if any(v.entries and lists_own(tables, v.column.id) for v in own):
        return True
    frame = tables.pages[np.isin(ids(tables.pages["url_id"]), ids(tables.forms["page_id"]))]
    called = text(frame["title"]) + " " + text(frame["site_column"]) + " " + text(frame["breadcrumb"])
    forms = set(ids(tables.forms["page_id"]).tolist())
    return any(v.page in forms for v in own) or any(
        _CHANNEL.search(name) and not _OTHER.search(name) for name in called
    )


def _entry(tables: Tables) -> str:
    """Return why an entry of such a name, or an unread section, leaves the question open."""
    shown = [n.shown for n in names(tables) if n.part and len(n.name) <= 16] + list(
        text(tables.odd_links["text"]).unique()
    )
    named = next((s for s in shown if _CHANNEL.search(flat(s)) and not _OTHER.search(flat(s)) and len(s) <= 20), "")
    if named:
        return f"有“{named}”入口，能否提交咨询需人工核查"
    kinds = (ColumnKind.CONSULTATION,)
    unread = [v.column.name for v in column_views(tables) if v.reach is Reach.UNREAD or v.scripted]
    section = next((n for n in unread if _SECTION.match(flat(n))), "")
    own = next((v.column.name for v in column_views(tables) if v.column.kind in kinds), "")
    return f"栏目“{section or own}”未能读取或未见表单，需人工核查" if section or own else ""
