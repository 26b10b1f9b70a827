"""Official texts as data: selection, precedence of parameters, and that every rule and every indicator is served."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path

import pytest

from auditor.engine import Law
from auditor.errors import ConfigError
from auditor.model.rule import Rule
from auditor.model.standard import Effect, Indicator, Provenance, Standard
from auditor.registry import load_rules
from auditor.standards import load_all, load_standard, select

ROOT = Path(__file__).parent.parent / "rules"
AS_OF = date(2026, 3, 16)
STANDARDS, PLANS = load_all([ROOT])
INDICATORS = [i for s in STANDARDS for i in s.indicators]
RULES = {r.meta.code: r for r in load_rules()}
NUMBERS = (
    "国办秘函〔2019〕19号", "国办发〔2017〕47号", "国令第711号", "国办公开办函〔2019〕61号", "国办公开办函〔2021〕30号",
    "国办发〔2016〕80号", "国令第713号",
)  # fmt: skip


def law(*ids: str, as_of: date = AS_OF) -> Law:
    return Law(*select(ids, [ROOT], as_of))


def test_national_names_all_national_texts_and_the_reference_values() -> None:
    chosen = {s.number for s in law("national").standards if s.level == "national"}
    assert chosen == set(NUMBERS)
    assert {s.id for s in law("national").standards if s.reference} == {s.id for s in STANDARDS if s.reference}


def test_a_text_counts_only_while_it_is_in_force() -> None:
    before = {s.id for s in law("national", as_of=date(2021, 9, 25)).standards}
    assert "annual-report-2021-30" not in before
    assert "annual-report-2021-30" in {s.id for s in law("national", as_of=date(2021, 9, 26)).standards}


def test_an_unknown_id_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ConfigError, match="work-points-2021"):
        select(["work-points-1999"], [ROOT], AS_OF)


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("COL01", "max_age_days", 14),
        ("COL02", "max_age_days", 14),
        ("COL03", "max_age_months", 6),
        ("COL04", "personnel_months", 12),
        ("COL04", "planning_months", 12),
        ("INT01", "grace_workdays", 3),
        ("INT03", "max_lag_workdays", 3),
        ("IAC02", "max_months", 3),
        ("IAC02", "window_months", 12),
        ("IAC03", "max_workdays", 15),
        ("IAC06", "min_days", 30),
        ("CAT05", "due", "01-31"),
        ("CAT08", "max_workdays", 20),
        ("CAT11", "max_age_months", 12),
        ("AVL01", "failed_share", 0.05),
        ("AVL02", "min_days_left", 30),
    ],
)
def test_official_values_of_a_department_under_national(code: str, name: str, value: object) -> None:
    assert law("national").params(code, "department")[name] == value


def test_a_portal_reports_by_the_end_of_march() -> None:
    assert law("national").params("CAT05", "portal")["due"] == "03-31"


def test_no_number_where_nothing_is_named() -> None:
    assert law("work-points-2021").params("INT03", "department") == {}


def test_profile_wins_over_work_points_over_standards(tmp_path: Path) -> None:
    (tmp_path / "standards").mkdir()
    (tmp_path / "work_points").mkdir()
    local = 'id = "here"\ntitle = "t"\nnumber = "n"\nissuer = "i"\nlevel = "local"\nin_force_from = 2020-01-01\n[[indicators]]\n'
    local += 'id = "h"\nname = "n"\nclause = "c"\nprovenance = "local"\neffect = "notice"\nrules = ["INT03"]\n'
    (tmp_path / "standards" / "a.toml").write_text(
        local + "params = { INT03 = { max_lag_workdays = 4 } }\n", encoding="utf-8"
    )
    plan = 'id = "wp"\ntitle = "t"\nissuer = "i"\nyear = 2026\n'
    plan += '[[points]]\nid = "p"\nnumber = "1"\nsentence = "s"\nrules = ["INT03"]\n'
    (tmp_path / "work_points" / "a.toml").write_text(
        plan + "params = { INT03 = { max_lag_workdays = 2 } }\n", encoding="utf-8"
    )
    folders = [ROOT, tmp_path]
    for ids, own, expected in (
        (["national"], {}, 3),
        (["here", "national"], {}, 4),
        (["wp", "here", "national"], {}, 2),
        (["wp", "national"], {"INT03": {"max_lag_workdays": 7}}, 7),
    ):
        merged = Law(*select(ids, folders, AS_OF), own).params("INT03", "department")
        assert merged["max_lag_workdays"] == expected, ids


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)
def test_indicator(indicator: Indicator) -> None:
    """Every indicator is served by rules that exist or by a person, and sets only parameters that exist."""
    assert indicator.rules or indicator.manual
    assert set(indicator.rules) <= set(RULES)
    assert set(indicator.params) <= set(indicator.rules)
    for code, values in indicator.params.items():
        assert set(values) <= {f.name for f in fields(RULES[code].params)}, code
    assert not indicator.candidate or indicator.manual, "a candidate says how a person confirms it"
    if indicator.effect is Effect.VETO:
        assert indicator.provenance is Provenance.VERBATIM
        assert indicator.limit is not None
        assert indicator.part


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda s: s.id)
def test_reference_values_make_no_veto(standard: Standard) -> None:
    assert standard.level in ("national", "local")
    assert not standard.reference or standard.level == "local"
    if standard.level == "local":
        assert not any(i.effect is Effect.VETO for i in standard.indicators)


def test_indicator_ids_are_unique_over_all_texts() -> None:
    ids = [i.id for i in INDICATORS]
    assert sorted(ids) == sorted(set(ids))


def test_all_vetoes_for_sites_are_there() -> None:
    parts = {i.part for i in INDICATORS if i.effect is Effect.VETO}
    assert parts == {"安全、泄密事故等严重问题", "站点无法访问", "首页不更新", "栏目不更新", "互动回应差", "服务不实用"}
    limits = {i.id: (i.limit, set(i.rules)) for i in INDICATORS if i.part == "栏目不更新"}
    assert limits == {
        "jc-veto-4-1": (5, {"COL02", "COL03"}),
        "jc-veto-4-2": (10, {"COL02", "COL03", "COL04"}),
        "jc-veto-4-3": (5, {"COL05"}),
    }


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: r.meta.code)
def test_rule_is_in_an_indicator_and_gets_its_values(rule: Rule) -> None:
    """Every rule serves an enabled indicator; a parameter without default has a value under ``national``."""
    code = rule.meta.code
    assert any(code in i.rules for s in law("national").standards for i in s.indicators if i.enabled)
    for kind in ("department", "portal"):
        given = law("national").params(code, kind)
        needed = {f.name for f in fields(rule.params) if f.default is MISSING and f.default_factory is MISSING}
        assert needed <= set(given)
        rule.params(**given)


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.id)
def test_work_plan_names_rules_and_indicators_that_exist(plan: object) -> None:
    known = {i.id for i in INDICATORS}
    for point in plan.points:  # type: ignore[attr-defined]  # parametrized
        assert set(point.rules) <= set(RULES), point.id
        assert set(point.indicators) <= known, point.id
        for code, values in point.params.items():
            assert set(values) <= {f.name for f in fields(RULES[code].params)}


def test_error_words_never_hide_in_right_ones() -> None:
    words = next(i for i in INDICATORS if i.id == "ck-wording").params["TXT01"]
    pairs = [str(e).partition("=") for name, v in words.items() if name != "allowed" for e in v]  # type: ignore[union-attr]
    rights = [right for _, _, right in pairs]
    assert all(wrong and right for wrong, _, right in pairs)
    assert not {wrong for wrong, _, _ in pairs if any(wrong in right for right in rights)}
    assert len({wrong for wrong, _, _ in pairs}) == len(pairs)


BROKEN = 'id = "b"\ntitle = "t"\nnumber = "n"\nissuer = "i"\nlevel = "local"\nin_force_from = 2020-01-01\n'
ROW = '[[indicators]]\nid = "x"\nname = "n"\nclause = "c"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROW + 'provenance = "recalled"\neffect = "notice"\nmanual = "m"\n', "recalled"),
        (ROW + 'provenance = "recalled"\neffect = "veto"\nenabled = false\nmanual = "m"\n', "recalled"),
        (ROW + 'provenance = "local"\neffect = "notice"\n', "既没有 rules"),
        (2 * (ROW + 'provenance = "local"\neffect = "notice"\nmanual = "m"\n'), "重复"),
        ("reference = true\n" + ROW + 'provenance = "local"\neffect = "veto"\nmanual = "m"\n', "单项否决"),
        ('level2 = "x"\n', "level2"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(BROKEN + text, encoding="utf-8")
    with pytest.raises(ConfigError, match=words) as error:
        load_standard(path)
    assert "broken.toml" in str(error.value)
