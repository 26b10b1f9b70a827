"""This module reads what a pager says in words: how many pages there are, and which one this is."""

from __future__ import annotations

import re

_TEXTS = (  # with what must stand in a text for one to be found
    ("页", re.compile(r"(?:共|总共|合计|总计|/)\s*(?:有|计|分)?\s*(\d{1,5})\s*页")),
    ("页", re.compile(r"(?:总页数|页数|总页码|共计页数)\s*[:：]?\s*(?:\d{1,5}\s*/\s*)?(\d{1,5})(?!\s*[条篇])")),
    ("/", re.compile(r"(?:页次|页码|当前页|第)\s*[:：]?\s*\d{1,5}\s*页?\s*/\s*(?:共|总)?\s*(\d{1,5})\s*页?")),
    ("/", re.compile(r"[条项篇]\s*(?:记录|信息)?[\s,，;；]*\d{1,5}\s*/\s*(\d{1,5})(?!\d|\s*/)")),
    ("/", re.compile(r"(?:上一?页|下一?页|首页|尾页)[^/]{0,60}?(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})(?![\d/])")),
    ("/", re.compile(r"(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})(?![\d/])[^/]{0,60}?(?:上一?页|下一?页|首页|尾页)")),
    ("age", re.compile(r"[Pp]age\s+\d{1,4}\s+of\s+(\d{1,4})")),
)
_RECORDS = re.compile(r"共\s*(?:有|计)?\s*(\d{1,6})\s*[条项篇个件封]")
_PER_PAGE = re.compile(
    r"每页\s*(?:显示)?\s*[:：]?\s*(\d{1,3})\s*[条项篇个件封]|(?<!\d)(\d{1,3})\s*[条项篇个件封](?:记录|信息|文章|信件)?\s*/\s*页"
)
CURRENT_TEXT = re.compile(
    r"(?:第|当前(?:第|页)?|页次)\s*[:：]?\s*(\d{1,4})\s*(?:页|/)|(?<![\d/])(\d{1,4})\s*/\s*\d{1,4}(?![\d/])"
)


def text_total(text: str) -> tuple[int, str] | None:
    """Return which pattern finds the number of pages in a text, and that number."""
    for number, (needed, pattern) in enumerate(_TEXTS):
        match = pattern.search(text) if needed in text else None
        if match:
            return number, match[1]
    return None


def counted_total(text: str) -> str | None:
    """Return the number of pages of so many entries, so many on a page: 共180条记录 每页6条."""
    entries = _RECORDS.search(text) if "页" in text else None
    size = _PER_PAGE.search(text) if entries else None
    if not (entries and size):
        return None
    each = int(size[1] or size[2])
    return str(max(1, -(-int(entries[1]) // each))) if each else None
