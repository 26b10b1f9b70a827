"""This module re-tests what is open: only what open findings stand on is fetched again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from auditor.cli import options as o
from auditor.cli.clock import now
from auditor.cli.crawling import crawl_into
from auditor.cli.pipeline import Case, judge_case, open_case, record, result
from auditor.config import Profile
from auditor.derive import Ids, ids
from auditor.engine import Judgement
from auditor.errors import UsageError
from auditor.frames import FrameSource
from auditor.ledger_store import LedgerStore
from auditor.model.fetch import Outcome
from auditor.model.finding import Finding, SubjectKind
from auditor.model.ledger import Record
from auditor.model.run import RunResult
from auditor.model.site import Site
from auditor.overlay import decided
from auditor.snapshot import open_snapshot
from auditor.urls import is_absolute
from auditor.workspace import MANIFEST, Workspace

SOURCES_PER_TARGET = 20  # pages that link to a dead target and are looked at again; beyond, the next whole audit tells


def retest(
    site: Profile, space: Workspace, store: LedgerStore, standing: Mapping[str, Record], as_of: str, *, fresh: bool
) -> RunResult:
    """Crawl what the open findings in ``standing`` stand on, judge it over the last whole snapshot, and keep the run."""
    whole = _last_whole(space, store, site.site.id)
    seen = _Kept(open_snapshot(whole))
    wanted = {k: needs(r.finding, site.site, seen) for k, r in standing.items()}
    moment = now()
    order = space.open_order(site, o.day(as_of, moment.date()), moment, fresh=fresh, kind="recheck")
    only = tuple(sorted({u for urls in wanted.values() for u in urls}))
    crawl_into(space.folder(order), site, earlier=whole, only=only, as_of=order.as_of)
    case = open_case(space.folder(order), order, store, whole)
    judgement = judge_case(case)
    known = Judgement(judgement.outcomes, tuple(f for f in judgement.findings if f.id in standing))
    again = _Kept(case.snapshot)
    unsure = {f.id for f in known.findings if _may_be_gone(f, seen, again)}
    record(case, known, store, baseline=False, limited_to=_retested(case, wanted) - unsure)
    return result(case, known, store, "none")


def _last_whole(space: Workspace, store: LedgerStore, site: str) -> Path:
    for folder, order in space.orders(site):
        run = store.run(order.run)
        if order.kind == "audit" and (folder / MANIFEST).exists() and run is not None and run.complete:
            return folder
    raise UsageError("没有可供复核的完整审计快照；请先运行 auditor audit")


@dataclass(frozen=True, eq=False)
class _Kept:
    """A snapshot whose tables are read once, however many findings ask for them."""

    source: FrameSource
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    def frame(self, name: str) -> pd.DataFrame:
        if name not in self.frames:
            self.frames[name] = self.source.frame(name)
        return self.frames[name]


def needs(finding: Finding, site: Site, whole: FrameSource) -> tuple[str, ...]:
    """Return the addresses that decide whether a finding still stands: what it is about, what it was seen on, the homepage."""
    wanted = {site.home, *(e.url for e in finding.evidence if is_absolute(e.url))}
    if is_absolute(finding.subject.key):
        wanted.add(finding.subject.key)
    if finding.subject.kind is SubjectKind.LINK_TARGET:
        wanted.update(_sources(finding.subject.key, whole))
    if finding.column or finding.subject.kind in (SubjectKind.CATALOGUE_ITEM, SubjectKind.DOCUMENT, SubjectKind.SITE):
        wanted.update(c.url for c in site.columns)
    return tuple(sorted(wanted))


def _sources(target: str, whole: FrameSource) -> Iterable[str]:
    urls = whole.frame("urls")
    return list(urls["url"][np.isin(urls["id"], _linking(target, whole)[:SOURCES_PER_TARGET])])


def _linking(target: str, snapshot: FrameSource) -> Ids:
    """Return the pages of a snapshot that link to an address."""
    urls, links = snapshot.frame("urls"), snapshot.frame("links")
    number = ids(urls.loc[urls["url"] == target, "id"])
    return ids(links["page_id"][np.isin(links["target_id"], number)].drop_duplicates())


def _may_be_gone(finding: Finding, whole: FrameSource, again: FrameSource) -> bool:
    """Say whether a link is gone from every page looked at again, and more pages had it than were looked at.

    It may be out of the template that all of them come from; only a whole audit tells.
    """
    if finding.subject.kind is not SubjectKind.LINK_TARGET:
        return False
    target = finding.subject.key
    return len(_linking(target, whole)) > SOURCES_PER_TARGET and not len(_linking(target, again))


def _retested(case: Case, wanted: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the findings of whose deciding addresses all tell how they are now."""
    fetches, urls = case.snapshot.frame("fetches"), case.snapshot.frame("urls")
    told = fetches.loc[decided(fetches) | (fetches["outcome"].astype("str") == Outcome.OUT_OF_SCOPE.value), "url_id"]
    known = frozenset(urls.loc[urls["id"].isin(told), "url"])
    return frozenset(k for k, addresses in wanted.items() if known.issuperset(addresses))
