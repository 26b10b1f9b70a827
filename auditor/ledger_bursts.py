"""This module finds 突击更新: entries dated before a visit of ours that found the list without them. It is pure.

A finding of these rules proves that its list was read on that day and held nothing newer. An entry that came later and claims an
earlier day was back-filled, or moved here from elsewhere: a person decides, so the ledger only says so beside the claim.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from auditor.model.finding import Finding, State
from auditor.model.ledger import RunRecord
from auditor.model.site import SiteColumn

# Rules whose finding says: the list was read, and lacks what is new.
STALE = frozenset(("COL01", "COL02", "COL03", "COL04", "CAT12"))
EMPTY = frozenset(("COL05", "CAT03"))
HOME = ""
_FOUND = frozenset((State.NEW, State.PERSISTING, State.REOPENED))
# Ours, not a regulation's. A file signed last week may well be published today; two late ones are no burst.
_LATE_DAYS = 7
_FROM = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """A dated entry of a site column (id; HOME is the homepage) and the day of its first sighting; days YYYY-MM-DD."""

    column: str
    date: str
    first_seen: str


@dataclass(frozen=True, slots=True)
class Move:
    """A finding's state after a run that changed it."""

    finding: str
    run: str
    after: State


@dataclass(frozen=True, slots=True)
class Place:
    """The column whose list a finding speaks of; ``empty``: the finding says that nothing was on it."""

    column: str
    empty: bool = False


def place_of(finding: Finding, columns: Iterable[SiteColumn]) -> Place | None:
    """Return the list that a finding speaks of, None where it speaks of none."""
    if finding.rule == "COL01":
        return Place(HOME)
    if finding.rule not in STALE | EMPTY:
        return None
    column = finding.column or next((c.id for c in columns if c.url == finding.subject.key), "")
    return Place(column, finding.rule in EMPTY) if column else None


def found_on(moves: Iterable[Move], runs: Sequence[RunRecord]) -> dict[str, tuple[str, ...]]:
    """Return the days of the runs (in their order) that found each finding, since it was last opened."""
    by_run: defaultdict[str, dict[str, State]] = defaultdict(dict)
    for move in moves:
        by_run[move.run][move.finding] = move.after
    now: dict[str, State] = {}
    days: dict[str, list[str]] = {}
    for run in runs:
        changed = by_run.get(run.id, {})
        now.update(changed)
        for finding, state in now.items():
            if changed.get(finding) in (State.NEW, State.REOPENED):
                days[finding] = []
            if state in _FOUND:
                days.setdefault(finding, []).append(run.as_of)
    return {finding: tuple(found) for finding, found in days.items()}


def bursts(
    places: Mapping[str, Place], visits: Mapping[str, Sequence[str]], entries: Iterable[Listed]
) -> dict[str, str]:
    """Return a sentence for each finding (id -> its list) beside which a burst is to be shown.

    ``visits``: the days on which the finding was found, the list read without what came later.
    """
    by_column: defaultdict[str, list[Listed]] = defaultdict(list)
    for entry in entries:
        by_column[entry.column].append(entry)
    told = {}
    for finding, place in places.items():
        late = _late(by_column.get(place.column, []), sorted(visits.get(finding, ())), place)
        if len(late) >= _FROM:
            told[finding] = _words(late, place.column == HOME)
    return told


def _late(entries: Sequence[Listed], visits: Sequence[str], place: Place) -> list[tuple[Listed, str]]:
    """Return the entries dated well before a visit that did not meet them, each with the day of that visit."""
    if not visits:
        return []
    before = [e.date for e in entries if e.first_seen <= visits[0]]
    if not before and not place.empty:
        return []  # nothing of what stood there is met again: the list has other addresses now
    # What is older than most that stood there may have stood on a further page that was not read then.
    floor = median_low(before) if before else ""
    found = []
    for entry in entries:
        position = bisect_left(visits, entry.first_seen)
        if position and entry.date >= floor and _days(entry.date, visits[position - 1]) >= _LATE_DAYS:
            found.append((entry, visits[position - 1]))
    return found


def _days(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)) // timedelta(days=1)


def _words(late: Sequence[tuple[Listed, str]], on_home: bool) -> str:
    dates = sorted(entry.date for entry, _ in late)
    visits = sorted({visit for _, visit in late})
    seen = sorted({entry.first_seen for entry, _ in late})
    where = "首页" if on_home else "该栏目"
    return (
        f"{where}有 {len(late)} 条信息标注的日期在 {_span(dates)}，但 {_span(visits)} 检查时还没有，"
        f"{_span(seen)} 才首次见到，请核实是否为集中补发"
    )


def _span(days: Sequence[str]) -> str:
    return days[0] if days[0] == days[-1] else f"{days[0]} 至 {days[-1]}"
