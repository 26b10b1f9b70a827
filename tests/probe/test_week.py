"""A week of visits with a clock of its own, through the ledger, judged by AVL01 to AVL03 as an audit would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from auditor import ledger_schema as schema
from auditor.cli.pipeline import PROBE_WINDOW_DAYS
from auditor.engine import Judgement, Law, judge
from auditor.frames import MemorySource, Tables, typed
from auditor.ledger_store import LedgerStore
from auditor.model.finding import Status
from auditor.model.tables import PROBES
from auditor.registry import load_rules, standards_folders
from auditor.standards import select
from auditor.workspace import sqlite_url
from spiders.probe import Limits, Visit, probe
from tests.case_files import build_site
from tests.probe.test_visit import PAGE, answering, refusing

AS_OF = date(2026, 3, 16)
FIRST = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)  # Beijing's midnight: the seven days end with the day of the audit
VISITS = 1000
RULES = [r for r in load_rules() if r.meta.code.startswith("AVL")]
LAW = Law(standards=select(["national"], standards_folders(), AS_OF)[0])


class Seen:
    """What real visits on loopback look like: open, refused, and refused while this machine was offline."""

    def __init__(self) -> None:
        with answering(PAGE) as there, refusing() as lost, refusing() as other:
            named = Limits(timeout_s=2, private_hosts=("127.0.0.1",), reference=f"127.0.0.1:{there}")
            offline = replace(named, reference=f"127.0.0.1:{other}")
            self.open = probe(f"http://127.0.0.1:{there}/", named)
            self.refused = probe(f"http://127.0.0.1:{lost}/", named)
            self.offline = probe(f"http://127.0.0.1:{lost}/", offline)


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LedgerStore]:
    opened = LedgerStore(sqlite_url(tmp_path / "ledger.sqlite"))
    yield opened
    opened.close()


def week(visits: list[Visit]) -> list[Visit]:
    """Spread visits evenly over the week."""
    step = timedelta(days=7) / len(visits)
    return [replace(v, at=(FIRST + n * step).isoformat(timespec="seconds")) for n, v in enumerate(visits)]


def mixed(seen: Seen, failed: int) -> list[Visit]:
    """Return a thousand visits with ``failed`` refused ones scattered among them."""
    visits = [seen.open] * VISITS
    for n in range(failed):
        visits[n * VISITS // failed] = seen.refused
    return visits


def judged(store: LedgerStore, visits: list[Visit]) -> Judgement:
    """Keep the visits in the ledger and judge the site from what comes back."""
    with (
        store.writing() as connection
    ):  # one by one they take minutes on a slow disk; test_command.py keeps single ones
        connection.execute(sa.insert(schema.probes), [{"site": "a", **asdict(v)} for v in visits])
    since = (AS_OF - timedelta(days=PROBE_WINDOW_DAYS)).isoformat()
    rows = store.probes("a", since, f"{AS_OF.isoformat()}T23:59:59.999999+99:99")
    assert len(rows) == len(visits)
    source = MemorySource({"probes": typed(PROBES, rows)})
    return judge(Tables(site=build_site({}), as_of=AS_OF, source=source), RULES, LAW)


def status(judgement: Judgement, rule: str = "AVL01") -> Status:
    return next(o.status for o in judgement.outcomes if o.rule == rule)


@pytest.mark.parametrize(
    ("failed", "expected"),
    [(49, Status.PASSED), (50, Status.FAILED), (51, Status.FAILED)],
    ids=["4.9 %", "5 %", "5.1 %"],
)
def test_the_share_decides(store: LedgerStore, seen: Seen, failed: int, expected: Status) -> None:
    assert status(judged(store, week(mixed(seen, failed)))) is expected


def test_visits_of_an_offline_machine_count_neither_way(store: LedgerStore, seen: Seen) -> None:
    """4.9 % of what counts; with the failures of the machine itself it would be far beyond."""
    visits = mixed(seen, 49)
    spread = [v for n, v in enumerate(visits) for v in ([v, seen.offline] if n % 5 == 0 else [v])]
    assert status(judged(store, week(spread))) is Status.PASSED


def test_an_offline_machine_does_not_hide_an_outage(store: LedgerStore, seen: Seen) -> None:
    """51 of 1000 that count stay 5.1 % beside 500 that do not."""
    visits = mixed(seen, 51)
    spread = [v for n, v in enumerate(visits) for v in ([v, seen.offline] if n % 2 else [v])]
    assert status(judged(store, week(spread))) is Status.FAILED


def test_a_day_without_enough_visits_leaves_the_week_open(store: LedgerStore, seen: Seen) -> None:
    visits = week(mixed(seen, 100))
    gap = [v for v in visits if not "2026-03-12T16" <= v.at[:13] < "2026-03-13T16"]
    assert status(judged(store, gap)) is Status.NOT_ASSESSED


def test_a_day_offline_is_a_gap_too(store: LedgerStore, seen: Seen) -> None:
    visits = [
        replace(seen.offline, at=v.at) if "2026-03-12T16" <= v.at[:13] < "2026-03-13T16" else v
        for v in week(mixed(seen, 100))
    ]
    assert status(judged(store, visits)) is Status.NOT_ASSESSED


def test_nights_without_visits_are_no_gap(store: LedgerStore, seen: Seen) -> None:
    """Only the number a day counts: six hours of the machine's rest still leave more than a hundred."""
    by_day = [v for v in week([seen.open] * VISITS) if not 16 <= int(v.at[11:13]) < 22]
    failing = [replace(seen.refused, at=v.at) if n % 15 == 0 else v for n, v in enumerate(by_day)]
    assert status(judged(store, failing)) is Status.FAILED


def test_a_week_of_faulty_certificates_and_no_ipv6(store: LedgerStore, seen: Seen) -> None:
    visits = week([replace(seen.open, tls="expired", ipv6="no-record")] * 200)
    found = judged(store, visits)
    assert [status(found, rule) for rule in ("AVL01", "AVL02", "AVL03")] == [
        Status.PASSED,
        Status.FAILED,
        Status.FAILED,
    ]


def test_a_machine_that_cannot_tell_accuses_nobody(store: LedgerStore, seen: Seen) -> None:
    """Plain http, no IPv6 here: what loopback looks like."""
    found = judged(store, week([seen.open] * 200))
    assert status(found, "AVL02") is Status.NOT_APPLICABLE
    assert status(found, "AVL03") is Status.NOT_ASSESSED
