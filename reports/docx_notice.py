"""This module writes 整改通知书.docx: the notice that goes to the offices for signature, in the layout of official papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from auditor.model.finding import Severity, State
from auditor.model.run import RenderOptions, RunResult
from auditor.model.standard import Effect
from reports import docx_layout as layout
from reports.docx_wording import Wording, fill, load_wording
from reports.output import replacing
from reports.page_text import one_line
from reports.view import build_view
from reports.view_lines import Line
from reports.view_words import Urgency

COLUMNS = (
    layout.Column("序号", 13, centred=True),
    layout.Column("问题", 54),
    layout.Column("页面地址", 43),
    layout.Column("责任处室", 22, centred=True),
    layout.Column("整改时限", 24, centred=True),
)
_NO_DEADLINE = "另行通知的日期"


@dataclass(frozen=True, slots=True)
class Notice:
    """Renderer of 整改通知书.docx; ``options.template`` names a file with the office's own wording."""

    name: str = "docx"
    filename: str = "整改通知书.docx"

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write the notice, addressed to one 责任处室 where ``options.unit`` is given."""
        document = notice(result, load_wording(options.template), options.unit)
        with replacing(path) as draft:
            document.save(str(draft))


RENDERER = Notice()


def notice(result: RunResult, wording: Wording, unit: str = "") -> DocumentType:
    """Return the document for a run."""
    lines = demanded(result, unit)
    listed = prioritised(lines, wording)
    values = _values(result, lines, len(listed))
    values["recipient"] = one_line(unit, 60) or wording.recipient_all
    title = fill(wording.title, values)
    document = layout.new_document(title)
    if wording.issuer.strip():
        layout.letterhead(document, fill(wording.issuer, values), fill(wording.number, values))
    layout.line(document, title, layout.TITLE_FONT, size=layout.TWO)
    layout.blank(document)
    layout.line(document, values["recipient"] + "：", align=ALIGN.LEFT)
    if not result.run.complete:
        _paragraphs(document, wording.incomplete, values)
    elif not lines:
        _paragraphs(document, wording.nothing, values)
    else:
        _demands(document, wording, values, lines, listed)
    layout.signature(document, fill(wording.signature, values), values["as_of"])
    return document


def demanded(result: RunResult, unit: str = "") -> tuple[Line, ...]:
    """Return what an office has to put right: no previews, no hints, nothing waived, gravest first."""
    kept = [
        line
        for line in build_view(result, unit).lines
        if line.finding.severity is not Severity.HINT and not line.entry.waiver
    ]
    return tuple(sorted(kept, key=lambda line: (-line.finding.severity.rank, line.number)))


def prioritised(lines: Sequence[Line], wording: Wording) -> tuple[Line, ...]:
    """Return what the table lists: the severities of the template, or all where there are none of these."""
    grave = [line for line in lines if line.finding.severity.value in wording.severities]
    return tuple((grave or list(lines))[: wording.max_rows])


def _demands(
    document: DocumentType,
    wording: Wording,
    values: dict[str, str],
    lines: Sequence[Line],
    listed: Sequence[Line],
) -> None:
    for section in wording.sections:
        layout.heading(document, fill(section.heading, values))
        for text in section.paragraphs:
            if text.strip() == "@分类":
                _families(document, lines)
            elif text.strip() == "@表格":
                layout.table(document, COLUMNS, _rows(listed))
                layout.blank(document)
            else:
                layout.paragraph(document, fill(text, values))
    layout.paragraph(document, fill(wording.closing, values))
    _attachments(document, [fill(a, values) for a in wording.attachments])


def _paragraphs(document: DocumentType, texts: Sequence[str], values: dict[str, str]) -> None:
    for text in texts:
        layout.paragraph(document, fill(text, values))


def _families(document: DocumentType, lines: Sequence[Line]) -> None:
    """Add one numbered line a family of rules: how many of what."""
    grouped: dict[str, Counter[str]] = {}
    for line in lines:
        grouped.setdefault(line.family, Counter())[line.finding.title] += 1
    ordered = sorted(grouped.items(), key=lambda item: -item[1].total())
    for number, (family, titles) in enumerate(ordered, start=1):
        parts = "、".join(f"{one_line(title, 60)}{count}个" for title, count in titles.most_common())
        added = layout.paragraph(document, "")
        layout.write(added, f"（{chinese_number(number)}）{family}。", layout.SUBHEADING_FONT)
        layout.write(added, f"共{titles.total()}个：{parts}。")


def _rows(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(lines, start=1):
        text = f"【{line.severity}】{one_line(line.finding.message, 160)}"
        yield (str(number), text, one_line(line.page.url, 120), line.unit or "待定", line.due or "—")


def _attachments(document: DocumentType, names: Sequence[str]) -> None:
    if not names:
        return
    layout.blank(document)
    if len(names) == 1:
        layout.paragraph(document, f"附件：{names[0]}")
        return
    for number, name in enumerate(names, start=1):
        layout.paragraph(document, f"{'附件：' if number == 1 else '　　　'}{number}．{name}")


def _values(result: RunResult, lines: Sequence[Line], listed: int) -> dict[str, str]:
    severities = Counter(line.finding.severity for line in lines)
    states = Counter(line.finding.state for line in lines)
    dues = sorted(line.due for line in lines if line.due)
    return {
        "site": one_line(result.run.name, 80),
        "as_of": chinese_date(result.run.as_of),
        "year": result.run.as_of[:4],
        "total": str(len(lines)),
        "veto": str(severities[Severity.VETO]),
        "major": str(severities[Severity.MAJOR]),
        "minor": str(severities[Severity.MINOR]),
        "new": str(states[State.NEW]),
        "reopened": str(states[State.REOPENED]),
        "overdue": str(sum(line.urgency is Urgency.OVERDUE for line in lines)),
        "verdict": _verdict(result),
        "first_due": chinese_date(dues[0]) if dues else _NO_DEADLINE,
        "last_due": chinese_date(dues[-1]) if dues else _NO_DEADLINE,
        "pages": str(result.run.pages),
        "listed": str(listed),
    }


def _verdict(result: RunResult) -> str:
    hits = [v.name for v in result.verdicts if v.effect is Effect.VETO and v.hit]
    return f"命中单项否决指标{len(hits)}项：{'、'.join(hits)}。" if hits else "未命中单项否决指标。"


def chinese_date(iso: str) -> str:
    """Return a date as official papers write it; "" stays "".

    >>> chinese_date("2024-03-05")
    '2024年3月5日'
    """
    if not iso:
        return ""
    day = date.fromisoformat(iso[:10])
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """Return a number below 100 in Chinese characters.

    >>> chinese_number(3), chinese_number(10), chinese_number(12), chinese_number(20)
    ('三', '十', '十二', '二十')
    """
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones or not tens else "")
