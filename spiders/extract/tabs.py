"""This module recognises tabs: a strip of short headings and, behind it, as many panels of which a script shows one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

from spiders.extract.document import Element, squeeze, whole_text

_IDLE = frozenset(("script", "style", "br", "link", "noscript", "template"))
_ENTRIES = frozenset(("li", "span", "div", "h2", "h3", "dt", "td"))
_DIGITS = re.compile(r"\d+")
_MOST = 12
_LABEL_CHARS = 16
_LEVELS = 3  # from the strip up to what stands beside the panels


def is_tab(anchor: Element) -> bool:
    """Whether a link is one heading of a strip with as many panels behind it: a script reacts to it."""
    strip = _entry(anchor).getparent()
    count = 0 if strip is None else _entries(strip)
    if not count:
        return False
    holder: Element | None = strip
    for _ in range(_LEVELS):
        if holder is None:
            return False
        behind = next((e for e in holder.itersiblings() if _is_solid(e)), None)
        if behind is not None:
            inside = _solid(behind, count + 1)
            return len(_run(behind)) == count or (len(inside) == count and len(_run(inside[0])) == count)
        holder = holder.getparent()
    return False


def is_panel(element: Element) -> bool:
    """Whether an element is one of several panels of which a strip of headings before them chooses one."""
    panels = _run(element)
    if not 2 <= len(panels) <= _MOST:
        return False
    before = _before(panels[0])
    parent = element.getparent()
    if before is None and parent is not None:
        before = _before(parent)
    return before is not None and any(entries == len(panels) for entries in _strips(before))


def _entry(anchor: Element) -> Element:
    """Return the entry of the strip that a link fills, mostly a list item; the link itself where it stands by itself."""
    parent = anchor.getparent()
    fills = parent is not None and parent.tag in _ENTRIES and len(_solid(parent, 2)) == 1
    return parent if parent is not None and fills else anchor


def _strips(head: Element) -> Iterator[int]:
    return (_entries(node) for node in head.iter("ul", "ol", "div", "p", "dl", "h2", "h3"))


def _entries(node: Element) -> int:
    """Return how many entries a strip has, 0 where an element is no strip."""
    found = _solid(node, _MOST + 1)
    if not 2 <= len(found) <= _MOST:
        return 0
    for entry in found:
        if not 0 < len(squeeze(whole_text(entry))) <= _LABEL_CHARS:
            return 0
    return len(found)


def _run(element: Element) -> list[Element]:
    """Return the neighbours of one form, the element among them, that script and style can tell apart; [] for none."""
    form = _form(element)
    if form is None:
        return []

    def alike(others: Iterable[Element]) -> list[Element]:
        return list(takewhile(lambda e: _form(e) == form, (e for e in others if _is_solid(e))))

    return [*reversed(alike(element.itersiblings(preceding=True))), element, *alike(element.itersiblings())]


def _form(element: Element) -> tuple[str, str] | None:
    names = (element.get("class") or "").split()
    name = names[0] if names else "#" + _DIGITS.sub("", element.get("id") or "")
    return (element.tag, _DIGITS.sub("", name)) if name != "#" else None


def _before(element: Element) -> Element | None:
    return next((e for e in element.itersiblings(preceding=True) if _is_solid(e)), None)


def _solid(node: Element, most: int) -> list[Element]:
    return list(islice(filter(_is_solid, node), most))


def _is_solid(element: Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _IDLE:
        return False
    return bool(len(element) or (element.text and element.text.strip())) or element.tag == "img"
