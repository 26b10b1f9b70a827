"""This module tells a page's own document number and index number from those that it only cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spiders.extract.doc_fields import labelled_alone
from spiders.extract.document import compact
from spiders.extract.evidence import Candidate
from spiders.extract.lines import Line
from spiders.extract.reading import Reading

_YEAR = r"[〔\[【（(［﹝{｛「<《]\s*(?:19|20)\d\d\s*年?\s*[〕\]】）)］﹞}｝」>》]"
NUMBER = re.compile(
    rf"[\u4e00-\u9fffA-Za-z]{{1,24}}\s*(?:{_YEAR}\s*(?:第|字第)?\s*\d{{1,5}}\s*号|字\s*{_YEAR}?\s*第\s*\d{{1,6}}\s*号)"
)
# 国家税务总局某省税务局公告2021年第3号: the number of a public announcement names who makes it.
_ANNOUNCED = re.compile(r"[\u4e00-\u9fff]{4,30}(?:公告|通告)\s*(?:19|20)\d\d\s*年\s*第\s*\d{1,4}\s*号")
# What stands behind 文号： is the page's number, of whatever form: 闽航警126/26.
_LABELLED_NUMBER = re.compile(r"(?=.*\d)[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z\d〔〕\[\]()（）/.\-—]{2,29}")
_HEAD_LINES = 8
_ABOVE = 3  # lines
_MANY = 2
_CITED = re.compile(r"解读|图解|答记者问|读懂|问答|公开征求|征求意见")
_NAMED_NUMBER = re.compile(
    rf"[（(【]\s*({NUMBER.pattern})\s*[)）】]\s*(?:\.\w{{2,5}})?$"
    rf"|^({NUMBER.pattern})(?=[\s：:_—-]|关于|(?:\.\w{{2,5}})?$)"
)
_OWN_IN_TITLE = re.compile(
    r"[（(【\[]\s*([\u4e00-\u9fff]{1,20}\s*[〔\[]\s*(?:19|20)\d\d\s*[〕\]]\s*\d{1,5}\s*号)\s*[)）】\]]\s*$"
)


def read_doc_no(
    reading: Reading, title: str | None, fields: dict[str, str], head: int | None, files: list[str]
) -> str | None:
    """Return the page's own number: its metadata cell, else the lone number above the body, else its attachment's."""
    candidates = []
    if _may_be_number(fields.get("发文字号", "")):
        candidates.append(Candidate(fields["发文字号"], "doc-field"))
    elif (alone := labelled_alone(reading, "发文字号", head)) and _is_number(compact(alone)):
        candidates.append(Candidate(alone, "doc-field", -1.0))
    if not _CITED.search(title or ""):
        candidates += [] if _is_register(reading) else _heading_numbers(reading, head)
        match = _OWN_IN_TITLE.search(title or "")
        if match:
            candidates.append(Candidate(match[1], "title"))
        candidates += _file_numbers(reading, files, head)
    best = reading.weigh("doc_no", candidates)
    return best.value if best else None


def _may_be_number(text: str) -> bool:
    """Whether a cell can hold a number: some say 无文号, and a heading row may lead to another heading."""
    return any(c.isdecimal() or c in "〇一二三四五六七八九十" for c in text)


def _is_register(reading: Reading) -> bool:
    """Whether the page lists documents with their numbers: none of these is its own."""
    return sum(line.plain.endswith("号") and bool(NUMBER.fullmatch(line.plain)) for line in reading.content) > _MANY


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None or _LABELLED_NUMBER.fullmatch(text) is not None


def _heading_numbers(reading: Reading, head: int | None) -> Iterator[Candidate]:
    """A line above the body that is nothing but a number is the document's own one."""
    seen = 0
    noted = reading.notes.get("title_line", "")
    title = int(noted) if noted.isdigit() else None
    for line in reading.content:
        if head is not None and line.index <= head:
            if title is not None and _stands_in_head(line, title):
                yield Candidate(line.text, "below-title", 0.0, line.text)
            continue
        seen += 1
        if seen > _HEAD_LINES:
            return
        text = line.text.strip(" 　（）()：:")
        if text.startswith(("文号", "发文字号")):
            text = re.sub(r"^\S*?[:：]\s*", "", text)
        last = text.split()[-1] if text.split() else ""
        text = last if NUMBER.fullmatch(last) else text  # 「A类」 and the like stand before it on the same line
        match = NUMBER.fullmatch(compact(text)) or _ANNOUNCED.fullmatch(compact(text))
        if match and line.link_chars == 0:
            yield Candidate(text, "first-line" if seen > 1 else "below-title", -0.1 * seen, line.text)


def _stands_in_head(line: Line, title: int) -> bool:
    """Whether a line is a public announcement's number below its title, or a number between red head and title."""
    if line.link_chars:
        return False
    if line.index > title:
        return _ANNOUNCED.fullmatch(line.plain) is not None
    return 0 < title - line.index <= _ABOVE and NUMBER.fullmatch(line.plain) is not None


def _file_numbers(reading: Reading, files: list[str], head: int | None) -> Iterator[Candidate]:
    """A page that is only its attachments is the one with a number in its name: behind the title in brackets, or before it."""
    named = [(name, match[1] or match[2]) for name in files if (match := _NAMED_NUMBER.search(name))]
    if len(named) != 1:
        return
    body = "".join(line.text for line in reading.content if head is None or line.index > head)
    if len(body) < sum(map(len, files)) + 200:
        name, number = named[0]
        yield Candidate(number, "attachment", 0.0, name)


def read_index_no(reading: Reading, fields: dict[str, str]) -> str | None:
    """Return the 索引号."""
    candidates = []
    if fields.get("索引号"):
        candidates.append(Candidate(fields["索引号"], "doc-field"))
    elif "索" in reading.document.text:
        alone = labelled_alone(reading, "索引号")
        candidates += [Candidate(alone, "doc-field", -1.0)] if alone else []
    best = reading.weigh("index_no", candidates)
    return best.value if best else None
