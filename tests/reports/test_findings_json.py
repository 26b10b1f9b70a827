"""findings.json and findings.jsonl: the document of schema 1, strict and stable."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.model.finding import State
from auditor.model.run import RenderOptions, RunResult
from reports.findings_json import LINES, RENDERER, strict_json
from tests.reports.synthetic import synthetic_run

TOP = {"schema", "run", "outcomes", "findings", "verdicts", "unverified", "coverage"}
FINDING = {
    "id", "rule", "name", "title", "severity", "subject", "facet", "message", "indicators", "work_points", "unit",
    "occurrences", "evidence", "remediation", "due", "state", "preview",
}  # fmt: skip
EVIDENCE = {"url", "observed", "expected", "snippet", "status", "at", "place"}


def written(result: RunResult, folder: Path, unit: str = "") -> dict[str, Any]:
    """Render and read back as a strict parser would."""

    def refuse(word: str) -> None:
        raise ValueError(word)

    path = folder / RENDERER.filename
    RENDERER.render(result, path, RenderOptions(unit=unit))
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
    return document


def test_the_document_has_exactly_the_keys_of_schema_1(tmp_path: Path) -> None:
    document = written(synthetic_run(30), tmp_path)
    assert set(document) == TOP
    assert document["schema"] == 1
    assert all(set(f) == FINDING for f in document["findings"])
    assert all(set(e) == EVIDENCE for f in document["findings"] for e in f["evidence"])
    assert all(set(v) == {"indicator", "effect", "count", "limit", "hit", "not_examined"} for v in document["verdicts"])
    assert all(set(u) == {"url", "reason", "status", "pages"} for u in document["unverified"])
    assert all(set(o) == {"rule", "status", "examined", "note"} for o in document["outcomes"])


def test_only_open_findings_stand_in_it(tmp_path: Path) -> None:
    result = synthetic_run(10)
    shut = replace(result.findings[3], state=State.CLOSED)
    document = written(replace(result, findings=(*result.findings[:3], shut, *result.findings[4:])), tmp_path)
    assert shut.id not in {f["id"] for f in document["findings"]}
    assert {f.id for f in result.findings} - {shut.id} == {f["id"] for f in document["findings"]}


def test_order_does_not_depend_on_the_order_of_the_run(tmp_path: Path) -> None:
    result = synthetic_run(60)
    findings = list(result.findings)
    random.Random(7).shuffle(findings)
    other = replace(result, findings=tuple(findings), outcomes=result.outcomes[::-1], verdicts=result.verdicts[::-1])
    assert written(result, tmp_path / "a") == written(other, tmp_path / "b")
    assert (tmp_path / "a/findings.json").read_bytes() == (tmp_path / "b/findings.json").read_bytes()


def test_an_empty_label_is_replaced_by_the_key(tmp_path: Path) -> None:
    result = synthetic_run(1)
    nameless = replace(result.findings[0], subject=replace(result.findings[0].subject, label=" "))
    document = written(replace(result, findings=(nameless,)), tmp_path)
    assert document["findings"][0]["subject"]["label"] == nameless.subject.key


def test_hostile_texts_are_read_back_and_keep_to_their_line(tmp_path: Path) -> None:
    result = synthetic_run(60, hostile=True)
    assert len(written(result, tmp_path)["findings"]) == 60
    LINES.render(result, tmp_path / "f.jsonl", RenderOptions())
    lines = (tmp_path / "f.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [f["id"] for f in written(result, tmp_path)["findings"]]
    assert {json.loads(line)["run"] for line in lines} == {result.run.id}


def test_a_unit_gets_its_own_findings_only(tmp_path: Path) -> None:
    units = {f["unit"] for f in written(synthetic_run(30), tmp_path, unit="法规处")["findings"]}
    assert units == {"法规处"}


def test_no_number_that_is_none_is_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        strict_json({"share": float("nan")})


def test_an_incomplete_run_says_why(tmp_path: Path) -> None:
    document = written(synthetic_run(0, history=False, complete=False), tmp_path)
    assert document["run"]["complete"] is False
    assert "防护" in document["coverage"]["incomplete_reason"]


def test_nothing_is_left_behind_where_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "findings.json"
    target.mkdir()
    with pytest.raises(OSError, match="findings.json"):
        RENDERER.render(synthetic_run(1), target, RenderOptions())
    assert list(tmp_path.iterdir()) == [target]
