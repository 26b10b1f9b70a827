"""This module re-tests what is open: only what open findings stand on is fetched again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from auditor.cli import options as o
from auditor.cli.clock import now
from auditor.cli.crawling import crawl_into
from auditor.cli.pipeline import Case, judge_case, open_case, record, result
from auditor.cli.retest_sources import Linking, linking, looked_at
from auditor.config import Profile
from auditor.engine import Judgement
from auditor.errors import UsageError
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
    targets = {r.finding.subject.key for r in standing.values() if r.finding.subject.kind is SubjectKind.LINK_TARGET}
    sources = linking(open_snapshot(whole), targets)
    wanted = _wanted([r.finding for r in standing.values()], site.site, sources)
    moment = now()
    order = space.open_order(site, o.day(as_of, moment.date()), moment, fresh=fresh, kind="recheck")
    only = tuple(sorted({u for urls in wanted.values() for u in urls}))
    crawl_into(space.folder(order), site, earlier=whole, only=only, as_of=order.as_of)
    case = open_case(space.folder(order), order, store, whole)
    judgement = judge_case(case)
    known = Judgement(judgement.outcomes, tuple(f for f in judgement.findings if f.id in standing))
    told = _told(case)
    unsure = _unsure(known.findings, sources, linking(case.snapshot, targets), told)
    examined = frozenset(k for k, urls in wanted.items() if told.issuperset(urls)) - unsure
    record(case, known, store, baseline=False, limited_to=examined)
    return result(case, known, store, "none")


def _last_whole(space: Workspace, store: LedgerStore, site: str) -> Path:
    for folder, order in space.orders(site):
        run = store.run(order.run)
        if order.kind == "audit" and (folder / MANIFEST).exists() and run is not None and run.complete:
            return folder
    raise UsageError("没有可供复核的完整审计快照；请先运行 auditor audit")


def _wanted(findings: Collection[Finding], site: Site, sources: Linking) -> dict[str, tuple[str, ...]]:
    """Return the addresses that decide whether each finding still stands."""
    wanted = {f.id: needs(f, site) for f in findings}
    anyway = {u for urls in wanted.values() for u in urls}
    again = looked_at(sources, SOURCES_PER_TARGET, anyway)
    linked = {f.id: again.get(f.subject.key, ()) for f in findings if f.subject.kind is SubjectKind.LINK_TARGET}
    return {k: tuple(sorted({*urls, *linked.get(k, ())})) for k, urls in wanted.items()}


def needs(finding: Finding, site: Site) -> frozenset[str]:
    """Return the homepage, what a finding is about and what it was seen on."""
    wanted = {site.home, *(e.url for e in finding.evidence if is_absolute(e.url))}
    if is_absolute(finding.subject.key):
        wanted.add(finding.subject.key)
    if finding.column or finding.subject.kind in (SubjectKind.CATALOGUE_ITEM, SubjectKind.DOCUMENT, SubjectKind.SITE):
        wanted.update(c.url for c in site.columns)
    return frozenset(wanted)


def _unsure(findings: Collection[Finding], before: Linking, now_linking: Linking, told: Collection[str]) -> set[str]:
    """Return the findings of links that are gone from every page looked at again, where other pages had them too.

    Such a link may be out of the template that all of them come from; only a whole audit tells.
    """
    links = [f for f in findings if f.subject.kind is SubjectKind.LINK_TARGET and f.subject.key not in now_linking]
    return {f.id for f in links if any(page not in told for page in before.get(f.subject.key, ()))}


def _told(case: Case) -> frozenset[str]:
    """Return the addresses that tell how they are now."""
    fetches, urls = case.snapshot.frame("fetches"), case.snapshot.frame("urls")
    told = fetches.loc[decided(fetches) | (fetches["outcome"].astype("str") == Outcome.OUT_OF_SCOPE.value), "url_id"]
    return frozenset(urls.loc[urls["id"].isin(told), "url"])
