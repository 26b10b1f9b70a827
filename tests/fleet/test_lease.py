"""What ends a job early, whether it costs an attempt, and that a crawl finished by an attempt cut off later is used."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import cast

import pytest

from auditor.cli import fleet_lease
from auditor.cli.fleet_job import _crawled_before
from auditor.config import Profile, load_profile
from auditor.fleet.jobs import Claim
from auditor.fleet.order import WorkerOrder, read_order
from auditor.fleet_store import FleetStore
from auditor.ledger_store import LedgerStore
from auditor.model.ledger import RunRecord
from auditor.workspace import MANIFEST, Order, Workspace, content_hash, sqlite_url

CLAIM = Claim(fleet_run="r1", job="a", profile="a.toml", attempt=1, owner="w")
ORDER = WorkerOrder(
    fleet_run="r1", as_of="2026-03-16", since="2026-03-16T22:00:00+08:00", ledger="", var="", out="", formats=("json",),
    by_unit=False, lease_s=0.4, attempts=2, site_minutes=0, site_pages=0, window="", stop_at=0, max_sites=1,
)  # fmt: skip


class Leases:
    """A run table that only knows whether the lease still stands."""

    def __init__(self, *, held: bool) -> None:
        self.held = held

    def renew(self, _claim: Claim, _until_ms: int) -> bool:
        return self.held


@pytest.mark.parametrize(
    ("order", "held", "reason", "counted"),
    [
        (ORDER, False, "租约", False),
        (replace(ORDER, site_minutes=0.002), True, "时限", True),
    ],
)
def test_a_job_is_interrupted(order: WorkerOrder, held: bool, reason: str, counted: bool) -> None:
    table = cast(FleetStore, Leases(held=held))
    with pytest.raises(KeyboardInterrupt), fleet_lease.kept(CLAIM, order, table) as seen:
        Event().wait(60)  # the crawl; the interruption comes long before
    assert reason in seen[0].reason
    assert seen[0].counted is counted


def test_the_nearest_limit_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_lease, "now", lambda: datetime.fromisoformat("2026-03-17T05:00:00+08:00"))
    seconds, stop = fleet_lease._limit(replace(ORDER, window="22:00-06:00", site_minutes=240))
    assert (seconds, stop.counted) == (3600, False)
    seconds, stop = fleet_lease._limit(replace(ORDER, window="22:00-06:00", site_minutes=30))
    assert (seconds, stop.counted) == (1800, True)
    seconds, stop = fleet_lease._limit(replace(ORDER, stop_at=1, site_minutes=30))
    assert seconds < 0
    assert not stop.counted


def test_an_order_survives_its_line() -> None:
    assert read_order(ORDER.to_json()) == ORDER


def _crawl(space: Workspace, profile: Profile, started: str, **other: str) -> Order:
    values = {"as_of": ORDER.as_of, "profile_hash": content_hash(profile), "profile_path": "a.toml", **other}
    order = Order(run=f"a-{started}", site="a", started=started, **values)
    folder = space.folder(order)
    folder.mkdir(parents=True)
    (folder / "order.json").write_text(json.dumps(asdict(order)), encoding="utf-8")
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    return order


def test_a_crawl_that_an_attempt_finished_is_not_done_again(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('[site]\nid = "a"\nname = "局"\nhome = "http://127.0.0.1/"\n', encoding="utf-8")
    profile = load_profile(path)
    space = Workspace(tmp_path / "var", sqlite_url(tmp_path / "ledger.sqlite"))
    assert _crawled_before(profile, space, ORDER) is None
    _crawl(space, profile, "2026-03-16T21:00:00+08:00")  # of an earlier run
    assert _crawled_before(profile, space, ORDER) is None
    crawl = _crawl(space, profile, "2026-03-16T23:00:00+08:00")
    assert _crawled_before(profile, space, ORDER) == crawl
    assert _crawled_before(profile, space, replace(ORDER, as_of="2026-03-17")) is None
    _crawl(space, profile, "2026-03-16T23:10:00+08:00", kind="recheck")
    assert _crawled_before(profile, space, ORDER) == crawl
    store = LedgerStore(space.ledger)
    judged = RunRecord(
        id=crawl.run, site="a", name="局", as_of=ORDER.as_of, started="", finished="", complete=False
    )  # too little was read: the next attempt is to read more
    store.save_run(judged, lambda before: dict(before))
    store.close()
    assert _crawled_before(profile, space, ORDER) is None


def test_a_crawl_under_way_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('[site]\nid = "a"\nname = "局"\nhome = "http://127.0.0.1/"\n', encoding="utf-8")
    profile, space = load_profile(path), Workspace(tmp_path / "var", sqlite_url(tmp_path / "ledger.sqlite"))
    _crawl(space, profile, "2026-03-16T23:00:00+08:00")
    later = _crawl(space, profile, "2026-03-16T23:30:00+08:00")
    (space.folder(later) / MANIFEST).unlink()
    assert _crawled_before(profile, space, ORDER) is None
