"""This module watches whether the site suffers under the crawl: first it slows down, and when that does not help it stops."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from statistics import median

WINDOW = 20
ILL_SHARE = 0.75
CALM_ANSWERS = 20  # the first answers show how fast the site is when it is well
SLOW_FACTOR = 5.0
SLOW_AT_LEAST_MS = 2_000.0
MOST_BAD_PULSES = 3


@dataclass(slots=True)
class Care:
    """The patient's chart of one host. The pulse is the home page: a site whose home page answers well is not suffering."""

    _ill: deque[bool] = field(default_factory=lambda: deque(maxlen=WINDOW))
    _calm: list[int] = field(default_factory=list)
    _recent: deque[int] = field(default_factory=lambda: deque(maxlen=WINDOW))
    bad_pulses: int = 0

    def saw(self, *, ill: bool, elapsed_ms: int | None) -> bool:
        """Take one first answer of the site; return whether its pulse should be felt."""
        self._ill.append(ill)
        if elapsed_ms is not None and not ill:
            if len(self._calm) < CALM_ANSWERS:
                self._calm.append(elapsed_ms)
            self._recent.append(elapsed_ms)
        return self._mostly_ill() or self._slow()

    def _mostly_ill(self) -> bool:
        return len(self._ill) == WINDOW and sum(self._ill) >= ILL_SHARE * WINDOW

    def _slow(self) -> bool:
        if len(self._recent) < WINDOW or len(self._calm) < CALM_ANSWERS:
            return False
        return median(self._recent) > max(SLOW_AT_LEAST_MS, SLOW_FACTOR * median(self._calm))

    def felt(self, *, well: bool) -> bool:
        """Take the pulse; return whether the crawl has to stop."""
        self._ill.clear()
        self._recent.clear()
        self.bad_pulses = 0 if well else self.bad_pulses + 1
        return self.bad_pulses >= MOST_BAD_PULSES

    def well(self, *, ok: bool, elapsed_ms: int | None) -> bool:
        """Say whether an answer of the home page is that of a healthy site."""
        limit = max(SLOW_AT_LEAST_MS, SLOW_FACTOR * median(self._calm)) if self._calm else SLOW_AT_LEAST_MS * 5
        return ok and (elapsed_ms is None or elapsed_ms <= limit)
