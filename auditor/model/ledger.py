"""This module holds what the ledger keeps between runs: records of findings, claims, waivers, transitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor.model.finding import Finding, State


class Presence(StrEnum):
    """How a run met a finding that it may or may not have reported."""

    PRESENT = "present"
    ABSENT = "absent"  # examined in this run and not reported
    REMOVED = "removed"  # the page is gone and nothing links to it: counts as examined
    NOT_EXAMINED = "not-examined"
    OUT_OF_SCOPE = "out-of-scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One finding as the ledger keeps it; days YYYY-MM-DD, runs by id. ``finding`` is its latest wording."""

    finding: Finding
    state: State
    first_run: str
    first_seen: str
    last_seen: str
    last_examined: str
    closed_on: str = ""
    closed_because: str = ""
    times_reopened: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """What the office last said of a finding: its words by column header, when read back, after which run."""

    finding: str
    run: str
    ingested: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An approved exception from ``waivers.toml``: a finding id, or a rule and a prefix of the subject's key."""

    reason: str
    approver: str
    expires: str
    finding: str = ""
    rule: str = ""
    subject_prefix: str = ""
    place: str = ""  # "waivers.toml: waivers[2]"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run in the ledger; ``kind`` is audit or recheck, ``baseline`` accepts what stands."""

    id: str
    site: str
    name: str
    as_of: str
    started: str
    finished: str
    complete: bool
    kind: str = "audit"
    baseline: bool = False
    pages: int = 0
    links: int = 0
    reason: str = ""
    snapshot: str = ""
    number: int = 0
    open: int = 0
    new: int = 0
    closed: int = 0
    reopened: int = 0
