"""This module runs a fleet from its file to its report."""

from __future__ import annotations

import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from auditor.cli import options as o
from auditor.cli.clock import now
from auditor.cli.fleet_dask import cluster_client, run_on_dask
from auditor.cli.fleet_local import run_here
from auditor.cli.fleet_patience import Patience
from auditor.cli.fleet_progress import Counts, Pace, fleet_line
from auditor.cli.fleet_report import write_fleet_report
from auditor.cli.fleet_sites import new_jobs
from auditor.cli.fleet_worker import may_begin
from auditor.errors import ConfigError, UsageError
from auditor.fleet.order import WorkerOrder
from auditor.fleet.plan import Plan, load_plan
from auditor.fleet.window import Window
from auditor.fleet_store import FleetStore
from auditor.ledger_store import LedgerStore
from auditor.model.finding import ExitCode
from auditor.model.fleet import FleetRun, JobState
from auditor.registry import load_renderers
from auditor.workspace import Workspace

_LONGEST_SLEEP_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks for."""

    out: Path
    as_of: str = ""
    fresh: bool = False
    retry_failed: bool = False
    wait: bool = False
    dask: int = 0
    scheduler: str = ""


def run_fleet(path: Path, space: Workspace, wishes: Wishes) -> int:
    """Run the sites of a fleet file that this run has not done yet, then write its report; return the exit code."""
    plan = load_plan(path)
    _check(plan, space, wishes)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # service managers and containers end a program so
    ledger = LedgerStore(space.ledger)
    try:
        _await_window(plan, wishes)
        store = FleetStore(ledger, again=Patience())
        run = _open_run(plan, store, wishes)
        jobs = new_jobs(plan)
        store.enter(run.id, jobs)
        order = _order(plan, run, space, wishes)
        try:
            _work(plan, order, store, wishes, {j.group.name: j.group.limit for j in jobs})
        finally:
            counts = store.counts(run.id)
            if all(state.is_final for state in counts):
                store.close_run(run.id, now().isoformat(timespec="seconds"))
            _say(run, counts, write_fleet_report(store, run, wishes.out))
    finally:
        ledger.close()
    return ExitCode.CLEAN if set(counts) <= {JobState.DONE} else ExitCode.INCOMPLETE


def _check(plan: Plan, space: Workspace, wishes: Wishes) -> None:
    """Find out now what would otherwise fail after hours, at every site."""
    if wishes.scheduler and space.ledger.startswith("sqlite"):
        raise UsageError("--scheduler: 多台机器须共用一个 PostgreSQL 台账；请加 --ledger postgresql+psycopg://…")
    if wishes.fresh and wishes.retry_failed:
        raise UsageError("--fresh 和 --retry-failed 不能同时用：前者从头开始，后者接着上一次")
    try:
        load_renderers(plan.fleet.formats)
    except ConfigError as error:
        raise ConfigError(str(error).replace("--format", f"{plan.path}：fleet.formats", 1)) from error
    try:
        wishes.out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wishes.out):
            pass
    except OSError as error:
        raise UsageError(f"--out: 不能写入 {wishes.out}（{error}）；请检查权限，或换一个文件夹") from error


def _await_window(plan: Plan, wishes: Wishes) -> None:
    seconds = Window(plan.fleet.window).opens_in(now())
    if not seconds:
        return
    if not wishes.wait:
        raise UsageError(f"现在不在运行时段 {plan.fleet.window} 内；请在时段内运行，或加 --wait 等到时段开始")
    print(f"等到运行时段 {plan.fleet.window} 开始，约 {seconds / 60:.0f} 分钟", file=sys.stderr, flush=True)
    while seconds := Window(plan.fleet.window).opens_in(now()):
        time.sleep(min(seconds, _LONGEST_SLEEP_S))  # the clock may be set meanwhile, the machine may sleep


def _open_run(plan: Plan, store: FleetStore, wishes: Wishes) -> FleetRun:
    """Return the run to go on with, or begin one."""
    moment = now()
    day = o.day(wishes.as_of, moment.date())
    going = None if wishes.fresh else store.unfinished(plan.fleet.id, day if wishes.as_of else "")
    if wishes.retry_failed and going is None:
        going = next(iter(store.runs(plan.fleet.id)), None)
    if going is not None:
        store.resume(going.id)
        if wishes.retry_failed:
            store.retry(going.id)
        return going
    run = FleetRun(
        id=f"{plan.fleet.id}-{moment.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"[-80:],
        fleet=plan.fleet.id,
        name=plan.fleet.name,
        as_of=day,
        started=moment.isoformat(timespec="seconds"),
    )
    store.begin(run)
    return run


def _order(plan: Plan, run: FleetRun, space: Workspace, wishes: Wishes) -> WorkerOrder:
    fleet, budget = plan.fleet, plan.budget
    return WorkerOrder(
        fleet_run=run.id,
        as_of=run.as_of,
        since=run.started,
        ledger=space.ledger,
        var=str(space.var.resolve()),
        out=str(wishes.out.resolve()),
        formats=tuple(fleet.formats),
        by_unit=fleet.by_unit,
        lease_s=fleet.lease_s,
        attempts=fleet.retries + 1,
        site_minutes=budget.site_minutes,
        site_pages=budget.site_pages,
        window=fleet.window,
        stop_at=time.time() + budget.hours * 3600 if budget.hours else 0,
        max_sites=fleet.sites_per_process,
    )


def _work(plan: Plan, order: WorkerOrder, store: FleetStore, wishes: Wishes, limits: dict[str, int]) -> None:
    pace = Pace(store.counts(order.fleet_run))
    with fleet_line() as line:

        def show(counts: Counts) -> None:
            line(pace.words(counts))

        ready = partial(may_begin, order)
        if not (wishes.dask or wishes.scheduler):
            run_here(order, store, plan.fleet.concurrency, show, ready)
            return
        with cluster_client(wishes.scheduler, wishes.dask) as client:
            run_on_dask(order, store, client, limits, show, ready)


def _say(run: FleetRun, counts: Counts, written: Iterable[Path]) -> None:
    print(f"{run.name}（{run.id}）")
    print(Pace(counts).words(counts))
    print("报告：" + "、".join(str(p) for p in written))
    if any(not state.is_final for state in counts):
        print("还有网站没有巡检；再次运行同一命令可接着进行")
