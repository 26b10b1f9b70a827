"""This module shows how a fleet run goes: sites done, running, failed, rate, time left."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.live import Live
from rich.text import Text

from auditor.model.fleet import JobState

PLAIN_INTERVAL_S = 10.0
_BAD = (JobState.FAILED, JobState.INVALID, JobState.INCOMPLETE)
Counts = Mapping[JobState, int]


class Pace:
    """How fast sites are done, counted from where this process began."""

    def __init__(self, counts: Counts, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._before = _ended(counts)

    def words(self, counts: Counts) -> str:
        """Return the line that says where the run stands."""
        ended, total = _ended(counts), sum(counts.values())
        bad = sum(counts.get(s, 0) for s in _BAD)
        said = f"网站 {total} 个 | 完成 {counts.get(JobState.DONE, 0)} | 进行中 {counts.get(JobState.RUNNING, 0)}"
        said += f" | 失败或未能核查 {bad} | 等待 {counts.get(JobState.WAITING, 0)}"
        passed = self._clock() - self._began
        if ended <= self._before or passed <= 0:
            return said
        rate = (ended - self._before) / passed
        return f"{said} | {rate * 3600:.0f} 个/小时 | 约剩 {_span((total - ended) / rate)}"


def _ended(counts: Counts) -> int:
    return sum(number for state, number in counts.items() if state.is_final)


def _span(seconds: float) -> str:
    return f"{seconds / 3600:.1f} 小时" if seconds >= 5400 else f"{max(seconds / 60, 0):.0f} 分钟"


@contextmanager
def fleet_line() -> Iterator[Callable[[str], None]]:
    """Give a function that shows the line on standard error: in place on a terminal, every ten seconds elsewhere."""
    console = Console(stderr=True)
    if console.is_terminal:
        with Live(Text(""), console=console, refresh_per_second=2, transient=True) as live:
            yield lambda words: live.update(Text(words))
        return
    last = [monotonic()]

    def plain(words: str) -> None:
        if monotonic() - last[0] >= PLAIN_INTERVAL_S:
            last[0] = monotonic()
            print(words, file=sys.stderr, flush=True)

    yield plain
