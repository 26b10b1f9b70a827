"""This module runs a fleet on Dask distributed: a task a site, a semaphore a politeness group, the run table as the truth.

A task starts a worker process for its one site, so that a Dask worker stays small and a site's crash is not its own.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from typing import Any

from auditor.cli.fleet_lease import epoch_ms
from auditor.cli.fleet_local import Show
from auditor.errors import UsageError
from auditor.fleet.order import WorkerOrder, read_order
from auditor.fleet_store import FleetStore

SEMAPHORE_WAIT_S = 5
POLL_S = 1
AGAIN_S = 5
_AHEAD = 2  # tasks handed out per thread: one in work, one at hand


def run_on_dask(
    order: WorkerOrder,
    store: FleetStore,
    client: Any,
    limits: dict[str, int],
    show: Show,
    may_begin: Callable[[], bool],
) -> None:
    """Hand out the sites of a run until none waits.

    ``limits``: how many sites of each group may be crawled at once; one where the fleet file no longer has the group.
    """
    distributed: Any = import_module("distributed")
    semaphores: dict[str, Any] = {}
    flying: dict[Any, tuple[str, str]] = {}
    later: dict[str, float] = {}
    told = False
    while True:
        store.free_lost(order.fleet_run, epoch_ms(), order.attempts)
        show(store.counts(order.fleet_run))
        room = _AHEAD * sum(client.nthreads().values()) - len(flying) if may_begin() else 0
        waiting = [(j, g) for j, g in store.open_jobs(order.fleet_run) if time.monotonic() >= later.get(j, 0)]
        for job, group in _choose(waiting, flying.values(), limits, room):
            if group not in semaphores:
                semaphores[group] = distributed.Semaphore(max_leases=limits.get(group, 1), name=f"auditor {group}")
            task = client.submit(
                do_site,
                replace(order, job=job, parent=0).to_json(),
                semaphores[group],
                pure=False,
                retries=order.attempts,
            )
            flying[task] = (job, group)
        if not flying:
            if not may_begin() or not _open(store, order):
                return
            told = told or _say_alone(client)
            time.sleep(POLL_S)
            continue
        landed = _landed(distributed.wait, list(flying))
        for task in landed:
            job, _ = flying.pop(task)
            later[job] = time.monotonic() + AGAIN_S  # only of use where the site still waits: others are at its host


def do_site(order_text: str, semaphore: Any) -> int:
    """Do one site on a Dask worker; the answer is the worker process's exit code, the ending is in the run table."""
    if not semaphore.acquire(timeout=SEMAPHORE_WAIT_S):
        return -1  # somebody else is at this host: it comes again
    try:
        order = replace(read_order(order_text), parent=os.getpid())
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        done = subprocess.run(
            [sys.executable, "-m", "auditor.cli.fleet_worker"],
            input=(order.to_json() + "\n").encode(),
            env=environment,
            check=False,
        )
        return done.returncode
    finally:
        semaphore.release()


def _say_alone(client: Any) -> bool:
    """Say that a scheduler has no workers; the run waits for them."""
    if client.nthreads():
        return False
    print("调度器上还没有工作进程；请在各机运行 dask worker，本程序等着", file=sys.stderr, flush=True)
    return True


def _choose(
    waiting: Iterable[tuple[str, str]], flying: Any, limits: dict[str, int], room: int
) -> Iterator[tuple[str, str]]:
    """Yield sites to hand out: not handed out already, and none whose group has its number in the air."""
    handed = list(flying)
    jobs = {job for job, _ in handed}
    for job, group in waiting:
        if room <= 0:
            return
        if job not in jobs and sum(g == group for _, g in handed) < limits.get(group, 1):
            handed.append((job, group))
            room -= 1
            yield job, group


def _landed(wait: Any, tasks: list[Any]) -> list[Any]:
    """Return the tasks that are over; one that failed says nothing, its site waits in the run table until its lease ends."""
    try:
        wait(tasks, timeout=POLL_S, return_when="FIRST_COMPLETED")
    except TimeoutError:
        return []
    return [task for task in tasks if task.done()]


def _open(store: FleetStore, order: WorkerOrder) -> bool:
    return any(not state.is_final for state in store.counts(order.fleet_run))


@contextmanager
def cluster_client(scheduler: str, workers: int) -> Iterator[Any]:
    """Give a client of a scheduler, or of a cluster of this machine that ends with the block.

    TLS comes from Dask's own configuration (distributed.comm.tls); raises UsageError where the extra is not installed.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise UsageError("没有安装 Dask；请运行 pip install 'gov-site-auditor[fleet]'") from error
    logging.getLogger("distributed").setLevel(logging.ERROR)  # its import turned it up: every connection has a line
    if scheduler:
        try:
            client = distributed.Client(scheduler, timeout="20s")
        except OSError as error:
            raise UsageError(f"--scheduler: 连不上 {scheduler}（{error}）；请确认调度器已启动、证书正确") from error
        with client:
            try:
                yield client
            except OSError as error:
                raise UsageError(
                    f"和调度器 {scheduler} 的连接断了（{error}）；请恢复调度器后再次运行同一命令，会接着进行"
                ) from error
        return
    with (
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.ERROR,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client
