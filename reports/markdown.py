"""This module writes summary.md: what a person needs to see under a CI job, in GitHub's Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.model.finding import Finding, Severity, State
from auditor.model.run import RenderOptions, RunResult
from auditor.model.standard import Verdict
from reports.findings_json import open_findings
from reports.gate import gates
from reports.junit import address
from reports.output import write_text
from reports.page_text import clean, one_line, web_link
from reports.verdict_words import say
from reports.words import EFFECT, SEVERITY, STATE, reason_words

_LISTED = 30  # a job summary is read, not searched; everything stands in report.html
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$])")
_SYMBOL = {"bad": "❌", "warn": "❔", "near": "⚠️", "note": "📋", "good": "✅"}
_STATES = (State.NEW, State.REOPENED, State.PERSISTING, State.UNVERIFIED)


@dataclass(frozen=True, slots=True)
class Summary:
    """Renderer of summary.md."""

    name: str = "markdown"
    filename: str = "summary.md"

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write result, verdicts, counts, what is new, and what was not looked at."""
        findings = open_findings(result, unit=options.unit)
        parts = (_head(result, findings), _verdicts(result), _counts(findings), _fresh(findings), _blind(result))
        write_text(path, "\n".join(line for part in parts for line in part) + "\n")


RENDERER = Summary()


def escape(text: str, limit: int = 300) -> str:
    r"""Return page text as Markdown that shows it literally: no markup, no mention, no table break.

    >>> escape("<b>|*x* @all</b>")
    '&lt;b&gt;\\|\\*x\\* &#64;all&lt;/b&gt;'
    """
    line = one_line(text, limit).replace("&", "&amp;")
    line = _SPECIAL.sub(r"\\\1", line.replace("<", "&lt;").replace(">", "&gt;"))
    # a bare address or www. would become a link of its own, to wherever the page's author wanted
    line = re.sub(r"(?i)\b(https?|ftp):", r"\1&#58;", line).replace("@", "&#64;")
    return re.sub(r"(?i)\bwww\.", "www&#46;", line)


def link(url: str) -> str:
    """Return an address as a link that shows itself, or as plain text where it is no web address."""
    target = web_link(url)
    if not target or len(target) > 2_000:
        return escape(url, 120)
    return f"[{escape(target, 120)}](<{clean(target).replace('|', '%7C')}>)"


def _head(result: RunResult, findings: tuple[Finding, ...]) -> Iterator[str]:
    run = result.run
    yield f"# {escape(run.name)} 政务公开审计"
    yield ""
    yield f"**{_conclusion(result, findings)}**"
    yield ""
    yield f"检查基准日 {escape(run.as_of)}，抓取页面 {run.pages:,} 个，链接 {run.links:,} 条，运行编号 `{run.id}`。"
    yield ""


def _conclusion(result: RunResult, findings: tuple[Finding, ...]) -> str:
    if not result.run.complete:
        return f"⚠️ 抓取不完整，本次不下结论：{escape(result.run.reason or '原因未记录')}"
    hits = [v for v in result.verdicts if v.hit and v.effect.value == "veto"]
    fresh = sum(gates(f, result) for f in findings)
    veto = f"单项否决命中 {len(hits)} 项" if hits else "未命中单项否决"
    gate = f"达到门槛的新增或反弹问题 {fresh} 个" if fresh else "没有达到门槛的新增或反弹问题"
    return f"{'❌' if hits or fresh else '✅'} {veto}；{gate}"


def _verdicts(result: RunResult) -> Iterator[str]:
    if not result.run.complete or not result.verdicts:
        return
    yield "## 指标结论"
    yield ""
    yield "| 指标 | 类别 | 数量 / 限值 | 结论 |"
    yield "| --- | --- | ---: | --- |"
    order = sorted(result.verdicts, key=lambda v: (not v.hit, not v.open, v.effect.value != "veto", v.indicator))
    for verdict in order:
        limit = "—" if verdict.limit is None else str(verdict.limit)
        yield f"| {escape(verdict.name)} | {EFFECT[verdict.effect]} | {verdict.count} / {limit} | {_word(verdict)} |"
    yield ""


def _word(verdict: Verdict) -> str:
    said = say(verdict)
    return f"{_SYMBOL[said.tone]} {said.word}" + (f"（{said.hint}）" if said.hint else "")


def _counts(findings: tuple[Finding, ...]) -> Iterator[str]:
    counted = Counter((f.severity, f.state) for f in findings if not f.preview)
    yield "## 问题数量"
    yield ""
    yield "| 严重程度 | " + " | ".join(STATE[s] for s in _STATES) + " |"
    yield "| --- |" + " ---: |" * len(_STATES)
    for severity in Severity:
        row = " | ".join(str(counted[severity, state]) for state in _STATES)
        yield f"| {SEVERITY[severity]} | {row} |"
    previews = sum(f.preview for f in findings)
    yield ""
    if previews:
        yield f"另有试行规则提示 {previews} 条，不交办、不计入结果。"
        yield ""


def _fresh(findings: tuple[Finding, ...]) -> Iterator[str]:
    fresh = [f for f in findings if not f.preview and f.state in (State.NEW, State.REOPENED)]
    fresh.sort(key=lambda f: (-f.severity.rank, f.rule, f.subject.key, f.facet))
    yield "## 新增与反弹"
    yield ""
    if not fresh:
        yield "没有。"
    for finding in fresh[:_LISTED]:
        where = f"（{escape(finding.unit, 40)}）" if finding.unit else ""
        head = f"{SEVERITY[finding.severity]}·{STATE[finding.state]}"
        yield f"- **{head}** {finding.rule} {escape(finding.message)}{where}"
        yield f"  {link(address(finding))}"
    if len(fresh) > _LISTED:
        yield f"- …另有 {len(fresh) - _LISTED} 个，见 report.html 或 整改台账.xlsx。"
    yield ""


def _blind(result: RunResult) -> Iterator[str]:
    reasons = Counter(reason_words(u.reason) for u in result.unverified)
    yield "## 未核查的内容"
    yield ""
    coverage = result.coverage
    yield f"- 栏目：应查 {coverage.columns} 个，到达 {coverage.columns_reached} 个。"
    yield f"- 链接目标：发现 {coverage.targets:,} 个，已检测 {coverage.checked:,} 个。"
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        yield f"- {escape(reason)}：{count} 个地址，未计为问题。"
    yield from (f"- {escape(note)}" for note in coverage.notes)
    silent = [o for o in result.outcomes if o.status.value in ("not-assessed", "error")]
    if silent:
        yield f"- 未能核查的规则：{'、'.join(o.rule for o in silent)}（原因见 report.html）。"
