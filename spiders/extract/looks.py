"""This module tells what is made to look like a title: by its tag, its name or the size of its type."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from spiders.extract.document import Element, named_tokens

TITLE_TAGS = frozenset(("ucaptitle", "pubtitle", "publishtitle"))
SITE_NAME = re.compile(r"(?:局|厅|委员会|人民政府|门户网站|政务网|信息网|政府网|官网|政府网站)$")
_TITLE_CLASS = re.compile(r"title|biaoti|headline|subject|(?:^|[\s_-])(?:\w*tit|bt|btt?\d?|tt|\w*-tt)(?=$|[\s_\d-])")
_FONT_SIZE = re.compile(r"font-size:\s*(\d+(?:\.\d+)?)\s*(px|pt|em)")


def own_look(node: Element) -> tuple[bool, bool]:
    """Return whether an element is called a title, and whether it is set in large type."""
    given = cast("dict[str, str]", dict(node.items()))
    class_name, id_name = given.get("class"), given.get("id")
    named = bool(class_name or id_name) and _called_title(class_name, id_name)
    return named, _large(node.tag, given.get("size"), given.get("style"))


@lru_cache(maxsize=4096)
def _called_title(class_name: str | None, id_name: str | None) -> bool:
    return _TITLE_CLASS.search(named_tokens(class_name, id_name)) is not None


def _large(tag: str, font_size: str | None, style: str | None) -> bool:
    if tag == "font" and (font_size or "").lstrip("+") in ("4", "5", "6", "7"):
        return True
    match = _FONT_SIZE.search(style.lower()) if style else None
    if match is None:
        return False
    size = float(match[1]) * {"px": 1.0, "pt": 1.333, "em": 16.0}[match[2]]
    return 20.0 <= size <= 60.0
