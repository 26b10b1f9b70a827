"""A process killed while it writes the ledger leaves it as before or as after, and the next one works."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from auditor import ledger_store
from auditor.ledger import advance
from auditor.ledger_store import LedgerStore
from auditor.model.claim import ClaimStatus
from tests.ledger.build import SITE, run_record, seen
from tests.ledger.killing import contents, killed_at
from tests.reports import xlsx_books
from tests.reports.synthetic import synthetic_run

MANY = 200  # steps; all that is done here takes far fewer
NAMES = [f"a{n}" for n in range(60)]  # more than a statement takes at once
SIGHTING = {"url": "http://lyj.example.gov.cn/a", "first_seen": "2026-03-12", "date": "2026-03-01"}


def end_a_run(url: str) -> None:
    """Write the ledger at the end of a run."""
    store = LedgerStore(url)
    run = seen("r2", [*NAMES[:5], "new"], NAMES[5:])
    with patch.object(ledger_store, "_BATCH", 25):
        store.save_run(run_record("r2"), partial(advance, seen=run), [SIGHTING])
    store.close()


def ingest(workbook: str, url: str) -> None:
    """Read an office's workbook back."""
    from auditor.cli.main import run

    assert run(["ingest", workbook, "--ledger", url]) == 0


def same_or_done(url: str, act: Any, *arguments: str) -> int:
    """Kill ``act`` at each of its steps in turn, with the ledger as it then is; return how many left it unchanged."""
    before = contents(url)
    for step in range(1, MANY):
        was_killed = killed_at(step, act, *arguments, after="findings.id")
        now = contents(url)
        if now != before:
            act(*arguments)  # once more changes nothing: what stands there is all of it
            assert contents(url) == now
            return step - 1
        assert was_killed, "it came to its end and wrote nothing"
    raise AssertionError("it never came to its end")


def test_killed_at_the_end_of_a_run(ledger_url: str) -> None:
    store = LedgerStore(ledger_url)
    store.save_run(run_record("r1"), partial(advance, seen=seen("r1", NAMES, [])))
    store.close()
    assert same_or_done(ledger_url, end_a_run, ledger_url) > 10
    store = LedgerStore(ledger_url)
    assert [(r.id, r.open, r.new, r.closed) for r in store.runs(SITE)] == [
        ("r1", 60, 60, 0),
        ("r2", 6, 1, 55),
    ]
    assert store.first_seen(SITE) == [SIGHTING]
    store.close()


def test_killed_while_a_workbook_is_read_back(ledger_url: str, tmp_path: Path) -> None:
    result = synthetic_run(12)
    store = LedgerStore(ledger_url)
    site = result.site.id
    record = run_record("r1")
    handed_out = replace(seen("r1", [], []), run=result.run.id, findings=result.findings)
    store.save_run(replace(record, id=result.run.id, site=site), partial(advance, seen=handed_out))
    store.close()
    path = xlsx_books.write(result, tmp_path)
    book, sheet = xlsx_books.ledger(path)
    answered = [f.id for f in result.findings if not f.preview]
    for finding in answered:
        xlsx_books.fill(sheet, finding, 整改状态=ClaimStatus.WORKING.value, 整改措施=f"正在处理{finding}")
    book.save(path)
    assert same_or_done(ledger_url, ingest, str(path), ledger_url) > 3
    store = LedgerStore(ledger_url)
    assert set(store.claims(site)) == set(answered)
    store.close()


@pytest.mark.parametrize("step", [1, 3, 6])
def test_killed_while_the_ledger_is_made(tmp_path: Path, step: int) -> None:
    from auditor.workspace import sqlite_url

    url = sqlite_url(tmp_path / "ledger.sqlite")
    assert killed_at(step, end_a_run, url)
    end_a_run(url)
    store = LedgerStore(url)
    assert [r.id for r in store.runs(SITE)] == ["r2"]
    store.close()
