"""This module does one job of a fleet: audit a site, write its reports, say how it ended; no fault of a site gets past it."""

from __future__ import annotations

import logging
import resource
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from auditor.cli.clock import now
from auditor.config import Profile, load_profile
from auditor.errors import AuditError, ConfigError, CrawlStopped
from auditor.fleet.jobs import Claim, Ending
from auditor.fleet.order import WorkerOrder
from auditor.fleet.summary import summarize
from auditor.ledger_store import LedgerStore
from auditor.model.fleet import JobState
from auditor.model.run import RunResult
from auditor.workspace import MANIFEST, Order, Workspace, content_hash

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a job was told to stop. ``counted``: it is an attempt of the site's; ``last``: the worker takes no further one."""

    reason: str = ""
    counted: bool = True
    last: bool = False


def run_job(claim: Claim, order: WorkerOrder, stopped: list[Stopped]) -> Ending:
    """Audit the site of a claim. ``stopped`` gets the reason where somebody else interrupts it."""
    began = monotonic()
    logger.info("site begun: %s (attempt %d)", claim.job, claim.attempt)
    try:
        ending = _audited(claim, order)
    except ConfigError as error:
        ending = Ending(state=JobState.INVALID, finished="", error=str(error))
    except (CrawlStopped, KeyboardInterrupt) as stop:
        why = stopped[0] if stopped else Stopped(str(stop))
        ending = Ending(state=JobState.FAILED, finished="", error=why.reason, counted=why.counted)
    except AuditError as error:
        ending = Ending(state=JobState.FAILED, finished="", error=str(error))
    except Exception as error:  # one site's fault must not stop the rest (HOUSE-STYLE 23: in cli)
        logger.exception("site failed: %s", claim.job)
        ending = Ending(state=JobState.FAILED, finished="", error=f"程序内部出错（{type(error).__name__}：{error}）")
    done = _timed(ending, began)
    logger.info("site ended: %s %s in %.1f s", claim.job, done.state.value, done.seconds)
    return _again(done, claim, order)


def _audited(claim: Claim, order: WorkerOrder) -> Ending:
    from auditor.cli.job import judge_run
    from auditor.cli.starting import start_crawl
    from auditor.cli.writing import write_reports

    space = Workspace(Path(order.var), order.ledger)
    profile = _limited(load_profile(Path(claim.profile)), order)
    crawled = _crawled_before(profile, space, order) or start_crawl(profile, space, order.as_of, fresh=False)
    result = judge_run(crawled, space, "none")
    folder = f"sites/{claim.job}"
    write_reports(result, Path(order.out) / folder, order.formats, by_unit=order.by_unit and result.run.complete)
    return _ending(result, folder)


def _crawled_before(profile: Profile, space: Workspace, order: WorkerOrder) -> Order | None:
    """Return the crawl of an attempt of this run that was cut off afterwards, while judging or writing: hours of work."""
    for folder, crawl in space.orders(profile.site.id):
        if crawl.kind != "audit":
            continue
        same = crawl.as_of == order.as_of and crawl.profile_hash == content_hash(profile)
        recent = datetime.fromisoformat(crawl.started) >= datetime.fromisoformat(order.since)
        usable = same and recent and (folder / MANIFEST).exists() and not _judged_incomplete(crawl, space)
        return crawl if usable else None
    return None


def _judged_incomplete(crawl: Order, space: Workspace) -> bool:
    store = LedgerStore(space.ledger)
    try:
        judged = store.run(crawl.run)
    finally:
        store.close()
    return judged is not None and not judged.complete


def _ending(result: RunResult, folder: str) -> Ending:
    from reports.view_verdicts import headline, verdict_lines

    standing = sum(not f.preview for f in result.findings)
    words = headline(result, verdict_lines(result), standing)
    coverage = result.coverage
    return Ending(
        state=JobState.DONE if result.run.complete else JobState.INCOMPLETE,
        finished="",
        run=result.run.id,
        error=result.run.reason,
        folder=folder,
        coverage={
            **coverage.outcomes,
            "pages": coverage.pages,
            "targets": coverage.targets,
            "checked": coverage.checked,
        },
        summary=summarize(result, words.word, words.level.value),
    )


def _limited(profile: Profile, order: WorkerOrder) -> Profile:
    """Apply the fleet's budget of pages to a profile."""
    if order.site_pages:
        pages = min(profile.crawl.max_pages, order.site_pages)
        profile.crawl = profile.crawl.model_copy(update={"max_pages": pages})
    return profile


def _timed(ending: Ending, began: float) -> Ending:
    used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    moment = now().isoformat(timespec="seconds")
    return replace(ending, finished=moment, seconds=round(monotonic() - began, 2), peak_mb=used // 1024)


def _again(ending: Ending, claim: Claim, order: WorkerOrder) -> Ending:
    """Let a site wait for its next attempt, which comes after all first ones, where it has one left."""
    unsuccessful = ending.state in (JobState.FAILED, JobState.INCOMPLETE)
    if unsuccessful and (claim.attempt < order.attempts or not ending.counted):
        return replace(ending, state=JobState.WAITING)
    return ending
