"""This module keeps the run table of fleets in the ledger database: who has which site, how it ended. It is the only truth.

A job is claimed in one transaction together with its politeness group; a lease that is not renewed, or whose process is gone,
frees it. Whoever lost a lease can no longer write an ending, so that delivery of a job twice does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from auditor.fleet.groups import Busy, has_room
from auditor.fleet.jobs import Claim, Ending, NewJob
from auditor.fleet.owner import is_gone
from auditor.fleet.summary import from_text, to_text
from auditor.fleet_tries import Again, never, tried
from auditor.ledger_schema import fleet_jobs, fleet_runs
from auditor.ledger_store import LedgerStore
from auditor.model.fleet import FleetRun, FleetSite, JobState

_NOT_BEGUN = (JobState.WAITING, JobState.INVALID)
_RETRIED = (JobState.FAILED, JobState.INCOMPLETE)
_DIED = "处理该网站的进程多次意外结束"


class FleetStore:
    """The run table. ``gone`` says whether the owner of a lease is a process that has ended.

    ``again`` says whether to wait for a database that is away.
    """

    def __init__(self, store: LedgerStore, gone: Callable[[str], bool] = is_gone, again: Again = never) -> None:
        self._store = store
        self._gone = gone
        self.again = again

    @tried
    def begin(self, run: FleetRun) -> None:
        """Keep a new run."""
        with self._store.writing() as connection:
            connection.execute(sa.insert(fleet_runs).values(**asdict(run)))

    @tried
    def close_run(self, run: str, finished: str) -> None:
        """Say that a run is over."""
        with self._store.writing() as connection:
            connection.execute(sa.update(fleet_runs).where(fleet_runs.c.id == run).values(finished=finished))

    @tried
    def runs(self, fleet: str = "") -> tuple[FleetRun, ...]:
        """Return the runs (of one fleet), newest first."""
        query = sa.select(fleet_runs).order_by(fleet_runs.c.started.desc(), fleet_runs.c.id.desc())
        if fleet:
            query = query.where(fleet_runs.c.fleet == fleet)
        with self._store.engine.connect() as connection:
            return tuple(FleetRun(**row) for row in connection.execute(query).mappings())

    def unfinished(self, fleet: str, as_of: str = "") -> FleetRun | None:
        """Return the newest run of a fleet where that is not over (and is of the day, where one is given)."""
        newest = next(iter(self.runs(fleet)), None)
        if newest is None or newest.finished or (as_of and newest.as_of != as_of):
            return None
        return newest

    @tried
    def enter(self, run: str, jobs: Iterable[NewJob]) -> None:
        """Enter the sites of a run; those that it has already keep their state, their profile and group are brought up to date.

        What waits and is no longer asked for goes: a site that was taken out of the file is not crawled. So does an entry
        by path whose profile is readable now, as the site's own comes.
        """
        with self._store.writing() as connection:
            states = connection.execute(sa.select(fleet_jobs.c.job, fleet_jobs.c.state).where(_of(run)))
            known = {row.job: row.state for row in states}
            wanted = list(jobs)
            named = {j.job for j in wanted}
            lost = [k for k, s in known.items() if s in _NOT_BEGUN and k not in named]
            for job_id in lost:
                connection.execute(sa.delete(fleet_jobs).where(_of(run, job_id)))
            fresh = []
            for position, job in enumerate(wanted):
                values = {**_entered(job), "position": position}
                if job.job not in known:
                    fresh.append({**_blank(run, job), **values})
                elif known[job.job] in _NOT_BEGUN:
                    connection.execute(sa.update(fleet_jobs).where(_of(run, job.job)).values(**values))
            if fresh:
                connection.execute(sa.insert(fleet_jobs), fresh)

    @tried
    def retry(self, run: str) -> int:
        """Let failed and unread sites wait again, with all their attempts; return how many."""
        again = sa.update(fleet_jobs).where(_of(run), fleet_jobs.c.state.in_([s.value for s in _RETRIED]))
        with self._store.writing() as connection:
            return connection.execute(again.values(state=JobState.WAITING.value, attempt=0)).rowcount

    @tried
    def claim(self, run: str, owner: str, now_ms: int, lease_ms: int, *, attempts: int, job: str = "") -> Claim | None:
        """Take the next site that waits and whose group has room (only ``job`` where one is named), or None."""
        with self._store.writing() as connection:
            self._free_lost(connection, run, now_ms, attempts)
            row = _next(connection, run, job)
            if row is None:
                return None
            lease = {"owner": owner, "lease_until_ms": now_ms + lease_ms, "attempt": row.attempt + 1}
            connection.execute(
                sa.update(fleet_jobs).where(_of(run, row.job)).values(state=JobState.RUNNING.value, **lease)
            )
            return Claim(fleet_run=run, job=row.job, profile=row.profile, attempt=row.attempt + 1, owner=owner)

    @tried
    def begun(self, claim: Claim, started: str) -> None:
        """Say when work on a job began."""
        with self._store.writing() as connection:
            connection.execute(_mine(claim).values(started=started))

    def renew(self, claim: Claim, until_ms: int) -> bool:
        """Prolong a lease; False where it was lost."""
        with self._store.writing() as connection:
            return bool(connection.execute(_mine(claim).values(lease_until_ms=until_ms)).rowcount)

    @tried
    def finish(self, claim: Claim, ending: Ending) -> bool:
        """Write how a job ended; False where the lease was lost and nothing was written."""
        values = {
            "state": ending.state.value,
            "attempt": claim.attempt if ending.counted else claim.attempt - 1,
            "owner": "",
            "lease_until_ms": 0,
            "finished": ending.finished,
            "seconds": ending.seconds,
            "peak_mb": ending.peak_mb,
            "run": ending.run,
            "error": ending.error,
            "folder": ending.folder,
            "coverage": json.dumps(dict(ending.coverage)),
            "summary": to_text(ending.summary) if ending.summary else "",
        }
        with self._store.writing() as connection:
            return bool(connection.execute(_mine(claim).values(**values)).rowcount)

    @tried
    def free_lost(self, run: str, now_ms: int, attempts: int) -> None:
        """Free the jobs whose lease has ended or whose owner is gone; with no attempt left they have failed."""
        with self._store.writing() as connection:
            self._free_lost(connection, run, now_ms, attempts)

    @tried
    def resume(self, run: str) -> None:
        """Let a run go on: leases of processes that are gone are freed, and that a run was cut off is no site's attempt."""
        table = fleet_jobs.c
        with self._store.writing() as connection:
            connection.execute(sa.update(fleet_runs).where(fleet_runs.c.id == run).values(finished=""))
            query = sa.select(table.job, table.owner).where(_of(run), table.state == JobState.RUNNING.value)
            for job in [r.job for r in connection.execute(query) if self._gone(r.owner)]:
                values = {
                    "state": JobState.WAITING.value,
                    "owner": "",
                    "lease_until_ms": 0,
                    "attempt": table.attempt - 1,
                }
                connection.execute(sa.update(fleet_jobs).where(_of(run, job)).values(**values))

    @tried
    def sites(self, run: str) -> tuple[FleetSite, ...]:
        """Return the sites of a run in the order of the fleet file."""
        query = sa.select(fleet_jobs).where(_of(run)).order_by(fleet_jobs.c.position)
        with self._store.engine.connect() as connection:
            return tuple(_site(row) for row in connection.execute(query).mappings())

    @tried
    def counts(self, run: str) -> dict[JobState, int]:
        """Return how many sites of a run are in each state."""
        query = sa.select(fleet_jobs.c.state, sa.func.count()).where(_of(run)).group_by(fleet_jobs.c.state)
        with self._store.engine.connect() as connection:
            return {JobState(state): number for state, number in connection.execute(query)}

    @tried
    def open_jobs(self, run: str) -> tuple[tuple[str, str], ...]:
        """Return the sites that wait, with their groups, first attempts first."""
        table = fleet_jobs.c
        query = sa.select(table.job, table.politeness).where(_of(run), table.state == JobState.WAITING.value)
        with self._store.engine.connect() as connection:
            rows = connection.execute(query.order_by(table.attempt, table.position))
            return tuple((job, group) for job, group in rows)

    def _free_lost(self, connection: Connection, run: str, now_ms: int, attempts: int) -> None:
        table = fleet_jobs.c
        query = sa.select(table.fleet_run, table.job, table.owner, table.attempt, table.lease_until_ms)
        for row in connection.execute(query.where(table.state == JobState.RUNNING.value)).all():
            if row.lease_until_ms > now_ms and not self._gone(row.owner):
                continue
            spent = row.fleet_run == run and row.attempt >= attempts  # how often another run tries, it knows itself
            values = {"state": (JobState.FAILED if spent else JobState.WAITING).value, "owner": "", "lease_until_ms": 0}
            values |= {"error": _DIED} if spent else {}
            connection.execute(sa.update(fleet_jobs).where(_of(row.fleet_run, row.job)).values(**values))


