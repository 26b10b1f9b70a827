"""This module tells the parts called navigation that hold a text: ``wz`` is 位置 to one maker and 文章 to another."""

from __future__ import annotations

import re
from itertools import islice

from spiders.extract.document import Element, all_texts, compact, text_of
from spiders.extract.looks import SITE_NAME, own_look

_DOCUMENT_FIELDS = ("索引号", "发文字号", "文号", "成文日期", "发文机关", "发布机构", "主题分类", "公文种类")
_HEADING_TAGS = ("h1", "h2", "h3", "h4")
_OWN_HEADING = 8  # characters; what a site's header calls itself is mostly a picture or a link
_FEW_LINKS = 6
# What stands below the title of a text and nowhere in a menu. A date alone may be today's, a time that of the weather.
_FACT = re.compile(r"(?:发布|发表|发稿|刊发|公开|公布)(?:时间|日期)[:：](?:19|20)\d\d[-年./]|(?<!数据)来源[:：]")
_MANY_FACTS = 4  # a list shows them in each of its rows
_DATE = re.compile(r"(?<!今天是)(?<!今天)(?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}")
_SHOWN_DATE = re.compile(rf"{_DATE.pattern}|来源[:：]")
_TITLE_LENGTH = range(10, 161)
_MAX_TITLES = 30
_BETWEEN = 40  # characters between a title and what stands below it
_TEXT = 150  # characters of sentences outside links; a forecast or a warning in the header is shorter
_TITLED = (*_HEADING_TAGS, "div", "p", "td", "th", "span", "font", "strong", "b")


def may_hold_text(text: str) -> bool:
    """Say no where nothing tells of a text in all that stands in a part: so it is in most menus."""
    return "20" in text or "19" in text or "源" in text or "号" in text


def holds_text(node: Element, *, headed: bool) -> bool:
    """Say whether a part that only its name makes navigation (``headed``: a header) holds a text or the head of one."""
    text = compact(text_of(node))
    if headed and _heads_text(node, text):
        return True
    facts = sum(1 for _ in _FACT.finditer(text))
    if not facts:
        return "。" in text and _is_titled(node, text, _DATE, ("h1",)) and _runs(node)
    return facts < _MANY_FACTS and (_is_titled(node, text, _FACT, _TITLED) or _runs(node))


def _heads_text(node: Element, text: str) -> bool:
    """Whether what is called a header is that of one text: a title above a date or a source, or a document's fields."""
    if next(node.iter("form", "input", "nav"), None) is not None:
        return False
    if sum(1 for _ in node.iter("a")) > _FEW_LINKS:
        return False
    titled = any(len(heading) == 0 and len(text_of(heading)) >= _OWN_HEADING for heading in node.iter(*_HEADING_TAGS))
    if titled and _SHOWN_DATE.search(text):
        return True
    return sum(label in text for label in _DOCUMENT_FIELDS) > 2


def _is_titled(node: Element, text: str, shown: re.Pattern[str], tags: tuple[str, ...]) -> bool:
    """Whether what looks like a title stands just above what is shown of a text, or holds it."""
    looked = (e for e in node.iter(*tags) if e.tag in _HEADING_TAGS or any(own_look(e)))
    for element in islice(looked, _MAX_TITLES):
        title = compact(text_of(element))
        fact = shown.search(title)
        title = title[: fact.start()] if fact else title
        if len(title) not in _TITLE_LENGTH or SITE_NAME.search(title) or next(element.iter("a"), None) is not None:
            continue
        if fact or any(shown.search(after[: len(title) + _BETWEEN]) for after in text.split(title)[1:]):
            return True
    return False


def _runs(node: Element) -> bool:
    """Whether a part holds sentences outside its links."""
    linked = {piece for link in node.iter("a") for piece in all_texts(link)}
    sentences = (piece for piece in all_texts(node) if "。" in piece and piece not in linked)
    return sum(len(compact(piece)) for piece in sentences) >= _TEXT
