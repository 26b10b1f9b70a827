"""This module finds the repeated structures of a page: rows that each hold a title and, mostly, a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from auditor.model.page import ListItem, Region
from spiders.extract import dates
from spiders.extract.document import (
    Element,
    ancestors,
    compact,
    parent_of,
    pieces,
    rooted_text_path,
    squeeze,
    text_of,
    tokens,
)
from spiders.extract.listed_states import listed_state
from spiders.extract.reading import Reading
from spiders.extract.row_dates import told_date

_ROOTED = rooted_text_path("descendant::text()[normalize-space() and not(parent::script or parent::style)]")
_DATED = 3
_MAX_LINKS = 6000
_LEVELS = 7
_NAME = 7  # characters; the usual length of a column's name, of no article's title
_NOT_ITEM = re.compile(
    r"^(?:更多.{0,3}|.{0,6}(?:更多|more)|more.{0,3}|[<>《》«»‹›\s]*(?:首|尾|末|上一?|下一?|前一?|后一?|第一|最后一?|最末|跳转.{0,3}|go)[页頁]?[<>«»‹›\s]*"
    r"|第?\d{1,4}页?|\[?\d{1,3}\]?|\.{2,}|…|返回.{0,6}|查看(?:更多|全部|详情)?|详情|详细.{0,2}|阅读全文.{0,3}|打印.{0,3}|关闭.{0,3}|进入.{0,4}"
    r"|prev\w*|next|last|first|下载|查看全文|RSS|订阅|展开|收起|确定|提交|搜索)$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"^[\[【(（〔]?[\u4e00-\u9fff、]{2,12}[\]】)）〕]$")
_TRUNCATED = re.compile(r"(?:\.{2,}|…+)\s*$")
_EDGES = " \t\r\n\u3000\xa0·•●◆■▪►▸-–—|｜>»:："
_TITLE_CLASS = re.compile(r"tit|bt|name|subject|txt|h\d")
_NOT_HEADING = re.compile(r"\d{4}|[:：>》]|时间|日期|标题|序号|名称|首页|位置")
_PUBLISH_WORD = re.compile(r"(?:发布|公开|公布|更新|上传|录入)(?:日期|时间)?[:：]?\s*$|(?:日期|时间)[:：]?\s*$")


@dataclass(slots=False, eq=False)
class Row:
    """One candidate for an item: an element that holds a title link and perhaps a date."""

    element: Element
    reading: Reading
    titles: dict[Element, str]
    anchors: list[Element] = field(default_factory=list)

    @cached_property
    def distinct(self) -> list[tuple[str, str]]:
        """The (title, address) pairs of the links, each once, trivial links left out."""
        found: dict[tuple[str, str], None] = {}
        for anchor in self.anchors:
            text = self.titles[anchor]
            if text and "{{" not in text and not _NOT_ITEM.match(text) and not _names_column(anchor, text):
                found[(text, anchor.get("href") or "")] = None
        hrefs = {href for _, href in found if href}
        if len(hrefs) == 1 and len(found) > 1:  # picture and title of one article
            longest = max(found, key=lambda pair: len(pair[0]))
            return [longest]
        return list(found)

    @cached_property
    def title_anchor(self) -> Element | None:
        """The link that carries the title: the longest text."""
        anchors = [a for a in self.anchors if self.titles[a] and not _NOT_ITEM.match(self.titles[a])]
        return max(anchors, key=lambda a: len(self.titles[a]), default=None)

    @cached_property
    def title(self) -> str:
        """The title of the item."""
        return self.titles[self.title_anchor] if self.title_anchor is not None else ""

    @cached_property
    def date(self) -> str | None:
        """The date shown for the item, never one that is part of its title."""
        return _item_date(self)

    @cached_property
    def text(self) -> str:
        """All readable text of the row, pieces kept apart."""
        return " ".join(squeeze(piece) for piece in pieces(self.element))


def _names_column(anchor: Element, text: str) -> bool:
    """Whether a link in brackets names the item's column: the brackets may stand in the link or around it."""
    if _BRACKETED.match(text):
        return True
    if len(text) > 12:
        return False
    previous, parent = anchor.getprevious(), anchor.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    around = f"{(before or '').rstrip()[-1:]}{text}{(anchor.tail or '').lstrip()[:1]}"
    return len(around) == len(text) + 2 and _BRACKETED.match(around) is not None


def link_title(anchor: Element) -> str:
    """Return the title that a list link stands for: its text without a date; the title attribute where that is cut short."""
    cached = anchor.get("title")
    text = _own_text(anchor)
    attribute = squeeze(cached)
    if attribute and len(attribute) < 200:
        cut = compact(_TRUNCATED.sub("", text))
        if not text or (_TRUNCATED.search(text) and compact(attribute).startswith(cut[:-1] or cut)):
            return attribute
        if len(attribute) > 5 and compact(attribute) in compact(text) and len(text) > len(attribute):
            return attribute
        if len(cut) >= 6 and compact(attribute).startswith(cut) and not re.search(r"[:：]\s*\d{4}|发布时间", attribute):
            return attribute
    if not text:
        image = next(anchor.iter("img"), None)
        text = squeeze(image.get("alt") or image.get("title")) if image is not None else ""
    return text


