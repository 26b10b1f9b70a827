"""This module finds the repeated structures of a page: rows that each hold a title and, mostly, a date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from auditor.model.page import ListItem, Region
from spiders.extract import dates
from spiders.extract.document import Element, ancestors, owner_of, rooted_text_path, squeeze, whole_text
from spiders.extract.lines import Line
from spiders.extract.link_titles import (
    EDGES,
    NOT_ITEM,
    LinkTitle,
    link_title,
    opened_address,
    read_link,
)
from spiders.extract.listed_states import listed_state, may_show_state
from spiders.extract.reading import Reading
from spiders.extract.row_dates import row_date, shown_pieces

_DATED = 3
_MAX_LINKS = 6000
_MAX_ROWS = 20_000
_OPENING = ("li", "tr", "div")
_CLICKED = rooted_text_path("descendant::*/@onclick")
_LEVELS = 7
_SHORT = 8  # characters of what links of several rows say
_OFTEN = 3
_SEVERAL = 2
_NAME = 7  # characters; the usual length of a column's name, of no article's title
_HOLDING = ("li", "dd", "tr")
_LISTS = ("ul", "ol", "dl")
_FEW_LINKS = 12  # of an entry and what is shown of it, such as its interpretations
_HEADING_LINKS = 2  # a name and 更多: a line of more is a menu
_NUMBERED = re.compile(r"\d{3}")
_NOT_HEADING = re.compile(r"\d{4}|[:：>》]|时间|日期|标题|序号|名称|首页|位置")


@dataclass(slots=True, eq=False)
class Row:
    """One candidate for an item: an element that holds a title link and perhaps a date."""

    element: Element
    reading: Reading
    links: dict[Element, LinkTitle]
    anchors: list[Element] = field(default_factory=list)
    entries: int = 0  # how many entries the links lead to, trivial links left out: 0, 1, or 2 for more than one
    title_anchor: Element | None = None  # the link that carries the title: the longest text
    title: str = ""
    date: str | None = None  # the date shown for the item, never one that is part of its title
    inner: tuple[Element, ...] = ()  # lists of what belongs to the item, such as its interpretations
    _whole: str | None = None

    def settle(self) -> None:
        """Say what the links are, once all of them are known."""
        if len(self.anchors) == 1:  # as in most rows
            link = self.links[self.anchors[0]]
            self.entries = int(link.entry)
            if link.telling:
                self.title_anchor, self.title = self.anchors[0], link.text
            return
        found: set[str] = set()  # the texts of entries without an address
        address, several, size = "", False, 0
        links = [(anchor, self.links[anchor]) for anchor in self.anchors]
        own = [(anchor, link) for anchor, link in links if not link.common]
        if len(own) < len(links) and any(link.entry for _, link in own):
            links = own
        if len(links) <= _FEW_LINKS and self.element.tag in _HOLDING:
            links = self._own(links)
        for anchor, link in links:
            if link.telling and len(link.text) > size:
                self.title_anchor, size = anchor, len(link.text)
            if link.entry and not several:
                several = bool(address and link.address) and link.address != address
                address = address or link.address
                found.add(link.text)
        if self.title_anchor is not None:
            self.title = self.links[self.title_anchor].text
        # A picture and a title that lead to one address are one entry.
        self.entries = 2 if several else 1 if address else min(len(found), 2)

    def _own(self, links: list[tuple[Element, LinkTitle]]) -> list[tuple[Element, LinkTitle]]:
        """Leave out the links of lists inside a row that has a title and a date of its own; a menu's rows show no date."""
        inner = tuple(self.element.iter(*_LISTS))
        if not inner:
            return links
        own = [(anchor, link) for anchor, link in links if not any(n in inner for n in ancestors(anchor, _LEVELS))]
        titled = max(own, key=lambda found: len(found[1].text), default=None)
        if titled is None or len(own) == len(links) or not titled[1].entry or len(titled[1].text) <= _SHORT:
            return links
        if row_date(self.reading, self.element, titled[0], self.whole(), inner) is None:
            return links
        self.inner = inner
        return own

    def look(self) -> None:
        """Read the date, once it is known that the row is an item."""
        self.date = row_date(self.reading, self.element, self.title_anchor, self.whole(), self.inner)

    def whole(self) -> str:
        """Return all text of the row, that of scripts too."""
        if self._whole is None:
            self._whole = whole_text(self.element)
        return self._whole

    def text(self) -> str:
        """Return all readable text of the row, pieces kept apart."""
        return " ".join(map(squeeze, self.reading.pieces_of(self.element)))


