"""This module writes the report of a fleet run: workbook, overview, metrics."""

from __future__ import annotations

from pathlib import Path

from auditor import __version__
from auditor.cli.clock import now
from auditor.errors import UsageError
from auditor.fleet.metrics import fleet_metrics
from auditor.fleet_store import FleetStore
from auditor.model.fleet import FleetResult, FleetRun


def write_fleet_report(store: FleetStore, run: FleetRun, out: Path) -> tuple[Path, ...]:
    """Write the report of a run as it stands, finished or not; return the files."""
    from reports.fleet_html import write_html
    from reports.fleet_xlsx import write_xlsx
    from reports.output import write_text

    newest = next(r for r in store.runs(run.fleet) if r.id == run.id)
    moment = now().isoformat(timespec="seconds")
    result = FleetResult(run=newest, sites=store.sites(run.id), drawn=moment, tool=f"auditor {__version__}")
    files = (out / "巡检汇总.xlsx", out / "index.html", out / "metrics.json")
    try:
        write_xlsx(result, files[0])
        write_html(result, files[1])
        write_text(files[2], fleet_metrics(result))
    except OSError as error:
        raise UsageError(
            f"巡检汇总没有写成：{error}；请关闭正在打开的文件，检查 --out 的权限和磁盘空间后，用 auditor fleet report 重写"
        ) from error
    return files
