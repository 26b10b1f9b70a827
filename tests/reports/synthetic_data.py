"""This module holds the fixed data of the synthetic runs: rules, columns, standards, hostile texts."""

from __future__ import annotations

from datetime import date

from auditor.model.finding import (
    Severity,
    SubjectKind,
)
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind, SiteColumn
from auditor.model.standard import (
    Effect,
    Indicator,
    Provenance,
    Standard,
)

AS_OF = date(2024, 3, 15)
HOME = "http://lyj.example.gov.cn/"

HOSTILE = (
    '=HYPERLINK("http://evil.example/","点我")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(1+1)*cmd",
    "\t=1+1",
    "<script>alert('x')</script><b>粗体</b>&amp;&#x27;\"]]>",
    "控制\x00字\x07符\x0b与\x1b[31m颜色\ufffe\uffff",
    "\u202e反向文字\u2066隔离\u200f标记\u202c",
    "长" * 30_000,
    "表情😀👩‍👩‍👧‍👦🏳️‍🌈与生僻字𠮷",
    "_x000D_转义_x0041_",
    "第一行\r\n第二行\r第三行\u2028第四行",
    "半个代理\ud800字",
    "| 表格 | [链接](javascript:alert(1)) `代码` **粗** <!-- -->",
)

RULES = (
    RuleMeta(
        code="LNK01",
        name="link-dead",
        title="站内链接打不开",
        subjects=(SubjectKind.LINK_TARGET,),
        severity=Severity.MINOR,
        remediation="修正或删除打不开的链接;页面确已下线的,同步删除各处入口。",
    ),
    RuleMeta(
        code="LNK03",
        name="attachment-dead",
        title="附件无法下载",
        subjects=(SubjectKind.LINK_TARGET,),
        severity=Severity.MAJOR,
        remediation="重新上传附件并核对链接。",
    ),
    RuleMeta(
        code="COL03",
        name="notice-or-policy-stale",
        title="通知公告或政策文件栏目更新不及时",
        subjects=(SubjectKind.SITE_COLUMN,),
        severity=Severity.MAJOR,
        remediation="补充应公开而未公开的信息,确无内容的发布情况说明。",
    ),
    RuleMeta(
        code="COL01",
        name="homepage-stale",
        title="首页信息长期不更新",
        subjects=(SubjectKind.SITE_COLUMN,),
        severity=Severity.VETO,
        remediation="立即更新首页要闻、通知等栏目。",
    ),
    RuleMeta(
        code="CAT02",
        name="catalogue-item-missing",
        title="目录事项没有公开",
        subjects=(SubjectKind.CATALOGUE_ITEM,),
        severity=Severity.MAJOR,
        remediation="按主动公开基本目录补充公开该事项。",
    ),
    RuleMeta(
        code="INT01",
        name="interpretation-missing",
        title="政策文件没有解读",
        subjects=(SubjectKind.DOCUMENT,),
        severity=Severity.MAJOR,
        remediation="由起草处室编写解读材料,并与文件相互链接。",
    ),
    RuleMeta(
        code="PRV01",
        name="id-number-exposed",
        title="公开了完整身份证号",
        subjects=(SubjectKind.PAGE,),
        severity=Severity.MAJOR,
        remediation="立即打码或撤下页面。",
    ),
    RuleMeta(
        code="LNK11",
        name="fragment-missing",
        title="页内定位不存在",
        subjects=(SubjectKind.LINK_TARGET,),
        severity=Severity.HINT,
        remediation="修正链接中的页内定位。",
        preview=True,
    ),
)

COLUMNS = (
    SiteColumn("tzgg", "通知公告", HOME + "tzgg/", ColumnKind.NOTICE, "办公室", 30),
    SiteColumn("gzdt", "工作动态", HOME + "gzdt/", ColumnKind.NEWS, "宣传处"),
    SiteColumn("zcwj", "政策文件", HOME + "zcwj/", ColumnKind.POLICY, "法规处"),
    SiteColumn("zcjd", "政策解读", HOME + "zcjd/", ColumnKind.INTERPRETATION, "法规处"),
    SiteColumn("ghjh", "规划计划", HOME + "ghjh/", ColumnKind.PLANNING, "规划处"),
    SiteColumn("rsxx", "人事信息", HOME + "rsxx/", ColumnKind.PERSONNEL),
)


def _indicator(key: str, name: str, clause: str, effect: Effect, limit: int | None, *rules: str) -> Indicator:
    return Indicator(
        id=key, name=name, clause=clause, provenance=Provenance.VERBATIM, effect=effect, limit=limit, rules=rules
    )


STANDARD = Standard(
    id="gov-site-2019",
    title="政府网站与政务新媒体检查指标",
    number="国办秘函〔2019〕19号",
    issuer="国务院办公厅秘书局",
    level="national",
    in_force_from=date(2019, 4, 1),
    indicators=(
        _indicator("G-1", "链接不可用", "(二)可用性", Effect.DEDUCTION, None, "LNK01", "LNK02"),
        _indicator("G-2", "首页链接打不开", "一、单项否决 2", Effect.VETO, 5, "LNK01"),
        _indicator("G-3", "栏目不更新", "一、单项否决 5", Effect.VETO, 5, "COL03"),
        _indicator("G-4", "首页不更新", "一、单项否决 4", Effect.VETO, 1, "COL01"),
        _indicator("G-5", "严重表述错误", "一、单项否决 6", Effect.VETO, 1, "TXT01"),
    ),
)
RECALLED = Standard(
    id="local-2020",
    title="示例市政务公开考核细则",
    number="",
    issuer="示例市政府办公室",
    level="local",
    in_force_from=date(2020, 1, 1),
    indicators=(
        Indicator(
            id="L-1",
            name="解读及时",
            clause="第三条",
            provenance=Provenance.RECALLED,
            effect=Effect.NOTICE,
            rules=("INT03",),
            enabled=False,
        ),
    ),
)


def word(i: int, plain: str, hostile: bool) -> str:
    """Return a hostile text where asked for, else ``plain``."""
    return HOSTILE[i % len(HOSTILE)] if hostile else plain
