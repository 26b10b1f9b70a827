"""This module finds where an article comes from, as its page says it."""

from __future__ import annotations

import re

from spiders.extract import dates
from spiders.extract.document import compact, squeeze
from spiders.extract.evidence import Candidate
from spiders.extract.labels import SOURCE, labelled_values, tidy
from spiders.extract.lines import SEPARATOR, Line
from spiders.extract.published import near, nearness
from spiders.extract.reading import Reading

_NO_SOURCE = re.compile(
    r"^(?:[【\[(（].*|字[号体].*|浏览.*|点击.*|作者.*|打印.*|分享.*|无|null|undefined|-+|\d+|.{0,2}次|大\s*中\s*小|[:：].*|发布.*|时间.*|日期.*)$"
)
_BRACKETED_SOURCE = re.compile(r"^[\[［(（]([\u4e00-\u9fff]{2,30})[\]］)）]")  # 来源：[办公室]
_BRACKET_LABEL = re.compile(r"[\[【]\s*([\u4e00-\u9fff]{1,3}源)\s*[\]】]\s*([^\[【：:]{2,30})")
_POINTED = re.compile(r"(?:^|[·•|｜/]\s*)来源 ([\u4e00-\u9fff]{2,20})\s*(?=[·•|｜/]|$)")


def read_source(reading: Reading, title_line: int | None) -> str | None:
    """Return the displayed source; an empty 来源 stays empty whatever the metas say."""
    candidates = []
    lines = reading.head_lines
    for position, line in enumerate(lines):
        if "源" not in line.text and "出处" not in line.text and "信息提供" not in line.text or len(line.text) > 400:
            continue
        if line.index not in reading.content_indexes and not near(line, title_line):
            continue
        alone = _in_own_element(line) or _in_brackets(line) or _between_points(line, title_line)
        if alone:
            candidates.append(Candidate(alone, "label", nearness(line, title_line), line.text[:60]))
        for found in labelled_values(line):
            if found.label in SOURCE:
                value = _source_value(found.value) or (
                    _next_line_value(lines, position) if found.value.strip(SEPARATOR + " \xa0") == "" else ""
                )
                if value:
                    candidates.append(Candidate(value, "label", nearness(line, title_line), line.text[:60]))
    best = reading.weigh("source", candidates)
    return best.value if best else None


def _in_own_element(line: Line) -> str:
    """A label without a colon is one where it has an element to itself and the value another: <em>来源</em><b>办公室</b>."""
    pieces = [piece for piece in map(compact, line.pieces) if piece]
    return _source_value(pieces[1]) if len(pieces) == 2 and pieces[0] in SOURCE else ""


def _in_brackets(line: Line) -> str:
    """A label that brackets alone mark: [发布日期] 2022-12-28 [来源] 综合科."""
    if "源]" not in line.text and "源】" not in line.text:
        return ""
    match = _BRACKET_LABEL.search(line.text)
    return _source_value(match[2]) if match and match[1] in SOURCE else ""


def _between_points(line: Line, title_line: int | None) -> str:
    """A label without a colon in the row of facts below the title: 2023年6月29日 · 来源 融媒体中心 · 阅读."""
    if "来源 " not in line.text or not near(line, title_line):
        return ""
    match = _POINTED.search(line.text)
    return _source_value(match[1]) if match else ""


def _source_value(value: str) -> str:
    text = tidy(value)
    whole = _BRACKETED_SOURCE.match(text)
    text = whole[1] if whole else text
    text = dates.FULL.split(text)[0] if dates.FULL.search(text) else text
    text = re.split(r"\s*(?:[|｜]|【|\[|字[号体]|浏览|点击|发布时间|责任编辑)", squeeze(str(text or "")))[0].strip()
    text = text if "【" in text or "[" in text else text.split("】")[0].rstrip("]")
    text = text.rstrip("）)") if "（" not in text and "(" not in text else text  # （来源：新华网）
    return "" if not text or _NO_SOURCE.match(text) or len(text) > 60 else text


def _next_line_value(lines: list[Line], position: int) -> str:
    """The value may stand in the next block, where a label ends its line."""
    line, after = lines[position], lines[position + 1] if position + 1 < len(lines) else None
    if after is None or not line.text.rstrip().endswith((":", "：")) or len(after.text) > 30:
        return ""
    if re.search(r"[:：]", after.text) or after.block.getparent() is not line.block.getparent():
        return ""
    return _source_value(after.text)
