"""This module reads how many pages a list has and where the next ones are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from spiders.extract.document import Element, compact
from spiders.extract.evidence import Candidate
from spiders.extract.reading import Reading

_CALL = re.compile(
    r"(?<![\w.])(create\w*page\w*|pager|pagination|showpage\w*|makepage\w*|page_?html|gen\w*page\w*)\s*\(\s*([^(){}]{1,200})\)",
    re.IGNORECASE,
)
_OBJECT_CALL = re.compile(r"(?<![\w.])(?:new\s+)?Pager\s*\(\s*\{([^{}]{1,800})", re.IGNORECASE)
_DEFINED = re.compile(r"function\s+$|function\s+\w+\s*$")
_COUNT_VAR = re.compile(
    r"\b(?:countPage|totalPages?|pageCount|page_count|pageTotal|total_page|pagecount|allPage|totalPageNum|maxPage|pageNum(?:s|ber)?Total)\b[\"']?\s*[:=]\s*[\"']?(\d{1,5})\b",
    re.IGNORECASE,
)
_COUNT_WORDS = (b"count", b"total", b"allpage", b"maxpage")  # one of them is in all of these names
_CURRENT_VAR = re.compile(
    r"\b(?:currentPage|curPage|pageIndex|current_page|currPage|pageNo)\b[\"']?\s*[:=]\s*[\"']?(\d{1,5})\b",
    re.IGNORECASE,
)
_RECORDS = re.compile(
    r"\b(?:totalRecord|totalCount|recordCount|total_record|totalRecords|rowCount|count|total)\b[\"']?\s*[:=]\s*[\"']?(\d{1,6})\b"
)
_PER_PAGE = re.compile(
    r"\b(?:perPage|pageSize|page_size|perpage|limit|pagesize|rows)\b[\"']?\s*[:=]\s*[\"']?(\d{1,3})\b"
)
_WRITTEN = re.compile(r"([\w/.-]+)\\?[\"']\s*\+\s*[\"']_[\"']\s*\+\s*\w+\s*\+\s*[\"']\.(s?html?|jsp|aspx?)")
_TEXTS = (  # with what must stand in a text for one to be found
    ("页", re.compile(r"(?:共|总共|合计|总计|/)\s*(?:有|计|分)?\s*(\d{1,5})\s*页")),
    ("页", re.compile(r"(?:总页数|页数|总页码|共计页数)\s*[:：]?\s*(?:\d{1,5}\s*/\s*)?(\d{1,5})(?!\s*[条篇])")),
    ("/", re.compile(r"(?:页次|页码|当前页|第)\s*[:：]?\s*\d{1,5}\s*页?\s*/\s*(?:共|总)?\s*(\d{1,5})\s*页?")),
    ("/", re.compile(r"[条项篇]\s*(?:记录|信息)?[\s,，;；]*\d{1,5}\s*/\s*(\d{1,5})(?!\d|\s*/)")),
    ("/", re.compile(r"(?:上一?页|下一?页|首页|尾页)[^/]{0,60}?(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})(?![\d/])")),
    ("/", re.compile(r"(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})(?![\d/])[^/]{0,60}?(?:上一?页|下一?页|首页|尾页)")),
    ("age", re.compile(r"[Pp]age\s+\d{1,4}\s+of\s+(\d{1,4})")),
)
_CURRENT_TEXT = re.compile(
    r"(?:第|当前(?:第|页)?|页次)\s*[:：]?\s*(\d{1,4})\s*(?:页|/)|(?<![\d/])(\d{1,4})\s*/\s*\d{1,4}(?![\d/])"
)
_NEXT = re.compile(
    r"^(?:下一?页|下頁|下一頁|后一?页|后页|下页|next(?:page)?|[>›»]|下一页[>›»]*|[>›»]*下一?页|＞|older)$",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"^(?:尾页|末页|最后一?页|最末页|尾頁|last|末頁|[>›»]{2}|>\||»|最后|末尾页|未页|共\d+页)$", re.IGNORECASE
)
_WORDED = re.compile(r"[\u4e00-\u9fff\w]")
_NUMBER = re.compile(r"^[\[第]?(\d{1,4})[\]页]?$")
_PAGER_WORD = re.compile(r"上一?页|下一?页|下頁|尾页|末页|最后一?页|前一?页|后一?页|下页|next", re.IGNORECASE)
_FILE_NUMBER = re.compile(r"(\d+)(?=(?:\.\w{2,6})?(?:[?#].*)?$)")
_QUERY_NUMBER = re.compile(
    r"((?:[?&;](?:page\w*|pn|p|cur\w*page|currentPage|pageNo|pageIndex|PAGENUM|start|totalpage)=))(\d+)", re.IGNORECASE
)
_PAGER_CLASS = re.compile(r"page|pagin|fenye|fy\b", re.IGNORECASE)
_PARTS = frozenset(("a", "span", "option", "button", "em", "strong", "b", "td", "li"))
_COUNTED = frozenset("条项篇个件封则份")  # 共 36 项 counts entries, not pages
_LONGEST = 16  # characters of what a pager's link says, with a space between any two of them
_MAX_ELEMENTS = 12_000
_MAX_PAGER = 400  # characters
MAX_NEXT = 300
MAX_TOTAL = 20_000


@dataclass(frozen=True, slots=True)
class Paging:
    """The number of pages and the addresses of those that follow this one."""

    total: int | None = None
    following: tuple[str, ...] = ()
    present: bool = False


@dataclass(frozen=True, slots=True)
class _Scheme:
    """How a script names its pages: ``index_1.html`` for the second (``first`` = 0) or ``index_2.html`` (``first`` = 1)."""

    total: int
    current: int
    first: int
    prefix: str
    suffix: str

    def addresses(self) -> Iterator[str]:
        for page in range(self.current + 1, min(self.total + self.first, self.current + 1 + MAX_NEXT)):
            if page > self.first:
                yield f"{self.prefix}_{page}.{self.suffix}"


def read_paging(reading: Reading) -> Paging:
    """Return what the page's pager says, whoever made it."""
    scripts = _callers(reading)
    scheme = _scheme(scripts)
    links = _links(reading)
    candidates = []
    if scheme:
        candidates.append(Candidate(str(scheme.total), "script-call"))
    candidates += _text_totals(reading, links)
    candidates += _script_totals(scripts)
    candidates += _link_totals(links)
    candidates = [c for c in candidates if 0 < int(c.value) <= MAX_TOTAL]
    best = reading.weigh("total_pages", candidates)
    total = int(best.value) if best else None
    if scheme and scheme.total == total:
        following = [reading.document.link(raw) for raw in scheme.addresses()]
    else:
        following = _following(reading, links, total)
    own = reading.document.url
    unique = tuple(dict.fromkeys(url for url in following if url and url != own))
    return Paging(total, unique[:MAX_NEXT], bool(candidates or links.next or len(links.numbers) > 1))


