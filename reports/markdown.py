"""This module writes summary.md: what a person needs to see under a CI job, in GitHub's Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.model.finding import Severity, State, Status
from auditor.model.run import RenderOptions, RunResult
from reports.gate import gate_words, gates
from reports.junit import address
from reports.output import write_text
from reports.page_text import clean, one_line, web_link
from reports.view import View, build_view
from reports.view_verdicts import Level
from reports.words import SEVERITY, STATE

_LISTED = 30  # a job summary is read, not searched; everything stands in report.html
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$])")
_SYMBOL = {Level.BAD: "❌", Level.WARN: "⚠️", Level.GOOD: "✅", Level.UNKNOWN: "❔"}
_STATES = (State.NEW, State.REOPENED, State.PERSISTING, State.UNVERIFIED)


@dataclass(frozen=True, slots=True)
class Summary:
    """Renderer of summary.md."""

    name: str = "markdown"
    filename: str = "summary.md"

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write result, verdicts, counts, what is new, and what was not looked at."""
        view = build_view(result, options.unit)
        parts = (_head(view), _verdicts(view), _counts(view), _fresh(view), _blind(view))
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


def _head(view: View) -> Iterator[str]:
    run = view.result.run
    yield f"# {escape(view.title)}"
    yield ""
    yield f"**{_SYMBOL[view.headline.level]} {escape(view.headline.word)}**"
    yield ""
    yield from (f"- {escape(reason)}" for reason in view.headline.reasons)
    if run.complete:
        fresh = sum(gates(line.finding, view.result) for line in view.lines)
        yield f"- {'❌ ' if fresh else ''}{gate_words(view.result, fresh)}"
    yield ""
    yield f"检查基准日 {escape(run.as_of)}，抓取页面 {run.pages:,} 个，链接 {run.links:,} 条，运行编号 `{run.id}`。"
    yield ""


def _verdicts(view: View) -> Iterator[str]:
    if not view.verdicts:
        return
    yield "## 指标结论"
    yield ""
    yield "| 指标 | 类别 | 结论 | 数量 |"
    yield "| --- | --- | --- | --- |"
    for line in view.verdicts:
        word = f"{_SYMBOL[line.level]} {escape(line.word)}"
        yield f"| {escape(line.verdict.name)} | {line.effect} | {word} | {escape(line.tally)} |"
    yield ""


def _counts(view: View) -> Iterator[str]:
    counted = Counter((line.finding.severity, line.finding.state) for line in view.lines)
    yield "## 问题数量"
    yield ""
    yield "| 严重程度 | " + " | ".join(STATE[s] for s in _STATES) + " |"
    yield "| --- |" + " ---: |" * len(_STATES)
    for severity in Severity:
        row = " | ".join(str(counted[severity, state]) for state in _STATES)
        yield f"| {SEVERITY[severity]} | {row} |"
    yield ""
    if view.closed:
        yield f"本次销号 {len(view.closed)} 个。"
        yield ""
    if view.previews:
        yield f"另有试行规则提示 {len(view.previews)} 条，不交办、不计入结果。"
        yield ""


def _fresh(view: View) -> Iterator[str]:
    fresh = [line for line in view.lines if line.finding.state in (State.NEW, State.REOPENED)]
    fresh.sort(key=lambda line: (-line.finding.severity.rank, line.finding.rule, line.finding.subject.key))
    yield "## 新增与反弹"
    yield ""
    if not fresh:
        yield "没有。"
    for line in fresh[:_LISTED]:
        where = f"（{escape(line.unit, 40)}）" if line.unit else ""
        yield f"- **{line.severity}·{line.state}** {line.finding.rule} {escape(line.message)}{where}"
        yield f"  {link(address(line.finding))}"
    if len(fresh) > _LISTED:
        yield f"- …另有 {len(fresh) - _LISTED} 个，见 report.html 或 整改台账.xlsx。"
    yield ""


def _blind(view: View) -> Iterator[str]:
    yield "## 未核查的内容"
    yield ""
    yield from (f"- {escape(text)}" for text in view.not_looked_at)
    reasons = Counter(target.reason for target in view.unchecked)
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        yield f"- {escape(reason)}：{count} 个地址，未计为问题。"
    silent = [o for o in view.result.outcomes if o.status in (Status.NOT_ASSESSED, Status.ERROR)]
    if silent:
        yield f"- 未能核查的规则：{'、'.join(sorted(o.rule for o in silent))}（原因见 report.html）。"
    if not (view.not_looked_at or reasons or silent):
        yield "没有。"
