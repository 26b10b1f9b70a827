"""This module lists every page that refers to a reported link target: the sheet 死链明细."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.derive import REGIONS
from auditor.derive_links import Source, Target, failure, sources, targets
from auditor.frames import Tables, rows
from auditor.model.finding import Finding, SubjectKind
from auditor.model.personal import mask
from auditor.model.run import DeadLink

_RULES = frozenset(("LNK01", "LNK02", "LNK03", "LNK04", "LNK05", "LNK06"))
# Beyond so many pages a target, and so many lines in all, a list helps nobody (and Excel has a limit on hyperlinks).
PAGES_A_TARGET = 200
LINES = 30_000


def dead_links(tables: Tables, findings: Iterable[Finding]) -> tuple[DeadLink, ...]:
    """Return a line for each reported target and page that refers to it, the homepage first."""
    dead = [f for f in findings if f.rule in _RULES and f.subject.kind is SubjectKind.LINK_TARGET]
    by_url = {f.subject.key: f for f in dead}
    frame = targets(tables)
    reported = {t.id: t for t in rows(frame[frame["url"].isin(by_url)], Target)}
    referring = sources(tables, reported)
    referring = referring.groupby("target").head(PAGES_A_TARGET).head(LINES)
    return tuple(
        _line(by_url[reported[int(number)].url], reported[int(number)], source)
        for number, source in zip(referring["target"], rows(referring, Source), strict=True)
    )


def _line(finding: Finding, target: Target, source: Source) -> DeadLink:
    return DeadLink(
        finding=finding.id,
        rule=finding.rule,
        target=target.url,
        status="返回 200，内容不存在" if finding.rule == "LNK05" else failure(target),
        page=source.url,
        text=mask(source.text or ""),
        place=mask(source.place or ""),
        region=REGIONS.get(source.region or "", source.region or ""),
    )
