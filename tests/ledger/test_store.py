"""The ledger store, on SQLite and on PostgreSQL: one run one transaction, claims once, states by run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from auditor.errors import UsageError
from auditor.ledger import advance
from auditor.ledger_schema import metadata
from auditor.ledger_store import LedgerStore
from auditor.model.finding import State
from auditor.model.ledger import ClaimRecord, Record
from auditor.workspace import sqlite_url
from tests.ledger.build import SITE, finding, run_record, seen


def keep(store: LedgerStore, run: str, present: list[str], examined: list[str]) -> None:
    store.save_run(run_record(run), lambda before: advance(before, seen(run, present, examined)))


def test_a_run_is_kept_whole(store: LedgerStore) -> None:
    keep(store, "r1", ["a", "b"], [])
    keep(store, "r2", ["b"], ["a"])
    keep(store, "r3", ["a"], ["b"])
    a, b = finding("a").id, finding("b").id
    assert store.states_at("r1") == {a: State.NEW, b: State.NEW}
    assert store.states_at("r2") == {a: State.CLOSED, b: State.PERSISTING}
    assert store.states_at("r3") == {a: State.REOPENED, b: State.CLOSED}
    assert [(r.open, r.new, r.closed, r.reopened) for r in store.runs(SITE)] == [
        (2, 2, 0, 0),
        (1, 0, 1, 0),
        (1, 0, 1, 1),
    ]
    assert store.records(SITE)[a].finding == replace(finding("a"), state=State.REOPENED)


def test_a_run_kept_twice_changes_nothing(store: LedgerStore) -> None:
    keep(store, "r1", ["a"], [])
    before = store.records(SITE)
    keep(store, "r1", ["a", "b"], [])
    assert store.records(SITE) == before
    assert len(store.runs(SITE)) == 1


def test_a_run_that_breaks_off_leaves_the_ledger_as_before(store: LedgerStore) -> None:
    keep(store, "r1", ["a"], [])
    before = store.records(SITE)

    def breaks(records: Mapping[str, Record]) -> dict[str, Record]:
        return {**advance(records, seen("r2", [], ["a"])), "broken": None}  # type: ignore[dict-item]

    with pytest.raises(AttributeError):
        store.save_run(run_record("r2"), breaks)
    assert store.records(SITE) == before
    assert [r.id for r in store.runs(SITE)] == ["r1"]


def test_claims_are_kept_once(store: LedgerStore) -> None:
    said = ClaimRecord(finding=finding("a").id, run="r1", ingested="2026-03-12T09:00:00", fields={"整改状态": "已整改"})
    assert store.save_claims(SITE, [said]) == 1
    assert store.save_claims(SITE, [replace(said, ingested="2026-03-13T09:00:00")]) == 0
    assert store.save_claims(SITE, [replace(said, fields={"整改状态": "申诉"})]) == 1
    assert store.claims(SITE)[said.finding].fields == {"整改状态": "申诉"}


def test_first_sightings_are_not_moved(store: LedgerStore) -> None:
    row = {"url": "http://lyj.example.gov.cn/a", "first_seen": "2026-03-11", "date": "2026-03-01"}
    store.save_run(run_record("r1"), dict, [row])
    other = {**row, "url": "http://lyj.example.gov.cn/b"}
    store.save_run(run_record("r2"), dict, [{**row, "first_seen": "2026-03-12"}, other])
    assert store.first_seen(SITE) == [row, other]


def test_the_migrations_make_the_declared_tables(store: LedgerStore) -> None:
    inspector = sa.inspect(store.engine)
    for table in metadata.sorted_tables:
        assert {c["name"] for c in inspector.get_columns(table.name)} == set(table.columns.keys())


def test_opening_again_keeps_what_is_there(ledger_url: str) -> None:
    first = LedgerStore(ledger_url)
    keep(first, "r1", ["a"], [])
    first.close()
    second = LedgerStore(ledger_url)
    assert list(second.records(SITE)) == [finding("a").id]
    second.close()


def test_a_ledger_that_cannot_be_opened_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text("not a database, only text that is long enough to be read as one " * 20)
    with pytest.raises(UsageError, match="无法打开台账数据库"):
        LedgerStore(sqlite_url(tmp_path / "ledger.sqlite"))


def test_an_address_that_is_no_database_is_a_message_without_its_password() -> None:
    with pytest.raises(UsageError, match="不是可用的数据库地址") as caught:
        LedgerStore("nosuch://user:secret@host/db")
    assert "secret" not in str(caught.value)
