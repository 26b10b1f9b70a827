"""Two hundred ways to spoil a returned workbook: none crashes the reader, none gives an answer to another finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook

from auditor.errors import WorkbookError
from reports.xlsx_ingest import read_workbook
from tests.reports import xlsx_books as books
from tests.reports.synthetic import synthetic_run

Grid = list[list[object]]
HEADER = 3  # index of the header's row in the grid
VISIBLE = 26


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Grid:
    """Return the ledger with every finding answered by its own id."""
    _, sheet = books.ledger(books.write(synthetic_run(10), tmp_path_factory.mktemp("out")))
    for finding in books.rows(sheet):
        books.fill(sheet, finding, 整改状态="已整改", 说明=f"答复 {finding}", 完成时间="2024年4月1日")
    return [[c.value for c in row] for row in sheet.iter_rows()]


def _body(grid: Grid, random: Random) -> int:
    return random.randrange(HEADER + 1, len(grid))


def _shuffle(grid: Grid, random: Random) -> None:
    body = grid[HEADER + 1 :]
    random.shuffle(body)
    grid[HEADER + 1 :] = body


def _delete(grid: Grid, random: Random) -> None:
    for _ in range(3):
        if len(grid) > HEADER + 4:
            del grid[_body(grid, random)]


def _duplicate(grid: Grid, random: Random) -> None:
    grid.insert(_body(grid, random), list(grid[_body(grid, random)]))


def _duplicate_with_other_answer(grid: Grid, random: Random) -> None:
    row = list(grid[_body(grid, random)])
    grid.append([("整改中" if value == "已整改" else value) for value in row])


def _blank_row(grid: Grid, random: Random) -> None:
    grid.insert(_body(grid, random), [None] * len(grid[HEADER]))


def _junk_row(grid: Grid, random: Random) -> None:
    grid.insert(_body(grid, random), [random.choice(["x", 5, None, "=1", "已整改"]) for _ in grid[HEADER]])


def _rows_above(grid: Grid, random: Random) -> None:
    for _ in range(random.randrange(1, 9)):
        grid.insert(0, ["关于报送整改情况的函"])


def _move_column(grid: Grid, random: Random) -> None:
    width = len(grid[-1])
    source, target = random.randrange(width), random.randrange(width)
    for row in grid:
        row.extend([None] * (width - len(row)))
        row.insert(target, row.pop(source))


def _drop_column(grid: Grid, random: Random) -> None:
    at = random.randrange(len(grid[-1]))
    for row in grid:
        if at < len(row):
            del row[at]


def _rename_header(grid: Grid, random: Random) -> None:
    for row in grid:
        for i, value in enumerate(row):
            if value in books.OFFICE and random.random() < 0.4:
                row[i] = random.choice([f" {value} ", f"{value}(必填)", f"{value}:", f"*{value}"])


def _spoil_id(grid: Grid, random: Random) -> None:
    row = grid[_body(grid, random)]
    for i, value in enumerate(row):
        if isinstance(value, str) and len(value) == 16 and random.random() < 0.7:
            at = random.randrange(16)
            row[i] = value[:at] + random.choice("0123456789abcdef") + value[at + 1 :]


def _swap_ids(grid: Grid, random: Random) -> None:
    """Exchange everything that names the finding between two rows."""
    one, two = grid[_body(grid, random)], grid[_body(grid, random)]
    for i in range(min(len(one), len(two))):
        named = isinstance(one[i], str) and isinstance(two[i], str)
        if named and (len(str(one[i])) == 16 or str(one[i]).startswith("s1.")):
            one[i], two[i] = two[i], one[i]


def _shuffle_visible(grid: Grid, random: Random) -> None:
    """Sort the visible columns only: the hidden ids stay where they are."""
    body = grid[HEADER + 1 :]
    seen = [row[:VISIBLE] for row in body]
    random.shuffle(seen)
    grid[HEADER + 1 :] = [left + row[VISIBLE:] for left, row in zip(seen, body, strict=True)]


def _edit_ours(grid: Grid, random: Random) -> None:
    row = grid[_body(grid, random)]
    for _ in range(3):
        at = random.randrange(min(16, len(row)))
        if not (isinstance(row[at], str) and str(row[at]).startswith("答复")):
            row[at] = random.choice([None, "改过", 7])


def _clear_cells(grid: Grid, random: Random) -> None:
    for _ in range(10):
        row = grid[_body(grid, random)]
        row[random.randrange(len(row))] = None


def _odd_values(grid: Grid, random: Random) -> None:
    for _ in range(8):
        row = grid[_body(grid, random)]
        at = random.randrange(len(row))
        if not (isinstance(row[at], str) and str(row[at]).startswith("答复")):
            row[at] = random.choice([True, -1, 3.75, 1e300, "#REF!", "长" * 5000, "\u202e", "_x000D_", "2024年13月"])


def _no_header(grid: Grid, random: Random) -> None:
    grid[HEADER] = [None] * len(grid[HEADER])


MUTATIONS: tuple[Callable[[Grid, Random], None], ...] = (
    _shuffle,
    _delete,
    _duplicate,
    _duplicate_with_other_answer,
    _blank_row,
    _junk_row,
    _rows_above,
    _move_column,
    _drop_column,
    _rename_header,
    _spoil_id,
    _swap_ids,
    _shuffle_visible,
    _edit_ours,
    _clear_cells,
    _odd_values,
    _no_header,
)


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_no_mutation_crashes_the_reader_or_misassigns_an_answer(grid: Grid, start: int, tmp_path: Path) -> None:
    claims = 0
    for seed in range(start, start + 20):
        random = Random(seed)
        spoiled = [list(row) for row in grid]
        chosen = random.sample(MUTATIONS, random.randrange(1, 4))
        if _swap_ids in chosen and _drop_column in chosen:
            chosen.remove(_drop_column)  # without its seal a row whose ids were all exchanged leaves no trace
        # Those that know where things stand come before those that move them.
        for mutate in sorted(chosen, key=lambda m: m in (_move_column, _drop_column, _rows_above, _no_header)):
            mutate(spoiled, random)
        path = tmp_path / f"{seed}.xlsx"
        _save(spoiled, path)
        try:
            read = read_workbook(path)
        except WorkbookError:
            continue
        for claim in read.claims:
            claims += 1
            said = claim.fields.get("说明", f"答复 {claim.finding}")
            assert said == f"答复 {claim.finding}", f"seed {seed}: {[m.__name__ for m in chosen]}"
    assert claims > 100


def _save(grid: Grid, path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("整改台账")
    for row in grid:
        sheet.append([f"'{v}" if isinstance(v, str) and v.startswith("=") else v for v in row])
    book.save(path)
