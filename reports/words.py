"""This module holds the Chinese words under which codes stand in every report."""

from __future__ import annotations

from auditor.model.fetch import FACTS, Outcome
from auditor.model.finding import Severity, State, Status, SubjectKind
from auditor.model.standard import Effect, Provenance

SEVERITY = {Severity.VETO: "单项否决", Severity.MAJOR: "严重", Severity.MINOR: "一般", Severity.HINT: "提示"}
STATE = {
    State.NEW: "新增",
    State.PERSISTING: "持续",
    State.REOPENED: "反弹",
    State.UNVERIFIED: "未核实",
    State.CLOSED: "已销号",
}
STATUS = {
    Status.PASSED: "通过",
    Status.FAILED: "发现问题",
    Status.NOT_APPLICABLE: "不适用",
    Status.MANUAL: "需人工核查",
    Status.NOT_ASSESSED: "未能核查",
    Status.ERROR: "执行出错",
}
EFFECT = {Effect.VETO: "单项否决", Effect.DEDUCTION: "扣分指标", Effect.NOTICE: "提示"}
SUBJECT = {
    SubjectKind.LINK_TARGET: "链接目标",
    SubjectKind.PAGE: "页面",
    SubjectKind.DOCUMENT: "文件",
    SubjectKind.SITE_COLUMN: "栏目",
    SubjectKind.CATALOGUE_ITEM: "目录事项",
    SubjectKind.SITE: "网站",
}
PROVENANCE = {
    Provenance.VERBATIM: "原文",
    Provenance.PARAPHRASED: "参考",
    Provenance.LOCAL: "地方规定",
    Provenance.RECALLED: "未核对原文",
}
FAMILY = {
    "LNK": "链接",
    "COL": "栏目更新",
    "CAT": "公开目录",
    "INT": "政策解读",
    "IAC": "互动交流",
    "SVC": "办事服务",
    "TAG": "页面标签",
    "IDN": "网站标识",
    "MED": "政务新媒体",
    "PRV": "个人信息",
    "TXT": "内容表述",
    "AVL": "可用性",
}


def reason_words(code: str) -> str:
    """Return the Chinese words for a fetch outcome; an unknown code stands as it is.

    >>> reason_words("timeout"), reason_words("zzz")
    ('访问超时', 'zzz')
    """
    return FACTS[Outcome(code)].reason if code in {o.value for o in Outcome} else code
