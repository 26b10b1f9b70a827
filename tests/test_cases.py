"""Every case of tests/cases/<CODE>.toml: the rule reports these subjects and no others. The format: tests/case_files.py."""

from __future__ import annotations

from functools import lru_cache

import pytest

from auditor.engine import Law, judge
from auditor.model.finding import Finding
from auditor.model.rule import Rule
from auditor.registry import load_rules
from tests.case_files import CASES, Case, load_cases

ALL = [case for path in sorted(CASES.glob("*.toml")) for case in load_cases(path)]


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    return {r.meta.code: r for r in load_rules()}


@pytest.mark.parametrize("case", ALL, ids=lambda c: f"{c.code}-{c.name}")
def test_case(case: Case) -> None:
    law = Law(profile={case.code: case.params})
    judgement = judge(case.tables, [rules()[case.code]], law)
    outcome = judgement.outcomes[0]
    expected = case.spec.get("expect", [])
    assert outcome.status.value != "error", outcome.note
    got = {(f.subject.key, f.facet): f for f in judgement.findings}
    assert set(got) == {(e["key"], e.get("facet", "")) for e in expected}, outcome.note
    for wanted in expected:
        _compare(got[wanted["key"], wanted.get("facet", "")], wanted)
    if status := case.spec.get("status", "failed" if expected else ""):
        assert outcome.status.value == status, outcome.note
    assert set(case.spec.get("examined", [])) <= outcome.examined_keys
    assert set(case.spec.get("unexamined", [])) <= set(outcome.unexamined)
    assert {f.subject.key for f in judgement.findings} <= outcome.examined_keys, (
        "a reported subject must count as examined"
    )


def _compare(finding: Finding, wanted: dict[str, object]) -> None:
    assert str(wanted.get("contains", "")) in finding.message
    assert wanted.get("occurrences", finding.occurrences) == finding.occurrences
    assert wanted.get("severity", finding.severity.value) == finding.severity.value
    assert finding.subject.label
    assert finding.evidence
    if "label" in wanted:
        assert wanted["label"] == finding.subject.label
