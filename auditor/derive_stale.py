"""This module compares a column's newest date with its limit, and draws the sheet 栏目更新 from the same judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from auditor.derive import add_months
from auditor.derive_columns import ColumnView, Reach, column_views, days_old
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Subject, SubjectKind
from auditor.model.run import ColumnState
from auditor.model.site import ColumnKind, SiteColumn

NOTICE_KINDS = frozenset((ColumnKind.NOTICE, ColumnKind.POLICY))
TOPIC_NOTE = "专题栏目不要求持续更新"
EMPTY_NOTE = "空白栏目，见 COL05"
DEAD_NOTE = "栏目页面无法访问，见 COL09"


@dataclass(frozen=True, slots=True)
class Limit:
    """How old the newest entry of a column may be: so many days, or calendar months."""

    days: int | None = None
    months: int | None = None
    promised: bool = False  # by the profile

    @property
    def words(self) -> str:
        """The limit in Chinese."""
        return f"{self.days} 天" if self.days is not None else f"{self.months} 个月"

    def last_day(self, newest: date) -> date:
        """Return the last day on which an entry of that date is still in time."""
        return newest + timedelta(days=self.days) if self.days is not None else add_months(newest, self.months or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staleness:
    """What is to be said of one column: stale, in time, or (``unknown``, Chinese) why that cannot be told."""

    view: ColumnView
    limit: Limit
    stale: bool = False
    unknown: str = ""


def limit_of(column: SiteColumn, *, days: int | None = None, months: int | None = None) -> Limit | None:
    """Return the limit that binds a column: the profile's promise first, then the standard's; None where neither gives one."""
    if column.kind is ColumnKind.TOPIC:
        return None
    if column.max_age_days is not None:
        return Limit(days=column.max_age_days, promised=True)
    return None if days is None and months is None else Limit(days=days, months=months)


def staleness(tables: Tables, view: ColumnView, limit: Limit) -> Staleness:
    """Judge one column."""
    if unknown := _unknown(tables, view):
        return Staleness(view=view, limit=limit, unknown=unknown)
    if view.newest is not None and limit.last_day(date.fromisoformat(view.newest.date)) >= tables.as_of:
        return Staleness(view=view, limit=limit)
    if view.scripted:
        return Staleness(view=view, limit=limit, unknown="列表由脚本生成，未能读取全部条目")
    return Staleness(view=view, limit=limit, stale=True)


def _unknown(tables: Tables, view: ColumnView) -> str:
    if view.reach is not Reach.READ:
        return DEAD_NOTE if view.reach is Reach.DEAD else view.reason
    if view.empty:
        return EMPTY_NOTE
    if view.newest is not None:
        return ""
    if view.entries and not view.unknown_dates and not view.scripted:
        return ""  # every entry was looked at and none shows a date: that counts as not updated
    if view.scripted:
        return "列表由脚本生成，未能读取"
    if view.entries:
        return "列表不显示日期，其中的文章未能全部读取"
    return "栏目不是列表，页面上没有日期可以核对"


def stale_report(tables: Tables, limits: Mapping[str, Limit]) -> RuleReport:
    """Report the stale ones among the columns that have a limit (id -> limit)."""
    judged = [staleness(tables, v, limits[v.column.id]) for v in column_views(tables) if v.column.id in limits]
    return RuleReport(
        faults=tuple(_fault(tables, s) for s in judged if s.stale),
        examined=frozenset(s.view.column.url for s in judged if not s.unknown),
        unexamined={s.view.column.url: s.unknown for s in judged if s.unknown},
    )


def _fault(tables: Tables, judged: Staleness) -> Fault:
    column, newest, limit = judged.view.column, judged.view.newest, judged.limit
    promise = f"承诺的 {limit.words}" if limit.promised else f" {limit.words}"
    observed = f"{judged.view.entries} 条信息均没有日期"
    message = f"栏目“{column.name}”的 {judged.view.entries} 条信息均没有日期，按未更新处理，要求{promise}内更新。"
    if newest is not None:
        observed = f"最新一条的日期是 {newest.date}"
        age = days_old(tables, newest.date)
        message = (
            f"栏目“{column.name}”最新一条信息的日期是 {newest.date}，距检查日 {age} 天，超过{promise}内更新的要求。"
        )
    return Fault(
        subject=Subject(SubjectKind.SITE_COLUMN, column.url, column.name),
        message=message,
        evidence=(
            Evidence(
                url=column.url,
                observed=observed,
                expected=f"{promise.strip()}内有新信息",
                snippet=newest.title if newest else "",
                place="列表",
                status=judged.view.status,
                at=judged.view.at,
            ),
        ),
        column=column.id,
    )


def limits_for(columns: Iterable[SiteColumn], kinds: Mapping[ColumnKind, Limit]) -> dict[str, Limit]:
    """Return the limits of columns of some kinds, the profile's promise first."""
    found = {}
    for column in columns:
        if column.kind in kinds:
            given = kinds[column.kind]
            limit = limit_of(column, days=given.days, months=given.months)
            if limit is not None:
                found[column.id] = limit
    return found


def column_states(tables: Tables, limits: Mapping[str, tuple[Limit, str]]) -> tuple[ColumnState, ...]:
    """Return the rows of the sheet 栏目更新; ``limits``: column id -> its limit and the basis (Chinese) of it."""
    return tuple(_state(tables, view, *limits.get(view.column.id, (None, ""))) for view in column_views(tables))


def _state(tables: Tables, view: ColumnView, limit: Limit | None, basis: str) -> ColumnState:
    column, newest = view.column, view.newest
    state, note = _state_words(tables, view, limit)
    return ColumnState(
        id=column.id,
        name=column.name,
        url=column.url,
        kind=column.kind.value,
        unit=column.unit,
        items=view.entries,
        newest=newest.date if newest else None,
        age_days=max(0, days_old(tables, newest.date)) if newest else None,
        limit=limit.words if limit else "",
        basis=basis,
        state=state,
        note=note,
    )


def _state_words(tables: Tables, view: ColumnView, limit: Limit | None) -> tuple[str, str]:
    if view.reach is Reach.DEAD:
        return "无法访问", view.reason
    if view.reach is Reach.UNREAD:
        return "未核查", view.reason
    if view.empty:
        return "空白", "栏目内没有任何信息"
    if limit is None:
        return "不适用", TOPIC_NOTE if view.column.kind is ColumnKind.TOPIC else "标准和站点配置都没有规定更新周期"
    judged = staleness(tables, view, limit)
    if judged.unknown:
        return "未核查", judged.unknown
    return ("超期", f"超过 {limit.words}") if judged.stale else ("正常", "")
