"""This module joins the parts: a sealed snapshot and the law in, a run's result and an updated ledger out."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from auditor import __version__
from auditor.cli.scored import NO_FRAME, scheme_beside, scored
from auditor.config import Profile
from auditor.derive_coverage import coverage, unverified
from auditor.derive_dead_links import dead_links
from auditor.derive_sightings import listed, sightings
from auditor.engine import Judgement, Law, judge
from auditor.frames import FrameSource, Tables, parts_of, rows_of_pages, typed
from auditor.health import Health, judge_health
from auditor.ledger import Seen, accepted, advance, waiver_warnings
from auditor.ledger_bursts import bursts, found_on, place_of
from auditor.ledger_entries import Known, entries
from auditor.ledger_store import LedgerStore
from auditor.model.finding import Finding, RuleOutcome, State, Status
from auditor.model.ledger import Record, RunRecord, Waiver
from auditor.model.rule import Rule
from auditor.model.run import RunInfo, RunResult, TrendPoint
from auditor.model.tables import HISTORY, PROBES
from auditor.overlay import Overlay, decided
from auditor.registry import load_rules, standards_folders
from auditor.scoring_scheme import Scheme
from auditor.sheets import sheets
from auditor.snapshot import Snapshot, open_snapshot
from auditor.standards import select
from auditor.verdict import verdicts
from auditor.waivers import load_waivers
from auditor.workdays import Workdays, load_overrides
from auditor.workpoints import conclude
from auditor.workspace import Order, snapshot_profile

logger = logging.getLogger(__name__)
PROBE_WINDOW_DAYS = 15  # AVL01 judges the latest full week that ended at most a week ago


@dataclass(frozen=True)
class Case:
    """All that one run is judged from."""

    order: Order
    profile: Profile
    snapshot: Snapshot
    tables: Tables
    law: Law
    rules: tuple[Rule, ...]
    health: Health
    waivers: tuple[Waiver, ...]
    scheme: Scheme | None


@dataclass(frozen=True)
class _Source:
    """The snapshot's tables, and those that come from the ledger."""

    crawled: FrameSource
    extra: Mapping[str, pd.DataFrame]

    def frame(self, name: str) -> pd.DataFrame:
        return self.extra[name] if name in self.extra else self.crawled.frame(name)

    def parts(self, name: str) -> Iterator[pd.DataFrame]:
        return parts_of(self.crawled, name)

    def of_pages(self, name: str, pages: Collection[int]) -> pd.DataFrame:
        return rows_of_pages(self.crawled, name, pages)


def open_case(folder: Path, order: Order, store: LedgerStore, whole: Path | None = None) -> Case:
    """Read everything that a run is judged from; a recheck is laid over the snapshot in ``whole``.

    Raises ConfigError or SnapshotError.
    """
    profile = snapshot_profile(folder, order)
    snapshot = open_snapshot(folder)
    day = date.fromisoformat(order.as_of)
    standards, plans = select(profile.standards, standards_folders(), day)
    health = judge_health(snapshot, profile.site)
    tables = Tables(
        site=profile.site,
        as_of=day,
        source=_source(snapshot if whole is None else Overlay(open_snapshot(whole), snapshot), order, store, day),
        workdays=_workdays(profile),
        truncated=health.truncated,
    )
    law = Law(standards, plans, profile.rule_params)
    waivers, scheme = load_waivers(profile.path), scheme_beside(profile.path)
    return Case(order, profile, snapshot, tables, law, load_rules(), health, waivers, scheme)


def _workdays(profile: Profile) -> Workdays:
    path = profile.path.parent / "workdays.toml"
    return load_overrides(path) if path.exists() else Workdays()


