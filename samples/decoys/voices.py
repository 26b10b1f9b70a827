"""This module puts in interaction and service look-alikes: waiting but in time, short but explained."""

from __future__ import annotations

from datetime import timedelta

from samples import days
from samples.bureau import shift_newest
from samples.interaction import Period, add_message, add_solicitation
from samples.plan import SitePlan


def voice_decoys(plan: SitePlan) -> None:
    """IAC01 to IAC08, SVC01 and SVC02."""
    today, tasks = plan.as_of, plan.spec.theme.tasks
    plan.spare("IAC01", "/", "有咨询留言栏目")
    plan.spare("SVC01", "/", "有办事服务")
    limit = add_message(plan, "反映路灯不亮", 20, days.months_before(today, 3), None)
    plan.spare("IAC02", limit.path, "等待答复恰好 3 个月")
    old = add_message(plan, "建议增加停车位", 21, days.before(today, 420), None)
    plan.spare("IAC02", old.path, "一年以前的留言")
    asked = days.workday_before(today, 200)
    slow = add_message(plan, "咨询办事大厅开放时间", 22, asked, days.workdays_after(asked, 15))
    plan.spare("IAC03", slow.path, "恰好第 15 个工作日答复")
    plan.spare("IAC04", slow.path, "答复内容具体")
    start = days.before(today, 100)
    short = add_solicitation(
        plan, tasks[3], 3, Period(start, start + timedelta(days=15), "已结束"), feedback=True,
        reason="因防汛防火形势紧急，征求意见期限缩短为15日。",
    )  # fmt: skip
    plan.spare("IAC06", short.path, "缩短期限并说明了理由")
    start = days.before(today, 200)
    exact = add_solicitation(plan, tasks[4], 4, Period(start, start + timedelta(days=30), "已结束"), feedback=True)
    plan.spare("IAC06", exact.path, "恰好 30 天")
    plan.spare("IAC05", exact.path, "已公布结果")
    ending = add_solicitation(plan, tasks[5], 5, Period(days.before(today, 31), today, "进行中"), feedback=False)
    plan.spare("IAC07", ending.path, "今天截止，仍在进行")
    plan.spare("IAC05", ending.path, "还没有结束")
    reception = plan.columns["jzjdr"]
    reception.max_age_days = 31
    shift_newest(reception, today, 31)
    plan.spare("IAC08", reception.path, "恰好等于承诺的间隔")
    plan.spare("SVC02", plan.columns["bsfw"].articles[0].path, "八个要素齐全")
    guide = plan.columns["bsfw"].articles[1]
    names = {
        "设定依据": "法律依据",
        "申请条件": "受理条件",
        "办理材料": "申请材料",
        "联系电话": "咨询电话",
        "办理流程": "办理程序",
    }
    guide.rows = [(names.get(label, label), value) for label, value in guide.rows]
    plan.spare("SVC02", guide.path, "要素用了别的说法")
