"""This module rolls findings up into verdicts: rules find, verdicts count. It is pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor.model.finding import Finding, RuleOutcome, Status
from auditor.model.standard import Indicator, Verdict

_SILENT = (Status.NOT_ASSESSED, Status.ERROR, Status.MANUAL)


def verdicts(
    indicators: Iterable[Indicator], findings: Iterable[Finding], outcomes: Iterable[RuleOutcome]
) -> tuple[Verdict, ...]:
    """Return one verdict an indicator that counts (``limit`` set), counting distinct subjects over its rules."""
    ready = [f for f in findings if not f.preview]
    by_rule = {o.rule: o for o in outcomes}
    return tuple(_verdict(i, ready, by_rule) for i in indicators if i.limit is not None)


def _verdict(indicator: Indicator, findings: list[Finding], outcomes: Mapping[str, RuleOutcome]) -> Verdict:
    counted = [f for f in findings if f.rule in indicator.rules]
    subjects = {f.subject.key for f in counted}
    served = [outcomes[r] for r in indicator.rules if r in outcomes]
    blind = {key for o in served for key in o.unexamined} - subjects
    limit = indicator.limit or 1
    silent = [o for o in served if o.status in _SILENT and not o.unexamined]
    missing = len(blind) + len(silent)
    hit = len(subjects) >= limit
    return Verdict(
        indicator=indicator.id,
        name=indicator.name,
        clause=indicator.clause,
        effect=indicator.effect,
        count=len(subjects),
        limit=limit,
        hit=hit and not indicator.candidate,
        not_examined=missing,
        open=(hit and indicator.candidate) or (not hit and _could_hit(len(subjects), limit, missing, silent, served)),
        candidate=hit and indicator.candidate,
        findings=tuple(sorted(f.id for f in counted)),
        note=";".join(dict.fromkeys(o.note for o in served if o.note)),
    )


def _could_hit(count: int, limit: int, missing: int, silent: list[RuleOutcome], served: list[RuleOutcome]) -> bool:
    """Say whether what was not examined could still make the indicator hit."""
    return count + missing >= limit or bool(silent) or not served
