"""This module recognises tabs: a strip of short headings and, behind it, as many panels of which a script shows one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

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
    if strip is None or not _is_strip(strip):
        return False
    count = len(_solid(strip))
    holder: Element | None = strip
    for _ in range(_LEVELS):
        if holder is None:
            return False
        behind = next((e for e in holder.itersiblings() if _is_solid(e)), None)
        if behind is not None:
            inside = _solid(behind)
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
    return before is not None and any(len(_solid(strip)) == len(panels) for strip in _strips(before))


def _entry(anchor: Element) -> Element:
    """Return the entry of the strip that a link fills, mostly a list item; the link itself where it stands by itself."""
    parent = anchor.getparent()
    fills = parent is not None and parent.tag in _ENTRIES and len(_solid(parent)) == 1
    return parent if parent is not None and fills else anchor


def _strips(head: Element) -> Iterator[Element]:
    return (node for node in head.iter("ul", "ol", "div", "p", "dl", "h2", "h3") if _is_strip(node))


def _is_strip(node: Element) -> bool:
    entries = _solid(node)
    return 2 <= len(entries) <= _MOST and all(0 < len(squeeze(whole_text(e))) <= _LABEL_CHARS for e in entries)


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


def _solid(node: Element) -> list[Element]:
    return [child for child in node if _is_solid(child)]


def _is_solid(element: Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _IDLE:
        return False
    return bool(len(element) or (element.text and element.text.strip())) or element.tag == "img"