def _next(connection: Connection, run: str, job: str) -> Any:
    """Return the next claimable job. Who is busy is asked over all runs: two fleets may share a host."""
    table = fleet_jobs.c
    kept = (table.job, table.profile, table.attempt, table.politeness, table.politeness_limit, table.touches)
    running = connection.execute(sa.select(*kept).where(table.state == JobState.RUNNING.value)).all()
    busy = [Busy(row.politeness, row.politeness_limit, frozenset(row.touches.split())) for row in running]
    query = sa.select(*kept).where(_of(run, job), table.state == JobState.WAITING.value)
    for row in connection.execute(query.order_by(table.attempt, table.position)):
        if has_room(Busy(row.politeness, row.politeness_limit, frozenset(row.touches.split())), busy):
            return row
    return None


def _of(run: str, job: str = "") -> sa.ColumnElement[bool]:
    mine = fleet_jobs.c.fleet_run == run
    return mine & (fleet_jobs.c.job == job) if job else mine


def _mine(claim: Claim) -> sa.Update:
    table = fleet_jobs.c
    return sa.update(fleet_jobs).where(
        _of(claim.fleet_run, claim.job),
        table.state == JobState.RUNNING.value,
        table.owner == claim.owner,
        table.attempt == claim.attempt,
    )


def _entered(job: NewJob) -> dict[str, Any]:
    state = JobState.INVALID if job.error else JobState.WAITING
    limits = {"politeness": job.group.name[:120], "politeness_limit": job.group.limit}
    limits |= {"touches": " ".join(sorted(job.touches))}
    return {"profile": job.profile, "name": job.name, "error": job.error, "state": state.value, **limits}


def _blank(run: str, job: NewJob) -> dict[str, Any]:
    texts = dict.fromkeys(("owner", "run", "started", "finished", "coverage", "summary", "folder"), "")
    return {"fleet_run": run, "job": job.job, "attempt": 0, "lease_until_ms": 0, "seconds": 0.0, "peak_mb": 0, **texts}


def _site(row: sa.RowMapping) -> FleetSite:
    kept = {k: row[k] for k in ("job", "profile", "name", "attempt", "owner", "started", "finished", "seconds")}
    return FleetSite(
        **kept,
        group=row["politeness"],
        state=JobState(row["state"]),
        peak_mb=row["peak_mb"],
        error=row["error"],
        folder=row["folder"],
        summary=from_text(row["summary"]),
    )
