"""This module holds what an office wrote into a returned workbook: claims, and the rows that could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class OfficeField(StrEnum):
    """The columns of 整改台账 that belong to the office, by their header and in their order."""

    UNIT = "责任单位"
    PERSON = "责任人"
    MEASURE = "整改措施"
    STATUS = "整改状态"
    FINISHED = "完成时间"
    LINK = "整改后链接"
    REMARK = "说明"


class ClaimStatus(StrEnum):
    """What an office may say of a finding (the drop-down of 整改状态)."""

    OPEN = "未整改"
    WORKING = "整改中"
    FIXED = "已整改"
    APPEAL = "申诉"
    IMPOSSIBLE = "无法整改"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an office says of one finding. ``fields`` maps the header of an office column to its text.

    Empty fields are left out; 整改状态 is a value of ClaimStatus, 完成时间 is YYYY-MM-DD.
    """

    finding: str
    fields: Mapping[str, str]
    sheet: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNote:
    """A row of a returned workbook and what is to be said of it, in Chinese."""

    sheet: str
    row: int
    reason: str
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """A returned workbook as read.

    ``refused``: rows that were not taken. ``altered``: rows taken though something of ours in them was changed, or
    something in them could not be read. ``unchanged`` counts rows as we handed them out.
    """

    site: str
    run: str
    claims: tuple[Claim, ...] = ()
    refused: tuple[RowNote, ...] = ()
    altered: tuple[RowNote, ...] = ()
    unchanged: int = 0
    notes: tuple[str, ...] = field(default=())
