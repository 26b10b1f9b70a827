"""This module declares the ledger's tables (SQLAlchemy Core); migrations/ brings a database up to them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts only INTEGER keys up by itself

runs = Table(
    "runs",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("id", String(80), nullable=False, unique=True),
    Column("site", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("started", String(40), nullable=False),
    Column("finished", String(40), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("baseline", Boolean, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("links", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("open", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("reopened", Integer, nullable=False),
    Index("runs_by_site", "site", "number"),
)
findings = Table(
    "findings",
    metadata,
    Column("site", String(120), primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("first_run", String(80), nullable=False),
    Column("first_seen", String(10), nullable=False),
    Column("last_seen", String(10), nullable=False),
    Column("last_examined", String(10), nullable=False),
    Column("closed_on", String(10), nullable=False),
    Column("closed_because", Text, nullable=False),
    Column("times_reopened", Integer, nullable=False),
    Column("record", Text, nullable=False),
)
transitions = Table(
    "transitions",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("site", String(120), nullable=False),
    Column("run", String(80), ForeignKey("runs.id"), nullable=False),
    Column("finding", String(16), nullable=False),
    Column("before", String(16), nullable=False),
    Column("after", String(16), nullable=False),
    Index("transitions_by_run", "run"),
    Index("transitions_by_finding", "site", "finding"),
)
claims = Table(
    "claims",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("site", String(120), nullable=False),
    Column("finding", String(16), nullable=False),
    Column("run", String(80), nullable=False),
    Column("ingested", String(40), nullable=False),
    Column("fields", Text, nullable=False),
    Index("claims_by_finding", "site", "finding", "number"),
)
first_seen = Table(
    "first_seen",
    metadata,
    Column("site", String(120), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("first_seen", String(10), nullable=False),
    Column("date", String(10), nullable=False),
)
probes = Table(
    "probes",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("site", String(120), nullable=False),
    Column("at", String(40), nullable=False),
    Column("ok", Boolean, nullable=False),
    Column("seconds_ms", Integer),
    Column("status", Integer),
    Column("reason", Text, nullable=False),
    Column("tls", String(40)),
    Column("tls_days", Integer),
    Column("ipv6", String(40)),
    Column("counted", Boolean, nullable=False),
    UniqueConstraint("site", "at"),
)
fleet_runs = Table(
    "fleet_runs",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("fleet", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("started", String(40), nullable=False),
    Column("finished", String(40), nullable=False),
    Index("fleet_runs_by_fleet", "fleet", "started"),
)
fleet_jobs = Table(
    "fleet_jobs",
    metadata,
    Column("fleet_run", String(80), ForeignKey("fleet_runs.id"), primary_key=True),
    Column("job", String(300), primary_key=True),  # the site's id; the profile's path where it cannot be read
    Column("position", Integer, nullable=False),
    Column("profile", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("politeness", String(120), nullable=False),
    Column("politeness_limit", Integer, nullable=False),
    Column("touches", Text, nullable=False, server_default=""),  # the servers that its crawl asks, separated by blanks
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("lease_until_ms", BigInteger, nullable=False),
    Column("run", String(80), nullable=False),
    Column("started", String(40), nullable=False),
    Column("finished", String(40), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("peak_mb", Integer, nullable=False),
    Column("coverage", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Index("fleet_jobs_by_state", "state", "politeness"),
)
