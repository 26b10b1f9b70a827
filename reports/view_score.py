"""This module puts the points of an operator's scheme into words: a reference, with everything that is open said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.model.score import Grade, Score, ScoreRow
from reports.view_text import plain
from reports.view_verdicts import Level

CAUTION = "仅供参考：由程序按评分方案推算，不是检查方的评分。"
_LEVEL = {Grade.FAIL: Level.BAD, Grade.PASS: Level.GOOD, Grade.OPEN: Level.WARN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One row of the scheme in words; ``change`` is signed."""

    name: str
    part: str
    group: str
    points: str
    change: str
    note: str
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """The reference score: a headline, what it rests on, and its rows."""

    headline: str
    grade: str
    level: Level
    notes: tuple[str, ...]
    basis: str
    lines: tuple[ScoreLine, ...]


def score_view(score: Score | None) -> ScoreView | None:
    """Return the score in words, none where the operator gave no scheme."""
    if score is None:
        return None
    return ScoreView(
        headline=_headline(score),
        grade=score.grade.value,
        level=_LEVEL[score.grade],
        notes=tuple(_notes(score)),
        basis=_basis(score),
        lines=(*(_deducted(r) for r in score.deductions), *(_earned(r) for r in score.bonuses)),
    )


def number(points: float) -> str:
    """Return points without needless zeros."""
    return f"{round(points, 2):g}"


def _headline(score: Score) -> str:
    if score.total is None:
        return "不计分：触发单项否决"
    if round(score.lowest, 2) == round(score.highest, 2):
        return f"{number(score.total)} 分"
    return f"{number(score.lowest)} 至 {number(score.highest)} 分"


def _notes(score: Score) -> Iterator[str]:
    if score.total is None:
        yield "按评分框架，触发单项否决即为不合格，不再计分；各分项仍列出，供整改时参考。"
    else:
        yield f"已查出的问题扣 {number(-sum(r.change for r in score.deductions))} 分，扣分后 {number(score.base)} 分。"
    waiting = sum(r.left for r in score.deductions)
    if waiting:
        yield f"扣分项中有 {number(waiting)} 分取决于没有查完的内容，待定。"
    if score.uncovered:
        yield f"评分方案的扣分项合计不足，有 {number(score.uncovered)} 分没有对应的分项，待定。"
    if score.total is not None and score.base <= score.bonus_above:
        yield f"扣分后不高于 {number(score.bonus_above)} 分，不计加分。"
    elif score.total is not None:
        yield f"加分 {number(score.bonus)} 分。"
    if score.open_vetoes:
        yield f"有 {len(score.open_vetoes)} 项单项否决没有查完或需人工确认，等次待定。"
    if score.reference:
        yield "部门网站按单项否决评定，扣分、加分不作为评定依据。"
    yield CAUTION


def _basis(score: Score) -> str:
    if score.example:
        return f"{plain(score.scheme)}。这是示例方案，分值为虚构，不能用于评定"
    return f"{plain(score.scheme)}；分值出处：{plain(score.source) or '评分方案没有写明'}"


def _deducted(row: ScoreRow) -> ScoreLine:
    found = f"{row.subjects} 个对象有问题" if row.subjects else "没有发现问题"
    left = f"；没有查完，最多还可能扣 {number(row.left)} 分" if row.left else ""
    return _line(row, "扣分", f"-{number(-row.change)}" if row.change else "0", f"{found}{left}")


def _earned(row: ScoreRow) -> ScoreLine:
    note = "需人工评定或没有查完，待定" if row.left else "未得分" if not row.change else ""
    return _line(row, "加分", f"+{number(row.change)}" if row.change else "0", note)


def _line(row: ScoreRow, part: str, change: str, note: str) -> ScoreLine:
    return ScoreLine(
        name=plain(row.name),
        part=part,
        group=plain(row.group),
        points=number(row.points),
        change=change,
        note=note,
        settled=not row.left,
    )
