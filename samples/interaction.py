"""This module fills the interaction columns: messages with answers, solicitations with feedback, reception days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samples import days, wording
from samples.plan import Anchor, Article, SitePlan
from samples.themes import QUESTIONS


@dataclass(frozen=True, slots=True)
class Period:
    """A solicitation's period and what the page says of it."""

    start: date
    end: date
    state: str


def fill_interaction(plan: SitePlan) -> None:
    """Write ten answered messages, three solicitations and the notices of the reception day."""
    for number, question in enumerate(QUESTIONS):
        asked = days.workday_before(plan.as_of, 35 + number * 24)
        add_message(plan, question, number, asked, days.workdays_after(asked, 2 + number % 5))
    plan.columns["zxly"].intro = [_message_form(plan)]
    tasks, today = plan.spec.theme.tasks, plan.as_of
    for number, age in enumerate((300, 150)):
        start = days.before(today, age)
        add_solicitation(
            plan, tasks[number], number, Period(start, start + timedelta(days=35), "已结束"), feedback=True
        )
    start = days.before(today, 12)
    add_solicitation(plan, tasks[2], 2, Period(start, start + timedelta(days=32), "进行中"), feedback=False)
    for number in range(5):
        add_reception(plan, number, days.workday_before(today, 8 + number * 28))


def _message_form(plan: SitePlan) -> str:
    plan.answers["/hdjl/liuyan"] = {"status": 405, "body": "只接受提交"}
    return (
        '<div class="wyly"><h3>我要留言</h3><form action="/hdjl/liuyan" method="post"><input type="text" name="title">'
        '<textarea name="content"></textarea><input type="submit" value="提交留言"></form></div>'
    )


def add_message(
    plan: SitePlan, question: str, number: int, asked: date, answered: date | None, answer: str = ""
) -> Article:
    """Put a message into 咨询留言; without ``answered`` it waits for its answer."""
    column, theme = plan.columns["zxly"], plan.spec.theme
    shown = answered or asked
    rows = [
        ("留言标题", question),
        ("留言人", "王**" if number % 2 else "李**"),
        ("留言时间", f"{asked:%Y-%m-%d} 10:{number % 60:02}"),
        (
            "留言内容",
            f"您好，{theme.places[number % len(theme.places)]}附近存在“{question}”的情况，希望有关部门核实，谢谢。",
        ),
        ("办理状态", "已答复" if answered else "办理中"),
    ]
    if answered:
        rows += [
            ("答复单位", theme.bureau),
            ("答复时间", f"{answered:%Y-%m-%d} 15:{number % 60:02}"),
            ("答复内容", answer or wording.reply(theme, question, number)),
        ]
    article = Article(
        path=plan.new_path(column, asked), title=question, day=shown, source=theme.offices[0], body=[], rows=rows,
        note="已答复" if answered else "办理中",
    )  # fmt: skip
    column.articles.append(article)
    return article


def add_solicitation(
    plan: SitePlan, task: str, number: int, period: Period, *, feedback: bool, reason: str = ""
) -> Article:
    """Put a solicitation into 意见征集; with ``feedback`` its result is published and linked."""
    column, theme = plan.columns["yjzj"], plan.spec.theme
    title = f"关于公开征求《{theme.city}{task}管理办法（征求意见稿）》意见的公告"
    span = f"{_long(period.start)}至{_long(period.end)}"
    body = wording.paragraphs(
        f"为提高决策质量，{theme.bureau}起草了《{theme.city}{task}管理办法（征求意见稿）》及起草说明，现向社会公开征求意见。{reason}",
        f"征求意见时间：{span}。公众可以通过信函、电子邮件（zjyj{number}@{theme.domain}）提出意见，联系电话：{theme.phone}。",
    )
    article = Article(
        path=plan.new_path(column, period.start), title=title, day=period.start, source=theme.bureau, body=body,
        rows=[("征集时间", span), ("征集状态", period.state)], note=period.state,
    )  # fmt: skip
    column.articles.append(article)
    if feedback:
        article.related.append(_feedback(plan, task, number, period))
    return article


def _feedback(plan: SitePlan, task: str, number: int, period: Period) -> Anchor:
    column, theme = plan.columns["yjzj"], plan.spec.theme
    day = days.workdays_after(period.end, 5)
    title = f"《{theme.city}{task}管理办法（征求意见稿）》意见征集结果反馈"
    body = wording.paragraphs(
        f"征集期间共收到意见{number + 6}条，其中采纳{number + 4}条，未采纳{2}条，未采纳的理由是与上位法规定不一致。",
        f"采纳的意见主要涉及{task}的责任分工和第{number + 3}条的办理时限，已经在修改稿中体现。",
    )
    result = Article(path=plan.new_path(column, day), title=title, day=day, source=theme.bureau, body=body)
    column.articles.append(result)
    return Anchor(title, result.path)


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def add_reception(plan: SitePlan, number: int, day: date) -> None:
    """Put a notice of the 局长接待日 into its column."""
    column, theme = plan.columns["jzjdr"], plan.spec.theme
    held = days.workdays_after(day, 4)
    body = wording.paragraphs(
        f"{theme.bureau}定于{_long(held)}上午9时在一楼接待室开展局长接待日活动，"
        f"接待主题为{theme.tasks[number % len(theme.tasks)]}。",
        f"本次为第{number + 1}场，请来访群众提前预约，预约电话：{theme.phone}，活动地点：{theme.address}。",
    )
    title = f"{held.month}月{held.day}日局长接待日公告（{held.year}年）"
    column.articles.append(
        Article(path=plan.new_path(column, day), title=title, day=day, source=theme.offices[0], body=body)
    )
