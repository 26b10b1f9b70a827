"""This module holds a sample site before it is written: columns, articles, odd answers, and the gold list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from samples.addresses import Addresses
from samples.spec import Dialect, SampleSpec


@dataclass(slots=True)
class Anchor:
    """A link on a page: attachments, related files, odd links."""

    text: str
    href: str


@dataclass(slots=True, kw_only=True)
class Article:
    """One page with a title, a date and a text. ``body`` are HTML fragments; ``rows`` labelled values (messages, guides)."""

    path: str
    title: str
    day: date
    source: str
    body: list[str]
    clock: str = "09:30"
    rows: list[tuple[str, str]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)  # the 公文 metadata table
    files: list[Anchor] = field(default_factory=list)
    related: list[Anchor] = field(default_factory=list)
    list_day: date | None = None  # where the list shows another date than the page
    pub_date: str | None = None  # where the PubDate tag says something else
    undated: bool = False
    note: str = ""  # shown in its list behind the title
    pinned: bool = False  # stands first in its list whatever its date
    without_tags: set[str] = field(default_factory=set)

    @property
    def shown_in_list(self) -> date:
        """The date that the list shows."""
        return self.list_day or self.day

    @property
    def pub_tag(self) -> str:
        """The value of the PubDate tag."""
        return self.pub_date if self.pub_date is not None else f"{self.day:%Y-%m-%d} {self.clock}"


@dataclass(slots=True, kw_only=True)
class Column:
    """One site column: a list of articles, or (``content``) one page that is the column itself."""

    id: str
    name: str
    kind: str
    group: str
    type: str
    dialect: Dialect
    path: str
    unit: str = ""
    max_age_days: int | None = None
    page_size: int = 15
    articles: list[Article] = field(default_factory=list)
    content: Article | None = None
    intro: list[str] = field(default_factory=list)  # HTML above the list
    scripted: bool = False  # the list is filled in by a script
    pictures: bool = False  # entries are pictures without a date
    in_profile: bool = True
    tags_missing: set[str] = field(default_factory=set)

    @property
    def sorted_articles(self) -> list[Article]:
        """The articles as the list shows them: pinned ones, then newest first."""
        return sorted(self.articles, key=lambda a: (a.pinned, a.shown_in_list, a.path), reverse=True)


class GoldRow(TypedDict, total=False):
    """One row of gold.json (tools/score_findings.py)."""

    rule: str
    url: str
    alternative: str
    contains: str
    why: str


class Answer(TypedDict, total=False):
    """How the server answers one address when not with the file that lies there."""

    status: int
    head: int  # status of a HEAD request
    once: int  # status of the first request only
    location: str
    delay_s: float
    referer: str  # prefix that the Referer header must have
    body: str
    content_type: str


@dataclass(slots=True)
class CatalogueRow:
    """One item of the 主动公开基本目录 as the profile lists it."""

    item: str
    aspect: str
    site_column: str = ""
    url: str = ""


@dataclass(slots=True)
class SitePlan:
    """A whole sample site in the making."""

    spec: SampleSpec
    addresses: Addresses
    as_of: date
    columns: dict[str, Column] = field(default_factory=dict)
    catalogue: list[CatalogueRow] = field(default_factory=list)
    site_tags: dict[str, str] = field(default_factory=dict)
    footer: dict[str, str] = field(default_factory=dict)  # element -> HTML
    home_extra: list[str] = field(default_factory=list)  # HTML fragments on the homepage
    page_extra: list[str] = field(default_factory=list)  # HTML fragments in the frame of every page of the main dialect
    home_blocks: list[str] = field(default_factory=list)  # columns that the homepage shows
    home_age_days: int = 1  # age of the newest entry that the homepage shows
    files: dict[str, bytes] = field(default_factory=dict)  # what lies on the site besides the pages
    external_files: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    external_answers: dict[str, Answer] = field(default_factory=dict)
    unknown: Answer = field(default_factory=lambda: Answer(status=404))
    must: list[GoldRow] = field(default_factory=list)
    must_not: list[GoldRow] = field(default_factory=list)
    serial: int = 100_000

    def url(self, path: str) -> str:
        """The whole address of a path; whole addresses stay as they are."""
        return path if "://" in path else self.addresses.base + path

    def column_url(self, column_id: str) -> str:
        """The whole address of a column."""
        return self.url(self.columns[column_id].path)

    def plant(self, rule: str, target: str = "", why: str = "", *, alternative: str = "", contains: str = "") -> None:
        """Note that ``rule`` must report ``target`` (a path or whole address), whatever a look-alike said of it before."""
        row = self._row(rule, target, why, alternative, contains)
        self.must.append(row)
        self.must_not = [other for other in self.must_not if not _same(row, other)]

    def spare(self, rule: str, target: str = "", why: str = "", *, alternative: str = "", contains: str = "") -> None:
        """Note that ``rule`` must not report ``target``."""
        self.must_not.append(self._row(rule, target, why, alternative, contains))

    def _row(self, rule: str, target: str, why: str, alternative: str, contains: str) -> GoldRow:
        row = GoldRow(rule=rule, why=why)
        if target:
            row["url"] = self.url(target)
        if alternative:
            row["alternative"] = self.url(alternative)
        if contains:
            row["contains"] = contains
        return row

    def mention(self, column_id: str, number: int, html: str) -> Article:
        """Put a fragment at the end of the text of a column's ``number``-th article, and return the article."""
        article = self.columns[column_id].articles[number]
        article.body.append(html)
        return article

    def new_path(self, column: Column, day: date) -> str:
        """An address for a further article, in the habit of the column's dialect."""
        self.serial += 7
        if column.dialect is Dialect.JLTRS:
            return f"{column.path}{day:%Y%m}/t{day:%Y%m%d}_{self.serial}.html"
        if column.dialect is Dialect.NFCMS:
            return f"{column.path}content/post_{self.serial}.html"
        return f"/info/{1000 + list(self.columns).index(column.id)}/{self.serial}.htm"

    def all_articles(self) -> Iterator[tuple[Column, Article]]:
        """Every article with its column, content pages of columns included."""
        for column in self.columns.values():
            if column.content:
                yield column, column.content
            for article in column.articles:
                yield column, article


def _same(row: GoldRow, other: GoldRow) -> bool:
    places = {row.get("url"), other.get("url")} - {None}
    return row["rule"] == other["rule"] and len(places) < 2 and row.get("contains") == other.get("contains")
