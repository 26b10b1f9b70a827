"""This module prepares what report.html says besides its findings: conclusion, verdicts, score frame, coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from auditor.model.finding import Finding, Severity, State, Status
from auditor.model.run import RunResult, Unverified
from auditor.model.site import SiteKind
from auditor.model.standard import Effect, Indicator, Standard
from reports.charts import share_bar
from reports.view import View
from reports.view_verdicts import Level, VerdictLine
from reports.words import SEVERITY, STATE, STATUS, reason_words

_SILENT = (Status.NOT_ASSESSED, Status.ERROR, Status.MANUAL)
_LISTED = 300
TONE = {Level.BAD: "bad", Level.WARN: "warn", Level.GOOD: "good", Level.UNKNOWN: "none"}


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One indicator that counts: its line of the view, and a bar that shows how near it is to its limit."""

    line: VerdictLine
    tone: str
    source: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of the official scoring frame: what this audit can say of it, without invented points."""

    title: str
    weight: str
    said: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A rule that gave no judgement, or a part of its subjects that it could not judge."""

    rule: str
    title: str
    status: str
    note: str
    subjects: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Targets left unverified for one reason."""

    words: str
    targets: tuple[Unverified, ...]
    count: int


def verdict_rows(view: View) -> tuple[VerdictRow, ...]:
    """Return the verdicts in the order of the view."""
    sources = {i.id: s.number or s.title for s in view.result.standards for i in s.indicators}
    return tuple(
        VerdictRow(
            line=line,
            tone=TONE[line.level],
            source=sources.get(line.verdict.indicator, ""),
            bar=share_bar(line.verdict.count, line.verdict.limit) if line.verdict.limit else Markup(),
        )
        for line in view.verdicts
    )


def score_parts(view: View) -> tuple[ScorePart, ...]:
    """Return the frame 否决、扣分、加分; for a department the last two are reference only."""
    result = view.result
    standing = "适用于门户网站" if result.site.kind is SiteKind.PORTAL else "对部门网站仅供参考"
    deductions = [i for s in result.standards for i in s.indicators if _counts(i, result.site.kind)]
    cited = {i for line in view.lines for i in line.finding.indicators}
    faulty = sum(i.id in cited for i in deductions)
    said = (
        f"{len(deductions)} 项扣分指标可由程序核查，其中 {faulty} 项有问题"
        if deductions
        else "没有可由程序核查的扣分指标"
    )
    said = said if result.run.complete else "抓取不完整，不下结论"
    unscored = f"{standing}；各项分值未见公开原文，只列问题，不推算得分。给出本地评分方案（--scheme）时另列参考得分。"
    by_hand = f"{standing}；需人工评定，不推算得分。"
    if view.score is not None:
        unscored = by_hand = f"{standing}；参考得分见下表。"
    first, tone = view.headline.word, TONE[view.headline.level]
    return (
        ScorePart("第一部分 单项否决", "一票否决", first, tone, "命中任何一项，即不合格，其余不再计分。"),
        ScorePart("第二部分 扣分指标", "100 分", said, "note", unscored),
        ScorePart("第三部分 加分指标", "30 分", "见下表" if view.score else "未核查", "note", by_hand),
    )


def _counts(indicator: Indicator, kind: SiteKind) -> bool:
    """Say whether a rule serves an indicator in force that deducts points from a site of this kind."""
    in_force = indicator.enabled and kind.value in indicator.applies_to
    return in_force and indicator.effect is Effect.DEDUCTION and bool(indicator.rules)


def manual_indicators(result: RunResult) -> tuple[tuple[Standard, Indicator], ...]:
    """Return the indicators in force that only a person can check."""
    kind = result.site.kind.value
    return tuple(
        (s, i) for s in result.standards for i in s.indicators if i.enabled and i.manual and kind in i.applies_to
    )


def severity_counts(findings: Iterable[Finding]) -> list[tuple[str, str, int]]:
    """Return (value, word, number) by severity, previews left out."""
    counted = Counter(f.severity for f in findings if not f.preview)
    return [(s.value, SEVERITY[s], counted[s]) for s in Severity]


def state_counts(findings: Iterable[Finding]) -> list[tuple[str, str, int]]:
    """Return (value, word, number) by state, previews left out."""
    counted = Counter(f.state for f in findings if not f.preview)
    return [(s.value, STATE[s], counted[s]) for s in State if s is not State.CLOSED]


def silent_rules(result: RunResult) -> tuple[Silent, ...]:
    """Return what no rule could say, and why."""
    titles = {m.code: m.title for m in result.rules}
    silent = [o for o in result.outcomes if o.status in _SILENT or o.unexamined]
    return tuple(
        Silent(
            rule=o.rule,
            title=titles.get(o.rule, ""),
            status=STATUS[o.status] if o.status in _SILENT else "部分未能核查",
            note=o.note,
            subjects=tuple(sorted(o.unexamined.items()))[:_LISTED],
            more=max(0, len(o.unexamined) - _LISTED),
        )
        for o in sorted(silent, key=lambda o: o.rule)
    )


def unverified_reasons(result: RunResult) -> tuple[Reason, ...]:
    """Group what could not be verified by its reason, the most frequent first."""
    groups: dict[str, list[Unverified]] = {}
    for target in result.unverified:
        groups.setdefault(reason_words(target.reason), []).append(target)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Reason(words, tuple(sorted(targets, key=lambda t: (-t.pages, t.url))[:_LISTED]), len(targets))
        for words, targets in ordered
    )


def outcome_counts(result: RunResult) -> list[tuple[str, int]]:
    """Return how the fetches ended, in words, the most frequent first."""
    return sorted(((reason_words(c), n) for c, n in result.coverage.outcomes.items()), key=lambda item: -item[1])
