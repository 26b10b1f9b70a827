"""This module holds the looks of the workbook: named styles, each colour with one meaning."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from reports.sheets import Look, Tone

FONT = "微软雅黑"
INK = "2C3E50"
LINK_INK = "1A5FB4"
FILL = {  # tone -> (fill, ink)
    Tone.BAD: ("FADBD8", "922B21"),
    Tone.WARN: ("FDEBD0", "935116"),
    Tone.GOOD: ("D5F5E3", "1D6F42"),
    Tone.DOUBT: ("E8DAEF", "5B2C6F"),
    Tone.QUIET: ("F2F3F4", "707B7C"),
}
OFFICE_FILL = "FFFBE6"
HEADER_FILL = {"ours": "34495E", "office": "B9770E", "retest": "1F618D"}
_EDGE = Side(style="thin", color="D5D8DC")
_GRID = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_ACROSS = {Look.CENTER: "center", Look.NUMBER: "center", Look.DATE: "center"}
_FORMAT = {Look.DATE: "yyyy-mm-dd", Look.NUMBER: "#,##0"}


def _named(name: str, font: Font, across: str, *, fill: str = "", wrap: bool = True, grid: bool = True) -> NamedStyle:
    style = NamedStyle(name=name)
    style.font = font
    style.alignment = Alignment(
        horizontal=across, vertical="center", wrap_text=wrap, indent=int(grid and across == "left")
    )
    if fill:
        style.fill = PatternFill("solid", start_color=fill, end_color=fill)
    if grid:
        style.border = _GRID
    return style


def _font(size: float = 10, *, bold: bool = False, ink: str = INK, underline: str | None = None) -> Font:
    return Font(name=FONT, size=size, bold=bold, color=ink, underline=underline)


def _cell_style(look: Look, tone: Tone, office: bool) -> NamedStyle:
    fill, ink = FILL.get(tone, ("", LINK_INK if look is Look.LINK else INK))
    style = _named(
        cell_name(look, tone, office),
        _font(
            ink=ink, bold=tone is not Tone.NONE, underline="single" if look is Look.LINK and tone is Tone.NONE else None
        ),
        _ACROSS.get(look, "left"),
        fill=fill or (OFFICE_FILL if office else ""),
    )
    if look is Look.LONG:
        style.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
    # "@": what an office types into a text cell stays as typed; Excel would turn 1-2 into a date.
    style.number_format = _FORMAT.get(look, "@" if office else "General")
    style.protection = Protection(locked=not office)
    return style


def cell_name(look: Look, tone: Tone, office: bool) -> str:
    """Return the name of the style of a table's cell."""
    return f"表格 {look.value}{' ' + tone.value if tone else ''}{' 填写' if office else ''}"


def _styles() -> list[NamedStyle]:
    made = [_cell_style(look, Tone.NONE, office) for look in Look for office in (False, True)]
    made += [_cell_style(look, tone, False) for look in (Look.TEXT, Look.CENTER) for tone in FILL]
    white = "FFFFFF"
    made += [_named(f"表头 {k}", _font(bold=True, ink=white), "center", fill=v) for k, v in HEADER_FILL.items()]
    made.append(_named("标题", _font(16, bold=True), "left", wrap=False, grid=False))
    made.append(_named("小标题", _font(12, bold=True, ink="1F618D"), "left", wrap=False, grid=False))
    made.append(_named("说明", _font(9, ink="566573"), "left", wrap=False, grid=False))
    made.append(_named("正文", _font(10.5), "left", grid=False))
    made.append(_named("隐藏", _font(8, ink="B2BABB"), "left", wrap=False, grid=False))
    for tone, (fill, ink) in FILL.items():
        made.append(
            _named(f"结论 {tone.value}", _font(18, bold=True, ink=ink), "left", fill=fill, wrap=False, grid=False)
        )
        made.append(_named(f"理由 {tone.value}", _font(11, ink=ink), "left", fill=fill, wrap=False, grid=False))
    return made


class Styles:
    """The numbers of the named styles in one workbook."""

    def __init__(self, book: Workbook) -> None:
        """Register the styles."""
        self._numbers: dict[str, int] = {}
        self._cells: dict[tuple[Look, Tone, bool], int] = {}
        for style in _styles():
            book.add_named_style(style)
        sheet = book.create_sheet("样式")
        for name in book.named_styles:
            cell = WriteOnlyCell(sheet)
            cell.style = name
            self._numbers[name] = int(cell.style_id)
        book.remove(sheet)

    def number(self, name: str) -> int:
        """Return the number under which cells refer to a named style."""
        return self._numbers[name]

    def cell(self, look: Look, tone: Tone, office: bool) -> int:
        """Return the style of a table's cell."""
        key = (look, tone, office)
        if key not in self._cells:
            kind = look if not tone or look in (Look.TEXT, Look.CENTER) else Look.TEXT
            self._cells[key] = self._numbers[cell_name(kind, tone, office and not tone)]
        return self._cells[key]
