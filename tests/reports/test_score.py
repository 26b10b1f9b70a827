"""The reference score in the page and in 概览: with its basis, its range, and never as the inspector's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from auditor.model.finding import RuleOutcome, Status
from auditor.model.run import RenderOptions, RunResult
from auditor.model.score import Grade
from auditor.model.site import SiteKind
from auditor.scoring import Judged, score
from auditor.scoring_scheme import Scheme
from reports.html import RENDERER as HTML
from reports.view_score import CAUTION, ScoreView, score_view
from reports.xlsx import RENDERER as XLSX
from tests.reports.synthetic import synthetic_run
from tests.test_verdict import FRAME, judged, outcome, ran, stale

SCHEME = {
    "id": "local",
    "title": "江滨市检查评分表",
    "official_source": "江政公开办〔2026〕1号附件",
    "deductions": [{"name": "空白栏目", "group": "发布解读", "rules": ["COL05"], "points": 60, "each": 5}],
    "bonuses": [{"name": "多种解读形式", "group": "信息发布", "rules": ["INT07"], "points": 10}],
}
REST = {"name": "链接", "group": "功能设计", "rules": ["LNK01"], "points": 40, "each": 1}
WHOLE = {**SCHEME, "deductions": [*SCHEME["deductions"], REST]}


def shown(scheme: object, faults: int, **outcomes: RuleOutcome) -> ScoreView:
    assert FRAME is not None
    usual = {"COL05": outcome("COL05", Status.FAILED), "LNK01": outcome("LNK01", Status.PASSED)}
    run = Judged(tuple(stale("COL05", faults)), {**usual, **outcomes}, (), SiteKind.DEPARTMENT)
    view = score_view(score(Scheme.model_validate(scheme), FRAME, run))
    assert view is not None
    return view


def test_what_was_all_examined_is_one_number() -> None:
    view = shown(WHOLE, 2, INT07=outcome("INT07", Status.PASSED))
    assert (view.headline, view.grade) == ("100 分", "合格")  # 100 - 10 + 10
    assert [(line.name, line.change) for line in view.lines] == [
        ("空白栏目", "-10"),
        ("链接", "0"),
        ("多种解读形式", "+10"),
    ]
    assert "江政公开办〔2026〕1号附件" in view.basis
    assert CAUTION in view.notes


def test_what_was_not_examined_leaves_a_range() -> None:
    missing = replace(outcome("COL05", Status.FAILED), unexamined={"http://x/1/": "拦截", "http://x/2/": "拦截"})
    view = shown(WHOLE, 1, COL05=missing, INT07=outcome("INT07", Status.FAILED))
    assert (view.headline, view.grade) == ("85 至 95 分", "合格")
    assert "最多还可能扣 10 分" in view.lines[0].note


def test_a_rule_that_did_not_run_puts_all_its_points_in_doubt() -> None:
    view = shown(WHOLE, 1, LNK01=outcome("LNK01", Status.NOT_ASSESSED), INT07=outcome("INT07", Status.FAILED))
    assert (view.headline, view.grade) == ("55 至 95 分", "待定")


def test_points_that_the_scheme_does_not_give_out_are_open() -> None:
    view = shown(SCHEME, 1, INT07=outcome("INT07", Status.NOT_ASSESSED))
    assert (view.headline, view.grade) == ("55 至 105 分", "待定")
    assert any("40 分没有对应的分项" in note for note in view.notes)


def test_a_veto_ends_it() -> None:
    assert FRAME is not None
    hit = judged("jc-veto-4-3", stale("COL05", 5), ran("COL05"))
    run = Judged(tuple(stale("COL05", 5)), {"COL05": outcome("COL05", Status.FAILED)}, (hit,), SiteKind.PORTAL)
    view = score_view(score(Scheme.model_validate(WHOLE), FRAME, run))
    assert view is not None
    assert (view.headline, view.grade) == ("不计分：触发单项否决", Grade.FAIL.value)


def with_score(run: RunResult, *, example: bool = False) -> RunResult:
    """Return the run with points by a scheme whose title is hostile."""
    assert FRAME is not None
    scheme = Scheme.model_validate({**WHOLE, "title": "=评分<b>表", "example": example})
    points = score(scheme, FRAME, Judged((), {"COL05": outcome("COL05", Status.PASSED)}, (), SiteKind.DEPARTMENT))
    return replace(run, score=points)


@pytest.mark.parametrize("example", [True, False])
def test_page_and_workbook_say_the_same(tmp_path: Path, example: bool) -> None:
    run = with_score(synthetic_run(30), example=example)
    view = score_view(run.score)
    assert view is not None
    HTML.render(run, tmp_path / "report.html", RenderOptions())
    XLSX.render(run, tmp_path / "book.xlsx", RenderOptions())
    section = html.fromstring((tmp_path / "report.html").read_bytes()).get_element_by_id("verdicts").text_content()
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)["概览"]
    cells = [str(v) for row in sheet.iter_rows(values_only=True) for v in row if v is not None]
    for text in (view.headline, view.grade, *view.notes, view.basis):
        assert text in section
        assert any(text in cell for cell in cells)
    assert all(line.name in section and line.name in cells for line in view.lines)
    assert ("分值为虚构" in section) == example


def test_without_a_scheme_no_points_are_shown(tmp_path: Path) -> None:
    run = synthetic_run(30)
    HTML.render(run, tmp_path / "report.html", RenderOptions())
    assert "参考等次" not in (tmp_path / "report.html").read_text(encoding="utf-8")
