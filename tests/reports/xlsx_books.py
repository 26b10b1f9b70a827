"""This module helps the tests of the workbook: it writes one and finds its header, columns and rows as a stranger would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from auditor.model.run import RenderOptions, RunResult
from reports.xlsx import RENDERER

OURS = [
    "序号",
    "问题编号",
    "指标",
    "问题类型",
    "严重程度",
    "问题描述",
    "所在栏目",
    "问题页面",
    "问题链接",
    "出现次数",
    "依据",
    "证据",
    "首次发现",
    "最近确认",
    "整改建议",
    "整改时限",
]
OFFICE = ["责任单位", "责任人", "整改措施", "整改状态", "完成时间", "整改后链接", "说明"]
RETEST = ["复核时间", "复核结果", "备注"]
SHEETS = [
    "概览",
    "整改台账",
    "工作要点对照",
    "栏目更新",
    "目录完整性",
    "解读配对",
    "死链明细",
    "口径与覆盖",
    "趋势",
    "试行规则",
    "填写说明",
]


def write(result: RunResult, folder: Path, unit: str = "") -> Path:
    """Write the workbook of ``result`` and return its path."""
    path = folder / RENDERER.filename
    RENDERER.render(result, path, RenderOptions(unit=unit))
    return path


def ledger(path: Path) -> tuple[Any, Any]:
    """Return the workbook and its sheet 整改台账."""
    book = load_workbook(path)
    return book, book["整改台账"]


def header_row(sheet: Any) -> int:
    """Return the number of the header's row, as a reader finds it: within the first twelve."""
    for row in range(1, 13):
        if sheet.cell(row, 2).value == "问题编号":
            return row
    raise AssertionError("no header within the first twelve rows")


def columns(sheet: Any) -> dict[str, int]:
    """Return the number of each column by its header."""
    row = header_row(sheet)
    return {c.value: c.column for c in sheet[row] if c.value}


def rows(sheet: Any) -> dict[str, int]:
    """Return the row of each finding by its visible number."""
    at = columns(sheet)["问题编号"]
    found = {sheet.cell(r, at).value: r for r in range(header_row(sheet) + 1, sheet.max_row + 1)}
    return {k: r for k, r in found.items() if k}


def fill(sheet: Any, finding: str, **answers: object) -> None:
    """Write an office's answers into the row of a finding."""
    at, row = columns(sheet), rows(sheet)[finding]
    for header, value in answers.items():
        sheet.cell(row, at[header]).value = value