@dataclass(slots=False, eq=False)
class Block:
    """Rows that are siblings of one kind."""

    parent: Element
    tag: str
    rows: list[Row]
    good: list[Row]  # the rows that are one item each

    @cached_property
    def dated(self) -> int:
        """How many rows show a date."""
        return sum([row.date is not None for row in self.good])

    @property
    def score(self) -> float:
        """How much this looks like the list that the page is for."""
        crowded = sum([row.entries > 1 for row in self.rows])
        if crowded > len(self.good):
            return 0.0
        total = sum([min(len(row.title), 24) / 24 * (3.0 if row.date else 0.7) for row in self.good])
        return total * len(self.good) / len(self.rows)

    @property
    def is_menu(self) -> bool:
        """Whether these are names of columns: short and undated. Beside a dated list, however short, they are not it."""
        return not self.dated and sum([len(row.title) for row in self.good]) <= _NAME * len(self.good)

    @property
    def signature(self) -> tuple[str, str, str]:
        """What blocks of one list that was cut into parts have in common."""
        return str(self.parent.tag), self.parent.get("class") or "", self.tag


def find_blocks(reading: Reading) -> list[Block]:
    """Return the repeated structures with links, the most list-like first.

    A wrapper may be called as navigation is, and yet hold the list: dates on its lines tell, where nothing else has any.
    """
    blocks = _blocks(reading, (Region.NAVIGATION, Region.FOOTER))
    if any(block.dated for block in blocks) or not (shown := _dated_navigation(reading)):
        return blocks
    menus = all(block.is_menu for block in blocks)  # beside nothing else, one row is a list
    found = _blocks(reading, (Region.FOOTER,)) if shown == _DATED or menus else []
    return [b for b in found if b.dated >= _DATED or (menus and _is_short_list(b))] + blocks


def _dated_navigation(reading: Reading) -> int:
    """How many lines of the navigation show a date, that of today left out; three are enough."""
    dated = (
        line
        for line in reading.visible_lines
        if ("20" in line.text or "19" in line.text)
        and reading.region(line) is Region.NAVIGATION
        and dates.FULL.search(line.text)
        and "星期" not in line.text
    )
    return sum(1 for _ in islice(dated, _DATED))


def _is_short_list(block: Block) -> bool:
    """Whether all rows are dated articles: what stands in the header of a page is a column, a tool or the day."""
    return block.dated == len(block.good) and all(
        len(row.title) > _SHORT
        and row.title_anchor is not None
        and _NUMBERED.search(row.links[row.title_anchor].address)
        for row in block.good
    )


class _Groups:
    """The elements around links, grouped by parent and tag; what stands around many links is climbed through once."""

    def __init__(self, reading: Reading) -> None:
        self.rows: dict[tuple[Element, str], list[Row]] = {}
        self._reading = reading
        self._links: dict[Element, LinkTitle] = {}
        self._known: dict[Element, tuple[Row, Element]] = {}  # each row with the element around it

    def add(self, anchor: Element) -> None:
        self._links[anchor] = read_link(self._reading, anchor)
        node = anchor
        for _ in range(_LEVELS):
            known = self._known.get(node) or self._climb(node)
            if known is None:
                return
            row, node = known
            row.anchors.append(anchor)

    def _climb(self, node: Element) -> tuple[Row, Element] | None:
        parent, tag = node.getparent(), str(node.tag)
        if parent is None or tag in ("body", "html"):
            return None
        known = self._known[node] = Row(node, self._reading, self._links), parent
        self.rows.setdefault((parent, tag), []).append(known[0])
        return known

    def mark_common(self) -> None:
        """Short links that say the same in several rows: columns that the entries are in, or what can be done with them."""
        said = Counter(link.text for link in self._links.values() if link.entry and len(link.text) <= _SHORT)
        often = {text for text, count in said.items() if count >= _OFTEN}
        for anchor, link in self._links.items() if often else ():
            if link.text in often:
                self._links[anchor] = link._replace(common=True)


def _blocks(reading: Reading, left_out: tuple[Region, ...]) -> list[Block]:
    collected = _Groups(reading)
    for anchor in _seeds(reading, left_out):
        collected.add(anchor)
    collected.mark_common()
    blocks, several = [], set[Element]()
    for (parent, tag), rows in collected.rows.items():
        for row in rows:
            row.settle()
        good = [row for row in rows if row.entries == 1 and row.title]
        if good:
            blocks.append(Block(parent, tag, rows, good))
            several.update(*(row.anchors for row in rows if len(rows) > 1))
    return _merge([b for b in blocks if len(b.rows) > 1 or not several.issuperset(b.rows[0].anchors)])


