"""This module is one page under reading: document, regions and lines, shared by the readers of the single fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import cast

from auditor.model.page import Clue, Region
from spiders.extract.document import (
    Document,
    Element,
    all_texts,
    ancestors,
    pieces,
    squeeze,
    text_of,
    text_path,
    truth_path,
    whole_text,
)
from spiders.extract.evidence import Candidate, weigh
from spiders.extract.lines import Line, read_lines
from spiders.extract.regions import Regions

_STRONG_FOOTER = re.compile(
    r"网站标识码|ICP[备证]|公网安备|公安备案|版权所有|Copyright|©|网站备案|备案号", re.IGNORECASE
)
_WEAK_FOOTER = re.compile(r"主办(?:单位)?[:：]|承办(?:单位)?[:：]|技术支持|联系我们|网站地图|建议使用|最佳浏览")
_ARTICLE_HEAD = re.compile(r"发布(?:时间|日期)\s*[:：]|来\s*源\s*[:：]|当前位置|所在位置")
_MAX_FOOTER = 900
_FOOTER_SHARE = 0.45
_HEAD_LINES = 2500
_MAX_LINKS = 6000
_FOOTER_LEVELS = 7
_HIDDEN_LEVELS = 6
_SMALL_FOOTER = 200  # characters; on a nearly empty page the footer is most of the text
_SHOWN = text_path("descendant-or-self::*[not(self::script or self::style or self::select)]/text()")
_HAS_HEADING = truth_path("boolean(.//h1)")


@dataclass(slots=False)
class Reading:
    """What the readers of the fields share."""

    document: Document
    regions: Regions
    as_of: dt.date | None = None
    clues: list[Clue] | None = None
    notes: dict[str, str] = field(default_factory=dict)
    pairs: tuple[tuple[int, str, str], ...] | None = None  # what the reader of the metadata table found, once it has
    # What row_dates found above the rows of one day, by their parent.
    group_dates: dict[Element | None, str | None] = field(default_factory=dict)
    _texts: dict[Element, str] = field(default_factory=dict)
    _pieces: dict[Element, list[str]] = field(default_factory=dict)
    _shown: dict[Element, str] = field(default_factory=dict)

    @cached_property
    def has_times(self) -> bool:
        """Whether there is a time element: asked of every row of every list."""
        return b"<time" in self.document.markup or b"<publishtime" in self.document.markup

    @cached_property
    def has_selects(self) -> bool:
        """Whether there is a selection: asked of all that may hold a path."""
        return next(self.document.root.iter("select"), None) is not None

    def text_of(self, element: Element) -> str:
        """The readable text of an element of this page, which several readers ask for."""
        text = self._texts.get(element)
        if text is None:
            if element in self.document.mixed:
                text = text_of(element)
            else:
                text = squeeze(whole_text(element) if len(element) else element.text)
            self._texts[element] = text
        return text

    def whole_text_of(self, element: Element) -> str:
        """All text below an element of this page, that of scripts too."""
        if element in self.document.mixed:
            return squeeze("".join(t for t in element.itertext() if isinstance(t, str)))
        return self.text_of(element)

    def shown_text_of(self, element: Element) -> str:
        """The text of an element with scripts or selections in it, without what stands in these themselves."""
        text = self._shown.get(element)
        if text is None:
            found = all_texts(element)
            inner = [t for n in element.iter("script", "style", "select") for t in (n.text, *(c.tail for c in n)) if t]
            unshown = set(inner)
            kept = [piece for piece in found if piece not in unshown]
            if len(kept) + len(inner) != len(found):  # something else says the same
                kept = _SHOWN(element)
            text = self._shown[element] = squeeze("".join(kept))
        return text

    def pieces_of(self, element: Element) -> list[str]:
        """The readable pieces of text below an element of this page."""
        found = self._pieces.get(element)
        if found is None:
            found = pieces(element) if element in self.document.mixed else all_texts(element)
            self._pieces[element] = found
        return found

    def weigh(self, name: str, candidates: list[Candidate]) -> Candidate | None:
        """Choose among candidates, noting them where explanations are wanted."""
        return weigh(name, candidates, self.clues)

    @cached_property
    def lines(self) -> list[Line]:
        """All lines of the page, the hidden ones too."""
        return read_lines(self.document)

    @cached_property
    def visible_lines(self) -> list[Line]:
        """The lines that a reader can see."""
        return [line for line, _ in self._seen]

    @cached_property
    def _seen(self) -> list[tuple[Line, Region]]:
        """The visible lines and where they stand."""
        around = [(line, self.regions.of(line.holders[0])) for line in self.lines]
        return [(line, state.region) for line, state in around if not state.hidden_by]

    @cached_property
    def content(self) -> list[Line]:
        """The visible lines outside navigation and footer."""
        visible = self.visible_lines
        outside = (Region.NAVIGATION, Region.FOOTER)
        kept = [line for line, region in self._seen if region not in outside]
        size = sum([len(line.text) for line in visible])
        if size > 80 and sum([len(line.text) for line in kept]) * 6 < size:
            # A wrapper with a misleading name swallowed the page: believe positions only.
            limit = len(self.lines) * 0.6
            return [line for line, region in self._seen if region is not Region.FOOTER or line.index < limit]
        return kept

    @cached_property
    def head_lines(self) -> list[Line]:
        """The first visible lines: no page of this world labels its facts further down."""
        return self.visible_lines[:_HEAD_LINES]

    @cached_property
    def content_indexes(self) -> frozenset[int]:
        """The numbers of the content lines."""
        return frozenset(line.index for line in self.content)

    def shown_outside(self, regions: Container[Region], elements: Iterable[Element]) -> list[Element]:
        """Those of the elements that a reader can see and that stand in none of the regions."""
        of = self.regions.of
        return [e for e in elements if not ((at := of(e)).hidden_by or at.inert or at.region in regions)]

    @cached_property
    def content_anchors(self) -> list[Element]:
        """The links that a reader can see outside navigation and footer."""
        anchors = islice(self.document.body.iter("a"), _MAX_LINKS)
        return self.shown_outside((Region.NAVIGATION, Region.FOOTER), anchors)

    @cached_property
    def partly_hidden(self) -> frozenset[Element]:
        """The elements that hold a hidden one not far below them."""
        return frozenset(node for hidden in self.regions.hidden for node in ancestors(hidden, _HIDDEN_LEVELS))

    def region(self, line: Line) -> Region:
        """The region that a line stands in."""
        return self.regions.of(line.holders[0]).region

    @cached_property
    def footer_lines(self) -> list[Line]:
        """The visible lines of the footer."""
        return [line for line, region in self._seen if region is Region.FOOTER]

    def find_footer(self) -> None:
        """Mark the footer by what it says; to be called once, before regions are asked for."""
        lines = self.lines
        start = int(len(lines) * 0.55)
        marks = [line for line in lines[start:] if _says_footer(line.text)]
        marks = marks or [line for line in lines[-12:] if _WEAK_FOOTER.search(line.text)]
        if not marks:
            return
        limit = min(_MAX_FOOTER, int(sum([len(line.text) for line in lines]) * _FOOTER_SHARE))
        early = _above([line.block for line in lines[: len(lines) // 3]])
        bounds: dict[Element, bool] = {}  # the marks of one footer climb through the same elements
        self.regions.mark_footer({self._footer_root(line.block, limit, early, bounds) for line in marks[:12]})

    def _footer_root(
        self, block: Element, limit: int, early: dict[Element, int], bounds: dict[Element, bool]
    ) -> Element:
        root = block
        for _ in range(_FOOTER_LEVELS):
            parent = root.getparent()
            if parent is None or parent.tag in ("body", "html"):
                break
            if parent not in bounds:
                bounds[parent] = self._is_more(parent, limit if parent in early else max(limit, _SMALL_FOOTER))
            if bounds[parent]:
                break
            root = parent
        return root

    def _is_more(self, element: Element, limit: int) -> bool:
        """Whether an element holds more than a footer."""
        text = self.text_of(element)
        return len(text) > limit or _ARTICLE_HEAD.search(text) is not None or _HAS_HEADING(element)


def _above(elements: list[Element]) -> dict[Element, int]:
    """The elements and their nearest 40 ancestors, each with how far above it is yet to be seen."""
    found: dict[Element, int] = {}
    for element in elements:
        node, left = cast("Element | None", element), 41
        while node is not None and found.get(node, 0) < left:
            found[node] = left
            node, left = node.getparent(), left - 1
    return found


def _says_footer(text: str) -> bool:
    # One of these is in all that the pattern finds: asked first, for a search without regard to case is slow.
    may = "备案" in text or "版权" in text or "公网" in text or "标识码" in text or "©" in text
    if not may and ("c" in text or "C" in text):
        lowered = text.lower()
        may = "cp" in lowered or "copyr" in lowered
    return may and _STRONG_FOOTER.search(text) is not None
