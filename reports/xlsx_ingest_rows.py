"""This module says whose row a returned row is, and what the office wrote in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from auditor.model.claim import ClaimStatus, OfficeField
from reports.sheets_ledger import ID_HEADER, NUMBER_HEADER, OFFICE, RUN_HEADER, SEAL_HEADER, SEALED, SITE_HEADER
from reports.xlsx_ingest_values import office_text, read_date, read_status
from reports.xlsx_seal import Seal, altered, identity, office_digest, parse_seal

_ID = re.compile(r"[0-9a-f]{16}")
_REASONED = (ClaimStatus.APPEAL, ClaimStatus.IMPOSSIBLE)


class RowRefusedError(Exception):
    """A row that cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The site and the run whose workbook a row comes from."""

    site: str
    run: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of a row by the header of their column; columns that the sheet lacks are not in it."""

    cells: Mapping[str, object]

    def text(self, header: str) -> str:
        """Return a cell's text."""
        return office_text(self.cells.get(header))

    @property
    def has_answer(self) -> bool:
        """Whether the office's cells hold anything."""
        return any(self.text(field.value) for field in OfficeField)

    @property
    def seal(self) -> Seal | None:
        """The seal of the row."""
        return parse_seal(self.text(SEAL_HEADER))

    def origin(self, default: Origin) -> Origin:
        """Return where the row comes from; the workbook's own origin where the row does not say."""
        return Origin(self.text(SITE_HEADER) or default.site, self.text(RUN_HEADER) or default.run)


@dataclass(frozen=True, slots=True)
class Identified:
    """A row whose finding is known. ``remarks``: what of ours was changed in it."""

    finding: str
    origin: Origin
    remarks: tuple[str, ...]
    untouched: bool


def identify(row: RawRow, default: Origin, seals: Mapping[str, Seal]) -> Identified:
    """Return whose row it is; raise RowRefusedError where that is not certain.

    The hidden id counts, proven by the seal; the visible number stands in where the hidden one was damaged. Where the two
    contradict each other, somebody sorted a part of the columns: then the cells of ours decide, or nobody does.
    """
    origin = row.origin(default)
    hidden, shown, seal = row.text(ID_HEADER), row.text(NUMBER_HEADER).lower(), row.seal
    if not hidden and not shown:
        raise RowRefusedError("没有问题编号，无法对应到问题（可能是自行增加的行）")
    finding, remark = _proven(hidden, shown, seal, origin)
    remarks = [remark] if remark else []
    if seal is not None and finding == hidden:
        changed, contradicted = _compare(row, seal)
        if contradicted * 2 > len(SEALED):
            return _torn(row, shown, origin, seals)
        if changed:
            remarks.append(f"{'、'.join(f'“{h}”' for h in changed)}与发出时不同，以发出时的内容为准")
    untouched = seal is not None and seal.office == _office_digest(row)
    return Identified(finding, origin, tuple(remarks), untouched)


def _proven(hidden: str, shown: str, seal: Seal | None, origin: Origin) -> tuple[str, str]:
    """Return the id that holds, and what is to be said of the other."""
    good = {i: bool(_ID.fullmatch(i)) and _sealed(i, seal, origin) for i in (hidden, shown)}
    if good[hidden]:
        return hidden, ""
    if good[shown]:
        return shown, "隐藏的问题标识缺失或被改动，已按“问题编号”对应"
    if seal is None and _ID.fullmatch(shown or hidden) and hidden in ("", shown):
        return shown, "隐藏的校验缺失，按“问题编号”对应"
    if seal is None and not shown and _ID.fullmatch(hidden):
        return hidden, "隐藏的校验缺失，按问题标识对应"
    raise RowRefusedError(f"问题标识或编号被改动（“{(hidden or shown)[:40]}”），无法确定是哪个问题")


def _sealed(finding: str, seal: Seal | None, origin: Origin) -> bool:
    return seal is not None and identity(origin.site, origin.run, finding) == seal.identity


def _compare(row: RawRow, seal: Seal) -> tuple[list[str], int]:
    """Return the headers of our cells that were changed, and how many of them say something else (not just nothing)."""
    ours = {i: row.cells[c.header] for i, c in enumerate(SEALED) if c.header in row.cells}
    changed = [SEALED[i].header for i in altered(seal, ours)]
    return changed, sum(1 for header in changed if row.text(header))


def _torn(row: RawRow, shown: str, origin: Origin, seals: Mapping[str, Seal]) -> Identified:
    """Take a row whose visible half was sorted apart from the hidden one, if every cell of ours fits its number's seal."""
    seal = seals.get(shown)
    if seal is not None and _sealed(shown, seal, origin) and not _compare(row, seal)[0]:
        remark = "可见各列与隐藏的标识排序不一致，已按“问题编号”和各列内容对应"
        return Identified(shown, origin, (remark,), seal.office == _office_digest(row))
    raise RowRefusedError("这一行的内容与隐藏的标识对不上（可能只给一部分列排了序），无法确定是哪个问题")


def _office_digest(row: RawRow) -> str:
    return office_digest([row.cells.get(c.header) for c in OFFICE])


def office_fields(row: RawRow, as_of: date | None, epoch: datetime) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what the office wrote, by header, and remarks on what could not be read; raise where the status is unclear."""
    fields = {f.value: row.text(f.value) for f in OfficeField if row.text(f.value)}
    remarks: list[str] = []
    if status := fields.get(OfficeField.STATUS.value):
        known = read_status(status)
        if known is None:
            raise RowRefusedError(f"整改状态“{status[:40]}”不在可选范围（{'、'.join(s.value for s in ClaimStatus)}）")
        fields[OfficeField.STATUS.value] = known.value
        if known in _REASONED and not (fields.get(OfficeField.REMARK.value) or fields.get(OfficeField.MEASURE.value)):
            remarks.append(f"状态为“{known.value}”但没有写明理由")
    header = OfficeField.FINISHED.value
    if header in fields:
        day = read_date(row.cells[header], as_of, epoch)
        if day is None:
            remarks.append(f"完成时间“{fields.pop(header)[:40]}”看不出是哪一天，未采用")
        else:
            fields[header] = day.isoformat()
    return fields, tuple(remarks)
