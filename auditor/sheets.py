"""This module draws the tables that stand beside the findings: 栏目更新, 目录完整性, 解读配对."""

from __future__ import annotations

from auditor.derive_catalogue import catalogue_states
from auditor.derive_pairing_sheet import pairings
from auditor.derive_stale import Limit, column_states, limit_of
from auditor.engine import Law
from auditor.frames import Tables
from auditor.model.run import CatalogueState, ColumnState, Pairing
from auditor.model.site import ColumnKind, SiteColumn

# kind of column -> the rule that judges its age and the parameter that holds the limit
_JUDGED_BY = {
    ColumnKind.NEWS: ("COL02", "max_age_days"),
    ColumnKind.NOTICE: ("COL03", "max_age_months"),
    ColumnKind.POLICY: ("COL03", "max_age_months"),
    ColumnKind.PLANNING: ("COL04", "planning_months"),
    ColumnKind.PERSONNEL: ("COL04", "personnel_months"),
}
PROMISED = "站点配置承诺的更新周期"


def sheets(tables: Tables, law: Law) -> tuple[tuple[ColumnState, ...], tuple[CatalogueState, ...], tuple[Pairing, ...]]:
    """Return the rows of the three sheets."""
    limits = {c.id: found for c in tables.site.columns if (found := _limit(c, law, tables.site.kind.value))}
    return column_states(tables, limits), catalogue_states(tables), pairings(tables)


def _limit(column: SiteColumn, law: Law, kind: str) -> tuple[Limit, str] | None:
    """Return a column's limit and where it comes from: the same parameters that the rules get."""
    rule, name = _JUDGED_BY.get(column.kind, ("", ""))
    value = law.params(rule, kind).get(name) if rule else None
    given = {"days" if name.endswith("days") else "months": int(value)} if isinstance(value, int) else {}
    limit = limit_of(column, **given)
    if limit is None:
        return None
    return limit, PROMISED if limit.promised else _clause(law, kind, rule, name)


def _clause(law: Law, kind: str, rule: str, name: str) -> str:
    bound = [i for i in law.indicators(kind) if name in i.params.get(rule, {})]
    numbers = {i.id: s.number for s in law.standards for i in s.indicators}
    return f"{numbers[bound[-1].id]} {bound[-1].clause}" if bound else "工作要点或站点配置"
