"""This module says what was looked at and what was not: the counts of the sheet 口径与覆盖 and the unverified targets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from auditor.derive import ids, text
from auditor.derive_columns import Reach, column_views
from auditor.derive_links import Target, failure, targets
from auditor.frames import Tables, rows
from auditor.model.fetch import FACTS, Outcome
from auditor.model.run import Coverage, Unverified

# From so many addresses of one host with one reason on, they stand in one line.
_GROUP_FROM = 20
# These say nothing of the single address: always one line a host.
_HOSTWIDE = (
    Outcome.OUT_OF_SCOPE, Outcome.DNS, Outcome.REFUSED, Outcome.TIMEOUT, Outcome.TLS, Outcome.NOT_ATTEMPTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    host: str
    outcome: str
    count: int
    status: int | None
    pages: int


def coverage(tables: Tables, finish_reason: str = "", notes: tuple[str, ...] = ()) -> Coverage:
    """Return what this run looked at; ``notes`` are warnings of the crawl and the profile, in Chinese."""
    frame = targets(tables)
    linked = frame[frame["linked"]]
    outcomes = text(tables.fetches["outcome"]).value_counts()
    counts = {str(outcome): int(number) for outcome, number in outcomes.items()}
    views = column_views(tables)
    failed = (o.value for o, facts in FACTS.items() if facts.retry and o is not Outcome.NOT_ATTEMPTED)
    return Coverage(
        pages=len(tables.pages),
        links=len(tables.links),
        targets=len(linked),
        checked=int(linked["conclusive"].sum()),
        columns=len(views),
        columns_reached=sum(v.reach is Reach.READ for v in views),
        outcomes=counts,
        finish_reason=finish_reason,
        notes=notes,
        challenges=counts.get(Outcome.CHALLENGE.value, 0),
        failures=sum(counts.get(outcome, 0) for outcome in failed),
    )


def unverified(tables: Tables) -> tuple[Unverified, ...]:
    """Return the linked targets of which nothing can be said, by address, or by host where many have one reason."""
    frame = targets(tables)
    open_ = frame[frame["linked"] & ~frame["conclusive"]].copy()
    open_["outcome"] = text(open_["outcome"]).where(lambda words: words != "", Outcome.NOT_ATTEMPTED.value)
    open_["host"] = text(open_["host"])
    open_["pages"] = _referring_pages(tables, open_["id"])
    size = open_.groupby(["host", "outcome"])["id"].transform("size")
    alone = (size < _GROUP_FROM) & (~open_["outcome"].isin([o.value for o in _HOSTWIDE]) | (size == 1))
    single = [
        Unverified(url=t.url, reason=t.outcome or "", status=t.status, pages=int(n), words=failure(t))
        for t, n in zip(rows(open_[alone], Target), open_["pages"][alone], strict=True)
    ]
    return tuple(sorted([*single, *_hosts(open_[~alone])], key=lambda u: (u.reason, u.url)))


def _hosts(frame: pd.DataFrame) -> list[Unverified]:
    grouped = frame.groupby(["host", "outcome"], as_index=False).agg(
        count=("id", "size"), status=("status", "max"), pages=("pages", "max")
    )
    return [
        Unverified(
            url=group.host,
            reason=group.outcome,
            status=group.status,
            pages=group.pages,
            words=f"{FACTS[Outcome(group.outcome)].reason}（该主机共 {group.count} 个地址）",
        )
        for group in rows(grouped, _Group)
    ]


def _referring_pages(tables: Tables, wanted: pd.Series[int]) -> pd.Series[int]:
    target = ids(tables.links["target_id"])
    counts = np.bincount(target[target >= 0], minlength=int(ids(wanted).max(initial=0)) + 1)
    return pd.Series(counts[ids(wanted)], index=wanted.index)
