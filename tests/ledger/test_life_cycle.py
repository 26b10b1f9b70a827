"""The life cycle: what a run does to a finding, and that nothing is lost or closed unexamined."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.ledger import FIXED, REMOVED, accepted, advance, recheck_result, step, waiver_for, waiver_warnings
from auditor.model.finding import State, Status
from auditor.model.ledger import ClaimRecord, Presence, Record, Waiver
from tests.ledger.build import finding, seen

OPEN = [State.NEW, State.PERSISTING, State.REOPENED, State.UNVERIFIED]


@pytest.mark.parametrize(
    ("previous", "presence", "state"),
    [
        (None, Presence.PRESENT, State.NEW),
        *[(s, Presence.PRESENT, State.PERSISTING) for s in OPEN],
        (State.CLOSED, Presence.PRESENT, State.REOPENED),
        *[(s, Presence.ABSENT, State.CLOSED) for s in OPEN],
        *[(s, Presence.REMOVED, State.CLOSED) for s in OPEN],
        *[(s, p, State.UNVERIFIED) for s in OPEN for p in (Presence.NOT_EXAMINED, Presence.OUT_OF_SCOPE)],
        *[(State.CLOSED, p, State.CLOSED) for p in Presence if p is not Presence.PRESENT],
    ],
)
def test_step(previous: State | None, presence: Presence, state: State) -> None:
    moved = step(previous, presence)
    assert moved is not None
    assert moved.state is state


def test_nothing_comes_of_nothing() -> None:
    assert all(step(None, p) is None for p in Presence if p is not Presence.PRESENT)


def only(records: dict[str, Record]) -> Record:
    (record,) = records.values()
    return record


def test_a_finding_examined_and_gone_is_closed_and_comes_back_reopened() -> None:
    first = advance({}, seen("r1", ["a"], []))
    fixed = advance(first, seen("r2", [], ["a"]))
    again = advance(fixed, seen("r3", ["a"], []))
    assert (only(fixed).state, only(fixed).closed_because) == (State.CLOSED, FIXED)
    assert (only(again).state, only(again).times_reopened, only(again).closed_on) == (State.REOPENED, 1, "")


def test_a_deadline_stands_while_the_finding_is_open() -> None:
    first = advance({}, seen("r1", ["a"], []))
    later = seen("r2", ["a"], [])
    moved = advance(first, later)
    assert only(moved).finding.due == only(first).finding.due


@pytest.mark.parametrize("status", [Status.ERROR, Status.NOT_ASSESSED, Status.MANUAL])
def test_a_rule_that_did_not_judge_closes_nothing(status: Status) -> None:
    first = advance({}, seen("r1", ["a"], []))
    assert only(advance(first, seen("r2", [], [], status=status))).state is State.UNVERIFIED


def test_an_incomplete_run_closes_nothing() -> None:
    first = advance({}, seen("r1", ["a"], []))
    assert only(advance(first, seen("r2", [], ["a"], complete=False))).state is State.UNVERIFIED


def test_a_deleted_page_that_nothing_links_to_is_closed_as_such() -> None:
    first = advance({}, seen("r1", ["a"], []))
    record = only(advance(first, seen("r2", [], [], gone=frozenset({"a"}))))
    assert (record.state, record.closed_because) == (State.CLOSED, REMOVED)


def test_a_page_that_could_not_be_read_may_hide_what_it_showed() -> None:
    first = advance({}, seen("r1", ["a"], []))
    where = frozenset(e.url for e in only(first).finding.evidence)
    later = replace(seen("r2", [], [], gone=frozenset({"a"})), unread=where)
    assert only(advance(first, later)).state is State.UNVERIFIED


def test_a_recheck_moves_only_what_it_looked_at() -> None:
    first = advance({}, seen("r1", ["a", "b"], []))
    looked = replace(seen("r2", ["a"], ["b"]), limited_to=frozenset({finding("b").id}))
    after = advance(first, looked)
    assert {r.finding.subject.label: r.state for r in after.values()} == {"a": State.UNVERIFIED, "b": State.CLOSED}


def test_a_baseline_takes_what_stands() -> None:
    assert only(accepted(advance({}, seen("r1", ["a"], [])))).state is State.PERSISTING


NAMES = ("a", "b", "c")
RUNS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)), st.booleans(), st.sampled_from(list(Status))
    ),
    max_size=8,
)


@given(RUNS)
def test_no_finding_is_lost_and_none_closed_unexamined(runs: list[tuple[set[str], set[str], bool, Status]]) -> None:
    records: dict[str, Record] = {}
    ever: set[str] = set()
    for number, (present, examined, complete, status) in enumerate(runs, start=1):
        # An incomplete run reports nothing; a rule that did not judge examined nothing.
        here = present if complete and status is Status.FAILED else set()
        looked = examined if status in (Status.FAILED, Status.PASSED) else set()
        before = dict(records)
        records = advance(records, seen(f"r{number}", here, looked, complete=complete, status=status))
        ever |= {finding(n).id for n in here}
        assert set(records) == ever
        for name in NAMES:
            key = finding(name).id
            was, now = before.get(key), records.get(key)
            if was and now and was.state is not State.CLOSED and now.state is State.CLOSED:
                assert complete
                assert name in looked
            if name in here:
                assert now is not None
                assert now.state is not State.CLOSED


def claim(state: str, reason: str = "") -> ClaimRecord:
    fields = {"整改状态": state, **({"说明": reason} if reason else {})}
    return ClaimRecord(finding="x", run="r1", ingested="", fields=fields)


@pytest.mark.parametrize(
    ("said", "examined", "present", "words"),
    [
        (claim("已整改"), ["a"], [], "已核实销号"),
        (claim("已整改"), [], ["a"], "整改未到位"),
        (claim("申诉", "不属我局"), [], ["a"], "申诉，转人工核实"),
        (claim("无法整改"), [], ["a"], "无法整改但未写说明，请补充"),
        (claim("已整改"), [], [], "本次未能复核"),
        (None, [], ["a"], ""),
        (None, ["a"], [], "已核实销号"),
    ],
)
def test_claims_against_observation(
    said: ClaimRecord | None, examined: list[str], present: list[str], words: str
) -> None:
    record = only(advance(advance({}, seen("r1", ["a"], [])), seen("r2", present, examined)))
    assert recheck_result(record, said, examined_now=bool(examined or present)) == words


def test_waivers_cover_by_id_or_by_rule_and_prefix_until_they_expire() -> None:
    fault = finding("a")
    by_id = Waiver(reason="历史页面", approver="张科", expires="2026-12-31", finding=fault.id, place="waivers[0]")
    by_rule = Waiver(
        reason="x",
        approver="y",
        expires="2026-01-31",
        rule="LNK01",
        subject_prefix="http://lyj.example.gov.cn/",
        place="waivers[1]",
    )
    assert waiver_for(fault, (by_rule, by_id), "2026-03-16") is by_id
    assert waiver_for(fault, (by_rule, by_id), "2026-01-31") is by_rule
    assert waiver_for(finding("b"), (by_id,), "2026-03-16") is None
    warnings = waiver_warnings((by_rule, by_id), [finding("b")], "2026-03-16")
    assert [w.split("：")[0] for w in warnings] == ["waivers[1]", "waivers[0]"]
