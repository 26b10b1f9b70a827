"""This module reads the addresses of a list's pages, and how many there are, out of the scripts that write a pager."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spiders.extract.evidence import Candidate
from spiders.extract.reading import Reading

_CALL = re.compile(
    r"(?<![\w.])(create\w*page\w*|pager|pagination|showpage\w*|makepage\w*|page_?html|gen\w*page\w*)"
    r"\s*\(\s*([^(){}]{1,200})\)",
    re.IGNORECASE,
)
_OBJECT_CALL = re.compile(r"(?<![\w.])(?:new\s+)?Pager\s*\(\s*\{([^{}]{1,800})", re.IGNORECASE)
_DEFINED = re.compile(r"function\s+$|function\s+\w+\s*$")
_COUNT_VAR = re.compile(
    r"\b(?:countPage|totalPages?|pageCount|page_count|pageTotal|total_page|pagecount"
    r"|allPage|logicTotalPage|totalPageNum|maxPage|pageNum(?:s|ber)?Total)"
    r"\b[\"']?\s*[:=]\s*[\"']?(\d{1,5})\b",
    re.IGNORECASE,
)
_COUNT_WORDS = (b"count", b"total", b"allpage", b"maxpage")  # one of them is in all of these names
_CURRENT_VAR = re.compile(
    r"\b(?:currentPage|curPage|pageIndex|current_page|currPage|pageNo)\b[\"']?\s*[:=]\s*[\"']?(\d{1,5})\b",
    re.IGNORECASE,
)
_RECORDS = re.compile(
    r"\b(?:totalRecord|totalCount|recordCount|total_record|totalRecords|rowCount|count|total)"
    r"\b[\"']?\s*[:=]\s*[\"']?(\d{1,6})\b"
)
_PER_PAGE = re.compile(
    r"\b(?:perPage|pageSize|page_size|perpage|limit|pagesize|rows|prepage|prePage|perSize)\b[\"']?\s*[:=]\s*[\"']?(\d{1,3})\b"
)
# "index" + "_" + nextPage + "." + "html", in any number of pieces, or "index_" + (currentPage + 1) + ".html"
_WRITTEN = re.compile(
    r"(?<![\w/.-])([\w/.-]+)\\?[\"']\s*\+\s*([\"']_[\"']\s*\+\s*)?(?:(\w+)|\(\s*(\w+)\s*([-+])\s*1\s*\))"
    r"\s*\+\s*[\"']\.(?:[\"']\s*\+\s*[\"'])?(s?html?|jsp|aspx?)\b"
)
_LAYPAGE = re.compile(r"(?<!\w)laypage(?:\.render)?\s*\(\s*\{")
_LAYPAGE_PAGES = re.compile(r"(?<![\w.])[\"']?pages[\"']?\s*:\s*[\"']?(\d{1,5})[\"']?\s*(?:[,}\r\n]|$)")
_MAX_OPTIONS = 3000
MAX_NEXT = 300

Caller = tuple[str, "re.Match[str] | None"]  # a script and where it says how many pages there are


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a script names pages: the second is ``index_1.html`` (``first`` = 0) or ``index_2.html`` (``first`` = 1)."""

    total: int
    current: int
    first: int
    prefix: str
    suffix: str

    def addresses(self) -> Iterator[str]:
        for page in range(self.current + 1, min(self.total + self.first, self.current + 1 + MAX_NEXT)):
            if page > self.first:
                yield f"{self.prefix}{page}.{self.suffix}"


def scheme_of(scripts: list[Caller]) -> Scheme | None:
    """Return how the first script that makes a pager names its pages."""
    for script, count in scripts:
        for match in _OBJECT_CALL.finditer(script):
            fields = dict(re.findall(r"(\w+)\s*:\s*[\"']?([\w./-]*)", match[1]))
            if fields.get("size", "").isdigit():
                size, current = int(fields["size"]), int(fields.get("current") or 0)
                prefix = fields.get("prefix") or "index"
                return Scheme(size, current, 0, f"{prefix}_", fields.get("suffix") or "html")
        for match in _CALL.finditer(script):
            if not _DEFINED.search(script[max(0, match.start() - 40) : match.start()]):
                scheme = _arguments(match[2])
                if scheme:
                    return scheme
        written = _written_links(script, count)
        if written:
            return written
    return None


