"""The clock of the command line is that of the sites, on a machine in any time zone."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from auditor.cli.clock import now


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_the_day_is_the_day_in_china(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert now().utcoffset() == timedelta(hours=8)
    finally:
        monkeypatch.undo()
        time.tzset()
