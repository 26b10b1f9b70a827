"""This module waits for a ledger database that is away for a while: a restart of PostgreSQL must not end a night's run."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)
PATIENCE_S = 300.0
_LONGEST_PAUSE_S = 5.0


class Patience:
    """Says whether to try again, after a pause. Once it has run out it stays so: the program is to end then."""

    def __init__(
        self,
        limit_s: float = PATIENCE_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limit_s = limit_s
        self._clock = clock
        self._sleep = sleep
        self._since = 0.0
        self._out = False

    def __call__(self, failures: int) -> bool:
        """Pause and say yes, or no where the database has been away too long. ``failures``: how many in a row."""
        if failures == 1:
            self._since = self._clock()
            logger.warning("台账数据库连不上，最多等 %.0f 秒", self._limit_s)
        self._out = self._out or self._clock() - self._since >= self._limit_s
        if not self._out:
            self._sleep(min(float(failures), _LONGEST_PAUSE_S))
        return not self._out
