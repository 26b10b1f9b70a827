"""junit.xml: red only for what is new or came back at or above the gate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from junitparser import Failure, JUnitXml, Skipped, TestCase

from auditor.model.finding import RuleOutcome, Severity, State, Status
from auditor.model.run import RenderOptions, RunResult
from reports.junit import RENDERER, WHOLE_SITE
from tests.reports.synthetic import synthetic_run
from tests.reports.synthetic_data import COLUMNS


def cases(result: RunResult, folder: Path) -> dict[tuple[str, str], TestCase]:
    """Return the cases by rule and name."""
    path = folder / RENDERER.filename
    RENDERER.render(result, path, RenderOptions())
    found = [(s, c) for s in JUnitXml.fromfile(str(path)) for c in s]
    keyed = {(c.classname.rpartition(".")[2], c.name): c for _, c in found}
    assert len(keyed) == len(found), "two cases with one name cannot be told apart by a CI server"
    return keyed


def failed(case: TestCase) -> bool:
    return any(isinstance(r, Failure) for r in case.result)


def skipped(case: TestCase) -> str:
    return next((r.message for r in case.result if isinstance(r, Skipped)), "")


def one(state: State, severity: Severity, *, preview: bool = False, gate: str = "major") -> RunResult:
    result = synthetic_run(1, history=False)
    finding = replace(result.findings[0], state=state, severity=severity, preview=preview)
    return replace(result, findings=(finding,), gate=gate)


@pytest.mark.parametrize(
    ("state", "severity", "gate", "red"),
    [
        (State.NEW, Severity.MAJOR, "major", True),
        (State.REOPENED, Severity.VETO, "major", True),
        (State.NEW, Severity.MINOR, "major", False),
        (State.NEW, Severity.MINOR, "minor", True),
        (State.PERSISTING, Severity.VETO, "minor", False),
        (State.UNVERIFIED, Severity.VETO, "minor", False),
        (State.NEW, Severity.MAJOR, "veto", False),
        (State.NEW, Severity.VETO, "none", False),
    ],
)
def test_only_new_or_reopened_at_the_gate_is_red(
    state: State, severity: Severity, gate: str, red: bool, tmp_path: Path
) -> None:
    result = one(state, severity, gate=gate)
    case = cases(result, tmp_path)["LNK01", COLUMNS[0].name]
    assert failed(case) is red
    if not red:
        assert result.findings[0].id in (case.system_out or ""), "known findings are told, not hidden"


def test_the_failure_says_what_and_where(tmp_path: Path) -> None:
    result = one(State.NEW, Severity.MAJOR)
    failure = next(iter(cases(result, tmp_path)["LNK01", COLUMNS[0].name].result))
    assert result.findings[0].evidence[0].url in failure.message
    assert result.findings[0].message[:20] in failure.message
    assert result.findings[0].id in failure.text


def test_a_preview_is_skipped(tmp_path: Path) -> None:
    case = cases(one(State.NEW, Severity.HINT, preview=True, gate="hint"), tmp_path)["LNK01", COLUMNS[0].name]
    assert "试行" in skipped(case)


def test_a_rule_that_could_not_judge_is_skipped_with_its_reason(tmp_path: Path) -> None:
    found = cases(synthetic_run(5), tmp_path)
    assert "探测次数不足" in skipped(found["AVL01", WHOLE_SITE])
    assert "人工" in skipped(found["IAC02", WHOLE_SITE])
    assert not failed(found["TXT01", WHOLE_SITE]), "a crash of ours is nothing new on the site"


def test_a_column_rule_has_a_case_for_each_column_it_judged(tmp_path: Path) -> None:
    outcome = RuleOutcome(
        rule="COL03",
        status=Status.PASSED,
        examined=1,
        examined_keys=frozenset({COLUMNS[0].url}),
        unexamined={COLUMNS[1].url: "列表由脚本生成"},
    )
    found = cases(replace(synthetic_run(0), outcomes=(outcome,), closed=()), tmp_path)
    assert {name for rule, name in found if rule == "COL03"} == {COLUMNS[0].name, COLUMNS[1].name, WHOLE_SITE}
    assert not found["COL03", COLUMNS[0].name].result
    assert "脚本" in skipped(found["COL03", COLUMNS[1].name])


def test_what_was_closed_turns_green_under_its_own_name(tmp_path: Path) -> None:
    result = one(State.NEW, Severity.MAJOR)
    red = cases(result, tmp_path)
    closed = replace(result.findings[0], state=State.CLOSED)
    green = cases(replace(result, findings=(), closed=(closed,)), tmp_path)
    assert failed(red["LNK01", COLUMNS[0].name])
    assert not green["LNK01", COLUMNS[0].name].result


def test_two_columns_of_one_name_stay_apart(tmp_path: Path) -> None:
    result = synthetic_run(30)
    twins = tuple(replace(c, name="动态") for c in result.site.columns)
    assert cases(replace(result, site=replace(result.site, columns=twins)), tmp_path)


def test_an_incomplete_crawl_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "junit.xml"
    RENDERER.render(synthetic_run(0, history=False, complete=False), path, RenderOptions())
    suites = JUnitXml.fromfile(str(path))
    assert suites.errors == 1
    assert suites.failures == 0


def test_hostile_texts_are_well_formed_and_counted(tmp_path: Path) -> None:
    result = synthetic_run(100, hostile=True)
    found = cases(result, tmp_path)
    suites = JUnitXml.fromfile(str(tmp_path / "junit.xml"))
    assert suites.tests == len(found)
    assert suites.failures == sum(map(failed, found.values())) > 0
