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


def gate_words(result: RunResult, fresh: int) -> str:
    """Say how many findings turn a nightly run red."""
    if result.gate == "none":
        return "本次没有设失败门槛"
    return f"达到门槛的新增或反弹问题 {fresh} 个" if fresh else "没有达到门槛的新增或反弹问题"
