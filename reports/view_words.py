"""This module adds to ``reports.words`` what the view needs: kinds of columns, regions, urgency."""

from __future__ import annotations

from enum import StrEnum

from auditor.model.site import ColumnKind
from reports.words import EFFECT, FAMILY, PROVENANCE, SEVERITY, STATE, STATUS, reason_words

__all__ = [
    "COLUMN_KIND",
    "EFFECT",
    "FAMILY",
    "PROVENANCE",
    "REGION",
    "SEVERITY",
    "STATE",
    "STATUS",
    "Urgency",
    "column_kind",
    "family",
    "family_code",
    "reason",
]

COLUMN_KIND = {
    ColumnKind.NEWS: "动态要闻",
    ColumnKind.NOTICE: "通知公告",
    ColumnKind.POLICY: "政策文件",
    ColumnKind.INTERPRETATION: "政策解读",
    ColumnKind.PLANNING: "规划计划",
    ColumnKind.PERSONNEL: "人事信息",
    ColumnKind.GUIDE: "公开指南",
    ColumnKind.RULES: "公开制度",
    ColumnKind.CATALOGUE: "公开目录",
    ColumnKind.ANNUAL_REPORT: "公开年报",
    ColumnKind.APPLICATION: "依申请公开",
    ColumnKind.INSTITUTION: "机构职能",
    ColumnKind.LEADERSHIP: "领导信息",
    ColumnKind.RIGHTS_LIST: "权责清单",
    ColumnKind.BUDGET: "预算决算",
    ColumnKind.STATISTICS: "统计信息",
    ColumnKind.PROCUREMENT: "政府采购",
    ColumnKind.PROJECTS: "重大项目",
    ColumnKind.ENFORCEMENT: "行政执法",
    ColumnKind.EMERGENCY: "应急管理",
    ColumnKind.CONSULTATION: "咨询建言",
    ColumnKind.SOLICITATION: "意见征集",
    ColumnKind.INTERVIEW: "在线访谈",
    ColumnKind.RECEPTION: "局长接待日",
    ColumnKind.SERVICES: "办事服务",
    ColumnKind.TOPIC: "专题",
    ColumnKind.OTHER: "其他",
}
REGION = {"head": "页头代码", "navigation": "导航", "list": "列表", "body": "正文", "footer": "页脚"}


class Urgency(StrEnum):
    """How near a deadline is; the value is the word shown."""

    NONE = ""
    SOON = "即将到期"
    OVERDUE = "已逾期"


def family_code(rule: str) -> str:
    """Return the letters of a rule code.

    >>> family_code("LNK01")
    'LNK'
    """
    return rule.rstrip("0123456789")


def family(rule: str) -> str:
    """Return the Chinese name of a rule's family; a code of a third party stands for itself."""
    code = family_code(rule)
    return FAMILY.get(code, code)


def column_kind(value: str) -> str:
    """Return the Chinese name of a kind of site column."""
    return COLUMN_KIND[ColumnKind(value)] if value in {k.value for k in ColumnKind} else value


def reason(outcome: str, words: str = "") -> str:
    """Return the words under which an unverified target stands."""
    return words or reason_words(outcome)
