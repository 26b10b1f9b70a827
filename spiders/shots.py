"""This module takes pictures of the places where faults were seen, the fault boxed in red, in the guarded browser."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.model.site import Site
from spiders.browser import FULL, Browser, Manners, open_browser
from spiders.moments import stamp

if TYPE_CHECKING:
    from auditor.config import CrawlSection

logger = logging.getLogger(__name__)
MOST_SECONDS = 900.0
_UNMARKED = "未能在页面上定位，截取页面所见"
Stored = Callable[[str], tuple[bytes, str] | None]  # address -> stored body and its content type

# Marks the first thing found: a reference to the target, else the smallest element that shows a needle, else the footer.
_MARK = """
(wanted) => {
  const seen = e => { const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0; };
  const plain = u => { try { u = decodeURI(u); } catch (x) { /* as it is */ } return u.split('#')[0].replace(/\\/$/, ''); };
  const same = (a, b) => plain(a) === plain(b);
  let found = [];
  if (wanted.target) {
    found = [...document.querySelectorAll('a[href],area[href],img[src],iframe[src],embed[src]')]
      .filter(e => seen(e) && same(e.href || e.src, wanted.target));
  }
  const squeeze = t => t.replace(/\\s+/g, '');
  for (const needle of wanted.needles) {
    if (found.length) break;
    const hits = [...document.body.querySelectorAll('*')].filter(e =>
      !/^(SCRIPT|STYLE|NOSCRIPT|OPTION)$/.test(e.tagName) && squeeze(e.textContent || '').includes(needle));
    found = hits.filter(e => seen(e) && !hits.some(o => o !== e && e.contains(o))).slice(0, 1);
  }
  let marked = found.length > 0;
  if (!found.length && wanted.footer) {
    const feet = [...document.querySelectorAll('footer,[id*=foot],[class*=foot],[id*=bottom],[class*=bottom]')].filter(seen);
    found = feet.slice(-1);
    if (!found.length) setTimeout(() => window.scrollTo(0, document.body.scrollHeight), 0);
    marked = found.length > 0;
  }
  found = found.slice(0, 3);
  const room = document.createElement('div');  // so that the caption covers nothing at the page's end
  room.style.cssText = 'height:140px;clear:both';
  document.body.appendChild(room);
  if (found.length) found[0].scrollIntoView({block: 'center', inline: 'nearest'});
  for (const e of found) {
    const b = e.getBoundingClientRect(), d = document.createElement('div');
    d.style.cssText = 'position:absolute;z-index:2147483646;pointer-events:none;border:3px solid #d00;border-radius:3px;' +
      'box-shadow:0 0 0 3px rgba(255,255,255,.8);box-sizing:border-box;background:none;margin:0;padding:0;' +
      `left:${b.left + scrollX - 5}px;top:${b.top + scrollY - 5}px;width:${b.width + 10}px;height:${b.height + 10}px`;
    document.documentElement.appendChild(d);
  }
  const bar = document.createElement('div');
  bar.textContent = wanted.caption;
  bar.style.cssText = 'position:fixed;left:0;right:0;bottom:0;z-index:2147483647;background:#222;color:#fff;' +
    'font:13px/20px sans-serif;padding:4px 10px;white-space:pre-wrap;word-break:break-all;text-align:left';
  document.documentElement.appendChild(bar);
  return marked;
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to look for one finding: a reference to ``target``, one of the ``needles`` (texts), or the footer."""

    finding: str
    page: str
    target: str = ""
    needles: tuple[str, ...] = ()
    footer: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """What became of a place; ``source``: live, stored, or "" where there is no picture (``note`` says why)."""

    finding: str
    path: Path | None = None
    taken_at: str = ""
    source: str = ""
    marked: bool = False
    status: int | None = None
    note: str = ""


def take_shots(site: Site, settings: CrawlSection, places: Sequence[Place], folder: Path, stored: Stored) -> list[Shot]:
    """Take a picture for every place into ``folder``. Raises NoBrowserError where there is no browser to use."""
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + MOST_SECONDS
    with open_browser(Manners(site=site, settings=settings, without=FULL)) as browser:
        browser.read_robots([p.page for p in places])
        return list(_each(browser, places, folder, stored, until))


def _each(browser: Browser, places: Sequence[Place], folder: Path, stored: Stored, until: float) -> Iterator[Shot]:
    for place in places:
        if time.monotonic() > until:
            yield Shot(finding=place.finding, note="截图总时间已用完")
            continue
        live = _take(browser, place, folder, None)
        body = stored(place.page)
        if body is None or (live.path and (live.marked or not _has_mark(place))):
            yield live
            continue
        # The site has changed or cannot be reached: what the audit saw is what counts.
        kept = _take(browser, place, folder, body)
        yield kept if kept.path and (kept.marked or not live.path) else live


def _has_mark(place: Place) -> bool:
    return bool(place.target or place.needles or place.footer)


def _take(browser: Browser, place: Place, folder: Path, body: tuple[bytes, str] | None) -> Shot:
    from playwright.sync_api import Error

    now = stamp(time.time())
    path = folder / f"{place.finding}{'' if body is None else '-stored'}.png"
    source = "live" if body is None else "stored"
    browser.bodies = {} if body is None else {place.page: body}
    try:
        with browser.page() as page:
            status = browser.visit(page, place.page)
            if body is None and (status is None or status >= 400):
                return Shot(finding=place.finding, taken_at=now, status=status, note=f"页面返回 {status}")
            said = "现场截图" if body is None else "据抓取时保存的页面"
            marked = _mark(page, place, f"{place.caption}\n{place.page}\n{said} {now}")
            page.screenshot(path=str(path), timeout=browser.manners.timeout_ms)
            note = "" if marked else _UNMARKED if _has_mark(place) else "缺少的内容无处可标，截取页面所见"
            return Shot(
                finding=place.finding, path=path, taken_at=now, source=source, marked=marked, status=status, note=note
            )
    except Error as error:
        return Shot(finding=place.finding, taken_at=now, note=f"页面打不开（{str(error).splitlines()[0][:80]}）")


def _mark(page: Any, place: Place, caption: str) -> bool:
    needles = [re.sub(r"\s+", "", n) for n in place.needles if n.strip()]
    wanted = {"target": place.target, "needles": needles, "footer": place.footer, "caption": caption}
    return bool(page.locator("html").evaluate(f"(element, wanted) => ({_MARK})(wanted)", wanted))
