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

from auditor.derive import addresses, ids, landing, page_index, place_words, true
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
    anchors = pd.MultiIndex.from_arrays([ids(tables.anchors["page_id"]), tables.anchors["name"].astype("str")])
    wanted = pd.MultiIndex.from_arrays([pointing["page"], pointing["fragment"]])
    as_written = pd.MultiIndex.from_arrays([pointing["page"], pointing["written"]])
    missing = pointing[~wanted.isin(anchors) & ~as_written.isin(anchors)].drop_duplicates(["target", "fragment", "url"])
    lines: dict[tuple[str, str], list[_Line]] = {}
    for line in rows(missing, _Line):
        lines.setdefault((line.target, line.fragment), []).append(line)
    faults = tuple(map(_fault, lines.values()))
    return RuleReport(faults=faults, examined=frozenset(pointing["target"]), exhaustive=not tables.truncated)


def _pointing(tables: Tables) -> pd.DataFrame:
    """Return the links to a place within a page that was read and that no script builds."""
    links = tables.links[text_isin(tables.links["fragment"], _is_place)]
    page = landing(tables).reindex(ids(links["target_id"])).fillna(-1).to_numpy(dtype="int64")
    index = page_index(tables)
    plain = index.index[~true(index["scripted"]) & index["kind"].isin([k.value for k in _READ]).to_numpy(bool)]
    url = addresses(tables)
    frame = links[["text", "region", "place"]].assign(
        page=page,
        written=links["fragment"].astype("str"),
        target=url.reindex(ids(links["target_id"])).to_numpy(),
        url=url.reindex(ids(links["page_id"])).to_numpy(),
    )
    frame["fragment"] = frame["written"].map(unquote)
    return frame[np.isin(page, plain)].sort_values(["target", "fragment", "url"])


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
