"""This module says where on which page a finding can be seen: the link, the text, the date, the footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.model.finding import Finding, Severity, SubjectKind
from auditor.urls import is_absolute

MOST_FINDINGS = 200
_DATE = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
_QUOTED = re.compile(r"[“「《]([^”」》]{4,40})[”」》]")
_SHORTEST, _LONGEST = 4, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Where a finding shows: on ``page``, at a reference to ``target`` or at one of ``needles``."""

    finding: Finding
    page: str
    target: str
    needles: tuple[str, ...]
    footer: bool


def grave(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that deserve a picture, gravest first, bounded."""
    wanted = [f for f in findings if f.severity.rank >= Severity.MAJOR.rank and not f.preview]
    return sorted(wanted, key=lambda f: -f.severity.rank)[:MOST_FINDINGS]


def sight_of(finding: Finding, home: str) -> Sight:
    """Return where to look for a finding."""
    about = finding.subject
    pages = [e.url for e in finding.evidence if is_absolute(e.url)]
    is_link = about.kind is SubjectKind.LINK_TARGET
    if is_link:
        pages = [p for p in pages if p != about.key] or [home]
    elif about.kind in (SubjectKind.SITE_COLUMN, SubjectKind.PAGE, SubjectKind.DOCUMENT) and is_absolute(about.key):
        pages.insert(0, about.key)
    said = " ".join(f"{e.place} {e.observed}" for e in finding.evidence) + finding.message
    return Sight(
        finding=finding,
        page=next(iter(pages), home),
        target=about.key if is_link else "",
        needles=tuple(dict.fromkeys(_needles(finding))),
        footer="页脚" in said or "底部" in said,
    )


def _needles(finding: Finding) -> Iterator[str]:
    for e in finding.evidence[:3]:
        for year, month, day in _DATE.findall(f"{e.observed} {e.snippet}"):
            yield from _written(year, int(month), int(day))
        snippet = re.sub(r"\s+", "", e.snippet)
        if len(snippet) >= _SHORTEST:
            yield snippet[:_LONGEST]
        yield from (name for name in _QUOTED.findall(f"{e.place} {e.observed}"))


def _written(year: str, month: int, day: int) -> Iterator[str]:
    """Return a date as pages write it."""
    for mark in ("-", "/", "."):
        yield f"{year}{mark}{month:02d}{mark}{day:02d}"
    yield f"{year}年{month}月{day}日"
    yield f"{year}年{month:02d}月{day:02d}日"
    yield f"{year}/{month}/{day}"
