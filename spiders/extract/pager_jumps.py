"""This module reads the addresses that a script jumps to when somebody chooses the number of a page.

``location.href = "/zwdt/" + (data.pageIndex + 1) + ".html"``: a text that begins an address, the number, a text that ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_BEGIN = r"[\"']([^\"'\s<>{}$]{1,200})[\"']\s*\+\s*"
_END = r"\s*(?:\+\s*[\"']([^\"'\s<>{}$]{1,200})[\"']\s*)?(?=[;})\r\n]|$)"  # and nothing that is not known behind it
_NUMBER = r"(\(\s*\w+\.\w+\s*[-+]\s*1\s*\)|\w+\.\w+(?:\(\s*\))?|\(\s*\w+\.\w+\(\s*\)\s*-\s*1\s*\))"
_JUMP = re.compile(rf"(?<![\w.$])([\w.]+)\s*[=(]\s*{_BEGIN}{_NUMBER}{_END}")
_CHOSEN = re.compile(
    r"location(?:\.href\s*=|\s*=|\.(?:replace|assign)\s*\()\s*"
    rf"{_BEGIN}this(?:\.options)?(?:\[\s*(?:this\.)?selectedIndex\s*\])?\.value{_END}"
)
_LOCATION = re.compile(r"(?:^|\.)location(?:\.href|\.replace|\.assign)?$")
_SET_FROM = r"location(?:\.href\s*=|\s*=|\.(?:replace|assign)\s*\()\s*{}\s*[;)}}\r\n]"
_PARTS = re.compile(r"\(?\s*(\w+\.(\w+))(?:\(\s*\))?\s*(?:([-+])\s*1)?\s*\)?$")
_FILE_END = re.compile(r"\.(?:s?html?|jspx?|aspx?|php)(?:[?#]|$)")
_QUERY_BEGIN = re.compile(r"[?&]\w+=$")
# What page controls call the page that was chosen, and whether they count it from 0.
_FROM_ZERO = {"curr": False, "getCurrent": False, "pageIndex": True}
_ENTERED = {
    "curr": re.compile(r"\bcurr\s*:\s*(\d{1,5})\b"),
    "getCurrent": re.compile(r"\bcurrent\s*:\s*(\d{1,5})\b"),
    "pageIndex": re.compile(r"\bpageIndex\s*[:=]\s*(\d{1,5})\b"),
}


@dataclass(frozen=True, slots=True)
class Jump:
    """How the addresses of a list's pages are put together; up to which page that is so, and the page it is said on."""

    begin: str
    end: str
    step: int  # the number in the address, less that of the page
    last: int | None
    current: int

    def addresses(self, total: int) -> Iterator[str]:
        """Yield the addresses of the pages from the second on."""
        for page in range(2, (total if self.last is None else min(total, self.last)) + 1):
            yield f"{self.begin}{page + self.step}{self.end}"


def jump_of(scripts: Iterable[str]) -> Jump | None:
    """Return how the first script that jumps to chosen pages makes their addresses."""
    for script in scripts:
        found = _jump_in(script) if "location" in script else None
        if found:
            return found
    return None


def _jump_in(script: str) -> Jump | None:
    known: list[tuple[str, str, str, int]] = []
    for match in _JUMP.finditer(script):
        name, begin, number, end = match[1], match[2], match[3], match[4] or ""
        parts = _PARTS.match(number)
        if parts and _is_address(begin, end) and _sets_location(script, name):
            step = _step(parts[2], {"+": 1, "-": -1}.get(parts[3], 0))
            if step is not None:
                known.append((parts[1], begin, end, step))
    if not known:
        return None
    chosen, begin, end, step = known[0]
    kind = chosen.partition(".")[2]
    last = _last(script, chosen, kind)
    if last is None and len({parts[1:] for parts in known}) > 1:
        return None  # which of them it is depends on what is not read
    entered = _ENTERED[kind].search(script)
    current = int(entered[1]) + _FROM_ZERO[kind] if entered else 1
    return Jump(begin, end, step, last, current)


def _sets_location(script: str, name: str) -> bool:
    if _LOCATION.search(name):
        return True
    return "." not in name and re.search(_SET_FROM.format(re.escape(name)), script) is not None


def _is_address(begin: str, end: str) -> bool:
    return _FILE_END.match(end) is not None or (end[:1] in ("", "&") and _QUERY_BEGIN.search(begin) is not None)


def _step(kind: str, added: int) -> int | None:
    """Return the number in the address less that of the page, where what is added to the chosen number makes sense."""
    if kind not in _FROM_ZERO:
        return None
    if _FROM_ZERO[kind]:
        return 0 if added == 1 else None
    return added if added <= 0 else None


def _last(script: str, chosen: str, kind: str) -> int | None:
    """Return the last page before the script turns to other addresses: ``data.pageIndex < 100`` is true of 100 pages."""
    bounds = []
    for sign, bound in re.findall(rf"(?<![\w.]){re.escape(chosen)}(?:\(\s*\))?\s*([<>]=?)\s*(\d{{1,5}})\b", script):
        if int(bound) > 1:
            bounds.append(int(bound) - (sign in ("<", ">=")) + _FROM_ZERO[kind])
    return min(bounds, default=None)


def chosen_address(handler: str, value: str) -> str:
    """Return where a page select goes for one of its values, or "" where its handler does not say."""
    match = _CHOSEN.search(handler) if "location" in handler else None
    if not (match and _is_address(match[1], match[2] or "")):
        return ""
    return f"{match[1]}{value}{match[2] or ''}"
