"""Operation: what prune removes and never removes, log lines as JSON, metrics."""

from __future__ import annotations

import json
import logging
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditor.cli.logs import VARIABLE, JsonLines
from auditor.cli.main import run
from auditor.fleet.metrics import fleet_metrics
from auditor.ledger_store import LedgerStore
from auditor.model.fleet import JobState
from auditor.model.ledger import RunRecord
from auditor.retention import Kept, removable
from auditor.workspace import sqlite_url
from tests.fleet.build import result, site

TODAY = date(2026, 3, 16)


def series(*kinds: str) -> list[Kept]:
    """Snapshots newest first, forty days apart: W whole, P sealed but incomplete, U unfinished."""
    return [
        Kept(folder=Path(f"{n}{kind}"), day=TODAY - timedelta(days=40 * n), sealed=kind != "U", whole=kind == "W")
        for n, kind in enumerate(kinds)
    ]


def gone(snapshots: list[Kept], keep: int = 1, days: int = 30) -> list[str]:
    return [str(k.folder) for k in removable(snapshots, TODAY, keep=keep, days=days)]


@pytest.mark.parametrize(
    ("kinds", "keep", "days", "removed"),
    [
        ("WWW", 1, 30, ["1W", "2W"]),
        ("WWW", 2, 30, ["2W"]),
        ("WWW", 1, 41, ["2W"]),  # the second is forty days old
        ("WWW", 1, 40, ["1W", "2W"]),
        ("PPPW", 1, 30, ["1P", "2P"]),  # young ones stay, and the last whole one however old
        ("UUW", 1, 30, ["1U"]),
        ("PU", 1, 30, ["1U"]),
        ("W", 1, 0, []),
        ("U", 1, 0, []),
        ("", 1, 0, []),
    ],
)
def test_what_may_go(kinds: str, keep: int, days: int, removed: list[str]) -> None:
    assert gone(series(*kinds), keep, days) == removed


@pytest.mark.parametrize("keep", [0, 1])
def test_the_last_whole_snapshot_never_goes(keep: int) -> None:
    old = [Kept(folder=Path("w"), day=date(2001, 1, 1), sealed=True, whole=True)]
    assert gone(old, keep=keep, days=0) == []


def snapshot(var: Path, store: LedgerStore, run_id: str, *, complete: bool, sealed: bool = True) -> Path:
    folder = var / "snapshots" / "a" / run_id
    folder.mkdir(parents=True)
    order = {"run": run_id, "site": "a", "as_of": "2025-01-01", "started": f"{run_id[2:12]}T01:00:00+08:00"}
    more = {"profile_hash": "", "profile_path": "a.toml", "kind": "audit"}
    (folder / "order.json").write_text(json.dumps({**order, **more}), encoding="utf-8")
    (folder / "pages.parquet").write_bytes(b"x" * 1000)
    if sealed:
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        times: dict[str, Any] = {"as_of": "2025-01-01", "started": order["started"], "finished": order["started"]}
        store.save_run(
            RunRecord(id=run_id, site="a", name="局", complete=complete, **times), lambda before: dict(before)
        )
    return folder


def test_prune_removes_old_snapshots_and_keeps_the_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = LedgerStore(sqlite_url(tmp_path / "ledger.sqlite"))
    folders = {
        day: snapshot(tmp_path, store, f"a-{day}", complete=day < "2025-03")
        for day in ("2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01")
    }
    command = ["prune", "--var", str(tmp_path), "--keep", "1", "--days", "30"]
    assert run([*command, "--dry-run"]) == 0
    assert all(f.exists() for f in folders.values())
    assert run(command) == 0
    # Nothing after February was complete: February's is the last whole one.
    assert [day for day, folder in folders.items() if folder.exists()] == ["2025-02-01"]
    assert len(store.runs("a")) == 4
    assert "快照 3 份" in capsys.readouterr().out
    store.close()


def test_json_lines_say_what_went_wrong() -> None:
    try:
        raise ValueError("坏")
    except ValueError:
        record = logging.getLogger("auditor.x").makeRecord(
            "auditor.x", logging.ERROR, "f", 1, "site %s", ("a\nb",), sys.exc_info()
        )
    line = JsonLines().format(record)
    said = json.loads(line)
    assert "\n" not in line
    assert (said["level"], said["logger"], said["message"]) == ("error", "auditor.x", "site a\nb")
    assert "ValueError: 坏" in said["error"]


def test_log_json_is_asked_for_before_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    root = logging.getLogger()
    kept = root.handlers[:], root.level
    try:
        assert run(["--log-json", "prune", "--var", str(tmp_path)]) == 0
        assert any(isinstance(h.formatter, JsonLines) for h in root.handlers)
    finally:
        root.handlers[:], root.level = kept[0], kept[1]


def test_ctrl_c_is_told_and_is_no_conclusion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("auditor.cli.fleet_run.run_fleet", interrupted)
    assert run(["fleet", str(tmp_path / "fleet.toml")]) == 3
    assert "接着进行" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lines", "options", "said"),
    [
        ('formats = ["pdf"]', [], "fleet.formats"),
        ("", ["--fresh", "--retry-failed"], "--fresh"),
        ("", ["--scheduler", "tls://127.0.0.1:1"], "PostgreSQL"),
        ("", ["--out", "{tmp}/fleet.toml"], "--out"),
        ("", ["--ledger", "postgresql+psycopg://u:secret@127.0.0.1:1/x"], "u:***@"),
    ],
)
def test_what_would_fail_at_every_site_is_told_before_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: str, options: list[str], said: str
) -> None:
    path = tmp_path / "fleet.toml"
    path.write_text(f'[fleet]\nid = "a"\nname = "市"\nsites = ["*.x"]\n{lines}\n', encoding="utf-8")
    place = ["--out", str(tmp_path / "out"), "--var", str(tmp_path / "var")]
    command = ["fleet", str(path), *place, *(o.format(tmp=tmp_path) for o in options)]
    assert run(command) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "secret" not in error


def test_fleet_metrics_count_what_happened() -> None:
    data = json.loads(fleet_metrics(result(site(1), site(2), site(3, JobState.FAILED), site(4, JobState.WAITING))))
    assert data["sites"] == {"waiting": 1, "running": 0, "done": 2, "incomplete": 0, "failed": 1, "invalid": 0}
    assert [s["job"] for s in data["by_site"]] == ["s1", "s2", "s3", "s4"]
    assert data["by_site"][0]["findings"] == {"major": 1, "minor": 1}
