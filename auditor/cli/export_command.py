"""This module has ``auditor export``: all findings and pages of a fleet run as Parquet, for those who calculate."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from auditor.cli import options as o
from auditor.cli.fleet_command import FleetPath, newest_run
from auditor.model.finding import ExitCode


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("export")(export)


def export(
    path: FleetPath, out: o.Out = Path("out/export"), var: o.Var = o.DEFAULT_VAR, ledger: o.LedgerUrl = ""
) -> int:
    """把一次巡检的全部网站、问题和页面导出为 Parquet 文件，供分析。"""
    from auditor.cli.exporting import export_run
    from auditor.fleet_store import FleetStore
    from auditor.ledger_store import LedgerStore

    store = LedgerStore(o.workspace(var, ledger).ledger)
    try:
        runs = FleetStore(store)
        run = newest_run(runs, path)
        written = export_run(store, run, runs.sites(run.id), out)
    finally:
        store.close()
    for name, rows in written.rows.items():
        print(f"{out / name}.parquet  {rows} 行")
    for site in written.without_pages:
        print(f"提示：{site} 的快照不在本机或已删除，只导出了问题，没有页面", file=sys.stderr)
    return ExitCode.CLEAN
