"""This module knows when a fleet may run: a window of the day, and how long the rest of it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """A span of the day in local time, ``22:00-06:00`` over midnight; empty text = always."""

    text: str = ""

    def is_open(self, now: datetime) -> bool:
        """Say whether ``now`` lies inside; the end itself lies outside."""
        if not self.text:
            return True
        begin, end = self._bounds()
        moment = now.time()
        return begin <= moment < end if begin < end else moment >= begin or moment < end

    def closes_in(self, now: datetime) -> float | None:
        """Return the seconds until the window closes, None where it never does."""
        return self._until(now, self._bounds()[1]) if self.text else None

    def opens_in(self, now: datetime) -> float:
        """Return the seconds until the window opens, 0 while it is open."""
        return 0.0 if self.is_open(now) else self._until(now, self._bounds()[0])

    def _bounds(self) -> tuple[time, time]:
        begin, _, end = self.text.partition("-")
        return time.fromisoformat(begin), time.fromisoformat(end)

    @staticmethod
    def _until(now: datetime, moment: time) -> float:
        at = now.replace(hour=moment.hour, minute=moment.minute, second=0, microsecond=0)
        return ((at if at > now else at + timedelta(days=1)) - now).total_seconds()
