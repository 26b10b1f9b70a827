"""This module reads what a list shows of an entry that runs for a while, such as a solicitation: its state and its last day."""

from __future__ import annotations

import re

from spiders.extract import dates
from spiders.extract.document import compact, squeeze

_STATE = (
    "进行中|征集中|征求中|正在(?:征集|征求|进行)|未开始|未结束|已结束|已截止|已归档|已反馈|已完成|已过期|已办结|已关闭|"
    "征集(?:已)?结束|反馈中"
)
_ALONE = re.compile(rf"[【\[（(]?(?:(?:征集|当前|活动|目前)?状态[:：]?)?(?P<state>{_STATE})[】\]）)]?")
_AHEAD = re.compile(rf"[【\[（(](?P<state>{_STATE})[】\]）)]")
_AT_EDGE = re.compile(rf"^[【\[（(](?:{_STATE})[】\]）)]\s*[-—:：]*\s*(?=\S)|(?<=\S)\s*[【\[（(](?:{_STATE})[】\]）)]$")
_HINT = re.compile(rf"{_STATE}|结束|截止|截至|起止|期限|时间")
_FROM_TO = re.compile(r"\s*(?:起)?\s*(?:至|到|[-—–~～－]+)\s*")
_CLOCK = re.compile(r"\d{1,2}[:：时]\d{0,2}(?:[:：]\d\d|分)?|[(（].{0,6}[)）]")
_END_LABEL = re.compile(r"(?:结束|截止|截至|终止)(?:时间|日期|日)?\s*[:：]?\s*$")
_TITLE_HEAD = 8
_OPENING, _CLOSING = "【[（(", "】]）)"


def listed_state(texts: list[str], title: str) -> tuple[str, str | None]:
    """Return the state and the last day that a row of a list shows; "" and None where it shows none, or two that differ."""
    if not may_show_state("\x1f".join(texts)):
        return "", None
    beside = [text for text in texts if not _is_title(text, title)]
    states = {found["state"] for text in beside if (found := _ALONE.fullmatch(compact(text)))}
    states |= {found["state"] for text in texts if (found := _AHEAD.match(compact(text)))}
    return states.pop() if len(states) == 1 else "", _last_day(" ".join(map(squeeze, beside)))


def without_state(title: str) -> str:
    """Return a title without the state in brackets before or behind it, which is no part of it.

    >>> without_state("[进行中] - 关于征求意见的公告"), without_state("关于征求意见的公告（已结束）")
    ('关于征求意见的公告', '关于征求意见的公告')
    """
    if not title or (title[0] not in _OPENING and title[-1] not in _CLOSING):
        return title
    return _AT_EDGE.sub("", title)


def may_show_state(text: str) -> bool:
    """Whether a word of a state or a period is in the text of a row: without one there is nothing to say of it."""
    return _HINT.search(text) is not None


def _is_title(text: str, title: str) -> bool:
    head = compact(title)[:_TITLE_HEAD]
    return bool(head) and head in compact(text)


def _last_day(text: str) -> str | None:
    """Return the day behind a label such as 截止时间, or the second of a period; None where two differ."""
    moments = dates.find_all(text)
    ends = {m.date for m in moments if _END_LABEL.search(text[: m.start])}
    for first, second in zip(moments, moments[1:], strict=False):
        between = _CLOCK.sub("", text[first.end : second.start])
        if _FROM_TO.fullmatch(between):
            ends.add(second.date)
    return ends.pop() if len(ends) == 1 else None
