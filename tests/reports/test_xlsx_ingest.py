"""A returned workbook: whatever an office did to it, an answer goes to its own finding or to nobody."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from auditor.errors import WorkbookError
from auditor.model.claim import Ingested
from auditor.model.run import RunResult
from reports.xlsx_ingest import read_workbook
from reports.xlsx_ingest_header import match_header
from reports.xlsx_ingest_values import read_date
from tests.reports import xlsx_books as books
from tests.reports.synthetic import synthetic_run

AS_OF = date(2024, 3, 15)


@pytest.fixture(scope="module")
def result() -> RunResult:
    return synthetic_run(12, history=False)


@pytest.fixture(scope="module")
def ids(result: RunResult) -> list[str]:
    return [f.id for f in result.findings if not f.preview]


@pytest.fixture(scope="module")
def original(result: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return books.write(result, tmp_path_factory.mktemp("out"))


@pytest.fixture
def change(original: Path, tmp_path: Path) -> Callable[[Callable[[Any], None]], Ingested]:
    """Return a function that edits the ledger sheet as an office would, saves the file and reads it back."""

    def edit(work: Callable[[Any], None]) -> Ingested:
        book, sheet = books.ledger(original)
        work(sheet)
        path = tmp_path / "returned.xlsx"
        book.save(path)
        return read_workbook(path)

    return edit


Change = Callable[[Callable[[Any], None]], Ingested]


def test_an_untouched_workbook_claims_nothing(original: Path, result: RunResult, ids: list[str]) -> None:
    read = read_workbook(original)
    assert (read.site, read.run) == (result.run.site, result.run.id)
    assert (read.claims, read.refused, read.altered, read.unchanged) == ((), (), (), len(ids))


def test_answers_are_read_by_finding(change: Change, ids: list[str]) -> None:
    def work(sheet: Any) -> None:
        books.fill(sheet, ids[0], 整改状态="已整改", 完成时间=datetime(2024, 3, 20), 责任人="某某", 整改措施="已改链接")
        books.fill(sheet, ids[3], 整改状态="申诉", 说明="由上级单位管理")

    read = change(work)
    claims = {c.finding: dict(c.fields) for c in read.claims}
    assert set(claims) == {ids[0], ids[3]}
    assert claims[ids[0]]["整改状态"] == "已整改"
    assert claims[ids[0]]["完成时间"] == "2024-03-20"
    assert claims[ids[3]] == {"责任单位": claims[ids[3]]["责任单位"], "整改状态": "申诉", "说明": "由上级单位管理"}
    assert read.refused == ()


def test_words_kept_from_last_time_are_no_new_claim(tmp_path: Path) -> None:
    path = books.write(synthetic_run(40), tmp_path)
    read = read_workbook(path)
    assert (read.claims, read.refused, read.altered) == ((), (), ())


def test_reading_twice_gives_the_same(change: Change, ids: list[str], tmp_path: Path) -> None:
    read = change(lambda sheet: books.fill(sheet, ids[0], 整改状态="整改中"))
    assert read_workbook(tmp_path / "returned.xlsx") == read


def test_an_altered_id_is_reported_and_never_another(change: Change, ids: list[str]) -> None:
    wrong = ids[0][:-1] + ("0" if ids[0][-1] != "0" else "1")

    def work(sheet: Any) -> None:
        books.fill(sheet, ids[0], 整改状态="已整改")
        books.fill(sheet, ids[1], 整改状态="整改中")
        row, at = books.rows(sheet)[ids[0]], books.columns(sheet)
        sheet.cell(row, at["问题标识"]).value = wrong
        sheet.cell(row, at["问题编号"]).value = wrong

    read = change(work)
    assert [c.finding for c in read.claims] == [ids[1]]
    assert [wrong in r.reason for r in read.refused] == [True]


def test_an_id_taken_from_another_row_is_refused(change: Change, ids: list[str]) -> None:
    def work(sheet: Any) -> None:
        books.fill(sheet, ids[0], 整改状态="已整改")
        at, found = books.columns(sheet), books.rows(sheet)
        for header in ("问题标识", "校验", "问题编号"):
            sheet.cell(found[ids[0]], at[header]).value = sheet.cell(found[ids[5]], at[header]).value

    read = change(work)
    assert read.claims == ()
    assert any("对不上" in r.reason for r in read.refused)


def test_visible_columns_sorted_without_the_hidden_ones(change: Change, ids: list[str]) -> None:
    def work(sheet: Any) -> None:
        for finding in ids:
            books.fill(sheet, finding, 整改状态="已整改", 说明=finding)
        first, last = books.header_row(sheet) + 1, sheet.max_row
        seen = [[sheet.cell(r, c).value for c in range(1, 27)] for r in range(first, last + 1)]
        for r, values in zip(range(first, last + 1), reversed(seen), strict=True):
            for c, value in enumerate(values, start=1):
                sheet.cell(r, c).value = value

    read = change(work)
    assert {c.finding: c.fields["说明"] for c in read.claims} == {i: i for i in ids}
    assert read.altered


def test_altered_cells_of_ours_are_reported_and_the_answer_taken(change: Change, ids: list[str]) -> None:
    def work(sheet: Any) -> None:
        books.fill(sheet, ids[2], 整改状态="已整改", 问题描述="没有问题", 整改时限=datetime(2030, 1, 1))

    read = change(work)
    assert [c.finding for c in read.claims] == [ids[2]]
    assert len(read.altered) == 1
    assert "“问题描述”、“整改时限”" in read.altered[0].reason
    assert (read.altered[0].finding, read.altered[0].sheet) == (ids[2], "整改台账")


def test_duplicated_rows(change: Change, ids: list[str]) -> None:
    def work(sheet: Any) -> None:
        books.fill(sheet, ids[0], 整改状态="已整改")
        books.fill(sheet, ids[1], 整改状态="已整改")
        found, at = books.rows(sheet), books.columns(sheet)
        for finding, status in ((ids[0], "已整改"), (ids[1], "整改中")):
            row = sheet.max_row + 1
            for column in range(1, sheet.max_column + 1):
                sheet.cell(row, column).value = sheet.cell(found[finding], column).value
            sheet.cell(row, at["整改状态"]).value = status

    read = change(work)
    assert [c.finding for c in read.claims] == [ids[0]]
    assert [r.finding for r in read.refused] == [ids[1], ids[1]]
    assert all("不同的填写" in r.reason for r in read.refused)


def test_added_rows_and_a_note_below(change: Change, ids: list[str]) -> None:
    def work(sheet: Any) -> None:
        books.fill(sheet, ids[0], 整改状态="已整改")
        row, at = sheet.max_row + 1, books.columns(sheet)
        sheet.cell(row, at["问题描述"]).value = "合计"
        sheet.cell(row + 1, at["整改状态"]).value = "已整改"

    read = change(work)
    assert [c.finding for c in read.claims] == [ids[0]]
    assert ["没有问题编号" in r.reason for r in read.refused] == [True]


def test_a_merged_answer_holds_for_all_its_rows(change: Change, ids: list[str]) -> None:
    merged: list[str] = []

    def work(sheet: Any) -> None:
        at, first = books.columns(sheet), books.header_row(sheet) + 2
        merged.extend(f for f, r in books.rows(sheet).items() if first <= r <= first + 2)
        sheet.cell(first, at["整改状态"]).value = "整改中"
        sheet.merge_cells(start_row=first, end_row=first + 2, start_column=at["整改状态"], end_column=at["整改状态"])

    read = change(work)
    assert {c.finding: c.fields["整改状态"] for c in read.claims} == dict.fromkeys(merged, "整改中")
    assert len(merged) == 3
    assert any("合并" in n for n in read.notes)


def test_unknown_status_is_refused_and_an_unreadable_day_left_out(change: Change, ids: list[str]) -> None:
    def work(sheet: Any) -> None:
        books.fill(sheet, ids[0], 整改状态="再议")
        books.fill(sheet, ids[1], 整改状态="已完成", 完成时间="尽快")

    read = change(work)
    assert ["再议" in r.reason for r in read.refused] == [True]
    assert [(c.finding, c.fields["整改状态"], "完成时间" in c.fields) for c in read.claims] == [
        (ids[1], "已整改", False)
    ]
    assert any("尽快" in a.reason for a in read.altered)


def test_an_appeal_without_a_reason_is_remarked(change: Change, ids: list[str]) -> None:
    read = change(lambda sheet: books.fill(sheet, ids[0], 整改状态="申诉"))
    assert [c.finding for c in read.claims] == [ids[0]]
    assert any("理由" in a.reason for a in read.altered)


def test_renamed_sheet_moved_and_renamed_columns_and_lost_hidden_ones(
    original: Path, ids: list[str], tmp_path: Path
) -> None:
    _, source = books.ledger(original)
    books.fill(source, ids[4], 整改状态="已整改", 完成时间="2024/3/1")
    at, found = books.columns(source), books.rows(source)
    order = ["整改状态", "问题编号", "完成时间", "责任单位", "说明", "运行标识", "站点标识"]
    names = ["整改状态(必填)", "问题 编号", "完成日期", "责任部门", "情况说明", "运行标识", "站点标识"]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "法规处"
    sheet.append(["关于报送整改情况的函"])
    sheet.append([])
    sheet.append(names)
    for row in found.values():
        sheet.append([source.cell(row, at[h]).value for h in order])
    path = tmp_path / "returned.xlsx"
    book.save(path)
    read = read_workbook(path)
    answered = [c for c in read.claims if "整改状态" in c.fields]
    assert [(c.finding, c.fields["完成时间"], c.sheet) for c in answered] == [(ids[4], "2024-03-01", "法规处")]
    assert any("责任人" in n for n in read.notes)


def test_rows_of_another_run_or_site_are_refused(
    change: Change, ids: list[str], result: RunResult, tmp_path: Path
) -> None:
    other = replace(result, run=replace(result.run, id="20240401-0009"))
    _, foreign = books.ledger(books.write(other, tmp_path))

    def work(sheet: Any) -> None:
        books.fill(sheet, ids[0], 整改状态="已整改")
        books.fill(foreign, ids[1], 整改状态="已整改")
        sheet.append([c.value for c in foreign[books.rows(foreign)[ids[1]]]])

    read = change(work)
    assert [c.finding for c in read.claims] == [ids[0]]
    assert any("20240401-0009" in r.reason for r in read.refused)


@pytest.mark.office
def test_saved_again_by_libreoffice(original: Path, ids: list[str], tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    book, sheet = books.ledger(original)
    books.fill(sheet, ids[0], 整改状态="已整改", 完成时间=datetime(2024, 3, 2), 说明="=1+1 是文本")
    sheet.cell(books.rows(sheet)[ids[0]], books.columns(sheet)["说明"]).data_type = "s"
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(tmp_path / "lo"), str(edited)], check=True, capture_output=True, timeout=120)
    read = read_workbook(tmp_path / "lo" / "edited.xlsx")
    assert [(c.finding, c.fields["完成时间"], c.fields["说明"]) for c in read.claims] == [
        (ids[0], "2024-03-02", "=1+1 是文本")
    ]
    assert (read.refused, read.altered, read.unchanged) == ((), (), len(ids) - 1)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-3-1", "2024-03-01"),
        ("2024/03/01", "2024-03-01"),
        ("2024.3.1", "2024-03-01"),
        ("2024年3月1日", "2024-03-01"),
        (" 2024 年 3 月 1 号", "2024-03-01"),
        ("20240301", "2024-03-01"),
        (20240301, "2024-03-01"),
        ("２０２４-３-１", "2024-03-01"),
        ("2024-03-01 17:30:00", "2024-03-01"),
        ("24.3.1", "2024-03-01"),
        ("3月1日", "2024-03-01"),
        ("3月31日前", "2024-03-31"),
        ("3/1", "2024-03-01"),
        ("1月5日", "2024-01-05"),
        ("9月1日", "2024-09-01"),
        ("二〇二四年三月十五日", "2024-03-15"),
        ("三月二十日", "2024-03-20"),
        (45352, "2024-03-01"),
        ("45352", "2024-03-01"),
        (45352.75, "2024-03-01"),
        (datetime(2024, 3, 1, 9, 30), "2024-03-01"),
        (date(2024, 3, 1), "2024-03-01"),
    ],
)
def test_dates_in_many_spellings(value: object, day: str) -> None:
    read = read_date(value, AS_OF)
    assert read is not None
    assert read.isoformat() == day


@pytest.mark.parametrize(
    "value", ["尽快", "2024年3月", "2024-13-01", "2024-02-30", "", None, 3.1, True, "1999-01-01", "第3版", 7]
)
def test_no_day_is_guessed(value: object) -> None:
    assert read_date(value, AS_OF) is None


def test_a_month_and_day_without_year_follow_the_run() -> None:
    read = read_date("1月5日", date(2024, 12, 20))
    assert read == date(2025, 1, 5)
    assert read_date("12月30日", date(2024, 12, 20)) == date(2024, 12, 30)
    assert read_date("3月1日", None) is None


def test_headers_a_little_different() -> None:
    cells = [
        "序 号",
        "问题编号",
        "责任单位(处室)",
        "责任人*",
        "整改措施及结果",
        "整改 状态:",
        "完成日期",
        "整改后的链接",
        "说明",
    ]
    found = match_header(cells)
    assert [found[h] for h in ("问题编号", *books.OFFICE)] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert match_header(["栏目", "类别", "责任处室", "状态", "说明"]) == {}
    assert match_header(["整改建议", "整改时限", "问题链接"]) == {}


def test_files_that_are_no_workbook_are_refused_in_plain_words(original: Path, tmp_path: Path) -> None:
    whole = original.read_bytes()
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    cases = {
        "旧.xls": (ole, "xls"),
        "金山.et": (ole, "et"),
        "密码.xlsx": (ole + "EncryptedPackage".encode("utf-16-le"), "密码"),
        "截断.xlsx": (whole[: len(whole) // 2], "不完整"),
        "空.xlsx": (b"", "空的"),
        "网页.xlsx": (b"<html></html>", "不是 .xlsx"),
    }
    for name, (content, word) in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(WorkbookError, match=word):
            read_workbook(path)
    with pytest.raises(WorkbookError, match="打不开"):
        read_workbook(tmp_path / "没有.xlsx")


def test_other_workbooks_and_damaged_parts_are_refused(original: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "别的.xlsx"
    book = Workbook()
    book.save(foreign)
    with pytest.raises(WorkbookError, match="表头"):
        read_workbook(foreign)
    damaged = tmp_path / "坏.xlsx"
    with ZipFile(original) as source, ZipFile(damaged, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if name.endswith("sheet2.xml") else data)
    with pytest.raises(WorkbookError, match="损坏"):
        read_workbook(damaged)


def test_every_cut_of_the_file_is_a_clear_error(original: Path, tmp_path: Path) -> None:
    whole = original.read_bytes()
    path = tmp_path / "cut.xlsx"
    for part in range(1, 12):
        path.write_bytes(whole[: len(whole) * part // 12])
        with pytest.raises(WorkbookError):
            read_workbook(path)


def test_two_halves_come_back_one_by_one(result: RunResult, tmp_path: Path) -> None:
    taken: set[str] = set()
    for unit in ("法规处", "办公室"):
        folder = tmp_path / unit
        book, sheet = books.ledger(books.write(result, folder, unit=unit))
        for finding in books.rows(sheet):
            books.fill(sheet, finding, 整改状态="整改中")
        book.save(folder / "returned.xlsx")
        read = read_workbook(folder / "returned.xlsx")
        assert (read.site, read.run) == (result.run.site, result.run.id)
        taken |= {c.finding for c in read.claims}
    assert taken == {f.id for f in result.findings if f.unit in ("法规处", "办公室") and not f.preview}


def test_a_copied_sheet_does_not_contradict(original: Path, ids: list[str], tmp_path: Path) -> None:
    book = load_workbook(original)
    book.copy_worksheet(book["整改台账"]).title = "备份"
    books.fill(book["整改台账"], ids[0], 整改状态="已整改")
    path = tmp_path / "returned.xlsx"
    book.save(path)
    read = read_workbook(path)
    assert [(c.finding, c.sheet) for c in read.claims] == [(ids[0], "整改台账")]
    assert read.refused == ()
