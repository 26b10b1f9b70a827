"""This module reads a returned 整改台账.xlsx: by the hidden id, never by the row; it takes what is certain and names the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from auditor.errors import WorkbookError
from auditor.model.claim import Claim, Ingested, OfficeField, RowNote
from reports import sheets_detail as detail
from reports.sheets_ledger import ID_HEADER, PREVIEW
from reports.xlsx_form import MARK
from reports.xlsx_ingest_cells import sheet_rows
from reports.xlsx_ingest_header import HEADER_ROWS, match_header
from reports.xlsx_ingest_open import merged_ranges, opened
from reports.xlsx_ingest_rows import Identified, Origin, RawRow, RowRefusedError, identify, office_fields
from reports.xlsx_ingest_values import office_text, read_date
from reports.xlsx_seal import Seal

# Sheets of the workbook that look a little like a form and are none.
_OUR_OTHERS = frozenset(
    s.title
    for s in (PREVIEW, detail.WORK_POINTS, detail.SITE_COLUMNS, detail.CATALOGUE, detail.PAIRINGS, detail.DEAD_LINKS)
)
_OFFICE = tuple(f.value for f in OfficeField)


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: str
    row: int

    def note(self, reason: str, finding: str = "") -> RowNote:
        return RowNote(sheet=self.sheet, row=self.row, reason=reason, finding=finding)


@dataclass(slots=True)
class _Read:
    """What the sheets hold, before it is judged."""

    marks: list[tuple[Origin, str]] = field(default_factory=list)
    rows: list[tuple[_Place, RawRow]] = field(default_factory=list)
    seals: dict[str, Seal] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    epoch: datetime = datetime(1899, 12, 30)


@dataclass(slots=True)
class _Taken:
    claims: list[Claim] = field(default_factory=list)
    refused: list[RowNote] = field(default_factory=list)
    altered: list[RowNote] = field(default_factory=list)
    unchanged: int = 0


def read_workbook(path: Path) -> Ingested:
    """Return what the office wrote into a workbook of ours.

    Raises WorkbookError where the file cannot be read or is not a workbook of ours.
    """
    read = _Read()
    with opened(path) as book:
        read.epoch = book.epoch
        _read_properties(book, read)
        with ZipFile(path) as archive:
            for sheet in book.worksheets:
                if sheet.title not in _OUR_OTHERS:
                    _read_sheet(archive, sheet, read)
    if not read.rows and not read.marks:
        raise WorkbookError(f"{path.name}: 没有找到整改台账的表头（问题编号、整改状态等列）。请发回原来的整改台账。")
    origin, as_of = _origin(path, read)
    taken = _take(read, origin, as_of)
    claims = tuple(_reconciled(taken))  # adds to the refused
    order = {place: n for n, (place, _) in enumerate(read.rows)}
    return Ingested(
        site=origin.site,
        run=origin.run,
        claims=claims,
        refused=tuple(sorted(taken.refused, key=lambda r: order[_Place(r.sheet, r.row)])),
        altered=tuple(taken.altered),
        unchanged=taken.unchanged,
        notes=tuple(read.notes),
    )


def _read_properties(book: Any, read: _Read) -> None:
    properties = {p.name: str(p.value) for p in book.custom_doc_props.props}
    if "auditor-site" in properties and "auditor-run" in properties:
        origin = Origin(properties["auditor-site"], properties["auditor-run"])
        read.marks.append((origin, properties.get("auditor-as-of", "")))


def _read_sheet(archive: ZipFile, sheet: Any, read: _Read) -> None:
    rows = sheet_rows(archive, sheet)
    columns = _find_header(rows, read)
    if not columns:
        return
    missing = [h for h in _OFFICE if h not in columns]
    if missing:
        read.notes.append(f"工作表“{sheet.title}”缺少{'、'.join(f'“{h}”' for h in missing)}列，这几项未读取。")
    spans = _Spans(merged_ranges(archive, sheet._worksheet_path), columns)
    for number, cells in rows:
        if not any(cell is not None and cell != "" for cell in cells):
            continue
        row = RawRow({h: cells[i] if i < len(cells) else None for h, i in columns.items()})
        row = spans.filled(number, row)
        if row.seal is not None:
            read.seals.setdefault(row.text(ID_HEADER), row.seal)
        read.rows.append((_Place(sheet.title, number), row))
    read.notes.extend(spans.notes(sheet.title))


def _find_header(rows: Iterator[tuple[int, list[object]]], read: _Read) -> dict[str, int]:
    for number, cells in rows:
        if cells and office_text(cells[0]) == MARK and len(cells) >= 4:
            site, run, as_of = (office_text(c) for c in cells[1:4])
            read.marks.insert(0, (Origin(site, run), as_of))
        elif columns := match_header(cells):
            return columns
        if number >= HEADER_ROWS:
            break
    return {}


class _Spans:
    """Vertically merged cells of the office: what stands in the first row holds for all."""

    def __init__(self, ranges: Iterable[tuple[int, int, int, int]], columns: dict[str, int]) -> None:
        self._starts: dict[tuple[int, str], int] = {}
        by_column = {i + 1: h for h, i in columns.items() if h in _OFFICE}
        for top, left, bottom, _ in ranges:
            if left in by_column and bottom > top:
                self._starts[top, by_column[left]] = bottom
        self._open: dict[str, tuple[int, object]] = {}

    def filled(self, number: int, row: RawRow) -> RawRow:
        """Return the row with the values of the merged cells that reach into it."""
        if not self._starts:
            return row
        cells = dict(row.cells)
        for header in _OFFICE:
            if (number, header) in self._starts:
                self._open[header] = (self._starts[number, header], cells.get(header))
            elif header in self._open and number <= self._open[header][0]:
                cells[header] = self._open[header][1]
        return RawRow(cells)

    def notes(self, sheet: str) -> Iterator[str]:
        """Say which cells were merged."""
        for (top, header), bottom in sorted(self._starts.items()):
            yield f"工作表“{sheet}”第 {top}—{bottom} 行的“{header}”是合并的，同一内容计入每一行。"


def _origin(path: Path, read: _Read) -> tuple[Origin, date | None]:
    """Return the site and run of the workbook: what most rows say, then the hidden cells, then the properties."""
    nothing = Origin("", "")
    said = Counter(origin for _, row in read.rows if (origin := row.origin(nothing)).site and origin.run)
    marks = dict(reversed(read.marks))
    origin = said.most_common(1)[0][0] if said else next((o for o, _ in read.marks if o.site and o.run), nothing)
    if not origin.site or not origin.run:
        raise WorkbookError(f"{path.name}: 找不到站点和批次的标识（隐藏的列和行被删掉了）。请发回原来的整改台账。")
    as_of = marks.get(origin) or next(iter(marks.values()), "")
    return origin, read_date(as_of, None)


def _take(read: _Read, origin: Origin, as_of: date | None) -> _Taken:
    taken = _Taken()
    for place, row in read.rows:
        try:
            _take_row(place, row, _mine(row, origin, read.seals), taken, as_of, read.epoch)
        except RowRefusedError as refusal:
            if row.has_answer or row.text(ID_HEADER):
                taken.refused.append(place.note(str(refusal)))
    return taken


def _mine(row: RawRow, origin: Origin, seals: dict[str, Seal]) -> Identified:
    found = identify(row, origin, seals)
    if found.origin.site != origin.site:
        raise RowRefusedError(f"属于另一个站点（{found.origin.site[:40]}），未计入")
    if found.origin.run != origin.run:
        raise RowRefusedError(f"来自另一批次的台账（{found.origin.run[:40]}），请把那一份单独发回")
    return found


def _take_row(
    place: _Place, row: RawRow, found: Identified, taken: _Taken, as_of: date | None, epoch: datetime
) -> None:
    taken.altered.extend(place.note(remark, found.finding) for remark in found.remarks)
    if found.untouched:
        taken.unchanged += 1
        return
    fields, remarks = office_fields(row, as_of, epoch)
    taken.altered.extend(place.note(remark, found.finding) for remark in remarks)
    if not fields:
        taken.unchanged += 1
        return
    taken.claims.append(Claim(finding=found.finding, fields=fields, sheet=place.sheet, row=place.row))


def _reconciled(taken: _Taken) -> Iterator[Claim]:
    """Yield one claim a finding; where rows of one finding contradict each other, none of them counts."""
    by_finding: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in taken.claims:
        by_finding[claim.finding].append(claim)
    for finding, claims in by_finding.items():
        fullest = max(claims, key=lambda c: len(c.fields))
        if all(c.fields.items() <= fullest.fields.items() for c in claims):
            yield fullest
            continue
        rows = "、".join(f"“{c.sheet}”第 {c.row} 行" for c in claims)
        for claim in claims:
            reason = f"同一问题有几种不同的填写（{rows}），请核对后只留一种"
            taken.refused.append(RowNote(sheet=claim.sheet, row=claim.row, reason=reason, finding=finding))
