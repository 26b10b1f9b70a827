"""This module brings a ledger database up to date: a new one is built as it is today, an older one goes through migrations/."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from auditor.ledger_schema import metadata

REVISION = "0003"  # of the newest migration
_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSIONS = sa.Table(  # as Alembic declares it
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def bring_up_to_date(connection: Connection) -> None:
    """Build the tables of an empty database, migrate those of an older one, leave those of today alone."""
    tables = sa.inspect(connection).get_table_names()
    if not tables:
        _build(connection)
    elif _VERSIONS.name not in tables or connection.scalars(sa.select(_VERSIONS.c.version_num)).all() != [REVISION]:
        migrate(connection)


def _build(connection: Connection) -> None:
    metadata.create_all(connection)
    _VERSIONS.create(connection)
    connection.execute(sa.insert(_VERSIONS).values(version_num=REVISION))


def migrate(connection: Connection) -> None:
    """Run the migrations that a database has not seen yet."""
    from alembic import command  # slow to import, and most ledgers need no migration
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
