"""The run table on SQLite and PostgreSQL: claims, groups, leases, fencing, going on."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from auditor.cli.fleet_patience import Patience
from auditor.errors import UsageError
from auditor.fleet.groups import Group
from auditor.fleet.jobs import Claim, Ending, NewJob
from auditor.fleet_store import FleetStore
from auditor.ledger_store import LedgerStore
from auditor.model.fleet import FleetRun, JobState, SiteSummary

RUN = FleetRun(id="r1", fleet="city", name="市", as_of="2026-03-16", started="2026-03-16T22:00:00+08:00")
LEASE = 60_000
SUMMARY = SiteSummary(
    name="局", code="2200000099", home="http://127.0.0.1/", run="a-1", complete=True, reason="",
    conclusion="未触发单项否决", level="good", vetoes=("严重表述错误",), counts={"major": 2}, rules={"LNK01": 2},
    titles={"LNK01": "链接失效"}, previous_open=3,
)  # fmt: skip


def jobs(*names: str, group: str = "", limit: int = 1) -> list[NewJob]:
    return [NewJob(job=n, profile=f"/p/{n}.toml", name=n, group=Group(group or n, limit)) for n in names]


@pytest.fixture
def table(store: LedgerStore) -> FleetStore:
    made = FleetStore(store, gone=lambda owner: owner.startswith("dead"))
    made.begin(RUN)
    return made


def take(table: FleetStore, owner: str = "w1", at: int = 1_000, job: str = "", attempts: int = 2) -> Claim | None:
    return table.claim("r1", owner, at, LEASE, attempts=attempts, job=job)


def taken(claims: Iterable[Claim | None]) -> list[str]:
    return [c.job if c else "" for c in claims]


def states(table: FleetStore) -> dict[str, JobState]:
    return {s.job: s.state for s in table.sites("r1")}


def done(**more: Any) -> Ending:
    return replace(Ending(state=JobState.DONE, finished="2026-03-16T23:00:00+08:00", summary=SUMMARY), **more)


def test_a_site_is_taken_once_and_its_ending_is_kept(table: FleetStore) -> None:
    table.enter("r1", jobs("a", "b"))
    first = take(table)
    assert first is not None
    assert taken([first, take(table), take(table)]) == ["a", "b", ""]
    assert table.finish(first, done(seconds=3.5, peak_mb=210, folder="sites/a", coverage={"pages": 17}))
    kept = table.sites("r1")[0]
    assert (kept.state, kept.attempt, kept.seconds, kept.folder) == (JobState.DONE, 1, 3.5, "sites/a")
    assert kept.summary == SUMMARY


def test_delivery_of_a_finished_site_is_harmless(table: FleetStore) -> None:
    table.enter("r1", jobs("a"))
    claim = take(table, job="a")
    assert claim is not None
    table.finish(claim, done())
    assert take(table, job="a") is None
    assert not table.finish(claim, done(state=JobState.FAILED))
    assert states(table) == {"a": JobState.DONE}


def test_a_group_has_no_more_than_its_number_in_work_whichever_run_they_are_of(table: FleetStore) -> None:
    table.enter("r1", [*jobs("a", "b", group="host"), *jobs("c", "d", "e", group="two", limit=2)])
    claims = [take(table) for _ in range(5)]
    assert taken(claims) == ["a", "c", "d", "", ""]
    table.begin(replace(RUN, id="r2", fleet="other"))
    table.enter("r2", jobs("z", group="host"))
    assert table.claim("r2", "w9", 1_000, LEASE, attempts=2) is None
    assert claims[0] is not None
    table.finish(claims[0], done())
    assert taken([table.claim("r2", "w9", 1_000, LEASE, attempts=2), take(table)]) == ["z", ""]


def test_fleets_that_group_differently_still_keep_off_the_same_server(table: FleetStore) -> None:
    """The other fleet knows of more hosts and calls its group by another of them."""
    mine = replace(jobs("a", group="b.cn")[0], touches=frozenset({"b.cn", "192.0.2.1"}))
    other = replace(jobs("z", group="a.cn", limit=3)[0], touches=frozenset({"a.cn", "192.0.2.1"}))
    free = replace(jobs("y", group="c.cn")[0], touches=frozenset({"c.cn", "192.0.2.2"}))
    table.enter("r1", [mine])
    table.begin(replace(RUN, id="r2", fleet="other"))
    table.enter("r2", [other, free])
    first = take(table)
    claims = [table.claim("r2", "w9", 1_000, LEASE, attempts=2) for _ in range(2)]
    assert taken([first, *claims]) == ["a", "y", ""]
    assert first is not None
    table.finish(first, done())
    assert taken([table.claim("r2", "w9", 1_000, LEASE, attempts=2)]) == ["z"]


def test_a_site_taken_out_of_the_file_is_not_crawled_any_more(table: FleetStore) -> None:
    table.enter("r1", jobs("a", "b", "c"))
    claim = take(table)
    assert claim is not None
    table.finish(claim, done())
    table.enter("r1", jobs("c"))
    assert states(table) == {"a": JobState.DONE, "c": JobState.WAITING}


def test_a_lease_that_ends_frees_the_site_and_fences_off_who_had_it(table: FleetStore) -> None:
    table.enter("r1", jobs("a"))
    old = take(table, "w1", at=0)
    assert old is not None
    assert table.renew(old, 100_000)
    assert take(table, "w2", at=99_999) is None
    new = take(table, "w2", at=100_000)
    assert new is not None
    assert new.attempt == 2
    assert not table.renew(old, 300_000)
    assert not table.finish(old, done())
    assert states(table) == {"a": JobState.RUNNING}
    assert table.finish(new, done())


def test_a_process_that_is_gone_frees_its_site_at_once_until_attempts_are_spent(table: FleetStore) -> None:
    table.enter("r1", jobs("a"))
    assert taken([take(table, "dead1"), take(table, "dead2"), take(table, "w3")]) == ["a", "a", ""]
    assert states(table) == {"a": JobState.FAILED}
    assert "意外结束" in table.sites("r1")[0].error


def test_a_run_that_was_cut_off_goes_on_and_costs_no_attempt(table: FleetStore) -> None:
    table.enter("r1", jobs("a", "b", "c"))
    first, _, _ = take(table, "w1"), take(table, "w2"), take(table, "dead1")
    assert first is not None
    table.finish(first, done())
    table.resume("r1")
    assert states(table) == {"a": JobState.DONE, "b": JobState.RUNNING, "c": JobState.WAITING}
    assert table.sites("r1")[2].attempt == 0
    assert table.unfinished("city") == RUN
    assert table.unfinished("city", "2026-03-17") is None
    table.close_run("r1", "2026-03-17T05:00:00+08:00")
    assert table.unfinished("city") is None


def test_a_repaired_profile_takes_the_place_of_the_broken_one(table: FleetStore) -> None:
    broken = NewJob(job="/p/b.toml", profile="/p/b.toml", name="b", group=Group(""), error="不是有效的 TOML")
    table.enter("r1", [*jobs("a"), broken])
    claim = take(table)
    assert claim is not None
    table.finish(claim, done())
    assert take(table) is None
    table.enter("r1", jobs("a", "b"))
    assert states(table) == {"a": JobState.DONE, "b": JobState.WAITING}


def test_failed_sites_wait_again_when_asked_for(table: FleetStore) -> None:
    table.enter("r1", jobs("a", "b"))
    for state in (JobState.FAILED, JobState.DONE):
        claim = take(table)
        assert claim is not None
        table.finish(claim, done(state=state))
    assert table.retry("r1") == 1
    assert states(table) == {"a": JobState.WAITING, "b": JobState.DONE}


def test_a_database_that_is_away_for_a_while_is_waited_for(store: LedgerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    table = FleetStore(store, again=lambda failures: asked.append(failures) or failures < 3)
    table.begin(RUN)
    counting, fails = store.engine.connect, iter([True, True, False, True, True, True])

    def connect() -> Any:
        if next(fails):
            raise sa.exc.OperationalError("SELECT", {}, Exception("server closed the connection"))
        return counting()

    monkeypatch.setattr(store.engine, "connect", connect)
    assert table.counts("r1") == {}
    with pytest.raises(UsageError, match="server closed the connection"):
        table.counts("r1")
    assert asked == [1, 2, 1, 2, 3]


def test_patience_pauses_ever_longer_and_ends_for_good() -> None:
    clock = [0.0]
    patience = Patience(12, lambda: clock[0], lambda s: clock.__setitem__(0, clock[0] + s))
    assert [patience(n) for n in range(1, 7)] == [True] * 5 + [False]
    assert clock[0] == 15
    assert not patience(1)


def test_many_at_once_never_take_the_same_site_nor_the_same_group(table: FleetStore) -> None:
    table.enter("r1", [*jobs(*(f"s{n}" for n in range(20))), *jobs(*(f"g{n}" for n in range(10)), group="host")])
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda n: take(table, f"w{n}"), range(40)))
    got = [name for name in taken(claims) if name]
    assert len(got) == len(set(got)) == 21
    assert sum(name.startswith("g") for name in got) == 1
