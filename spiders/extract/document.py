"""This module holds one parsed page: the tree, and what several readers ask of it, computed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import InitVar, dataclass, field
from functools import cached_property, partial
from typing import cast

from lxml import etree

from auditor.urls import is_absolute, resolve

Element = etree._Element
_CJK_LEAD_BYTES = bytes(range(0xE4, 0xEA))
_INVISIBLE = re.compile("[\u200b-\u200d\ufeff\u2060]")
_UNREADABLE = ("script", "style", "template", "textarea", "title", "xmp")
_SELDOM = ("base", "meta", "option", "marquee", "font", *_UNREADABLE)
_CJK_PAGE = 12
_TINY = 2000
_LARGE = 60_000
_OPENING = 4_000
_OPENING_RAW = (5_000, 12_000)  # what so much yields is looked at before all of a long page is
_CLOSING_TAGS = (b"</html", b"</body")
_CLOSING = re.compile(rb"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])\s*>")
_TAIL = 40  # bytes; the two end tags themselves and some white space
_MONSTER = re.compile(rb"<[a-zA-Z][^<>]{20000,}")
_HALF_MONSTER = 10_000


def element_path(expression: str) -> Callable[[Element], list[Element]]:
    """Compile an XPath that selects elements."""
    return cast("Callable[[Element], list[Element]]", etree.XPath(expression))


def text_path(expression: str) -> Callable[[Element], list[str]]:
    """Compile an XPath that selects text or attributes."""
    return cast("Callable[[Element], list[str]]", etree.XPath(expression, smart_strings=False))


def rooted_text_path(expression: str) -> Callable[[Element], list[etree._ElementUnicodeResult]]:
    """Compile an XPath that selects text which knows the element it stands in."""
    return cast("Callable[[Element], list[etree._ElementUnicodeResult]]", etree.XPath(expression))


def truth_path(expression: str) -> Callable[[Element], bool]:
    """Compile an XPath that answers yes or no."""
    return cast("Callable[[Element], bool]", etree.XPath(expression))


def find_all(root: Element, expression: str) -> list[Element]:
    """Select elements by an XPath that is made up from the page itself."""
    return cast("list[Element]", root.xpath(expression))


_STYLES = rooted_text_path("descendant-or-self::*/@style")


def owner_of(value: etree._ElementUnicodeResult) -> Element:
    """Return the element that a selected attribute belongs to."""
    return cast("Element", value.getparent())


def parent_of(piece: etree._ElementUnicodeResult) -> tuple[Element, Element]:
    """Return (the element that a selected text hangs on, the element that it stands in)."""
    owner = cast("Element", piece.getparent())
    return owner, cast("Element", owner.getparent()) if piece.is_tail else owner


def squeeze(text: str | None) -> str:
    """Return ``text`` with every run of white space as one space."""
    if not text:
        return ""
    return " ".join((text if text.isascii() else _visible(text)).split())


def compact(text: str | None) -> str:
    """Return ``text`` without any white space."""
    return "".join(_visible(text).split()) if text else ""


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", text) if "\u200b" in text or "\ufeff" in text or "\u200d" in text else text


def parse(text: str) -> Element:
    """Parse a piece of markup; whatever it is, the result is an element."""
    return parse_bytes(text.encode("utf-8", "replace"))


def _shorten(tag: re.Match[bytes]) -> bytes:
    """The parser compares every attribute of a tag with every other: a tag with tens of thousands is cut."""
    return tag[0][:2000] if tag[0].count(b"=") > 1000 else tag[0]


def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, recover=True, no_network=True
    )


def _may_hold_monster(data: bytes) -> bool:
    """Whether some 10,000 bytes in a row have neither end of a tag, as any longer tag must; most pages are told at a glance."""
    return any(
        data.find(b"<", start, start + _HALF_MONSTER) < 0 and data.find(b">", start, start + _HALF_MONSTER) < 0
        for start in range(0, len(data), _HALF_MONSTER)
    )


def _closed_early(markup: bytes) -> bool:
    """Whether markup follows an end tag of the page, as where a header taken in from another file brings its own.

    A browser reads on as if the tag were not there; the parser drops what follows ``</html>`` and puts what follows ``</body>``
    beside the body.
    """
    ends = [position for tag in _CLOSING_TAGS if (position := markup.find(tag)) >= 0]
    return bool(ends) and len(markup) - min(ends) > _TAIL


def parse_bytes(data: bytes, markup: bytes | None = None) -> Element:
    """Parse UTF-8 markup once; whatever it is, the result is an element. ``markup`` is the same in lower case."""
    if len(data) > _LARGE and _may_hold_monster(data):
        data = _MONSTER.sub(_shorten, data)
    if _closed_early(data.lower() if markup is None else markup):
        data = _CLOSING.sub(b"", data)
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not isinstance(root.tag, str):
        return etree.fromstring(b"<html><body></body></html>", etree.HTMLParser())
    return root


@dataclass(slots=False)
class Document:
    """A page under reading. Everything expensive is computed on first use and kept."""

    text: str
    url: str
    encoding: str
    vendors: bool = True
    data: InitVar[bytes | None] = None  # the text in UTF-8, where it is at hand
    root: Element = field(init=False)
    markup: bytes = field(init=False)  # in lower case, for asking cheaply whether something can be in it at all
    chinese: bool = field(init=False)

    def __post_init__(self, data: bytes | None) -> None:
        if data is None:
            data = self.text.encode("utf-8", "replace")
        self.markup = data.lower()
        self.root = parse_bytes(data, self.markup)
        # What only Chinese pages have need not be looked for elsewhere; a tiny page may be a stub in any language.
        self.chinese = len(data) < _TINY or (
            len(data) - len(self.text) >= 2 * _CJK_PAGE  # of three bytes each
            and len(data) - len(data.translate(None, _CJK_LEAD_BYTES)) >= _CJK_PAGE
        )

    @cached_property
    def lower(self) -> str:
        """The markup in lower case, for asking cheaply whether something can be in it at all."""
        return self.text.lower()

    @cached_property
    def body(self) -> Element:
        """The body element, or the root where there is none."""
        found = self.root.find("body")
        return self.root if found is None else found

    @cached_property
    def elements(self) -> list[Element]:
        """The elements of the body in document order: kept, for lxml makes an object anew for each one that nobody holds."""
        return list(self.body.iter())

    @cached_property
    def seldom(self) -> dict[str, list[Element]]:
        """The elements of the kinds that a page has few of, by tag in document order, from one walk through the page."""
        found: dict[str, list[Element]] = {tag: [] for tag in _SELDOM}
        for element in self.root.iter(*_SELDOM):
            found[element.tag].append(element)
        return found

    @cached_property
    def opening(self) -> str:
        """The first 4,000 characters of the readable text, without white space."""
        text = "".join(pieces(self.body)) if self.body in self.mixed else whole_text(self.body)
        for size in _OPENING_RAW:
            begun = compact(text[:size])[:_OPENING]
            if len(begun) == _OPENING or len(text) <= size:
                return begun
        return compact(text)[:_OPENING]

    @cached_property
    def base(self) -> str:
        """The address that relative addresses are joined to; a base element without a usable href changes nothing."""
        for element in self.seldom["base"]:
            href = (element.get("href") or "").strip()
            if not href:
                continue
            if not self.url:
                return href if is_absolute(href) else ""
            joined, _ = resolve(self.url, href)
            return joined or self.url
        return self.url

    @cached_property
    def page_title(self) -> str | None:
        """The text of the title element."""
        for element in self.seldom["title"]:
            return squeeze("".join(t for t in element.itertext() if isinstance(t, str))) or None
        return None

    @cached_property
    def metas(self) -> dict[str, str]:
        """Every named meta as written; the first one with a value wins."""
        found: dict[str, str] = {}
        for element in self.seldom["meta"]:
            name = (element.get("name") or element.get("property") or "").strip()
            content = (element.get("content") or "").strip()
            if name and not found.get(name):
                found[name] = content
        return found

    @cached_property
    def lower_metas(self) -> dict[str, str]:
        """The metas by lower-case name."""
        result: dict[str, str] = {}
        for name, value in self.metas.items():
            result.setdefault(name.lower(), value)
        return result

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The texts of inline scripts in document order."""
        return tuple(s.text for s in self.seldom["script"] if s.text)

    @cached_property
    def script_text(self) -> str:
        """All inline script text together."""
        return "\n".join(self.scripts)

    @cached_property
    def styles(self) -> list[etree._ElementUnicodeResult]:
        """Every style attribute in document order; each knows its element."""
        return _STYLES(self.root) if b"style=" in self.markup else []

    @cached_property
    def styled_elsewhere(self) -> bool:
        """Whether the page names a style sheet."""
        return any("stylesheet" in (link.get("rel") or "").lower() for link in self.root.iter("link"))

    @cached_property
    def mixed(self) -> set[Element]:
        """The elements that hold something whose text is not for reading, a script say."""
        found: set[Element] = set()
        for inner in (element for tag in ("option", *_UNREADABLE) for element in self.seldom[tag]):
            node: Element | None = inner
            while node is not None and node not in found:
                found.add(node)
                node = node.getparent()
        return found

    def link(self, raw: str | None) -> str:
        """Return the absolute address of ``raw``, or as written where the page's own address is unknown."""
        text = (raw or "").strip()
        if not text or text.startswith("#") or text[:11].lower() in ("javascript:", "vbscript:"):
            return ""
        if not self.base:
            return text
        return resolve(self.base, text)[0]


