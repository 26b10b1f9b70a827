"""This module decodes a pager that stands in its page as base64, for a script to unfold."""

from __future__ import annotations

import binascii
import re
from urllib.parse import unquote

from spiders.extract.document import Document, Element, compact, find_all, parse, whole_text

_UNFOLDED = re.compile(
    r"decodeURIComponent\s*\(\s*(?:window\s*\.\s*)?atob\s*\(\s*(?:"
    r"(?:\$|jQuery)\(\s*[\"']#([\w-]+)[\"']\s*\)\s*\.\s*(?:html|text)\(\s*\)|"
    r"document\s*\.\s*getElementById\(\s*[\"']([\w-]+)[\"']\s*\)\s*\.\s*(?:innerHTML|innerText|textContent))"
)
_SPACED = re.compile(r"\.replace\(\s*/\\\+/g")  # spaces were encoded as in a form
_MAX_ENCODED = 40_000


def unfolded_pager(document: Document) -> Element | None:
    """Return what a script of the page unfolds in the place of an element that it names, if any."""
    unfolding = ((script, _UNFOLDED.search(script)) for script in document.scripts if "atob" in script)
    script, match = next(((script, match) for script, match in unfolding if match), ("", None))
    holder = next(iter(find_all(document.root, f"//*[@id='{match[1] or match[2]}']")), None) if match else None
    encoded = compact(whole_text(holder)) if holder is not None else ""
    if not 0 < len(encoded) <= _MAX_ENCODED:
        return None
    try:
        plain = binascii.a2b_base64(encoded + "=" * (-len(encoded) % 4), strict_mode=True).decode("ascii")
    except ValueError:  # of any kind: what a browser would not decode either
        return None
    markup = unquote(plain.replace("+", " ") if _SPACED.search(script) else plain)
    return parse(f'<div class="page">{markup}</div>')
