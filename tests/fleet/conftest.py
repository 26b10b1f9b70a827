"""The run table's tests run on SQLite and on a real PostgreSQL, like the ledger's."""

from __future__ import annotations

from tests.ledger.conftest import empty_postgres, ledger_url, postgres_url, store

__all__ = ["empty_postgres", "ledger_url", "postgres_url", "store"]
