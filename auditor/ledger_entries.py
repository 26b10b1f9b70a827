"""This module says beside each finding what the ledger knows: since when, what the office said, what the re-test found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auditor.ledger import recheck_result, waiver_for
from auditor.model.finding import Finding, State
from auditor.model.ledger import ClaimRecord, Record, RunRecord, Waiver
from auditor.model.run import LedgerEntry
from auditor.workspace import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger knows of a site; ``bursts``: finding -> what is to be said of 突击更新 beside the claim."""

    records: Mapping[str, Record]
    claims: Mapping[str, ClaimRecord]
    waivers: tuple[Waiver, ...] = ()
    runs: tuple[RunRecord, ...] = ()
    bursts: Mapping[str, str] = field(default_factory=dict)


def entries(findings: Iterable[Finding], known: Known, order: Order) -> dict[str, LedgerEntry]:
    """Return one entry a finding that the ledger has."""
    baseline = {r.id for r in known.runs if r.baseline}
    return {
        f.id: _entry(f, known, order, accepted=known.records[f.id].first_run in baseline)
        for f in findings
        if f.id in known.records
    }


def _entry(finding: Finding, known: Known, order: Order, *, accepted: bool) -> LedgerEntry:
    record, claim = known.records[finding.id], known.claims.get(finding.id)
    first = record.first_run == order.run
    examined = record.last_examined == order.as_of
    waiver = waiver_for(finding, known.waivers, order.as_of)
    return LedgerEntry(
        id=finding.id,
        first_seen=record.first_seen,
        last_seen=record.last_seen,
        state=record.state.value,
        claim=dict(claim.fields) if claim else {},
        rechecked="" if first else record.last_examined,
        result="" if first else recheck_result(record, claim, examined_now=examined),
        note="；".join(_notes(record, accepted)),
        overdue=bool(finding.due) and str(finding.due) < order.as_of and record.state is not State.CLOSED,
        burst=known.bursts.get(finding.id, "") if claim else "",
        waiver=f"{waiver.approver}批准豁免至{waiver.expires}：{waiver.reason}" if waiver else "",
    )


def _notes(record: Record, accepted: bool) -> Iterable[str]:
    if record.state is State.CLOSED and record.closed_because:
        yield record.closed_because
    if record.times_reopened:
        yield f"曾反弹{record.times_reopened}次"
    if accepted:
        yield "首次建档时已存在"
