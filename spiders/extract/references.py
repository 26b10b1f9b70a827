"""This module lists every address that a browser would fetch or follow from a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from auditor.model.page import Reference, Region
from auditor.urls import AddressKind, classify
from spiders.extract.css import css_addresses
from spiders.extract.document import Document, Element, owner_of, rooted_text_path, squeeze, text_of, whole_text
from spiders.extract.joiner import Joiner
from spiders.extract.regions import Regions
from spiders.extract.tabs import is_tab
from spiders.extract.visibility import BEHIND_TAB

_ADDRESS_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "a": ("href",),
    "area": ("href",),
    "link": ("href",),
    "img": ("src",),
    "image": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
    "source": ("src",),
    "script": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
    "input": ("src", "formaction"),
    "button": ("formaction",),
    "body": ("background",),
    "table": ("background",),
    "td": ("background",),
    "th": ("background",),
    "tr": ("background",),
}
_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazyload",
    "data-lazy",
    "data-echo",
    "data-url",
    "lay-src",
    "_src",
    "lazy-src",
)
_LAZY_TAGS = frozenset(("img", "iframe", "source", "video", "embed"))
_SRCSETS = ("srcset", "data-srcset", "imagesrcset")
_HINTS = frozenset(
    ("preconnect", "dns-prefetch", "canonical", "shortlink", "pingback", "edituri", "profile", "wlwmanifest")
)
_HANDLERS = ("onclick", "onchange", "onmousedown", "ondblclick", "onload", "onmouseup", "onsubmit", "onkeypress")
_OPENED = re.compile(
    r"""(?:window\.open\s*\(|(?:location(?:\.href)?|document\.URL)\s*=(?!=)|location\.(?:replace|assign)\s*\()\s*(['"])(.*?)\1\s*(?![\s+])""",
    re.IGNORECASE | re.DOTALL,
)
_REFRESH = re.compile(r"""^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*['"]?([^'"]*)""", re.IGNORECASE)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend"))
_SPECIAL = frozenset(("meta", "style", "option"))
_TAGS = (
    *(tag for tag in _ADDRESS_ATTRIBUTES if tag not in ("td", "th", "tr")),
    *sorted(_HEADINGS),
    *sorted(_SPECIAL),
)
_HANDLES = re.compile(rb"on(?:" + b"|".join(name[2:].encode() for name in _HANDLERS) + rb")\s*=")
# One plain attribute step each: a predicate on every element of the page costs as much as parsing it.
_HANDLED = tuple(
    (name.encode(), re.compile(rb"\b" + name.encode() + rb"\s*="), rooted_text_path(f"descendant-or-self::*/@{name}"))
    for name in _HANDLERS
)
_ODD = tuple(
    (name.encode(), rooted_text_path(f"descendant-or-self::*/@{name}")) for name in ("background", "formaction")
)
_TITLED = ("div", "span", "p", "td", "dt", "em", "strong", "li", "b", "a")
_TITLE_CLASS = re.compile(r"tit|bt|hd", re.IGNORECASE)
_CALLS = re.compile(r"\s*(?:tel|sms|fax|callto|mailto|weixin|wx):", re.IGNORECASE)
_OF_THE_PAGE = "#?;"  # an address that begins so may hang on the page's own, and not on its folder alone
_MOST_JOINED = 4_000
_FOOTER = Region.FOOTER
_as_tuple = tuple.__new__  # a named tuple's own way is a function in Python
_Joined = dict[str, tuple[str, str, str]]  # what a link says -> address, fragment, as written
_MAX_TEXT = 200
_MAX_PLACE = 40


@lru_cache(maxsize=16)
def _joined_in(folder: str) -> _Joined:
    """Return what the links of pages in a folder were joined to so far: such pages share their menus."""
    return {}


class _Reader:
    """Reads the references of one page in document order."""

    def __init__(self, document: Document, regions: Regions) -> None:
        self.document = document
        self.regions = regions
        self.joiner = Joiner(document.base)
        self.place = ""
        self.footer_place = ""
        self.titled = _titled(document) if document.chinese else set()
        self.found: list[Reference] = []
        self._links: _Joined = {}
        self._alike = _joined_in(self.joiner.folder if self.joiner.base else "")
        if len(self._alike) > _MOST_JOINED:
            self._alike.clear()

    def read(self) -> tuple[Reference, ...]:
        titled, acting = self.titled, self._acting()
        for element in self._sought(titled | acting):
            tag = element.tag
            if tag == "a":
                if element in titled:
                    self._note_place(element)
                self._followed(element)
            else:
                heading = tag in _HEADINGS
                if heading or element in titled:
                    self._note_place(element)
                if tag in _SPECIAL:
                    self._special(element, tag)
                    continue
                if not heading:
                    self._addresses(element, tag)
            if element in acting:
                self._handlers(element, tag)
        return tuple(self.found)

    def _acting(self) -> set[Element]:
        """Return the elements that name an address in a script or a style."""
        markup, root = self.document.markup, self.document.root
        acting: set[Element] = set()
        if _HANDLES.search(markup):  # one look for all of them: most pages have none
            for word, assigned, path in _HANDLED:
                if word in markup and assigned.search(markup):
                    acting.update(owner_of(code) for code in path(root))
        if b"url(" in markup:
            acting.update(owner_of(style) for style in self.document.styles if "(" in style)
        return acting

    def _sought(self, extra: set[Element]) -> Iterable[Element]:
        markup, root = self.document.markup, self.document.root
        extra.update(owner_of(value) for word, path in _ODD if word in markup for value in path(root))
        sought = root.iter(*_TAGS)
        if not extra:
            return sought
        extra.update(sought)
        return [element for element in root.iter() if element in extra]

    def _followed(self, element: Element) -> None:
        """Most references of most pages are these."""
        raw = element.get("href")
        if raw is None:
            return
        joined = self._alike.get(raw) or self._links.get(raw)
        if joined is None:
            if _kind(raw) is not AddressKind.WEB:
                opened = _OPENED.search(raw) if raw[:11].lower() == "javascript:" else None
                self._one(element, "a", "href", opened[2] if opened else raw)
                return
            written = raw.strip()
            joined = (*self.joiner.join(raw), written[:2000])
            (self._links if written[0] in _OF_THE_PAGE else self._alike)[raw] = joined
        around = self.regions.of(element)
        if around.inert:
            return
        url, fragment, written = joined
        hidden, region = around.hidden_by, around.region
        place = self.footer_place if region is _FOOTER else self.place
        label = self._label(element)
        shown = not hidden or hidden == BEHIND_TAB
        self.found.append(
            _as_tuple(Reference, (url, written, "a", "href", label, region, shown, hidden, place, fragment, False))
        )

    def _label(self, element: Element) -> str:
        text = self._text(element) if len(element) else squeeze(element.text)
        return text[:_MAX_TEXT] if text else _other_label(element)

    def _text(self, element: Element) -> str:
        return text_of(element) if element in self.document.mixed else squeeze(whole_text(element))

    def _note_place(self, element: Element) -> None:
        text = self._text(element)
        if 1 < len(text) <= _MAX_PLACE:
            if self.regions.of(element).region is Region.FOOTER:
                self.footer_place = text
            else:
                self.place = text

    def _special(self, element: Element, tag: str) -> None:
        if tag == "meta":
            if (element.get("http-equiv") or "").strip().lower() == "refresh":
                match = _REFRESH.match(element.get("content") or "")
                if match and match[1].strip() and not match[1].strip().isdigit():
                    self._one(element, tag, "content", match[1].strip())
        elif tag == "style":
            for raw in css_addresses(element.text or ""):
                self._one(element, tag, "", raw)
        elif (element.get("value") or "").startswith(("http://", "https://")):
            parent = element.getparent()
            if parent is not None and (parent.get("onchange") or parent.tag == "optgroup"):
                self._one(element, tag, "value", element.get("value") or "")

    def _addresses(self, element: Element, tag: str) -> None:
        if tag == "link" and (element.get("rel") or "").strip().lower() in _HINTS:
            return
        lazy = self._lazy(element) if tag in _LAZY_TAGS else ""
        for attr in _ADDRESS_ATTRIBUTES.get(tag, ()):
            raw = element.get(attr)
            if raw is None or (attr == "src" and lazy):
                continue
            opened = _OPENED.search(raw) if raw[:11].lower() == "javascript:" else None
            self._one(element, tag, attr, opened[2] if opened else raw)
        if lazy:
            self._one(element, tag, lazy, element.get(lazy) or "")
        if tag in ("img", "source", "link"):
            for attr in _SRCSETS:
                if element.get(attr):
                    for raw in srcset(element.get(attr) or ""):
                        self._one(element, tag, attr, raw)

    def _lazy(self, element: Element) -> str:
        """Return the attribute that holds the real address of a lazily loaded picture."""
        if len(element.attrib) < 2:
            return ""
        for attr in _LAZY:
            value = (element.get(attr) or "").strip()
            if value and "{" not in value and re.search(r"[./]", value):
                return attr
        return ""

    def _handlers(self, element: Element, tag: str) -> None:
        for attr in _HANDLERS:
            code = element.get(attr)
            if code and ("open" in code or "location" in code):
                for match in _OPENED.finditer(code):
                    if match[2].strip():
                        self._one(element, tag, attr, match[2])
        style = element.get("style")
        if style and "(" in style:
            for raw in css_addresses(style):
                self._one(element, tag, "style", raw)

    def _one(self, element: Element, tag: str, attr: str, raw: str) -> None:
        kind = _kind(raw)
        clickable = tag in ("a", "area")
        if kind is AddressKind.OTHER or (kind is AddressKind.EMPTY and not clickable):
            return
        around = self.regions.of(element)
        if around.inert:
            return
        url, fragment = self.joiner.join(raw) if kind is AddressKind.WEB else ("", "")
        self.found.append(
            Reference(
                url=url,
                raw=raw.strip()[:2000],
                tag=tag,
                attr=attr,
                text=self._label(element) if clickable else _short_label(element, tag),
                region=Region.LIST if kind is AddressKind.EMPTY and _in_row(element, around.region) else around.region,
                visible=not around.hidden_by or around.hidden_by == BEHIND_TAB,
                hidden_by=around.hidden_by,
                place=self.footer_place if around.region is Region.FOOTER else self.place,
                fragment=fragment,
                has_handler=clickable and kind is AddressKind.EMPTY and self._handled(element, raw),
            )
        )

    def _handled(self, element: Element, raw: str) -> bool:
        """Whether something happens on a click although the address leads nowhere."""
        code = raw.strip()[11:].strip("; ").lower() if raw.strip().lower().startswith("javascript:") else ""
        if code and code not in (
            "void(0)",
            "void 0",
            "void(null)",
            "void()",
            "return false",
            "''",
            '""',
            "//",
            "undefined",
            "null",
            "#",
            "none",
        ):
            return True
        if _opens_menu(element) or is_tab(element):
            return True
        nodes = [element, element.getparent()]
        return any(node is not None and self._reacts(node) for node in nodes)

    def _reacts(self, node: Element) -> bool:
        for key, written in node.attrib.items():
            name, value = str(key), str(written)
            if name.startswith("on") and value.strip() and value.strip("; ") not in ("return false", "return true"):
                return True
            if name.startswith(
                ("@click", "v-on:", "ng-click", "data-toggle", "data-bs-", "data-target", "lay-", "data-tab")
            ):
                return True
            if name == "role" and value in ("button", "tab", "menuitem"):
                return True
        scripts = self.document.script_text
        name = node.get("id") or ""
        if name and len(name) > 1 and (f"#{name}" in scripts or f'"{name}"' in scripts or f"'{name}'" in scripts):
            return True
        return any(len(name) > 2 and f".{name}" in scripts for name in (node.get("class") or "").split())


def _opens_menu(element: Element) -> bool:
    """Whether a list of links follows at once: the heading of a menu that folds out needs no target of its own."""
    below = element.getnext()
    if below is None:
        return False
    return below.tag in ("ul", "ol", "dl") and any(_leads(link) for link in below.iter("a"))


def _in_row(element: Element, region: Region) -> bool:
    """Whether the element stands in one of several rows of one form, at least two of which lead somewhere."""
    row = element.getparent()
    for _ in range(2):
        if region is not Region.BODY or row is None:
            return False
        if row.tag in ("div", "section", "article") and row.get("class"):
            beside = (*row.itersiblings(row.tag), *row.itersiblings(row.tag, preceding=True))
            alike = (other for other in beside if other.get("class") == row.get("class"))
            if sum(any(_leads(link) for link in other.iter("a")) for other in alike) > 1:
                return True
        row = row.getparent()
    return False


def _leads(link: Element) -> bool:
    return classify(link.get("href") or "") is AddressKind.WEB


@lru_cache(maxsize=16_384)
def _kind(raw: str) -> AddressKind:
    if ":" not in raw and "\\" not in raw:  # by far the most
        return AddressKind.EMPTY if raw.strip() in ("", "#") else AddressKind.WEB
    return AddressKind.OTHER if _CALLS.match(raw) else classify(raw)


def _titled(document: Document) -> set[Element]:
    return {
        element
        for element in document.root.iter(*_TITLED)
        if (names := element.get("class")) and _TITLE_CLASS.search(names)
    }


def read_references(document: Document, regions: Regions) -> tuple[Reference, ...]:
    """Return the references of a page in document order."""
    return _Reader(document, regions).read()


def srcset(value: str) -> list[str]:
    """Return the addresses of a srcset attribute.

    >>> srcset("a.png 1x, b,c.png 2x , data:image/png;base64,AA== 3x")
    ['a.png', 'b,c.png', 'data:image/png;base64,AA==']
    """
    return [m.rstrip(",") for m in re.findall(r"(?:^|(?<=[\s,]))\s*([^\s,]\S*)(?:\s+[\d.]+[wxh])*\s*(?:,|$)", value)]


def _other_label(element: Element) -> str:
    for image in element.iter("img"):
        label = image.get("alt") or image.get("title")
        if label:
            return squeeze(label)[:_MAX_TEXT]
    return squeeze(element.get("title") or element.get("alt") or element.get("aria-label"))[:_MAX_TEXT]


def _short_label(element: Element, tag: str) -> str:
    if tag in ("img", "image", "iframe", "input"):
        return squeeze(element.get("alt") or element.get("title"))[:_MAX_TEXT]
    return ""
