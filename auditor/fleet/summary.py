"""This module keeps of a site's run what the fleet report needs: a few numbers and words, no findings."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from auditor.model.fleet import SiteSummary
from auditor.model.run import Pairing, RunResult
from auditor.model.standard import Effect

_NO_NEED = "不需解读"
_NOT_FOUND = "未找到"
_TUPLES = ("vetoes", "doubtful_vetoes")


def summarize(result: RunResult, conclusion: str, level: str) -> SiteSummary:
    """Return the summary of a run; conclusion and level are the report's own words for it."""
    standing = [f for f in result.findings if not f.preview]
    vetoes = [v for v in result.verdicts if v.effect is Effect.VETO]
    rules = Counter(f.rule for f in standing)
    states = [c.state for c in result.columns]
    due = [p for p in result.pairings if p.how != _NO_NEED]
    now = next((p for p in result.trend if p.run == result.run.id), None)
    earlier = [p for p in result.trend if p.run != result.run.id]
    return SiteSummary(
        name=result.run.name,
        code=result.site.code,
        home=result.site.home,
        run=result.run.id,
        complete=result.run.complete,
        reason=result.run.reason,
        conclusion=conclusion,
        level=level,
        vetoes=tuple(v.name for v in vetoes if v.hit and not v.candidate),
        doubtful_vetoes=tuple(v.name for v in vetoes if v.candidate and v.count),
        counts=dict(Counter(f.severity.value for f in standing)),
        rules=dict(rules),
        titles={f.rule: f.title for f in standing},
        columns=len(states),
        columns_stale=states.count("超期"),
        columns_empty=states.count("空白"),
        targets=result.coverage.targets,
        dead=len({d.finding for d in result.dead_links}),
        documents=len(due),
        unpaired=sum(map(_is_missing, due)),
        open=len(standing),
        previous_open=earlier[-1].open if earlier else None,
        new=now.new if now else 0,
        closed=now.closed if now else 0,
        reopened=now.reopened if now else 0,
        pages=result.run.pages,
        links=result.run.links,
        unverified=sum(max(u.pages, 1) for u in result.unverified),
        not_reached=result.coverage.columns - result.coverage.columns_reached,
    )


def _is_missing(pairing: Pairing) -> bool:
    return pairing.how == _NOT_FOUND


def to_text(summary: SiteSummary) -> str:
    """Return a summary as JSON."""
    return json.dumps(asdict(summary), ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> SiteSummary | None:
    """Return the summary that ``to_text`` wrote; None for an empty text."""
    if not text:
        return None
    data: dict[str, Any] = json.loads(text)
    tuples: dict[str, Any] = {k: tuple(data[k]) for k in _TUPLES}
    return SiteSummary(**{**data, **tuples})
