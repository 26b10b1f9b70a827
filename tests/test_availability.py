"""AVL01 with the official numbers: a week, twenty visits a day, fifteen seconds, five per cent."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditor.engine import Judgement, Law, judge
from auditor.frames import MemorySource, Tables, typed
from auditor.model.finding import Status
from auditor.model.tables import PROBES
from auditor.registry import load_rules
from auditor.standards import select
from auditor.verdict import verdicts
from tests.case_files import build_site

RULE = [r for r in load_rules() if r.meta.code == "AVL01"]
AS_OF = date(2026, 3, 16)
LAW = Law(standards=select(["national"], [Path(__file__).parent.parent / "rules"], AS_OF)[0])


def week(failed: int, *, visits: int = 20, seconds_ms: int = 15_000, ok: bool = False) -> list[dict[str, Any]]:
    rows = []
    for n in range(7 * visits):
        day = AS_OF - timedelta(days=n // visits)
        bad = n < failed
        at = f"{day.isoformat()}T{n % visits:02d}:30:00+08:00"
        rows.append({"at": at, "ok": ok if bad else True, "seconds_ms": seconds_ms if bad else 400, "counted": True})
    return rows


def judged(rows: list[dict[str, Any]]) -> Judgement:
    source = MemorySource({"probes": typed(PROBES, rows)})
    return judge(Tables(site=build_site({}), as_of=AS_OF, source=source), RULE, LAW)


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        (week(7), Status.FAILED),  # 7 of 140 = 5 %
        (week(6), Status.PASSED),
        (week(7, ok=True), Status.FAILED),  # it opened, but only after fifteen seconds
        (week(7, ok=True, seconds_ms=14_999), Status.PASSED),
        (week(0, visits=19), Status.NOT_ASSESSED),
        (week(140)[:-1], Status.NOT_ASSESSED),
        ([], Status.NOT_ASSESSED),
    ],
    ids=["exactly 5 %", "below 5 %", "open at 15 s", "open before 15 s", "19 a day", "one visit short", "none"],
)
def test_official_limits(rows: list[dict[str, Any]], status: Status) -> None:
    assert judged(rows).outcomes[0].status is status


def test_the_veto_follows_and_stays_open_without_visits() -> None:
    indicator = [i for i in LAW.indicators("department") if i.id == "jc-veto-2"]
    hit = judged(week(7))
    assert [v.hit for v in verdicts(indicator, hit.findings, hit.outcomes)] == [True]
    blind = judged([])
    (verdict,) = verdicts(indicator, blind.findings, blind.outcomes)
    assert (verdict.hit, verdict.open, verdict.not_examined) == (False, True, 1)
