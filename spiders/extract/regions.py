"""This module says in which part of a page an element stands and whether a reader can see it there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from auditor.model.page import Region
from spiders.extract.document import Document, Element, ancestors, named_tokens, whole_text
from spiders.extract.misnamed import holds_text, may_hold_text
from spiders.extract.visibility import hidden_elements

_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:\w*nav\w*|\w*menu\w*|header\w*|top(?:bar|box|tool|nav|line)\d*|topper|banner\w*|logo\w*|\w*crumbs?\w*"
    r"|position\d*|location\d*|dqwz|weizhi|daohang|sidebar\w*|sphinxsidebar\w*)(?=$|[\s_-])|(?:^|\s)(?:head|top|pos|wz|dh)\d*(?=$|\s)"
)
_FOOTER = re.compile(
    r"(?:^|[\s_-])(?:\w*footer\w*|foot\w*|copyright\w*|pz_down|down_?box|dibu|bq|banquan|colophon)(?=$|[\s_-])"
    # What is called the bottom of a table or a box is no footer of the page.
    r"|(?:^|\s|(?:page|site|web|index|public|common)[_-])bottom(?:box|nav|link)?\d*(?=$|[\s_-])"
)
_HEADED = re.compile(r"(?:^|[\s_-])(?:\w*header\w*|head\d*|top\d*|banner\w*)(?=$|[\s_-])")
_MAX_READ = 1_000_000  # characters of parts called navigation that are looked at: they may stand in each other
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


@dataclass(frozen=True, slots=True, eq=False)
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
        self._odd: set[Element] = set(self.hidden)  # what differs from its like
        self._texts: dict[Element, bool] = {}  # whether what is called navigation holds a text
        self._unread = _MAX_READ
        self._known: dict[Element, Surroundings] = {}
        self._listed: dict[Surroundings, Surroundings] = {}
        self._interned: dict[tuple[Region, str, bool], Surroundings] = {}

    def mark_footer(self, elements: set[Element]) -> None:
        """Add elements that the page's content shows to be the footer; what was answered before is forgotten."""
        self.footers |= elements
        self._odd |= elements
        self._known.clear()

    def of(self, element: Element) -> Surroundings:
        """Return the surroundings of ``element``."""
        known = self._known
        state = known.get(element)
        if state is not None:
            return state
        above = element.getparent()
        if above is None:
            state = _START
        elif (state := known.get(above)) is None:
            state = self._reached(above)
        if element.tag not in _SAME or element in self._odd:
            state = known[element] = self._step(element, state)
        return state

    def _reached(self, element: Element) -> Surroundings:
        """Return the surroundings of an element, with what is above it looked at before."""
        known, path = self._known, [element]
        state, above = None, element.getparent()
        while above is not None and (state := known.get(above)) is None:
            path.append(above)
            above = above.getparent()
        state = state or _START
        for node in reversed(path):
            state = known[node] = self._step(node, state)
        return state

    def _step(self, node: Element, above: Surroundings) -> Surroundings:
        tag = node.tag
        if (tag in _SAME or tag in _LISTED) and node not in self._odd:
            return above if tag in _SAME else self._in_list(above)
        if tag == "head":
            return _HEAD
        hidden = above.hidden_by or self.hidden.get(node, "")
        inert = above.inert or tag in _NOT_READ
        region = self._region(node, tag, above.region)
        if region is above.region and hidden == above.hidden_by and inert == above.inert:
            return above
        return self._of(region, hidden, inert=inert)

    def _in_list(self, above: Surroundings) -> Surroundings:
        """What ``_step`` says of an entry like any other."""
        state = self._listed.get(above)
        if state is None:
            region = Region.LIST if above.region is Region.BODY else above.region
            state = self._listed[above] = self._of(region, above.hidden_by, inert=above.inert)
        return state

    def _of(self, region: Region, hidden: str, *, inert: bool) -> Surroundings:
        return self._interned.setdefault((region, hidden, inert), Surroundings(region, hidden, inert))

    def _region(self, node: Element, tag: object, above: Region) -> Region:
        if above is Region.FOOTER or above is Region.HEAD:
            return above
        if node in self.footers:
            return Region.FOOTER
        if tag in ("footer", "header") and _within_article(node):
            return above  # the head and the foot of one text, not those of the page
        if tag == "footer":
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
        region = _named(class_name, id_name)
        if region is Region.NAVIGATION and self._holds_text(node, class_name, id_name):
            return above
        return region or above

    def _holds_text(self, node: Element, class_name: str | None, id_name: str | None) -> bool:
        known = self._texts.get(node)
        if known is None:
            text = whole_text(node) if self._unread > 0 else ""
            self._unread -= len(text)
            known = may_hold_text(text) and holds_text(
                node, headed=_HEADED.search(named_tokens(class_name, id_name)) is not None
            )
            self._texts[node] = known
        return known


def _within_article(node: Element) -> bool:
    return any(above.tag == "article" for above in ancestors(node))
