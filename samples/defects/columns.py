"""This module plants stale, empty and dead columns and entries with wrong dates; each function is one kind."""

from __future__ import annotations

from samples import days, wording
from samples.bureau import add_article, shift_newest
from samples.decoys.columns import extra_column
from samples.plan import SitePlan


def stale_home(plan: SitePlan) -> None:
    """COL01: the homepage was not generated anew for 15 days."""
    plan.home_age_days = 15
    plan.plant("COL01", "/", "首页最新信息已 15 天")


def stale(plan: SitePlan, rule: str, column_id: str, age: int) -> None:
    """COL02 to COL04: nothing new for ``age`` days."""
    shift_newest(plan.columns[column_id], plan.as_of, age)
    plan.plant(rule, plan.columns[column_id].path, f"最新信息已 {age} 天")


def past_months(plan: SitePlan, months: int) -> int:
    """One day more than ``months`` calendar months."""
    return (plan.as_of - days.months_before(plan.as_of, months)).days + 1


def empty_column(plan: SitePlan, column_id: str, name: str) -> None:
    """COL05: a column that holds nothing and does not say why."""
    column = extra_column(plan, column_id, name, "other", platform=True)
    plan.plant("COL05", column.path, "空白栏目")


def dead_column(plan: SitePlan, column_id: str, name: str) -> None:
    """COL09: the column page itself is gone."""
    column = extra_column(plan, column_id, name, "other")
    plan.answers[column.path] = {"status": 404}
    plan.plant("COL09", column.path, "栏目页 404")
    plan.plant("LNK01", column.path, "导航中的同一个死链")


def undated(plan: SitePlan, column_id: str, number: int) -> None:
    """COL06: an article without any date."""
    article = plan.columns[column_id].articles[number]
    article.undated = True
    article.without_tags.add("PubDate")
    article.body = wording.paragraphs(
        f"{article.title}，各单位要高度重视，认真组织，确保各项措施落实到位，并及时总结经验。"
    )
    plan.plant("COL06", article.path, "没有发布日期")
    plan.plant("TAG03", plan.columns[column_id].path, "同一篇文章也没有发布日期标签", contains="PubDate")


def two_dates(plan: SitePlan, column_id: str, number: int) -> None:
    """COL07: list and page differ by ten days."""
    article = plan.columns[column_id].articles[number]
    article.list_day = days.before(article.day, 10)
    plan.plant("COL07", article.path, "列表与页面相差 10 天")


def future_date(plan: SitePlan, column_id: str, number: int) -> None:
    """COL07: a mistyped year that lies in the future."""
    article = plan.columns[column_id].articles[number]
    article.list_day = days.before(article.day, 0)
    article.day = article.day.replace(year=plan.as_of.year + 3, day=min(article.day.day, 28))
    article.list_day = article.day
    plan.plant("COL07", article.path, "日期在将来")


def republished(plan: SitePlan, column_id: str, number: int) -> None:
    """COL08: an old text again under a new date."""
    old = plan.columns[column_id].articles[number]
    newer = add_article(plan, column_id, old.title, days.before(plan.as_of, 21), 230)
    newer.body = list(old.body)
    plan.plant("COL08", newer.path, "旧稿新发", alternative=old.path)


def retitled(plan: SitePlan, column_id: str, number: int) -> None:
    """COL08: an old text under another headline."""
    old = plan.columns[column_id].articles[number]
    newer = add_article(plan, column_id, f"持续发力见成效：{old.title}", days.before(plan.as_of, 22), 231)
    newer.body = list(old.body)
    plan.plant("COL08", newer.path, "换个标题重发旧稿", alternative=old.path)
