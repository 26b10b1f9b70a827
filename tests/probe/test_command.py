"""``auditor probe`` itself: one visit, a series, and how long the spans are."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor import ledger_schema
from auditor.cli import probe_command
from auditor.cli.main import run
from auditor.errors import UsageError
from auditor.ledger_store import LedgerStore
from auditor.workspace import sqlite_url
from tests.probe.test_visit import PAGE, answering


def profile(folder: Path, port: int) -> Path:
    path = folder / "a.toml"
    home = f"http://127.0.0.1:{port}/"
    text = f'[site]\nid = "a"\nname = "局"\nhome = "{home}"\n[crawl]\nprivate_hosts = ["127.0.0.1"]\n'
    path.write_text(text, encoding="utf-8")
    return path


def kept(folder: Path) -> list[bool]:
    store = LedgerStore(sqlite_url(folder / "var" / "ledger.sqlite"))
    try:
        return [bool(p["ok"]) for p in store.probes("a", "2000", "2100")]
    finally:
        store.close()


def test_one_visit_is_kept_in_the_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with answering(PAGE) as port:
        assert run(["probe", str(profile(tmp_path, port)), "--var", str(tmp_path / "var")]) == 0
    assert kept(tmp_path) == [True]
    assert "打开用时" in capsys.readouterr().out


def test_a_series_keeps_its_rhythm_however_long_a_visit_takes() -> None:
    clock, begun = [100.0], []

    def visit() -> None:
        begun.append(clock[0] - 100)
        clock[0] += 15

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    probe_command.repeat(visit, 3600, 6 * 3600, lambda: clock[0], sleep)
    assert begun == [hour * 3600 for hour in range(6)]


def test_visits_slower_than_the_rhythm_follow_each_other_at_once() -> None:
    clock, begun = [0.0], []

    def visit() -> None:
        begun.append(clock[0])
        clock[0] += 45

    probe_command.repeat(visit, 30, 120, lambda: clock[0], lambda s: clock.__setitem__(0, clock[0] + s))
    assert begun == [0, 45, 90, 135]


@pytest.mark.parametrize(("text", "seconds"), [("30s", 30), ("60m", 3600), ("12h", 43_200), ("7d", 604_800)])
def test_spans(text: str, seconds: int) -> None:
    assert probe_command.span(text) == seconds


@pytest.mark.parametrize("text", ["", "60", "m", "0m", "1.5h", "-5m", "1w"])
def test_no_spans(text: str) -> None:
    with pytest.raises(UsageError):
        probe_command.span(text)


def test_a_second_visit_in_the_same_second_adds_nothing(tmp_path: Path) -> None:
    store = LedgerStore(sqlite_url(tmp_path / "ledger.sqlite"))
    visit = {"at": "2026-03-16T10:00:00+08:00", "ok": True, "counted": True, "reason": ""}
    columns = {c.name for c in ledger_schema.probes.columns if not c.nullable} - {"number", "site", *visit}
    try:
        for ok in (True, False):
            store.save_probe("a", {**dict.fromkeys(columns, 0), **visit, "ok": ok})
        assert [p["ok"] for p in store.probes("a", "2000", "2100")] == [True]
    finally:
        store.close()
