"""This module puts the numbers of a fleet run into one JSON file for those who watch the machinery."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from statistics import median

from auditor.model.fleet import FleetResult, FleetSite, JobState


def fleet_metrics(result: FleetResult) -> str:
    """Return the metrics as JSON: the run as a whole, then each site."""
    ended = [s for s in result.sites if s.seconds]
    states = Counter(s.state.value for s in result.sites)
    seconds = [s.seconds for s in ended]
    wall = _wall(result)
    data = {
        "schema": 1,
        "run": asdict(result.run),
        "drawn": result.drawn,
        "sites": {state.value: states[state.value] for state in JobState},
        "wall_seconds": wall,
        "sites_per_hour": round(len(ended) / wall * 3600, 1) if wall else None,
        "site_seconds_median": round(median(seconds), 2) if seconds else None,
        "site_seconds_max": max(seconds, default=None),
        "peak_mb_max": max((s.peak_mb for s in ended), default=None),
        "attempts_beyond_first": sum(max(s.attempt - 1, 0) for s in result.sites),
        "pages": sum(s.summary.pages for s in result.sites if s.summary),
        "links": sum(s.summary.links for s in result.sites if s.summary),
        "by_site": [_site(s) for s in result.sites],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _site(site: FleetSite) -> dict[str, object]:
    kept = ("job", "group", "state", "attempt", "started", "finished", "seconds", "peak_mb")
    found = dict(site.summary.counts) if site.summary else {}
    pages = site.summary.pages if site.summary else None
    return {**{k: getattr(site, k) for k in kept}, "pages": pages, "findings": found}


def _wall(result: FleetResult) -> float:
    """Return the seconds from the first site's start to the last one's end: pauses between two nights count too."""
    starts = [s.started for s in result.sites if s.started]
    ends = [s.finished for s in result.sites if s.finished]
    if not starts or not ends:
        return 0.0
    return (datetime.fromisoformat(max(ends)) - datetime.fromisoformat(min(starts))).total_seconds()
