"""This module begins the main job: it crawls. What judges (pandas) is not loaded meanwhile, so that a crawl is small."""

from __future__ import annotations

import logging
import sys

from auditor.cli import options as o
from auditor.cli.clock import now
from auditor.cli.crawling import crawl_into
from auditor.config import Profile
from auditor.ledger_store import LedgerStore
from auditor.model.finding import State
from auditor.urls import is_absolute
from auditor.workspace import Order, Workspace

logger = logging.getLogger(__name__)


def start_crawl(site: Profile, space: Workspace, as_of: str, *, fresh: bool, judged: bool = False) -> Order:
    """Crawl a site, going on with an unfinished crawl of the same profile and day, or with one that is yet to be ``judged``."""
    for warning in site.warnings:
        print(f"提示：{warning}", file=sys.stderr)
    moment = now()
    order = space.open_order(site, o.day(as_of, moment.date()), moment, fresh=fresh, judged=judged)
    earlier = space.last_sealed(site.site.id, order.run)
    logger.info("crawl begun: %s run %s", order.site, order.run)
    extra = _open_subjects(site.site.id, space)
    if crawl_into(space.folder(order), site, earlier=earlier, extra=extra, as_of=order.as_of) is None:
        print("提示：上次已抓取完毕但没有写出报告，这次不再抓取，直接核查；要重新抓取请加 --fresh", file=sys.stderr)
    logger.info("crawl ended: run %s", order.run)
    return order


def _open_subjects(site: str, space: Workspace) -> tuple[str, ...]:
    """Return the addresses that open findings are about: they are visited even where nothing links to them any more."""
    store = LedgerStore(space.ledger)
    try:
        standing = [r.finding.subject.key for r in store.records(site).values() if r.state is not State.CLOSED]
    finally:
        store.close()
    return tuple(sorted({key for key in standing if is_absolute(key)}))
