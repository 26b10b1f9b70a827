"""报告指向页面内某个位置，而页面上没有这个位置的链接（试行）。

Why: 读者只会停在长页面的顶部，还要自己往下找。
Passes: “`#top`”等始终有效的写法；“`#`”后面的内容是给脚本用的地址。
Cannot tell: 由脚本生成的页面；没有读取的目标页面。
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auditor.derive import addresses, ids, place_words
from auditor.derive_fragments import missing, pointing_links
from auditor.derive_links import EVIDENCE_PAGES
from auditor.frames import Tables, rows
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
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
    pointing = pointing_links(tables)
    lines: dict[tuple[str, str], list[_Line]] = {}
    for line in rows(missing(tables, pointing), _Line):
        lines.setdefault((line.target, line.fragment), []).append(line)
    faults = tuple(map(_fault, lines.values()))
    examined = addresses(tables).reindex(np.unique(ids(tables.links["target_id"])[pointing.row]))
    return RuleReport(faults=faults, examined=frozenset(examined), exhaustive=not tables.truncated)


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
