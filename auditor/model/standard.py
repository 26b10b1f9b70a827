"""This module holds official texts as data: standards, indicators, work points, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from auditor.model.finding import Severity

Scalar = str | int | float | bool | tuple[str, ...]


class Provenance(StrEnum):
    """How sure we are of the wording (STANDARDS.md marks)."""

    VERBATIM = "verbatim"
    PARAPHRASED = "paraphrased"
    LOCAL = "local"
    RECALLED = "recalled"


class Effect(StrEnum):
    """What an indicator does to the result."""

    VETO = "veto"
    DEDUCTION = "deduction"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One requirement of an official text.

    ``limit``: number of distinct subjects at which it is hit; None means that it only lists. ``params`` maps a rule code to
    the parameter values that this clause sets. ``manual`` says how a person checks what no rule serves.
    ``candidate``: a hit needs a person's confirmation (待核) before it counts. ``at_least``: only findings of this severity
    or above count (a typo is no 严重表述错误).
    """

    id: str
    name: str
    clause: str
    provenance: Provenance
    effect: Effect
    text: str = ""
    part: str = ""
    applies_to: tuple[str, ...] = ("department", "portal")
    limit: int | None = None
    rules: tuple[str, ...] = ()
    manual: str = ""
    candidate: bool = False
    at_least: Severity | None = None
    enabled: bool = True
    params: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFrame:
    """How an official text adds points up; the points of single rows are the operator's own scheme."""

    base: int
    bonus: int
    fail_below: int
    bonus_above: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One official text; ``in_force_to`` None while in force.

    ``reference``: common local values (地方常用口径) that come along with the national texts and yield to all others.
    """

    id: str
    title: str
    number: str
    issuer: str
    level: str  # national | local
    in_force_from: date
    in_force_to: date | None = None
    applies_to: tuple[str, ...] = ("department", "portal")
    indicators: tuple[Indicator, ...] = ()
    source: str = ""
    reference: bool = False
    scoring: ScoreFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPoint:
    """One point of a year's 政务公开工作要点: its number, its sentence, and what shows it."""

    id: str
    number: str
    sentence: str
    rules: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    manual: str = ""
    unit: str = ""
    params: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlan:
    """A bureau's work points of one year."""

    id: str
    title: str
    issuer: str
    year: int
    points: tuple[WorkPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How an indicator came out: distinct subjects counted against its limit.

    ``open``: not hit, but the subjects not examined could still make it hit.
    """

    indicator: str
    name: str
    clause: str
    effect: Effect
    count: int
    limit: int | None
    hit: bool
    not_examined: int
    open: bool
    candidate: bool
    findings: tuple[str, ...] = ()
    note: str = ""


class Conclusion(StrEnum):
    """How a work point came out (sheet 工作要点对照)."""

    MET = "符合"
    NOT_MET = "不符合"
    PARTLY = "部分符合"
    MANUAL = "需人工核查"
    NOT_EXAMINED = "未能核查"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPointResult:
    """One row of the sheet 工作要点对照."""

    point: WorkPoint
    conclusion: Conclusion
    basis: str
    faults: int
    unit: str
