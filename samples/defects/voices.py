"""This module plants faults of interaction and services; each function is one kind."""

from __future__ import annotations

from datetime import timedelta

from samples import days
from samples.bureau import shift_newest
from samples.interaction import Period, add_message, add_solicitation
from samples.plan import SitePlan


def no_channel(plan: SitePlan) -> None:
    """IAC01: letters and complaints only, no consultation."""
    del plan.columns["zxly"]
    plan.home_extra.append(
        '<p><a href="http://www.xinfang.example/">网上信访</a> <a href="http://www.jubao.example/">纪检监察举报</a></p>'
    )
    plan.plant("IAC01", "/", "没有咨询渠道，信访和举报不算")


def unanswered(plan: SitePlan, question: str) -> None:
    """IAC02: waiting for its answer for more than three months."""
    asked = days.before(days.months_before(plan.as_of, 3), 20)
    plan.plant("IAC02", add_message(plan, question, 30, asked, None).path, "超过 3 个月未答复")


def slow_reply(plan: SitePlan, question: str, workdays: int) -> None:
    """IAC03: answered later than the service standard."""
    asked = days.workday_before(plan.as_of, 180)
    article = add_message(plan, question, 31, asked, days.workdays_after(asked, workdays))
    plan.plant("IAC03", article.path, f"{workdays} 个工作日后才答复")


def empty_reply(plan: SitePlan, question: str) -> None:
    """IAC04: an answer that says nothing."""
    asked = days.workday_before(plan.as_of, 95)
    article = add_message(plan, question, 32, asked, days.workdays_after(asked, 3), "已阅，谢谢。")
    plan.plant("IAC04", article.path, "敷衍答复")


def template_replies(plan: SitePlan, *questions: str) -> None:
    """IAC04: the same empty words to every question."""
    for number, question in enumerate(questions):
        asked = days.workday_before(plan.as_of, 75 + number * 31)
        answer = "您好，您的留言已经收悉，我们将认真研究，感谢您对我们工作的关心和支持，祝您生活愉快。"
        article = add_message(plan, question, 33 + number, asked, days.workdays_after(asked, 4), answer)
        plan.plant("IAC04", article.path, "逐字相同的套话")


def no_feedback(plan: SitePlan, task: str) -> None:
    """IAC05: closed long ago and no result published."""
    start = days.before(plan.as_of, 400)
    period = Period(start, start + timedelta(days=34), "已结束")
    plan.plant("IAC05", add_solicitation(plan, task, 50, period, feedback=False).path, "已结束，没有公布结果")


def short_period(plan: SitePlan, task: str) -> None:
    """IAC06: ten days without a word of explanation."""
    start = days.before(plan.as_of, 170)
    period = Period(start, start + timedelta(days=10), "已结束")
    plan.plant("IAC06", add_solicitation(plan, task, 51, period, feedback=True).path, "只有 10 天，没有说明")


def still_open(plan: SitePlan, task: str) -> None:
    """IAC07: past its end and still 进行中."""
    start = days.before(plan.as_of, 80)
    period = Period(start, start + timedelta(days=40), "进行中")
    plan.plant("IAC07", add_solicitation(plan, task, 52, period, feedback=True).path, "已过期，仍显示进行中")


def no_reception(plan: SitePlan) -> None:
    """IAC08: no notice of the reception day for longer than promised."""
    shift_newest(plan.columns["jzjdr"], plan.as_of, 75)
    plan.plant("IAC08", plan.columns["jzjdr"].path, "75 天没有接待日公告")
    plan.plant("COL04", plan.columns["jzjdr"].path, "配置中承诺了更新间隔")


def no_services(plan: SitePlan) -> None:
    """SVC01: no 办事服务 anywhere."""
    del plan.columns["bsfw"]
    plan.catalogue = [row for row in plan.catalogue if row.site_column != "bsfw"]
    plan.plant("SVC01", "/", "没有办事服务")
    plan.plant("CAT09", "/", "目录中也没有服务类事项", contains="服务")


def poor_guide(plan: SitePlan, number: int, *missing: str) -> None:
    """SVC02: a guide without some of the eight elements."""
    guide = plan.columns["bsfw"].articles[number]
    guide.rows = [(label, value) for label, value in guide.rows if label not in missing]
    plan.plant("SVC02", guide.path, f"办事指南缺少{'、'.join(missing)}")
