"""This module turns one finding into a line that every renderer shows in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditor.model.finding import Evidence, Finding, State, SubjectKind
from auditor.model.marks import nested_marks
from auditor.model.run import LedgerEntry, RunResult
from auditor.model.standard import Indicator, Standard
from auditor.workdays import Workdays
from reports import view_words as words
from reports.view_text import link_of, one_line, plain, short_url

SOON_WORKDAYS = 3
SHOWN_EVIDENCE = 2
SHORT_TITLE = 15  # a title of more characters is cited by its document number
NOT_FIXED = "整改未到位"
_DOCUMENT_NUMBER = re.compile(r"〔\d{4}〕\d+号")
_NO_ENTRY = LedgerEntry(id="", first_seen="", last_seen="", state="")


@dataclass(frozen=True, slots=True)
class Address:
    """An address for people: a short text, the whole address, and a link ("" where nobody should click).

    ``bare``: the text is only the address, shortened.
    """

    text: str
    url: str
    link: str
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding in people's words. All texts are plain; dates are YYYY-MM-DD or "".

    What is long is made when asked for: a run may have 50,000 lines.
    """

    number: int
    finding: Finding
    entry: LedgerEntry
    severity: str
    state: str
    family: str
    indicators: str
    basis: str
    column: str
    unit: str
    first_seen: str
    last_seen: str
    due: str
    urgency: words.Urgency
    due_note: str
    picture: str

    @property
    def message(self) -> str:
        """What is wrong."""
        return plain(self.finding.message)

    @property
    def subject(self) -> str:
        """What it is about, on one line."""
        return one_line(self.finding.subject.label, 200) or one_line(self.finding.subject.key, 200)

    @property
    def page(self) -> Address:
        """The page on which a reader sees the fault."""
        return _page(self.finding)

    @property
    def target(self) -> Address:
        """The address that is at fault."""
        return _target(self.finding)

    @property
    def evidence(self) -> str:
        """What was seen, where, and what was expected."""
        return evidence_text(self.finding.evidence)

    @property
    def claim(self) -> dict[str, str]:
        """The office's words by the header of its column."""
        return {plain(k): plain(v) for k, v in self.entry.claim.items()} if self.entry.claim else {}

    def said(self, header: str) -> str:
        """Return what the office wrote into one of its columns."""
        return plain(self.entry.claim.get(header, ""))

    @property
    def rechecked(self) -> str:
        """The day of the re-test."""
        return self.entry.rechecked[:10]

    @property
    def result(self) -> str:
        """What the re-test found."""
        return plain(self.entry.result)

    @property
    def note(self) -> str:
        """Everything else that the office should know."""
        return _note(self.entry, self.due_note)

    @property
    def on_top(self) -> bool:
        """Whether the office said it is fixed and it is not."""
        return self.entry.result == NOT_FIXED and self.finding.state is not State.CLOSED


class LineMaker:
    """Knows what the lines of one run share: clauses, column names, ledger, calendar."""

    def __init__(self, result: RunResult) -> None:
        """Look up once what every line needs."""
        self._result = result
        self._as_of = date.fromisoformat(result.run.as_of)
        self._workdays = Workdays()
        self._columns = {c.id: one_line(c.name) for c in result.site.columns}
        self._clauses = {i.id: (s, i) for s in result.standards for i in s.indicators}
        self._points = {w.point.id: w.point.number for w in result.work_points}
        self._due_notes: dict[str, tuple[words.Urgency, str]] = {}
        self._bases: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, str]] = {}

    def line(self, finding: Finding, number: int) -> Line:
        """Return the line of ``finding``."""
        entry = self._result.ledger.get(finding.id, _NO_ENTRY)
        due = "" if finding.preview else entry.due or finding.due or ""
        is_open = finding.state is not State.CLOSED
        urgency, due_note = self._urgency(due) if due and is_open else (words.Urgency.NONE, "")
        indicators, basis = self._cited(finding)
        return Line(
            number=number,
            finding=finding,
            entry=entry,
            severity=words.SEVERITY[finding.severity],
            state=words.STATE[finding.state],
            family=words.family(finding.rule),
            indicators=indicators or words.family(finding.rule),
            basis=basis,
            column=self._columns.get(finding.column) or one_line(finding.column),
            unit=one_line(finding.unit),
            first_seen=(entry.first_seen or self._result.run.as_of)[:10],
            last_seen=self._last_seen(finding, entry),
            due=due,
            urgency=urgency,
            due_note=due_note,
            picture=self._result.pictures.get(finding.id, ""),
        )

    def _last_seen(self, finding: Finding, entry: LedgerEntry) -> str:
        seen_now = finding.state not in (State.UNVERIFIED, State.CLOSED)
        return self._result.run.as_of if seen_now else entry.last_seen[:10]

    def _cited(self, finding: Finding) -> tuple[str, str]:
        key = (finding.indicators, finding.work_points)
        if key not in self._bases:
            names = (self._clauses[i][1].name if i in self._clauses else i for i in finding.indicators)
            clauses = _by_standard([self._clauses[i] for i in finding.indicators if i in self._clauses])
            numbers = "；".join(dict.fromkeys(self._points.get(p, p) for p in finding.work_points))
            points = [f"年度工作要点 {numbers}"] if numbers else []
            self._bases[key] = (_joined(names), plain("\n".join(dict.fromkeys(clauses + points))))
        return self._bases[key]

    def _urgency(self, due: str) -> tuple[words.Urgency, str]:
        if due not in self._due_notes:
            self._due_notes[due] = self._counted(date.fromisoformat(due))
        return self._due_notes[due]

    def _counted(self, due: date) -> tuple[words.Urgency, str]:
        left = self._workdays.between(self._as_of, due)
        mark = "，暂算" if self._provisional(due) else ""
        if due < self._as_of:
            return words.Urgency.OVERDUE, f"已逾期 {max(-left, 1)} 个工作日{mark}"
        urgency = words.Urgency.SOON if left <= SOON_WORKDAYS else words.Urgency.NONE
        return urgency, f"还剩 {left} 个工作日{mark}"

    def _provisional(self, due: date) -> bool:
        known_until = self._result.provisional_after
        return due.isoformat() > known_until if known_until else self._workdays.is_provisional(due)


