"""This module runs a fleet on this machine: so many worker processes, each taking sites from the run table."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

from auditor.cli.fleet_lease import epoch_ms
from auditor.cli.fleet_progress import Counts
from auditor.errors import UsageError
from auditor.fleet.order import WorkerOrder
from auditor.fleet_store import FleetStore
from auditor.model.fleet import JobState

POLL_S = 0.5
_STOP_WAIT_S = 60.0
_MOST_USELESS = 20  # workers in a row that ended with Python's own exit code for an error: no site can be the cause
Show = Callable[[Counts], None]


def run_here(order: WorkerOrder, store: FleetStore, processes: int, show: Show, may_begin: Callable[[], bool]) -> None:
    """Work until no site waits, or none may begin any more; a worker that dies is replaced, what it had is freed."""
    logs = Path(order.out) / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    workers: list[subprocess.Popen[bytes]] = []
    useless = 0
    try:
        while True:
            ended = [w for w in workers if w.poll() is not None]
            workers = [w for w in workers if w not in ended]
            useless = useless + len(ended) if all(w.returncode == 1 for w in ended) else 0
            if useless > _MOST_USELESS:
                raise UsageError(f"工作进程无法运行；请查看 {logs} 中的记录")
            store.free_lost(order.fleet_run, epoch_ms(), order.attempts)
            counts = store.counts(order.fleet_run)
            show(counts)
            waiting = counts.get(JobState.WAITING, 0) if may_begin() else 0
            if not workers and not waiting:
                return
            if len(workers) < min(processes, waiting + len(workers)):
                workers.append(start_worker(replace(order, parent=os.getpid()), logs / f"worker-{len(workers)}.log"))
            time.sleep(POLL_S if len(workers) >= min(processes, waiting + len(workers)) else 0)
    finally:
        stop(workers)


def start_worker(order: WorkerOrder, log: Path) -> subprocess.Popen[bytes]:
    """Start a worker in a session of its own: Ctrl-C reaches it once, through us."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with log.open("ab") as kept:
        worker = subprocess.Popen(
            [sys.executable, "-m", "auditor.cli.fleet_worker"],
            stdin=subprocess.PIPE,
            stdout=kept,
            stderr=kept,
            env=environment,
            start_new_session=True,
        )
    assert worker.stdin is not None
    _tell(worker.stdin, order)
    return worker


def _tell(pipe: IO[bytes], order: WorkerOrder) -> None:
    with pipe:
        pipe.write((order.to_json() + "\n").encode())


def stop(workers: list[subprocess.Popen[bytes]]) -> None:
    """End the workers: each keeps what it has fetched; those that do not end in time are killed."""
    for worker in workers:
        if worker.poll() is None:
            worker.send_signal(signal.SIGINT)
    deadline = time.monotonic() + _STOP_WAIT_S
    for worker in workers:
        try:
            worker.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
