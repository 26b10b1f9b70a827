"""报告指向页面内某个位置，而页面上没有这个位置的链接（试行）。

Why: 读者只会停在长页面的顶部，还要自己往下找。
Passes: “`#top`”等始终有效的写法；“`#`”后面的内容是给脚本用的地址。
Cannot tell: 由脚本生成的页面；没有读取的目标页面。
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

import numpy as np
import pandas as pd

from auditor.derive import Ids, Mask, addresses, ids, landing, page_index, place_words, true
from auditor.derive_links import EVIDENCE_PAGES, text_isin
from auditor.frames import Tables, rows
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.page import PageKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK11",
    name="fragment-missing",
    title="页内锚点不存在",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.HINT,
    remediation="改正链接中“#”后面的名称，或者在目标页面补上这个锚点。",
    preview=True,
)
_ALWAYS = ("", "top")
_READ = (PageKind.ARTICLE, PageKind.LIST, PageKind.HOME, PageKind.OTHER, PageKind.SITEMAP, PageKind.NOTICE)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


@dataclass(frozen=True, slots=True)
class _Line:
    target: str
    fragment: str
    url: str
    text: str | None
    region: str | None
    place: str | None


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the fragments that their pages do not have."""
    pointing = _pointing(tables)
    lines: dict[tuple[str, str], list[_Line]] = {}
    for line in rows(_missing(tables, pointing), _Line):
        lines.setdefault((line.target, line.fragment), []).append(line)
    faults = tuple(map(_fault, lines.values()))
    examined = addresses(tables).reindex(np.unique(ids(tables.links["target_id"])[pointing.row]))
    return RuleReport(faults=faults, examined=frozenset(examined), exhaustive=not tables.truncated)


@dataclass(frozen=True, slots=True)
class _Pointing:
    """The links to a place within a page: their rows, the page each ends on, the fragment's number among the written ones."""

    row: Ids
    page: Ids
    fragment: Ids
    written: list[str]


def _pointing(tables: Tables) -> _Pointing:
    """Return the links to a place within a page that was read and that no script builds. A large site has millions."""
    links, index = tables.links, page_index(tables)
    row = np.flatnonzero(text_isin(links["fragment"], _is_place))
    page = ids(landing(tables).reindex(ids(links["target_id"])[row]))
    plain = index.index[~true(index["scripted"]) & index["kind"].isin([k.value for k in _READ]).to_numpy(bool)]
    kept = np.isin(page, plain)
    words = links["fragment"].astype("category").cat
    fragment = words.codes.to_numpy()[row[kept]].astype("int64")
    return _Pointing(row[kept], page[kept], fragment, [str(word) for word in words.categories])


def _missing(tables: Tables, pointing: _Pointing) -> pd.DataFrame:
    """Return the links whose place the page has neither as written nor with its escapes undone."""
    meant = [unquote(word) for word in pointing.written]
    absent = ~(_present(tables, pointing, pointing.written) | _present(tables, pointing, meant))
    links, url = tables.links.iloc[pointing.row[absent]], addresses(tables)
    frame = links[["text", "region", "place"]].assign(
        target=url.reindex(ids(links["target_id"])).to_numpy(),
        url=url.reindex(ids(links["page_id"])).to_numpy(),
        fragment=pd.Series([meant[code] for code in pointing.fragment[absent]], index=links.index, dtype="str"),
    )
    return frame.sort_values(["target", "fragment", "url"]).drop_duplicates(["target", "fragment", "url"])


def _present(tables: Tables, pointing: _Pointing, words: list[str]) -> Mask:
    """Return which links point at an anchor, ``words`` being what each number of a fragment stands for."""
    codes, names = pd.factorize(np.array(words, dtype=object))
    anchor = pd.Index(names).get_indexer(tables.anchors["name"].astype("str").astype(object))
    known = ids(tables.anchors["page_id"]) * len(words) + anchor
    return np.isin(pointing.page * len(words) + codes[pointing.fragment], known[anchor >= 0])


def _is_place(fragment: str) -> bool:
    meant_for_script = fragment.startswith(("!", "/", ":~:", "?")) or "=" in fragment
    return fragment.strip().lower() not in _ALWAYS and not meant_for_script


def _fault(group: list[_Line]) -> Fault:
    first = group[0]
    return Fault(
        subject=Subject(SubjectKind.LINK_TARGET, first.target, (first.text or first.fragment)[:40]),
        facet=first.fragment,
        message=f"链接“{first.text or first.fragment}”指向页面内的 #{first.fragment}，页面上没有这个位置。",
        evidence=tuple(map(_evidence, group[:EVIDENCE_PAGES])),
        occurrences=len(group),
    )


def _evidence(line: _Line) -> Evidence:
    seen, place = f"链接指向 #{line.fragment}，目标页面没有这个位置", place_words(line.region, line.place, line.text)
    return Evidence(url=line.url, observed=seen, expected="目标页面有同名的锚点", snippet=line.text or "", place=place)
