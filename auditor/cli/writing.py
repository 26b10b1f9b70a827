"""This module writes the reports of a run and says what came out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from auditor.errors import UsageError
from auditor.model.finding import State
from auditor.model.run import RenderOptions, RunResult
from auditor.registry import load_renderers
from reports.gate import gates
from reports.words import SEVERITY, STATE

_PLAIN = RenderOptions()
_SHOWN = (State.NEW, State.PERSISTING, State.REOPENED, State.UNVERIFIED)


def write_reports(
    result: RunResult, out: Path, formats: Sequence[str], *, by_unit: bool = False, options: RenderOptions = _PLAIN
) -> None:
    """Write the reports into ``out``; raises UsageError where that cannot be done."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for renderer in load_renderers(formats):
            renderer.render(result, out / renderer.filename, options)
        if by_unit:
            _write_units(result, out)
    except OSError as error:
        raise UsageError(
            f"报告没有写成：{error}；请关闭正在打开的文件，检查 --out 的权限和磁盘空间后，用 auditor report {result.run.id} 重写"
        ) from error


def _write_units(result: RunResult, out: Path) -> None:
    (renderer,) = load_renderers(["xlsx"])
    folder = out / "按处室"
    folder.mkdir(exist_ok=True)
    for unit in sorted({f.unit or "未分派" for f in result.findings if not f.preview}):
        safe = re.sub(r'[\\/:*?"<>|\s]+', "_", unit)[:60]
        renderer.render(result, folder / f"整改台账-{safe}.xlsx", RenderOptions(unit=unit))


def gate_reached(result: RunResult) -> bool:
    """Say whether something new or reopened stands at or above the gate."""
    return any(gates(f, result) for f in result.findings)


def say_summary(result: RunResult, out: Path | None) -> None:
    """Print what came out, and where the files are."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    run = result.run
    console.print(f"{run.name}（{run.site}）  以 {run.as_of} 为准  运行编号 {run.id}")
    console.print(f"读取页面 {run.pages} 个，链接 {run.links} 条")
    if not run.complete:
        console.print(f"抓取不完整，本次不作结论：{run.reason}")
    for verdict in result.verdicts:
        if verdict.hit or verdict.candidate:
            words = "触发" if verdict.hit else "疑似触发，待人工核实"
            console.print(f"{words}: {verdict.name}({verdict.count}/{verdict.limit})")
    console.print(_counts(result))
    if out is not None:
        console.print("报告：" + "、".join(sorted(p.name for p in out.iterdir() if p.is_file())) + f"  在 {out}")


def _counts(result: RunResult) -> Table:
    table = Table("级别", *(STATE[s] for s in _SHOWN), box=None, pad_edge=False)
    counted = Counter((f.severity, f.state) for f in result.findings if not f.preview)
    for severity, word in SEVERITY.items():
        row = [counted[severity, state] for state in _SHOWN]
        if any(row):
            table.add_row(word, *map(str, row))
    return table
