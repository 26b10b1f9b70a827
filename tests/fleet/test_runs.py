"""Whole fleet runs on loopback: every site once, whatever is killed; the same findings from both backends."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from auditor.cli.main import run as run_command
from auditor.model.fleet import FleetSite, JobState
from auditor.workspace import sqlite_url
from tests.fleet.rig import Rig, open_rig
from tests.fleet.running import at_work, findings, kill, owner_pid, parent_of, sites, started, wait_for

pytestmark = pytest.mark.slow
LIMIT_S = 300  # an upper bound on a busy machine, not a wait


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with open_rig(tmp_path_factory.mktemp("fleet") / "rig", alone=1, together=2, formats=["json"]) as made:
        yield made


def expected(rig: Rig) -> dict[JobState, int]:
    return {JobState.DONE: len(rig.good), JobState.INCOMPLETE: len(rig.down), JobState.INVALID: rig.bad_profiles}


def check_report(rig: Rig, work: Path, rows: tuple[FleetSite, ...]) -> None:
    """Every site stands in the workbook once: judged ones in the ranking, the others where it says why."""
    assert Counter(s.state for s in rows) == expected(rig)
    book = openpyxl.load_workbook(work / "out" / "巡检汇总.xlsx")
    ranked = [row[2] for row in book["网站排名"].iter_rows(min_row=4, values_only=True)]
    assert len(ranked) == len(rig.good)
    lost = {str(row[0]): row[2] for row in book["失败与未核查"].iter_rows(min_row=4, values_only=True)}
    assert {name: lost[name] for name in rig.down} == dict.fromkeys(rig.down, "未能核查")
    assert len(lost) == len(rig.down) + rig.bad_profiles
    page = (work / "out" / "index.html").read_text(encoding="utf-8")
    assert all(f"sites/{name}/report.html" in page for name in rig.good)
    metrics = json.loads((work / "out" / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["sites"]["done"] == len(rig.good)


def check_groups(blocks: list[str], rows: tuple[FleetSite, ...]) -> None:
    """The sites of one host were never crawled together: their requests come in one stretch an attempt."""
    attempts = sum(s.attempt for s in rows if s.job.startswith("s"))
    assert len(blocks) <= attempts


@dataclass(frozen=True)
class Local:
    """A local run on SQLite in which first a worker was killed and then, when it had been replaced, all of it."""

    ledger: str
    work: Path
    rows: tuple[FleetSite, ...]
    victim: str
    done_before: dict[str, str]
    blocks: list[str]


def _again(victim: FleetSite, rows: tuple[FleetSite, ...]) -> bool:
    return any(s.job == victim.job and s.attempt == 2 for s in rows)


@pytest.fixture(scope="module")
def local(rig: Rig, tmp_path_factory: pytest.TempPathFactory) -> Local:
    assert rig.shared is not None
    rig.shared.asked.clear()
    folder = tmp_path_factory.mktemp("local")
    ledger = sqlite_url(folder / "ledger.sqlite")
    with started(rig, folder / "work", ledger) as run:
        victim = wait_for(run, ledger, at_work)
        kill(owner_pid(victim))
        wait_for(run, ledger, lambda rows: _again(victim, rows) and any(s.state is JobState.DONE for s in rows))
        run.kill()
        run.wait()
    before = {s.job: s.finished for s in sites(ledger) if s.state is JobState.DONE}
    with started(rig, folder / "work", ledger) as run:
        assert run.wait(LIMIT_S) == 3
    return Local(ledger, folder / "work", sites(ledger), victim.job, before, rig.blocks())


def test_a_killed_worker_is_replaced(rig: Rig, local: Local) -> None:
    """And that the whole run was killed later is none of its site's attempts."""
    assert next(s for s in local.rows if s.job == local.victim).attempt == 2
    check_report(rig, local.work, local.rows)
    check_groups(local.blocks, local.rows)


def test_a_killed_run_goes_on_where_it_was(local: Local) -> None:
    assert local.done_before
    assert {s.job: s.finished for s in local.rows if s.job in local.done_before} == local.done_before


def test_findings_and_pages_are_exported(rig: Rig, local: Local, tmp_path: Path) -> None:
    assert run_command(["export", str(rig.file), "--out", str(tmp_path), "--ledger", local.ledger]) == 0
    exported = {name: pq.read_table(tmp_path / f"{name}.parquet") for name in ("sites", "findings", "pages")}
    assert exported["sites"].num_rows == len(local.rows)
    by_site: dict[str, set[str]] = {}
    for row in exported["findings"].to_pylist():
        by_site.setdefault(row["site"], set()).add(row["id"])
    assert by_site == {name: ids for name, ids in findings(local.work).items() if ids}
    assert {s.job: s.summary.pages for s in local.rows if s.summary and s.summary.pages} == dict(
        Counter(exported["pages"].column("site").to_pylist())
    )


def test_status_and_report_are_drawn_from_the_run_table(
    rig: Rig, local: Local, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["fleet", "status", str(rig.file), "--ledger", local.ledger]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in rig.down)
    assert not any(f" {name} " in said for name in rig.good)
    assert (
        run_command(["fleet", "report", str(rig.file), "--out", str(tmp_path / "out"), "--ledger", local.ledger]) == 0
    )
    check_report(rig, tmp_path, local.rows)


@pytest.mark.postgres
def test_dask_with_a_killed_worker_finds_the_same(
    rig: Rig, local: Local, tmp_path: Path, empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra [fleet] is not installed")
    assert rig.shared is not None
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__LOCKS__LEASE_TIMEOUT", "10s")  # what a killed worker held
    rig.shared.asked.clear()
    work = tmp_path / "dask"
    with started(rig, work, empty_postgres, "--dask", "2") as run:
        kill(parent_of(owner_pid(wait_for(run, empty_postgres, at_work))))
        assert run.wait(LIMIT_S) == 3
    rows = sites(empty_postgres)
    check_report(rig, work, rows)
    check_groups(rig.blocks(), rows)
    assert findings(work) == findings(local.work)
    assert any(findings(work).values())
