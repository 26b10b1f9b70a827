"""This module lets a browser draw the lists that scripts build, and reads them again, between the crawl and the seal."""

from __future__ import annotations

import dataclasses
import json
import logging
from contextlib import suppress
from typing import Any

from auditor.model.page import PageRecord
from auditor.snapshot import Store
from auditor.snapshot.peek import Peek
from spiders.browser import Browser, Manners, NoBrowserError, open_browser
from spiders.crawl import Crawl
from spiders.extract import read
from spiders.moments import day_of, opens_at
from spiders.request import CrawlRequest
from spiders.visit import Purpose

logger = logging.getLogger(__name__)
MOST_PAGES = 40
_SECOND_LOOK_MS = 1_500
_DONE = "rendered"
Page = tuple[int, str]


def render_scripted(request: CrawlRequest) -> bool:
    """Render the site's lists that came out scripted; return whether that brought addresses that are yet to be visited.

    What cannot be rendered stays scripted, not examined, and a note says why. A folder is rendered once.
    """
    pages = scripted_pages(request)
    if not pages:
        return False
    store = Store(request.folder)
    try:
        work = Crawl(request, store)
        work.prepare()
        done, reason = _render(work, pages[:MOST_PAGES])
        _note(store, pages, done, reason)
        return bool(work.frontier)
    finally:
        store.close()


def scripted_pages(request: CrawlRequest) -> list[Page]:
    """Return the pages of the site's columns, and the lists below them, whose content a script builds."""
    site, peek = request.site, Peek(request.folder)
    try:
        if peek.fact(_DONE):
            return []
        columns = (*(c.url for c in site.columns), *(i.url for i in site.catalogue if i.url))
        first = [page for url in (site.home, *columns) if (page := peek.landing(url))]
        below = [page for url in columns for page in peek.below(url[: url.rfind("/") + 1])]
        return [page for page in dict.fromkeys((*first, *below)) if peek.says(page[0], "scripted")]
    finally:
        peek.close()


def _render(work: Crawl, pages: list[Page]) -> tuple[set[int], str]:
    """Render pages; return which came out, and why the others did not."""
    settings = work.settings
    if settings.render == "never":
        return set(), '配置为不使用浏览器（render = "never"）'
    if opens_at(settings.night_window, work.clock()):
        return set(), "已过允许访问的时段（night_window）"
    done: set[int] = set()
    try:
        with open_browser(Manners(site=work.request.site, settings=settings)) as browser:
            browser.read_robots([url for _, url in pages])
            for number, (page_id, url) in enumerate(pages, start=1):
                work.request.progress(
                    dataclasses.replace(work.state(), note=f"用浏览器读取脚本生成的列表 {number}/{len(pages)}")
                )
                record = _record(browser, url, work)
                if record is not None:
                    visit = work.gate.visit(Purpose.READ, work.host(page_id, url), url, page_id)
                    work.errand.keep_rendered(visit, record)
                    done.add(page_id)
            blocked = "、".join(sorted(h for h in browser.blocked if h)[:3])
    except NoBrowserError as error:
        return done, str(error)
    return done, f"列表数据可能来自未允许访问的主机 {blocked}" if blocked else "浏览器打开后仍没有列出内容"


def _record(browser: Browser, url: str, work: Crawl) -> PageRecord | None:
    """Return what a page says once its scripts have run; None where that is no more than before."""
    from playwright.sync_api import Error

    try:
        with browser.page() as page:
            status = browser.visit(page, url)
            if status is None or status >= 400:
                return None
            record = _read(page, url, work)
            if record is None:
                page.wait_for_timeout(_SECOND_LOOK_MS)
                record = _read(page, url, work)
            return record
    except Error as error:
        logger.info("%s could not be rendered: %s", url, str(error).splitlines()[0])
        return None


def _read(page: Any, url: str, work: Crawl) -> PageRecord | None:
    """Read the page as it stands; a list without entries is no list that was drawn."""
    markup = page.locator("html").evaluate("element => element.outerHTML")
    body = b"\xef\xbb\xbf<!DOCTYPE html>" + str(markup).encode("utf-8", "replace")
    record = read(body, url, content_type="text/html; charset=utf-8", as_of=day_of(work.clock()))
    if record.scripted or not (record.items or record.messages):
        return None
    return dataclasses.replace(record, rendered=True)


def _note(store: Store, pages: list[Page], done: set[int], reason: str) -> None:
    left = len(pages) - len(done)
    said = []
    if done:
        said.append(f"{len(done)} 个由脚本生成的列表已用浏览器读取")
    if left:
        said.append(f"{left} 个由脚本生成的列表未核查：{reason if len(pages) <= MOST_PAGES else '数量超过上限'}")
    notes: list[str] = []
    with suppress(ValueError):
        notes = json.loads(store.facts().get("notes", "[]"))
    store.flush()
    store.note("notes", json.dumps([*notes, *said], ensure_ascii=False))
    store.note(_DONE, "true")
