"""This module says which findings turn a nightly run red: only what is new or came back, at or above the gate."""

from __future__ import annotations

from auditor.model.finding import Finding, Severity, State
from auditor.model.run import RunResult

_FRESH = (State.NEW, State.REOPENED)


def gates(finding: Finding, result: RunResult) -> bool:
    """Say whether ``finding`` reaches the run's gate; a preview or a waived finding never does."""
    if result.gate == "none" or finding.preview or finding.state not in _FRESH or waiver(finding, result):
        return False
    return finding.severity.rank >= Severity(result.gate).rank


def waiver(finding: Finding, result: RunResult) -> str:
    """Return who approved that ``finding`` stands, and until when; "" where nobody did."""
    entry = result.ledger.get(finding.id)
    return entry.waiver if entry else ""