def _own_text(anchor: Element) -> str:
    if not len(anchor):
        return _without_date(squeeze(anchor.text))
    texts = [piece for piece in pieces(anchor) if piece.strip()]
    if not texts:
        return ""
    if len(texts) == 1:
        return _without_date(squeeze(texts[0]))
    blocks = [
        e
        for e in anchor.iter("h1", "h2", "h3", "h4", "h5", "p", "div", "dt", "strong", "span", "em")
        if _TITLE_CLASS.search(tokens(e)) or e.tag[0] == "h"
    ]
    named = next((text_of(e) for e in blocks if len(text_of(e)) >= 4 and not dates.FULL.fullmatch(text_of(e))), "")
    if named and len(texts) > 2:
        return _without_date(named)
    kept = [p for p in texts if not _only_date(p)]
    if any(e.tag in ("p", "div", "dd", "br") for e in anchor.iter()) and len("".join(kept)) > 60:
        return _without_date(squeeze(next((p for p in kept if len(p.strip()) >= 4), kept[0] if kept else "")))
    return _without_date(squeeze("".join(kept)))


def _only_date(text: str) -> bool:
    plain = text.strip(_EDGES + "[]()（）【】/")
    return bool(dates.FULL.fullmatch(plain)) or bool(
        re.fullmatch(r"\d{1,2}|\d{4}[-./年]\d{1,2}月?|\d{1,2}[-./月]\d{1,2}日?|(?:19|20)\d\d", plain)
    )


_DATE_EDGE = re.compile(
    r"^\s*[\[(（【]?\s*(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s*[\])）】]?\s+(?=\S)|[\s\[(（【]+(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s*(?:\d{1,2}:\d\d(?::\d\d)?)?[\])）】]?\s*$"
)


def _without_date(text: str) -> str:
    shorter = _DATE_EDGE.sub("", text)
    return (shorter if len(shorter) >= 4 else text).strip(_EDGES)


def _item_date(row: Row) -> str | None:
    told = told_date(row.element)
    if told:
        return told
    shown = _shown_pieces(row)
    return (_date_in(row, shown) if shown is not None else None) or _date_in(row, pieces(row.element))


def _shown_pieces(row: Row) -> list[str] | None:
    """The texts of a row that a reader sees, where something in it is hidden, such as a box that opens under the mouse."""
    if row.element not in row.reading.partly_hidden:
        return None
    regions = row.reading.regions
    return [str(piece) for piece in _ROOTED(row.element) if not regions.of(parent_of(piece)[1]).hidden_by]


def _date_in(row: Row, texts: list[str]) -> str | None:
    anchor = row.title_anchor
    everything = [piece for piece in texts if piece.strip()]
    inside = [piece for piece in pieces(anchor) if piece.strip()] if anchor is not None else []
    outside = _without(everything, inside)
    around = "\x1f".join(outside)
    found = _best_date(around)
    if found:
        return found
    for piece in inside:  # the whole row is one link: only a piece that is nothing but a date counts
        moment = dates.find_first(piece)
        if moment and (_only_date(piece) or (_DATE_EDGE.search(squeeze(piece)))):
            return moment.date
    href = (anchor.get("href") if anchor is not None else "") or ""
    dated_inside = " ".join(p for p in inside if _only_date(p))
    for text in (around.replace("\x1f", " "), dated_inside):
        split = dates.find_split(squeeze(text))
        if split:
            return split.date
    for text in (around.replace("\x1f", " "), dated_inside):
        short = dates.find_short(squeeze(text)) if len(text) < 200 else None
        if short:
            return dates.complete_short(short[0], short[1], href, row.reading.as_of)
    return None


def _best_date(text: str) -> str | None:
    plain = text.replace("\x1f", " ")
    moments = dates.find_all(plain)
    if not moments:
        return None
    for moment in moments:
        if _PUBLISH_WORD.search(plain[: moment.start]):
            return moment.date
    if len(moments) > 1 and re.fullmatch(r"\s*(?:[-~—–至到]|--)+\s*", plain[moments[0].end : moments[1].start]):
        return moments[0].date
    return moments[-1].date


def _without(everything: list[str], inside: list[str]) -> list[str]:
    """Return the pieces of a row that do not belong to its title link."""
    size = len(inside)
    for start in range(len(everything) - size + 1) if size else ():
        if everything[start : start + size] == inside:
            return everything[:start] + everything[start + size :]
    return everything


