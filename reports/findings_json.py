"""This module writes findings.json (schema 1) and findings.jsonl: open findings for other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from auditor.model.finding import Evidence, Finding, RuleOutcome, State
from auditor.model.run import RenderOptions, RunInfo, RunResult, Unverified
from auditor.model.standard import Verdict
from reports.output import write_text

SCHEMA = 1

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Valid inside a JSON string, but line ends to many readers: a JSON Lines record must stay one line for all of them.
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True, slots=True)
class FindingsJson:
    """Renderer of findings.json: one object with run, outcomes, findings, verdicts, unverified and coverage."""

    name: str = "json"
    filename: str = "findings.json"

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write the whole document."""
        write_text(path, strict_json(document(result, unit=options.unit), indent=1) + "\n")


@dataclass(frozen=True, slots=True)
class FindingsLines:
    """Renderer of findings.jsonl: one finding a line, each with the run it belongs to."""

    name: str = "jsonl"
    filename: str = "findings.jsonl"

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write one line a finding."""
        run = result.run
        head: dict[str, Json] = {"schema": SCHEMA, "run": run.id, "site": run.site, "as_of": run.as_of}
        lines = (strict_json(head | _finding(f)) for f in open_findings(result, unit=options.unit))
        write_text(path, "".join(line + "\n" for line in lines))


RENDERER = FindingsJson()
LINES = FindingsLines()


def strict_json(value: Json, indent: int | None = None) -> str:
    """Return JSON that every parser reads: no NaN, no lone surrogate, no raw line separators."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    text = _LONE_SURROGATE.sub("\ufffd", text)
    for char, escape in _LINE_ENDS.items():
        text = text.replace(char, escape)
    return text


def open_findings(result: RunResult, unit: str = "") -> tuple[Finding, ...]:
    """Return what is open, sorted by rule, subject and facet; of one unit where ``unit`` is given."""
    kept = (f for f in result.findings if f.state is not State.CLOSED and (not unit or f.unit == unit))
    return tuple(sorted(kept, key=lambda f: (f.rule, f.subject.key, f.facet)))


def document(result: RunResult, unit: str = "") -> dict[str, Json]:
    """Return the document of schema 1 (DESIGN.md section 6)."""
    return {
        "schema": SCHEMA,
        "run": _run(result.run),
        "outcomes": [_outcome(o) for o in sorted(result.outcomes, key=lambda o: o.rule)],
        "findings": [_finding(f) for f in open_findings(result, unit=unit)],
        "verdicts": [_verdict(v) for v in sorted(result.verdicts, key=lambda v: v.indicator)],
        "unverified": _unverified(result.unverified),
        "coverage": _coverage(result),
    }


def _run(run: RunInfo) -> Json:
    return {
        "id": run.id,
        "site": run.site,
        "name": run.name,
        "as_of": run.as_of,
        "started": run.started,
        "finished": run.finished,
        "complete": run.complete,
        "pages": run.pages,
        "links": run.links,
        "tool": run.tool,
    }


def _outcome(outcome: RuleOutcome) -> Json:
    return {
        "rule": outcome.rule,
        "status": outcome.status.value,
        "examined": outcome.examined,
        "note": outcome.note,
    }


def _finding(finding: Finding) -> dict[str, Json]:
    subject = finding.subject
    return {
        "id": finding.id,
        "rule": finding.rule,
        "name": finding.name,
        "title": finding.title,
        "severity": finding.severity.value,
        "subject": {"kind": subject.kind.value, "key": subject.key, "label": subject.label.strip() or subject.key},
        "facet": finding.facet,
        "message": finding.message,
        "indicators": list(finding.indicators),
        "work_points": list(finding.work_points),
        "unit": finding.unit,
        "occurrences": finding.occurrences,
        "evidence": [_evidence(e) for e in finding.evidence],
        "remediation": finding.remediation,
        "due": finding.due,
        "state": finding.state.value,
        "preview": finding.preview,
    }


def _evidence(evidence: Evidence) -> Json:
    return {
        "url": evidence.url,
        "observed": evidence.observed,
        "expected": evidence.expected,
        "place": evidence.place,
        "snippet": evidence.snippet,
        "status": evidence.status,
        "at": evidence.at,
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        "indicator": verdict.indicator,
        "effect": verdict.effect.value,
        "count": verdict.count,
        "limit": verdict.limit,
        "hit": verdict.hit,
        "not_examined": verdict.not_examined,
    }


def _unverified(targets: Iterable[Unverified]) -> Json:
    ordered = sorted(targets, key=lambda u: (u.url, u.reason, u.status or 0))
    return [{"url": u.url, "reason": u.reason, "status": u.status, "pages": u.pages} for u in ordered]


def _coverage(result: RunResult) -> Json:
    facts = asdict(result.coverage)
    facts["outcomes"] = dict(sorted(result.coverage.outcomes.items()))
    facts["incomplete_reason"] = "" if result.run.complete else result.run.reason
    return facts
