"""This module tells where a page leads that only sends its visitors on."""

from __future__ import annotations

import re
from collections import Counter

from spiders.extract.document import Document

_SCRIPT_MOVE = re.compile(
    r"(?:(?:window|self|top|parent|document)\.)?location(?:\.href)?\s*=\s*(['\"])([^'\"]+)\1|location\.(?:replace|assign)\(\s*(['\"])([^'\"]+)\3|window\.open\(\s*(['\"])([^'\"]+)\5\s*,\s*['\"]_self"
)
_NAMED_MOVE = re.compile(
    r"location(?:\.href)?\s*=\s*([A-Za-z_$][\w$]*)\s*(?:;|$)|location\.(?:replace|assign)\(\s*([A-Za-z_$][\w$]*)\s*\)"
)
_WRITTEN_REFRESH = re.compile(
    r"http-equiv\s*=\s*\\?[\"']?refresh[^>]*?url\s*=\s*\\?['\"]?([^'\"\\>\s]+)", re.IGNORECASE
)
_REFRESH = re.compile(r"^\s*([\d.]*)\s*[;,]?\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_MOBILE = re.compile(r"mobile|android|iphone|userAgent|screen\.width|clientWidth", re.IGNORECASE)
_JS_COMMENT = re.compile(r"/\*.*?\*/|(?m:^\s*//(?!-->)[^\n]*)", re.DOTALL)
_MAX_SCRIPT = 50_000
# What makes a function run at once: it is called where it stands, or when the page is there, or after a while.
_AT_ONCE = re.compile(
    r"(?:(?:^|[;{}(!=,\s])\(\s*|!\s*|\$\(\s*|jQuery\(\s*|ready\(\s*|set(?:Timeout|Interval)\(\s*|onload\s*=\s*|"
    r"(?:load|ready|DOMContentLoaded)[\"']\s*,\s*)(?:async\s+)?(?:function\b\s*\w*\s*\([^()]*\)|\([^()]*\)\s*=>)\s*$"
)
_FUNCTION = re.compile(r"(?:function\b\s*(\w*)\s*\([^()]*\)|=>)\s*$")
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_HEAD = 120  # characters before a brace that tell what it opens


def redirect_target(document: Document, size: int) -> str | None:
    """Return where a stub leads: a meta refresh, a written one, or a script that sets the location at once."""
    for element in document.seldom["meta"]:
        if (element.get("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.match(element.get("content") or "")
            if match and match[2].strip():
                return document.link(match[2].strip()) or None
    if size > 900:
        return None
    at_once = document.body.get("onload") or ""
    for script in (*document.scripts, at_once):
        if "location" not in script and "window.open" not in script and "http-equ" not in script.lower():
            continue
        script = _without_comments(script)
        written = _WRITTEN_REFRESH.search(script)
        if written:
            return document.link(written[1]) or None
        if "cookie" in script or _MOBILE.search(script):
            continue
        moved = _first_at_once(_SCRIPT_MOVE, script, at_once)
        if moved and not re.match(r"\s*\+", script[moved.end() :]):
            return document.link(moved[2] or moved[4] or moved[6]) or None
        if where := _named_move(script, at_once):
            return document.link(where) or None
    return None


def _first_at_once(pattern: re.Pattern[str], script: str, started: str) -> re.Match[str] | None:
    if pattern.search(script) is None:  # as in most scripts
        return None
    at_once = _AtOnce(script, started)
    return next((match for match in pattern.finditer(script) if at_once.runs(match.start())), None)


def _named_move(script: str, started: str) -> str:
    """Return the address that a script puts into a variable and then goes to, "" where it does not."""
    moved = _first_at_once(_NAMED_MOVE, script, started)
    if moved is None:
        return ""
    name = re.escape(moved[1] or moved[2])
    given = re.search(rf"(?:^|[^\w$.]){name}\s*=\s*(['\"])([^'\"]+)\1\s*(?:;|$)", script[: moved.start()], re.MULTILINE)
    return given[2] if given else ""


def _without_comments(script: str) -> str:
    """Return a short script without what its author took out of use; ``//`` inside an address stays."""
    return _JS_COMMENT.sub(" ", script) if len(script) < _MAX_SCRIPT else script


class _AtOnce:
    """Says of places in a script whether what stands there runs when the page is opened, not first on a click or a choice.

    Places are asked for in order, and the script is gone through once. ``started`` is what the page's body runs.
    """

    def __init__(self, script: str, started: str) -> None:
        self._script = script
        self._names = Counter(_NAME.findall(f"{script} {started}"))
        plain = _STRING.sub(lambda match: " " * len(match[0]), script)
        self._braces = re.finditer(r"[{}]", plain)
        self._ahead = next(self._braces, None)
        self._waiting: list[bool] = []  # of each brace that is open: whether it holds what only runs later

    def runs(self, place: int) -> bool:
        """Say whether what stands at ``place`` runs at once."""
        while self._ahead is not None and self._ahead.start() < place:
            if self._ahead[0] == "{":
                self._waiting.append(self._inside() or self._waits(self._ahead.start()))
            elif self._waiting:
                self._waiting.pop()
            self._ahead = next(self._braces, None)
        return not self._inside()

    def _inside(self) -> bool:
        return bool(self._waiting) and self._waiting[-1]

    def _waits(self, brace: int) -> bool:
        """Whether a brace opens a function that nobody is seen to call."""
        head = self._script[max(0, brace - _HEAD) : brace]
        function = _FUNCTION.search(head)
        if function is None or _AT_ONCE.search(head):
            return False
        return self._names[function[1]] < 2 if function[1] else True
