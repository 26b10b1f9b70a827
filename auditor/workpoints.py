"""This module says how each point of a year's 工作要点 came out; drafting next year's file is in workpoints_draft. It is pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from auditor.model.finding import Finding, RuleOutcome, Severity, State, Status
from auditor.model.site import Site
from auditor.model.standard import Conclusion, Verdict, WorkPlan, WorkPoint, WorkPointResult
from auditor.workpoints_draft import draft

__all__ = ["conclude", "draft"]

_JUDGED = (Status.PASSED, Status.FAILED)
_SILENT = (Status.NOT_ASSESSED, Status.ERROR, Status.MANUAL, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class _Run:
    """What all points are concluded from."""

    findings: tuple[Finding, ...]
    outcomes: Mapping[str, RuleOutcome]
    verdicts: Mapping[str, Verdict]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the run says about one point; ``titles`` are the rules' names for people."""

    titles: Mapping[str, str]
    point: WorkPoint
    findings: tuple[Finding, ...]
    outcomes: tuple[RuleOutcome, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def hit(self) -> bool:
        """Say whether a veto settles the point."""
        return any(v.hit for v in self.verdicts) or any(f.severity is Severity.VETO for f in self.seen)

    @property
    def seen(self) -> tuple[Finding, ...]:
        """The findings of this run; those of earlier ones that it could not examine prove nothing today."""
        return tuple(f for f in self.findings if f.state is not State.UNVERIFIED)

    @property
    def some_clean(self) -> bool:
        """Say whether anything that was judged for the point is in order."""
        faulty: dict[str, set[str]] = {}
        for finding in self.seen:
            faulty.setdefault(finding.rule, set()).add(finding.subject.key)
        judged = [o for o in self.outcomes if o.status in _JUDGED]
        return any(o.examined_keys - faulty.get(o.rule, set()) for o in judged)

    @property
    def examined(self) -> bool:
        return any(o.status in _JUDGED and o.examined for o in self.outcomes)

    @property
    def hinted(self) -> bool:
        """Say whether a rule on trial found something: no fault, and no proof that all is in order."""
        told = {f.rule for f in self.findings}  # of an earlier run too: a recheck keeps what is known only
        return any(o.status is Status.FAILED and o.rule not in told for o in self.outcomes)

    @property
    def blind(self) -> bool:
        """Say whether something that belongs to the point could not be judged, or was not there to be judged."""
        ran = {o.rule for o in self.outcomes}
        return any(o.status in _SILENT or o.unexamined for o in self.outcomes) or not ran.issuperset(self.point.rules)


def conclude(
    plans: Iterable[WorkPlan],
    findings: Iterable[Finding],
    outcomes: Iterable[RuleOutcome],
    verdicts: Iterable[Verdict],
    site: Site,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> tuple[WorkPointResult, ...]:
    """Return one result a work point, in the plans' order; ``titles`` name the rules in 依据的检查."""
    ready = [f for f in findings if not f.preview]
    by_rule = {o.rule: o for o in outcomes}
    by_indicator = {v.indicator: v for v in verdicts}
    run = _Run(tuple(ready), by_rule, by_indicator, titles)
    return tuple(_result(_shown(point, run), site) for plan in plans for point in plan.points)


def _shown(point: WorkPoint, run: _Run) -> _Shown:
    outcomes, verdicts = run.outcomes, run.verdicts
    wanted = {i: verdicts[i] for i in point.indicators if i in verdicts}
    counted = {key for v in wanted.values() for key in v.findings}
    return _Shown(
        titles=run.titles,
        point=point,
        findings=tuple(f for f in run.findings if f.rule in point.rules or f.id in counted),
        outcomes=tuple(outcomes[r] for r in point.rules if r in outcomes),
        verdicts=tuple(wanted.values()),
    )


def _result(shown: _Shown, site: Site) -> WorkPointResult:
    named = dict.fromkeys(f.unit for f in shown.findings if f.unit)
    return WorkPointResult(
        point=shown.point,
        conclusion=_conclusion(shown),
        basis=_basis(shown),
        faults=len(shown.findings),
        unit=shown.point.unit or "、".join(named) or _column_units(shown.point, site),
    )


def _conclusion(shown: _Shown) -> Conclusion:
    if shown.hit:
        return Conclusion.NOT_MET
    if shown.seen:
        # without rules, the findings are those of an indicator that is below its limit
        return Conclusion.PARTLY if shown.some_clean or not shown.point.rules else Conclusion.NOT_MET
    if shown.point.manual or shown.hinted:
        return Conclusion.MANUAL
    if shown.findings:
        return Conclusion.NOT_EXAMINED
    if shown.blind or any(v.open for v in shown.verdicts):
        return Conclusion.NOT_EXAMINED
    if shown.examined or (shown.verdicts and not shown.point.rules):
        return Conclusion.MET
    return Conclusion.NOT_EXAMINED


def _basis(shown: _Shown) -> str:
    """Say what was looked at, a line each, for the column 依据的检查."""
    named = {
        rule: f"{shown.titles.get(rule, '')}（{rule}）" if rule in shown.titles else rule for rule in shown.point.rules
    }
    said = [f"{named[o.rule]}：{_said(o, shown.findings)}" for o in shown.outcomes]
    ran = {o.rule for o in shown.outcomes}
    said += [f"{named[rule]}：本次未运行" for rule in shown.point.rules if rule not in ran]
    said += [f"{v.name}：{v.note}" for v in shown.verdicts if v.note]
    if shown.point.manual:
        said.append(f"人工核查：{shown.point.manual}")
    return "\n".join(said)


def _said(outcome: RuleOutcome, findings: tuple[Finding, ...]) -> str:
    standing = sum(f.rule == outcome.rule and f.state is State.UNVERIFIED for f in findings)
    rest = f"，此前发现的 {standing} 个本次未能核查" if standing else ""
    if outcome.status is Status.NOT_APPLICABLE:
        return (f"不作判断（{outcome.note}）" if outcome.note else "没有查到可核查的对象") + rest
    if outcome.status in _SILENT:
        return "未能核查" + (f"（{outcome.note}）" if outcome.note else "") + rest
    faults = sum(f.rule == outcome.rule for f in findings) - standing
    clean = "未发现问题" if outcome.status is Status.PASSED else "试行规则有提示，须人工确认"
    rest = (f"，另有 {len(outcome.unexamined)} 个未能核查" if outcome.unexamined else "") + rest
    looked = f"核查 {outcome.examined} 个" if outcome.examined else "已全部核查"
    return f"{looked}，{f'问题 {faults} 个' if faults else clean}{rest}"


def _column_units(point: WorkPoint, site: Site) -> str:
    """Name the units of the columns that a point about columns is served by, where the point names none."""
    if not any(rule.startswith("COL") for rule in point.rules):
        return ""
    return "、".join(dict.fromkeys(c.unit for c in site.columns if c.unit))
