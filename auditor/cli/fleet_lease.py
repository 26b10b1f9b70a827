"""This module keeps a lease alive while a job runs, and interrupts the job when it must end."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from auditor.cli.clock import now
from auditor.cli.fleet_job import Stopped
from auditor.fleet.jobs import Claim
from auditor.fleet.order import WorkerOrder
from auditor.fleet.window import Window
from auditor.fleet_store import FleetStore

logger = logging.getLogger(__name__)
_SHARE = 4  # a lease is renewed so many times before it would end


def epoch_ms() -> int:
    """Return the time as leases count it."""
    return int(time.time() * 1000)


@contextmanager
def kept(claim: Claim, order: WorkerOrder, store: FleetStore) -> Iterator[list[Stopped]]:
    """Renew the lease from another thread; gives a list that gets the reason where the job is interrupted.

    The job runs in the main thread: SIGALRM (from that other thread) and SIGINT (from the operator) reach it there as
    KeyboardInterrupt, which a crawl ends well on.
    """
    stopped: list[Stopped] = []
    over = threading.Event()

    def interrupt(number: int, _frame: object) -> None:
        if number == signal.SIGINT:
            stopped.insert(0, Stopped("已中断，下次接着抓取", counted=False, last=True))
        raise KeyboardInterrupt

    guard = threading.Thread(target=_guard, args=(claim, order, store, stopped, over), daemon=True)
    before = {number: signal.signal(number, interrupt) for number in (signal.SIGALRM, signal.SIGINT)}
    guard.start()
    try:
        yield stopped
    finally:
        over.set()
        guard.join()
        for number, handler in before.items():
            signal.signal(number, handler)


def _guard(claim: Claim, order: WorkerOrder, store: FleetStore, stopped: list[Stopped], over: threading.Event) -> None:
    limit, reason = _limit(order)
    ends = time.monotonic() + limit
    safe = time.monotonic() + order.lease_s
    while not over.wait(max(min(order.lease_s / _SHARE, ends - time.monotonic()), 0.0)):
        if time.monotonic() >= ends:
            stopped.append(reason)
            break
        try:
            held = store.renew(claim, epoch_ms() + round(order.lease_s * 1000))
            safe = time.monotonic() + order.lease_s if held else 0.0
        except sa.exc.SQLAlchemyError as error:
            logger.warning("lease of %s could not be renewed: %s", claim.job, error)
        if time.monotonic() >= safe:
            stopped.append(Stopped("任务的租约已失效，由其他进程接手", counted=False))
            break
    if stopped and not over.is_set():
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGALRM)


def _limit(order: WorkerOrder) -> tuple[float, Stopped]:
    """Return how long the job may take, and what to say then."""
    limits = [(float("inf"), Stopped())]
    if order.site_minutes:
        words = f"超过单个网站的时限 {order.site_minutes:g} 分钟，已抓取的内容已保存"
        limits.append((order.site_minutes * 60, Stopped(words)))
    closes = Window(order.window).closes_in(now())
    if closes is not None:
        limits.append((closes, Stopped("运行时段已结束，下次接着抓取", counted=False)))
    if order.stop_at:
        limits.append((order.stop_at - time.time(), Stopped("达到总时长上限，下次接着抓取", counted=False)))
    return min(limits, key=lambda pair: pair[0])
