"""Verdicts at their limits: what counts, near misses, what was not examined, candidates; and the scoring frame."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor.errors import ConfigError
from auditor.model.finding import Finding, RuleOutcome, Severity, Status, Subject, SubjectKind
from auditor.model.site import SiteKind
from auditor.model.standard import Effect, Indicator, Provenance, ScoreFrame, Verdict
from auditor.scoring import Grade, Judged, score
from auditor.scoring_scheme import Scheme, load_scheme
from auditor.standards import load_all, select
from auditor.verdict import verdicts

ROOT = Path(__file__).parent.parent
NATIONAL = select(["national"], [ROOT / "rules"], date(2026, 3, 16))[0]
VETOES = {i.id: i for s in NATIONAL for i in s.indicators if i.effect is Effect.VETO}


def finding(
    rule: str, key: str, *, facet: str = "", severity: Severity = Severity.MAJOR, preview: bool = False
) -> Finding:
    return Finding(
        id=f"{rule}|{key}|{facet}", rule=rule, name="x", title="x", severity=severity, facet=facet, message="x", indicators=(),
        subject=Subject(SubjectKind.SITE_COLUMN, key, key), work_points=(), unit="", occurrences=1, evidence=(),
        remediation="", due=None, preview=preview,
    )  # fmt: skip


def stale(rule: str, count: int, start: int = 0) -> list[Finding]:
    return [finding(rule, f"http://a.gov.cn/{n}/") for n in range(start, start + count)]


def outcome(
    rule: str, status: Status = Status.PASSED, *, blind: dict[str, str] | None = None, note: str = ""
) -> RuleOutcome:
    return RuleOutcome(rule=rule, status=status, examined=1, unexamined=blind or {}, note=note)


def ran(*rules: str) -> list[RuleOutcome]:
    return [outcome(r) for r in rules]


def judged(indicator: str, findings: list[Finding], outcomes: list[RuleOutcome]) -> Verdict:
    (verdict,) = verdicts([VETOES[indicator]], findings, outcomes)
    return verdict


@pytest.mark.parametrize(
    ("indicator", "findings", "hit"),
    [
        ("jc-veto-4-1", [*stale("COL02", 2), *stale("COL03", 3, start=2)], True),  # counted together
        ("jc-veto-4-1", [*stale("COL02", 2), *stale("COL03", 2, start=2)], False),
        ("jc-veto-4-1", [*stale("COL02", 4), *stale("COL04", 9, start=4)], False),  # 人事、规划 do not count here
        ("jc-veto-4-1", [*stale("COL02", 4), *stale("COL03", 4)], False),  # the same four columns twice
        ("jc-veto-4-2", [*stale("COL02", 4), *stale("COL04", 6, start=4)], True),
        ("jc-veto-4-2", [*stale("COL02", 4), *stale("COL04", 5, start=4)], False),
        ("jc-veto-4-2", [*stale("COL04", 9), *stale("COL05", 3, start=9)], False),  # empty columns have their own limb
        ("jc-veto-4-3", stale("COL05", 5), True),
        ("jc-veto-4-3", stale("COL05", 4), False),
        ("jc-veto-3", stale("COL01", 1), True),
        ("jc-veto-5-1", stale("IAC01", 1), True),
        ("jc-veto-5-2", stale("IAC02", 1), True),
        ("jc-veto-6-1", stale("SVC01", 1), True),
        ("jc-veto-2", stale("AVL01", 1), True),
    ],
)
def test_limit(indicator: str, findings: list[Finding], hit: bool) -> None:
    verdict = judged(indicator, findings, ran(*VETOES[indicator].rules))
    assert verdict.hit is hit
    assert not verdict.open
    assert set(verdict.findings) <= {f.id for f in findings}


def test_facets_of_one_subject_count_once() -> None:
    findings = [finding("COL05", "http://a.gov.cn/1/", facet=str(n)) for n in range(5)]
    verdict = judged("jc-veto-4-3", findings, ran("COL05"))
    assert (verdict.count, verdict.hit) == (1, False)


def test_previews_do_not_count() -> None:
    findings = [replace(f, preview=True) for f in stale("COL05", 5)]
    assert judged("jc-veto-4-3", findings, ran("COL05")).count == 0


def test_near_miss_says_how_near() -> None:
    verdict = judged("jc-veto-4-1", stale("COL02", 3), ran("COL02", "COL03"))
    assert (verdict.hit, verdict.open, verdict.note) == (False, False, "5 个中已有 3 个")


def test_open_while_what_was_not_examined_could_make_it_hit() -> None:
    blind = {f"http://a.gov.cn/b{n}/": "网站防护页面" for n in range(6)}
    verdict = judged("jc-veto-4-1", stale("COL02", 4), [outcome("COL02", Status.FAILED, blind=blind), outcome("COL03")])
    assert (verdict.hit, verdict.open, verdict.not_examined) == (False, True, 6)
    assert verdict.note == "5 个中已有 4 个；另有 6 个未核查（网站防护页面 6）；尚不能下结论"


@pytest.mark.parametrize(("unseen", "is_open"), [(1, False), (2, True)])
def test_open_only_from_the_number_that_is_missing(unseen: int, is_open: bool) -> None:
    blind = {f"http://a.gov.cn/b{n}/": "超时" for n in range(unseen)}
    verdict = judged("jc-veto-4-3", stale("COL05", 3), [outcome("COL05", Status.FAILED, blind=blind)])
    assert (verdict.open, verdict.not_examined) == (is_open, unseen)


def test_a_subject_that_one_rule_reports_and_another_did_not_see_counts_once() -> None:
    blind = {"http://a.gov.cn/0/": "超时"}
    verdict = judged("jc-veto-4-1", stale("COL02", 1), [outcome("COL02"), outcome("COL03", blind=blind)])
    assert (verdict.count, verdict.not_examined) == (1, 0)


@pytest.mark.parametrize("status", [Status.NOT_ASSESSED, Status.ERROR, Status.MANUAL])
def test_a_silent_rule_leaves_the_verdict_open(status: Status) -> None:
    verdict = judged("jc-veto-2", [], [outcome("AVL01", status, note="访问记录不足")])
    assert (verdict.hit, verdict.open) == (False, True)
    assert "访问记录不足" in verdict.note


def test_a_rule_that_did_not_run_leaves_the_verdict_open() -> None:
    assert judged("jc-veto-4-1", stale("COL02", 1), ran("COL02")).open
    assert not judged("jc-veto-4-1", stale("COL02", 5), ran("COL02")).open  # hit, whatever else there is


def test_not_applicable_is_no_doubt() -> None:
    assert not judged("jc-veto-5-2", [], [outcome("IAC02", Status.NOT_APPLICABLE)]).open


def test_a_candidate_waits_for_a_person() -> None:
    verdict = judged("jc-veto-1-5", [finding("COL07", "http://a.gov.cn/1.html")], ran("COL07"))
    assert (verdict.hit, verdict.candidate, verdict.open, verdict.count) == (False, True, True, 1)
    assert "待核" in verdict.note


def test_a_common_typo_is_no_grave_error() -> None:
    typo = finding("TXT01", "http://a.gov.cn/1.html", severity=Severity.MINOR)
    assert judged("jc-veto-1-1", [typo], ran("TXT01")).count == 0
    assert judged("jc-veto-1-1", [finding("TXT01", "http://a.gov.cn/2.html")], ran("TXT01")).candidate


def test_what_only_a_person_can_see_is_open_and_says_how() -> None:
    verdict = judged("jc-veto-1-2", [], [])
    assert (verdict.hit, verdict.open, verdict.count) == (False, True, 0)
    assert verdict.note.startswith("需人工核查：")


def test_only_indicators_with_a_limit_have_a_verdict() -> None:
    listing = Indicator(
        id="x", name="x", clause="x", provenance=Provenance.LOCAL, effect=Effect.NOTICE, rules=("COL02",)
    )
    assert verdicts([listing], stale("COL02", 3), ran("COL02")) == ()


FRAME = next(s.scoring for s in NATIONAL if s.scoring)


def scheme(points: float = 100, each: float = 10) -> Scheme:
    return Scheme.model_validate(
        {
            "id": "t",
            "title": "试验方案",
            "deductions": [{"name": "更新", "rules": ["COL05"], "points": points, "each": each}],
            "bonuses": [
                {"name": "形式", "rules": ["INT07"], "points": 20},
                {"name": "创新", "points": 20, "awarded": 15},
            ],
        }
    )


def run(
    faults: int, verdict: Verdict | None = None, kind: SiteKind = SiteKind.PORTAL, bonus: Status = Status.PASSED
) -> Judged:
    outcomes = {"COL05": outcome("COL05", Status.FAILED), "INT07": outcome("INT07", bonus)}
    return Judged(tuple(stale("COL05", faults)), outcomes, (verdict,) if verdict else (), kind)


def test_the_official_frame() -> None:
    assert ScoreFrame(base=100, bonus=30, fail_below=60, bonus_above=80) == FRAME


@pytest.mark.parametrize(
    ("faults", "total", "grade"),
    [
        (1, 120.0, Grade.PASS),  # 90 + bonus capped at 30 (20 + 15)
        (2, 80.0, Grade.PASS),  # 80 is not above 80: no bonus
        (4, 60.0, Grade.PASS),  # 60 is not below 60
        (5, 50.0, Grade.FAIL),
        (20, 0.0, Grade.FAIL),
    ],
)
def test_frame_at_its_limits(faults: int, total: float, grade: Grade) -> None:
    assert FRAME is not None
    result = score(scheme(), FRAME, run(faults))
    assert (result.total, result.grade) == (total, grade)


def test_deductions_stop_at_the_row_s_points() -> None:
    assert FRAME is not None
    assert score(scheme(points=15), FRAME, run(9)).base == 85


def test_a_veto_ends_it_and_an_open_one_leaves_it_undecided() -> None:
    assert FRAME is not None
    hit = judged("jc-veto-4-3", stale("COL05", 5), ran("COL05"))
    ended = score(scheme(each=0), FRAME, run(5, hit))
    assert (ended.total, ended.grade, ended.vetoes) == (None, Grade.FAIL, ("jc-veto-4-3",))
    unclear = judged("jc-veto-2", [], [outcome("AVL01", Status.NOT_ASSESSED)])
    assert score(scheme(), FRAME, run(0, unclear)).grade is Grade.OPEN


def test_a_bonus_needs_rules_that_passed_and_a_department_s_score_is_a_reference() -> None:
    assert FRAME is not None
    result = score(scheme(), FRAME, run(0, kind=SiteKind.DEPARTMENT, bonus=Status.NOT_ASSESSED))
    assert (result.bonus, result.reference) == (15.0, True)
    assert [r.unseen for r in result.bonuses] == [True, False]


def test_the_example_scheme_is_marked_as_one_and_no_points_ship_as_official() -> None:
    example = load_scheme(ROOT / "docs" / "examples" / "scoring-example.toml")
    assert example.example
    assert not example.official_source
    assert sum(r.points for r in example.deductions) == 100
    assert not any(hasattr(i, "points") for s in load_all([ROOT / "rules"])[0] for i in s.indicators)


def test_a_scheme_with_an_award_above_its_points_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    path.write_text('id = "x"\ntitle = "x"\n[[bonuses]]\nname = "创新"\npoints = 1\nawarded = 2\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="创新"):
        load_scheme(path)
