"""Fleets: runs over many sites, and the jobs of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _word(name: str, size: int, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(size), primary_key=key, nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "fleet_runs",
        _word("id", 80, key=True),
        _word("fleet", 120),
        _text("name"),
        _word("as_of", 10),
        _word("started", 40),
        _word("finished", 40),
    )
    op.create_index("fleet_runs_by_fleet", "fleet_runs", ["fleet", "started"])
    op.create_table(
        "fleet_jobs",
        sa.Column("fleet_run", sa.String(80), sa.ForeignKey("fleet_runs.id"), primary_key=True),
        _word("job", 300, key=True),
        _count("position"),
        _text("profile"),
        _text("name"),
        _word("politeness", 120),
        _count("politeness_limit"),
        _word("state", 16),
        _count("attempt"),
        _text("owner"),
        sa.Column("lease_until_ms", sa.BigInteger, nullable=False),
        _word("run", 80),
        *(_word(n, 40) for n in ("started", "finished")),
        sa.Column("seconds", sa.Float, nullable=False),
        _count("peak_mb"),
        *(_text(n) for n in ("coverage", "summary", "error", "folder")),
    )
    op.create_index("fleet_jobs_by_state", "fleet_jobs", ["state", "politeness"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("fleet_jobs")
    op.drop_table("fleet_runs")
