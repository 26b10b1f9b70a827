"""This module holds what a fleet run keeps of each site and what its report is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class JobState(StrEnum):
    """Where a site stands in a fleet run."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"  # judged, reports written
    INCOMPLETE = "incomplete"  # crawled, but too little was read to judge it
    FAILED = "failed"  # tried as often as allowed
    INVALID = "invalid"  # its profile cannot be used

    @property
    def is_final(self) -> bool:
        """Say whether this run is done with the site."""
        return self not in (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSummary:
    """What the fleet report says of a judged site. ``level``: bad, warn, good, unknown; ``previous_open`` None = first run.

    ``counts`` and ``rules`` count open findings by severity and by rule; ``titles`` say what the rules are called.
    """

    name: str
    code: str
    home: str
    run: str
    complete: bool
    reason: str
    conclusion: str
    level: str
    vetoes: tuple[str, ...] = ()
    doubtful_vetoes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    columns: int = 0
    columns_stale: int = 0
    columns_empty: int = 0
    targets: int = 0
    dead: int = 0
    documents: int = 0
    unpaired: int = 0
    open: int = 0
    previous_open: int | None = None
    new: int = 0
    closed: int = 0
    reopened: int = 0
    pages: int = 0
    links: int = 0
    unverified: int = 0
    not_reached: int = 0  # columns that could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetSite:
    """One site of a fleet run. ``folder``: its reports, relative to the fleet's; ``group``: its politeness group."""

    job: str
    profile: str
    name: str
    group: str
    state: JobState
    attempt: int = 0
    owner: str = ""
    started: str = ""
    finished: str = ""
    seconds: float = 0.0
    peak_mb: int = 0
    error: str = ""
    folder: str = ""
    summary: SiteSummary | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRun:
    """One run over a fleet; ``finished`` is empty while sites are open."""

    id: str
    fleet: str
    name: str
    as_of: str
    started: str
    finished: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetResult:
    """Everything that the fleet report is drawn from; ``drawn`` is when (ISO 8601)."""

    run: FleetRun
    sites: tuple[FleetSite, ...]
    drawn: str
    tool: str