def _written_links(script: str, count: re.Match[str] | None) -> Scheme | None:
    """A script that writes its links itself: ``"index" + "_" + nextPage + ".html"`` beside ``countPage = 6``."""
    written = [link for link in _WRITTEN.finditer(script) if _numbers_pages(link)] if count else []
    if not (count and written):
        return None
    counted = count[0].partition("=")[0].partition(":")[0].strip(" \"'")
    shown = _CURRENT_VAR.search(script)
    current = int(shown[1]) if shown else None
    # Where files are counted from 1, the last one has the number of pages in its name: index_50.html of 50.
    first = int(current != 0 and any(link[3] == counted for link in written))
    prefix = written[0][1] + ("_" if written[0][2] else "")
    return Scheme(max(int(count[1]), 1), current or 0, first, prefix, written[0][6])


def _numbers_pages(link: re.Match[str]) -> bool:
    """Whether what stands between the parts of a file's name is the number of a page, and not of an article."""
    name = link[3] or link[4]
    return bool(link[2]) or (link[1].endswith("_") and (name == "i" or "page" in name.lower()))


def callers_of(reading: Reading) -> list[Caller]:
    """Return the scripts that name a page at all, without comments."""
    found: list[Caller] = []
    for script in reading.document.scripts:
        if "age" not in script or len(script) >= 200_000:
            continue
        if "/*" in script or "//" in script:
            script = re.sub(r"/\*.*?\*/|(?<![:'\"])//[^\n]*", "", script, flags=re.DOTALL)
        lowered = script.encode(errors="surrogatepass").lower()  # much faster than of Chinese text
        if b"pag" in lowered:  # as in page, pager, pagination
            counts = b"page" in lowered and any(word in lowered for word in _COUNT_WORDS)
            found.append((script, _COUNT_VAR.search(script) if counts else None))
    return found


def _arguments(text: str) -> Scheme | None:
    """Read ``4, 0, "index", "html"`` or, with the pager's element first, ``'pager', 27, 1, 'index', 'shtml', 539``."""
    parts = [part.strip().strip("\"'") for part in text.split(",")]
    first = 0
    if parts and not parts[0].isdigit():
        parts, first = parts[1:], 1
    if len(parts) < 2 or not parts[0].isdigit() or not parts[1].isdigit():
        return None
    words = [part for part in parts[2:] if part and not part.isdigit() and re.fullmatch(r"[\w./\-]+", part)]
    prefix, suffix = (words + ["index", "html"][len(words) :])[:2] if len(words) < 2 else words[:2]
    return Scheme(max(int(parts[0]), 1), int(parts[1]), first, f"{prefix}_", suffix.lstrip("."))


def script_totals(scripts: list[Caller]) -> Iterator[Candidate]:
    """Yield the numbers of pages that scripts say outright, or as so many entries and so many on a page."""
    for script, count in scripts:
        if count:
            yield Candidate(count[1], "text", -0.5, count[0])
        called = _LAYPAGE.search(script) if "laypage" in script and "pages" in script else None
        pages = _LAYPAGE_PAGES.search(_own_options(script, called.end())) if called else None
        if pages:
            yield Candidate(pages[1], "text", -0.5, pages[0])
        records = _RECORDS.search(script) if "ount" in script or "otal" in script else None
        size = _PER_PAGE.search(script) if records else None
        if records and size and int(size[1]) and "page" in script.lower():
            yield Candidate(str(max(1, -(-int(records[1]) // int(size[1])))), "text", -1.0, f"{records[0]}, {size[0]}")


def _own_options(script: str, start: int) -> str:
    """Return what an object says of itself, the functions and objects in it left out; ``start`` is behind its brace."""
    depth, kept = 1, []
    for character in script[start : start + _MAX_OPTIONS]:
        depth += (character == "{") - (character == "}")
        if depth == 0:
            break
        if depth == 1:
            kept.append(character)
    return "".join(kept)
