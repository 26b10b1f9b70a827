"""This module says in which part of a page an element stands and whether a reader can see it there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from auditor.model.page import Region
from spiders.extract.document import Document, Element, named_tokens
from spiders.extract.visibility import hidden_elements

_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:\w*nav\w*|\w*menu\w*|header\w*|top(?:bar|box|tool|nav|line)\d*|topper|banner\w*|logo\w*|\w*crumbs?\w*"
    r"|position\d*|location\d*|dqwz|weizhi|daohang|sidebar\w*|sphinxsidebar\w*)(?=$|[\s_-])|(?:^|\s)(?:head|top|pos|wz|dh)\d*(?=$|\s)"
)
_FOOTER = re.compile(
    r"(?:^|[\s_-])(?:\w*footer\w*|foot\w*|copyright\w*|bottom(?:box|nav|link)?\d*|pz_down|down_?box|dibu|bq|banquan|colophon)(?=$|[\s_-])"
)
_LISTED = frozenset(("li", "dd", "dt", "tr"))
_SAME = frozenset(("a", "body", "html", "p", "span", "img", "b", "strong"))  # whatever they are called
_NOT_READ = frozenset(("template", "textarea", "xmp"))


@lru_cache(maxsize=8192)
def _named(class_name: str | None, id_name: str | None) -> Region | None:
    names = named_tokens(class_name, id_name)
    if len(names) < 2:
        return None
    if _FOOTER.search(names):
        return Region.FOOTER
    return Region.NAVIGATION if _NAVIGATION.search(names) else None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where an element stands: its region, how it is hidden if it is, and whether it is inert (template, textarea)."""

    region: Region
    hidden_by: str
    inert: bool = False


_START = Surroundings(Region.BODY, "")
_HEAD = Surroundings(Region.HEAD, "")


class Regions:
    """Answers for any element of one page; every ancestor is looked at once, so hostile nesting stays cheap."""

    def __init__(self, document: Document) -> None:
        self.hidden = hidden_elements(document)
        self.footers: set[Element] = set()
        self._known: dict[Element, Surroundings] = {}
        self._interned: dict[tuple[Region, str, bool], Surroundings] = {}

    def mark_footer(self, elements: set[Element]) -> None:
        """Add elements that the page's content shows to be the footer; what was answered before is forgotten."""
        self.footers |= elements
        self._known.clear()

    def of(self, element: Element) -> Surroundings:
        """Return the surroundings of ``element``."""
        known = self._known
        state = known.get(element)
        if state is not None:
            return state
        path = [element]
        above = element.getparent()
        while above is not None and (state := known.get(above)) is None:
            path.append(above)
            above = above.getparent()
        state = state or _START
        odd = bool(self.hidden or self.footers)
        for node in reversed(path):
            if odd or node.tag not in _SAME:
                state = self._step(node, state)
            known[node] = state
        return state

    def _step(self, node: Element, above: Surroundings) -> Surroundings:
        tag = node.tag
        if tag in _SAME and node not in self.hidden and node not in self.footers:
            return above
        if tag == "head":
            return _HEAD
        hidden = above.hidden_by or self.hidden.get(node, "")
        inert = above.inert or tag in _NOT_READ
        region = self._region(node, tag, above.region)
        if region is above.region and hidden == above.hidden_by and inert == above.inert:
            return above
        key = (region, hidden, inert)
        if key not in self._interned:
            self._interned[key] = Surroundings(*key)
        return self._interned[key]

    def _region(self, node: Element, tag: object, above: Region) -> Region:
        if above is Region.FOOTER or above is Region.HEAD:
            return above
        if tag == "footer" or node in self.footers:
            return Region.FOOTER
        if above is Region.NAVIGATION:
            return above
        if tag in ("nav", "header"):
            return Region.NAVIGATION
        if tag in _SAME:
            return above
        if tag in _LISTED:
            return Region.LIST  # "top" on a list item means pinned
        class_name, id_name = node.get("class"), node.get("id")
        if class_name is None and id_name is None:
            return above
        return _named(class_name, id_name) or above
