"""This module says which snapshots may go: old ones, never the last whole one of a site, never one that is being made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A snapshot folder. ``whole``: sealed, of a whole audit, and complete enough to judge from; ``day`` it was begun."""

    folder: Path
    day: date
    sealed: bool
    whole: bool


def removable(snapshots: Iterable[Kept], today: date, *, keep: int, days: int) -> tuple[Kept, ...]:
    """Return what may be removed of one site's snapshots, given newest first.

    The newest ``keep`` whole ones stay (one at least), so does what is younger than ``days``, and an unfinished crawl that
    nothing newer stands above: it may still be going on.
    """
    oldest = today - timedelta(days=days)
    whole = 0
    going: list[Kept] = []
    for position, snapshot in enumerate(snapshots):
        whole += snapshot.whole
        stays = (
            snapshot.day > oldest
            or (snapshot.whole and whole <= max(keep, 1))
            or (position == 0 and not snapshot.sealed)
        )
        if not stays:
            going.append(snapshot)
    return tuple(going)
