"""The first ledger: runs, findings, transitions, claims, first sightings, probes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _text(name: str, *, key: bool = False, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=null)


def _word(name: str, size: int, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(size), primary_key=key, nullable=False)


def _count(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=null)


def _number() -> sa.Column[int]:
    return sa.Column("number", _NUMBER, primary_key=True, autoincrement=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "runs",
        _number(),
        sa.Column("id", sa.String(80), nullable=False, unique=True),
        _word("site", 120),
        _text("name"),
        _word("kind", 16),
        _word("as_of", 10),
        _word("started", 40),
        _word("finished", 40),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("baseline", sa.Boolean, nullable=False),
        *map(_count, ("pages", "links")),
        _text("reason"),
        _text("snapshot"),
        *map(_count, ("open", "new", "closed", "reopened")),
    )
    op.create_index("runs_by_site", "runs", ["site", "number"])
    op.create_table(
        "findings",
        _word("site", 120, key=True),
        _word("id", 16, key=True),
        _word("state", 16),
        _word("first_run", 80),
        *(_word(n, 10) for n in ("first_seen", "last_seen", "last_examined", "closed_on")),
        _text("closed_because"),
        _count("times_reopened"),
        _text("record"),
    )
    op.create_table(
        "transitions",
        _number(),
        _word("site", 120),
        sa.Column("run", sa.String(80), sa.ForeignKey("runs.id"), nullable=False),
        _word("finding", 16),
        _word("before", 16),
        _word("after", 16),
    )
    op.create_index("transitions_by_run", "transitions", ["run"])
    op.create_index("transitions_by_finding", "transitions", ["site", "finding"])
    op.create_table(
        "claims",
        _number(),
        _word("site", 120),
        _word("finding", 16),
        _word("run", 80),
        _word("ingested", 40),
        _text("fields"),
    )
    op.create_index("claims_by_finding", "claims", ["site", "finding", "number"])
    op.create_table(
        "first_seen", _word("site", 120, key=True), _text("url", key=True), _word("first_seen", 10), _word("date", 10)
    )
    _probes()


def _probes() -> None:
    op.create_table(
        "probes",
        _number(),
        _word("site", 120),
        _word("at", 40),
        sa.Column("ok", sa.Boolean, nullable=False),
        _count("seconds_ms", null=True),
        _count("status", null=True),
        _text("reason"),
        sa.Column("tls", sa.String(40)),
        _count("tls_days", null=True),
        sa.Column("ipv6", sa.String(40)),
        sa.Column("counted", sa.Boolean, nullable=False),
        sa.UniqueConstraint("site", "at"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("probes", "first_seen", "claims", "transitions", "findings", "runs"):
        op.drop_table(name)
