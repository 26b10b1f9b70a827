"""This module turns findings into the JSON that report.html carries for its search, filters and sorting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from auditor.model.finding import Evidence, Finding, Severity, State
from auditor.model.run import LedgerEntry, RunResult
from reports.deadline import deadline, is_provisional
from reports.findings_json import Json, strict_json
from reports.gate import waiver
from reports.page_text import clean, one_line, web_link
from reports.words import SEVERITY, STATE, SUBJECT

EVIDENCE_SHOWN = 20  # a dead footer link stands on every page; the workbook lists them all
_TEXT, _LINE = 2_000, 300
_QUOTED = re.compile('[\u201c《"「]([^\u201d》"」]{2,})[\u201d》"」]')

# Inside <script> only these could end the element or start a comment; the line separators are escaped by strict_json.
_FOR_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A snippet in three parts; ``mark`` is the place the finding speaks of ("" where it cannot be told)."""

    before: str
    mark: str = ""
    after: str = ""


def script_json(value: Json) -> Markup:
    """Return JSON that may stand inside a ``<script type="application/json">`` element.

    >>> script_json("</script>")
    Markup('"\\\\u003c/script\\\\u003e"')
    """
    return Markup(strict_json(value).translate(_FOR_SCRIPT))  # no < > & is left


def payload(result: RunResult, findings: Iterable[Finding], pictures: dict[str, str]) -> Markup:
    """Return the embedded data: the words once, then every open finding."""
    words: dict[str, Json] = {
        "severity": {s.value: SEVERITY[s] for s in Severity},
        "state": {s.value: STATE[s] for s in State},
        "rules": {m.code: m.title for m in result.rules},
        "columns": {c.id: one_line(c.name, 60) for c in result.site.columns},
        "indicators": {i.id: i.name for s in result.standards for i in s.indicators},
        "points": {p.point.id: p.point.number for p in result.work_points},
    }
    rows = [_row(f, result, pictures) for f in findings]
    return script_json({"words": words, "findings": rows})


def _row(finding: Finding, result: RunResult, pictures: dict[str, str]) -> Json:
    due = deadline(finding, result)
    row: dict[str, Json] = {
        "id": finding.id,
        "rule": finding.rule,
        "title": finding.title,
        "severity": finding.severity.value,
        "state": finding.state.value,
        "preview": finding.preview,
        "message": _text(finding.message),
        "kind": SUBJECT[finding.subject.kind],
        "label": one_line(finding.subject.label, _LINE) or one_line(finding.subject.key, _LINE),
        "key": clean(finding.subject.key)[:_TEXT],
        "link": web_link(finding.subject.key),
        "facet": one_line(finding.facet, _LINE),
        "column": finding.column,
        "unit": one_line(finding.unit, 60),
        "count": finding.occurrences,
        "due": due,
        "provisional": is_provisional(due, result),
        "fix": _text(finding.remediation),
        "indicators": list(finding.indicators),
        "points": list(finding.work_points),
        "evidence": [_evidence(e, finding) for e in finding.evidence[:EVIDENCE_SHOWN]],
        "more": max(0, max(finding.occurrences, len(finding.evidence)) - min(len(finding.evidence), EVIDENCE_SHOWN)),
        "waiver": one_line(waiver(finding, result), _LINE),
    }
    row.update(_history(result.ledger.get(finding.id)))
    if finding.id in pictures:
        row["picture"] = pictures[finding.id]
    return row


def _history(entry: LedgerEntry | None) -> dict[str, Json]:
    if entry is None:
        return {}
    return {
        "first": entry.first_seen[:10],
        "last": entry.last_seen[:10],
        "claim": [[name, _text(value)] for name, value in entry.claim.items() if value],
        "result": one_line(entry.result, _LINE),
        "rechecked": entry.rechecked[:10],
        "overdue": entry.overdue,
        "burst": one_line(entry.burst, _LINE),
        "note": one_line(entry.note, _LINE),
    }


def _evidence(evidence: Evidence, finding: Finding) -> Json:
    marked = mark_place(_text(evidence.snippet), needles(evidence, finding))
    return {
        "url": clean(evidence.url)[:_TEXT],
        "link": web_link(evidence.url),
        "observed": _text(evidence.observed),
        "expected": _text(evidence.expected),
        "place": one_line(evidence.place, _LINE),
        "snippet": [marked.before, marked.mark, marked.after],
        "status": evidence.status,
        "at": evidence.at[:16].replace("T", " "),
    }


def needles(evidence: Evidence, finding: Finding) -> tuple[str, ...]:
    """Return what to look for in a snippet, surest first: the address as written, what was observed, the label."""
    key = finding.subject.key
    path = re.sub(r"^https?://[^/]+", "", key)
    spoken = (*_QUOTED.findall(evidence.observed), *_QUOTED.findall(evidence.place))
    candidates = (key, path, path.rpartition("/")[2], *spoken, evidence.observed, finding.subject.label, finding.facet)
    return tuple(dict.fromkeys(c for c in map(clean, candidates) if len(c) >= 2))


def mark_place(snippet: str, wanted: Iterable[str]) -> Marked:
    """Split a snippet around the first of ``wanted`` that it contains.

    >>> mark_place('<a href="/x/1.html">', ["/x/1.html"])
    Marked(before='<a href="', mark='/x/1.html', after='">')
    """
    for needle in wanted:
        start = snippet.find(needle)
        if start >= 0:
            end = start + len(needle)
            return Marked(snippet[:start], snippet[start:end], snippet[end:])
    return Marked(snippet)


def _text(text: str) -> str:
    """Return page text of several lines, clean and bounded: no page may fill the report by itself."""
    kept = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    return kept if len(kept) <= _TEXT else kept[:_TEXT] + "…"
