"""This module rolls findings up into verdicts: rules find, verdicts count. It is pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.model.finding import Finding, RuleOutcome, Status
from auditor.model.standard import Indicator, Verdict

_SILENT = (Status.NOT_ASSESSED, Status.ERROR, Status.MANUAL)


def verdicts(
    indicators: Iterable[Indicator], findings: Iterable[Finding], outcomes: Iterable[RuleOutcome]
) -> tuple[Verdict, ...]:
    """Return one verdict an indicator that counts (``limit`` set), counting distinct subjects over its rules."""
    ready = [f for f in findings if not f.preview]
    by_rule = {o.rule: o for o in outcomes}
    return tuple(_verdict(i, _count(i, ready, by_rule)) for i in indicators if i.limit is not None)


@dataclass(frozen=True, slots=True)
class _Tally:
    """What counts towards one indicator, and what could not be seen.

    ``blind``: subjects not examined -> reason. ``silent``: why whole rules said nothing; how many subjects they hide is unknown.
    """

    limit: int
    findings: tuple[str, ...]
    count: int
    blind: Mapping[str, str]
    silent: tuple[str, ...]

    @property
    def hit(self) -> bool:
        return self.count >= self.limit

    @property
    def could_hit(self) -> bool:
        """Say whether what was not examined could still make the indicator hit."""
        return not self.hit and (bool(self.silent) or self.count + len(self.blind) >= self.limit)


def _count(indicator: Indicator, findings: list[Finding], outcomes: Mapping[str, RuleOutcome]) -> _Tally:
    counted = [f for f in findings if f.rule in indicator.rules and _grave_enough(f, indicator)]
    subjects = {f.subject.key for f in counted}
    served = [outcomes[r] for r in indicator.rules if r in outcomes]
    blind = {key: reason for o in served for key, reason in o.unexamined.items() if key not in subjects}
    silent = [f"{o.rule} {o.note or '未作判断'}" for o in served if o.status in _SILENT and not o.unexamined]
    silent += [f"{rule} 本次未运行" for rule in indicator.rules if rule not in outcomes]
    return _Tally(
        limit=indicator.limit or 1,
        findings=tuple(sorted(f.id for f in counted)),
        count=len(subjects),
        blind=blind,
        silent=tuple(silent),
    )


def _grave_enough(finding: Finding, indicator: Indicator) -> bool:
    return indicator.at_least is None or finding.severity.rank >= indicator.at_least.rank


def _verdict(indicator: Indicator, tally: _Tally) -> Verdict:
    waiting = tally.hit and indicator.candidate
    return Verdict(
        indicator=indicator.id,
        name=indicator.name,
        clause=indicator.clause,
        effect=indicator.effect,
        count=tally.count,
        limit=tally.limit,
        hit=tally.hit and not indicator.candidate,
        not_examined=len(tally.blind) + len(tally.silent),
        open=waiting or tally.could_hit or not indicator.rules,
        candidate=waiting,
        findings=tally.findings,
        note=_note(indicator, tally),
    )


def _note(indicator: Indicator, tally: _Tally) -> str:
    if not indicator.rules:
        return f"需人工核查：{indicator.manual}"
    said = [_standing(indicator, tally)]
    if tally.blind:
        said.append(f"另有 {len(tally.blind)} 个未核查（{_reasons(tally.blind)}）")
    said += [f"未核查：{reason}" for reason in tally.silent]
    if tally.could_hit:
        said.append("尚不能下结论")
    return "；".join(said)


def _standing(indicator: Indicator, tally: _Tally) -> str:
    if tally.hit and indicator.candidate:
        return f"发现 {tally.count} 处疑似，待核：{indicator.manual or '由人工确认后计入'}"
    if tally.hit:
        return f"已有 {tally.count} 个，达到 {tally.limit} 个的限值"
    if tally.count:
        return f"{tally.limit} 个中已有 {tally.count} 个"
    return "已核查的部分未发现问题" if tally.blind or tally.silent else "未发现问题"


def _reasons(blind: Mapping[str, str]) -> str:
    return "、".join(f"{reason or '未说明'} {n}" for reason, n in Counter(blind.values()).most_common(3))
