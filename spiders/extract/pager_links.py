"""This module collects the plain links of a list's pager: next, last and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spiders.extract.document import Element, ancestors, compact
from spiders.extract.encoded_pager import unfolded_pager
from spiders.extract.pager_jumps import chosen_address
from spiders.extract.pager_texts import text_total
from spiders.extract.reading import Reading

_NEXT = re.compile(
    r"^(?:下一?页|下頁|下一頁|后一?页|后页|下页|next(?:page)?|[>›»]|下一页[>›»]*|[>›»]*下一?页|＞|older)$",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"^(?:尾页|末页|最后一?页|最末页|尾頁|last|末頁|[>›»]{2}|>\||»|最后|末尾页|未页|共\d+页)$", re.IGNORECASE
)
_WORDED = re.compile(r"[\u4e00-\u9fff\w]")
_NUMBER = re.compile(r"^[\[第]?(\d{1,4})[\]页]?$")
FILE_NUMBER = re.compile(r"(\d+)(?=(?:\.\w{2,6})?(?:[?#].*)?$)")
QUERY_NUMBER = re.compile(
    r"((?:[?&;](?:page\w*|pn|p|cur\w*page|currentPage|pageNo|pageIndex|PAGENUM|start|totalpage)=))(\d+)", re.IGNORECASE
)
_PAGER_CLASS = re.compile(r"page|pagin|fenye|fy\b", re.IGNORECASE)
_PARTS = frozenset(("a", "span", "option", "button", "em", "strong", "b", "td", "li"))
_COUNTED = frozenset("条项篇个件封则份")  # 共 36 项 counts entries, not pages
_DOTS = re.compile(r"\.\.|[…⋯]|···")  # between the numbers of a pager
_DEAD = re.compile(r"(?:#.*|javascript:\s*(?:void\s*\(?\s*0\s*\)?)?\s*;?)?", re.IGNORECASE | re.DOTALL)
_LONGEST = 16  # characters of what a pager's link says, with a space between any two of them
_MAX_ELEMENTS = 12_000
_MAX_PAGER = 400  # characters


@dataclass(slots=True)
class PagerLinks:
    """What a pager's links say, and where they stand."""

    next: list[str]
    last: list[str]
    numbers: dict[int, str]
    containers: list[Element]
    parents: dict[Element, None]  # what holds them: a set that keeps its order
    places: dict[int, Element]  # where each number stands
    selectable: int = 0  # the highest number in a select, which offers all pages


def pager_links(reading: Reading) -> PagerLinks:
    """Collect the pager's plain links: next, last and numbers."""
    found = PagerLinks([], [], {}, [], {}, {})
    numbered: list[tuple[int, str, Element]] = []
    unfolded = unfolded_pager(reading.document)
    elements = reading.document.elements if unfolded is None else [*reading.document.elements, *unfolded.iter()]
    possible = [element for element in elements if element.tag in _PARTS]
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
        value = _chosen(anchor) if anchor.tag == "option" else ""
        raw = anchor.get("href") or anchor.get("tagname") or value
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
        if known[parent] and anchor.tag == "option":
            found.selectable = max(found.selectable, number)
        if known[parent] and (raw or number not in found.numbers):
            found.numbers[number], found.places[number] = raw, anchor
    return found


def goes_on(reading: Reading, links: PagerLinks) -> bool:
    """Whether pages may follow the highest number shown: it ends a window of them, not all of them."""
    top = max(links.numbers)
    before, after = _beside(reading, links.places[top], top)
    if _DOTS.match(after):
        return True
    if top == links.selectable or _DOTS.match(before) or (len(links.numbers) > 1 and top - 1 not in links.numbers):
        return False
    addressed = any(_leads(raw) for raw in links.numbers.values())
    # A next link without an address is a dead one on the last page, or one that a script waits on as on the numbers.
    return any(_leads(raw) or not (addressed or top == 1) for raw in links.next)


def _leads(raw: str) -> bool:
    return _DEAD.fullmatch(raw.strip()) is None


def _beside(reading: Reading, element: Element, number: int) -> tuple[str, str]:
    """Return what stands right before and right after a number of a pager."""
    for parent in ancestors(element, 3):
        if len(reading.text_of(parent)) > _MAX_PAGER:
            break
        said = ["", *filter(None, map(compact, reading.pieces_of(parent))), ""]
        places = [place for place, text in enumerate(said) if _part(text[:8]) == str(number)]
        if places and len(said) > 3:
            return said[places[-1] - 1], said[places[-1] + 1]
    return "", ""


def _chosen(option: Element) -> str:
    """Return the address behind one choice of a select: its value, or what a handler makes of a mere number."""
    value = (option.get("value") or "").strip()
    if not value.isdigit():
        return value
    if option.get("selected") is not None:
        return ""  # this very page
    select = next((node for node in ancestors(option, 2) if node.tag == "select"), None)
    return chosen_address(select.get("onchange") or "", value) if select is not None else ""


def _numbered_parents(reading: Reading, numbered: list[tuple[int, str, Element]]) -> Iterator[Element]:
    """Yield what holds nothing but the numbers of pages, as words beside them (共3页) or their files' names say."""
    beside: dict[Element, dict[int, str]] = {}
    for number, raw, anchor in numbered:
        parent = anchor.getparent()
        if anchor.tag == "a" and raw and parent is not None:
            beside.setdefault(parent, {})[number] = raw
    for parent, links in beside.items():
        text = reading.text_of(parent)
        worded = len(text) <= _MAX_PAGER and text_total(text) is not None
        if worded or (len(links) > 1 and offset_of(links) in (0, 1) and _one_scheme(links)):
            yield parent


def _one_scheme(links: dict[int, str]) -> bool:
    """Whether the addresses behind the numbers differ in the number only."""
    return len({FILE_NUMBER.sub("#", raw) for number, raw in links.items() if number > 1}) == 1


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


def offset_of(numbers: dict[int, str]) -> int | None:
    """Return page number minus file number, where the numbered links agree on one."""
    offsets = set()
    for number, raw in numbers.items():
        found = file_number(raw)
        if found is not None and number > 1:
            offsets.add(number - found)
    return offsets.pop() if len(offsets) == 1 else None


def file_number(raw: str) -> int | None:
    """Return the number in an address that tells one page of a list from the next."""
    match = QUERY_NUMBER.search(raw)
    if match:
        return int(match[2])
    match = FILE_NUMBER.search(raw)
    return int(match[1]) if match else None