def _source(crawled: FrameSource, order: Order, store: LedgerStore, day: date) -> FrameSource:
    """Add the ledger's tables; a run that is judged again sees only what was known before it."""
    seen = [r for r in store.first_seen(order.site) if r["first_seen"] < order.as_of]
    since = (day - timedelta(days=PROBE_WINDOW_DAYS)).isoformat()
    probes = store.probes(order.site, since, f"{day.isoformat()}T23:59:59.999999+99:99")
    return _Source(crawled, {"history": typed(HISTORY, seen), "probes": typed(PROBES, probes)})


def judge_case(case: Case) -> Judgement:
    """Run the rules, or none where the crawl is too incomplete to judge from."""
    if case.health.complete:
        return judge(case.tables, case.rules, case.law)
    silent = tuple(
        RuleOutcome(rule=r.meta.code, status=Status.NOT_ASSESSED, examined=0, note=case.health.reason)
        for r in case.rules
    )
    return Judgement(silent, ())


def record(
    case: Case, judgement: Judgement, store: LedgerStore, *, baseline: bool, limited_to: frozenset[str] | None
) -> None:
    """Move the ledger on by this run; a run that the ledger has already changes nothing."""
    seen = Seen(
        run=case.order.run,
        as_of=case.order.as_of,
        complete=case.health.complete,
        findings=judgement.findings,
        outcomes=judgement.outcomes,
        gone=_gone(case).__contains__,
        columns=frozenset(c.url for c in case.tables.site.columns),
        limited_to=limited_to,
        unread=_unread(case),
    )
    store.save_run(
        run_record(case, baseline=baseline),
        lambda before: accepted(advance(before, seen)) if baseline else advance(before, seen),
        sightings(case.tables) if case.health.complete else (),
    )


def run_record(case: Case, *, baseline: bool) -> RunRecord:
    """Describe a run for the ledger."""
    manifest = case.snapshot.manifest
    return RunRecord(
        id=case.order.run,
        site=case.order.site,
        name=case.tables.site.name,
        as_of=case.order.as_of,
        started=manifest.started,
        finished=manifest.finished,
        complete=case.health.complete,
        kind=case.order.kind,
        baseline=baseline,
        pages=manifest.counts.get("pages", 0),
        links=manifest.counts.get("links", 0),
        reason=case.health.reason,
        snapshot=str(case.snapshot.folder),
    )


def _gone(case: Case) -> frozenset[str]:
    """Return the addresses that answer 404 or 410 and that no page links to any more."""
    tables = case.tables
    fetches = tables.fetches
    dead = set(fetches.loc[fetches["status"].isin([404, 410]), "url_id"]) - set(tables.links["target_id"])
    urls = tables.urls
    return frozenset(urls.loc[urls["id"].isin(dead), "url"])


def _unread(case: Case) -> frozenset[str]:
    """Return the addresses of the site that this crawl met and that do not tell how they are."""
    fetches, urls = case.tables.fetches, case.tables.urls
    silent = set(fetches.loc[~decided(fetches), "url_id"])
    own = urls["internal"].fillna(False).astype(bool) & (urls["role"].astype("str") == "page")
    return frozenset(urls.loc[own & urls["id"].isin(silent), "url"])


