"""This module has ``auditor fleet``: many sites in one run, where it stands, and its report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from auditor.cli import options as o
from auditor.errors import UsageError
from auditor.model.finding import ExitCode
from auditor.model.fleet import FleetRun, FleetSite, JobState

FleetPath = Annotated[Path, typer.Argument(help="巡检任务文件（TOML）", metavar="FLEET", show_default=False)]
AnyFleet = Annotated[Path, typer.Argument(help="巡检任务文件，不写则看最近一次", metavar="[FLEET]")]
NEWEST = Path()
STATE_WORDS = {
    JobState.WAITING: "等待",
    JobState.RUNNING: "进行中",
    JobState.DONE: "完成",
    JobState.INCOMPLETE: "未能核查",
    JobState.FAILED: "失败",
    JobState.INVALID: "配置有误",
}


class _Group(TyperGroup):
    """``auditor fleet FLEET.toml`` means ``auditor fleet run FLEET.toml``."""

    default_command = "run"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in where the arguments begin with something else."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [self.default_command, *args]
        return super().parse_args(ctx, args)


fleet = typer.Typer(help="多个网站的巡检", cls=_Group, no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(fleet, name="fleet")


@fleet.command("run")
def run(
    path: FleetPath,
    out: o.Out = o.DEFAULT_OUT,
    as_of: o.AsOf = "",
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="不接着上次未完成的巡检，从头开始")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="重新巡检上次失败和未能核查的网站")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="不在运行时段内时，等到时段开始")] = False,
    dask: Annotated[int, typer.Option("--dask", help="用本机的 Dask 集群，写明进程数", min=0)] = 0,
    scheduler: Annotated[str, typer.Option("--scheduler", help="Dask 调度器的地址，如 tls://主机:8786")] = "",
) -> int:
    """巡检一批网站（run 可省略）；中断后再次运行同一命令可接着进行。"""
    from auditor.cli.fleet_run import Wishes, run_fleet  # pandas, SQLAlchemy: only what needs them pays

    wishes = Wishes(
        out=out, as_of=as_of, fresh=fresh, retry_failed=retry_failed, wait=wait, dask=dask, scheduler=scheduler
    )
    return run_fleet(path, o.workspace(var, ledger), wishes)


@fleet.command("status")
def status(
    path: AnyFleet = NEWEST,
    every: Annotated[bool, typer.Option("--all", help="列出每个网站，不只是未完成的")] = False,
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
) -> int:
    """看一次巡检进行到哪里。"""
    from auditor.cli.fleet_progress import Pace
    from auditor.fleet_store import FleetStore
    from auditor.ledger_store import LedgerStore

    store = LedgerStore(o.workspace(var, ledger).ledger)
    try:
        runs = FleetStore(store)
        newest = newest_run(runs, path)
        counts = runs.counts(newest.id)
        ended = f"，{newest.finished[:16]} 结束" if newest.finished else "，未结束"
        print(f"{newest.name}（{newest.id}）以 {newest.as_of} 为准，{newest.started[:16]} 开始{ended}")
        print(Pace(counts).words(counts))
        for site in runs.sites(newest.id):
            if every or site.state is not JobState.DONE:
                print(_line(site))
    finally:
        store.close()
    return ExitCode.CLEAN


def _line(site: FleetSite) -> str:
    from auditor.fleet.owner import is_gone

    note = f"：{site.error.splitlines()[0]}" if site.error else ""
    if site.state is JobState.RUNNING and is_gone(site.owner):
        note = "：进程已不在；再次运行同一命令可接着进行"
    return f"  {STATE_WORDS[site.state]}  {site.job}  第 {site.attempt} 次{note}"


@fleet.command("report")
def report(
    path: AnyFleet = NEWEST, out: o.Out = o.DEFAULT_OUT, var: o.Var = o.DEFAULT_VAR, ledger: o.LedgerUrl = ""
) -> int:
    """由运行表重新写出巡检汇总。"""
    from auditor.cli.fleet_report import write_fleet_report
    from auditor.fleet_store import FleetStore
    from auditor.ledger_store import LedgerStore

    store = LedgerStore(o.workspace(var, ledger).ledger)
    try:
        runs = FleetStore(store)
        for written in write_fleet_report(runs, newest_run(runs, path), out):
            print(written)
    finally:
        store.close()
    return ExitCode.CLEAN


def newest_run(store: Any, path: Path) -> FleetRun:
    """Return the newest run of the fleet that a file names (of any, where none is named); raise UsageError without one."""
    from auditor.fleet.plan import load_plan

    fleet_id = load_plan(path).fleet.id if path != NEWEST else ""
    newest: FleetRun | None = next(iter(store.runs(fleet_id)), None)
    if newest is None:
        raise UsageError("台账中没有巡检记录；请先运行 auditor fleet FLEET.toml，或用 --ledger、--var 指定台账")
    return newest
