"""This module says by when a finding should be put right, and whether that day is only provisional (暂算)."""

from __future__ import annotations

from datetime import date

from auditor.model.finding import Finding
from auditor.model.run import RunResult
from auditor.workdays import Workdays


def deadline(finding: Finding, result: RunResult) -> str:
    """Return the deadline as first handed out, else this run's suggestion; "" where there is none."""
    if finding.preview:
        return ""
    entry = result.ledger.get(finding.id)
    return (entry.due if entry else "") or finding.due or ""


def is_provisional(due: str, result: RunResult) -> bool:
    """Say whether the holiday notice that covers ``due`` is not known yet."""
    if not due:
        return False
    if result.provisional_after:
        return due > result.provisional_after
    return Workdays().is_provisional(date.fromisoformat(due))
