"""This module reads built samples back: their files, links and gold list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

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


def _strings(root: html.HtmlElement, path: str) -> list[str]:
    return [str(value) for value in cast("list[str]", root.xpath(path))]


@cache
def links(sample: BuiltSample) -> dict[str, frozenset[str]]:
    """The absolute addresses on each page."""
    return {path: _links(sample, path, file) for path, file in html_files(sample)}


def all_links(sample: BuiltSample) -> set[str]:
    """Every address that some page has, without its fragment."""
    return {unquote(url.partition("#")[0]) for found in links(sample).values() for url in found}


def _links(sample: BuiltSample, path: str, file: Path) -> frozenset[str]:
    root = html.fromstring(file.read_bytes().decode(sample.spec.encoding))
    etree.strip_elements(root, "template", "textarea", etree.Comment, with_tail=False)
    written = [value for name in _ADDRESSES for value in _strings(root, f"//@{name}")]
    written += [value.partition(" ")[0] for value in _strings(root, "//@srcset")]
    written += [m for value in _strings(root, "//@style") for m in re.findall(r"url\('?([^')]+)", value)]
    for script in _strings(root, "//script/text()"):  # attachments that a script writes into the page
        written += re.findall(r'href="([^"]+)"', script)
    base = sample.addresses.base + path
    return frozenset(urljoin(base, v) for v in written if v and not v.startswith(("#", "javascript:", "data:")))


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
