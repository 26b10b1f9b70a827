"""This module holds how points came out by an operator's scheme: a reference, never the inspector's own score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """What the frame says."""

    FAIL = "不合格"
    PASS = "合格"
    OPEN = "待定"  # a veto is open, or what was not examined decides


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row as it came out; ``unseen``: some of its rules judged nothing or not all, and up to ``left`` points hang on that."""

    name: str
    group: str
    points: float
    change: float
    subjects: int
    unseen: bool
    left: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How the parts came out; ``total`` is None where a veto ended it.

    ``total`` takes what was not examined for faultless; ``lowest`` and ``highest`` bound it. ``uncovered``: points of the frame
    that no row of the scheme gives out. ``source``: where the operator says the points come from. ``bonus_above``: the base
    that must be passed for the bonus part to count. ``reference``: not binding for this kind of site.
    """

    scheme: str
    source: str
    example: bool
    reference: bool
    vetoes: tuple[str, ...]
    open_vetoes: tuple[str, ...]
    deductions: tuple[ScoreRow, ...]
    bonuses: tuple[ScoreRow, ...]
    base: float
    bonus: float
    total: float | None
    lowest: float
    highest: float
    uncovered: float
    bonus_above: float
    grade: Grade
