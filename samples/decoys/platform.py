"""This module puts in catalogue look-alikes: other wordings, days exactly in time, fields found elsewhere."""

from __future__ import annotations

from datetime import date

from samples import days
from samples.bureau import shift_newest
from samples.plan import CatalogueRow, SitePlan
from samples.platform import annual_part

_OTHER_FOURTH = "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"


def platform_decoys(plan: SitePlan) -> None:
    """CAT01 to CAT12."""
    plan.spare("CAT01", "", "指南是单页", contains="政府信息公开指南")
    plan.spare("CAT01", "", "年报在平台上", contains="年报")
    plan.catalogue.append(CatalogueRow("突发事件应对", "执行", "yjgl"))
    plan.spare("CAT02", "", "名称不同但指定了栏目", contains="突发事件应对")
    plan.catalogue.append(CatalogueRow("行政强制事项", "管理", "xzqz"))
    plan.spare("CAT03", "", "有情况说明的空目录项", contains="行政强制事项")
    plan.spare("CAT02", "", "有情况说明的空目录项", contains="行政强制事项")
    _reports(plan)
    plan.spare("CAT09", "/", "执行类事项有内容", contains="执行")
    plan.spare("CAT10", plan.columns["jgzn"].path, "负责人姓名在领导信息页", contains="负责人")
    if plan.spec.batch != "forestry":
        limit = days.months_before(plan.as_of, 12)
        shift_newest(plan.columns["qzqd"], plan.as_of, (plan.as_of - limit).days)
    plan.spare("CAT11", plan.columns["qzqd"].path, "恰好一年内调整过")
    catalogue = plan.columns["fdzdgk"]
    catalogue.max_age_days = (plan.as_of - max(a.day for a in catalogue.articles)).days
    plan.spare("CAT12", catalogue.path, "恰好等于承诺的天数")
    _guide(plan)


def _guide(plan: SitePlan) -> None:
    column = plan.columns["xxgkzn"]
    assert column.content is not None
    body = column.content.body
    body[:] = [
        text.replace("传真号码", "传　　真").replace("联系电话：", "电　话：").replace("互联网联系方式", "电子邮箱")
        for text in body
    ]
    plan.spare("CAT04", column.path, "字段用了别的说法", contains="传真")
    plan.spare("CAT04", column.path, "字段用了别的说法", contains="互联网")


def _reports(plan: SitePlan) -> None:
    latest, _, oldest = days.report_years(plan.as_of)
    reports = {a.day.year - 1: a for a in plan.columns["xxgknb"].articles}
    reports[latest].day = date(latest + 1, 1, 31)
    plan.spare("CAT05", reports[latest].path, "恰好 1 月 31 日发布")
    other = reports[oldest]
    fourth = next(n for n, text in enumerate(other.body) if "行政诉讼情况" in text)
    other.body[fourth : fourth + 2] = annual_part(_OTHER_FOURTH, oldest)
    plan.spare("CAT06", other.path, "第四部分用 2019 年格式的名称")
    if plan.spec.batch == "farming":
        other.body = [
            t.replace("一、总体情况", "一、概述").replace("存在的主要问题及改进情况", "存在问题及改进措施")
            for t in other.body
        ]


def late_by_workdays(plan: SitePlan, number: int, count: int) -> str:
    """Set the 成文日期 of a policy so that it was published ``count`` working days later; returns its address."""
    document = plan.columns["zcwj"].articles[number]
    formed = document.day
    while days.CALENDAR.between(formed, document.day) < count or not days.CALENDAR.is_workday(formed):
        formed = days.before(formed, 1)
    document.fields["成文日期"] = f"{formed.year}年{formed.month}月{formed.day}日"
    return document.path
