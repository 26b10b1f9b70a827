"""What an office does to a workbook: fill it in with openpyxl, re-save it with LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

LEDGER = "整改台账"
SECONDS = 120


def header(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """Return the header's row and the columns by their names."""
    for row in sheet.iter_rows(min_row=1, max_row=12):
        names = {str(c.value): c.column for c in row if c.value}
        if "问题描述" in names and "整改状态" in names:
            return row[0].row, names
    raise AssertionError("no header row")


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of the ledger sheet by column name."""
    sheet = openpyxl.load_workbook(path)[LEDGER]
    top, names = header(sheet)
    found = []
    for row in range(top + 1, sheet.max_row + 1):
        values = {name: str(sheet.cell(row, column).value or "") for name, column in names.items()}
        if values["问题编号"]:
            found.append(values)
    return found


def fill(path: Path, target: Path, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Fill in the rows whose link contains a key of ``answers``."""
    book = openpyxl.load_workbook(path)
    sheet = book[LEDGER]
    top, names = header(sheet)
    for row in range(top + 1, sheet.max_row + 1):
        words = f"{sheet.cell(row, names['问题链接']).value} {_link(sheet, row, names['问题链接'])}"
        for part, fields in answers.items():
            if part in words:
                for name, value in fields.items():
                    sheet.cell(row, names[name]).value = value
    book.save(target)


def _link(sheet: Worksheet, row: int, column: int) -> str:
    link = sheet.cell(row, column).hyperlink
    return str(link.target or "") if link else ""


def resave(path: Path, folder: Path) -> Path:
    """Open and save a workbook with LibreOffice."""
    soffice = shutil.which("soffice")
    if not soffice:
        pytest.skip("no LibreOffice here: install Debian's libreoffice-calc")
    home = folder / "office-home"
    command = [
        soffice,
        "--headless",
        f"-env:UserInstallation=file://{home}",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, timeout=SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / path.name
