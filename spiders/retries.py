"""This module decides how often a failure is tried again, and when it counts as confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.fetch import FACTS, Outcome

GONE = frozenset((404, 410))
MOST_ATTEMPTS = 6
_TRIES_GONE = 2
_TRIES_BROKEN = 3
_TRIES_DOUBTFUL = 2
MAX_RETRY_AFTER_S = 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """``confirmed``: seen often enough, over long enough; ``due``: when to try again, or None."""

    confirmed: bool
    due: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """What is known of the failures of one target; moments in seconds."""

    outcome: Outcome
    status: int | None
    count: int
    first: float
    last: float


def plan(failures: Failures, *, spread_s: float, retry_after_s: float = 0.0, provable: bool = True) -> Plan:
    """Return what follows from the failures so far. ``provable`` is False where even a lasting failure proves nothing."""
    needed, spread = _needed(failures, spread_s, provable=provable)
    proves = provable and proves_broken(failures.outcome, failures.status)
    if failures.count >= needed and failures.last - failures.first >= spread:
        return Plan(confirmed=proves, due=None)
    if not FACTS[failures.outcome].retry or failures.count >= MOST_ATTEMPTS:
        return Plan(confirmed=False, due=None)
    step = spread * min(1.0, failures.count / max(1, needed - 1))
    asked_for = failures.last + min(retry_after_s, MAX_RETRY_AFTER_S)
    return Plan(confirmed=False, due=max(failures.first + step, asked_for))


def proves_broken(outcome: Outcome, status: int | None) -> bool:
    """Say whether an outcome, repeated, is evidence: of the client errors only "not found" and "gone" are."""
    if outcome is Outcome.HTTP_CLIENT_ERROR:
        return status in GONE
    return FACTS[outcome].proves_broken


def _needed(failures: Failures, spread_s: float, *, provable: bool) -> tuple[int, float]:
    if failures.status in GONE:
        return _TRIES_GONE, spread_s / 2
    if provable and proves_broken(failures.outcome, failures.status):
        return _TRIES_BROKEN, spread_s
    return _TRIES_DOUBTFUL, 0.0