def _seeds(reading: Reading, left_out: tuple[Region, ...]) -> Iterator[Element]:
    anchors = reading.content_anchors
    if Region.NAVIGATION not in left_out:
        anchors = reading.shown_outside(left_out, islice(reading.document.body.iter("a"), _MAX_LINKS))
    for anchor in anchors:
        if anchor.get("href") is None and anchor.get("onclick") is None and not link_title(reading, anchor):
            continue
        yield anchor
    if b"onclick" in reading.document.markup:
        yield from _opening_rows(reading, left_out)


def _opening_rows(reading: Reading, left_out: tuple[Region, ...]) -> Iterator[Element]:
    """Rows without a link that open their page by a script when they are clicked on."""
    if not any(owner_of(script).tag in _OPENING for script in _CLICKED(reading.document.body)):
        return
    for element in islice(reading.document.body.iter(*_OPENING), _MAX_ROWS):
        if element.get("onclick") is None or not opened_address(element) or next(element.iter("a"), None) is not None:
            continue
        yield from reading.shown_outside(left_out, (element,))


def _merge(blocks: list[Block]) -> list[Block]:
    """Join the parts of a list that was cut into several ul or table, five rows each."""
    merged: dict[tuple[Element | None, tuple[str, str, str]], Block] = {}
    result = []
    for block in blocks:
        key = (block.parent.getparent(), block.signature)
        first = merged.get(key)
        if (
            first is not None
            and block.tag in ("li", "tr", "dd", "dl", "p", "div", "a", "td")
            and block.parent.tag in ("ul", "ol", "table", "tbody", "dl", "div", "tr")
        ):
            first.rows += block.rows
            first.good += block.good
            continue
        merged[key] = block
        result.append(block)
    for block in result:
        for row in block.good:
            row.look()
    dated = any(block.dated for block in result)
    return sorted(result, key=lambda b: (dated and b.is_menu, -b.score))


def items_of(block: Block, reading: Reading, title: str = "") -> list[ListItem]:
    """Return the items of a block in page order."""
    return [_item(row, reading, title) for row in block.good]


def _item(row: Row, reading: Reading, block: str) -> ListItem:
    anchor = row.title_anchor
    status, end = "", None
    if may_show_state(row.whole()):
        shown = shown_pieces(reading, row.element)
        status, end = listed_state(reading.pieces_of(row.element) if shown is None else shown, row.title)
    return ListItem(
        title=row.title,
        href=reading.document.link(row.links[anchor].address) if anchor is not None else "",
        date=row.date,
        block=block,
        status=status,
        end=end,
    )


def tell_of_rows(blocks: list[Block]) -> bool:
    """Whether each row of the main list holds a table, such as one that opens under the mouse: no document's fields."""
    main = blocks[0] if blocks else None
    if main is None or len(main.good) < _SEVERAL or main.dated < len(main.good):
        return False
    return all(any(table is not row.element for table in row.element.iter("table")) for row in main.good)


def heading_of(block: Block, reading: Reading) -> str:
    """Return the short line above a block that names it."""
    rows = {row.element for row in block.rows}
    first = block.rows[0].element
    above: list[Line] = []
    for line in reading.visible_lines:
        chain = [line.block, *ancestors(line.block, 6)]
        if first in chain:
            break
        if not any(node in rows for node in chain) and len(line.links) <= _HEADING_LINKS:
            above.append(line)
    for number in range(len(above) - 1, max(len(above) - 5, -1), -1):
        line = above[number]
        if any(_are_tabs(line, other) for other in above[max(number - 1, 0) : number + 2] if other is not line):
            continue
        plain = line.text.strip(EDGES + "[]【】")
        if 2 <= len(plain) <= 16 and not NOT_ITEM.match(plain) and not _NOT_HEADING.search(plain):
            return plain
    return ""


def _are_tabs(line: Line, other: Line) -> bool:
    """Whether two lines are links beside each other: names of columns, of which none stands above the list."""
    return (
        line.link_chars >= len(line.plain)
        and other.link_chars >= len(other.plain)
        and line.block.getparent() is other.block.getparent()
        and not NOT_ITEM.match(other.text)
    )
