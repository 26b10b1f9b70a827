"""This module runs rules over tables and turns what they say into outcomes and findings. It is pure."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

from auditor.derive import visit_times
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, Finding, RuleOutcome, RuleReport, Severity, Status, finding_id
from auditor.model.marks import nested_marks
from auditor.model.personal import mask
from auditor.model.rule import Rule
from auditor.model.standard import Indicator, Scalar, Standard, WorkPlan
from auditor.standards import resolve_params

logger = logging.getLogger(__name__)

# 建议期限 in working days by severity; DESIGN.md section 6. A profile's [rules.due] changes them.
DUE_WORKDAYS: Mapping[Severity, int] = {Severity.VETO: 3, Severity.MAJOR: 10, Severity.MINOR: 20}


@dataclass(frozen=True, slots=True)
class Law:
    """What applies to a site: standards, work plans, and the profile's own parameters (rule code -> values)."""

    standards: tuple[Standard, ...] = ()
    plans: tuple[WorkPlan, ...] = ()
    profile: Mapping[str, Mapping[str, Any]] | None = None

    def indicators(self, kind: str) -> tuple[Indicator, ...]:
        """Return the enabled indicators that bind a site of this kind."""
        return tuple(i for s in self.standards for i in s.indicators if i.enabled and kind in i.applies_to)

    def params(self, code: str, kind: str) -> dict[str, Scalar]:
        """Return the parameter values of one rule, the most local one winning."""
        return resolve_params(code, self.standards, self.plans, kind, self.profile or {})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all rules said: one outcome a rule, findings sorted by rule, subject, facet."""

    outcomes: tuple[RuleOutcome, ...]
    findings: tuple[Finding, ...]


class MissingParameter(Exception):  # noqa: N818 - an outcome, not a mistake
    """No standard gives a value that a rule needs."""


def judge(tables: Tables, rules: Iterable[Rule], law: Law) -> Judgement:
    """Run every rule; a rule that crashes is an outcome of its own and stops no other."""
    outcomes: list[RuleOutcome] = []
    findings: list[Finding] = []
    for rule in rules:
        report, error = _run(rule, tables, law)
        outcomes.append(_outcome(rule, report, error))
        findings += [_finding(rule, fault, tables, law) for fault in report.faults]
    unique = {f.id: f for f in reversed(findings)}
    ordered = sorted(unique.values(), key=lambda f: (f.rule, f.subject.key, f.facet))
    return Judgement(tuple(outcomes), tuple(ordered))


def _run(rule: Rule, tables: Tables, law: Law) -> tuple[RuleReport, str]:
    try:
        params = build_params(rule, law.params(rule.meta.code, tables.site.kind.value))
    except MissingParameter as missing:
        return RuleReport(status=Status.NOT_APPLICABLE, note=str(missing)), ""
    try:
        return rule.check(tables, params), ""
    except Exception as error:
        logger.exception("rule %s failed", rule.meta.code)
        return RuleReport(), f"规则执行出错（{type(error).__name__}），本次未作判断"


def build_params(rule: Rule, values: Mapping[str, Scalar]) -> Any:
    """Build the rule's Params; raise MissingParameter where one without default has no value, ValueError for an unknown name."""
    known = {f.name for f in fields(rule.params)}
    if unknown := set(values) - known:
        raise ValueError(
            f"{rule.meta.code}：没有名为 {sorted(unknown)[0]!r} 的参数，可用的有：{'、'.join(sorted(known))}"
        )
    for spec in fields(rule.params):
        if spec.name not in values and spec.default is MISSING and spec.default_factory is MISSING:
            raise MissingParameter(f"所用标准、工作要点和站点配置都没有规定 {spec.name}，不作判断")
    return rule.params(**values)


def _outcome(rule: Rule, report: RuleReport, error: str) -> RuleOutcome:
    return RuleOutcome(
        rule=rule.meta.code,
        status=Status.ERROR if error else report.status or _status(report),
        examined=len(report.examined),
        note=error or report.note,
        examined_keys=report.examined,
        unexamined=dict(report.unexamined),
        exhaustive=report.exhaustive and not error,
    )


def _status(report: RuleReport) -> Status:
    if report.faults:
        return Status.FAILED
    if report.examined or report.exhaustive:
        return Status.PASSED
    return Status.NOT_ASSESSED if report.unexamined else Status.NOT_APPLICABLE


def _finding(rule: Rule, fault: Fault, tables: Tables, law: Law) -> Finding:
    meta, site = rule.meta, tables.site
    severity = Severity.HINT if meta.preview else fault.severity or meta.severity
    days = law_due(law).get(severity)
    return Finding(
        id=finding_id(site.id, meta.code, fault.subject, fault.facet),
        rule=meta.code,
        name=meta.name,
        title=meta.title,
        severity=severity,
        subject=replace(fault.subject, label=mask(fault.subject.label)),
        facet=fault.facet,
        message=nested_marks(mask(fault.message)),
        indicators=tuple(i.id for i in law.indicators(site.kind.value) if meta.code in i.rules),
        work_points=tuple(p.id for plan in law.plans for p in plan.points if meta.code in p.rules),
        unit=_unit(fault, tables),
        occurrences=fault.occurrences,
        evidence=tuple(_masked(_timed(seen, tables)) for seen in fault.evidence),
        remediation=meta.remediation,
        due=None if meta.preview or days is None else tables.workdays.add(tables.as_of, days).isoformat(),
        preview=meta.preview,
        column=fault.column,
    )


def _timed(seen: Evidence, tables: Tables) -> Evidence:
    """Return the evidence with the moment of the visit to its page, where the rule named none."""
    return seen if seen.at else replace(seen, at=visit_times(tables).get(seen.url, ""))


def _masked(seen: Evidence) -> Evidence:
    """Return the evidence without personal numbers: a finding of any rule may quote a page that shows one."""
    return replace(
        seen,
        observed=nested_marks(mask(seen.observed)),
        snippet=mask(seen.snippet),
        place=mask(seen.place),
        expected=nested_marks(mask(seen.expected)),
    )


def law_due(law: Law) -> Mapping[Severity, int]:
    """Return the working days allowed by severity, with the profile's ``[rules.due]`` (veto, major, minor) on top."""
    own = (law.profile or {}).get("due", {})
    return {s: int(own.get(s.value, days)) for s, days in DUE_WORKDAYS.items()}


def _unit(fault: Fault, tables: Tables) -> str:
    named = next((c.unit for c in tables.site.columns if c.id == fault.column and c.unit), "")
    return named or fault.source
