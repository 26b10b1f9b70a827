"""This module holds what goes into the run table and comes out of it: a site to do, a claim on it, how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.fleet.groups import Group
from auditor.model.fleet import JobState, SiteSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A site to enter into a run; with ``error`` its profile cannot be used. ``touches``: the servers its crawl asks."""

    job: str
    profile: str
    name: str
    group: Group
    error: str = ""
    touches: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A job that its owner may work on until the lease ends; ``attempt`` fences off those who had it before."""

    fleet_run: str
    job: str
    profile: str
    attempt: int
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How work on a job ended; WAITING gives it back (``counted`` false: this attempt does not count)."""

    state: JobState
    finished: str
    seconds: float = 0.0
    peak_mb: int = 0
    run: str = ""
    error: str = ""
    folder: str = ""
    counted: bool = True
    coverage: Mapping[str, int] = field(default_factory=dict)
    summary: SiteSummary | None = None
