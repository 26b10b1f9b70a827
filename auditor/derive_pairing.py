"""This module pairs policy documents with their interpretations, the strongest evidence first, and says how sure it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from auditor.derive import ids, landing, text, true
from auditor.derive_documents import Interpretation, PolicyDocument, documents, interpretations, pairs_of, texts_of
from auditor.derive_near import SURE, WEAK, Near, likeness, matter
from auditor.derive_titles import core, numbers_in, quoted
from auditor.frames import Tables, derived
from auditor.model.page import Region

MARGIN = 8.0  # so far ahead of the runner-up a near name is the one
_HEAD = 600  # characters in which an interpretation names what it interprets
_EARLY = timedelta(days=180)  # an interpretation so long before the file is of an earlier version


class How(StrEnum):
    """The evidence of a pair, strongest first; the words stand on the sheet 解读配对."""

    LINK = "页面链接"
    NUMBER = "文号"
    TITLE = "标题引用"
    NEAR = "标题相近"
    WEAK = "标题相近（疑似）"


_RANK = {how: rank for rank, how in enumerate(How)}


@dataclass(frozen=True, slots=True)
class Pair:
    """A document and an interpretation. ``certain`` False: a person decides."""

    document: PolicyDocument
    interpretation: Interpretation
    how: How

    @property
    def certain(self) -> bool:
        """Whether the pair is more than a guess."""
        return self.how is not How.WEAK


@dataclass(frozen=True)
class _Index:
    documents: tuple[PolicyDocument, ...]
    by_core: dict[str, list[PolicyDocument]]
    by_tail: dict[str, list[PolicyDocument]]  # "2021|3"
    by_page: dict[int, PolicyDocument]
    body: dict[int, set[int]]  # page -> pages that its text or lists link to
    declared: set[tuple[int, int]]  # links that a page itself calls interpretation or interpreted file


@derived
def page_links(tables: Tables) -> set[tuple[int, int]]:
    """Return (page, page) for every link a reader sees outside navigation and footer, from documents and interpretations."""
    own = {d.page for d in documents(tables)} | {i.page for i in interpretations(tables)}
    frame = tables.links
    frame = frame[np.isin(ids(frame["page_id"]), list(own))]
    region = text(frame["region"])
    frame = frame[region.isin([Region.BODY.value, Region.LIST.value]).to_numpy() & true(frame["visible"])]
    lands = landing(tables)
    return {(p, int(lands.get(t, t))) for p, t in pairs_of(frame, "page_id", "target_id") | relations(tables)}


@derived
def relations(tables: Tables) -> set[tuple[int, int]]:
    """Return (page, page) for every link that a page itself gives as interpretation or as interpreted file."""
    lands = landing(tables)
    return {(p, int(lands.get(t, t))) for p, t in pairs_of(tables.relations, "page_id", "url_id")}


@derived
def pairs(tables: Tables) -> tuple[Pair, ...]:
    """Return all pairs, by document and interpretation; weak ones only where nothing better was found."""
    index = _index(tables)
    items = interpretations(tables)
    texts = texts_of(tables, [i.page for i in items if i.page >= 0])
    found: list[Pair] = []
    open_items: list[Interpretation] = []
    for item in items:
        own = _by_evidence(item, index, texts.get(item.page, ""))
        found += own
        if not own:
            open_items.append(item)
    found += _by_likeness(open_items, index)
    found += _copies(found, index)
    best: dict[tuple[str, str], Pair] = {}
    for pair in sorted(found, key=lambda p: -_RANK[p.how]):
        best[pair.document.url, pair.interpretation.url] = pair
    return tuple(best[key] for key in sorted(best))


@derived
def fellows(tables: Tables) -> dict[str, tuple[int, ...]]:
    """Return the pages of the other interpretations of the same file, by the address of each."""
    of_file: dict[str, dict[str, int]] = defaultdict(dict)
    for pair in pairs(tables):
        if pair.certain:
            of_file[pair.document.url][pair.interpretation.url] = pair.interpretation.page
    found: dict[str, tuple[int, ...]] = {}
    for group in of_file.values():
        for url in group:
            found[url] = (*found.get(url, ()), *(page for other, page in group.items() if other != url))
    return found


def _index(tables: Tables) -> _Index:
    own = documents(tables)
    by_core: dict[str, list[PolicyDocument]] = defaultdict(list)
    by_tail: dict[str, list[PolicyDocument]] = defaultdict(list)
    body: dict[int, set[int]] = defaultdict(set)
    for document in own:
        by_core[document.core].append(document)
        if document.number:
            by_tail[document.number.partition("|")[2]].append(document)
    for page, target in page_links(tables):
        body[page].add(target)
    return _Index(own, by_core, by_tail, {d.page: d for d in own}, body, relations(tables))


def _by_evidence(item: Interpretation, index: _Index, body: str) -> list[Pair]:
    named = _named(item, item.names, index, body)
    linked = _linked(item, index, named)
    if linked or named:
        return linked + [p for p in named if p.document not in {q.document for q in linked}]
    return _numbered(item, index, body) or _quoted_in_text(item, index, body)


def _linked(item: Interpretation, index: _Index, named: list[Pair]) -> list[Pair]:
    """Pairs by explicit link: declared ones, and the one document that the text links to where the title agrees or is silent."""
    declared = {d for d in index.documents if (d.page, item.page) in index.declared} if item.page >= 0 else set()
    declared |= {index.by_page[t] for p, t in _from(item, index) if t in index.by_page and (p, t) in index.declared}
    plain = {index.by_page[t] for t in index.body.get(item.page, ()) if t in index.by_page} if item.page >= 0 else set()
    titled = {p.document.core for p in named}
    if titled:
        chosen = {d for d in declared | plain if d.core in titled} | {d for d in declared if _agrees(item, d)}
    else:
        chosen = declared or (plain if len(plain) == 1 and all(_agrees(item, d) for d in plain) else set())
    return [Pair(d, item, How.LINK) for d in chosen]


def _from(item: Interpretation, index: _Index) -> Iterable[tuple[int, int]]:
    return ((item.page, target) for target in index.body.get(item.page, ())) if item.page >= 0 else ()


def _agrees(item: Interpretation, document: PolicyDocument) -> bool:
    return not item.names or any(
        likeness(name, document.core) >= WEAK or (len(matter(name)) >= 4 and matter(name) in document.core)
        for name in item.names
    )


def _named(item: Interpretation, names: Iterable[str], index: _Index, body: str) -> list[Pair]:
    """Pairs by the title inside 《》; of several files of one name the number in the text decides, then the date."""
    found: list[Pair] = []
    for name in names:
        same = index.by_core.get(name, [])
        if not same:
            continue
        chosen = _mentioned(same, body) or _nearest(same, item)
        how = How.NUMBER if _mentioned(chosen, body) else How.TITLE
        found += [Pair(d, item, How.WEAK if _too_early(item, d) else how) for d in chosen]
    return found


def _mentioned(found: list[PolicyDocument], body: str) -> list[PolicyDocument]:
    numbers = numbers_in(body) if body else ()
    return [d for d in found if d.number and any(_is_number(d, n) for n in numbers)]


def _is_number(document: PolicyDocument, mention: tuple[str, str]) -> bool:
    prefix, _, tail = document.number.partition("|")
    return mention[1] == tail and mention[0].endswith(prefix)


def _nearest(same: list[PolicyDocument], item: Interpretation) -> list[PolicyDocument]:
    """Return the versions an interpretation can be of: the latest not after it; copies of one file stay together."""
    if item.date is None or len({d.date for d in same}) == 1:
        return same
    before = [d for d in same if d.date and d.date <= item.date] or [d for d in same if d.date] or same
    newest = max((d.date or "" for d in before), default="")
    numbers = {d.number for d in before if d.date == newest and d.number}
    return [d for d in same if d.date == newest or (d.number and d.number in numbers)]


def _too_early(item: Interpretation, document: PolicyDocument) -> bool:
    if not item.date or not document.date:
        return False
    return date.fromisoformat(item.date) < date.fromisoformat(document.date) - _EARLY


def _numbered(item: Interpretation, index: _Index, body: str) -> list[Pair]:
    """Pairs by the file's number in the text: one file only, and no other file in the title."""
    mentions = numbers_in(f"{item.title} {body}")
    found = [d for mention in mentions for d in index.by_tail.get(mention[1], ()) if _is_number(d, mention)]
    files = {d.number for d in found}
    if not found:
        return []
    if len(files) > 1:
        first = found[0].number
        return [Pair(d, item, How.WEAK) for d in found if d.number == first]
    return [Pair(d, item, How.NUMBER if _agrees(item, d) else How.WEAK) for d in found]


