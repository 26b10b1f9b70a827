"""This module tells what title a link of a list stands for, and whether it can be the title of an entry at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from spiders.extract import dates
from spiders.extract.document import Element, compact, squeeze, tokens
from spiders.extract.listed_states import without_state
from spiders.extract.reading import Reading

NOT_ITEM = re.compile(
    r"^(?:更多.{0,3}|.{0,6}(?:更多|more)|more.{0,3}|[<>《》«»‹›\s]*(?:首|尾|末|上一?|下一?|前一?|后一?|第一|最后一?|最末|跳转.{0,3}|go)[页頁]?[<>«»‹›\s]*"
    r"|第?\d{1,4}页?|\[?\d{1,3}\]?|\.{2,}|…|返回.{0,6}|查看(?:更多|全部|详情)?|详情|详细.{0,2}|阅读全文.{0,3}|打印.{0,3}|关闭.{0,3}|进入.{0,4}"
    r"|prev\w*|next|last|first|下载|查看全文|RSS|订阅|展开|收起|确定|提交|搜索"
    r"|解读|图解|原文|(?:PDF|Word|OFD)版?(?:下载)?)$",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"""(?:window\.open\s*\(|location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\()\s*(['"])([^'"]+)\1"""
)
# A function of the page is given the link and where it leads: show(this, 'https://…/t20260911_1.html')
_HANDED = re.compile(r"""\w\(\s*this\s*,\s*(['"])(https?://[^'"\s]+)\1\s*\)""")
_BRACKETED = re.compile(r"^[\[【(（〔]?[\u4e00-\u9fff、]{2,12}[\]】)）〕]$")
_CLOSING = "]】)）〕"
_TRUNCATED = re.compile(r"(?:\.{2,}|…+)\s*$")
EDGES = " \t\r\n\u3000\xa0·•●◆■▪►▸-–—|｜>»:："
# Some systems tell in the title attribute what they know of the entry, line by line.
_NAMED = re.compile(r"\s*(?:文章|信息)?标题\s*[:：]\s*")
_TOLD = re.compile(r"[\r\n]|(?:作\s*者|点击数|浏览[量次]数?|更新时间|发表时间|发布时间)\s*[:：]")
_TITLE_CLASS = re.compile(r"tit|bt|name|subject|txt|h\d")


class LinkTitle(NamedTuple):
    """What a link says: its title, its address, whether that is more than 更多 or a page number, whether it can be an entry's."""

    text: str
    address: str
    telling: bool
    entry: bool
    common: bool = False  # said in several rows: a column's name or what can be done, such as 在线办理


def read_link(reading: Reading, anchor: Element) -> LinkTitle:
    """Return what a link says; to be asked once a link, for it stands in many nested elements."""
    text = link_title(reading, anchor)
    telling = bool(text) and not NOT_ITEM.match(text)
    entry = telling and "{{" not in text and not _names_column(anchor, text)
    return LinkTitle(text, anchor.get("href") or opened_address(anchor), telling, entry)


def opened_address(element: Element) -> str:
    """Return the address that a click on an element without one of its own opens, "" where it opens none."""
    code = element.get("onclick")
    match = (_OPENED.search(code) or (_HANDED.search(code) if element.tag == "a" else None)) if code else None
    return match[2] if match else ""


def _names_column(anchor: Element, text: str) -> bool:
    """Whether a link in brackets names the item's column: the brackets may stand in the link or around it."""
    if text[-1] in _CLOSING and _BRACKETED.match(text):
        return True
    tail = (anchor.tail or "").lstrip()[:1]
    if not tail or tail not in _CLOSING or len(text) > 12:
        return False
    previous, parent = anchor.getprevious(), anchor.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    around = f"{(before or '').rstrip()[-1:]}{text}{tail}"
    return len(around) == len(text) + 2 and _BRACKETED.match(around) is not None


def link_title(reading: Reading, anchor: Element) -> str:
    """Return the title that a list link stands for: its text without a date; the title attribute where that is cut short."""
    text = without_state(_own_text(reading, anchor))
    attribute = without_state(_told_title(anchor.get("title") or ""))
    if attribute and len(attribute) < 200:
        cut = compact(_TRUNCATED.sub("", text))
        if not text or (_TRUNCATED.search(text) and compact(attribute).startswith(cut[:-1] or cut)):
            return attribute
        if len(attribute) > 5 and compact(attribute) in compact(text) and len(text) > len(attribute):
            return attribute
        longer = len(cut) >= 6 and compact(attribute).startswith(cut) and len(compact(attribute)) > len(cut)
        if longer and not re.search(r"[:：]\s*\d{4}|发布时间", attribute):
            return attribute
    if not text:
        image = next(anchor.iter("img"), None)
        text = squeeze(image.get("alt") or image.get("title")) if image is not None else ""
    return text


def _told_title(attribute: str) -> str:
    """Return a title attribute without its label and without what is told below it: 作者, 点击数, 更新时间."""
    named = _NAMED.match(attribute) if "标题" in attribute else None
    return squeeze(_TOLD.split(attribute[named.end() :], maxsplit=1)[0] if named else attribute)


def _own_text(reading: Reading, anchor: Element) -> str:
    if not len(anchor):
        return _without_date(squeeze(anchor.text))
    texts = [piece for piece in reading.pieces_of(anchor) if piece.strip()]
    if not texts:
        return ""
    if len(texts) == 1:
        return _without_date(squeeze(texts[0]))
    blocks = [
        e
        for e in anchor.iter("h1", "h2", "h3", "h4", "h5", "p", "div", "dt", "strong", "span", "em")
        if _TITLE_CLASS.search(tokens(e)) or e.tag[0] == "h"
    ]
    named = next(
        (
            reading.text_of(e)
            for e in blocks
            if len(reading.text_of(e)) >= 4 and not dates.FULL.fullmatch(reading.text_of(e))
        ),
        "",
    )
    if named and len(texts) > 2:
        return _without_date(named)
    kept = [p for p in texts if not only_date(p)]
    if any(e.tag in ("p", "div", "dd", "br") for e in anchor.iter()) and len("".join(kept)) > 60:
        return _without_date(squeeze(next((p for p in kept if len(p.strip()) >= 4), kept[0] if kept else "")))
    return _without_date(squeeze("".join(kept)))


def only_date(text: str) -> bool:
    """Whether a piece of text is nothing but a date."""
    plain = text.strip(EDGES + "[]()（）【】/")
    if not plain[:1].isdecimal():
        return False
    return dates.FULL.fullmatch(plain) is not None or _SHORT_DATE.fullmatch(plain) is not None


_SHORT_DATE = re.compile(r"\d{1,2}|\d{4}[-./年]\d{1,2}月?|\d{1,2}[-./月]\d{1,2}日?|(?:19|20)\d\d")
DATE_EDGE = re.compile(
    r"^\s*[\[(（【]?\s*(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s*[\])）】]?\s+(?=\S)|[\s\[(（【]+(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s*(?:\d{1,2}:\d\d(?::\d\d)?)?[\])）】]?\s*$"
)


def _without_date(text: str) -> str:
    if "20" not in text and "19" not in text:
        return text.strip(EDGES)
    shorter = DATE_EDGE.sub("", text)
    return (shorter if len(shorter) >= 4 else text).strip(EDGES)