@dataclass(slots=False, eq=False)
class Block:
    """Rows that are siblings of one kind."""

    parent: Element
    tag: str
    rows: list[Row]

    @cached_property
    def good(self) -> list[Row]:
        """The rows that are one item each."""
        return [row for row in self.rows if row.title and len(row.distinct) == 1]

    @cached_property
    def dated(self) -> int:
        """How many rows show a date."""
        return sum(1 for row in self.good if row.date)

    @cached_property
    def score(self) -> float:
        """How much this looks like the list that the page is for."""
        if not self.good:
            return 0.0
        crowded = sum(1 for row in self.rows if len(row.distinct) > 1)
        if crowded > len(self.good):
            return 0.0
        total = sum(min(len(row.title), 24) / 24 * (3.0 if row.date else 0.7) for row in self.good)
        return total * len(self.good) / len(self.rows)

    @cached_property
    def is_menu(self) -> bool:
        """Whether these are names of columns: short and undated. Beside a dated list, however short, they are not it."""
        return not self.dated and sum(len(row.title) for row in self.good) <= _NAME * len(self.good)

    @cached_property
    def signature(self) -> tuple[str, str, str]:
        """What blocks of one list that was cut into parts have in common."""
        return str(self.parent.tag), self.parent.get("class") or "", self.tag


def find_blocks(reading: Reading) -> list[Block]:
    """Return the repeated structures with links, the most list-like first.

    A wrapper may be called as navigation is, and yet hold the list: dates on its lines tell, where nothing else has any.
    """
    blocks = _blocks(reading, (Region.NAVIGATION, Region.FOOTER))
    if any(block.dated for block in blocks) or not _dated_navigation(reading):
        return blocks
    return [block for block in _blocks(reading, (Region.FOOTER,)) if block.dated >= _DATED] + blocks


def _dated_navigation(reading: Reading) -> bool:
    dated = (
        line
        for line in reading.visible_lines
        if reading.region(line) is Region.NAVIGATION and dates.FULL.search(line.text)
    )
    return sum(1 for _ in islice(dated, _DATED)) == _DATED


def _blocks(reading: Reading, left_out: tuple[Region, ...]) -> list[Block]:
    groups: dict[tuple[Element, str], dict[Element, Row]] = {}
    titles: dict[Element, str] = {}
    for anchor in _seeds(reading, left_out):
        titles[anchor] = link_title(anchor)
        child = anchor
        for _ in range(_LEVELS):
            parent = child.getparent()
            if parent is None or child.tag in ("body", "html"):
                break
            if child is not anchor or anchor.tag == "a":
                rows = groups.setdefault((parent, str(child.tag)), {})
                rows.setdefault(child, Row(child, reading, titles)).anchors.append(anchor)
            child = parent
    blocks = [Block(parent, tag, list(rows.values())) for (parent, tag), rows in groups.items()]
    several = {
        anchor for block in blocks if len(block.rows) > 1 and block.good for row in block.rows for anchor in row.anchors
    }
    kept = [b for b in blocks if b.good and (len(b.rows) > 1 or not several.issuperset(b.rows[0].anchors))]
    return _merge(kept)


def _seeds(reading: Reading, left_out: tuple[Region, ...]) -> Iterator[Element]:
    for anchor in islice(reading.document.body.iter("a"), _MAX_LINKS):
        around = reading.regions.of(anchor)
        if around.region in left_out or around.inert or around.hidden_by:
            continue
        if anchor.get("href") is None and anchor.get("onclick") is None and not link_title(anchor):
            continue
        yield anchor


def _merge(blocks: list[Block]) -> list[Block]:
    """Join the parts of a list that was cut into several ul or table, five rows each."""
    merged: dict[tuple[Element | None, tuple[str, str, str]], Block] = {}
    result = []
    for block in blocks:
        key = (block.parent.getparent(), block.signature)
        first = merged.get(key)
        if (
            first is not None
            and block.tag in ("li", "tr", "dd", "dl", "p", "div", "a")
            and block.parent.tag in ("ul", "ol", "table", "tbody", "dl", "div")
        ):
            first.rows += block.rows
            for name in ("good", "dated", "score"):
                first.__dict__.pop(name, None)
            continue
        merged[key] = block
        result.append(block)
    dated = any(block.dated for block in result)
    return sorted(result, key=lambda b: (dated and b.is_menu, -b.score))


def items_of(block: Block, reading: Reading, title: str = "") -> list[ListItem]:
    """Return the items of a block in page order."""
    return [_item(row, reading, title) for row in block.good]


def _item(row: Row, reading: Reading, block: str) -> ListItem:
    anchor = row.title_anchor
    shown = _shown_pieces(row)
    status, end = listed_state(pieces(row.element) if shown is None else shown, row.title)
    return ListItem(
        title=row.title,
        href=reading.document.link(anchor.get("href")) if anchor is not None else "",
        date=row.date,
        block=block,
        status=status,
        end=end,
    )


def heading_of(block: Block, reading: Reading) -> str:
    """Return the short line above a block that names it."""
    rows = {row.element for row in block.rows}
    first = block.rows[0].element
    above: list[str] = []
    for line in reading.visible_lines:
        chain = [line.block, *ancestors(line.block, 6)]
        if first in chain:
            break
        if not any(node in rows for node in chain):
            above.append(line.text)
    for text in reversed(above[-4:]):
        plain = text.strip(_EDGES + "[]【】")
        if 2 <= len(plain) <= 16 and not _NOT_ITEM.match(plain) and not _NOT_HEADING.search(plain):
            return plain
    return ""
