"""This module makes the one view that every renderer draws: lines in order, counts, words; nothing is left to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from auditor.model.finding import Finding, Severity
from auditor.model.run import RunResult
from reports import view_words as words
from reports.view_lines import Address, Line, LineMaker, address
from reports.view_score import ScoreView, score_view
from reports.view_text import plain
from reports.view_verdicts import Headline, Level, VerdictLine, headline, verdict_lines

__all__ = [
    "Address",
    "Clause",
    "Count",
    "Headline",
    "Level",
    "Line",
    "Outcome",
    "Unchecked",
    "VerdictLine",
    "View",
    "build_view",
    "unit_of",
]


UNASSIGNED = "未分派"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many open findings share a word, by severity."""

    word: str
    total: int
    veto: int = 0
    major: int = 0
    minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one rule ended, in words."""

    rule: str
    title: str
    family: str
    word: str
    examined: int
    found: int
    unexamined: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """A target or a group of targets that could not be verified."""

    address: Address
    reason: str
    status: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause that was, or could have been, used."""

    standard: str
    number: str
    indicator: str
    name: str
    clause: str
    effect: str
    limit: str
    provenance: str
    rules: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A run ready to draw. ``lines`` are the open findings, ``closed`` those closed by this run, ``previews`` on trial."""

    result: RunResult
    title: str
    subtitle: str
    headline: Headline
    lines: tuple[Line, ...]
    closed: tuple[Line, ...]
    previews: tuple[Line, ...]
    verdicts: tuple[VerdictLine, ...]
    by_severity: tuple[Count, ...]
    by_family: tuple[Count, ...]
    by_rule: tuple[Count, ...]
    by_unit: tuple[Count, ...]
    by_column: tuple[Count, ...]
    by_state: tuple[Count, ...]
    coverage: tuple[tuple[str, str], ...]
    not_looked_at: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    unchecked: tuple[Unchecked, ...]
    clauses: tuple[Clause, ...]
    score: ScoreView | None = None


def build_view(result: RunResult, unit: str = "") -> View:
    """Return the view of ``result``, of one 责任处室 only where ``unit`` is given."""
    maker = LineMaker(result)
    chosen = [f for f in result.findings if not unit or unit_of(f) == unit]
    lines = _lines(maker, (f for f in chosen if not f.preview))
    closed = _lines(
        maker, (f for f in result.closed if not f.preview and (not unit or unit_of(f) == unit)), after=len(lines)
    )
    verdicts = verdict_lines(result)
    run = result.run
    return View(
        result=result,
        title=f"{plain(run.name)}政务公开检查" + (f"（{plain(unit)}）" if unit else ""),
        subtitle=f"检查日期 {run.as_of} · 页面 {run.pages:,} 个 · 链接 {run.links:,} 条 · 批次 {run.id}",
        headline=headline(result, verdicts, len(lines)),
        lines=lines,
        closed=closed,
        previews=_lines(maker, (f for f in chosen if f.preview)),
        verdicts=verdicts,
        by_severity=_by_severity(lines),
        by_family=_counts(lines, lambda line: line.family),
        by_rule=_counts(lines, lambda line: f"{line.finding.rule} {line.finding.title}"),
        by_unit=_counts(lines, lambda line: unit_of(line.finding)),
        by_column=_counts(lines, lambda line: line.column or "不属于某一栏目"),
        by_state=_counts(lines, lambda line: line.state),
        coverage=_coverage(result),
        not_looked_at=_not_looked_at(result),
        outcomes=_outcomes(result),
        unchecked=_unchecked(result),
        clauses=_clauses(result),
        score=score_view(result.score),
    )


def unit_of(finding: Finding) -> str:
    """Return the 责任处室 under whose name a finding is handed out."""
    return plain(finding.unit) or UNASSIGNED


def _lines(maker: LineMaker, findings: Iterable[Finding], after: int = 0) -> tuple[Line, ...]:
    """Return the lines in order: what was said to be fixed and is not comes first, then rule, subject, facet."""
    made = (maker.line(f, 0) for f in findings)
    ordered = sorted(made, key=lambda e: (not e.on_top, e.finding.rule, e.finding.subject.key, e.finding.facet))
    return tuple(_numbered(line, after + n) for n, line in enumerate(ordered, start=1))


def _numbered(line: Line, number: int) -> Line:
    object.__setattr__(line, "number", number)  # fresh from the maker, seen by nobody yet
    return line


def _counts(lines: Iterable[Line], word: Callable[[Line], str]) -> tuple[Count, ...]:
    """Count lines by a word, most first."""
    cells = Counter((word(line), line.finding.severity) for line in lines)
    totals = Counter[str]()
    for (name, _), n in cells.items():
        totals[name] += n
    return tuple(
        Count(
            word=name,
            total=total,
            veto=cells[name, Severity.VETO],
            major=cells[name, Severity.MAJOR],
            minor=cells[name, Severity.MINOR],
        )
        for name, total in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _by_severity(lines: Iterable[Line]) -> tuple[Count, ...]:
    counted = {c.word: c for c in _counts(lines, lambda line: line.severity)}
    names = [words.SEVERITY[s] for s in (Severity.VETO, Severity.MAJOR, Severity.MINOR)]
    names += [n for n in counted if n not in names]
    return tuple(counted.get(n) or Count(word=n, total=0) for n in names)


def _coverage(result: RunResult) -> tuple[tuple[str, str], ...]:
    c = result.coverage
    return (
        ("抓取页面", f"{c.pages:,} 个"),
        ("登记链接", f"{c.links:,} 条"),
        ("链接目标", f"{c.targets:,} 个，已检测 {c.checked:,} 个"),
        ("应查栏目", f"{c.columns} 个，已查到 {c.columns_reached} 个"),
        ("访问失败", f"{c.failures:,} 个"),
        ("被网站防护拦截", f"{c.challenges:,} 个"),
    )


def _not_looked_at(result: RunResult) -> tuple[str, ...]:
    """Say what this run did not look at, and why."""
    c = result.coverage
    texts = [] if result.run.complete else [f"抓取不完整：{result.run.reason or c.finish_reason}"]
    if c.targets > c.checked:
        texts.append(f"{c.targets - c.checked:,} 个链接目标没有检测到结果，原因见“口径与覆盖”。")
    if c.columns > c.columns_reached:
        texts.append(f"{c.columns - c.columns_reached} 个栏目没有查到，见“栏目更新”。")
    unsure = Counter(
        words.STATUS[o.status] for o in result.outcomes if o.status.value in ("not-assessed", "manual", "error")
    )
    texts += [f"{n} 条规则{word}。" for word, n in sorted(unsure.items())]
    return tuple(plain(t) for t in (*texts, *c.notes))


def _outcomes(result: RunResult) -> tuple[Outcome, ...]:
    titles = {m.code: m.title for m in result.rules}
    found = Counter(f.rule for f in result.findings)
    return tuple(
        Outcome(
            rule=o.rule,
            title=plain(titles.get(o.rule, "")),
            family=words.family(o.rule),
            word=words.STATUS[o.status],
            examined=o.examined,
            found=found[o.rule],
            unexamined=len(o.unexamined),
            note=plain(o.note),
        )
        for o in sorted(result.outcomes, key=lambda o: o.rule)
    )


def _unchecked(result: RunResult) -> tuple[Unchecked, ...]:
    return tuple(
        Unchecked(
            address=address(u.url),
            reason=plain(words.reason(u.reason, u.words)),
            status="" if u.status is None else str(u.status),
            pages=u.pages,
        )
        for u in sorted(result.unverified, key=lambda u: (u.reason, u.url))
    )


def _clauses(result: RunResult) -> tuple[Clause, ...]:
    used = {v.indicator for v in result.verdicts}
    return tuple(
        Clause(
            standard=plain(s.title),
            number=s.number,
            indicator=i.id,
            name=plain(i.name),
            clause=plain(i.clause),
            effect=words.EFFECT[i.effect],
            limit="" if i.limit is None else f"{i.limit} 个",
            provenance=words.PROVENANCE[i.provenance],
            rules="、".join(i.rules) or plain(f"人工：{i.manual}" if i.manual else ""),
            used="采用" if i.id in used else ("未启用" if not i.enabled else "本次未计入"),
        )
        for s in result.standards
        for i in s.indicators
    )