def _scheme(scripts: list[_Caller]) -> _Scheme | None:
    for script, count in scripts:
        for match in _OBJECT_CALL.finditer(script):
            fields = dict(re.findall(r"(\w+)\s*:\s*[\"']?([\w./-]*)", match[1]))
            if fields.get("size", "").isdigit():
                size, current = int(fields["size"]), int(fields.get("current") or 0)
                return _Scheme(size, current, 0, fields.get("prefix") or "index", fields.get("suffix") or "html")
        for match in _CALL.finditer(script):
            if not _DEFINED.search(script[max(0, match.start() - 40) : match.start()]):
                scheme = _arguments(match[2])
                if scheme:
                    return scheme
        written = _written_links(script, count)
        if written:
            return written
    return None


def _written_links(script: str, count: re.Match[str] | None) -> _Scheme | None:
    """A script that writes its links itself: ``"index" + "_" + nextPage + ".html"`` beside ``countPage = 6``."""
    written = _WRITTEN.search(script) if count else None
    if not (count and written):
        return None
    current = _CURRENT_VAR.search(script)
    return _Scheme(max(int(count[1]), 1), int(current[1]) if current else 0, 0, written[1], written[2])


_Caller = tuple[str, "re.Match[str] | None"]  # a script and where it says how many pages there are


def _callers(reading: Reading) -> list[_Caller]:
    """Return the scripts that name a page at all, without comments."""
    found: list[_Caller] = []
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


def _arguments(text: str) -> _Scheme | None:
    """Read ``4, 0, "index", "html"`` or, with the pager's element first, ``'pager', 27, 1, 'index', 'shtml', 539``."""
    parts = [part.strip().strip("\"'") for part in text.split(",")]
    first = 0
    if parts and not parts[0].isdigit():
        parts, first = parts[1:], 1
    if len(parts) < 2 or not parts[0].isdigit() or not parts[1].isdigit():
        return None
    words = [part for part in parts[2:] if part and not part.isdigit() and re.fullmatch(r"[\w./\-]+", part)]
    prefix, suffix = (words + ["index", "html"][len(words) :])[:2] if len(words) < 2 else words[:2]
    return _Scheme(max(int(parts[0]), 1), int(parts[1]), first, prefix, suffix.lstrip("."))


