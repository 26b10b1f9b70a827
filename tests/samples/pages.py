"""This module reads built samples back: their files, links and gold list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from samples import BuiltSample
from samples.render import file_of

_ADDRESSES = ("href", "src", "data-src", "data-original", "action")


def gold(sample: BuiltSample) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = json.loads(sample.gold.read_text(encoding="utf-8"))
    return rows


def behaviours(sample: BuiltSample) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((sample.folder / "behaviours.json").read_text(encoding="utf-8"))
    return said


def html_files(sample: BuiltSample) -> Iterator[tuple[str, Path]]:
    root = sample.folder / "site"
    for file in sorted(root.rglob("*.htm*")):
        name = file.relative_to(root).as_posix()
        yield ("/" + name).removesuffix("/index.html") + ("/" if file.name == "index.html" else ""), file


def links(sample: BuiltSample, path: str, file: Path) -> set[str]:
    """Absolute addresses of a page, comments and templates left out."""
    root = html.fromstring(file.read_bytes().decode(sample.spec.encoding))
    base = sample.addresses.base + path
    found = set()
    for element in root.iter():
        if not isinstance(element.tag, str) or any(a.tag in {"template", "textarea"} for a in element.iterancestors()):
            continue
        values = [element.get(name) for name in _ADDRESSES]
        if element.tag == "script":  # attachments that a script writes into the page
            values += re.findall(r'href="([^"]+)"', element.text or "")
        found |= {urljoin(base, v) for v in values if v and not v.startswith(("#", "javascript:", "data:"))}
    return found


def answers(sample: BuiltSample, url: str, hops: int = 0) -> bool:
    """Whether the sample's own host has something for the address: a file, or an answer that is no failure."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    said = behaviours(sample)["site"].get(path, {})
    if "location" in said:
        return hops < 20 and answers(sample, urljoin(url, said["location"]), hops + 1)
    if said.get("status", 200) in {404, 410, 500}:
        return False
    return "body" in said or (sample.folder / "site" / file_of(path)).is_file()
