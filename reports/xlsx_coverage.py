"""This module draws 口径与覆盖: by which clauses was judged, what was covered, what could not be verified."""

from __future__ import annotations

from reports.sheets import Look, Tone
from reports.view import View
from reports.xlsx_page import Cell, Page
from reports.xlsx_table import Book

_WIDTHS = (40, 32, 22, 22, 12, 11, 14, 26, 12)
_STATUS_TONE = {"通过": Tone.GOOD, "发现问题": Tone.WARN, "不适用": Tone.QUIET}


def draw_coverage(book: Book) -> None:
    """Draw the page."""
    view = book.view
    page = Page(book, "口径与覆盖", _WIDTHS, "8E44AD")
    page.title("口径与覆盖", "按哪些条款判断，查到了多少，哪些没有查到、为什么。没有查到的一律不算问题。")
    _covered(page, view)
    _unchecked(page, view)
    _rules(page, view)
    _clauses(page, view)
    page.finish()


def _covered(page: Page, view: View) -> None:
    page.heading("覆盖情况")
    page.rows((Cell(label), Cell(value, Look.CENTER)) for label, value in view.coverage)
    for text in view.not_looked_at:
        page.sentence(f"· {text}")


def _unchecked(page: Page, view: View) -> None:
    page.heading(f"未能核实的地址 {len(view.unchecked):,} 处")
    if not view.unchecked:
        page.sentence("没有。")
        return
    page.header(("地址", "原因", "状态码", "引用页面数"))
    page.rows(
        (
            Cell(u.address, Look.LINK),
            Cell(u.reason),
            Cell(u.status, Look.CENTER),
            Cell(u.pages, Look.NUMBER),
        )
        for u in view.unchecked
    )


def _rules(page: Page, view: View) -> None:
    page.new_paper()
    page.heading("规则执行情况")
    page.header(("规则", "编号", "类别", "结果", "检查对象", "问题", "未能检查", "说明"))
    page.rows(
        (
            Cell(o.title or o.rule),
            Cell(o.rule, Look.CENTER),
            Cell(o.family, Look.CENTER),
            Cell(o.word, Look.CENTER, _STATUS_TONE.get(o.word, Tone.DOUBT)),
            Cell(o.examined, Look.NUMBER),
            Cell(o.found, Look.NUMBER),
            Cell(o.unexamined, Look.NUMBER),
            Cell(o.note),
        )
        for o in view.outcomes
    )


def _clauses(page: Page, view: View) -> None:
    page.new_paper()
    page.heading("采用的条款")
    page.header(("文件", "文号", "指标", "条款", "性质", "界限", "出处", "对应规则或人工办法", "本次"))
    page.rows(
        (
            Cell(c.standard),
            Cell(c.number),
            Cell(c.name),
            Cell(c.clause),
            Cell(c.effect, Look.CENTER),
            Cell(c.limit, Look.CENTER),
            Cell(c.provenance, Look.CENTER),
            Cell(c.rules),
            Cell(c.used, Look.CENTER, Tone.NONE if c.used == "采用" else Tone.QUIET),
        )
        for c in view.clauses
    )