def ancestors(element: Element, limit: int = 40) -> Iterator[Element]:
    """Yield the nearest ``limit`` ancestors, nearest first; bounded because nesting may be hostile."""
    for _ in range(limit):
        parent = element.getparent()
        if parent is None:
            return
        yield parent
        element = parent


# Names are compared as one text: a test for each of them takes half as long again.
_WITHOUT_OPTIONS = text_path(
    "descendant-or-self::*[not(contains(' script style template textarea option select title ', concat(' ', name(), ' ')))]"
    "/text()"
)
all_texts = text_path("descendant::text()")
# A fourth of the time that the XPath string() takes for a link, and no more than it for a page.
whole_text = cast(
    "Callable[[Element], str]", partial(etree.tostring, method="text", encoding="unicode", with_tail=False)
)


def pieces(element: Element) -> list[str]:
    """Return the readable pieces of text below an element in order, those of scripts and the like left out."""
    if next(element.iter("option"), None) is not None:
        return list(_WITHOUT_OPTIONS(element))  # what an option says may stand beside it for everyone to read
    found = all_texts(element)  # four times as fast as itertext(), which makes an object of every element
    unreadable = {text for node in element.iter(*_UNREADABLE) for text in node.itertext()}
    return [text for text in found if text not in unreadable] if unreadable else found


def text_of(element: Element) -> str:
    """Return the readable text of an element, without scripts and the like, white space squeezed."""
    if next(element.iter("option", *_UNREADABLE), None) is None:
        return squeeze(whole_text(element))
    return squeeze("".join(pieces(element)))


def tokens(element: Element) -> str:
    """Return class and id of an element, lower-case, for telling what its maker meant it to be."""
    return named_tokens(element.get("class"), element.get("id"))


def named_tokens(class_name: str | None, id_name: str | None) -> str:
    """Return the tokens of an element with this class and id."""
    return f"{class_name or ''} {id_name or ''}".lower()
