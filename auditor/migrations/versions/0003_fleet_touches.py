"""Fleets: which servers each job asks, so that two fleets with different groups keep off the same server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; jobs of before are told apart by their group alone."""
    op.add_column("fleet_jobs", sa.Column("touches", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Drop the column."""
    with op.batch_alter_table("fleet_jobs") as table:
        table.drop_column("touches")
