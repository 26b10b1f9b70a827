"""This module writes out, as markup, the links that a page's own scripts write: whole lists in strings and arrays.

Nothing is executed. Read are texts written outright (``document.write("<tr>…")``) and rows of data with a title and an address
beside a script that draws links. What stands under a condition or in a function that nobody is seen to call is left alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spiders.extract import dates

_SCRIPT = re.compile(r"<!--.*?-->|<script\b([^<>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_SCRIPT_OPENS = re.compile(r"<[sS][cC][rR][iI][pP][tT]\b")
_SCRIPT_CLOSES = re.compile(r"</[sS][cC][rR][iI][pP][tT]\b")
_TOKEN = re.compile(
    r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|//[^\n]*|<!--[^\n]*|/\*.*?\*/|[A-Za-z_$][\w$]*|\d+|\S""", re.DOTALL
)
_DRAWS = re.compile(r"document\.write(?:ln)?\s*\(|\.innerHTML\s*\+?=|\.(?:append|prepend|html)\s*\(|insertAdjacentHTML")
_NOT_CODE = re.compile(
    r"type\s*=\s*[\"']?(?!text/(?:java|ecma|j)script|application/(?:java|ecma)script|module)|\bsrc\s*=|vbs"
)
_OPEN_HREF = re.compile(r"href\s*=\s*[\"']?\s*([^\"'<>\s]*)$", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b[^<>]*\bhref\s*=", re.IGNORECASE)
_WHOLE_ROW = re.compile(r"<a\b[^<>]*\bhref\s*=[^<>]*>.*[\u4e00-\u9fff].*</a>", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(
    r"(?:https?://|/|\.{1,2}/|\?)?[\w\-./~%]*(?:\.(?:s?html?|jspx?|aspx?|php|do|action)\b|/|\?)[^\s<>\u4e00-\u9fff]*"
)
_WRAPPED = re.compile(r"\{\s*\"\w+\"\s*:\s*\"([^\"]*)\"[^{}]*\}")  # an address in an object of its own, given as text
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg|css|js)(?:\?|$)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_DAY = re.compile(
    r"[\[(（【]?\s*(?:(?:19|20)\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?(?:\s+\d[\d:]*)?\s*[\])）】]?"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TARGET = re.compile(r"getElementById\(\s*[\"']([\w-]+)[\"']|[$](?:\(|\w*\()\s*[\"']#([\w-]+)[\"']")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "\n": ""}
_CONTROL = frozenset(("if", "for", "while", "with", "function", "switch", "else", "do", "try", "catch", "finally"))
_BEFORE_NAMES = (";", ",", "}", "var", "let", "const")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_MAX_SCRIPT = 300_000
_MAX_ROWS = 500
_TITLE_CHARS = 4
_DOTS = 6
_UNDATED_ROWS, _UNDATED_CHARS = 3, 8


@dataclass(slots=False)
class _Script:
    start: int  # of the code in the page
    end: int  # behind the closing tag
    code: str

    @cached_property
    def tokens(self) -> list[str]:
        """The words of the code; most scripts have none that is asked for."""
        return _tokens(self.code)

    @cached_property
    def draws(self) -> bool:
        """Whether the code writes into the page."""
        return _DRAWS.search(self.code) is not None


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    address: str
    day: str


def write_out(text: str) -> str:
    """Return the page with the links that its scripts write standing behind them (or in the element that they fill)."""
    if "href" not in text or not _may_draw(text):
        return text
    scripts = list(_scripts(text))
    writing = (script for script in scripts if "write" in script.code)
    added = [(script.end, markup) for script in writing if (markup := _written(script.tokens))]
    rows = _drawn(scripts, text)
    for position, markup in sorted([*added, *([rows] if rows else [])], reverse=True):
        text = text[:position] + markup + text[position:]
    return text


def _may_draw(text: str) -> bool:
    """Whether any script of a page draws at all; only scripts are searched, which are a small part of most pages."""
    position = 0
    while opened := _SCRIPT_OPENS.search(text, position):
        closed = _SCRIPT_CLOSES.search(text, opened.end())
        position = closed.end() if closed else len(text)
        if _DRAWS.search(text, opened.end(), position):
            return True
    return False


def draws_links(code: str) -> bool:
    """Whether a script puts links together out of parts, as the drawing of a list does (a pager's is none)."""
    if (
        "href" not in code
        or len(code) > _MAX_SCRIPT
        or not _DRAWS.search(code)
        or re.search("page|fenye", code, re.IGNORECASE)
    ):
        return False
    return _prefix(_tokens(code)) is not None


def _scripts(text: str) -> Iterator[_Script]:
    for match in _SCRIPT.finditer(text):
        code = match[2]
        if code and len(code) < _MAX_SCRIPT and not _NOT_CODE.search(match[1].lower()):
            yield _Script(match.start(2), match.end(), code)


def _tokens(code: str) -> list[str]:
    return [t for t in _TOKEN.findall(code) if t[0] not in "/<" or not t.startswith(("//", "/*", "<!--"))]


def _string(token: str) -> str:
    def plain(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _PLAIN_ESCAPES.get(match[3], match[3])

    return _ESCAPE.sub(plain, token[1:-1])


def _is_string(token: str) -> bool:
    return len(token) > 1 and token[0] in "\"'"


def _closing(tokens: list[str], start: int) -> int:
    """Return where the bracket that opens at ``start`` closes."""
    depth = 0
    for number in range(start, len(tokens)):
        if tokens[number] in _PAIRS:
            depth += 1
        elif tokens[number] in ")]}":
            depth -= 1
            if depth == 0:
                return number
    return len(tokens)


def _written(tokens: list[str]) -> str:
    """Return what a script writes outright and on every visit, if there are links in it."""
    said: list[str] = []
    given: dict[str, str] = {}  # what the variables hold, as far as it is written in the script
    number = 0
    while number < len(tokens):
        token = tokens[number]
        if token == "=":
            number = _give(tokens, number, given)
        elif token in _CONTROL or token == "{":
            end = _past_statement(tokens, number + 1) if token in _CONTROL else _closing(tokens, number) + 1
            _forget(tokens[number:end], given)
            number = end
        elif tokens[number : number + 2] == ["document", "."] and tokens[number + 2 : number + 3] in (
            ["write"],
            ["writeln"],
        ):
            end = _closing(tokens, number + 3)
            if number == 0 or tokens[number - 1] not in "&|?:=,(":
                said.append(_outright(tokens[number + 4 : end], given))
            number = end + 1
        else:
            number += 1
    markup = "".join(said)
    return markup if _ANCHOR.search(markup) and "<script" not in markup.lower() else ""


def _give(tokens: list[str], number: int, given: dict[str, str]) -> int:
    """Note that the variable before this = is given a text, or something else than one; return the place behind it."""
    name, before = tokens[number - 1] if number else "", tokens[number - 2] if number > 1 else ";"
    value, behind = [*tokens[number + 1 : number + 3], ";", ";"][:2]
    if before in _BEFORE_NAMES and _is_string(value) and (behind in ";," or behind.isidentifier()):
        given[name] = _string(value)
    else:
        given.pop(before if name == "+" else name, None)
    return number + 1


def _forget(tokens: list[str], given: dict[str, str]) -> None:
    """What a condition may change is known no longer, unless a text is only cut to its beginning there."""
    for number, token in enumerate(tokens):
        name, value = tokens[number - 1] if number else "", tokens[number + 1] if number + 1 < len(tokens) else ""
        if token == "=" and value not in ("=", name):
            given.pop(name, None)


def _outright(parts: list[str], given: dict[str, str]) -> str:
    said: list[str] = []
    number = 0
    while number < len(parts):
        part = parts[number]
        if part == "(":  # the text or its beginning, as there is room
            end = _closing(parts, number)
            names = {name for name in parts[number:end] if name in given}
            others = "".join(_string(other) for other in parts[number:end] if _is_string(other))
            if len(names) != 1 or "length" not in parts[number:end] or len(others) > _DOTS:
                return ""
            said.append(given[names.pop()])
            number = end
        elif _is_string(part):
            said.append(_string(part))
        elif part in given and parts[number + 1 : number + 2] in ([], ["+"], [","]):
            said.append(given[part])
        elif part not in "+,":
            return ""
        number += 1
    return "".join(said)


def _past_statement(tokens: list[str], number: int) -> int:
    """Return the place behind a conditional statement, a loop or a function."""
    while number < len(tokens):
        token = tokens[number]
        if token == "{":
            return _closing(tokens, number) + 1
        if token == ";":
            return number + 1
        number = _closing(tokens, number) + 1 if token in _PAIRS else number + 1
    return number


def _drawn(scripts: list[_Script], text: str) -> tuple[int, str] | None:
    """Return where a script draws links out of rows of data, and these as a list."""
    naming = (s for s in scripts if s.draws and b"href" in s.code.encode(errors="surrogatepass").lower())
    drawing = [(s, prefix) for s in naming if (prefix := _prefix(s.tokens)) is not None]
    whole = [row for s in scripts if (s.draws or drawing) and "href" in s.code for row in _whole_rows(s.tokens)]
    if not drawing and len(whole) < 2:
        return None
    script, prefix = drawing[-1] if drawing else (next(s for s in scripts if s.draws), "")
    found = {row.address: row for s in scripts for row in _rows(s.tokens, prefix)}
    rows = [row for row in found.values() if row.address][:_MAX_ROWS]
    if not _is_list(rows) and len(whole) < 2:
        return None
    last = max(
        (s.end for s in (script, *scripts) if s is script or next(_rows(s.tokens, prefix), None)), default=script.end
    )
    lines = "".join(_line(row) for row in rows) if _is_list(rows) else ""
    lines += "".join(f"<li>{row}</li>" for row in whole)
    return _place(script, text, last), f'<ul class="written">{lines}</ul>'


def _is_list(rows: list[_Row]) -> bool:
    if any(row.day for row in rows):
        return True
    return len(rows) >= _UNDATED_ROWS and sum(len(row.title) for row in rows) >= _UNDATED_CHARS * len(rows)


def _line(row: _Row) -> str:
    return (
        f'<li><a href="{html.escape(row.address)}">{html.escape(row.title)}</a><span>{html.escape(row.day)}</span></li>'
    )


def _place(script: _Script, text: str, last: int) -> int:
    for names in _TARGET.findall(script.code):
        name = next(n for n in names if n)
        tag = re.search(rf"<(?!script)\w[^<>]*\bid\s*=\s*[\"']?{re.escape(name)}[\"'\s>][^<>]*", text)
        if tag:
            return text.find(">", tag.end() - 1) + 1 or last
    return last


def _prefix(tokens: list[str]) -> str | None:
    """Return what stands before the address where a script puts a link together; None where it puts none together."""
    for token, following in zip(tokens, tokens[1:], strict=False):
        if (
            following == "+"
            and _is_string(token)
            and "href" in token.lower()
            and (found := _OPEN_HREF.search(_string(token)))
        ):
            return found[1]
    return None


def _whole_rows(tokens: list[str]) -> Iterator[str]:
    """Yield the strings that are rows already: a link with its title, not put together with anything."""
    for number, token in enumerate(tokens):
        around = (tokens[number - 1] if number else "", tokens[number + 1] if number + 1 < len(tokens) else "")
        if (
            _is_string(token)
            and "href" in token
            and around[0] in ("=", "[", ",", "(")
            and around[1] in ("", ";", "]", ",", ")")
        ):
            row = _string(token)
            named = tokens[number - 2] if number > 1 else ""
            if named not in ("write", "writeln", "append", "prepend", "html") and _WHOLE_ROW.search(row):
                yield row


def _rows(tokens: list[str], prefix: str) -> Iterator[_Row]:
    for strings in (*_groups(tokens), *_parallel(tokens)):
        row = _row(strings, prefix)
        if row is not None:
            yield row


def _groups(tokens: list[str]) -> Iterator[list[str]]:
    """Yield the strings of every bracket that holds at least two: ``["…", "…"]``, ``new Array("…", "…")``, ``{a: "…"}``."""
    stack: list[list[str]] = []
    for number, token in enumerate(tokens):
        if token in _PAIRS:
            stack.append([])
        elif token in ")]}" and stack:
            own = stack.pop()
            if len(own) > 1:
                yield own
        elif stack and _is_string(token) and tokens[number - 1] != "+" and tokens[number + 1] not in (":", "+"):
            stack[-1].append(_string(token))


def _parallel(tokens: list[str]) -> Iterator[list[str]]:
    """Yield the strings given to one number in several arrays: ``t[0] = "…"; u[0] = "…"; d[0] = "…"``."""
    found: dict[str, list[str]] = {}
    for number in range(len(tokens) - 5):
        if tokens[number + 1] != "[" or tokens[number + 3] != "]" or not tokens[number + 2].isdigit():
            continue
        end = number + 4
        if tokens[end] in ".[":
            end += 2 if tokens[end] == "." else 3
        if tokens[end : end + 1] == ["="] and end + 1 < len(tokens) and _is_string(tokens[end + 1]):
            found.setdefault(tokens[number + 2], []).append(_string(tokens[end + 1]))
    yield from (strings for strings in found.values() if len(strings) > 1)


def _row(strings: list[str], prefix: str) -> _Row | None:
    strings = [_unwrapped(s) if s[:1] == "{" else s for s in strings]
    days = [s for s in strings if _DAY.fullmatch(s.strip()) or (len(s) < 24 and dates.FULL.match(s.strip()))]
    addresses = [s for s in strings if _ADDRESS.fullmatch(s.strip()) and not _PICTURE.search(s) and s not in days]
    titles = [html.unescape(_TAG.sub("", s)) for s in strings if s not in addresses and s not in days]
    title = max((t.strip() for t in titles if len(_HAN.findall(t)) >= _TITLE_CHARS), key=len, default="")
    if not title or not addresses:
        return None
    return _Row(title, prefix + addresses[0].strip(), days[0].strip() if days else "")


def _unwrapped(text: str) -> str:
    """Return the address in an object that is given as text: ``{"common":"/a/1.html"}``."""
    wrapped = _WRAPPED.fullmatch(text.strip())
    return wrapped[1].replace("\\/", "/") if wrapped else text
