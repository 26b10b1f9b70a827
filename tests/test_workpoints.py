"""Work points: the seed text as data, conclusions from outcomes, and drafts of differently structured texts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from auditor.errors import ConfigError
from auditor.model.finding import Finding, RuleOutcome, Severity, State, Status, Subject, SubjectKind
from auditor.model.standard import Conclusion, Effect, Verdict, WorkPlan, WorkPoint
from auditor.standards import WorkPlanModel, load_work_plan, select
from auditor.workpoints import conclude, draft
from tests.case_files import build_site

ROOT = Path(__file__).parent.parent
SEED = ROOT.parent / "shared" / "seed" / "work-points-2021.txt"
PLAN = ROOT / "rules" / "work_points" / "2021-changchun-forestry.toml"
SECOND = """江滨市园林绿化中心办公室
关于印发2024年政务公开工作方案的通知
各科室：
为做好2024年政务公开工作，制定本方案。
第一部分 总体要求
坚持公开为常态。
第二部分 重点任务
1.1 深化政策解读。政策文件与解读材料同步发布，
1.2 办好政府网站。及时清理错链断链，杜绝空白栏目；
1.3 畅通互动渠道
（1）网民留言15个工作日内答复。
（2）公开征求意见结束后公布采纳情况。
第三部分 保障措施
① 加强组织领导
② 强化业务培训
"""
NUMBERS = ["第1段", "第一部分第1段", "第二部分1.1", "第二部分1.2", "第二部分1.3（1）", "第二部分1.3（2）"]


def squeeze(text: str) -> str:
    return re.sub(r"[\s,，。.;；:：]", "", text)


def drafted(source: str | Path) -> list[dict[str, object]]:
    data = tomllib.loads(draft(source))
    WorkPlanModel.model_validate(data)  # what is drafted can be loaded as it is
    points: list[dict[str, object]] = data["points"]
    return points


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed text is not here")
def test_every_sentence_of_the_seed_text_has_a_row() -> None:
    text = squeeze(SEED.read_text(encoding="utf-8"))
    for point in load_work_plan(PLAN).points:
        assert squeeze(point.sentence) in text
        text = text.replace(squeeze(point.sentence), "", 1)
    headings = re.sub(r"[一二三四五]、工作(原则|目标|要点)|[1-5]、|[(（][一二][)）]围绕[^“]*(“五公开”)?", "", text)
    assert "政务公开工作要点" in headings
    assert len(headings) < 90, headings  # the page's head, the title and two headings


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed text is not here")
def test_draft_of_the_seed_text_numbers_every_point() -> None:
    numbers = [p["number"] for p in drafted(SEED)]
    wanted = ["一、第1段", "二、第1段", "三、（一）第1段", "三、（一）第2段", "三、（一）第3段"]
    wanted += [f"三、（二）{n}" for n in range(1, 6)]
    assert [n for n in numbers if n in wanted] == wanted
    assert numbers[-1] == "三、（二）5第1段"  # the paragraph without a number is not lost


def test_draft_of_a_differently_structured_text() -> None:
    points = drafted(SECOND)
    numbers = [str(p["number"]) for p in points]
    assert [n for n in numbers if n in NUMBERS] == NUMBERS
    assert {"第三部分①", "第三部分②"} <= set(numbers)
    by_number = {str(p["number"]): p for p in points}
    assert "INT03" in str(by_number["第二部分1.1"]["rules"])
    assert {"COL05", "LNK01"} <= set(map(str, by_number["第二部分1.2"]["rules"]))  # type: ignore[call-overload]  # TOML
    assert "IAC03" in str(by_number["第二部分1.3（1）"]["rules"])
    assert "IAC05" in str(by_number["第二部分1.3（2）"]["rules"])
    assert "manual" in by_number["第三部分②"]


def test_draft_marks_every_proposal_for_a_person() -> None:
    lines = [ln for ln in draft(SECOND).splitlines() if ln.startswith(("rules", "manual"))]
    assert lines
    assert all("待确认" in line for line in lines)


def test_html_docx_and_text_give_the_same_points(tmp_path: Path) -> None:
    expected = [(p["number"], p["sentence"]) for p in drafted(SECOND)]
    lines = SECOND.splitlines()
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(tmp_path / "plan.docx"))
    body = "".join(f"<p>　　{line}<br/></p>" for line in lines)
    page = f"<html><head><title>{lines[0]}</title></head><body><div class=nav><a>首页</a><a>信息公开</a></div><div>{body}</div>"
    (tmp_path / "plan.html").write_bytes((page + "<div>主办单位：某局 网站地图</div></body></html>").encode("gb18030"))
    (tmp_path / "plan.txt").write_bytes(SECOND.encode("gb18030"))
    for name in ("plan.docx", "plan.html", "plan.txt"):
        assert [(p["number"], p["sentence"]) for p in drafted(tmp_path / name)] == expected, name


@pytest.mark.parametrize(
    ("name", "body"), [("a.pdf", b"%PDF"), ("a.docx", b"no zip"), ("a.txt", b" \n"), ("b.txt", None)]
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, body: bytes | None) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)
    with pytest.raises(ConfigError, match=name):
        draft(tmp_path / name)


SITE = build_site({})


def finding(
    rule: str, key: str, *, severity: Severity = Severity.MAJOR, unit: str = "", preview: bool = False
) -> Finding:
    return Finding(
        id=f"{rule}-{key}", rule=rule, name="x", title="x", severity=severity, facet="", message="x", indicators=(),
        subject=Subject(SubjectKind.PAGE, key, key), work_points=(), unit=unit, occurrences=1, evidence=(), remediation="",
        due=None, preview=preview,
    )  # fmt: skip


def outcome(rule: str, status: Status, examined: tuple[str, ...] = (), unexamined: tuple[str, ...] = ()) -> RuleOutcome:
    blind = dict.fromkeys(unexamined, "x")
    return RuleOutcome(
        rule=rule, status=status, examined=len(examined), examined_keys=frozenset(examined), unexamined=blind
    )


def verdict(**values: object) -> Verdict:
    base: dict[str, object] = {
        "indicator": "i", "name": "栏目不更新", "clause": "4", "effect": Effect.VETO, "count": 0, "limit": 5, "hit": False,
        "not_examined": 0, "open": False, "candidate": False, "note": "未发现问题",
    }  # fmt: skip
    return Verdict(**{**base, **values})  # type: ignore[arg-type]  # a test's shorthand


A, B = "http://lyj.example.gov.cn/a", "http://lyj.example.gov.cn/b"
CASES = {
    "all clean": (("R1",), "", [], [outcome("R1", Status.PASSED, (A, B))], [], Conclusion.MET),
    "one of two faulty": (("R1",), "", [finding("R1", A)], [outcome("R1", Status.FAILED, (A, B))], [], Conclusion.PARTLY),
    "all faulty": (("R1",), "", [finding("R1", A)], [outcome("R1", Status.FAILED, (A,))], [], Conclusion.NOT_MET),
    "a preview is no fault, and no proof either": (
        ("R1",), "", [finding("R1", A, preview=True)], [outcome("R1", Status.FAILED, (A,))], [], Conclusion.MANUAL,
    ),
    "one rule is clean, the other had nothing to look at": (
        ("R1", "R2"), "", [],
        [outcome("R1", Status.PASSED, (A,)), outcome("R2", Status.NOT_APPLICABLE)], [], Conclusion.NOT_EXAMINED,
    ),
    "one rule is clean, the other did not run": (
        ("R1", "R2"), "", [], [outcome("R1", Status.PASSED, (A,))], [], Conclusion.NOT_EXAMINED,
    ),
    "only what was found before and could not be examined": (
        ("R1",), "", [replace(finding("R1", A), state=State.UNVERIFIED)], [outcome("R1", Status.NOT_ASSESSED)], [],
        Conclusion.NOT_EXAMINED,
    ),
    "only an indicator, some found, below its limit": (
        (), "", [finding("R9", A)], [], [verdict(count=1, findings=(f"R9-{A}",))], Conclusion.PARTLY,
    ),
    "one rule fails, another passes": (
        ("R1", "R2"), "", [finding("R1", A)],
        [outcome("R1", Status.FAILED, (A,)), outcome("R2", Status.PASSED, (A,))], [], Conclusion.PARTLY,
    ),
    "a veto settles it": (
        ("R1",), "", [finding("R1", A, severity=Severity.VETO)], [outcome("R1", Status.FAILED, (A, B))], [], Conclusion.NOT_MET,
    ),
    "one subject unseen": (("R1",), "", [], [outcome("R1", Status.PASSED, (A,), (B,))], [], Conclusion.NOT_EXAMINED),
    "the rule said nothing": (("R1",), "", [], [outcome("R1", Status.NOT_ASSESSED)], [], Conclusion.NOT_EXAMINED),
    "nothing applies": (("R1",), "", [], [outcome("R1", Status.NOT_APPLICABLE)], [], Conclusion.NOT_EXAMINED),
    "only a person": ((), "看台账", [], [], [], Conclusion.MANUAL),
    "clean, and a person for the rest": (("R1",), "看台账", [], [outcome("R1", Status.PASSED, (A,))], [], Conclusion.MANUAL),
    "faulty, whatever a person finds": (
        ("R1",), "看", [finding("R1", A)], [outcome("R1", Status.FAILED, (A,))], [], Conclusion.NOT_MET,
    ),
    "an indicator is hit": (("R1",), "", [], [outcome("R1", Status.PASSED, (A,))], [verdict(hit=True)], Conclusion.NOT_MET),
    "an indicator is open": (
        ("R1",), "", [], [outcome("R1", Status.PASSED, (A,))], [verdict(open=True)], Conclusion.NOT_EXAMINED,
    ),
    "only an indicator, not hit": ((), "", [], [], [verdict()], Conclusion.MET),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_conclusion(name: str) -> None:
    rules, manual, findings, outcomes, judged, expected = CASES[name]
    point = WorkPoint(id="p", number="一", sentence="…", rules=rules, indicators=("i",), manual=manual)
    plan = WorkPlan(id="w", title="t", issuer="x", year=2026, points=(point,))
    (result,) = conclude([plan], findings, outcomes, judged, SITE)
    assert result.conclusion is expected
    assert result.faults == sum(not f.preview for f in findings)


def test_the_row_names_checks_and_units() -> None:
    point = WorkPoint(id="p", number="一", sentence="…", rules=("R1", "R2"))
    plan = WorkPlan(id="w", title="t", issuer="x", year=2026, points=(point,))
    found = [finding("R1", A, unit="办公室"), finding("R1", B, unit="宣传处")]
    (result,) = conclude([plan], found, [outcome("R1", Status.FAILED, (A, B))], [], SITE, {"R1": "栏目更新不及时"})
    assert result.unit == "办公室、宣传处"
    assert result.basis == "栏目更新不及时（R1）：核查 2 个，问题 2 个\nR2：本次未运行"


def test_a_row_says_what_an_earlier_run_found_and_this_one_did_not_see() -> None:
    point = WorkPoint(id="p", number="一", sentence="…", rules=("R1",))
    plan = WorkPlan(id="w", title="t", issuer="x", year=2026, points=(point,))
    standing = replace(finding("R1", A), state=State.UNVERIFIED)
    (result,) = conclude([plan], [standing], [outcome("R1", Status.NOT_ASSESSED)], [], SITE)
    assert result.basis == "R1：未能核查，此前发现的 1 个本次未能核查"
    assert result.faults == 1


def test_a_row_never_says_that_nothing_was_found_where_a_rule_on_trial_found_something() -> None:
    point = WorkPoint(id="p", number="一", sentence="…", rules=("R1",))
    plan = WorkPlan(id="w", title="t", issuer="x", year=2026, points=(point,))
    hint = finding("R1", A, preview=True)
    (result,) = conclude([plan], [hint], [outcome("R1", Status.FAILED, (A,))], [], SITE)
    assert "未发现问题" not in result.basis
    assert "试行" in result.basis


def test_every_row_of_a_plan_is_concluded_even_without_a_crawl() -> None:
    plans = select(["work-points-2021"], [ROOT / "rules"], date(2026, 3, 16))[1]
    results = conclude(plans, [], [], [], SITE)
    assert [r.point.id for r in results] == [p.id for p in plans[0].points]
    assert {r.conclusion for r in results} <= {Conclusion.MANUAL, Conclusion.NOT_EXAMINED}
