"""报告没有显示发布日期的文章。

Why: 国办发〔2017〕47号要求每条信息显示发布时间；国办发〔2015〕15号：未注明发布时间的视为不更新。
Passes: 日期用任何写法、显示在任何位置都算；不属于新闻的页面：机构、领导、指南、服务、专题等。
Cannot tell: 栏目中文章大多没有认出日期，而列表显示日期的：更可能是页面形式特殊，没有读懂。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive import addresses
from auditor.derive_columns import CONTENT_KINDS, column_entries
from auditor.derive_tags import column_articles
from auditor.frames import Tables, rows
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import ColumnKind

META = RuleMeta(
    code="COL06",
    name="item-undated",
    title="文章没有发布日期",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MINOR,
    remediation="在文章页标题下方显示发布时间（年-月-日 时:分），并检查该栏目的页面模板。",
)
_TIMELESS = CONTENT_KINDS | {ColumnKind.TOPIC, ColumnKind.INTERVIEW}
# Of these kinds an undated article is reported even where the whole column shows no dates, in lists or pages.
_DAILY = frozenset((ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY))
# What a page's date was read from where the reader does not see it.
_NOT_SHOWN = ("meta", "address")


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


@dataclass(frozen=True, slots=True)
class _Entry:
    url: str
    title: str
    column: str
    page_id: int


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the articles without a date."""
    kinds = {c.id: c.kind for c in tables.site.columns}
    entries = column_entries(tables).merge(column_articles(tables), on=["column", "url_id"])
    entries = entries[~entries["column"].isin([name for name, kind in kinds.items() if kind in _TIMELESS])]
    undated = (entries["own_date"] == "") | entries["date_from"].isin(_NOT_SHOWN)
    mostly_dated = (~undated).groupby(entries["column"]).transform("mean") >= 0.5
    daily = entries["column"].isin([name for name, kind in kinds.items() if kind in _DAILY])
    shown_nowhere = daily & (entries["list_date"] == "")
    sure = entries[undated & (mostly_dated | shown_nowhere)].drop_duplicates("url")
    doubtful = set(entries["url"][undated]) - set(sure["url"])
    return RuleReport(
        faults=tuple(_fault(entry, str(addresses(tables).get(entry.page_id, ""))) for entry in rows(sure, _Entry)),
        examined=frozenset(entries["url"]) - doubtful,
        unexamined=dict.fromkeys(sorted(doubtful), "该栏目的文章大多没有识别出日期，可能是页面形式特殊"),
    )


def _fault(entry: _Entry, listed_on: str) -> Fault:
    title = entry.title or entry.url
    return Fault(
        subject=Subject(SubjectKind.PAGE, entry.url, title),
        message=f"文章“{title}”的页面上没有发布日期。",
        evidence=(
            Evidence(url=entry.url, observed="页面上没有发布日期", expected="标题下方显示发布时间", place="标题下方"),
            Evidence(
                url=listed_on, observed="列表中的这一条", expected="列表和文章页都显示日期", snippet=title, place="列表"
            ),
        ),
        column=entry.column,
    )