def _quoted_in_text(item: Interpretation, index: _Index, body: str) -> list[Pair]:
    """Pairs by a title that the beginning of the text quotes, where the interpretation's own title names no file."""
    if item.names:
        return []
    names = {core(n) for n in quoted(body[:_HEAD])}
    found = [d for name in names for d in _nearest(index.by_core.get(name, []), item) if d]
    how = How.TITLE if len({d.core for d in found}) == 1 else How.WEAK
    return [Pair(d, item, how) for d in found]


def _by_likeness(items: list[Interpretation], index: _Index) -> list[Pair]:
    """Pairs by near titles: sure only with a clear margin to the runner-up, else 疑似."""
    wanted = {n for i in items for n in i.names}
    near = Near(tuple(index.by_core)) if wanted else None
    best = {name: _candidates(near.find(name)) for name in wanted} if near else {}
    found: list[Pair] = []
    for item in items:
        for name in item.names:
            for core_name, how in best[name]:
                chosen = _nearest(index.by_core[core_name], item)
                found += [Pair(d, item, How.WEAK if _too_early(item, d) else how) for d in chosen]
    return found


def _candidates(scored: list[tuple[float, str]]) -> list[tuple[str, How]]:
    if not scored:
        return []
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    if scored[0][0] >= SURE and scored[0][0] - runner_up >= MARGIN:
        return [(scored[0][1], How.NEAR)]
    return [(near, How.WEAK) for score, near in scored if score >= scored[0][0] - MARGIN]


def _copies(found: list[Pair], index: _Index) -> list[Pair]:
    """A file that stands in two columns is one file: what interprets one copy interprets the other."""
    extra: list[Pair] = []
    for pair in found:
        document = pair.document
        for other in index.by_core.get(document.core, ()):
            same = other.number == document.number if other.number and document.number else other.date == document.date
            if same and other.page != document.page:
                extra.append(replace(pair, document=other))
    return extra
