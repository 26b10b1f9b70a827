"""This module puts together citizens' messages from lists and pages, and finds the published results of solicitations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from auditor.derive import addresses, ids, landing, page_index, text
from auditor.derive_columns import column_entries
from auditor.derive_documents import seen
from auditor.derive_membership import column_pages, memberships
from auditor.derive_names import names
from auditor.derive_titles import core, flat, quoted
from auditor.frames import Tables, derived, rows
from auditor.model.site import ColumnKind
from auditor.urls import in_scope

# Complaints channels and one-way formats are no 政务咨询 (国办秘函〔2019〕19号).
_EXCLUDED = re.compile(r"信访|举报|纪检|监察|访谈|征集|调查|征求意见")
_EXCLUDED_KINDS = frozenset((ColumnKind.INTERVIEW, ColumnKind.SOLICITATION))
_RESULT = re.compile(
    r"采纳|意见.{0,6}反馈|反馈情况|反馈(?:意见)?(?:的)?(?:公告|说明|公示)|(?:征集|征求意见|意见征集|调查).{0,8}(?:结果|情况)|结果(?:反馈|公布|公示|公开)"
)
_SOLICITING = re.compile(
    r"关于|面向社会|向社会|公开|社会|公众|网上|广泛|再次|征求|征集|听取|意见|建议|采纳|反馈|情况|结果|征求意见稿|草案|送审稿|"
    r"的?(?:公告|公示|通知|通告|启事|函|说明)|对|向|的|及|与|和|工作"
)
_NEAR = 88.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A citizen's message: dates YYYY-MM-DD or None; ``key`` is the address that stands for it."""

    key: str
    page: int
    title: str
    asked: str | None
    answered: str | None
    question: str
    answer: str
    column: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether an answer, or its date, is shown."""
        return bool(self.answered or self.answer.strip())


@dataclass(frozen=True, slots=True)
class _Row:
    page_id: int
    title: str | None
    url_id: int | None
    asked: str | None
    answered: str | None
    question: str | None
    answer: str | None


@derived
def letters(tables: Tables) -> tuple[Letter, ...]:
    """Return the messages of the consultation columns; what a list and a page say of one message is put together."""
    excluded = _excluded_pages(tables)
    lands = landing(tables)
    known = set(ids(tables.pages["url_id"]).tolist())
    owner = _columns(tables)
    found: dict[tuple[int, str], list[_Row]] = defaultdict(list)
    for row in rows(tables.messages, _Row):
        target = -1 if row.url_id is None else int(lands.get(row.url_id, row.url_id))
        if row.page_id in excluded or target in excluded:
            continue
        # A page of its own stands for one message; messages that share a page are told apart by their words.
        own = target if target >= 0 else row.page_id
        alone = target >= 0 or owner.get(own, "") == "" or own not in _list_pages(tables)
        found[own, "" if alone else flat(f"{row.title}{row.asked}")].append(row)
    url = addresses(tables)
    return tuple(
        _letter(group, str(url[own]), own if own in known else group[0].page_id, owner.get(own, ""))
        for (own, _), group in sorted(found.items())
    )


def _letter(group: list[_Row], key: str, page: int, column: str) -> Letter:
    ordered = sorted(group, key=lambda r: r.page_id != page)  # what the message's own page says goes first

    def first(values: Iterable[str | None]) -> str:
        return next((v for v in values if v), "")

    return Letter(
        key=key,
        page=page,
        title=first(r.title for r in ordered),
        asked=first(r.asked for r in ordered) or None,
        answered=first(r.answered for r in ordered) or None,
        question=first(r.question for r in ordered),
        answer=first(r.answer for r in ordered),
        column=column,
    )


def lists_own(tables: Tables, column: str) -> bool:
    """Say whether some entry of a column (id) is the site's own: a way to 国家信访局 is no letter."""
    entries = column_entries(tables)
    entries = entries[entries["column"] == column]
    pairs = zip(entries["url"], entries["title"], strict=True)
    return any(in_scope(url, tables.site.scope) and not _EXCLUDED.search(title) for url, title in pairs)


