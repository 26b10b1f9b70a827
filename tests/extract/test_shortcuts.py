"""What is asked before a slow pattern never says no where the pattern finds something."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from spiders.extract import dates, guide_rows, kinds, messages, title
from spiders.extract.blocks import Row
from spiders.extract.document import Document, text_of
from spiders.extract.labels import _ALL, _BARE_LABEL, _GLUED, LABELLED, LabelEnds, bare_label
from spiders.extract.lines import SEPARATOR, Line
from spiders.extract.link_titles import LinkTitle
from spiders.extract.reading import Reading, _says_footer
from spiders.extract.regions import Regions

_GAPS = ("", " ", "  ", "\u3000", "\xa0", SEPARATOR, " \n" * 20, "】", "]", " 】 ", "\u200b")
_AROUND = ("", "某局", "2024-03-01 ", "如下", "（", "【", "Date", " ")


def _spread(word: str, chance: random.Random) -> str:
    return "".join(f"{character}{chance.choice(('', '', '', ' ', '　', ' ' * 30))}" for character in word)


def _texts(words: list[str]) -> Iterator[str]:
    """Make lines in which words stand before colons, well and badly, the same ones every time."""
    chance = random.Random(7)
    for word in words:
        for _ in range(6):
            before, gap, colon = chance.choice(_AROUND), chance.choice(_GAPS), chance.choice(":：﹕∶。")
            shown = chance.choice((word, word[1:], _spread(word, chance)))
            yield f"{before}{shown}{gap}{colon}{chance.choice(_AROUND)}"


@pytest.mark.parametrize(
    ("words", "pattern", "colons"),
    [
        ([*_ALL, *_GLUED.split("|"), "下列"], LABELLED, ":：﹕∶"),
        ([*messages._KEYS, "下列"], messages._LABEL, ":："),
    ],
    ids=["fields", "messages"],
)
def test_a_label_is_never_overlooked(words: list[str], pattern: object, colons: str) -> None:
    ends = LabelEnds([word for word in words if word != "下列"], colons)
    told = {text: (ends.may_stand_in(text), pattern.search(text) is not None) for text in _texts(words)}  # type: ignore[attr-defined]
    assert [text for text, (may, does) in told.items() if does and not may] == []
    assert ends.may_stand_in("办理流程如下：") is False  # or it would spare nothing


def test_a_message_label_is_told_as_by_its_pattern() -> None:
    for word in messages._KEYS:
        for text in (word, f"【{word}】", f"“{word}”：", f"{word}:", f"[{word}]："):
            assert messages._whole_label(text) == word
    assert [messages._whole_label(text) for text in ("", "：", "【】", "如下：", "来信时间2024", "（问）")] == [""] * 6


@pytest.mark.parametrize("gap", ["", " ", "   ", "\t ", "　　　"])
def test_a_bare_label_may_stand_far_from_its_colon(gap: str) -> None:
    for label in ("索引号", "信息公开目录编号所属主题分类", "索 引 号", "一" * 15):
        for text in (f"{label}{gap}：", f"【{label}】{gap}:", f"{label}{gap}。", f"{label}{gap}：某局"):
            match = _BARE_LABEL.match(text.strip())
            assert bare_label(text) == ("".join(match[1].split()) if match else None)


@pytest.mark.parametrize(
    ("text", "footer"),
    [
        ("COPYRIGHT 2024", True),
        ("某icp备12345678号", True),
        ("公安备案号 1234", True),
        ("© 某局", True),
        ("版权所有", True),
        ("tcp 与 ipc", False),
        ("关于备案的通知", False),
    ],
)
def test_a_footer_is_told_by_its_words(text: str, footer: bool) -> None:
    assert _says_footer(text) is footer


@pytest.mark.parametrize(
    "text", ["发布时间：", "2024年3月1日", "来 源 : 某局", "更新日期：2024", "1999/1/2", "时间表", "某局：", "来源于"]
)
def test_a_date_line_is_told_as_by_its_pattern(text: str) -> None:
    assert title._is_date_line(text) is (title._DATE_LINE.search(text) is not None)


def test_text_is_read_alike_whether_or_not_it_is_kept() -> None:
    document = Document(
        text="<p id=a>一<b>二</b>\u200b三</p><p>四<script>五</script><i>六</i></p><p><option>七</option>八</p>",
        url="",
        encoding="utf-8",
    )
    reading = Reading(document, Regions(document))
    for element in document.elements:
        assert reading.text_of(element) == text_of(element) == reading.text_of(element)
        assert "".join(reading.pieces_of(element)).replace("\u200b", "") == text_of(element)


def test_a_line_of_many_pieces_keeps_its_borders() -> None:
    document = Document(text="<p>发布时间</p>", url="", encoding="utf-8")
    line = Line(0, document.body, [" 索引号：\n\n", "A\t1 　 ", "一" * 4000])
    line.finish()
    assert line.marked.startswith(f" 索引号： {SEPARATOR}A 1  {SEPARATOR}一")
    assert (len(line.text), line.plain[:7]) == (4000 + 9, "索引号：A1一")
    assert len(line.marked) <= 3000


@pytest.mark.parametrize(
    ("links", "entries", "shown"),
    [
        ([("更多", "/a", False, False)], 0, ""),
        ([("标题", "/a", True, True), ("", "/a", False, False)], 1, "标题"),
        ([("图", "/a", True, True), ("较长的标题", "/a", True, True)], 1, "较长的标题"),
        ([("标题一", "/a", True, True), ("标题二", "/b", True, True)], 2, "标题一"),
        ([("标题一", "", True, True), ("标题二", "", True, True)], 2, "标题一"),
        ([("标题一", "", True, True), ("标题二", "/b", True, True)], 1, "标题一"),
    ],
)
def test_links_to_one_address_are_one_entry(links: list[tuple[str, str, bool, bool]], entries: int, shown: str) -> None:
    document = Document(text="<li>" + "<a>x</a>" * len(links) + "</li>", url="", encoding="utf-8")
    anchors = list(document.body.iter("a"))
    told = {anchor: LinkTitle(*link) for anchor, link in zip(anchors, links, strict=True)}
    row = Row(document.body, Reading(document, Regions(document)), told, anchors)
    row.settle()
    assert (row.entries, row.title) == (entries, shown)


@pytest.mark.parametrize(
    ("pattern", "shortcut"),
    [
        pytest.param(kinds._MOVED, kinds._notice, id="moved"),
        pytest.param(kinds._CLOSED, kinds._notice, id="closed"),
        pytest.param(guide_rows._LABEL, guide_rows._label, id="guide-label"),
        *(
            pytest.param(
                form, lambda text: dates._YEAR_APART.search(text, dates._first_year(text)), id=f"split-date-{n}"
            )
            for n, form in enumerate(dates._SPLIT_FORMS)
        ),
    ],
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_a_pattern_finds_passes_the_question_before_it(
    pattern: re.Pattern[str], shortcut: Callable[[str], object], data: st.DataObject
) -> None:
    """A cheap question may say no only where the pattern would find nothing."""
    text = data.draw(st.from_regex(pattern, fullmatch=True))[:800]
    assume(pattern.search(text))
    assert shortcut(text)
