"""This module cuts a page into the lines that a reader sees, each with the element it stands in and its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spiders.extract.document import Document, Element, squeeze, truth_path

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
    link_chars: int = 0
    links: list[Element] = field(default_factory=list)
    _marked: str | None = None

    def finish(self) -> None:
        """Make the texts, once all pieces are known."""
        self.text = text = squeeze("".join(self.pieces))
        self.plain = text.replace(" ", "") if " " in text else text

    @property
    def marked(self) -> str:
        """The pieces with a separator between them, where ``text`` has no borders of inline elements.

        Whatever but white space and separators stands here stands in ``text``, too: ask that first.
        """
        if self._marked is None:
            self._marked = _marked(self.pieces)
        return self._marked


def _marked(pieces: list[str]) -> str:
    joined = SEPARATOR.join(pieces)
    if len(joined) > _LONG:
        joined = SEPARATOR.join(piece[:_LONG] for piece in pieces[:_LONG])[:_LONG]
    if "  " in joined or "\u3000" in joined or "\xa0" in joined:  # the patterns look at every character
        joined = _WIDE.sub("  ", joined)
    if "\n\n" in joined or "\t" in joined or "\r" in joined or "\x0b" in joined or "\x0c" in joined:
        return _BREAKS.sub(" ", joined)
    return joined.replace("\n", " ")


_Home = tuple[
    Element, Element | None, bool
]  # the block and the link that an element stands in, and whether it is inert
_BLANKS = " \t\r\n"


def _texts(document: Document) -> Iterator[tuple[str, Element, Element, _Home]]:
    """Yield each text for reading with the element that it hangs on, the one that it stands in, and that one's home.

    One walk that knows the elements above the one at hand: an XPath has to climb anew from every text.
    """
    body = document.body
    above: list[tuple[Element, _Home, bool]] = [(body, (body, None, False), body.tag in _UNREADABLE)]
    # At the end everything is closed but the body, whose parent stands for none.
    for node in (*document.elements, None):
        parent = body if node is None else node.getparent()
        owner, home, unreadable = above[-1]
        while owner is not parent and len(above) > 1:
            before = above.pop()[0]
            owner, home, unreadable = above[-1]
            if not unreadable and (text := before.tail) and text.strip(_BLANKS):
                yield text, before, owner, home
        if node is None:
            return
        tag = node.tag
        if tag == "a":
            home = (home[0], node, home[2])
        elif tag not in _INLINE:
            home = (node, home[1], home[2] or tag in _INERT)
        unreadable = tag in _UNREADABLE
        if node is not body:
            above.append((node, home, unreadable))
        if not unreadable and (text := node.text) and text.strip(_BLANKS):
            yield text, node, node, home


def read_lines(document: Document) -> list[Line]:
    """Return the lines of the body in document order, empty ones left out."""
    check_inert: bool | None = None  # asked where it matters
    lines: list[Line] = []
    current: Line | None = None
    for text, before, owner, (block, link, inert) in _texts(document):
        breaks = owner is not before and before.tag not in _INLINE and before.tag not in ("script", "style")
        if not breaks and current is not None and owner is before and owner is not block and block is current.block:
            breaks = _follows_break(owner, block)
        if inert:
            check_inert = bool(_INERT_ABOVE(document.root)) if check_inert is None else check_inert
            if check_inert:
                continue
        if current is None or breaks or block is not current.block:
            current = Line(len(lines), block)
            lines.append(current)
        current.pieces.append(text)
        current.holders.append(owner)
        if link is not None:
            current.link_chars += len(text.strip())
            if not current.links or current.links[-1] is not link:
                current.links.append(link)
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
