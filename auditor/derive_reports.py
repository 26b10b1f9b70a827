"""This module finds the department's 政府信息公开工作年度报告 of each year."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from auditor.derive import addresses, ids, page_index, page_of, text
from auditor.derive_columns import Reach, column_entries, column_views
from auditor.derive_documents import articles, seen, texts_of
from auditor.derive_names import names, platform_doubt
from auditor.derive_titles import flat
from auditor.derive_unread import column_doubts
from auditor.frames import Tables, derived
from auditor.model.page import PageKind
from auditor.model.site import ColumnKind, SiteColumn
from auditor.urls import in_scope

_TITLE = re.compile(r"公开.{0,8}(?:年报|年度报告|年度工作报告|报告)|公开.{0,4}工作情况报告|年度报告")
_OPEN = re.compile(r"信息公开|政务公开|公开工作|公开年")
_NOT = re.compile(
    r"网站|报表|预算|决算|法治|依法行政|解读|报送|做好|通知|意见|绩效|审计|质量|社会责任|统计|执法|办理|一图|图解"
)
_OTHER_UNIT = re.compile(r"下属|直属|中心|集团|公司|[乡镇村]|街道")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_COLUMN = re.compile(r"^.{0,20}?公开(?:工作)?(?:年报|年度报告)$|^(?:年报|年度报告)$")
_BULK = 3


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The report of one year; ``date`` "" where none is shown; ``bulk``: reports of several years bear this date."""

    year: int
    url: str
    title: str
    date: str
    page: int | None
    column: str = ""
    at: str = ""
    bulk: bool = False


@derived
def report_column(tables: Tables) -> SiteColumn | None:
    """Return the column of annual reports: the profile's, else a list page of that name."""
    named = next((c for c in tables.site.columns if c.kind is ColumnKind.ANNUAL_REPORT), None)
    if named is not None:
        return named
    for name in names(tables):
        if name.part and name.url and _COLUMN.match(name.name) and in_scope(name.url, tables.site.scope):
            page = page_of(tables, name.url)
            if page is not None and str(page_index(tables).at[page, "kind"]) == PageKind.LIST.value:
                return SiteColumn(id="", name=name.shown, url=name.url, kind=ColumnKind.ANNUAL_REPORT)
    return None


@derived
def report_doubt(tables: Tables) -> str:
    """Return why a year's report cannot be called missing."""
    if tables.truncated:
        return tables.truncated
    own = next((v for v in column_views(tables) if v.column.kind is ColumnKind.ANNUAL_REPORT), None)
    if own is None:
        return "年报栏目不在站点配置中，是否缺失需人工确认"
    if own.reach is not Reach.READ:
        return own.reason or "年报栏目未能读取"
    return column_doubts(tables).get(own.column.id, "")


def gap_doubt(tables: Tables, year: int) -> str:
    """Return why the report of one year cannot be called missing.

    A column without any later report may have moved to the openness platform; where that could not be seen, nobody knows.
    """
    if doubt := report_doubt(tables):
        return doubt
    abandoned = all(r.year < year for r in annual_reports(tables))
    return platform_doubt(tables) if abandoned else ""


@derived
def annual_reports(tables: Tables) -> tuple[AnnualReport, ...]:
    """Return the department's reports by year and address."""
    found = {r.url: r for r in chain(_listed(tables), _titled(tables))}
    kept = [r for r in found.values() if r.year]
    own = [r for r in kept if not _OTHER_UNIT.search(r.title)] or kept
    dates = Counter(day for day, _ in {(r.date, r.year) for r in own if r.date})
    return tuple(replace(r, bulk=dates[r.date] >= _BULK) for r in sorted(own, key=lambda r: (r.year, r.url)))


def _listed(tables: Tables) -> list[AnnualReport]:
    """Return the entries of the annual-report column: pages, and files that it lists directly."""
    columns = {c.id for c in tables.site.columns if c.kind is ColumnKind.ANNUAL_REPORT}
    frame = column_entries(tables)
    frame = frame[frame["column"].isin(columns)]
    index = page_index(tables)
    found = []
    for number, listed, own, day, url, column in zip(
        frame["url_id"],
        frame["title"],
        frame["own_date"],
        frame["list_date"],
        frame["url"],
        frame["column"],
        strict=True,
    ):
        page = int(number) if number in index.index else None
        title = str(index.at[page, "title"] or listed) if page is not None else str(listed)
        if _is_report(title, in_column=True) or _is_report(str(listed), in_column=True):
            found.append(_report(tables, title, str(own or day), str(url), page, str(column)))
    return found


def _titled(tables: Tables) -> list[AnnualReport]:
    frame = tables.pages
    wanted = text(frame["title"]).str.contains("公开", regex=False) & text(frame["title"]).str.contains(
        "报", regex=False
    )
    url = addresses(tables)
    found = []
    for page, article in articles(tables, ids(frame["url_id"][wanted]).tolist()).items():
        if _is_report(article.title or "", in_column=False):
            found.append(_report(tables, article.title or "", article.publish_date or "", str(url[page]), page, ""))
    return found


def _is_report(title: str, *, in_column: bool) -> bool:
    name = flat(title)
    if _NOT.search(name) or not _TITLE.search(name):
        return False
    return in_column or bool(_OPEN.search(name))


def _report(tables: Tables, title: str, day: str, url: str, page: int | None, column: str) -> AnnualReport:
    years = _YEAR.findall(flat(title))
    if not years and page is not None:
        years = _YEAR.findall(flat(texts_of(tables, [page]).get(page, ""))[:400])[:1]
    year = int(years[0]) if years else int(day[:4]) - 1 if day[5:7] in ("01", "02", "03") else 0
    return AnnualReport(year, url, title, day, page, column, seen(tables, page) if page is not None else "")


def has_files(tables: Tables, page: int) -> bool:
    """Say whether a page has attachments in which its content may stand."""
    return bool(np.isin(ids(tables.attachments["page_id"]), [page]).any())
