"""This module holds what is known of single content systems; ``read(vendors=False)`` does without all of it.

A recogniser is a named function over the page's text or a row of data, never a branch inside a general reader.
"""

from __future__ import annotations

import re

_SCRIPT_OPEN = re.compile(r"<script[^<>]*>\s*$", re.IGNORECASE)
_SCRIPT_CLOSE = re.compile(r"\s*</script>", re.IGNORECASE)
_MAX_STORE = 500_000
_CDATA = re.compile(r"<!\[CDATA\[((?:(?!<!\[CDATA\[).)*?)\]\]>", re.DOTALL)
_NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[([^\]]{0,2000})\]\]>\s*</nextgroup>", re.IGNORECASE | re.DOTALL)
_TOTALS = re.compile(r"<(totalrecord|totalpage)>\s*(\d+)\s*</\1>", re.IGNORECASE)


def unwrap(text: str) -> str:
    """Turn what a system hides from the parser into plain markup; at present the record store of 大汉 jcms.

    jcms puts list rows as CDATA into ``<script type="text/xml"><datastore>`` and lets a script draw them; further pages answer a
    bare datastore whose ``nextgroup`` holds the link to the page after.
    """
    result, position = [], 0
    while (start := text.find("<datastore>", position)) >= 0 and (end := text.find("</datastore>", start)) >= 0:
        near = max(position, start - 200)
        before = _SCRIPT_OPEN.sub("", text[near:start])
        opened = len(before) < start - near
        result += [text[position:near], before, _datastore(text[start + len("<datastore>") : end])]
        position = end + len("</datastore>")
        closing = _SCRIPT_CLOSE.match(text, position)
        position = closing.end() if closing and opened else position
    return "".join((*result, text[position:])) if result else text


def _datastore(store: str) -> str:
    store = store[:_MAX_STORE]
    following = _NEXT_GROUP.search(store)
    rest = _NEXT_GROUP.sub("", store)
    totals = {name.lower(): value for name, value in _TOTALS.findall(rest)}
    rows = "".join(_row(row) for row in _CDATA.findall(rest))
    pager = ""
    if "totalpage" in totals:
        pager += f"<span>共{totals['totalpage']}页</span>"
    if following:
        address = re.search(r"href\s*=\s*[\"']?([^\"'\s>]+)", following[1])
        pager += f'<a href="{address[1]}">下一页</a>' if address else ""
    return f'<div class="datastore">{rows}</div><div class="page">{pager}</div>'


def _row(row: str) -> str:
    plain = row.strip()
    return plain if re.match(r"<(?:li|tr|div|p|dl|table)\b", plain, re.IGNORECASE) else f"<p>{plain}</p>"
