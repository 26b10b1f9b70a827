"""Small results for what people are told."""

from __future__ import annotations

from dataclasses import replace

from auditor.model.finding import State
from auditor.model.run import LedgerEntry, RunResult
from tests.reports.synthetic import synthetic_run


def small_result(state: State, *, count: int = 1, message: str = "", overdue: bool = False) -> RunResult:
    """Return a result whose findings all have one state."""
    made = synthetic_run(max(count * 2, 4), history=False)
    shown = [f for f in made.findings if not f.preview][:1] * count
    findings = tuple(replace(f, id=f"{n:016x}", state=state, message=message or f.message) for n, f in enumerate(shown))
    entries = {
        f.id: LedgerEntry(id=f.id, first_seen="2026-01-01", last_seen="2026-03-01", state=state.value, overdue=overdue)
        for f in findings
    }
    return replace(made, findings=findings, ledger=entries)
