"""summary.md: what a person needs under a CI job, with page text shown and never obeyed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.model.run import RenderOptions, RunResult
from reports.markdown import RENDERER, escape, link
from tests.reports.synthetic import synthetic_run
from tests.reports.synthetic_data import HOSTILE


def summary(result: RunResult, folder: Path, unit: str = "") -> str:
    RENDERER.render(result, folder / RENDERER.filename, RenderOptions(unit=unit))
    return (folder / RENDERER.filename).read_text(encoding="utf-8")


def test_conclusion_verdicts_and_what_was_not_looked_at_are_said(tmp_path: Path) -> None:
    result = synthetic_run(40)
    text = summary(result, tmp_path)
    assert all(v.name in text for v in result.verdicts)
    assert "不合格" in text.split("## ")[0]
    assert "## 未核查的内容" in text
    assert "外部链接只登记" in text


def test_only_new_and_reopened_findings_are_listed(tmp_path: Path) -> None:
    result = synthetic_run(40)
    listed = summary(result, tmp_path).partition("## 新增与反弹")[2]
    fresh = {f.evidence[0].url for f in result.findings if not f.preview and f.state.value in ("new", "reopened")}
    assert set(re.findall(r"\(<([^>]+)>\)", listed)) == fresh


def test_an_incomplete_run_draws_no_conclusion(tmp_path: Path) -> None:
    text = summary(synthetic_run(0, history=False, complete=False), tmp_path)
    assert "无法判断" in text
    assert "防护" in text
    assert "✅" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_page_text_is_one_harmless_line(text: str) -> None:
    shown = escape(text)
    assert len(shown.splitlines()) <= 1
    assert not re.search(r"[<>@\x00-\x1f\u202e]", shown)
    assert not re.search(r"(?<!\\)[|`*\[\]]", shown)


def test_nothing_on_a_page_becomes_a_link_or_a_mention() -> None:
    assert escape("@all http://evil.example www.evil.example") == (
        "&#64;all http&#58;//evil.example www&#46;evil.example"
    )


def test_only_web_addresses_are_links() -> None:
    assert link("javascript:alert(1)") == "javascript:alert\\(1\\)"
    assert link("http://a.gov.cn/x_(1)|2").endswith("(<http://a.gov.cn/x_(1)%7C2>)")


def test_the_summary_stays_below_the_limit_of_a_job_summary(tmp_path: Path) -> None:
    assert len(summary(synthetic_run(2_000, hostile=True), tmp_path).encode()) < 200_000
