"""This module holds what a crawl is asked for and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.model.site import Site

if TYPE_CHECKING:
    from auditor.config import CrawlSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a crawl stands; ``eta_s`` is None where it cannot be known."""

    pages: int
    queued: int
    rate: float
    faults: int
    eta_s: float | None = None
    note: str = ""


def _silent(_progress: Progress) -> None:
    """Show nothing."""


@dataclass(frozen=True, kw_only=True)
class CrawlRequest:
    """What to crawl and where to keep it.

    ``folder`` is the snapshot folder; an unfinished crawl found there is continued. ``earlier`` is the last sealed snapshot
    folder: what it knows is asked for conditionally. ``extra`` are addresses that must be visited too; with ``only``, nothing
    but these pages and ``extra`` is visited, and all of it is asked for without conditions. ``profile_hash`` and ``as_of`` are
    written into the manifest.
    """

    site: Site
    settings: CrawlSection
    folder: Path
    earlier: Path | None = None
    extra: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    profile_hash: str = ""
    as_of: str = ""
    progress: Callable[[Progress], None] = field(default=_silent, compare=False)

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """The addresses of ``only`` and ``extra``."""
        return frozenset((*(self.only or ()), *self.extra))


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlEnd:
    """How a crawl ended. ``finish_reason``: finished, max-pages, interrupted, site-suffering."""

    finish_reason: str
    pages: int
    links: int
    complete: bool
    note: str = ""
