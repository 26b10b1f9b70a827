"""This module parts a heading from what it shows behind the title: the date, the source, how often it was read."""

from __future__ import annotations

import re

from spiders.extract import dates
from spiders.extract.document import squeeze
from spiders.extract.lines import SEPARATOR, Line

_OPENING = "[【（(［"
_BLANK = " \t\xa0\u3000"
_BORDERS = frozenset(SEPARATOR + _OPENING + _BLANK)
_BETWEEN = SEPARATOR + _BLANK + _OPENING + "]】）)］|｜丨·"
_LABEL = re.compile(
    r"(?:(?P<plain>时间|日期)|(?:发布|发表|发稿|刊发|公布|公开|更新|录入)(?:时间|日期)|(?:信息|文章|稿件|新闻|内容)?来\s*源于?|出处"
    r"|作者|(?:责任)?编辑|责编|(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?|人气|字体(?:大小)?|字号)"
    rf"[{SEPARATOR}{_BLANK}]*[:：]"
)
_BEGINS = frozenset(  # what a date or one of the labels begins with
    "12时日发刊公更录信文稿新内来出作责编浏点阅访人字"
)
_LONGEST = 300  # characters of a title with all that stands behind it
_SHORT = 6  # characters: 报名 and the like before 时间： are no title


def facts_begin(line: Line) -> int | None:
    """Return where in ``line.marked`` the facts behind a title begin, None where there are none.

    They begin at the border of an element, in brackets or behind white space, with a label or with a date that a label
    follows; a date alone does so where an element or brackets hold it.
    """
    text = line.text
    if len(text) > _LONGEST or not ("20" in text or "19" in text or "：" in text or ":" in text):
        return None
    marked = line.marked
    for place, character in enumerate(marked):
        if character not in _BORDERS or marked[place + 1 : place + 2] not in _BEGINS:
            continue
        title = marked[:place].strip(_BETWEEN)
        if len(title) > 1 and _is_fact(marked, place + 1, title):
            return place + 1
    return None


def _is_fact(marked: str, start: int, title: str) -> bool:
    label = _LABEL.match(marked, start)
    if label:
        if not label["plain"]:
            return True
        place = label.end() + len(marked[label.end() :]) - len(marked[label.end() :].lstrip(_BETWEEN))
        return len(title) >= _SHORT and dates.FULL.match(marked, place) is not None
    date = dates.FULL.match(marked, start)
    if date is None:
        return False
    behind = marked[date.end() :].lstrip(_BETWEEN)
    return _LABEL.match(behind) is not None or (not behind and marked[start - 1] not in _BLANK)


def title_before(line: Line) -> tuple[str, bool] | None:
    """Return the title before the facts of its heading, and whether these show a date; None where there are none."""
    start = facts_begin(line)
    if start is None:
        return None
    title = squeeze(line.marked[:start].rstrip(_BETWEEN).replace(SEPARATOR, ""))
    return (title, bool(dates.find_all(line.marked[start:].replace(SEPARATOR, " ")))) if title else None
