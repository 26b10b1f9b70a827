"""报告出现错误表述词表中词语的页面：国名、机构名、地名、政治用语、常用词的错误写法。

Why: 国办秘函〔2019〕19号把严重表述错误列为单项否决；公文中的小错也会损害公信力。
Passes: 谈论这个错误本身的文字（更正、应为、错别字等）；这几个字恰好出现在更长的正确词语中。
Cannot tell: 词表中没有的错误，只有结合上下文才看得出的错误；图片和附件。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick

from auditor.derive_text_faults import text_report
from auditor.derive_texts import Hit, Passage, search
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="TXT01",
    name="wording-error",
    title="错别字或表述错误",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MINOR,
    remediation="按问题描述中的正确写法修改稿件标题和正文，并检查引用该稿件的列表页、首页和新媒体。",
)
_ABOUT = re.compile(
    r"错别字|错字|别字|误写|错写|写错|应写作|应作|写成|误为|误作|笔误|勘误|更正|应为|应改为|更改为|而非|而不是|不是[“\"‘「]|不能写|规范写法|正确写法|纠错|易错"
)
_AROUND = 40


@dataclass(frozen=True, kw_only=True)
class Params:
    """Lists of 错=对. ``state``, ``offices`` and ``leaders`` are grave; ``own`` and ``own_grave`` are the customer's.

    ``allowed``: longer words in which an error is right; ``ignored``: wrong words that are not reported at all.
    """

    state: tuple[str, ...]
    offices: tuple[str, ...]
    leaders: tuple[str, ...]
    politics: tuple[str, ...]
    places: tuple[str, ...]
    common: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    own_grave: tuple[str, ...] = ()


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the pages with wrong words."""
    grave = _pairs(params.state + params.offices + params.leaders + params.own_grave, params)
    right = {**_pairs(params.politics + params.places + params.common + params.own, params), **grave}
    if not right:
        return RuleReport(note="错误表述词表为空")
    likely = "|".join(map(re.escape, right))
    automaton = _automaton([*right, *params.allowed])

    def find(passage: Passage) -> Iterator[tuple[int, int]]:
        spans = [(end - len(word) + 1, end + 1, word) for end, word in automaton.iter_long(passage.text)]
        for start, end, word in spans:
            around = passage.text[max(0, start - _AROUND) : end + _AROUND]
            if word in right and not _ABOUT.search(around.replace(word, " ")):
                yield start, end

    def message(hits: list[Hit]) -> str:
        words = "、".join(f"“{w}”（应为“{right[w]}”）" for w in dict.fromkeys(h.found for h in hits))
        return f"页面有疑似错误表述：{words}。"

    def severity(hits: list[Hit]) -> Severity | None:
        return Severity.MAJOR if any(h.found in grave for h in hits) else None

    return text_report(tables, search(tables, likely, find), message, expected="使用规范表述", severity=severity)


def _pairs(entries: tuple[str, ...], params: Params) -> dict[str, str]:
    pairs = (entry.partition("=") for entry in entries)
    return {wrong: right for wrong, _, right in pairs if wrong and wrong not in params.ignored}


def _automaton(words: list[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton
