"""This module puts in columns and entries at the limits: exactly in time, empty with a reason, built by script."""

from __future__ import annotations

from datetime import date

from samples import days, wording
from samples.bureau import add_article, shift_newest
from samples.plan import Column, SitePlan
from samples.spec import Dialect

_WALL = "<html><head><script>document.cookie='__jsl_clearance=1';location.reload()</script></head></html>"


def column_decoys(plan: SitePlan) -> None:
    """COL01 to COL09."""
    plan.spare("COL04", plan.columns["ztzl"].path, "专题不要求更新")
    plan.spare("COL05", plan.columns["fcxj"].path, "没有日期的图片栏目有内容")
    _at_the_limit(plan)
    _explained_empty(plan)
    _walled(plan)
    if plan.spec.main is not Dialect.VSB:
        _scripted(plan)
    _entries(plan)


def extra_column(plan: SitePlan, column_id: str, name: str, kind: str, *, platform: bool = False) -> Column:
    """One more column in 信息公开 or 新闻中心."""
    dialect = plan.spec.platform if platform else plan.spec.main
    folder = "zwgk" if platform else "xwzx"
    column = Column(
        id=column_id, name=name, kind=kind, group="政府信息公开" if platform else "新闻中心", type="信息公开目录",
        dialect=dialect, path=f"/{column_id}.htm" if dialect is Dialect.VSB else f"/{folder}/{column_id}/",
        unit=plan.spec.theme.offices[0],
    )  # fmt: skip
    plan.columns[column_id] = column
    return column


def _at_the_limit(plan: SitePlan) -> None:
    if plan.spec.batch == "farming":  # home_age_days = 14: homepage and news are exactly two weeks old
        plan.spare("COL01", "/", "首页恰好 14 天")
        plan.spare("COL02", plan.columns["gzdt"].path, "恰好 14 天")
    if plan.spec.batch == "water":
        shift_newest(plan.columns["tzgg"], plan.as_of, _age(plan, days.months_before(plan.as_of, 6)))
        plan.spare("COL03", plan.columns["tzgg"].path, "恰好 6 个月")
    if plan.spec.batch != "forestry":
        shift_newest(plan.columns["rsxx"], plan.as_of, _age(plan, days.months_before(plan.as_of, 12)))
        plan.spare("COL04", plan.columns["rsxx"].path, "恰好一年")
    plan.columns["cgxx"].max_age_days = (plan.as_of - max(a.day for a in plan.columns["cgxx"].articles)).days
    plan.spare("COL04", plan.columns["cgxx"].path, "恰好等于承诺的天数")


def _age(plan: SitePlan, day: date) -> int:
    return (plan.as_of - day).days


def _explained_empty(plan: SitePlan) -> None:
    column = extra_column(plan, "xzqz", "行政强制", "other", platform=True)
    day = days.workday_before(plan.as_of, 90)
    column.intro = wording.paragraphs(
        f"情况说明：截至{day.year}年{day.month}月{day.day}日，{plan.spec.theme.bureau}无行政强制事项，无此项工作内容，特此说明。"
    )
    plan.spare("COL05", column.path, "有情况说明的空栏目")


def _walled(plan: SitePlan) -> None:
    column = extra_column(plan, "sjkf", "数据开放", "other")
    plan.answers[column.path] = {"status": 521, "body": _WALL}
    plan.spare("COL09", column.path, "防护验证页面不是无法访问")
    plan.spare("COL05", column.path, "防护验证页面不是空栏目")


def _scripted(plan: SitePlan) -> None:
    column = extra_column(plan, "ywkx", "业务快讯", "notice")
    column.scripted = True
    for number in range(4):
        title = wording.news_title(plan.spec.theme, 170 + number)
        add_article(plan, "ywkx", title, days.before(plan.as_of, 6 + number * 20), 170 + number)
    plan.spare("COL05", column.path, "由脚本生成的列表")
    plan.spare("COL09", column.path, "由脚本生成的列表")
    plan.spare("COL03", column.path, "由脚本生成的列表")


def _entries(plan: SitePlan) -> None:
    theme = plan.spec.theme
    for number in (1, 2):
        day = days.before(plan.as_of, 50 + number * 7)
        article = add_article(plan, "jcdt", f"{theme.tasks[0]}工作简报第{number}期", day, 190)
        article.body = wording.paragraphs(
            f"本期内容见附图，由{theme.offices[0]}第{number}次编印，供各单位学习参考，请结合实际抓好落实。"
        )
        plan.spare("COL08", article.path, "期数不同的简报")
    for number, name in enumerate(("假期值班安排表", "节前检查安排表")):
        article = add_article(
            plan, "jcdt", f"{theme.bureau}{name}", days.before(plan.as_of, 90 + number * 30), 191 + number
        )
        article.body = wording.paragraphs("详见附件。")
        plan.spare("COL08", article.path, "正文太短，不作比较")
    drifting = plan.columns["gzdt"].articles[9]
    drifting.list_day = days.before(drifting.day, 1)
    plan.spare("COL07", drifting.path, "列表与页面恰好相差一天")
    pinned = plan.columns["tzgg"].articles[12]
    pinned.pinned = True
    plan.spare("COL07", pinned.path, "置顶的旧信息")
    icon = plan.columns["gzdt"].articles[10]
    icon.undated = True
    icon.body.insert(
        0, f'<p class="date"><img src="/images/pic.png" title="发布时间" alt="发布时间"><span>{icon.day}</span></p>'
    )
    plan.spare("COL06", icon.path, "日期的标签是一张图片")
