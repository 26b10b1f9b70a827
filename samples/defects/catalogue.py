"""This module plants gaps in the catalogue, the guide, the annual reports and the documents; each function is one kind."""

from __future__ import annotations

from datetime import date, timedelta

from samples import days
from samples.bureau import page_shell, shift_newest
from samples.decoys.platform import late_by_workdays
from samples.plan import Article, CatalogueRow, SitePlan


def missing_block(plan: SitePlan, column_id: str) -> None:
    """CAT01: a block of the platform is not there at all."""
    name = plan.columns.pop(column_id).name
    plan.plant("CAT01", "", "平台缺少板块", contains=name)


def missing_item(plan: SitePlan, item: str) -> None:
    """CAT02: an item of the catalogue that the site shows nowhere."""
    plan.catalogue.append(CatalogueRow(item, "管理"))
    plan.plant("CAT02", "", "目录项没有页面", contains=item)


def empty_item(plan: SitePlan, item: str, path: str) -> None:
    """CAT03: an item whose page holds nothing."""
    plan.files[path] = page_shell(plan.spec, item, f'<h1>{item}</h1><ul class="newList"></ul>')
    plan.home_extra.append(f'<p><a href="{path}">{item}</a></p>')
    plan.catalogue.append(CatalogueRow(item, "管理", url=path))
    plan.plant("CAT03", "", "目录项的页面没有内容", contains=item)


def guide_without(plan: SitePlan, **fields: str) -> None:
    """CAT04: the guide lacks fields; keyword = what the line starts with, value = how the finding names it."""
    content = _content(plan, "xxgkzn")
    for start, name in fields.items():
        content.body = [text for text in content.body if not text.startswith(f"<p>{start}")]
        plan.plant("CAT04", plan.columns["xxgkzn"].path, f"指南缺少{name}", contains=name)


def late_report(plan: SitePlan) -> None:
    """CAT05: the second latest annual report came in March."""
    year = days.report_years(plan.as_of)[1]
    article = _report(plan, year)
    article.day = date(year + 1, 3, 5)
    plan.plant("CAT05", article.path, "年报迟于 1 月 31 日")


def missing_report(plan: SitePlan) -> None:
    """CAT05: one of the three annual reports is not there."""
    year = days.report_years(plan.as_of)[1]
    plan.columns["xxgknb"].articles.remove(_report(plan, year))
    plan.plant("CAT05", plan.columns["xxgknb"].path, f"缺少 {year} 年年报", contains=str(year))


def report_without_part(plan: SitePlan, word: str) -> None:
    """CAT06: the second latest report lacks one of its six parts."""
    article = _report(plan, days.report_years(plan.as_of)[1])
    start = next(n for n, text in enumerate(article.body) if text.startswith("<h3>") and word in text)
    del article.body[start : start + 2]
    plan.plant("CAT06", article.path, f"年报缺少“{word}”")


def document_without(plan: SitePlan, number: int, label: str) -> None:
    """CAT07: a policy document without one of its fields."""
    document = plan.columns["zcwj"].articles[number]
    document.fields.pop(label)
    plan.plant("CAT07", document.path, f"公文缺少{label}", contains=label)


def late_document(plan: SitePlan, number: int) -> None:
    """CAT08: published on the 25th working day after 成文."""
    plan.plant("CAT08", late_by_workdays(plan, number, 25), "成文后 25 个工作日才公开")


def early_document(plan: SitePlan, number: int) -> None:
    """CAT08: published before it was made."""
    document = plan.columns["zcwj"].articles[number]
    formed = document.day + timedelta(days=6)
    document.fields["成文日期"] = f"{formed.year}年{formed.month}月{formed.day}日"
    plan.plant("CAT08", document.path, "发布日期早于成文日期")


def uncovered_aspect(plan: SitePlan, aspect: str) -> None:
    """CAT09: no item of the catalogue shows one of the five aspects."""
    plan.catalogue = [row for row in plan.catalogue if row.aspect != aspect]
    plan.plant("CAT09", "/", f"没有{aspect}公开的内容", contains=aspect)


def institution_without(plan: SitePlan, start: str, name: str) -> None:
    """CAT10: the institution page lacks a field."""
    content = _content(plan, "jgzn")
    content.body = [text for text in content.body if not text.startswith(f"<p>{start}")]
    plan.plant("CAT10", "", f"机构信息缺少{name}", contains=name)


def stale_list(plan: SitePlan, rule: str, column_id: str, age: int) -> None:
    """CAT11 and CAT12: rights list or catalogue older than promised."""
    shift_newest(plan.columns[column_id], plan.as_of, age)
    plan.plant(rule, plan.columns[column_id].path, f"{age} 天没有调整")
    if plan.columns[column_id].max_age_days:
        plan.plant("COL04", plan.columns[column_id].path, "配置中承诺了更新间隔")


def _content(plan: SitePlan, column_id: str) -> Article:
    content = plan.columns[column_id].content
    if content is None:
        raise ValueError(f"column {column_id} is a list")
    return content


def _report(plan: SitePlan, year: int) -> Article:
    return next(a for a in plan.columns["xxgknb"].articles if f"{year}年" in a.title)
