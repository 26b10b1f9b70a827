"""This module is the life cycle of a finding: earlier records and one run in, records out. It is pure.

    previous      present      absent or removed   not examined / out of scope
    (none)        new          -                   -
    open          persisting   closed              unverified
    closed        reopened     closed              closed

"Open" is new, persisting, reopened or unverified. Only an examined subject is closed; a claim never changes a state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from auditor.model.claim import ClaimStatus, OfficeField
from auditor.model.finding import Finding, RuleOutcome, State, Status, SubjectKind
from auditor.model.ledger import ClaimRecord, Presence, Record, Waiver

REMOVED = "页面已删除"
FIXED = "复核未再发现"
_CANNOT_CLOSE = (Status.ERROR, Status.NOT_ASSESSED, Status.MANUAL)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a finding in one run."""

    state: State
    because: str = ""


def step(previous: State | None, presence: Presence) -> Step | None:
    """Return the next state, or None where there was nothing and is nothing."""
    if presence is Presence.PRESENT:
        if previous is None:
            return Step(State.NEW)
        return Step(State.REOPENED if previous is State.CLOSED else State.PERSISTING)
    if previous is None or previous is State.CLOSED:
        return Step(previous) if previous else None
    if presence is Presence.ABSENT:
        return Step(State.CLOSED, FIXED)
    if presence is Presence.REMOVED:
        return Step(State.CLOSED, REMOVED)
    return Step(State.UNVERIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one run saw: its findings, how its rules ended, and which addresses are gone with nothing linking to them."""

    run: str
    as_of: str
    complete: bool
    findings: tuple[Finding, ...]
    outcomes: tuple[RuleOutcome, ...]
    gone: Callable[[str], bool] = lambda key: False
    columns: frozenset[str] = frozenset()  # addresses of the profile's site columns
    limited_to: frozenset[str] | None = None  # a recheck looks at these findings only
    unread: frozenset[str] = (
        frozenset()
    )  # addresses of the site that were met and do not tell how they are (a challenge, a time-out)

    def may_hide(self, finding: Finding) -> bool:
        """Say whether a page that showed the finding before could not be read this time: then it may stand there still."""
        unnamed = finding.occurrences > len(finding.evidence) and bool(self.unread)
        return unnamed or any(e.url in self.unread for e in finding.evidence)


def presence(
    record: Record, seen: Seen, reported: Mapping[str, Finding], outcomes: Mapping[str, RuleOutcome]
) -> Presence:
    """Say how this run met a finding of the ledger."""
    finding = record.finding
    if seen.limited_to is not None and finding.id not in seen.limited_to:
        return Presence.NOT_EXAMINED
    if finding.id in reported:
        return Presence.PRESENT
    if not seen.complete:
        return Presence.NOT_EXAMINED
    outcome = outcomes.get(finding.rule)
    if outcome is None:
        return Presence.OUT_OF_SCOPE
    if finding.subject.key in outcome.examined_keys:
        return Presence.ABSENT
    if finding.subject.key in outcome.unexamined or outcome.status in _CANNOT_CLOSE:
        return Presence.NOT_EXAMINED
    if seen.may_hide(finding):
        return Presence.NOT_EXAMINED
    if outcome.exhaustive:
        return Presence.ABSENT
    if seen.gone(finding.subject.key):
        return Presence.REMOVED
    if finding.subject.kind is SubjectKind.SITE_COLUMN and finding.subject.key not in seen.columns:
        return Presence.OUT_OF_SCOPE
    return Presence.NOT_EXAMINED


def advance(records: Mapping[str, Record], seen: Seen) -> dict[str, Record]:
    """Return the ledger after a run: every record of before, moved on, and a record for every new finding."""
    reported = {f.id: f for f in seen.findings}
    outcomes = {o.rule: o for o in seen.outcomes}
    after: dict[str, Record] = {}
    for key, record in records.items():
        met = presence(record, seen, reported, outcomes)
        moved = step(record.state, met)
        after[key] = _moved(record, moved or Step(record.state), met, seen, reported.get(key))
    for key, finding in reported.items():
        if key not in after:
            after[key] = Record(
                finding=replace(finding, state=State.NEW),
                state=State.NEW,
                first_run=seen.run,
                first_seen=seen.as_of,
                last_seen=seen.as_of,
                last_examined=seen.as_of,
            )
    return after


def accepted(records: Mapping[str, Record]) -> dict[str, Record]:
    """Return the ledger with what is new or came back taken as standing (``--baseline``)."""
    fresh = (State.NEW, State.REOPENED)
    return {k: replace(r, state=State.PERSISTING) if r.state in fresh else r for k, r in records.items()}


def _moved(record: Record, moved: Step, met: Presence, seen: Seen, finding: Finding | None) -> Record:
    examined = met in (Presence.PRESENT, Presence.ABSENT, Presence.REMOVED)
    closed_now = moved.state is State.CLOSED and record.state is not State.CLOSED
    due = record.finding.due if finding and moved.state is State.PERSISTING else None
    current = replace(finding or record.finding, state=moved.state)
    return replace(
        record,
        # A deadline once given stands while the finding stays open; a reopened one gets a new deadline.
        finding=replace(current, due=due or current.due),
        state=moved.state,
        last_seen=seen.as_of if finding else record.last_seen,
        last_examined=seen.as_of if examined else record.last_examined,
        closed_on=seen.as_of if closed_now else ("" if finding else record.closed_on),
        closed_because=moved.because if closed_now else ("" if finding else record.closed_because),
        times_reopened=record.times_reopened + (moved.state is State.REOPENED),
    )


def recheck_result(record: Record, claim: ClaimRecord | None, *, examined_now: bool) -> str:
    """Return the words of 复核结果 for a finding: the office's claim against what was observed.

    已整改 and gone: 已核实销号; 已整改 and still there: 整改未到位; 申诉 or 无法整改: to a person.
    """
    said = (claim.fields.get(OfficeField.STATUS, "") if claim else "").strip()
    if record.state is State.CLOSED:
        return "已核实销号" if said == ClaimStatus.FIXED or not said else "复核已消除，销号"
    if record.state is State.REOPENED:
        return "反弹"
    if said in (ClaimStatus.APPEAL, ClaimStatus.IMPOSSIBLE):
        reason = (claim.fields.get(OfficeField.REMARK, "") if claim else "").strip()
        return f"{said}，转人工核实" if reason else f"{said}但未写说明，请补充"
    if record.state is State.UNVERIFIED or not examined_now:
        return "本次未能复核" if claim else ""
    return "整改未到位" if said == ClaimStatus.FIXED else ""


def waiver_for(finding: Finding, waivers: Iterable[Waiver], as_of: str) -> Waiver | None:
    """Return the waiver in force that covers a finding, or None."""
    for waiver in waivers:
        if waiver.expires and waiver.expires < as_of:
            continue
        by_id = bool(waiver.finding) and waiver.finding == finding.id
        by_rule = waiver.rule == finding.rule and finding.subject.key.startswith(waiver.subject_prefix)
        if by_id or (not waiver.finding and by_rule):
            return waiver
    return None


def waiver_warnings(waivers: Iterable[Waiver], findings: Iterable[Finding], as_of: str) -> tuple[str, ...]:
    """Return one Chinese line for each waiver that is expired or covers nothing."""
    standing = tuple(findings)
    said = []
    for waiver in waivers:
        if waiver.expires and waiver.expires < as_of:
            said.append(f"{waiver.place}：豁免已于 {waiver.expires} 到期，不再生效；请删除或重新审批")
        elif not any(waiver_for(f, (waiver,), as_of) for f in standing):
            said.append(f"{waiver.place}：没有对应的未整改问题，可以删除")
    return tuple(said)
