"""This module crawls with a live progress line, plain lines where there is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.live import Live
from rich.text import Text

from auditor.config import Profile
from auditor.errors import CrawlStopped
from auditor.workspace import MANIFEST, content_hash
from spiders.child import crawl_in_child
from spiders.request import CrawlEnd, CrawlRequest, Progress

PLAIN_INTERVAL_S = 10.0


def crawl_into(
    folder: Path,
    profile: Profile,
    *,
    earlier: Path | None,
    extra: tuple[str, ...] = (),
    only: tuple[str, ...] | None = None,
    as_of: str = "",
) -> CrawlEnd | None:
    """Crawl a site into its snapshot folder and seal it; None where the folder is sealed already.

    Raises CrawlStopped where the user interrupted: what was fetched stays in the folder.
    """
    if (folder / MANIFEST).exists():
        return None
    with progress_line() as show:
        end = crawl_in_child(
            CrawlRequest(
                site=profile.site,
                settings=profile.crawl,
                folder=folder,
                earlier=earlier,
                extra=extra,
                only=only,
                profile_hash=content_hash(profile),
                as_of=as_of,
                progress=show,
            )
        )
    if not (folder / MANIFEST).exists():
        raise CrawlStopped(f"抓取已中断，已保存 {end.pages} 个页面；再次运行同一命令可接着进行")
    return end


@contextmanager
def progress_line() -> Iterator[Callable[[Progress], None]]:
    """Give a function that shows progress on standard error."""
    console = Console(stderr=True)
    if console.is_terminal:
        with Live(Text(""), console=console, refresh_per_second=4, transient=True) as live:
            yield lambda p: live.update(Text(words(p)))
        return
    last = [monotonic()]

    def plain(progress: Progress) -> None:
        if monotonic() - last[0] >= PLAIN_INTERVAL_S:
            last[0] = monotonic()
            print(words(progress), file=sys.stderr, flush=True)

    yield plain


def words(progress: Progress) -> str:
    """Return a progress line: pages, queue, rate, faults so far, time left where it can be known."""
    left = f" | 约剩 {progress.eta_s / 60:.0f} 分钟" if progress.eta_s and progress.eta_s >= 60 else ""
    note = f" | {progress.note}" if progress.note else ""
    rate = f"{progress.rate:.1f} 次/秒"
    return f"已读页面 {progress.pages} | 排队 {progress.queued} | {rate} | 疑似失效 {progress.faults}{left}{note}"
