"""This module keeps the ledger in SQLite (a file) or PostgreSQL (a URL): one run, one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from auditor import ledger_schema as schema
from auditor.errors import UsageError
from auditor.ledger_bursts import Move
from auditor.ledger_versions import bring_up_to_date
from auditor.model.finding import State
from auditor.model.ledger import ClaimRecord, Record, RunRecord
from auditor.model.plain import from_plain, to_plain

Advance = Callable[[Mapping[str, Record]], dict[str, Record]]
_BATCH = 500


class LedgerStore:
    """The ledger and run table of any number of sites.

    ``url``: an SQLAlchemy URL (``sqlite:///…``, ``postgresql+psycopg://…``). The database is brought up to date on opening.
    Raises UsageError where it cannot be opened.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        try:
            with self.writing() as connection:  # two machines may be the first to open it at the same moment
                bring_up_to_date(connection)
        except sa.exc.SQLAlchemyError as error:
            raise UsageError(
                f"无法打开台账数据库 {_hidden(url)}：{_first_line(error)}；请检查 --ledger 和权限"
            ) from error

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing; writers of a ledger wait for each other."""
        with self.engine.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(20190401)"))
            yield connection

    def runs(self, site: str) -> tuple[RunRecord, ...]:
        """Return the site's runs, oldest first."""
        query = sa.select(schema.runs).where(schema.runs.c.site == site).order_by(schema.runs.c.number)
        with self.engine.connect() as connection:
            return tuple(RunRecord(**row) for row in connection.execute(query).mappings())

    def run(self, run_id: str) -> RunRecord | None:
        """Return one run by its id, or None."""
        query = sa.select(schema.runs).where(schema.runs.c.id == run_id)
        with self.engine.connect() as connection:
            row = connection.execute(query).mappings().first()
            return RunRecord(**row) if row else None

    def records(self, site: str) -> dict[str, Record]:
        """Return every finding the ledger knows of a site, closed ones too, by id."""
        with self.engine.connect() as connection:
            return _records(connection, site)

    def finding_ids(self, site: str) -> frozenset[str]:
        """Return the ids of every finding the ledger knows of a site, without reading what they say."""
        with self.engine.connect() as connection:
            return frozenset(connection.scalars(sa.select(schema.findings.c.id).where(schema.findings.c.site == site)))

    def claims(self, site: str) -> dict[str, ClaimRecord]:
        """Return the latest claim on each finding of a site."""
        with self.engine.connect() as connection:
            return _claims(connection, site)

    def save_run(
        self, run: RunRecord, move: Advance, sightings: Iterable[Mapping[str, str]] = ()
    ) -> tuple[dict[str, Record], dict[str, Record]]:
        """Move the site's ledger on by one run, in one transaction; return the records before and after.

        ``move`` gets the records as they stand; the run's counts are taken from what it returns. ``sightings`` (url,
        first_seen, date) are kept where the address was not met before. A run that is kept already changes nothing.
        """
        with self.writing() as connection:
            before = _records(connection, run.site)
            if connection.execute(sa.select(schema.runs.c.id).where(schema.runs.c.id == run.id)).first():
                return before, before
            after = move(before)
            values = {k: v for k, v in asdict(_counted(run, before, after)).items() if k != "number"}
            connection.execute(sa.insert(schema.runs).values(**values))
            _replace_records(connection, run.site, [r for key, r in after.items() if before.get(key) != r])
            _insert(connection, schema.transitions, _transitions(run, before, after))
            known = {row["url"] for row in _first_seen(connection, run.site)}
            fresh = [{**row, "site": run.site} for row in sightings if row["url"] not in known]
            _insert(connection, schema.first_seen, fresh)
        return before, after

    def save_claims(self, site: str, claims: Iterable[ClaimRecord]) -> int:
        """Keep what is new in ``claims``, in one transaction; return how many were."""
        with self.writing() as connection:
            latest = _claims(connection, site)
            fresh = [c for c in claims if c.finding not in latest or dict(latest[c.finding].fields) != dict(c.fields)]
            rows = [
                {**asdict(c), "site": site, "fields": json.dumps(dict(c.fields), ensure_ascii=False, sort_keys=True)}
                for c in fresh
            ]
            _insert(connection, schema.claims, rows)
        return len(fresh)

    def states_at(self, run_id: str) -> dict[str, State]:
        """Return the state of every finding of the run's site as that run left it; empty for a run the ledger does not have."""
        runs, moves = schema.runs, schema.transitions
        with self.engine.connect() as connection:
            run = connection.execute(sa.select(runs.c.site, runs.c.number).where(runs.c.id == run_id)).first()
            if run is None:
                return {}
            query = (
                sa.select(moves.c.finding, moves.c.after)
                .join(runs, runs.c.id == moves.c.run)
                .where(moves.c.site == run.site, runs.c.number <= run.number)
                .order_by(moves.c.number)
            )
            return {finding: State(after) for finding, after in connection.execute(query)}

    def changes(self, run_id: str) -> dict[str, tuple[str, str]]:
        """Return what a run changed: finding id -> (state before or "", state after)."""
        table = schema.transitions
        query = sa.select(table.c.finding, table.c.before, table.c.after).where(table.c.run == run_id)
        with self.engine.connect() as connection:
            return {finding: (before, after) for finding, before, after in connection.execute(query)}

    def moves(self, site: str, findings: Iterable[str]) -> list[Move]:
        """Return every change of state of some findings, in their order."""
        wanted, table, found = sorted(findings), schema.transitions, []
        with self.engine.connect() as connection:
            for start in range(0, len(wanted), _BATCH):
                chosen = table.c.finding.in_(wanted[start : start + _BATCH])
                query = sa.select(table.c.finding, table.c.run, table.c.after).where(table.c.site == site, chosen)
                found += [Move(f, run, State(s)) for f, run, s in connection.execute(query.order_by(table.c.number))]
        return found

    def first_seen(self, site: str) -> list[dict[str, Any]]:
        """Return when each address of a list or article was first met: url, first_seen, date ("" where it showed none)."""
        with self.engine.connect() as connection:
            return _first_seen(connection, site)

    def save_probe(self, site: str, probe: Mapping[str, Any]) -> None:
        """Keep one availability visit; of two in the same second the first one counts."""
        table = schema.probes
        same = sa.select(table.c.at).where(table.c.site == site, table.c.at == probe["at"])
        with self.writing() as connection:
            if connection.execute(same).first() is None:
                connection.execute(sa.insert(table).values(site=site, **probe))

    def probes(self, site: str, since: str, until: str) -> list[dict[str, Any]]:
        """Return the visits of a site between two moments (ISO 8601), oldest first."""
        table = schema.probes
        query = (
            sa.select(table).where(table.c.site == site, table.c.at >= since, table.c.at <= until).order_by(table.c.at)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(query).mappings()
            return [{k: v for k, v in row.items() if k not in ("number", "site")} for row in rows]


def _records(connection: Connection, site: str) -> dict[str, Record]:
    query = sa.select(schema.findings).where(schema.findings.c.site == site)
    return {row["id"]: _record(row) for row in connection.execute(query).mappings()}


def _claims(connection: Connection, site: str) -> dict[str, ClaimRecord]:
    query = sa.select(schema.claims).where(schema.claims.c.site == site).order_by(schema.claims.c.number)
    return {row["finding"]: _claim(row) for row in connection.execute(query).mappings()}


def _first_seen(connection: Connection, site: str) -> list[dict[str, Any]]:
    table = schema.first_seen
    query = sa.select(table.c.url, table.c.first_seen, table.c.date).where(table.c.site == site)
    return [dict(row) for row in connection.execute(query).mappings()]


def _counted(run: RunRecord, before: Mapping[str, Record], after: Mapping[str, Record]) -> RunRecord:
    """Count findings that are handed to the office; previews stand apart."""
    moved = [(before.get(k), r) for k, r in after.items() if not r.finding.preview]
    return replace(
        run,
        open=sum(r.state is not State.CLOSED for _, r in moved),
        new=sum(r.state is State.NEW for _, r in moved),
        closed=sum(r.state is State.CLOSED and old is not None and old.state is not State.CLOSED for old, r in moved),
        reopened=sum(r.state is State.REOPENED for _, r in moved),
    )


def _engine(url: str) -> Engine:
    try:
        engine = sa.create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    except (sa.exc.ArgumentError, ModuleNotFoundError) as error:
        raise UsageError(f"--ledger: 不是可用的数据库地址 {_hidden(url)}：{_first_line(error)}") from error
    if engine.dialect.name == "sqlite":
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        sa.event.listen(engine, "connect", _on_sqlite_connect)
        sa.event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin and commit by itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA busy_timeout=30000")


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _replace_records(connection: Connection, site: str, records: Sequence[Record]) -> None:
    ids = [r.finding.id for r in records]
    table = schema.findings
    for start in range(0, len(ids), _BATCH):
        connection.execute(sa.delete(table).where(table.c.site == site, table.c.id.in_(ids[start : start + _BATCH])))
    _insert(connection, table, [_row(site, r) for r in records])


def _insert(connection: Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _row(site: str, record: Record) -> dict[str, Any]:
    values = {k: getattr(record, k) for k in record.__dataclass_fields__ if k != "finding"}
    text = json.dumps(to_plain(record.finding), ensure_ascii=False, sort_keys=True)
    return {**values, "site": site, "id": record.finding.id, "state": record.state.value, "record": text}


def _record(row: sa.RowMapping) -> Record:
    values = {k: v for k, v in row.items() if k not in ("site", "id", "record", "state")}
    state = State(row["state"])
    return Record(finding=replace(from_plain(json.loads(row["record"])), state=state), state=state, **values)


def _claim(row: sa.RowMapping) -> ClaimRecord:
    return ClaimRecord(
        finding=row["finding"], run=row["run"], ingested=row["ingested"], fields=json.loads(row["fields"])
    )


def _transitions(run: RunRecord, before: Mapping[str, Record], after: Mapping[str, Record]) -> list[dict[str, Any]]:
    return [
        {
            "site": run.site,
            "run": run.id,
            "finding": key,
            "before": before[key].state.value if key in before else "",
            "after": record.state.value,
        }
        for key, record in after.items()
        if key not in before or before[key].state is not record.state
    ]


def _hidden(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "（无法识别的地址）"


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
