"""This module says how each point of a year's 工作要点 came out; drafting next year's file is in workpoints_draft. It is pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.model.finding import Finding, RuleOutcome, Severity, Status
from auditor.model.site import Site
from auditor.model.standard import Conclusion, Verdict, WorkPlan, WorkPoint, WorkPointResult
from auditor.workpoints_draft import draft

__all__ = ["conclude", "draft"]

_JUDGED = (Status.PASSED, Status.FAILED)
_SILENT = (Status.NOT_ASSESSED, Status.ERROR, Status.MANUAL)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the run says about one point."""

    point: WorkPoint
    findings: tuple[Finding, ...]
    outcomes: tuple[RuleOutcome, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def hit(self) -> bool:
        """Say whether a veto settles the point."""
        return any(v.hit for v in self.verdicts) or any(f.severity is Severity.VETO for f in self.findings)

    @property
    def some_clean(self) -> bool:
        """Say whether anything that was judged for the point is in order."""
        faulty: dict[str, set[str]] = {}
        for finding in self.findings:
            faulty.setdefault(finding.rule, set()).add(finding.subject.key)
        judged = [o for o in self.outcomes if o.status in _JUDGED]
        return any(o.examined_keys - faulty.get(o.rule, set()) for o in judged)

    @property
    def examined(self) -> bool:
        return any(o.status in _JUDGED and o.examined for o in self.outcomes)

    @property
    def blind(self) -> bool:
        """Say whether something that belongs to the point could not be judged."""
        return any(o.status in _SILENT or o.unexamined for o in self.outcomes)


def conclude(
    plans: Iterable[WorkPlan],
    findings: Iterable[Finding],
    outcomes: Iterable[RuleOutcome],
    verdicts: Iterable[Verdict],
    site: Site,
) -> tuple[WorkPointResult, ...]:
    """Return one result a work point, in the plans' order."""
    ready = [f for f in findings if not f.preview]
    by_rule = {o.rule: o for o in outcomes}
    by_indicator = {v.indicator: v for v in verdicts}
    return tuple(_result(_shown(point, ready, by_rule, by_indicator), site) for plan in plans for point in plan.points)


def _shown(
    point: WorkPoint, findings: list[Finding], outcomes: Mapping[str, RuleOutcome], verdicts: Mapping[str, Verdict]
) -> _Shown:
    wanted = {i: verdicts[i] for i in point.indicators if i in verdicts}
    counted = {key for v in wanted.values() for key in v.findings}
    return _Shown(
        point=point,
        findings=tuple(f for f in findings if f.rule in point.rules or f.id in counted),
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
    if shown.findings:
        return Conclusion.PARTLY if shown.some_clean else Conclusion.NOT_MET
    if shown.point.manual:
        return Conclusion.MANUAL
    if shown.blind or any(v.open for v in shown.verdicts):
        return Conclusion.NOT_EXAMINED
    if shown.examined or (shown.verdicts and not shown.point.rules):
        return Conclusion.MET
    return Conclusion.NOT_EXAMINED


def _basis(shown: _Shown) -> str:
    """Say what was looked at, for the column 依据的检查."""
    said = [_said(outcome, shown.findings) for outcome in shown.outcomes]
    ran = {o.rule for o in shown.outcomes}
    said += [f"{rule}：本次未运行" for rule in shown.point.rules if rule not in ran]
    said += [f"{v.name}：{v.note}" for v in shown.verdicts if v.note]
    if shown.point.manual:
        said.append(f"人工核查：{shown.point.manual}")
    return "；".join(said)


def _said(outcome: RuleOutcome, findings: tuple[Finding, ...]) -> str:
    if outcome.status in (Status.NOT_APPLICABLE, *_SILENT):
        words = "不适用" if outcome.status is Status.NOT_APPLICABLE else "未能核查"
        return f"{outcome.rule}：{words}" + (f"（{outcome.note}）" if outcome.note else "")
    faults = sum(f.rule == outcome.rule for f in findings)
    rest = f"，{len(outcome.unexamined)} 个未能核查" if outcome.unexamined else ""
    return f"{outcome.rule}：核查 {outcome.examined} 个，{f'问题 {faults} 个' if faults else '未发现问题'}{rest}"


def _column_units(point: WorkPoint, site: Site) -> str:
    """Name the units of the columns that a point about columns is served by, where the point names none."""
    if not any(rule.startswith("COL") for rule in point.rules):
        return ""
    return "、".join(dict.fromkeys(c.unit for c in site.columns if c.unit))
