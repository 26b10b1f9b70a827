"""The workbook: what stands where, what is locked, and that no text of a page can do anything but be read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from auditor.model.finding import State
from auditor.model.run import RenderOptions, RunResult
from reports import xlsx_table
from reports.sheets_ledger import LEDGER
from reports.xlsx import RENDERER
from tests.reports import xlsx_books as books
from tests.reports.synthetic import synthetic_run

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@pytest.fixture(scope="module")
def result() -> RunResult:
    return synthetic_run(60)


@pytest.fixture(scope="module")
def path(result: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return books.write(result, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return load_workbook(path)


@pytest.fixture(scope="module")
def sheet(book: Any) -> Any:
    return book["整改台账"]


def test_sheets_and_headers_stand_in_the_order_of_the_contract(book: Any, sheet: Any) -> None:
    assert book.sheetnames == books.SHEETS
    headers = [c.value for c in sheet[books.header_row(sheet)] if not _hidden(sheet, c)]
    assert headers == books.OURS + books.OFFICE + books.RETEST


def test_one_row_a_finding_and_no_merged_cells(result: RunResult, sheet: Any) -> None:
    expected = {f.id for f in result.findings if not f.preview} | {f.id for f in result.closed}
    numbers = [sheet.cell(r, 2).value for r in range(books.header_row(sheet) + 1, sheet.max_row + 1)]
    assert set(numbers) == expected
    assert len(numbers) == len(expected)
    assert not sheet.merged_cells.ranges


def test_previews_stand_on_their_own_sheet_only(result: RunResult, book: Any, sheet: Any) -> None:
    previews = {f.id for f in result.findings if f.preview}
    assert previews == set(books.rows(book["试行规则"]))
    assert not previews & set(books.rows(sheet))


def test_hidden_cells_carry_finding_run_and_site(result: RunResult, sheet: Any) -> None:
    at = books.columns(sheet)
    for finding, row in books.rows(sheet).items():
        hidden = [sheet.cell(row, at[h]) for h in ("问题标识", "运行标识", "站点标识")]
        assert [c.value for c in hidden] == [finding, result.run.id, result.run.site]
        assert all(_hidden(sheet, c) for c in hidden)


def test_ours_is_locked_and_the_office_may_write(sheet: Any) -> None:
    assert sheet.protection.sheet
    assert not sheet.protection.password
    # False means that the protection does not forbid it.
    assert not any((sheet.protection.autoFilter, sheet.protection.sort, sheet.protection.formatColumns))
    at, row = books.columns(sheet), books.header_row(sheet) + 1
    assert all(sheet.cell(row, at[h]).protection.locked for h in books.OURS + books.RETEST)
    assert not any(sheet.cell(row, at[h]).protection.locked for h in books.OFFICE)


def test_status_is_a_drop_down_and_the_day_a_date(sheet: Any) -> None:
    at = books.columns(sheet)
    rules = {str(v.sqref).split(":")[0].rstrip("0123456789"): v for v in sheet.data_validations.dataValidation}
    status = rules[sheet.cell(1, at["整改状态"]).column_letter]
    assert status.type == "list"
    assert status.formula1 == '"未整改,整改中,已整改,申诉,无法整改"'
    assert rules[sheet.cell(1, at["完成时间"]).column_letter].type == "date"
    assert sheet.cell(books.header_row(sheet) + 1, at["完成时间"]).number_format == "yyyy-mm-dd"


def test_view_and_print_are_set_up(sheet: Any) -> None:
    row = books.header_row(sheet)
    assert sheet.freeze_panes == f"E{row + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{row}:")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == f"${row}:${row}"
    assert sheet.print_area
    assert "&P" in sheet.oddFooter.center.text
    assert len(sheet.conditional_formatting) >= 3


def test_what_was_said_to_be_fixed_and_is_not_comes_first(result: RunResult, sheet: Any) -> None:
    at = books.columns(sheet)
    results = [sheet.cell(r, at["复核结果"]).value for r in books.rows(sheet).values()]
    failed = sum(e.result == "整改未到位" for e in result.ledger.values())
    assert failed
    assert results[:failed] == ["整改未到位"] * failed
    assert "整改未到位" not in results[failed:]


def test_closed_findings_stand_at_the_foot_with_the_offices_words(result: RunResult, sheet: Any) -> None:
    at, found = books.columns(sheet), books.rows(sheet)
    first_closed = min(found[f.id] for f in result.closed)
    assert all(found[f.id] < first_closed for f in result.findings if not f.preview)
    row = found[result.closed[0].id]
    words = [sheet.cell(row, at[h]).value for h in ("责任单位", "整改状态", "复核结果")]
    assert words == ["办公室", "已整改", "已核实销号"]
    assert sheet.cell(row, at["完成时间"]).value.date().isoformat() == "2024-03-10"


def test_addresses_are_short_in_the_text_and_whole_in_the_link(result: RunResult, sheet: Any) -> None:
    at, found = books.columns(sheet), books.rows(sheet)
    dead = [f for f in result.findings if f.rule == "LNK01" and len(f.subject.key) > 100]
    assert dead
    for finding in dead:
        cell = sheet.cell(found[finding.id], at["问题链接"])
        assert cell.hyperlink.target == finding.subject.key
        assert len(cell.value) <= 60


def test_overview_tells_the_verdict_and_has_a_chart(result: RunResult, book: Any) -> None:
    texts = _texts(book["概览"])
    assert any("不合格" in t for t in texts)
    assert "5 个中已有 3 个" in texts
    assert any("人事信息" in t and "未能核查" in t for t in texts)
    assert len(book["概览"]._charts) == 1
    assert len(book["趋势"]._charts) == 1


def test_an_incomplete_run_gives_no_verdict(tmp_path: Path) -> None:
    texts = _texts(load_workbook(books.write(synthetic_run(5, complete=False), tmp_path))["概览"])
    assert any("无法判断" in t for t in texts)
    assert any("首页返回网站防护页面" in t for t in texts)


def test_a_run_without_findings_says_so(tmp_path: Path) -> None:
    empty = replace(synthetic_run(0, history=False), columns=(), catalogue=(), pairings=(), work_points=())
    book = load_workbook(books.write(empty, tmp_path))
    assert book.sheetnames == books.SHEETS
    assert "没有需要整改的问题。" in _texts(book["整改台账"])


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    book = load_workbook(books.write(synthetic_run(60, hostile=True), tmp_path))
    seen = 0
    for sheet in book:
        for cell in (c for row in sheet.iter_rows() for c in row if c.value is not None):
            assert cell.data_type != "f", f"{sheet.title}!{cell.coordinate} is a formula: {cell.value!r}"
            if isinstance(cell.value, str):
                seen += cell.value.startswith(("=", "+", "-", "@"))
                assert not UNSAFE.search(cell.value), f"{sheet.title}!{cell.coordinate}: {cell.value!r}"
                assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
    assert seen > 20


def test_a_text_that_reads_as_an_escape_is_written_as_itself(tmp_path: Path) -> None:
    hostile = synthetic_run(60, hostile=True)
    texts = _texts(load_workbook(books.write(hostile, tmp_path))["整改台账"])
    assert "_x005F_x000D_转义_x005F_x0041_" in texts


def test_more_rows_than_a_sheet_holds_go_on_to_further_sheets(
    result: RunResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_table, "MAX_ROWS", 24)
    book = load_workbook(books.write(result, tmp_path))
    parts = [s for s in book if s.title.startswith("整改台账")]
    assert [s.title for s in parts] == ["整改台账", "整改台账(2)", "整改台账(3)", "整改台账(4)"]
    assert all(s.max_row <= 24 for s in parts)
    found = {finding for part in parts for finding in books.rows(part)}
    assert found == {f.id for f in (*result.findings, *result.closed) if not f.preview}
    assert any("分为 4 张" in t for t in _texts(parts[0]))


def test_more_links_than_excel_takes_leave_whole_addresses_and_a_note(
    result: RunResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_table, "MAX_LINKS", 70)
    _, sheet = books.ledger(books.write(result, tmp_path))
    at, found = books.columns(sheet), books.rows(sheet)
    linked = [c for row in sheet.iter_rows() for c in row if c.hyperlink]
    assert 0 < len(linked) <= 70
    dead = next(f for f in result.findings if f.rule == "LNK01")
    page = sheet.cell(found[dead.id], at["问题页面"])
    assert (page.hyperlink, page.value) == (None, dead.evidence[0].url)
    assert any("上限" in t for t in _texts(sheet))


def test_one_unit_gets_its_own_rows(result: RunResult, tmp_path: Path) -> None:
    book, sheet = books.ledger(books.write(result, tmp_path, unit="法规处"))
    expected = {f.id for f in (*result.findings, *result.closed) if f.unit == "法规处" and not f.preview}
    assert set(books.rows(sheet)) == expected
    dead = {row[0].value for row in book["死链明细"].iter_rows(min_row=5)}
    assert dead <= {f.id for f in result.findings if f.unit == "法规处"}


def test_findings_without_a_unit_are_handed_out_too(result: RunResult, tmp_path: Path) -> None:
    _, sheet = books.ledger(books.write(result, tmp_path, unit="未分派"))
    expected = {f.id for f in (*result.findings, *result.closed) if not f.unit and not f.preview}
    assert expected
    assert set(books.rows(sheet)) == expected


def test_the_same_result_gives_the_same_bytes(result: RunResult, tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    RENDERER.render(result, first, RenderOptions())
    RENDERER.render(result, second, RenderOptions())
    assert first.read_bytes() == second.read_bytes()


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_nothing(result: RunResult, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    with pytest.raises(OSError, match="file"):
        RENDERER.render(result, blocked / "out.xlsx", RenderOptions())
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_first_run_has_no_retest(tmp_path: Path) -> None:
    _, sheet = books.ledger(books.write(synthetic_run(20, history=False), tmp_path))
    at = books.columns(sheet)
    assert all(sheet.cell(r, at["复核结果"]).value is None for r in books.rows(sheet).values())
    assert all(sheet.cell(r, at["整改状态"]).value is None for r in books.rows(sheet).values())


def test_overdue_is_said_in_the_remarks(result: RunResult, tmp_path: Path) -> None:
    late = replace(result.findings[0], due="2024-03-12", state=State.PERSISTING)
    _, sheet = books.ledger(books.write(replace(result, findings=(late, *result.findings[1:])), tmp_path))
    note = sheet.cell(books.rows(sheet)[late.id], books.columns(sheet)["备注"]).value
    assert note.startswith("已逾期 3 个工作日")


def _hidden(sheet: Any, cell: Any) -> bool:
    # Neighbouring columns of one width are written as one group, under the first letter.
    for dimension in sheet.column_dimensions.values():
        if (dimension.min or 0) <= cell.column <= (dimension.max or 0):
            return bool(dimension.hidden)
    return False


def _texts(sheet: Any) -> list[str]:
    return [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]


def test_the_ledger_is_three_sheets_of_paper_wide() -> None:
    """A4 across at 60 % holds 186 characters, each sheet begins with the pinned columns, the office's begin a new one."""
    widths = {c.header: c.width for c in LEDGER.shown}
    names, pinned = list(widths), [c.header for c in LEDGER.columns[: LEDGER.pinned]]
    sheets = ("序号", "依据"), ("证据", "整改时限"), ("责任单位", "备注")
    held = [names[names.index(first) : names.index(last) + 1] for first, last in sheets]
    assert [name for part in held for name in part] == names
    assert LEDGER.scale == 60
    for part in held:
        assert sum(widths[n] for n in dict.fromkeys([*pinned, *part])) <= 186
