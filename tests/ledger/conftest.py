"""The ledger's tests run on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from auditor.ledger_store import LedgerStore
from auditor.workspace import sqlite_url
from tests.ledger.postgres import binaries, cluster


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    given = os.environ.get("AUDITOR_TEST_POSTGRES")
    if given:
        yield given
        return
    if binaries() is None:
        pytest.skip("no PostgreSQL here: install Debian's postgresql, or name one in AUDITOR_TEST_POSTGRES")
    with cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "ledger.sqlite")
    url: str = request.getfixturevalue("empty_postgres")
    return url


@pytest.fixture
def empty_postgres(postgres_url: str) -> str:
    """Give the PostgreSQL of the session with nothing in it."""
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return postgres_url


@pytest.fixture
def store(ledger_url: str) -> Iterator[LedgerStore]:
    opened = LedgerStore(ledger_url)
    yield opened
    opened.close()