@derived
def _list_pages(tables: Tables) -> frozenset[int]:
    return frozenset(p for pages in column_pages(tables).values() for p in pages)


@derived
def _columns(tables: Tables) -> dict[int, str]:
    """Return the column id of every page that is filed in one."""
    found = {p: c.id for c in tables.site.columns for p in column_pages(tables)[c.id]}
    return {**{p: m[0].id for p, m in memberships(tables).items() if m}, **found}


@derived
def _excluded_pages(tables: Tables) -> frozenset[int]:
    kinds = {c.id: c for c in tables.site.columns}
    frame = tables.pages[np.isin(ids(tables.pages["url_id"]), _message_pages(tables))]
    trails = text(frame["breadcrumb"]) + text(frame["site_column"])
    found = set()
    for page, trail in zip(ids(frame["url_id"]).tolist(), trails, strict=True):
        column = kinds.get(_columns(tables).get(page, ""))
        named = f"{trail}{column.name if column else ''}"
        if _EXCLUDED.search(named) or (column is not None and column.kind in _EXCLUDED_KINDS):
            found.add(page)
    return frozenset(found)


def _message_pages(tables: Tables) -> list[int]:
    own = [*ids(tables.messages["page_id"]).tolist(), *ids(tables.messages["url_id"]).tolist()]
    return sorted({int(landing(tables).get(n, n)) for n in own if n >= 0})


@dataclass(frozen=True, slots=True)
class Consultation:
    """A public solicitation (意见征集) as its page gives it."""

    page_id: int
    start: str | None
    end: str | None
    status: str | None
    short_period_reason: str | None
    feedback: int | None


@derived
def solicitations(tables: Tables) -> tuple[Consultation, ...]:
    """Return the solicitations that are not themselves the published result of one."""
    index = page_index(tables)
    found = rows(tables.solicitations, Consultation)
    return tuple(s for s in found if s.page_id in index.index and not _RESULT.search(page_title(tables, s.page_id)))


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page, mostly a list, shows of a solicitation: its state and last day, None where it shows none."""

    page: int
    status: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class _Entry:
    page_id: int
    url_id: int
    status: str | None
    end: str | None


@derived
def listings_of(tables: Tables) -> dict[int, tuple[Listing, ...]]:
    """Return what the lists show of the entries that run for a while, by the page on which an entry's address ends."""
    items = tables.items
    told = items[(items["url_id"].notna() & (items["status"].notna() | items["end"].notna())).to_numpy(bool)]
    lands = landing(tables)
    found: defaultdict[int, list[Listing]] = defaultdict(list)
    for row in rows(told, _Entry):
        found[int(lands.get(row.url_id, row.url_id))].append(Listing(row.page_id, row.status, row.end))
    return {page: tuple(of_page) for page, of_page in found.items()}


def page_title(tables: Tables, page: int) -> str:
    """Return the title of a page, empty where it has none."""
    title = page_index(tables).at[page, "title"]
    return title if isinstance(title, str) else ""


@derived
def _results(tables: Tables) -> tuple[str, ...]:
    """Return what the published results on the site are about."""
    return tuple({_about(n.shown) for n in names(tables) if _RESULT.search(n.name)} - {""})


def has_result(tables: Tables, page: int) -> bool:
    """Say whether another page or entry of the site publishes the result of a solicitation."""
    about = _about(page_title(tables, page))
    return len(about) < 3 or any(
        about in r or r in about or fuzz.ratio(about, r) >= _NEAR for r in _results(tables) if len(r) >= 3
    )


def _about(title: str) -> str:
    named = quoted(flat(title))
    bare_name = core(named[0]) if named else flat(title)
    return re.sub(r"[^\w]", "", _SOLICITING.sub("", bare_name))


def column_of(tables: Tables, page: int) -> str:
    """Return the id of the column that a page is filed in, empty where it is in none."""
    return _columns(tables).get(page, "")


def seen_day(tables: Tables, page: int) -> str:
    """Return the day on which a page was read."""
    return seen(tables, page)[:10]
