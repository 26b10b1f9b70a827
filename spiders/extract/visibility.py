"""This module tells which elements a reader cannot see, as far as inline styles and the page's own style rules show it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from spiders.extract.css import selector_xpath, simple_rules
from spiders.extract.document import Document, Element, ancestors, find_all, owner_of, rooted_text_path
from spiders.extract.tabs import is_panel

# One plain attribute step each: a predicate on every element of the page costs as much as parsing it.
_TELLING = (
    (b" hidden", rooted_text_path("descendant-or-self::*/@hidden")),
    (b"color=", rooted_text_path("descendant-or-self::*/@color")),
)
_END = r"(?:px|pt|em|rem|%)?(?=;|!|$)"
_DECLARED = (
    ("display:none", re.compile(r"(?:^|;)display:none")),
    ("visibility:hidden", re.compile(r"(?:^|;)visibility:(?:hidden|collapse)")),
    ("off-screen", re.compile(r"(?:^|;)text-indent:-\d{3,}")),
    ("off-screen", re.compile(r"(?:^|;)margin(?:-left|-top)?:-\d{4,}")),
    ("zero-size", re.compile(rf"(?:^|;)font-size:0(?:\.0+)?{_END}")),
    ("transparent", re.compile(r"(?:^|;)opacity:0?(?:\.0\d*)?(?=;|!|$)")),
    ("zero-size", re.compile(r"(?:^|;)clip:rect\((?:0(?:px)?|1px)[, ]")),
)
_POSITIONED = re.compile(r"position:(?:absolute|fixed|relative)")
_FAR = re.compile(r"(?:^|;)(?:left|top|right|bottom):-\d{3,}")
_TINY = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[01](?:\.\d+)?(?:px|pt)?(?=;|!|$)")
_TEXT_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_NAMED = {
    "white": "#ffffff",
    "black": "#000000",
    "red": "#ff0000",
    "blue": "#0000ff",
    "gray": "#808080",
    "silver": "#c0c0c0",
}
_SCRIPT_HIDES = re.compile(r"""getElementById\(\s*["']([^"']+)["']\s*\)\.style\.display\s*=\s*["']none["']""")
_RULE_BUDGET = 8_000_000  # rules times characters: every rule is looked for in the whole page
_SPACE = re.compile(r"\s+")
BEHIND_TAB = "behind-tab"  # one click on its heading shows it


def style_of(element: Element) -> str:
    """Return the style attribute, lower-case and without white space."""
    style = element.get("style")
    return _plain(style) if style else ""


@lru_cache(maxsize=4_096)
def _plain(style: str) -> str:
    return _SPACE.sub("", style).lower()


@lru_cache(maxsize=4_096)
def hidden_by_style(style: str) -> str:
    """Say how declarations (no white space, lower-case) hide an element; empty if they do not.

    >>> hidden_by_style("position:absolute;left:-9999px"), hidden_by_style("color:red")
    ('off-screen', '')
    """
    for reason, pattern in _DECLARED:
        if pattern.search(style):
            return reason
    if _FAR.search(style) and _POSITIONED.search(style):
        return "off-screen"
    tiny = len(_TINY.findall(style))
    return "zero-size" if tiny >= 2 or (tiny and "overflow:hidden" in style) else ""


def hidden_elements(document: Document) -> dict[Element, str]:
    """Return the elements that are themselves hidden, and how; what they contain is hidden with them."""
    found: dict[Element, str] = {}
    rules = [rule for style in document.seldom["style"] if style.text for rule in simple_rules(style.text)]
    backgrounds: dict[Element, str] = {}
    _apply_rules(document.root, rules, found, backgrounds, limit=max(15, _RULE_BUDGET // (len(document.text) + 1)))
    coloured = []
    for element in _styled(document):
        style = style_of(element)
        reason = "display:none" if element.get("hidden") is not None else hidden_by_style(style) if style else ""
        if not reason and element.tag == "marquee" and _tiny_marquee(element):
            reason = "zero-size"
        if reason:
            found[element] = reason
        elif "display:" in style and "none" not in style:
            found.pop(element, None)
        if "color:" in style or element.get("color"):
            coloured.append((element, style))
    for element, style in coloured:
        if element not in found and _same_colour(document, element, style, backgrounds):
            found[element] = "same-colour"
    for element in [e for e, reason in found.items() if reason == "display:none" and is_panel(e)]:
        found[element] = BEHIND_TAB
    _scripted(document, found)
    return found


def _styled(document: Document) -> Iterable[Element]:
    """Return the elements whose own markup may hide them."""
    markup, found = document.markup, {owner_of(style): None for style in document.styles}
    for word, path in _TELLING:
        if word in markup:
            found.update((owner_of(value), None) for value in path(document.root))
    found.update((element, None) for element in document.seldom["marquee"])
    found.update((element, None) for element in document.seldom["font"] if element.get("size") == "0")
    return found


def _apply_rules(
    root: Element,
    rules: list[tuple[str, str]],
    found: dict[Element, str],
    backgrounds: dict[Element, str],
    *,
    limit: int,
) -> None:
    for selector, declarations in rules[:limit]:
        reason = hidden_by_style(declarations)
        background = _BACKGROUND.search(declarations)
        shows = "display:" in declarations and not reason
        if not (reason or background or (shows and found)):
            continue
        path = selector_xpath(selector)
        if path is None:
            continue
        for element in find_all(root, path):
            if reason:
                found[element] = reason
            elif shows:
                found.pop(element, None)
            if background:
                backgrounds[element] = background[1]


def _tiny_marquee(element: Element) -> bool:
    sizes = [element.get("width", ""), element.get("height", "")]
    return any(re.fullmatch(r"[0-4](px)?", size.strip()) for size in sizes)


def _colour(value: str) -> str:
    value = value.strip().lower()
    short = re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", value)
    if short:
        return "#" + "".join(c * 2 for c in short.groups())
    triple = re.fullmatch(r"rgba?\((\d+),(\d+),(\d+)(?:,1(?:\.0)?)?\)", value)
    if triple:
        return "#" + "".join(f"{min(int(c), 255):02x}" for c in triple.groups())
    return _NAMED.get(value, value if re.fullmatch(r"#[0-9a-f]{6}", value) else "")


def _same_colour(document: Document, element: Element, style: str, backgrounds: dict[Element, str]) -> bool:
    declared = _TEXT_COLOUR.search(style)
    colour = _colour(declared[1] if declared else element.get("color", ""))
    if not colour:
        return False
    for node in (element, *ancestors(element)):
        own = _BACKGROUND.search(style_of(node))
        value = own[1] if own else node.get("bgcolor") or backgrounds.get(node, "")
        if value:
            return "url(" not in value and _colour(value) == colour
        if node.get("background") or (node is not element and node.get("class") and document.styled_elsewhere):
            return False  # an unseen style sheet may give it a background
    return colour == "#ffffff" and not document.styled_elsewhere


def _scripted(document: Document, found: dict[Element, str]) -> None:
    """A script outside any function that hides an element by its id at once: a well-known way to hide sold links."""
    if ".style.display" not in document.text:
        return
    for script in document.scripts:
        if "function" in script:
            continue
        for name in _SCRIPT_HIDES.findall(script):
            if "'" not in name:
                for element in find_all(document.root, f"//*[@id='{name}']"):
                    found[element] = "display:none"
