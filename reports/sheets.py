"""This module says what a sheet is: its columns declared once, for the writer and the reader alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from reports.view import Address, View

Row = TypeVar("Row")
Value = str | int | date | Address | None


class Look(StrEnum):
    """How the cells of a column are shown."""

    TEXT = "text"
    LONG = "long"  # a text too long for its row: it starts at the top, so that its beginning is seen
    CENTER = "center"
    NUMBER = "number"
    DATE = "date"
    LINK = "link"


class Tone(StrEnum):
    """What a colour means, the same on every sheet."""

    NONE = ""
    BAD = "bad"
    WARN = "warn"
    GOOD = "good"
    DOUBT = "doubt"
    QUIET = "quiet"


def _no_tone(_: object) -> Tone:
    return Tone.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn(Generic[Row]):
    """One column of a sheet. ``office``: the office fills it in; ``also``: other headers under which it may come back."""

    header: str
    width: float
    value: Callable[[Row], Value]
    look: Look = Look.TEXT
    tone: Callable[[Row], Tone] = _no_tone
    office: bool = False
    hidden: bool = False
    also: tuple[str, ...] = ()
    most_lines: int = 8  # a row grows no higher for this column's sake


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Generic[Row]):
    """One sheet with one table. ``pinned``: how many columns stay in sight; ``scale``: of the print, 0 = one page wide."""

    title: str
    intro: Callable[[View], str]
    columns: tuple[SheetColumn[Row], ...]
    rows: Callable[[View], Iterable[Row]]
    empty: str
    pinned: int = 1
    scale: int = 0
    tab: str = "7F8C8D"

    @property
    def shown(self) -> tuple[SheetColumn[Row], ...]:
        """The columns that are not hidden."""
        return tuple(c for c in self.columns if not c.hidden)


def is_toned(column: SheetColumn[Row]) -> bool:
    """Say whether a column's cells may be coloured."""
    return column.tone is not _no_tone


def day(text: str | None) -> date | None:
    """Return a date cell's value for YYYY-MM-DD, nothing for an empty text."""
    return date.fromisoformat(text[:10]) if text else None
