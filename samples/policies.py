"""This module fills the columns 政策文件 and 政策解读: documents with their metadata, interpretations linked both ways."""

from __future__ import annotations

from datetime import date

from samples import days, wording
from samples.plan import Anchor, Article, SitePlan

_EXEMPT = (
    ("转发上级机关关于加强{task}工作的通知", "字", 33),
    ("关于召开全系统{task}工作会议的通知", "字", 75),
    ("关于公布{task}先进集体名单的通报", "字", 160),
)


def fill_policies(plan: SitePlan) -> None:
    """Write the regulations with an interpretation each, and some documents that need none."""
    for number, _ in enumerate(plan.spec.theme.policies[: plan.spec.policies]):
        document = add_policy(plan, number, days.workday_before(plan.as_of, 60 + number * 97))
        add_interpretation(plan, document, number, days.workdays_after(document.day, number % 3))
    theme = plan.spec.theme
    for number, (form, _, age) in enumerate(_EXEMPT):
        title = theme.bureau + form.format(task=theme.tasks[number + 2])
        day = days.workday_before(plan.as_of, age)
        document = _document(plan, title, day, 40 + number, f"{theme.doc_prefix[:-1]}发")
        document.body = wording.report(theme, title, 200 + number, day)
        document.fields.pop("有效性")
        plan.columns["zcwj"].articles.append(document)


def add_policy(plan: SitePlan, number: int, day: date, name: str = "") -> Article:
    """Put a regulation with all its metadata into 政策文件."""
    theme = plan.spec.theme
    name = name or theme.policies[number % len(theme.policies)]
    document = _document(plan, f"{theme.city}{name}", day, number + 1, theme.doc_prefix)
    document.body = wording.policy_text(theme, name, number)
    plan.columns["zcwj"].articles.append(document)
    return document


def _document(plan: SitePlan, title: str, day: date, serial: int, prefix: str) -> Article:
    theme, column = plan.spec.theme, plan.columns["zcwj"]
    formed = days.workday_before(day, 3)
    index = f"{theme.organ_code}/{day.year}-{serial:05}"
    path = plan.new_path(column, day)
    document = Article(path=path, title=title, day=day, source=theme.bureau, body=[], clock=f"{9 + serial % 8:02}:15")
    document.fields = {
        "索引号": index,
        "分类": "业务工作",
        "发文机关": theme.bureau,
        "成文日期": f"{formed.year}年{formed.month}月{formed.day}日",
        "标题": title,
        "发文字号": f"{prefix}〔{formed.year}〕{serial}号",
        "发布日期": f"{day.year}年{day.month}月{day.day}日",
        "有效性": "有效",
    }
    return document


def add_interpretation(plan: SitePlan, document: Article, number: int, day: date) -> Article:
    """Put the interpretation of ``document`` and its 图解 into 政策解读, linked with it in both directions."""
    theme, column = plan.spec.theme, plan.columns["zcjd"]
    text = Article(
        path=plan.new_path(column, day),
        title=f"《{document.title}》政策解读",
        day=day,
        source=theme.bureau,
        body=wording.explanation(theme, document.title, document.fields["发文字号"], number),
        clock="10:20",
    )
    picture = Article(
        path=plan.new_path(column, day),
        title=f"图解：《{document.title}》",
        day=day,
        source=theme.bureau,
        body=picture_body(document.title, number),
        clock="10:30",
    )
    document.related = [Anchor(a.title, a.path) for a in (text, picture)]
    text.related = [Anchor(document.title, document.path)]
    picture.related = [Anchor(document.title, document.path)]
    column.articles += [text, picture]
    return text


def picture_body(title: str, number: int) -> list[str]:
    """A one-picture interpretation with a short caption that names the usual elements."""
    caption = (
        f"一图读懂《{title}》：出台背景——群众有{number + 3}类新的需求；目标任务——办理更快、监管更严；"
        f"主要内容——五个方面共{number + 10}条措施；适用范围——全域适用。"
    )
    return [f'<p><img src="/images/tujie.png" alt="图解：《{title}》"></p>', *wording.paragraphs(caption)]
