"""This module turns findings into the JSON that report.html carries for its search, filters and sorting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from auditor.model.finding import Evidence, Finding, Severity, State
from auditor.model.rule import RuleMeta
from auditor.model.run import RunResult
from reports.findings_json import Json, strict_json
from reports.page_text import clean, one_line, web_link
from reports.view_lines import Line
from reports.view_words import Urgency
from reports.words import SEVERITY, STATE, SUBJECT

EVIDENCE_SHOWN = 20  # a dead footer link stands on every page; the workbook lists them all
_EVIDENCE_IN_ALL = 200_000  # of a large report: it must still open on an office's computer
_LEAST_SHOWN = 2
_BLANK: tuple[Json, ...] = ("", None, False, [])
_TEXT, _LINE = 2_000, 300
_QUOTED = re.compile('[\u201c《"「]([^\u201d》"」]{2,})[\u201d》"」]')

# Inside <script> only these could end the element or start a comment; the line separators are escaped by strict_json.
_FOR_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


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
    text = strict_json(value)
    for char, escape in _FOR_SCRIPT.items():  # each a hundred times faster than str.translate
        text = text.replace(char, escape)
    return Markup(text)  # no < > & is left


def payload(result: RunResult, lines: Sequence[Line], pictures: Mapping[str, str]) -> Markup:
    """Return the embedded data: the words once, then every open finding."""
    words: dict[str, Json] = {
        "severity": {s.value: SEVERITY[s] for s in Severity},
        "state": {s.value: STATE[s] for s in State},
        "rules": {m.code: m.title for m in result.rules},
        "fixes": {m.code: m.remediation for m in result.rules},
        "indicators": {i.id: i.name for s in result.standards for i in s.indicators},
        "points": {p.point.id: p.point.number for p in result.work_points},
    }
    rules = {m.code: m for m in result.rules}
    shown = max(_LEAST_SHOWN, min(EVIDENCE_SHOWN, _EVIDENCE_IN_ALL // max(len(lines), 1)))
    rows = Markup(",").join(script_json(_row(line, rules.get(line.finding.rule), pictures, shown)) for line in lines)
    return Markup('{"words":%s,"findings":[%s]}') % (script_json(words), rows)


def _row(line: Line, rule: RuleMeta | None, pictures: Mapping[str, str], most: int) -> Json:
    """Return a row; report.js fills in again what is left out: the blank, a link that is the address, a label that is the key."""
    finding = line.finding
    shown = finding.evidence[:most]
    row: dict[str, Json] = {
        "id": finding.id,
        "rule": finding.rule,
        "title": "" if rule and finding.title == rule.title else finding.title,
        "severity": finding.severity.value,
        "state": finding.state.value,
        "preview": finding.preview,
        "message": _text(finding.message),
        "kind": SUBJECT[finding.subject.kind],
        "label": "" if line.subject == finding.subject.key else line.subject,
        "key": clean(finding.subject.key)[:_TEXT],
        "facet": one_line(finding.facet, _LINE),
        "column": line.column,
        "unit": one_line(line.unit, 60),
        "count": finding.occurrences,
        "due": line.due,
        "dueNote": line.due_note,
        "overdue": line.urgency is Urgency.OVERDUE,
        "fix": "" if rule and finding.remediation == rule.remediation else _text(finding.remediation),
        "indicators": list(finding.indicators),
        "points": list(finding.work_points),
        "evidence": _differing([_evidence(e, finding) for e in shown]),
        "more": max(0, max(finding.occurrences, len(finding.evidence)) - len(shown)),
        "first": line.first_seen,
        "last": line.last_seen,
    }
    entry = line.entry
    told: dict[str, Json] = {
        "claim": [[name, _text(value)] for name, value in line.claim.items() if value],
        "result": one_line(line.result, _LINE),
        "rechecked": line.rechecked,
        "burst": one_line(entry.burst, _LINE),
        "note": one_line(entry.note, _LINE),
        "waiver": one_line(entry.waiver, _LINE),
        "picture": pictures.get(finding.id, ""),
    }
    link = web_link(finding.subject.key)
    kept = {key: value for key, value in (row | told).items() if value not in _BLANK}
    return kept if link == row["key"] else {**kept, "link": link}


def _differing(proofs: Sequence[dict[str, Json]]) -> list[Json]:
    """Return each piece of evidence with what differs from the one before."""
    before: dict[str, Json] = {}
    found: list[Json] = []
    for proof in proofs:
        found.append({key: value for key, value in proof.items() if key not in before or before[key] != value})
        before = proof
    return found


def _evidence(evidence: Evidence, finding: Finding) -> dict[str, Json]:
    marked = mark_place(_text(evidence.snippet), needles(evidence, finding))
    address = clean(evidence.url)[:_TEXT]
    return {
        "url": address,
        "linked": web_link(evidence.url) == address,
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
