"""A new ledger is built at once; it is the one that the migrations lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from auditor import ledger_versions
from auditor.ledger_store import LedgerStore
from auditor.ledger_versions import REVISION, bring_up_to_date, migrate


def described(connection: Connection) -> dict[str, Any]:
    """Return all that a database says of its tables, whatever the order of their columns."""
    inspector = sa.inspect(connection)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"], str(c["default"])) for c in inspector.get_columns(table)),
            inspector.get_pk_constraint(table),
            inspector.get_foreign_keys(table),
            sorted(inspector.get_indexes(table), key=str),
            sorted(inspector.get_unique_constraints(table), key=str),
        )
        for table in inspector.get_table_names()
    }


def made_by(url: str, make: Callable[[Connection], None]) -> tuple[dict[str, Any], list[str]]:
    """Return what is there after ``make``, and take it away again."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        transaction = connection.begin()
        make(connection)
        found = described(connection), list(connection.scalars(sa.text("SELECT version_num FROM alembic_version")))
        transaction.rollback()
        everything = sa.MetaData()
        everything.reflect(connection)
        everything.drop_all(connection)
        connection.commit()
    engine.dispose()
    return found


def test_a_new_ledger_is_what_the_migrations_lead_to(ledger_url: str) -> None:
    migrated = made_by(ledger_url, migrate)
    assert made_by(ledger_url, bring_up_to_date) == migrated


def test_the_revision_of_a_new_ledger_is_the_newest() -> None:
    config = Config()
    config.set_main_option("script_location", str(ledger_versions._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_an_older_ledger_is_migrated_and_one_of_today_is_not(ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Connection] = []
    monkeypatch.setattr(ledger_versions, "migrate", calls.append)
    LedgerStore(ledger_url).close()
    LedgerStore(ledger_url).close()
    assert not calls
    engine = sa.create_engine(ledger_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
        connection.execute(sa.text("ALTER TABLE fleet_jobs DROP COLUMN touches"))
    engine.dispose()
    monkeypatch.undo()
    store = LedgerStore(ledger_url)
    with store.engine.connect() as connection:
        assert "touches" in {c["name"] for c in sa.inspect(connection).get_columns("fleet_jobs")}
    store.close()
