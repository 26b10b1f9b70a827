"""This module counts Chinese working days: weekends, holidays and 调休, with an override file of ours.

The holiday notice of the State Council office comes once a year; chinesecalendar carries it up to the end of its data.
Beyond, Monday to Friday count and the answer is provisional (暂算).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import chinese_calendar

from auditor.errors import ConfigError


@dataclass(frozen=True)
class Workdays:
    """Working-day arithmetic. ``overrides`` maps a day to True (work) or False (free) and wins over the package."""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Say whether offices work on ``day``."""
        if day in self.overrides:
            return self.overrides[day]
        known = _known(day)
        return day.weekday() < 5 if known is None else known

    def is_provisional(self, day: date) -> bool:
        """Say whether the holiday notice that covers ``day`` is not known yet (暂算)."""
        return day not in self.overrides and _known(day) is None

    def add(self, start: date, days: int) -> date:
        """Return the ``days``-th working day after ``start``; the start itself does not count."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``; negative where ``end`` is earlier."""
        if end < start:
            return -self.between(end, start)
        span = (end - start).days
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, span + 1))


@lru_cache(maxsize=20_000)
def _known(day: date) -> bool | None:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def load_overrides(path: Path) -> Workdays:
    """Read ``workdays.toml``: ``workdays = [2027-02-06]``, ``holidays = [2027-02-08]``.

    Raises ConfigError naming the file and the key.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}：无法读取节假日文件（{error}）") from error
    days: dict[date, bool] = {}
    for key, working in (("workdays", True), ("holidays", False)):
        for value in data.pop(key, []):
            if type(value) is not date:
                raise ConfigError(f"{path}：{key}：应为日期（如 2027-02-06）：{value!r}")
            days[value] = working
    if data:
        raise ConfigError(f"{path}：{sorted(data)[0]}：不认识的键，只允许 workdays 和 holidays")
    return Workdays(days)
