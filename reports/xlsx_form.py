"""This module makes 整改台账 a form: locks, drop-downs, date cells, colours that follow the calendar and the answers."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from auditor.model.claim import ClaimStatus, OfficeField
from reports.sheets import Tone
from reports.sheets_ledger import LEDGER, OFFICE, SEAL_HEADER, SEALED, STATUSES, LedgerRow
from reports.view_lines import SOON_WORKDAYS
from reports.xlsx_cells import Shown
from reports.xlsx_seal import make_seal
from reports.xlsx_styles import FILL
from reports.xlsx_table import Book, Table, draw

MARK = "auditor-ledger-1"
_SEALED = tuple(LEDGER.columns.index(c) for c in SEALED)
_OFFICE = tuple(LEDGER.columns.index(c) for c in OFFICE)
_LETTER = {c.header: get_column_letter(i) for i, c in enumerate(LEDGER.columns, start=1)}


def draw_ledger(book: Book) -> None:
    """Draw 整改台账 and make a form of it."""
    run = book.view.result.run
    for table in draw(book, LEDGER, seal=(SEAL_HEADER, _seal), meta=(MARK, run.site, run.id, run.as_of)):
        _protect(table.sheet)
        if table.last >= table.first:
            _validate(table)
            _colour(table)
        table.sheet.print_title_cols = f"A:{get_column_letter(LEDGER.pinned)}"
        # On paper: what and where; evidence and deadline; the office's half. The first columns repeat on each.
        for header in ("依据", "整改时限"):
            table.sheet.col_breaks.append(Break(id=[c.header for c in LEDGER.columns].index(header) + 1))


def _seal(row: LedgerRow, cells: Sequence[Shown]) -> str:
    ours = [cells[i] for i in _SEALED]
    office = [cells[i] for i in _OFFICE]
    return make_seal(row.site, row.run, row.line.finding.id, ours, office)


def _protect(sheet: Worksheet) -> None:
    """Lock our cells without a password: a guard against slips, and whoever must sort can lift it (docs/decisions)."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        "sort",
        "autoFilter",
        "formatColumns",
        "formatRows",
        "formatCells",
        "insertHyperlinks",
        "deleteRows",
    ):
        setattr(protection, allowed, False)  # False means: not forbidden


def _validate(table: Table) -> None:
    status = DataValidation(
        type="list",
        formula1=f'"{",".join(STATUSES)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="整改状态",
        error=f"请从下拉列表中选择：{'、'.join(STATUSES)}。",
        showInputMessage=True,
        promptTitle="整改状态",
        prompt="选“申诉”或“无法整改”的，请在“说明”中写明理由。",
    )
    finished = DataValidation(
        type="date",
        operator="between",
        formula1="36526",  # 2000-01-01
        formula2="73050",  # 2099-12-31
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="完成时间",
        error="请填写日期，例如 2024-03-01。",
        showInputMessage=True,
        promptTitle="完成时间",
        prompt="请填写日期，例如 2024-03-01。",
    )
    for rule, field in ((status, OfficeField.STATUS), (finished, OfficeField.FINISHED)):
        rule.add(_area(table, field.value))
        table.sheet.data_validations.append(rule)


def _colour(table: Table) -> None:
    first = table.first
    due, status, result = (f"${_LETTER[h]}{first}" for h in ("整改时限", "整改状态", "复核结果"))
    unfinished = f'OR({status}<>"{ClaimStatus.FIXED}",{result}="整改未到位",{result}="反弹")'
    waiting = f'{due}<>"",{result}<>"已核实销号",{unfinished}'
    _when(table, "整改时限", f"AND({waiting},{due}<TODAY())", Tone.BAD)
    # NETWORKDAYS counts today too; it knows no holidays, so a colour may come a day or two early, never late.
    _when(table, "整改时限", f"AND({waiting},NETWORKDAYS(TODAY(),{due})<={SOON_WORKDAYS + 1})", Tone.WARN)
    tones = (
        (ClaimStatus.FIXED, Tone.GOOD),
        (ClaimStatus.WORKING, Tone.WARN),
        (ClaimStatus.OPEN, Tone.BAD),
        (ClaimStatus.APPEAL, Tone.DOUBT),
        (ClaimStatus.IMPOSSIBLE, Tone.DOUBT),
    )
    for word, tone in tones:
        _when(table, "整改状态", f'{status}="{word}"', tone)
    closed = FormulaRule(formula=[f'{result}="已核实销号"'], font=Font(color=FILL[Tone.QUIET][1], strike=True))
    table.sheet.conditional_formatting.add(f"A{first}:{_LETTER['整改时限']}{table.last}", closed)


def _when(table: Table, header: str, formula: str, tone: Tone) -> None:
    fill, ink = FILL[tone]
    rule = FormulaRule(
        formula=[formula],
        fill=PatternFill("solid", start_color=fill, end_color=fill),
        font=Font(color=ink, bold=True),
        stopIfTrue=True,
    )
    table.sheet.conditional_formatting.add(_area(table, header), rule)


def _area(table: Table, header: str) -> str:
    return f"{_LETTER[header]}{table.first}:{_LETTER[header]}{table.last}"
