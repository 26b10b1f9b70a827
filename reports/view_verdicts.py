"""This module puts verdicts and the conclusion of a run into words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.model.run import RunResult
from auditor.model.standard import Effect, Verdict
from reports import view_words as words
from reports.view_lines import clause
from reports.view_text import plain


class Level(StrEnum):
    """How bad a thing looks; renderers give each a colour."""

    BAD = "bad"
    WARN = "warn"
    GOOD = "good"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """A verdict in words. ``tally`` is the near miss or the count: 5 个中已有 3 个."""

    verdict: Verdict
    effect: str
    word: str
    level: Level
    tally: str
    basis: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What one glance must tell: a word, its level, and why."""

    word: str
    level: Level
    reasons: tuple[str, ...]


def verdict_lines(result: RunResult) -> tuple[VerdictLine, ...]:
    """Return the verdicts, vetoes first and hits first among them."""
    clauses = {i.id: clause(s, i) for s in result.standards for i in s.indicators}
    order = {Effect.VETO: 0, Effect.DEDUCTION: 1, Effect.NOTICE: 2}
    ranked = sorted(result.verdicts, key=lambda v: (order[v.effect], not v.hit, not v.open, not v.count, v.indicator))
    return tuple(_line(v, clauses.get(v.indicator, v.clause)) for v in ranked)


def headline(result: RunResult, lines: tuple[VerdictLine, ...], faults: int) -> Headline:
    """Return pass or fail at one glance, and why."""
    if not result.run.complete:
        return Headline(word="无法判断", level=Level.UNKNOWN, reasons=(plain(result.run.reason) or "抓取不完整",))
    vetoes = [v for v in lines if v.verdict.effect is Effect.VETO]
    sure = [v for v in vetoes if v.verdict.hit and not v.verdict.candidate]
    if sure:
        return Headline(word="不合格（触发单项否决）", level=Level.BAD, reasons=tuple(map(_why, sure)))
    if doubtful := [v for v in vetoes if _waiting(v.verdict)]:
        return Headline(word="待人工确认（疑似单项否决）", level=Level.WARN, reasons=tuple(map(_why, doubtful)))
    unfinished = [v for v in vetoes if v.verdict.open]
    reasons = tuple(_why(v) for v in vetoes if v in unfinished or v.verdict.count)
    if unfinished:
        return Headline(word="未触发单项否决（部分未能核查）", level=Level.WARN, reasons=reasons)
    if faults:
        return Headline(word="未触发单项否决", level=Level.GOOD, reasons=(*reasons, f"另有 {faults} 个问题需要整改"))
    return Headline(word="未发现问题", level=Level.GOOD, reasons=reasons)


def _line(verdict: Verdict, basis: str) -> VerdictLine:
    word, level = _judged(verdict)
    return VerdictLine(
        verdict=verdict,
        effect=words.EFFECT[verdict.effect],
        word=word,
        level=level,
        tally=_tally(verdict),
        basis=plain(basis),
        note=plain(verdict.note),
    )


def _judged(verdict: Verdict) -> tuple[str, Level]:
    if _waiting(verdict):
        return "待核", Level.WARN
    if verdict.hit:
        return "触发", Level.BAD
    if _by_hand(verdict):
        return "需人工核查", Level.UNKNOWN
    if verdict.open:
        return "未触发，但未查完", Level.UNKNOWN
    if verdict.limit is None and verdict.count:
        return "列出问题", Level.WARN
    if verdict.count:
        return "未触发，接近界限" if _near(verdict) else "未触发，有问题", Level.WARN
    return "未发现", Level.GOOD


def _waiting(verdict: Verdict) -> bool:
    """Say whether enough was found and a person has to confirm it before it counts (the engine sets no hit then)."""
    return verdict.candidate and verdict.count > 0


def _by_hand(verdict: Verdict) -> bool:
    """Say whether no rule serves the indicator: nothing was found and nothing was left out, yet it is open."""
    return verdict.open and not verdict.count and not verdict.not_examined


def _near(verdict: Verdict) -> bool:
    return verdict.limit is not None and verdict.count * 2 >= verdict.limit


def _tally(verdict: Verdict) -> str:
    missing = f"，另有 {verdict.not_examined} 个未核查" if verdict.not_examined else ""
    if _by_hand(verdict):
        return "需人工核查"
    if verdict.limit is None:
        return f"{verdict.count} 个{missing}"
    if verdict.hit:
        return f"{verdict.count} 个，达到界限 {verdict.limit} 个{missing}"
    return f"{verdict.limit} 个中已有 {verdict.count} 个{missing}"


def _why(line: VerdictLine) -> str:
    return f"{line.verdict.name}：{line.tally}"
