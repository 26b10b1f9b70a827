"""This module reads tests/cases/<CODE>.toml: sites described by addresses, and which subjects a rule must report.

    # tests/cases/COL02.toml
    [defaults]                     # merged into every case; a case's own keys win, its tables are appended
    as_of = "2026-03-16"
    params = { max_age_days = 14 }
    [defaults.site]                # fields of auditor.model.site.Site; home defaults to http://lyj.example.gov.cn/
    columns = [{ id = "xw", name = "要闻", url = "http://lyj.example.gov.cn/xw/", kind = "news" }]

    [[case]]
    name = "newest item fifteen days old"
    kind = "fail"                  # fail | pass | threshold | look-alike | other
    why = "…"                      # where not obvious
    params = { … }                 # overrides
    truncated = "…"                # Tables.truncated
    status = "failed"              # expected outcome status; default: failed with expectations, else not checked
    expect = [{ key = "http://…", facet = "", contains = "words of the message", occurrences = 2, severity = "major" }]
    examined = ["http://…"]        # keys that must be among the examined
    unexamined = ["http://…"]      # keys that must be among the unexamined

    [[case.urls]]                  # optional: only where role, depth … matter; every address used below is in urls anyway
    url = "http://…"
    role = "attachment"
    [[case.fetches]]               # records of auditor.model.tables, ids written as addresses:
    url_id = "http://lyj.example.gov.cn/xw/"
    outcome = "ok"
    [[case.pages]]
    url_id = "http://lyj.example.gov.cn/xw/"
    kind = "list"

Addresses stand in for ids in every column called id, *_id. A page without a fetch gets an ok fetch at noon of as_of, a page's
kind defaults to article, role to page for pages and link for others, and `internal` follows the site's scope. A link without
region is a visible one in the body. ``expect`` lists all subjects that are reported, no more and no less.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from auditor.frames import DECLARED, MemorySource, Tables, typed
from auditor.model.site import CatalogueItem, ColumnKind, Site, SiteColumn, SiteKind
from auditor.urls import canonical, host_of, in_scope

HOME = "http://lyj.example.gov.cn/"
CASES = Path(__file__).parent / "cases"
_DEFAULTS: dict[str, dict[str, Any]] = {
    "fetches": {
        "outcome": "ok",
        "status": 200,
        "hops": 0,
        "method": "GET",
        "content_type": "text/html",
        "size": 10_000,
        "attempts": 1,
        "confirmed": False,
        "carried": False,
    },
    "pages": {"kind": "article", "encoding": "utf-8", "scripted": False, "soft_404": False, "items": 0, "breadcrumb": "[]"},
    "links": {
        "tag": "a",
        "attr": "href",
        "region": "body",
        "visible": True,
        "text": "链接",
        "place": "",
        "hidden_by": "",
        "fragment": "",
    },
    "odd_links": {"tag": "a", "region": "body", "visible": True, "text": "链接", "place": "", "has_handler": False},
    "items": {"block": ""},
    "marks": {"value": "", "href": "", "in_footer": True, "visible": True},
    "messages": {"title": "留言", "question": "", "answer": "", "unit": ""},
    "solicitations": {"status": "", "short_period_reason": "", "feedback": 0},
    "probes": {"counted": True},
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One case: the tables it describes and what is expected of the rule."""

    code: str
    name: str
    kind: str
    tables: Tables
    params: dict[str, Any]
    spec: dict[str, Any]


def load_cases(path: Path) -> Iterator[Case]:
    """Yield the cases of one file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    defaults = data.get("defaults", {})
    for spec in data["case"]:
        merged = _merge(defaults, spec)
        yield Case(
            path.stem, spec["name"], spec.get("kind", "other"), build_tables(merged), merged.get("params", {}), merged
        )


def _merge(defaults: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    merged = copy.deepcopy(defaults)
    for key, value in spec.items():
        if key in DECLARED:
            merged[key] = [*merged.get(key, []), *value]
        elif key in ("site", "params"):
            merged[key] = {**merged.get(key, {}), **value}
        else:
            merged[key] = value
    return merged


def build_tables(spec: dict[str, Any]) -> Tables:
    """Build the tables that a case describes."""
    as_of = date.fromisoformat(str(spec.get("as_of", "2026-03-16")))
    site = build_site(spec.get("site", {}))
    records = {name: [dict(_DEFAULTS.get(name, {}), **r) for r in spec.get(name, [])] for name in DECLARED}
    _complete(records, as_of)
    urls = _number(records, site)
    frames: dict[str, pd.DataFrame] = {n: typed(DECLARED[n], r) for n, r in records.items() if n != "urls"}
    frames["urls"] = typed(DECLARED["urls"], urls)
    return Tables(site=site, as_of=as_of, source=MemorySource(frames), truncated=spec.get("truncated", ""))


def build_site(spec: dict[str, Any]) -> Site:
    """Build the site that a case describes."""
    values = {"id": "test", "name": "江滨市林业和园林局", "kind": "department", "home": HOME, "scope": [HOME], **spec}
    values["kind"] = SiteKind(values["kind"])
    values["columns"] = tuple(
        SiteColumn(**{**c, "kind": ColumnKind(c.get("kind", "other")), "url": canonical(c["url"])})
        for c in values.get("columns", [])
    )
    values["catalogue"] = tuple(CatalogueItem(**c) for c in values.get("catalogue", []))
    for name in ("scope", "private_hosts", "new_media"):
        values[name] = tuple(values.get(name, ()))
    return Site(**values)


def _complete(records: dict[str, list[dict[str, Any]]], as_of: date) -> None:
    noon = f"{as_of.isoformat()}T12:00:00+08:00"
    fetched = {r["url_id"] for r in records["fetches"]}
    for page in records["pages"]:
        if page["url_id"] not in fetched:
            records["fetches"].append({"url_id": page["url_id"], **_DEFAULTS["fetches"]})
            fetched.add(page["url_id"])
    for row in records["fetches"]:
        row.setdefault("fetched_at", noon)
        row.setdefault("final_id", row["url_id"])
    for name in ("items",):
        for number, row in enumerate(records[name]):
            row.setdefault("position", number)


def _number(records: dict[str, list[dict[str, Any]]], site: Site) -> list[dict[str, Any]]:
    """Replace addresses by ids in all records and return the urls table's records."""
    given = {canonical(r["url"]): r for r in records["urls"]}
    pages = {canonical(r["url_id"]) for r in records["pages"]}
    ids: dict[str, int] = {}

    def number(url: str) -> int:
        return ids.setdefault(canonical(url), len(ids) + 1)

    number(site.home)
    for url in [*given, *(c.url for c in site.columns)]:
        number(url)
    for name, rows in records.items():
        for row in rows if name != "urls" else ():
            for key, value in row.items():
                if key.endswith("_id") and isinstance(value, str):
                    row[key] = number(value)
    return [
        {
            "id": i,
            "url": url,
            "host": host_of(url),
            "internal": in_scope(url, site.scope),
            "role": "page" if url in pages else "link",
            "depth": 1,
            **{k: v for k, v in given.get(url, {}).items() if k != "url"},
        }
        for url, i in ids.items()
    ]
