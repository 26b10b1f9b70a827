"""This module fills the 政府信息公开 platform: guide, rules, catalogue, annual reports, rights list, institution."""

from __future__ import annotations

from datetime import date

from samples import days, wording
from samples.plan import Anchor, Article, SitePlan

ANNUAL_PARTS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
HOURS = "工作日上午8:30至11:30，下午13:30至17:00（法定节假日除外）"


def fill_platform(plan: SitePlan) -> None:
    """Write every page of the platform and the institution pages."""
    theme = plan.spec.theme
    _content(plan, "xxgkzn", f"{theme.bureau}政府信息公开指南", guide_body(plan), 50)
    _content(plan, "ysqgk", f"{theme.bureau}依申请公开办法", _application_body(plan), 55)
    plan.columns["ysqgk"].content.files = [Anchor("政府信息公开申请表.docx", "/files/sqb.docx")]  # type: ignore[union-attr]  # set above
    plan.files["/files/sqb.docx"] = b"PK\x03\x04" + b"application form" * 40
    _content(plan, "jgzn", f"{theme.bureau}机构职能", institution_body(plan), 65)
    _content(plan, "ldxx", f"{theme.bureau}领导信息", _leaders_body(), 66)
    _rules(plan)
    _lists(plan)
    for year in days.report_years(plan.as_of):
        add_annual_report(plan, year, date(year + 1, 1, 20 + year % 9))


def _content(plan: SitePlan, column_id: str, title: str, body: list[str], age: int) -> None:
    column, day = plan.columns[column_id], days.workday_before(plan.as_of, age)
    column.content = Article(path=column.path, title=title, day=day, source=plan.spec.theme.bureau, body=body)


def guide_body(plan: SitePlan) -> list[str]:
    """The fields of article 12 of the 条例."""
    theme = plan.spec.theme
    return [
        "<h3>一、信息分类</h3>",
        *wording.paragraphs("本机关主动公开的信息分为机构职能、政策文件、规划计划、财政预决算、行政执法等类别。"),
        "<h3>二、编排体系</h3>",
        *wording.paragraphs("每条信息按索引号、名称、内容概述、生成日期编排，可以按照主题和时间检索。"),
        "<h3>三、获取方式</h3>",
        *wording.paragraphs("公众可以在本网站查阅，也可以到政务服务中心查阅点、档案馆、图书馆获取；还可以依法提出申请。"),
        "<h3>四、公开工作机构</h3>",
        *wording.paragraphs(
            f"机构名称：{theme.bureau}办公室", f"办公地址：{theme.address}", f"办公时间：{HOURS}", f"联系电话：{theme.phone}",
            f"传真号码：{theme.fax}", f"互联网联系方式：zwgk@{theme.domain}",
        ),
    ]  # fmt: skip


def _application_body(plan: SitePlan) -> list[str]:
    theme = plan.spec.theme
    texts = wording.paragraphs(
        "公民、法人和其他组织可以向本机关申请获取政府信息。申请应当采用书面形式，写明姓名或者名称、身份证明、联系方式，以及所需信息的名称、文号或者特征。",
        f"本机关收到申请后，能够当场答复的当场答复；不能当场答复的，自收到之日起20个工作日内答复。受理机构：{theme.bureau}办公室，电话：{theme.phone}。",
    )
    form = (
        '<form action="/ysq/submit" method="post"><label>申请人 <input type="text" name="name"></label>'
        '<label>所需信息 <textarea name="content"></textarea></label><input type="submit" value="提交申请"></form>'
    )
    plan.answers["/ysq/submit"] = {"status": 405, "body": "只接受提交"}
    return [*texts, form]


def institution_body(plan: SitePlan) -> list[str]:
    """职能, 机构设置, 办公地址, 办公时间, 联系方式."""
    theme = plan.spec.theme
    return [
        "<h3>主要职能</h3>",
        *wording.paragraphs(
            f"（一）贯彻执行国家和省有关法律法规和方针政策，拟订{theme.city}相关规划和标准并组织实施。",
            f"（二）负责{theme.tasks[0]}、{theme.tasks[1]}、{theme.tasks[2]}等工作的组织和监督。",
        ),
        "<h3>机构设置</h3>",
        *wording.paragraphs(f"本机关设下列内设机构：{'、'.join(theme.offices)}。"),
        "<h3>办公信息</h3>",
        *wording.paragraphs(f"办公地址：{theme.address}", f"办公时间：{HOURS}", f"联系电话：{theme.phone}"),
    ]


def _leaders_body() -> list[str]:
    return wording.paragraphs(
        "局长：江示例。主持局全面工作。",
        "副局长：林样本。分管政策法规、政务公开和行政审批工作。",
        "副局长：田范文。分管业务工作和安全生产工作。",
    )


def _rules(plan: SitePlan) -> None:
    titles = (
        "政府信息公开保密审查制度",
        "政府信息主动公开制度",
        "政府信息依申请公开工作制度",
        "政府信息公开责任追究制度",
    )
    _series(plan, "xxgkzd", titles, (200, 230, 260, 420))


def _lists(plan: SitePlan) -> None:
    year = plan.as_of.year
    _series(plan, "fdzdgk", (f"主动公开基本目录（{year}年版）", f"主动公开基本目录（{year - 1}年版）"), (45, 400))
    _series(plan, "qzqd", (f"权力和责任清单（{year}年调整）", f"权力和责任清单（{year - 1}年调整）"), (80, 430))


def _series(plan: SitePlan, column_id: str, titles: tuple[str, ...], ages: tuple[int, ...]) -> None:
    column, theme = plan.columns[column_id], plan.spec.theme
    for number, (title, age) in enumerate(zip(titles, ages, strict=True)):
        day = days.workday_before(plan.as_of, age)
        body = wording.paragraphs(
            f"《{title}》由{theme.bureau}制定，共{number + 12}项，自{day.year}年{day.month}月{day.day}日起执行。",
            f"各处室应当对照本文逐项落实，{theme.offices[number % len(theme.offices)]}"
            f"负责解释，每季度检查{number + 1}次执行情况。",
        )
        path = plan.new_path(column, day)
        column.articles.append(
            Article(path=path, title=theme.bureau + title, day=day, source=theme.offices[0], body=body)
        )


def add_annual_report(plan: SitePlan, year: int, day: date) -> Article:
    """Put the annual report of ``year`` into its column, with all six parts."""
    column, theme = plan.columns["xxgknb"], plan.spec.theme
    article = Article(
        path=plan.new_path(column, day),
        title=f"{theme.bureau}{year}年政府信息公开工作年度报告",
        day=day,
        source=theme.bureau,
        body=[fragment for part in ANNUAL_PARTS for fragment in annual_part(part, year)],
    )
    column.articles.append(article)
    return article


def annual_part(part: str, year: int) -> list[str]:
    """One part of an annual report: heading and text."""
    count = 20 + (year * 7 + len(part) * 3) % 60
    subject = part.split("、", 1)[1]
    return [
        f"<h3>{part}</h3>",
        *wording.paragraphs(
            f"{year}年，本机关在“{subject}”方面共统计{count}项，比上年增加{count % 9 + 1}项，工作平稳有序。"
        ),
    ]