@dataclass(slots=True)
class _Links:
    next: list[str]
    last: list[str]
    numbers: dict[int, str]
    containers: list[Element]
    parents: dict[Element, None]  # what holds them: a set that keeps its order


def _links(reading: Reading) -> _Links:
    """Collect the pager's plain links: next, last and numbers."""
    found = _Links([], [], {}, [], {})
    numbered: list[tuple[int, str, Element]] = []
    possible = [element for element in reading.document.elements if element.tag in _PARTS]
    for anchor in possible[:_MAX_ELEMENTS]:
        linked = anchor.tag == "a"
        text = reading.text_of(anchor) if linked else "" if len(anchor) else anchor.text or ""
        if len(text) > _LONGEST and linked:
            continue
        text = text.replace(" ", "") if linked else compact(text)
        if not text and linked and not len(anchor):
            text = compact(anchor.get("title") or anchor.get("class") or "")
        part = _part(text) if 0 < len(text) <= 8 else ""
        if not part or (not linked and not _WORDED.search(text) and not text.isdigit()):
            continue
        value = anchor.get("value") if anchor.tag == "option" else ""
        raw = anchor.get("href") or anchor.get("tagname") or value or ""
        if part in ("next", "last"):
            (found.next if part == "next" else found.last).append(raw)
            found.containers.append(anchor)
        elif anchor.tag != "td" and (linked or (anchor.tail or "").strip()[:1] not in _COUNTED):
            numbered.append((int(part), raw, anchor))
    found.parents = _pager_parents(reading, found.containers)
    parents = found.parents | dict.fromkeys(_numbered_parents(reading, numbered))
    known: dict[Element | None, bool] = {}
    for number, raw, anchor in numbered:
        parent = anchor.getparent()
        if parent not in known:
            known[parent] = _belongs(parent, parents)
        if known[parent] and (raw or number not in found.numbers):
            found.numbers[number] = raw
    return found


def _numbered_parents(reading: Reading, numbered: list[tuple[int, str, Element]]) -> Iterator[Element]:
    """Yield what holds nothing but the numbers of pages, said by words beside them (共3页) or by how their files are called."""
    beside: dict[Element, dict[int, str]] = {}
    for number, raw, anchor in numbered:
        parent = anchor.getparent()
        if anchor.tag == "a" and raw and parent is not None:
            beside.setdefault(parent, {})[number] = raw
    for parent, links in beside.items():
        text = reading.text_of(parent)
        worded = len(text) <= _MAX_PAGER and _text_total(text) is not None
        if worded or (len(links) > 1 and _offset_of(links) in (0, 1) and _one_scheme(links)):
            yield parent


def _one_scheme(links: dict[int, str]) -> bool:
    """Whether the addresses behind the numbers differ in the number only."""
    return len({_FILE_NUMBER.sub("#", raw) for number, raw in links.items() if number > 1}) == 1


@lru_cache(maxsize=4096)
def _part(text: str) -> str:
    """Return what a short text is in a pager: "next", "last", the number of a page, or "" for none of it."""
    if _NEXT.match(text):
        return "next"
    if _LAST.match(text):
        return "last"
    match = _NUMBER.match(text)
    return match[1] if match else ""


def _pager_parents(reading: Reading, containers: list[Element]) -> dict[Element, None]:
    parents: dict[Element, None] = {}
    for element in containers:
        node = element.getparent()
        for _ in range(3):
            if node is None or node.tag in ("body", "html") or len(reading.text_of(node)) > _MAX_PAGER:
                break
            parents[node] = None
            node = node.getparent()
    return parents


def _belongs(node: Element | None, parents: dict[Element, None]) -> bool:
    for _ in range(4):
        if node is None:
            return False
        if node in parents or _PAGER_CLASS.search(node.get("class") or "") or _PAGER_CLASS.search(node.get("id") or ""):
            return True
        node = node.getparent()
    return False


def _text_totals(reading: Reading, links: _Links) -> Iterator[Candidate]:
    texts = [reading.text_of(parent) for parent in links.parents]
    texts += [
        line.text for line in reading.head_lines if len(line.text) < 160 and ("页" in line.text or "/" in line.text)
    ]
    for text in texts:
        if found := _text_total(text):
            yield Candidate(found[1], "text", -0.1 * found[0], text[:80])


def _text_total(text: str) -> tuple[int, str] | None:
    """Return which pattern finds the number of pages in a text, and that number."""
    for number, (needed, pattern) in enumerate(_TEXTS):
        match = pattern.search(text) if needed in text else None
        if match:
            return number, match[1]
    return None


