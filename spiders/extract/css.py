"""This module finds the addresses in style sheets and the rules of a page that hide what they select."""

from __future__ import annotations

import re

from auditor.urls import AddressKind, classify, resolve

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_URL = re.compile(
    r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^'"()\s]*))\s*\)|@import\s+(?:"([^"\n]*)"|'([^'\n]*)')""", re.IGNORECASE
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(
    r"@(?:media|supports|keyframes|-\w+-keyframes|font-face|page)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE
)
_COMPOUND = re.compile(r"^([a-zA-Z][\w-]*|\*)?((?:[.#][\w\u4e00-\u9fff-]+)*)$")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6}\s?|.)")
MAX_RULES = 400


def css_addresses(text: str) -> list[str]:
    """Return the addresses that a style sheet or style attribute names, as written, comments and data: left out."""
    lowered = text.lower()
    if "url(" not in lowered and "@import" not in lowered:
        return []
    found = []
    for groups in _URL.findall(_COMMENT.sub(" ", text)):
        raw = next((g for g in groups if g), "").strip()
        if "\\" in raw and not raw.startswith("\\\\"):
            raw = _ESCAPE.sub(lambda m: m[1] if len(m[1]) == 1 and not m[1].isalnum() else m[0], raw)
        if raw and not raw.startswith("#") and classify(raw) is not AddressKind.OTHER:
            found.append(raw)
    return found


def css_references(text: str, base: str) -> list[str]:
    """Return the absolute addresses that a style sheet fetches, each once, in order.

    >>> css_references("/* url(no.png) */ @import 'b.css'; a{background:url(../i.png)}", "http://a.gov.cn/css/a.css")
    ['http://a.gov.cn/css/b.css', 'http://a.gov.cn/i.png']
    """
    joined = (resolve(base, raw)[0] for raw in css_addresses(text) if classify(raw) is AddressKind.WEB)
    return [url for url in dict.fromkeys(joined) if url]


def simple_rules(text: str) -> list[tuple[str, str]]:
    """Return (selector, declarations) of the rules that hold on every screen; media blocks are left out."""
    plain = _MEDIA.sub(" ", _COMMENT.sub(" ", text.replace("<!--", " ").replace("-->", " "))[:200_000])
    rules = []
    for selectors, declarations in _RULE.findall(plain)[:MAX_RULES]:
        squeezed = re.sub(r"\s+", "", declarations).lower()
        rules += [(s.strip(), squeezed) for s in selectors.split(",") if s.strip()]
    return rules


def selector_xpath(selector: str) -> str | None:
    """Translate a selector of tags, classes, ids and descendants into XPath; None for anything cleverer."""
    steps = []
    for part in selector.replace(">", " > ").split():
        if part == ">":
            steps.append(">")
            continue
        match = _COMPOUND.match(part)
        if match is None or not part:
            return None
        steps.append((match[1] or "*").lower() + _predicates(match[2]))
    path = ""
    for step in steps:
        if step == ">":
            path += "/"
        else:
            path += step if path.endswith("/") and not path.endswith("//") else f"//{step}"
    return path if path and not path.endswith("/") else None


def _predicates(names: str) -> str:
    result = ""
    for mark, name in re.findall(r"([.#])([^.#]+)", names):
        if mark == "#":
            result += f"[@id='{name}']"
        else:
            result += f"[contains(concat(' ',normalize-space(@class),' '),' {name} ')]"
    return result
