"""报告日期不可能正确的文章：晚于检查日、与列表或标签矛盾，或者远早于首次被发现的日期。

Why: 国办秘函〔2019〕19号把伪造发稿日期列为单项否决“弄虚作假”；是笔误还是有意，由人判断。
Passes: 相差一天；标签中写的是页面重新生成那一天的日期。
Cannot tell: 同一网站没有以前的运行记录，或者以前没有读到所在列表时，首次发现的日期不能作准；列表显示的全是另一种日期的栏目。
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from auditor.derive_dates import DatedArticle, articles, future_dates, list_conflicts, meta_conflicts
from auditor.derive_late import late_sightings
from auditor.derive_membership import memberships
from auditor.frames import Tables, rows
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import SiteColumn

META = RuleMeta(
    code="COL07",
    name="date-implausible",
    title="发布日期异常",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="核对稿件的实际发布时间，改正页面、列表和标签中的日期，并说明原因。",
)


@dataclass(frozen=True)
class Params:
    """``late_first_seen_days``: how long after its own date an article may first appear; ours, not a regulation's."""

    late_first_seen_days: int = 30


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the articles with an implausible date."""
    found = [future_dates(tables), list_conflicts(tables), meta_conflicts(tables)]
    if len(tables.history):
        found.append(late_sightings(tables, params.late_first_seen_days))
    grouped: dict[str, list[DatedArticle]] = defaultdict(list)
    for article in rows(pd.concat(found, ignore_index=True), DatedArticle):
        grouped[article.url].append(article)
    columns = memberships(tables)
    note = "" if len(tables.history) else "没有以前的运行记录，“首次发现远晚于所标日期”一项本次未核查"
    return RuleReport(
        faults=tuple(_fault(group, columns.get(group[0].url_id, ())) for group in grouped.values()),
        examined=frozenset(articles(tables)["url"]) | frozenset(grouped),
        note=note,
    )


def _fault(group: list[DatedArticle], columns: tuple[SiteColumn, ...]) -> Fault:
    first = group[0]
    evidence = tuple(
        Evidence(
            url=one.place or one.url,
            observed=_words(one),
            expected="各处日期一致，且不晚于检查日",
            snippet=one.title,
            place=one.where,
            at=one.at or "",
        )
        for one in group
    )
    return Fault(
        subject=Subject(SubjectKind.PAGE, first.url, first.title or first.url),
        message=f"文章“{first.title}”的日期异常：{'；'.join(dict.fromkeys(map(_words, group)))}。",
        evidence=evidence,
        column=columns[0].id if columns else "",
    )


def _words(one: DatedArticle) -> str:
    if one.other == one.shown:
        return f"{one.where}标注的日期 {one.shown} 晚于检查日"
    if one.where == "首次发现":
        return f"页面标注 {one.shown}，以前的检查没有见到，{one.other} 才首次发现"
    return f"页面标注 {one.shown}，{one.where}写的是 {one.other}"
