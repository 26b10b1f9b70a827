"""This module turns findings into plain mappings and back, for the ledger's records and findings.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from auditor.model.finding import Evidence, Finding, Severity, State, Subject, SubjectKind


def to_plain(finding: Finding) -> dict[str, Any]:
    """Return a finding as a JSON-ready mapping."""
    return asdict(finding)


def from_plain(data: Mapping[str, Any]) -> Finding:
    """Return the finding that :func:`to_plain` made ``data`` of."""
    subject = data["subject"]
    return Finding(
        **{
            **data,
            "severity": Severity(data["severity"]),
            "state": State(data["state"]),
            "subject": Subject(SubjectKind(subject["kind"]), subject["key"], subject["label"]),
            "indicators": tuple(data["indicators"]),
            "work_points": tuple(data["work_points"]),
            "evidence": tuple(Evidence(**e) for e in data["evidence"]),
        }
    )
