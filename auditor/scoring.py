"""This module adds points up by an operator's scheme: the frame is official, the points of each row never ship as such.

Order of the frame: a veto ends it (不合格); deductions stop at each row's points; below ``fail_below`` it is 不合格; only above
``bonus_above`` does the bonus part count. What was not examined, and what the scheme gives no points for, leaves a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.model.finding import Finding, RuleOutcome, Status
from auditor.model.score import Grade, Score, ScoreRow
from auditor.model.site import SiteKind
from auditor.model.standard import Effect, ScoreFrame, Verdict
from auditor.scoring_scheme import BonusRow, DeductionRow, Scheme

__all__ = ["Grade", "Judged", "Score", "ScoreRow", "score"]

_JUDGED = (Status.PASSED, Status.FAILED)


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
    uncovered = max(0.0, frame.base - sum(r.points for r in scheme.deductions))
    base = max(0.0, frame.base + sum(r.change for r in deductions))
    worst = max(0.0, base - uncovered - sum(r.left for r in deductions))
    counts = not hit and base > frame.bonus_above
    bonuses = tuple(_bonus(row, judged) for row in scheme.bonuses) if counts else ()
    bonus = min(float(frame.bonus), sum(r.change for r in bonuses))
    most = min(float(frame.bonus), sum(r.change + r.left for r in bonuses))
    return Score(
        scheme=scheme.title,
        source=scheme.official_source,
        example=scheme.example,
        reference=judged.kind is not SiteKind.PORTAL,
        vetoes=hit,
        open_vetoes=unclear,
        deductions=deductions,
        bonuses=bonuses,
        base=base,
        bonus=bonus,
        total=None if hit else base + bonus,
        lowest=worst + (bonus if worst > frame.bonus_above else 0.0),
        highest=base + most,
        uncovered=uncovered,
        bonus_above=frame.bonus_above,
        grade=_grade(failed=base < frame.fail_below or bool(hit), unclear=worst < frame.fail_below or bool(unclear)),
    )


def _grade(*, failed: bool, unclear: bool) -> Grade:
    if failed:
        return Grade.FAIL
    return Grade.OPEN if unclear else Grade.PASS


def _deduction(row: DeductionRow, judged: Judged) -> ScoreRow:
    subjects = {f.subject.key for f in judged.findings if f.rule in row.rules and not f.preview}
    lost = min(row.points, row.each * len(subjects))
    left = _unjudged(row.rules, judged)
    still = row.points - lost if left is None else min(row.points - lost, row.each * len(left - subjects))
    return ScoreRow(row.name, row.group, row.points, -lost, len(subjects), _unseen(row.rules, judged), still)


def _bonus(row: BonusRow, judged: Judged) -> ScoreRow:
    if row.awarded is not None:
        return ScoreRow(row.name, row.group, row.points, row.awarded, 0, unseen=False)
    states = [judged.outcomes[r].status for r in row.rules if r in judged.outcomes]
    if Status.FAILED in states:
        return ScoreRow(row.name, row.group, row.points, 0.0, 0, unseen=False)
    passed = bool(row.rules) and len(states) == len(row.rules) and all(s is Status.PASSED for s in states)
    unseen = not row.rules or _unseen(row.rules, judged)
    earned = row.points if passed and not unseen else 0.0
    return ScoreRow(row.name, row.group, row.points, earned, 0, unseen, row.points if unseen else 0.0)


def _unjudged(rules: Iterable[str], judged: Judged) -> set[str] | None:
    """Return the subjects that the rules could not judge; None where a rule did not run or judged nothing at all."""
    outcomes = [judged.outcomes.get(r) for r in rules]
    if any(o is None or o.status not in _JUDGED for o in outcomes):
        return None
    return {key for o in outcomes if o for key in o.unexamined}


def _unseen(rules: Iterable[str], judged: Judged) -> bool:
    return _unjudged(rules, judged) != set()