def result(case: Case, judgement: Judgement, store: LedgerStore, gate: str) -> RunResult:
    """Build what the renderers draw, with the states that this run left in the ledger."""
    states = store.states_at(case.order.run)
    known = _known(case, store)
    findings = _open_findings(judgement.findings, known.records, states)
    changed = store.changes(case.order.run)
    closed = tuple(known.records[k].finding for k, s in states.items() if s is State.CLOSED and k in changed)
    indicators = case.law.indicators(case.tables.site.kind.value)
    judged = verdicts(indicators, findings, judgement.outcomes) if case.health.complete else ()
    columns, catalogue, pairings = sheets(case.tables, case.law) if case.health.complete else ((), (), ())
    warnings = waiver_warnings(case.waivers, findings, case.order.as_of)
    drawn = RunResult(
        run=_info(case),
        site=case.tables.site,
        outcomes=judgement.outcomes,
        findings=findings,
        verdicts=judged,
        unverified=unverified(case.tables),
        coverage=coverage(
            case.tables, case.snapshot.manifest.finish_reason, (*case.health.notes, *case.profile.warnings, *warnings)
        ),
        rules=tuple(r.meta for r in case.rules),
        standards=case.law.standards,
        columns=columns,
        catalogue=catalogue,
        pairings=pairings,
        dead_links=dead_links(case.tables, findings),
        work_points=conclude(
            case.law.plans,
            findings,
            judgement.outcomes,
            judged,
            case.tables.site,
            {r.meta.code: r.meta.title for r in case.rules},
        ),
        ledger=entries((*findings, *closed), known, case.order),
        closed=closed,
        trend=_trend(store, case.order),
        gate=gate,
    )
    # a recheck judges only what was open, so it has no points of its own
    return drawn if case.scheme is None or case.order.kind != "audit" else _with_score(drawn, case.law, case.scheme)


def _with_score(drawn: RunResult, law: Law, scheme: Scheme) -> RunResult:
    points = scored(drawn, law, scheme)
    if points is None and drawn.run.complete:
        return replace(drawn, coverage=replace(drawn.coverage, notes=(*drawn.coverage.notes, NO_FRAME)))
    return replace(drawn, score=points)


def _known(case: Case, store: LedgerStore) -> Known:
    """Gather what the ledger knows of the site's findings."""
    site = case.order.site
    records, claims, runs = store.records(site), store.claims(site), store.runs(site)
    told = _bursts(case, store, [records[k].finding for k in claims if k in records], runs)
    return Known(records=records, claims=claims, waivers=case.waivers, runs=runs, bursts=told)


def _bursts(case: Case, store: LedgerStore, claimed: Iterable[Finding], runs: tuple[RunRecord, ...]) -> dict[str, str]:
    """Return what is to be said of 突击更新 beside the claims on stale and empty columns."""
    columns = case.tables.site.columns
    places = {f.id: place for f in claimed if (place := place_of(f, columns)) is not None}
    if not places or not case.health.complete:
        return {}
    number = next((r.number for r in runs if r.id == case.order.run), 0)
    earlier = [r for r in runs if r.number < number]
    return bursts(places, found_on(store.moves(case.order.site, places), earlier), listed(case.tables))


def _open_findings(
    reported: tuple[Finding, ...], records: Mapping[str, Record], states: Mapping[str, State]
) -> tuple[Finding, ...]:
    """Return what is open after this run: reported now, or open before and not examined this time."""
    now = {f.id: f for f in reported}
    standing = {
        k: records[k].finding for k, s in states.items() if s is not State.CLOSED and k in records and k not in now
    }
    due = {k: records[k].finding.due for k in now if k in records}
    merged = [
        replace(f, state=states.get(f.id, State.NEW), due=due.get(f.id, f.due)) for f in {**standing, **now}.values()
    ]
    return tuple(sorted(merged, key=lambda f: (f.rule, f.subject.key, f.facet)))


def _info(case: Case) -> RunInfo:
    manifest = case.snapshot.manifest
    return RunInfo(
        id=case.order.run,
        site=case.order.site,
        name=case.tables.site.name,
        as_of=case.order.as_of,
        started=manifest.started,
        finished=manifest.finished,
        complete=case.health.complete,
        pages=manifest.counts.get("pages", 0),
        links=manifest.counts.get("links", 0),
        tool=f"auditor {__version__}",
        reason=case.health.reason,
    )


def _trend(store: LedgerStore, order: Order) -> tuple[TrendPoint, ...]:
    runs = [r for r in store.runs(order.site) if r.complete]
    return tuple(
        TrendPoint(run=r.id, as_of=r.as_of, open=r.open, new=r.new, closed=r.closed, reopened=r.reopened) for r in runs
    )
