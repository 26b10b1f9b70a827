"""This module reads the metadata table of policy documents (索引号, 发文机关, 成文日期 …), however it is laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spiders.extract.document import Element, ancestors, compact, squeeze, text_of
from spiders.extract.labels import CANONICAL, bare_label, bracketed_value, bracketed_values, labelled_values
from spiders.extract.lines import SEPARATOR, Line
from spiders.extract.reading import Reading

_STRONG = frozenset(
    (
        "索引号",
        "发文机关",
        "发文字号",
        "成文日期",
        "生成日期",
        "主题分类",
        "有效性",
        "组配分类",
        "体裁分类",
        "公开方式",
        "统一登记号",
    )
)
_TELLING = frozenset(("索引号", "发文字号", "成文日期", "有效性", "主题分类", "组配分类", "体裁分类", "生成日期"))
_WINDOW = 14
_MAX_VALUE = 300
_MAX_CELLS = 40
_EMPTY = frozenset(("-", "--", "—", "——", "/", "无", "暂无", "空", "null", "undefined"))
_VALUE_TAGS = frozenset(
    ("td", "th", "dd", "li", "div", "span", "p", "em", "i", "b", "strong", "font", "label", "section")
)
_Found = tuple[int, str, str]


def read_doc_fields(reading: Reading) -> dict[str, str]:
    """Return canonical label -> value, empty where the page shows the label without a value; {} where there is no table."""
    found = _pairs(reading)
    strong = [index for index, label, _ in found if label in _STRONG]
    labels = {label for _, label, _ in found}
    if len(labels & _STRONG) < 2 or not labels & _TELLING or _one_each_row(found):
        return {}
    result: dict[str, str] = {}
    for index, label, value in found:
        if any(abs(index - other) <= _WINDOW for other in strong) and not result.get(label):
            result[label] = value
    return result


def _one_each_row(found: tuple[_Found, ...]) -> bool:
    """Labels that come back with other values are the rows of a list, each a document of its own."""
    numbers = {value for _, label, value in found if value and label in ("索引号", "发文字号")}
    return len(numbers) > 4


def labelled_alone(reading: Reading, wanted: str, last: int | None = None) -> str | None:
    """Return the value of a label that stands alone, without a table around it, not below line ``last``."""
    return next(
        (
            value
            for index, label, value in _pairs(reading)
            if label == wanted and value and (last is None or index <= last)
        ),
        None,
    )


def _pairs(reading: Reading) -> tuple[_Found, ...]:
    if reading.pairs is None:
        content = reading.content_indexes
        lines = [line for line in reading.head_lines if line.index in content and len(line.text) <= 600]
        reading.pairs = tuple(found for line in lines for found in _in_line(line))
    return reading.pairs


def _in_line(line: Line) -> Iterator[_Found]:
    values = list(labelled_values(line))
    if values:
        for number, found in enumerate(values):
            label = CANONICAL.get(found.label)
            if label is None:
                continue
            value = _plain(found.value)
            if not value and number == len(values) - 1:
                value = _beside(line)
            yield line.index, label, value
        return
    several = bracketed_values(line.text)
    if several:
        yield from ((line.index, CANONICAL[label], _plain(value)) for label, value in several)
        return
    bracketed = bracketed_value(line.text)
    if bracketed and bracketed[1]:
        yield line.index, CANONICAL[bracketed[0]], _plain(bracketed[1])
        return
    label = CANONICAL.get(bare_label(line.text) or "")
    if label:
        yield line.index, label, _beside(line)
        return
    if len(line.pieces) < 2 and SEPARATOR not in line.pieces[0] or SEPARATOR not in line.marked:
        return
    pieces = [p for p in line.marked.split(SEPARATOR) if p.strip()]
    first = CANONICAL.get(bare_label(pieces[0]) or "") if len(pieces) >= 2 else None
    if first and first in _STRONG:
        yield line.index, first, _plain(" ".join(pieces[1:]))


def _plain(value: str) -> str:
    text = squeeze(value.replace(SEPARATOR, " ")).strip(" 　|｜;；").rstrip(" 【[(（")  # of what comes next: 【字体：
    return "" if compact(text) in _EMPTY else text[:_MAX_VALUE]


def _beside(line: Line) -> str:
    """Return the text of the cell after the one that holds only the label."""
    label = compact(line.text)
    holder = line.holders[0]  # a label element beside its value in one cell, or the cell itself
    for node in (holder, *ancestors(holder, 4)):
        said = compact(text_of(node))
        if said != label and said in label and node is not line.block:
            continue  # the label stands in several elements, often its colon beside it
        if node.tag in ("body", "html") or said != label:
            break
        after = _next_cell(node)
        if after is None:
            continue
        text = text_of(after)
        cell = node.tag in ("td", "th")
        if _is_label(text) or (cell and _heads_columns(node.getparent())):
            return _below(node) if cell else ""
        return _plain(text) if len(text) <= _MAX_VALUE else ""
    return ""


def _next_cell(node: Element) -> Element | None:
    after = node.getnext()
    while after is not None and after.tag not in _VALUE_TAGS:
        after = after.getnext()
    return after


def _is_label(text: str) -> bool:
    label = bare_label(re.split(r"[:：]", text)[0]) if text else None
    return label in CANONICAL or bracketed_value(text) is not None


def _heads_columns(row: Element | None) -> bool:
    """Whether labels stand right beside each other in a row: what lies below them are the values."""
    if row is None or row.tag != "tr" or len(row) > _MAX_CELLS:
        return False
    cells = [_is_label(text_of(cell)) for cell in row]
    return any(one and other for one, other in zip(cells, cells[1:], strict=False))


def _row_below(row: Element) -> Element | None:
    """Return the next row, also where the heading row stands in a part of its own."""
    after, part = row.getnext(), row.getparent()
    if after is None and part is not None and part.tag == "thead":
        after = part.getnext()
        if after is not None and after.tag == "tbody":
            after = next(iter(after), None)
    return after


def _more_values(row: Element | None) -> bool:
    """A third row of values means a list with a heading row, not one document's table."""
    return row is not None and row.tag == "tr" and not _is_label(text_of(row[0]) if len(row) else "")


def _below(cell: Element) -> str:
    """A heading row above one row of values: the value stands in the same column of the next row."""
    row = cell.getparent()
    if row is None or row.tag != "tr":
        return ""
    after = _row_below(row)
    if after is None or after.tag != "tr" or _more_values(after.getnext()):
        return ""
    position = row.index(cell)
    if position >= len(after) or len(after) != len(row):
        return ""
    text = text_of(after[position])
    return "" if _is_label(text) else _plain(text)
