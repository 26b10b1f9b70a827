"""What the engine's verdicts are called: a clue that waits for a person is neither a hit nor clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from auditor.model.run import RunResult
from auditor.model.standard import Effect, Indicator, Provenance, Verdict
from auditor.registry import standards_folders
from auditor.standards import select
from auditor.verdict import verdicts
from reports.view_lines import clause
from reports.view_verdicts import Level, VerdictLine, headline, verdict_lines
from tests.reports.synthetic import synthetic_run


def judged(indicator: Indicator, findings: int) -> tuple[RunResult, VerdictLine]:
    """Let the real roll-up judge one indicator, and return its line."""
    run = synthetic_run(findings, history=False)
    made: tuple[Verdict, ...] = verdicts([indicator], run.findings, run.outcomes)
    run = replace(run, verdicts=made)
    return run, verdict_lines(run)[0]


def indicator(**values: object) -> Indicator:
    made = Indicator(
        id="X", name="指标", clause="一", provenance=Provenance.VERBATIM, effect=Effect.VETO, limit=1, rules=("LNK01",)
    )
    return replace(made, **values)  # type: ignore[arg-type]  # the tests name fields of Indicator


def test_a_hit_is_a_hit() -> None:
    run, line = judged(indicator(), 1)
    assert (line.word, line.level) == ("触发", Level.BAD)
    assert headline(run, (line,), 1).level is Level.BAD


def test_a_candidate_waits_for_a_person() -> None:
    run, line = judged(indicator(candidate=True), 1)
    assert not line.verdict.hit
    assert (line.word, line.level) == ("待核", Level.WARN)
    assert "待人工确认" in headline(run, (line,), 1).word


def test_what_no_rule_serves_is_for_a_person() -> None:
    run, line = judged(indicator(rules=(), manual="查阅记录"), 1)
    assert (line.word, line.tally, line.level) == ("需人工核查", "需人工核查", Level.UNKNOWN)
    assert "部分未能核查" in headline(run, (line,), 1).word


def test_a_candidate_without_findings_is_clear() -> None:
    _, line = judged(indicator(candidate=True, rules=("PRV01",)), 1)
    assert line.word == "未发现"


def test_a_long_title_is_cited_by_its_document_number() -> None:
    law = select(["national"], standards_folders(), date(2026, 3, 16))[0]
    cited = {s.id: clause(s, s.indicators[0]) for s in law}
    assert cited["inspection-2019-19"].startswith("国办秘函〔2019〕19号 ")
    assert cited["regulation-711"].startswith("《中华人民共和国政府信息公开条例》（国令第711号）")
    assert all(text.count("《") < 2 for text in cited.values())
