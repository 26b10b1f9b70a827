"""This module cuts a page into the lines that a reader sees, each with the element it stands in and its links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spiders.extract.document import Document, Element, parent_of, rooted_text_path, squeeze, truth_path

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "ucaptitle",
        "ucapcontent",
        "publishtime",
        "time",
        "o:p",
        "st1:chsdate",
        "wbr",
        "ruby",
        "rt",
        "input",
        "button",
        "o",
    ]
)
# Texts that are not for reading are left out by the name of their element: an XPath with these names takes three times as long.
_TEXTS = rooted_text_path("descendant::text()[normalize-space()]")
_UNREADABLE = frozenset(
    ("script", "style", "template", "textarea", "option", "select", "title", "noscript", "xmp", "iframe")
)
_INERT_ABOVE = truth_path("boolean(//template | //textarea/* | //noscript/* | //select//*[not(self::option)])")
_INERT = frozenset(("template", "textarea", "noscript", "select", "option"))
_LONG = 3000  # labels stand in short lines; running text is not searched for them beyond this
_BREAKS = re.compile(r"[\t\r\n\x0b\x0c]+")
_WIDE = re.compile(r"[ \u3000\xa0]{3,}")
SEPARATOR = "\x1f"  # stands between the inline pieces of a line in ``Line.marked``


@dataclass(slots=True, eq=False)
class Line:
    """A run of text in one block, as several readers ask for it: each form is made once."""

    index: int
    block: Element
    pieces: list[str] = field(default_factory=list)
    holders: list[Element] = field(default_factory=list)
    text: str = ""
    plain: str = ""  # the text without white space
    marked: str = ""  # the pieces with a separator between them, where ``text`` has no borders of inline elements
    link_chars: int = 0
    links: list[Element] = field(default_factory=list)

    def finish(self) -> None:
        """Make the texts, once all pieces are known."""
        self.text = text = squeeze("".join(self.pieces))
        self.plain = text.replace(" ", "") if " " in text else text
        joined = SEPARATOR.join(piece[:_LONG] for piece in self.pieces[:_LONG])[:_LONG]
        self.marked = joined if joined == text else _BREAKS.sub(" ", _WIDE.sub("  ", joined))


class _Homes:
    """Finds the block and the link that an element stands in, each element climbed once."""

    def __init__(self) -> None:
        self._known: dict[Element, tuple[Element, Element | None, bool]] = {}

    def of(self, element: Element) -> tuple[Element, Element | None, bool]:
        known = self._known
        home = known.get(element)
        if home is not None:
            return home
        path = [element]
        current = element.getparent()
        while current is not None and (home := known.get(current)) is None:
            path.append(current)
            current = current.getparent()
        home = home or (element, None, False)
        for node in reversed(path):
            home = known[node] = self._step(node, home)
        return home

    @staticmethod
    def _step(node: Element, above: tuple[Element, Element | None, bool]) -> tuple[Element, Element | None, bool]:
        block, link, inert = above
        tag = node.tag
        if tag == "a":
            return block, node, inert
        if tag in _INLINE:
            return above
        return node, link, inert or tag in _INERT


def read_lines(document: Document) -> list[Line]:
    """Return the lines of the body in document order, empty ones left out."""
    homes = _Homes()
    check_inert = bool(_INERT_ABOVE(document.root))
    lines: list[Line] = []
    current: Line | None = None
    for node in _TEXTS(document.body):
        before, owner = parent_of(node)
        if owner.tag in _UNREADABLE:
            continue
        breaks = owner is not before and before.tag not in _INLINE and before.tag not in ("script", "style")
        block, link, inert = homes.of(owner)
        if not breaks and current is not None and owner is before and owner is not block and block is current.block:
            breaks = _follows_break(owner, block)
        if check_inert and inert:
            continue
        if current is None or breaks or block is not current.block:
            current = Line(len(lines), block)
            lines.append(current)
        _append(current, str(node), owner, link)
    for line in lines:
        line.finish()
    kept = [line for line in lines if line.text]
    for index, line in enumerate(kept):
        line.index = index
    return kept


def _follows_break(element: Element, block: Element) -> bool:
    """Whether a break or an empty block stands between an inline element's text and the text before it."""
    while element is not block:
        before = element.getprevious()
        if before is None:
            parent = element.getparent()
            if parent is None or (parent.text or "").strip():
                return False
            element = parent
            continue
        if (before.tail or "").strip():
            return False
        if before.tag not in _INLINE:
            return before.tag not in ("script", "style")
        if len(before) or (before.text or "").strip():
            return len(before) > 0 and before[-1].tag == "br" and not (before[-1].tail or "").strip()
        element = before
    return False


def _append(line: Line, text: str, owner: Element, link: Element | None) -> None:
    line.pieces.append(text)
    line.holders.append(owner)
    if link is None:
        return
    line.link_chars += len(text.strip())
    if not line.links or line.links[-1] is not link:
        line.links.append(link)
