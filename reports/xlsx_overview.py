"""This module draws 概览: pass or fail at one glance, why, how much, and what was not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.sheets import Look, Tone
from reports.view import Count, Level, View
from reports.xlsx_charts import stacked_bars
from reports.xlsx_page import Cell, Page
from reports.xlsx_table import Book

_WIDTHS = (26, 11, 15, 11, 11, 34, 52)
_TONE = {Level.BAD: Tone.BAD, Level.WARN: Tone.WARN, Level.GOOD: Tone.GOOD, Level.UNKNOWN: Tone.DOUBT}
_CHART_ROWS = 12
MAX_UNITS = 15


def draw_overview(book: Book) -> None:
    """Draw the page."""
    view = book.view
    page = Page(book, "概览", _WIDTHS, "1F618D")
    page.title(view.title, view.subtitle)
    _conclusion(page, view)
    _verdicts(page, view)
    _score(page, view)
    _numbers(page, view)
    _unseen(page, view)
    page.finish()
    page.sheet.sheet_view.tabSelected = True


def _conclusion(page: Page, view: View) -> None:
    tone = _TONE[view.headline.level]
    page.band(f" 结论：{view.headline.word}", f"结论 {tone.value}", 40)
    for reason in view.headline.reasons[:8]:
        page.band(f"    · {reason}", f"理由 {tone.value}", 21)
    if len(view.headline.reasons) > 8:
        page.band(f"    · 另有 {len(view.headline.reasons) - 8} 项，见下表", f"理由 {tone.value}", 21)


def _verdicts(page: Page, view: View) -> None:
    page.heading("指标结论")
    if not view.verdicts:
        page.sentence("没有可以下结论的指标。" if view.result.run.complete else "抓取不完整，不下结论。")
        return
    page.header(("指标", "性质", "结论", "问题数", "界限", "说明", "依据"))
    page.rows(
        (
            Cell(line.verdict.name),
            Cell(line.effect, Look.CENTER),
            Cell(line.word, Look.CENTER, _TONE[line.level]),
            Cell(line.verdict.count, Look.NUMBER),
            Cell(line.verdict.limit, Look.NUMBER),
            Cell(line.note or line.tally),  # the engine's note says the tally and why
            Cell(line.basis),
        )
        for line in view.verdicts
    )


def _score(page: Page, view: View) -> None:
    if view.score is None:
        return
    score = view.score
    page.heading(f"参考得分 {score.headline}　参考等次 {score.grade}")
    for note in score.notes:
        page.sentence(note)
    page.sentence(f"依据：{score.basis}。")
    page.header(("评分项", "性质", "部分", "分值", "得失分", "说明"))
    page.rows(
        (
            Cell(line.name),
            Cell(line.part, Look.CENTER),
            Cell(line.group, Look.CENTER),
            Cell(line.points, Look.CENTER),
            Cell(line.change, Look.CENTER),
            Cell(line.note, Look.TEXT, Tone.NONE if line.settled else Tone.DOUBT),
        )
        for line in score.lines
    )


def _numbers(page: Page, view: View) -> None:
    page.heading(f"待整改问题 {len(view.lines):,} 个")
    if not view.lines:
        page.sentence("没有待整改的问题。")
        return
    start = page.row + 1
    page.header(("问题类别", "合计", "单项否决", "严重", "一般"))
    rows = page.rows(map(_count_row, view.by_family))
    _chart(page, start, rows)
    _table(page, "严重程度", view.by_severity)
    _table(page, "责任单位", view.by_unit[:MAX_UNITS])
    _table(page, "与以往比较", view.by_state)
    while page.row < start + _CHART_ROWS:
        page.space(19)


def _chart(page: Page, start: int, rows: tuple[int, int]) -> None:
    chart = stacked_bars(page.sheet, "各类问题数量", rows, (3, 4, 5), max(8.0, 1.0 * (rows[1] - rows[0] + 5)))
    page.sheet.add_chart(chart, f"F{start}")


def _table(page: Page, name: str, counts: Sequence[Count]) -> None:
    page.space(10)
    page.header((name, "合计", "单项否决", "严重", "一般"))
    page.rows(map(_count_row, counts))


def _count_row(count: Count) -> Sequence[Cell]:
    numbers = (count.total, count.veto, count.major, count.minor)
    return (Cell(count.word), *(Cell(n or None, Look.NUMBER) for n in numbers))


def _unseen(page: Page, view: View) -> None:
    page.heading("没有查到、没有判断的")
    for text in _bulleted(view.not_looked_at or ("本次应查的都已查到。",)):
        page.sentence(text)
    page.heading("检查范围")
    page.sentence("；".join(f"{label} {value}" for label, value in view.coverage) + "。")
    page.sentence("详见“口径与覆盖”。本表由程序按公开页面核查得出，疑似问题和需人工核查的事项不计入结论。")


def _bulleted(texts: Iterable[str]) -> Iterable[str]:
    return (f"· {text}" for text in texts)
