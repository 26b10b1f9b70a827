"""This module is a worker of a fleet: a process that takes sites from the run table, one after another.

It reads one WorkerOrder from its standard input and ends when nothing is left to take, when it has done its share, or with its
parent. Its standard error is a log file.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time

from auditor.cli.clock import now
from auditor.cli.fleet_job import run_job
from auditor.cli.fleet_lease import epoch_ms, kept
from auditor.cli.fleet_patience import Patience
from auditor.cli.logs import set_up
from auditor.errors import AuditError
from auditor.fleet.jobs import Claim
from auditor.fleet.order import WorkerOrder, read_order
from auditor.fleet.owner import own
from auditor.fleet.window import Window
from auditor.fleet_store import FleetStore
from auditor.ledger_store import LedgerStore
from auditor.model.fleet import JobState
from spiders.mortal import die_with_parent

logger = logging.getLogger(__name__)
POLL_S = 0.5
INTERRUPTED = 130
NOT_TAKEN = 75  # EX_TEMPFAIL: the one job that was asked for could not be had now


def main() -> int:
    """Work."""
    order = read_order(sys.stdin.readline())
    if order.parent:
        die_with_parent(order.parent)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell without job control starts us with it ignored
    set_up()
    try:
        return _worked(order)
    except KeyboardInterrupt:
        return INTERRUPTED
    except AuditError as error:
        logger.error("%s", error)
        return 1


def _worked(order: WorkerOrder) -> int:
    store = LedgerStore(order.ledger)
    try:
        return work(order, FleetStore(store, again=Patience()))
    finally:
        store.close()


def work(order: WorkerOrder, store: FleetStore) -> int:
    """Take sites until there are no more; return 0, or NOT_TAKEN where the only job asked for could not be had."""
    done = 0
    while may_begin(order):
        claim = store.claim(
            order.fleet_run,
            own(),
            epoch_ms(),
            round(order.lease_s * 1000),
            attempts=order.attempts,
            job=order.job,
        )
        if claim is not None:
            if _do(claim, order, store):
                return INTERRUPTED
            done += 1
        if order.job:
            return 0 if done else NOT_TAKEN
        if done >= order.max_sites or not _more(order, store):
            return 0
        if claim is None:
            time.sleep(POLL_S)  # what is left belongs to groups that others are at
    return 0


def may_begin(order: WorkerOrder) -> bool:
    """Say whether another site may begin: inside the window and the budget of hours."""
    return Window(order.window).is_open(now()) and not (order.stop_at and time.time() >= order.stop_at)


def _do(claim: Claim, order: WorkerOrder, store: FleetStore) -> bool:
    """Do a job and write how it ended; say whether the worker was told to end."""
    store.begun(claim, now().isoformat(timespec="seconds"))
    with kept(claim, order, store) as stopped:
        ending = run_job(claim, order, stopped)
    if not store.finish(claim, ending):
        logger.warning("lease of %s was lost (process %d): its ending is not kept", claim.job, os.getpid())
    return any(s.last for s in stopped)


def _more(order: WorkerOrder, store: FleetStore) -> bool:
    counts = store.counts(order.fleet_run)
    return bool(counts.get(JobState.WAITING)) or bool(counts.get(JobState.RUNNING))


if __name__ == "__main__":
    raise SystemExit(main())