def clause(standard: Standard, indicator: Indicator) -> str:
    """Return a clause as it is cited: a long title gives way to its document number, 口径与覆盖 has both."""
    if len(standard.title) > SHORT_TITLE and _DOCUMENT_NUMBER.search(standard.number):
        return f"{standard.number} {indicator.clause}"
    number = f"（{standard.number}）" if standard.number else ""
    return f"{nested_marks(f'《{standard.title}》')}{number}{indicator.clause}"


def _by_standard(cited: list[tuple[Standard, Indicator]]) -> list[str]:
    """Return a text a standard: several clauses of one are cited together."""
    by_standard: dict[str, list[str]] = {}
    for standard, indicator in cited:
        heading = clause(standard, indicator).removesuffix(indicator.clause)
        by_standard.setdefault(heading, []).append(indicator.clause)
    return [heading + "；".join(dict.fromkeys(found)) for heading, found in by_standard.items()]


def address(url: str, text: str = "") -> Address:
    """Return ``url`` for people; the text is the shortened address where none is given."""
    shown, short = one_line(text), short_url(url)
    return Address(shown or short, plain(url), link_of(url), bare=shown in ("", short))


def evidence_text(evidence: tuple[Evidence, ...]) -> str:
    """Return the first pieces of evidence as lines: where, what was seen; then, once, what was expected."""
    shown = evidence[:SHOWN_EVIDENCE]
    lines = [_seen(e) for e in shown]
    if len(evidence) > SHOWN_EVIDENCE:
        lines.append(f"另有 {len(evidence) - SHOWN_EVIDENCE} 处")
    lines += dict.fromkeys(f"要求：{one_line(e.expected, 200)}" for e in shown if e.expected)
    return "\n".join(lines)


def _seen(evidence: Evidence) -> str:
    observed = one_line(evidence.observed, 300)
    text = f"{one_line(evidence.place, 80)}：{observed}" if evidence.place else observed
    text += f" 原文“{one_line(evidence.snippet, 120)}”" if evidence.snippet else ""
    return text + (f" [{evidence.at[:16].replace('T', ' ')}]" if evidence.at else "")


def _page(finding: Finding) -> Address:
    subject = finding.subject
    if subject.kind is SubjectKind.LINK_TARGET:
        return address(_seen_at(finding) or subject.key)
    if subject.kind is SubjectKind.CATALOGUE_ITEM:
        return address(_seen_at(finding), subject.label)
    return address(subject.key, one_line(subject.label, 120))


def _target(finding: Finding) -> Address:
    is_item = finding.subject.kind is SubjectKind.CATALOGUE_ITEM
    return address(_seen_at(finding) if is_item else finding.subject.key)


def _seen_at(finding: Finding) -> str:
    return finding.evidence[0].url if finding.evidence else ""


def _note(entry: LedgerEntry, due_note: str) -> str:
    burst = f"突击更新：{entry.burst}" if entry.burst else ""
    waiver = f"已豁免：{entry.waiver}" if entry.waiver else ""
    late = due_note if due_note.startswith("已逾期") or "暂算" in due_note else ""
    return plain("\n".join(text for text in (late, burst, waiver, entry.note) if text))


def _joined(parts: Iterable[str]) -> str:
    return plain("、".join(dict.fromkeys(parts)))
