"""This module tells a list that a script builds from one that is truly empty, and finds the forms that take text."""

from __future__ import annotations

import re

from auditor.model.page import Region
from spiders.extract.document import (
    Document,
    Element,
    element_path,
    find_all,
    owner_of,
    rooted_text_path,
    text_of,
    tokens,
)
from spiders.extract.reading import Reading
from spiders.extract.regions import Regions
from spiders.extract.written import draws_links

_TEMPLATED = element_path(
    "//*[@v-for or @ng-repeat or @data-ng-repeat or @ms-repeat or @ms-for or @x-for or @data-bind or"
    " starts-with(@class,'el-table')]"
)
# One of these is in the markup of every page that the path finds something in: an XPath with conditions is slow.
_TEMPLATING = (b"-for", b"g-repeat", b"s-repeat", b"data-bind", b"el-table")
_FOR = re.compile(rb"-for(?![a-z])(?<=[vsx]-for)")  # -form stands in most pages
_MUSTACHE = re.compile(r"\{\{[^{}]{1,80}\}\}|<%=?[^%]{1,80}%>|\$\{[\w.]{1,40}\}")
_REQUESTS = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\s*\(|jQuery\.(?:ajax|get|post|getJSON)\s*\(|axios\b|\bfetch\s*\(|XMLHttpRequest|\.load\s*\(\s*['\"]|getScript|\$http|\.jpage\s*\(|dataproxy|laypage|\blayui\b|\.table\.render|DWR|dwr\.",
    re.IGNORECASE,
)
_FILLED = re.compile(
    r"""(?:\$|jQuery)\(\s*["']\s*([#.][\w-]+)[^"']{0,40}["']\s*\)\s*\.(?:html|append|prepend|load|empty|jpage|pagination|render|replaceWith|after|tmpl)\b|getElementById\(\s*["']([\w-]+)["']\s*\)\s*\.\s*(?:innerHTML|append|prepend|insertAdjacentHTML)|\bel(?:em)?\s*:\s*["']([#.][\w-]+)["']|querySelector\(\s*["']([#.][\w-]+)["']\s*\)\s*\.\s*(?:innerHTML|append|insertAdjacentHTML)"""
)
# An element named in the call of a function, as in render(data, "#list"): what is filled may be told that way only.
_HANDED_OVER = re.compile(r"""[(,]\s*["'](#[\w-]+)["']\s*[,)]""")
_ASIDE = re.compile(
    r"left|nav|menu|side|head|foot|hit|count|click|weather|search|num|visit|share|qr|login|user|tool|top|wz|crumb|position|banner|pager?$|pagination|date|time|wza|voice|title|modal|dialog|tips?",
    re.IGNORECASE,
)
_APPS = element_path(
    "//*[@id='app' or @id='root' or @id='main-app' or @id='vue' or @id='__nuxt' or @id='q-app' or @ng-app or @data-reactroot]"
)
_IDS = rooted_text_path("descendant-or-self::*/@id")
_CONTAINERS = ("ul", "ol", "tbody", "table", "dl", "div", "section")
_CELLS = ("td", "tr", "table")
_LISTS = ("ul", "ol", "tbody", "dl")
# Program files that count, decorate or help; what is loaded into a cell of its own otherwise writes the cell's content.
_LIBRARY = re.compile(
    r"count|hits?\b|click|stat|visit|analy|jquery|swiper|boot|share|search|top|foot|head|nav|menu|common|public|main|base|weather|page",
    re.IGNORECASE,
)
_SEARCH = re.compile(
    r"search|keyword|query|sousuo|jiansuo|检索|搜索|关键[词字]|login|登录|(?:^|\W)(?:q|wd|kw|ss|key|so)(?:$|\W)",
    re.IGNORECASE,
)
_TEXT_TYPES = frozenset(("", "text", "email", "tel", "search"))
_APP_TEXT = 80


def is_scripted(reading: Reading, has_items: bool, body_chars: int) -> bool:
    """Whether the list, or the whole content, is drawn by a script and is not in the markup.

    An empty list container alone proves nothing: something in the page must be seen to fill it.
    """
    document = reading.document
    if is_empty_app(document):
        return True
    if has_items or body_chars > 400:
        return False
    if _may_be_templated(document.markup) and any(
        _in_content(reading.regions, element) for element in _TEMPLATED(document.root)
    ):
        return True
    if any(("{" in line.text or "%" in line.text) and _MUSTACHE.search(line.text) for line in reading.content):
        return True
    if _fills_empty(reading) or _script_rows(reading):
        return True
    return not has_items and _draws_here(reading)


def _may_be_templated(markup: bytes) -> bool:
    word = next((word for word in _TEMPLATING if word in markup), b"")
    if word != _TEMPLATING[0] or _FOR.search(markup):
        return bool(word)
    return any(word in markup for word in _TEMPLATING[1:])


def is_empty_app(document: Document) -> bool:
    """A page whose body is one empty element and program files."""
    if len(document.opening) >= _APP_TEXT:  # known already, and true of nearly every page
        return False
    apps = _APPS(document.root)
    if not apps or not any(True for _ in document.root.iter("script")):
        return False
    return len(text_of(document.body)) < _APP_TEXT and sum(1 for _ in document.body.iter("a")) < 3


def _in_content(regions: Regions, element: Element) -> bool:
    around = regions.of(element)
    return around.region not in (Region.NAVIGATION, Region.FOOTER, Region.HEAD) and not around.inert


def _fills_empty(reading: Reading) -> bool:
    """Whether a script fills an element that is empty in the markup."""
    root = reading.document.root
    names = dict.fromkeys(name for script in reading.document.scripts for name in _filled(script))
    identified: dict[str, list[Element]] = {}
    for value in _IDS(root) if names else ():
        identified.setdefault(str(value), []).append(owner_of(value))
    for name in names:
        plain = name.lstrip("#.")
        if name.startswith("."):
            found = find_all(root, f"//*[contains(concat(' ',normalize-space(@class),' '),' {plain} ')]")
        else:
            found = identified.get(plain, [])
        for element in found[:5]:
            if (
                element.tag in _CONTAINERS
                and _in_content(reading.regions, element)
                and not text_of(element)
                and not _ASIDE.search(tokens(element))
            ):
                return True
    return False


def _filled(script: str) -> list[str]:
    """Return what a script that asks for data puts something into."""
    if len(script) > 300_000 or ("#" not in script and "." not in script):
        return []
    named = [next((g for g in groups if g), "") for groups in _FILLED.findall(script)]
    names = [name for name in (*named, *_HANDED_OVER.findall(script)) if not _ASIDE.search(name)]
    return names if names and _REQUESTS.search(script) else []


def _draws_here(reading: Reading) -> bool:
    """Whether a script in the content puts links together: with no entry recognised, they are the list."""
    for script in reading.document.body.iter("script"):
        if _in_content(reading.regions, script) and script.text and draws_links(script.text):
            return True
    return False


def _script_rows(reading: Reading) -> bool:
    """An empty list whose only content is a program file loaded in its place."""
    for script in reading.document.body.iter("script"):
        parent = script.getparent()
        source = script.get("src")
        if not source or parent is None:
            continue
        listed = parent.tag in _LISTS or (parent.tag in _CELLS and not _LIBRARY.search(source))
        if listed and not text_of(parent):
            return _in_content(reading.regions, parent)
    return False


def text_forms(document: Document, regions: Regions) -> tuple[str, ...]:
    """Return the actions of forms in which a visitor can write; search and login boxes are none."""
    found = []
    for form in document.root.iter("form"):
        if regions.of(form).inert or not _takes_text(form):
            continue
        action = document.link(form.get("action")) or document.url
        found.append(action)
    return tuple(dict.fromkeys(found))


def _takes_text(form: Element) -> bool:
    if next(form.iter("textarea"), None) is not None:
        return True
    inputs = [e for e in form.iter("input") if (e.get("type") or "").lower() in _TEXT_TYPES]
    named = " ".join(f"{e.get('name') or ''} {e.get('placeholder') or ''} {e.get('id') or ''}" for e in inputs)
    return bool(inputs) and not _SEARCH.search(
        f"{form.get('action') or ''} {tokens(form)} {form.get('name') or ''} {named}"
    )
