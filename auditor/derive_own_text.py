"""This module tells what a column's page says of its own: text that other pages of the site do not show, a film, a frame."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from auditor.derive import ids, landing, page_of, text, true
from auditor.derive_membership import own_frames
from auditor.frames import Tables, derived

_STOP = r"[^\s,.;\u3001\u3002\uff0c\uff1b]"
STATEMENT = re.compile(
    rf"情况说明|[无没]有?此[项类]|[暂尚][无未]{_STOP}{{0,12}}(?:事项|内容|工作|信息|情况)|不涉及"
    r"|(?:未|没有)(?:开展|发生|产生|涉及|作出|做出|实施|查处|办理|受理|发布|制定|收取|组织|收到|接到)"
    rf"|无(?:相关|{_STOP}{{1,14}}(?:事项|任务|项目|业务))|特此说明"
)
PLACEHOLDER = re.compile(
    r"暂无|没有(?:相关|任何)|建设中|更新中|整理中|筹备|敬请期待|维护|无数据|no\s?data", re.IGNORECASE
)
_PLACE = re.compile(r"位置[:：]|首页\s*[>＞»›/]")
_WORD = re.compile(r"\w")
_CHARS = 20  # a table of one fee has more; 共0条 第1页/共1页 less
_MUCH = 200  # beyond this a word such as 暂无 is a cell of a table and no excuse
_COMPARED = 3  # pages
_PLAYED = ("video", "source", "embed", "object", "iframe", "audio")


def has_own_text(tables: Tables, page: int) -> bool:
    """Say whether a page shows a text that is neither the frame of the site nor an excuse for having none."""
    lines = _own_lines(tables).get(page, ())
    own = "".join(line for line in lines if not _PLACE.search(line))
    chars = len(re.sub(r"\W", "", own))
    return chars >= _MUCH or (chars >= _CHARS and not PLACEHOLDER.search(own) and not STATEMENT.search(own))


@derived
def _own_lines(tables: Tables) -> dict[int, tuple[str, ...]]:
    """Return the lines that only one of the columns' pages shows, by that page."""
    pages = {p for c in tables.site.columns if (p := page_of(tables, c.url)) is not None}
    if len(pages) < _COMPARED:
        return {}
    texts = tables.texts_of(sorted(pages))
    linked = _link_texts(tables, pages)
    lines = {
        int(p): _lines(t, linked.get(int(p), ()))
        for p, t in zip(ids(texts["page_id"]), text(texts["text"]), strict=True)
    }
    shown = Counter(line for own in lines.values() for line in set(own))
    return {page: tuple(line for line in own if shown[line] == 1) for page, own in lines.items()}


def _link_texts(tables: Tables, pages: set[int]) -> dict[int, tuple[str, ...]]:
    """Return what menus of each page may say, the longest first: its links, and the names that stand in trails of the site."""
    trails = tables.pages["breadcrumb"].dropna().astype("str").unique()
    named = {name for trail in trails for name in json.loads(trail)} | {c.name for c in tables.site.columns}
    links = tables.links[np.isin(ids(tables.links["page_id"]), sorted(pages))]
    said = {page: set(named) for page in pages}
    for page, label in zip(ids(links["page_id"]).tolist(), text(links["text"]), strict=True):
        said[page].add(label)
    return {page: tuple(sorted(labels - {""}, key=len, reverse=True)) for page, labels in said.items()}


def _lines(body: str, linked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines of a text without its links."""
    found = []
    for line in body.split("\n"):
        for label in linked:
            line = line.replace(label, " ") if label in line else line
        if _WORD.search(line):
            found.append(line.strip())
    return tuple(found)


def plays(tables: Tables, page: int) -> bool:
    """Say whether a page of its own shows a film or, in a frame, another page, or is the way to a platform elsewhere."""
    if any(own == page for own, _ in own_frames(tables)):
        return True
    return page in _playing(tables)


@derived
def _playing(tables: Tables) -> frozenset[int]:
    outside = ids(tables.urls["id"])[~true(tables.urls["internal"])]
    led = (text(tables.links["tag"]) == "a").to_numpy(bool) & np.isin(ids(tables.links["target_id"]), outside)
    links = tables.links[text(tables.links["tag"]).isin(_PLAYED).to_numpy(bool) | led]
    links = links[true(links["visible"]) & ~text(links["region"]).isin(["navigation", "footer"]).to_numpy(bool)]
    return _alone(zip(ids(links["page_id"]).tolist(), ids(links["target_id"]).tolist(), strict=True), tables)


def _alone(pairs: Iterable[tuple[int, int]], tables: Tables) -> frozenset[int]:
    """Return the pages of what few pages show: a film in the head of all pages is no content."""
    lands = landing(tables)
    seen = {(page, int(lands.get(target, target))) for page, target in pairs}
    shown = Counter(target for _, target in seen)
    return frozenset(page for page, target in seen if shown[target] < _COMPARED)
