"""This module prepares what report.html says besides its findings: conclusion, verdicts, score frame, coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from auditor.model.finding import Finding, Severity, State, Status
from auditor.model.run import RunResult, Unverified
from auditor.model.site import SiteKind
from auditor.model.standard import Effect, Indicator, Standard, Verdict
from reports.charts import share_bar
from reports.gate import gates
from reports.verdict_words import say
from reports.words import EFFECT, PROVENANCE, SEVERITY, STATE, STATUS, reason_words

_SILENT = (Status.NOT_ASSESSED, Status.ERROR, Status.MANUAL)
_LISTED = 300


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What one glance should tell. ``tone``: bad, warn, good, none (colours and symbols follow it)."""

    tone: str
    headline: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One indicator that counts, and how near it is to its limit."""

    verdict: Verdict
    effect: str
    provenance: str
    tone: str
    word: str
    hint: str
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


def conclusion(result: RunResult, findings: Sequence[Finding]) -> Conclusion:
    """Return pass or fail at a glance, with the reasons in order of weight."""
    if not result.run.complete:
        why = result.run.reason or result.coverage.finish_reason or "原因未记录"
        return Conclusion("none", "本次不下结论", (f"抓取不完整：{why}", "已有问题不会因本次检查而销号。"))
    vetoes = [v for v in result.verdicts if v.effect is Effect.VETO]
    hits = [v for v in vetoes if v.hit]
    unsure = [v for v in vetoes if not v.hit and (v.open or (v.candidate and v.count))]
    fresh = sum(gates(f, result) for f in findings)
    reasons = [f"{v.name}：{_amount(v)}" for v in hits]
    reasons += [f"{v.name}：{_unsure(v)}" for v in unsure]
    reasons.append(f"达到门槛的新增或反弹问题 {fresh} 个" if fresh else "没有达到门槛的新增或反弹问题")
    if hits:
        return Conclusion("bad", f"单项否决命中 {len(hits)} 项", tuple(reasons))
    if unsure:
        return Conclusion("warn", f"未命中单项否决，{len(unsure)} 项未能排除", tuple(reasons))
    if not vetoes:
        return Conclusion("none", "没有可判定的单项否决指标", tuple(reasons))
    return Conclusion("good", "未命中单项否决", tuple(reasons))


def verdict_rows(result: RunResult) -> tuple[VerdictRow, ...]:
    """Return the verdicts, what is hit first, then what is near or open, vetoes before deductions."""
    known = {i.id: i for s in result.standards for i in s.indicators}
    rows = [_verdict_row(v, known.get(v.indicator)) for v in result.verdicts]
    rank = {"bad": 0, "warn": 1, "near": 2, "note": 3, "good": 4}
    return tuple(sorted(rows, key=lambda r: (rank[r.tone], r.verdict.effect is not Effect.VETO)))


def _verdict_row(verdict: Verdict, indicator: Indicator | None) -> VerdictRow:
    said = say(verdict)
    return VerdictRow(
        verdict=verdict,
        effect=EFFECT[verdict.effect],
        provenance=PROVENANCE[indicator.provenance] if indicator else "",
        tone=said.tone,
        word=said.word,
        hint=said.hint,
        bar=share_bar(verdict.count, verdict.limit) if verdict.limit else Markup(),
    )


def _amount(verdict: Verdict) -> str:
    return f"{verdict.count} 个" + (f"，限值 {verdict.limit} 个" if verdict.limit else "")


def _unsure(verdict: Verdict) -> str:
    if verdict.candidate and verdict.count:
        return f"{verdict.count} 个线索，待人工确认"
    return f"已发现 {verdict.count} 个，还有 {verdict.not_examined} 个未能核查"


def score_parts(result: RunResult) -> tuple[ScorePart, ...]:
    """Return the frame 否决、扣分、加分; for a department the last two are reference only."""
    bound = result.site.kind is SiteKind.PORTAL
    standing = "适用于门户网站" if bound else "对部门网站仅供参考"
    veto = conclusion(result, ())
    deductions = [v for v in result.verdicts if v.effect is Effect.DEDUCTION]
    with_faults = [v for v in deductions if v.count]
    said = (
        f"{len(deductions)} 项扣分指标中，{len(with_faults)} 项有问题" if deductions else "本次没有可自动核查的扣分指标"
    )
    return (
        ScorePart("第一部分 单项否决", "一票否决", veto.headline, veto.tone, "命中任何一项，即不合格，其余不再计分。"),
        ScorePart(
            "第二部分 扣分指标", "100 分", said, "note", f"{standing}；各项分值未见公开原文，只列问题，不推算得分。"
        ),
        ScorePart("第三部分 加分指标", "30 分", "未核查", "note", f"{standing}；需人工评定，不推算得分。"),
    )


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
