"""This module adds points up by an operator's scheme: the frame is official, the points of each row never ship as such.

Order of the frame: a veto ends it (不合格); deductions stop at each row's points; below ``fail_below`` it is 不合格; only above
``bonus_above`` does the bonus part count. On a department's site the result is a reference (参考).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.model.finding import Finding, RuleOutcome, Status
from auditor.model.site import SiteKind
from auditor.model.standard import Effect, ScoreFrame, Verdict
from auditor.scoring_scheme import BonusRow, DeductionRow, Scheme


class Grade(StrEnum):
    """What the frame says."""

    FAIL = "不合格"
    PASS = "合格"
    OPEN = "待定"  # a veto is still open: it needs a person, or was not examined


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row as it came out; ``unseen`` says that some of its rules judged nothing, so the points are a lower or upper bound."""

    name: str
    group: str
    points: float
    change: float
    subjects: int
    unseen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How the parts came out; ``total`` is None where a veto ended it. ``reference``: not binding for this kind of site."""

    scheme: str
    example: bool
    reference: bool
    vetoes: tuple[str, ...]
    open_vetoes: tuple[str, ...]
    deductions: tuple[ScoreRow, ...]
    bonuses: tuple[ScoreRow, ...]
    base: float
    bonus: float
    total: float | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run says, as far as points depend on it."""

    findings: tuple[Finding, ...]
    outcomes: Mapping[str, RuleOutcome]
    verdicts: tuple[Verdict, ...]
    kind: SiteKind


def score(scheme: Scheme, frame: ScoreFrame, judged: Judged) -> Score:
    """Add the points up as the frame orders."""
    vetoes = [v for v in judged.verdicts if v.effect is Effect.VETO]
    hit = tuple(v.indicator for v in vetoes if v.hit)
    unclear = tuple(v.indicator for v in vetoes if v.open and not v.hit)
    deductions = tuple(_deduction(row, judged) for row in scheme.deductions)
    base = max(0.0, frame.base + sum(r.change for r in deductions))
    counts = not hit and base > frame.bonus_above
    bonuses = tuple(_bonus(row, judged) for row in scheme.bonuses) if counts else ()
    bonus = min(float(frame.bonus), sum(r.change for r in bonuses))
    return Score(
        scheme=scheme.title,
        example=scheme.example,
        reference=judged.kind is not SiteKind.PORTAL,
        vetoes=hit,
        open_vetoes=unclear,
        deductions=deductions,
        bonuses=bonuses,
        base=base,
        bonus=bonus,
        total=None if hit else base + bonus,
        grade=_grade(base < frame.fail_below or bool(hit), bool(unclear)),
    )


def _grade(failed: bool, unclear: bool) -> Grade:
    if failed:
        return Grade.FAIL
    return Grade.OPEN if unclear else Grade.PASS


def _deduction(row: DeductionRow, judged: Judged) -> ScoreRow:
    subjects = {f.subject.key for f in judged.findings if f.rule in row.rules and not f.preview}
    change = -min(row.points, row.each * len(subjects))
    return ScoreRow(row.name, row.group, row.points, change, len(subjects), _unseen(row.rules, judged))


def _bonus(row: BonusRow, judged: Judged) -> ScoreRow:
    states = [judged.outcomes[r].status for r in row.rules if r in judged.outcomes]
    passed = bool(row.rules) and len(states) == len(row.rules) and all(s is Status.PASSED for s in states)
    earned = row.awarded if row.awarded is not None else row.points if passed else 0.0
    return ScoreRow(row.name, row.group, row.points, earned, 0, row.awarded is None and _unseen(row.rules, judged))


def _unseen(rules: Iterable[str], judged: Judged) -> bool:
    judged_rules = (judged.outcomes.get(r) for r in rules)
    return any(o is None or o.status not in (Status.PASSED, Status.FAILED) or bool(o.unexamined) for o in judged_rules)
