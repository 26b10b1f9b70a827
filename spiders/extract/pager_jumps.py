"""This module reads the addresses that a script jumps to when somebody chooses the number of a page.

``location.href = "/zwdt/" + (data.pageIndex + 1) + ".html"``: the begin of an address, the number, its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_BEGIN = r"[\"']([^\"'\s<>{}$]{1,200})[\"']\s*\+\s*"
_END = r"\s*(?:\+\s*[\"']([^\"'\s<>{}$]{1,200})[\"']\s*)?(?=[;})\r\n]|$)"  # and nothing that is not known behind it
_NUMBER = r"(\(\s*\w+\.\w+\s*[-+]\s*1\s*\)|\w+\.\w+(?:\(\s*\))?|\(\s*\w+\.\w+\(\s*\)\s*-\s*1\s*\)|[A-Za-z_]\w*)"
_GIVEN = re.compile(r"function\s*\w*\s*\(\s*(\w+)\s*[,)]|(?<!\w)\(?\s*(\w{1,30})\s*\)?\s*=>")
_PAGE_NAME = re.compile(r"page|cur|index|num|^[inp]$", re.IGNORECASE)
_JUMP = re.compile(rf"(?<![\w.$])([\w.]+)\s*[=(]\s*{_BEGIN}{_NUMBER}{_END}")
_CHOSEN = re.compile(
    r"location(?:\.href\s*=|\s*=|\.(?:replace|assign)\s*\()\s*"
    rf"{_BEGIN}this(?:\.options)?(?:\[\s*(?:this\.)?selectedIndex\s*\])?\.value{_END}"
)
_LOCATION = re.compile(r"(?:^|\.)location(?:\.href|\.replace|\.assign)?$")
_SET_FROM = re.compile(r"location(?:\.href\s*=|\s*=|\.(?:replace|assign)\s*\()\s*(\w+)\s*[;)}\r\n]")
_ADDED_TO = re.compile(r"(?<!\w)(\w+)\s*\+=")
_PARTS = re.compile(r"\(?\s*(\w+\.(\w+))(?:\(\s*\))?\s*(?:([-+])\s*1)?\s*\)?$")
_BARE = re.compile(r"(\w+)()()$")  # as _PARTS, with nothing behind the name
_FILE_END = re.compile(r"\.\w{2,5}(?:[?#]|$)")
_QUERY_BEGIN = re.compile(r"[?&]\w+=$")
# What page controls call the page that was chosen, and whether they count it from 0.
_FROM_ZERO = {"": False, "curr": False, "getCurrent": False, "pageIndex": True}
_ENTERED = {
    "curr": re.compile(r"\bcurr\s*:\s*(\d{1,5})\b"),
    "getCurrent": re.compile(r"\bcurrent\s*:\s*(\d{1,5})\b"),
    "pageIndex": re.compile(r"\bpageIndex\s*[:=]\s*(\d{1,5})\b"),
    "": re.compile(r"\b(?:curr?|curr?(?:ent)?_?page|current)\s*:\s*\(?\s*(?:0\s*\+\s*)?(\d{1,5})\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Jump:
    """How the addresses of a list's pages are put together; up to which page that is so, and the page it is said on."""

    begin: str
    end: str
    step: int  # the number in the address, less that of the page
    last: int | None
    current: int

    def address(self, page: int) -> str:
        """Return the address of a page behind the first, which mostly has a name of its own."""
        return f"{self.begin}{page + self.step}{self.end}"

    def page_at(self, url: str) -> int:
        """Return the number of the page at an address like these; of any other, it means nothing."""
        found = re.search(rf"(\d{{1,5}}){re.escape(self.end)}$", url)
        return int(found[1]) - self.step if found else 0


def jump_of(scripts: Iterable[str]) -> Jump | None:
    """Return how the first script that jumps to chosen pages makes their addresses."""
    for script in scripts:
        found = _jump_in(script) if "location" in script else None
        if found:
            return found
    return None


def _jump_in(script: str) -> Jump | None:
    gone_to = set(_SET_FROM.findall(script)) - set(_ADDED_TO.findall(script))
    given = _given_pages(script)
    known: list[tuple[str, str, str, int]] = []
    for match in _JUMP.finditer(script):
        name, begin, number, end = match[1], match[2], match[3], match[4] or ""
        parts = _PARTS.match(number) or (_BARE.match(number) if number in given else None)
        if parts and _is_address(begin, end) and (name in gone_to or _LOCATION.search(name)):
            step = _step(parts[2], {"+": 1, "-": -1}.get(parts[3], 0))
            if step is not None:
                known.append((parts[1], begin, end, step))
    if not known:
        return None
    chosen, begin, end, step = known[0]
    kind = chosen.partition(".")[2]
    bounds = _bounds(script, chosen, kind)
    if len({parts[1:] for parts in known}) > 1 and {sign for sign, _ in bounds} != {"<"}:
        return None  # which of them it is depends on what is not read
    entered = _ENTERED[kind].search(script)
    current = int(entered[1]) + _FROM_ZERO[kind] if entered else 1
    return Jump(begin, end, step, min((page for _, page in bounds), default=None), current)


def _given_pages(script: str) -> set[str]:
    """Return the names by which functions are given the page that was chosen: ``function (pageIndex) {``."""
    names = {first or other for first, other in _GIVEN.findall(script)}
    return {name for name in names if _PAGE_NAME.search(name)}


def _is_address(begin: str, end: str) -> bool:
    return _FILE_END.match(end) is not None or (end[:1] in ("", "&") and _QUERY_BEGIN.search(begin) is not None)


def _step(kind: str, added: int) -> int | None:
    """Return the number in the address less that of the page, where what is added to the chosen number makes sense."""
    if kind not in _FROM_ZERO:
        return None
    if _FROM_ZERO[kind]:
        return 0 if added == 1 else None
    return added if added <= 0 else None


def _bounds(script: str, chosen: str, kind: str) -> list[tuple[str, int]]:
    """Return where the script turns to other addresses: ``data.pageIndex < 100`` is true up to the hundredth page."""
    compared = re.findall(rf"(?<![\w.]){re.escape(chosen)}(?:\(\s*\))?\s*([<>])(=?)\s*(\d{{1,5}})\b", script)
    return [
        (sign, int(bound) - ((sign == "<") != bool(equal)) + _FROM_ZERO[kind])
        for sign, equal, bound in compared
        if int(bound) > 1
    ]


def chosen_address(handler: str, value: str) -> str:
    """Return where a page select goes for one of its values, or "" where its handler does not say."""
    begin, end = _around_choice(handler)
    return f"{begin}{value}{end}" if begin else ""


@lru_cache(maxsize=256)  # a select has one handler and many values
def _around_choice(handler: str) -> tuple[str, str]:
    match = _CHOSEN.search(handler) if "location" in handler else None
    begin, end = (match[1], match[2] or "") if match else ("", "")
    return (begin, end) if _is_address(begin, end) else ("", "")
