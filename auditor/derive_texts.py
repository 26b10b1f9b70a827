"""This module searches what pages show to readers: titles, texts, list entries, messages; once for all rules that read wording.

A title or text in a list or on the homepage belongs to the article it leads to, when the article shows it too.
Reading the body texts is most of the work: what has long numbers in it is picked out once for all rules about numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from auditor.derive import ids, landing, text
from auditor.frames import Tables, derived, rows
from auditor.model.personal import mask

_SHOWN = ("home", "list", "article", "sitemap", "other")
_INDEX = ("home", "list", "sitemap")
_AROUND = 30
# What every identity, telephone and card number has in it. In RE2 and in Python it means the same.
_NUMBER = r"[0-9０-９](?:[ -]?[0-9０-９]){10}"
_KEPT_CHARS = 8_000_000  # of texts with numbers; where a site has more, they are read again for each rule
_COLUMNS = (
    ("pages", "title"),
    ("messages", "title"),
    ("messages", "question"),
    ("messages", "answer"),
    ("items", "title"),
    ("links", "text"),
)
_Kept = Mapping[tuple[str, str], list[pd.DataFrame]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text as a reader sees it: the page that owns it, the page that shows it, and where on it."""

    page_id: int
    shown_on: int
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found in a passage."""

    passage: Passage
    start: int
    end: int

    @property
    def found(self) -> str:
        """The words themselves."""
        return self.passage.text[self.start : self.end]

    @property
    def snippet(self) -> str:
        """The words with what stands around them on one line, personal numbers masked."""
        lead = max(0, self.start - _AROUND)
        return " ".join(mask(self.passage.text)[lead : self.end + _AROUND].split())


@derived
def read_pages(tables: Tables) -> frozenset[int]:
    """Return the pages whose texts can be judged: real content of the site itself."""
    pages = tables.pages
    shown = pages["kind"].isin(_SHOWN) & ~pages["soft_404"].fillna(False).astype(bool)
    internal = ids(tables.urls["id"][tables.urls["internal"].fillna(False).astype(bool)])
    return frozenset(np.intersect1d(ids(pages["url_id"][shown]), internal).tolist())


def search(
    tables: Tables, likely: str, find: Callable[[Passage], Iterable[tuple[int, int]]], *, numbers: bool = False
) -> list[Hit]:
    """Return what ``find`` sees in the passages that match the pattern ``likely``, each under the page that owns it.

    ``numbers`` promises that ``likely`` asks for eleven digits or more, apart by no more than a space or hyphen.
    """
    kept = _numbered(tables) if numbers else {}
    hits = [Hit(p, start, end) for p in _passages(tables, likely, kept) for start, end in find(p)]
    owning = {(h.passage.page_id, h.found) for h in hits if h.passage.page_id == h.passage.shown_on}
    return [h if (h.passage.page_id, h.found) in owning else _stay(h) for h in hits]


def _stay(hit: Hit) -> Hit:
    """Leave a hit with the page that shows it: the page it leads to does not show it, or was not read."""
    return replace(hit, passage=replace(hit.passage, page_id=hit.passage.shown_on))


def _passages(tables: Tables, likely: str, kept: _Kept) -> Iterable[Passage]:
    index = set(ids(tables.pages["url_id"][tables.pages["kind"].isin(_INDEX)]).tolist())
    read = read_pages(tables)
    entries: dict[int, set[str]] = {}
    for passage in _entries(tables, likely, kept):
        if passage.text in entries.setdefault(passage.shown_on, set()):
            continue
        entries[passage.shown_on].add(passage.text)
        if passage.shown_on in read:
            yield passage
    for passage in _own(tables, likely, kept):
        if passage.page_id in index and passage.place == "正文":
            rest = passage.text
            for known in sorted(entries.get(passage.page_id, ()), key=len, reverse=True):
                rest = rest.replace(known, " ")
            yield replace(passage, text=rest)
        elif passage.page_id in read:
            yield passage


def _own(tables: Tables, likely: str, kept: _Kept) -> Iterable[Passage]:
    parts = (
        ("pages", "url_id", "title", "标题"),
        ("texts", "page_id", "text", "正文"),
        ("messages", "page_id", "title", "留言标题"),
        ("messages", "page_id", "question", "留言内容"),
        ("messages", "page_id", "answer", "留言答复"),
    )
    for name, page, column, place in parts:
        for frame in _frames(tables, name, column, kept):
            chosen = _likely(frame, column, likely)
            if len(chosen):
                yield from rows(_frame(ids(chosen[page]), ids(chosen[page]), place, text(chosen[column])), Passage)


def _entries(tables: Tables, likely: str, kept: _Kept) -> Iterable[Passage]:
    """Yield list entries, and links to articles, with the article as the owner where it was read."""
    lands, read = landing(tables), np.array(sorted(read_pages(tables)), dtype="int64")
    for name, target, column in (("items", "url_id", "title"), ("links", "target_id", "text")):
        (frame,) = _frames(tables, name, column, kept)
        chosen = _likely(frame, column, likely)
        shown = ids(chosen["page_id"])
        goes = lands.reindex(ids(chosen[target])).fillna(-1).to_numpy(dtype="int64")
        owner = np.where(np.isin(goes, read), goes, shown)
        frame = _frame(owner, shown, "列表或链接文字", text(chosen[column])).drop_duplicates()
        yield from rows(frame if column == "title" else frame[frame["page_id"] != frame["shown_on"]], Passage)


def _frames(tables: Tables, name: str, column: str, kept: _Kept) -> Iterable[pd.DataFrame]:
    """Return what is to be searched of a table: what was picked out for its numbers, or all of it in pieces."""
    if (name, column) in kept:
        return kept[name, column]
    return tables.text_parts() if name == "texts" else (getattr(tables, name),)


@derived
def _numbered(tables: Tables) -> _Kept:
    """Return the rows with long numbers by table and column; no body texts where they would take much memory."""
    kept = {(name, column): [_picked(getattr(tables, name), column)] for name, column in _COLUMNS}
    texts: list[pd.DataFrame] = []
    chars = 0
    for part in tables.text_parts():
        found = _picked(part, "text")
        chars += int(found["text"].str.len().sum())
        if chars > _KEPT_CHARS:
            return kept
        texts.append(found)
    return {**kept, ("texts", "text"): [pd.concat(texts, ignore_index=True)] if texts else []}


def _picked(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    chosen = _likely(frame, column, _NUMBER)
    owners = [name for name in ("url_id", "page_id", "target_id") if name in frame.columns]
    return chosen[owners].assign(**{column: text(chosen[column])})


def _likely(frame: pd.DataFrame, column: str, likely: str) -> pd.DataFrame:
    values = frame[column]
    if isinstance(values.dtype, pd.CategoricalDtype):
        words = values.cat.categories.astype("str")
        passing = np.append(words.str.contains(likely, regex=True), False)  # the last for no word at all, which is -1
        return frame[passing[values.cat.codes.to_numpy()]]
    return frame[values.str.contains(likely, regex=True).fillna(False).astype(bool)]


def _frame(owner: object, shown: object, place: str, words: object) -> pd.DataFrame:
    return pd.DataFrame({"page_id": owner, "shown_on": shown, "place": place, "text": words})


@derived
def page_titles(tables: Tables) -> dict[int, str]:
    """Return the titles of the pages by id."""
    pages = tables.pages
    return dict(zip(ids(pages["url_id"]).tolist(), text(pages["title"]), strict=True))
