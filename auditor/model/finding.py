"""This module holds what a rule says and what becomes of it: faults, findings, evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class SubjectKind(StrEnum):
    """What a finding is about."""

    LINK_TARGET = "link-target"
    PAGE = "page"
    DOCUMENT = "document"
    SITE_COLUMN = "site-column"
    CATALOGUE_ITEM = "catalogue-item"
    SITE = "site"


class Severity(StrEnum):
    """How grave a finding is; ``rank`` orders them."""

    VETO = "veto"
    MAJOR = "major"
    MINOR = "minor"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """3 for veto down to 0 for hint."""
        return _RANK[self]


_RANK = {Severity.VETO: 3, Severity.MAJOR: 2, Severity.MINOR: 1, Severity.HINT: 0}


class State(StrEnum):
    """Where a finding stands against the earlier runs of its site."""

    NEW = "new"
    PERSISTING = "persisting"
    REOPENED = "reopened"
    UNVERIFIED = "unverified"
    CLOSED = "closed"


class Status(StrEnum):
    """How a rule ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"
    MANUAL = "manual"
    NOT_ASSESSED = "not-assessed"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about: ``key`` is canonical and stable, ``label`` is for people and never empty."""

    kind: SubjectKind
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was seen and where: ``place`` names region and nearest heading or link text; ``at`` is ISO 8601."""

    url: str
    observed: str
    expected: str = ""
    snippet: str = ""
    place: str = ""
    status: int | None = None
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that a rule found wrong, before the engine adds clause, unit, deadline and state.

    ``column`` is the id of the site column it belongs to ("" if none), ``source`` the page's own 信息来源: the
    responsible unit is taken from them. ``severity`` overrides the rule's default for this fault.
    """

    subject: Subject
    message: str
    evidence: tuple[Evidence, ...]
    facet: str = ""
    occurrences: int = 1
    severity: Severity | None = None
    column: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReport:
    """What one rule says of one site.

    ``examined``: keys of the subjects that were judged (only these can be closed in the ledger).
    ``unexamined``: key -> Chinese reason, for subjects that could not be judged.
    ``exhaustive``: every subject that could be reported was examined, also those whose key nothing in this snapshot names any
    more (a link to a private address that was deleted); ``unexamined`` ones excepted.
    ``status`` is set only where the rule as a whole is not-applicable, manual or not-assessed; ``note`` says why.
    """

    faults: tuple[Fault, ...] = ()
    examined: frozenset[str] = frozenset()
    exhaustive: bool = False
    unexamined: Mapping[str, str] = field(default_factory=dict)
    status: Status | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the ledger. ``due`` is YYYY-MM-DD or None (previews have none)."""

    id: str
    rule: str
    name: str
    title: str
    severity: Severity
    subject: Subject
    facet: str
    message: str
    indicators: tuple[str, ...]
    work_points: tuple[str, ...]
    unit: str
    occurrences: int
    evidence: tuple[Evidence, ...]
    remediation: str
    due: str | None
    preview: bool
    column: str = ""
    state: State = State.NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcome:
    """How one rule ended; ``examined`` counts subjects, ``unexamined`` maps key -> reason."""

    rule: str
    status: Status
    examined: int
    note: str = ""
    examined_keys: frozenset[str] = frozenset()
    unexamined: Mapping[str, str] = field(default_factory=dict)
    exhaustive: bool = False


class ExitCode(IntEnum):
    """What the command line answers (DESIGN.md section 6)."""

    CLEAN = 0
    GATE_REACHED = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERNAL = 4


def finding_id(site_id: str, rule: str, subject: Subject, facet: str) -> str:
    """Return the finding's identity: 16 hex digits that depend on no wording, order, date or count.

    >>> len(finding_id("a", "LNK01", Subject(SubjectKind.PAGE, "http://a.cn/", "首页"), ""))
    16
    """
    text = "|".join(("v1", site_id, rule, subject.kind.value, subject.key, facet))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