def _script_totals(scripts: list[_Caller]) -> Iterator[Candidate]:
    for script, count in scripts:
        if count:
            yield Candidate(count[1], "text", -0.5, count[0])
        records = _RECORDS.search(script) if "ount" in script or "otal" in script else None
        size = _PER_PAGE.search(script) if records else None
        if records and size and int(size[1]) and "page" in script.lower():
            yield Candidate(str(max(1, -(-int(records[1]) // int(size[1])))), "text", -1.0, f"{records[0]}, {size[0]}")


def _offset_of(numbers: dict[int, str]) -> int | None:
    """Return page number minus file number, where the numbered links agree on one."""
    offsets = set()
    for number, raw in numbers.items():
        found = _file_number(raw)
        if found is not None and number > 1:
            offsets.add(number - found)
    return offsets.pop() if len(offsets) == 1 else None


def _file_number(raw: str) -> int | None:
    match = _QUERY_NUMBER.search(raw)
    if match:
        return int(match[2])
    match = _FILE_NUMBER.search(raw)
    return int(match[1]) if match else None


def _link_totals(links: _Links) -> Iterator[Candidate]:
    offset = _offset_of(links.numbers)
    lost_last = False
    for raw in links.last:
        found = _file_number(raw)
        if found is None:
            called = re.search(r"\(\s*['\"]?(\d{1,5})['\"]?\s*\)", raw)
            if called:
                yield Candidate(called[1], "last-link", 0.0, raw)
            lost_last = lost_last or raw.lower().startswith("javascript:")
            continue
        if offset is None and len({n for n, address in links.numbers.items() if n > 1 and address}) > 1:
            continue  # files count backwards or the numbers are not page numbers
        if found < MAX_TOTAL:
            yield Candidate(str(found + (offset or 0)), "last-link", 0.0 if offset is not None else -1.0, raw)
    if links.numbers and not lost_last:
        top = max(links.numbers)
        if not (links.last and top > 1):
            yield Candidate(str(top), "numbers", 0.0, "highest number shown")
        elif all(not raw for raw in links.last):
            yield Candidate(str(top), "single", 0.0, "last link without address: this is the last page")
    if not links.numbers and links.last and all(raw in ("", "#") for raw in (*links.last, *links.next)):
        yield Candidate("1", "single", 0.0, "links without address")


def _following(reading: Reading, links: _Links, total: int | None) -> list[str]:
    link = reading.document.link
    found = [link(raw) for raw in links.next]
    current = _current(reading, links)
    if current:
        found += [link(raw) for number, raw in sorted(links.numbers.items()) if number > current]
    found += _generated(links, total, current, link) or _backwards(links, total, current, link)
    found += [link(raw) for raw in links.last]
    return [url for url in found if url]


def _generated(links: _Links, total: int | None, current: int | None, link: Callable[[str], str]) -> list[str]:
    """Fill the gap between the window of numbers and the last page by the pattern that the shown links follow."""
    offset = _offset_of(links.numbers)
    sample = next(
        (
            raw
            for number, raw in sorted(links.numbers.items(), reverse=True)
            if number > 1 and _file_number(raw) is not None
        ),
        None,
    )
    if not (offset is not None and sample and total and current):
        return []
    pattern = _QUERY_NUMBER if _QUERY_NUMBER.search(sample) else _FILE_NUMBER
    match = pattern.search(sample)
    if match is None:
        return []
    head, tail = sample[: match.start(match.re.groups)], sample[match.end() :]
    return [link(f"{head}{n - offset}{tail}") for n in range(current + 1, min(total, current + MAX_NEXT) + 1)]


def _backwards(links: _Links, total: int | None, current: int | None, link: Callable[[str], str]) -> list[str]:
    """Files that count down (博达: the second of 18 pages is ``17.htm``, the last ``1.htm``)."""
    sample = next((raw for raw in links.next if _file_number(raw)), None)
    if not (sample and total and current and _file_number(sample) == total - current and total > 2):
        return []
    numbers = range(total - current, max(0, total - current - MAX_NEXT), -1)
    return [link(_FILE_NUMBER.sub(str(n), sample, count=1)) for n in numbers]


def _current(reading: Reading, links: _Links) -> int | None:
    """Return the number of this page: what the text says, else the number without a link, else 1."""
    for parent in links.parents:
        match = _CURRENT_TEXT.search(reading.text_of(parent))
        if match:
            return int(match[1] or match[2])
    unlinked = [n for n, raw in links.numbers.items() if not raw or raw == "#"]
    if len(unlinked) == 1:
        return unlinked[0]
    own = [n for n, raw in links.numbers.items() if raw and reading.document.link(raw) == reading.document.url]
    if own:
        return own[0]
    return 1 if 1 in links.numbers or 2 in links.numbers else None
