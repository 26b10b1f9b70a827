"""This module tells the kind of a site column from its name, its declared type and what its items are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.model.site import ColumnKind as K

# In the order of telling: the first pattern found in a name decides. Specific names stand before the words they contain.
_NAMES: tuple[tuple[K, str], ...] = (
    (K.ANNUAL_REPORT, r"年报|年度报告|工作报告"),
    (K.GUIDE, r"公开指南|指南$(?<!办事指南)(?<!服务指南)|公开.{0,4}指引"),
    (K.RULES, r"公开制度|制度规范|信息公开.{0,4}(制度|规定)"),
    (K.APPLICATION, r"依申请"),
    (K.CATALOGUE, r"公开目录|基本目录|主动公开|公开事项|标准目录"),
    (K.INTERPRETATION, r"解读|图解|一图读懂|政策问答"),
    (K.SOLICITATION, r"征集|征求意见|民意调查|网上调查|问卷"),
    (K.INTERVIEW, r"访谈|直播"),
    (K.RECEPTION, r"接待"),
    (K.CONSULTATION, r"咨询|留言|信箱|建言|互动|问答|投诉|诉求|信访|来信|举报|12345"),
    (K.RIGHTS_LIST, r"权责|责权|权力清单|责任清单|职权"),
    (K.PERSONNEL, r"人事|任免|招考|招聘|招录|录用|公务员"),
    (K.BUDGET, r"预算|决算|预决算|财政|三公|财务"),
    (K.PROCUREMENT, r"采购|招标|投标|中标|招投标"),
    (K.ENFORCEMENT, r"执法|处罚|许可|双随机|双公示|强制|监督检查|行政检查|检查结果"),
    (K.EMERGENCY, r"应急|预案|预警|突发|防火|灾害"),
    (K.PROJECTS, r"重大项目|重点项目|建设项目|重大建设|重点工程"),
    (K.STATISTICS, r"统计|数据"),
    (K.LEADERSHIP, r"领导|负责人|班子|局长|分工"),
    (K.PLANNING, r"规划|计划|五年"),
    (K.SERVICES, r"办事|服务|下载|表格|事项"),
    (K.POLICY, r"政策|文件|法规|规章|法律|公文|规范性"),
    (K.NOTICE, r"通知|公告|公示|通告"),
    (K.NEWS, r"动态|要闻|新闻|资讯|快讯|简报|播报|头条|热点"),
    (K.INSTITUTION, r"机构|职能|职责|概况|简介|处室|科室|直属|单位|联系我们|关于我们|内设"),
    (K.TOPIC, r"专题|专栏|学习贯彻|主题教育|行动"),
)
# Names that suggest a kind without saying it: the draft marks it for a person.
_WEAK = ((K.NEWS, re.compile(r"信息$(?<!公开信息)")), (K.INSTITUTION, re.compile(r"介绍$")))
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _NAMES)

# ColumnType values of 国办发〔2017〕47号, annex.
_DECLARED: dict[str, K] = {
    "概况信息": K.INSTITUTION,
    "机构职能": K.INSTITUTION,
    "负责人信息": K.LEADERSHIP,
    "工作动态": K.NEWS,
    "政策文件": K.POLICY,
    "信息公开指南": K.GUIDE,
    "信息公开目录": K.CATALOGUE,
    "信息公开年报": K.ANNUAL_REPORT,
    "依申请公开": K.APPLICATION,
    "数据发布": K.STATISTICS,
    "数据开放": K.STATISTICS,
    "政策解读": K.INTERPRETATION,
    "回应关切": K.CONSULTATION,
    "办事服务": K.SERVICES,
    "咨询投诉": K.CONSULTATION,
    "征集调查": K.SOLICITATION,
    "在线访谈": K.INTERVIEW,
}
# What most items of a list say in their titles when the name alone does not tell.
_TITLES: tuple[tuple[K, re.Pattern[str]], ...] = (
    (K.INTERPRETATION, re.compile(r"解读|图解|一图读懂")),
    (K.ANNUAL_REPORT, re.compile(r"年度报告|年报")),
    (K.POLICY, re.compile(r"〔\d{4}〕|(办法|条例|规定|细则)》?$")),
    (K.NOTICE, re.compile(r"通知$|公告$|公示$|通告$|^关于.{4,}的(通知|公告|公示)")),
)
MOST = 0.7


def kind_of(name: str, declared: str = "", titles: Sequence[str] = ()) -> tuple[K, bool]:
    """Return the kind of a column and whether that is sure.

    The name decides; the declared ColumnType only where the name says nothing; the items' titles last, never surely.
    """
    for kind, pattern in _COMPILED:
        if pattern.search(name):
            return kind, True
    if declared in _DECLARED:
        return _DECLARED[declared], True
    for kind, pattern in _WEAK:
        if pattern.search(name):
            return kind, False
    for kind, pattern in _TITLES:
        if len(titles) >= 3 and sum(bool(pattern.search(t)) for t in titles) >= MOST * len(titles):
            return kind, False
    return K.OTHER, False
