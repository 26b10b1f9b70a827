"""突击更新: a burst of entries dated before a visit that found the list without them, and everything that is none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pytest

from auditor.derive_sightings import listed, sightings
from auditor.ledger import advance
from auditor.ledger_bursts import HOME, Listed, Move, Place, bursts, found_on, place_of
from auditor.ledger_entries import Known, entries
from auditor.ledger_store import LedgerStore
from auditor.model.finding import State, SubjectKind
from auditor.model.ledger import ClaimRecord
from auditor.model.site import ColumnKind, SiteColumn
from auditor.workspace import Order
from tests.case_files import HOME as SITE_HOME
from tests.case_files import build_tables
from tests.ledger.build import SITE, finding, run_record, seen

OLD = [Listed("xw", f"2026-01-{day:02d}", "2026-02-01") for day in range(1, 6)]


def late(*dates: str, first_seen: str = "2026-03-20", column: str = "xw") -> list[Listed]:
    return [Listed(column, day, first_seen) for day in dates]


XW = Place("xw")


def told(entries: Iterable[Listed], *visits: str, place: Place = XW) -> str:
    return bursts({"f": place}, {"f": visits}, entries).get("f", "")


BACKFILLED = late("2026-02-01", "2026-02-10", "2026-02-20")


def test_a_burst_says_how_many_dated_when_and_first_seen_when() -> None:
    said = told([*OLD, *BACKFILLED, *late("2026-03-19")], "2026-03-01", "2026-03-08")
    assert said == (
        "该栏目有 3 条信息标注的日期在 2026-02-01 至 2026-02-20，但 2026-03-08 检查时还没有，"
        "2026-03-20 才首次见到，请核实是否为集中补发"
    )


@pytest.mark.parametrize(
    ("entries", "visits"),
    [
        pytest.param([*OLD, *BACKFILLED[:2]], ["2026-03-01"], id="two late ones"),
        pytest.param([*OLD, *late("2026-03-02", "2026-03-10", "2026-03-15")], ["2026-03-01"], id="dated after the visit"),
        pytest.param(
            [*OLD, *late("2026-02-23", "2026-02-24", "2026-02-25")], ["2026-03-01"], id="a few days on the way"
        ),
        pytest.param([*OLD, *BACKFILLED], [], id="nobody saw the list without them"),
        pytest.param([*OLD, *BACKFILLED], ["2026-03-20"], id="the visit of the same day"),
        pytest.param(BACKFILLED, ["2026-03-01"], id="nothing of before is met again"),
        pytest.param(
            [*OLD, *late("2025-10-01", "2025-10-02", "2025-10-03")], ["2026-03-01"], id="from a page not read then"
        ),
        pytest.param(
            [*OLD, *late("2026-02-01", "2026-02-10", "2026-02-20", column="tz")], ["2026-03-01"], id="another column"
        ),
    ],
)  # fmt: skip
def test_it_is_no_burst(entries: list[Listed], visits: list[str]) -> None:
    assert told(entries, *visits) == ""


def test_exactly_seven_days_before_the_visit_is_late() -> None:
    week = late("2026-02-22", "2026-02-22", "2026-02-22")
    assert told([*OLD, *week], "2026-03-01")
    assert not told([*OLD, *week[:2], *late("2026-02-23")], "2026-03-01")


def test_a_column_that_was_empty_had_nothing_to_be_met_again() -> None:
    assert told(BACKFILLED, "2026-03-01", place=Place("xw", empty=True))


def test_what_came_between_two_visits_is_held_against_the_one_before_it() -> None:
    early = late("2026-02-15", "2026-02-16", "2026-02-17", first_seen="2026-03-08")
    assert not told([*OLD, *early], "2026-02-20", "2026-03-08", "2026-03-15")
    assert "2026-02-28 检查时还没有" in told([*OLD, *early], "2026-02-28", "2026-03-08", "2026-03-15")


def test_only_visits_that_found_the_fault_since_it_was_last_opened_prove_anything() -> None:
    runs = [run_record(f"r{n}") for n in range(1, 8)]
    states = {
        "r1": State.NEW,
        "r2": State.PERSISTING,
        "r3": State.CLOSED,
        "r4": State.REOPENED,
        "r5": State.UNVERIFIED,
        "r6": State.PERSISTING,
    }
    assert found_on([Move("f", run, state) for run, state in states.items()], runs) == {
        "f": ("2026-03-14", "2026-03-16", "2026-03-17")
    }


def test_the_store_gives_the_moves_of_the_findings_asked_for(store: LedgerStore) -> None:
    for saw in (seen("r1", ["a", "b"], []), seen("r2", ["b"], ["a"]), seen("r3", ["b"], ["a"])):
        store.save_run(run_record(saw.run), partial(advance, seen=saw))
    a, b = finding("a").id, finding("b").id
    assert store.moves(SITE, [a]) == [Move(a, "r1", State.NEW), Move(a, "r2", State.CLOSED)]
    assert found_on(store.moves(SITE, [a, b]), store.runs(SITE)) == {
        a: ("2026-03-11",),
        b: ("2026-03-11", "2026-03-12", "2026-03-13"),
    }


def test_the_list_that_a_finding_speaks_of() -> None:
    column = SiteColumn("xw", "要闻", finding("xw").subject.key, ColumnKind.NEWS)
    assert place_of(finding("xw", "COL02"), [column]) == Place("xw")
    assert place_of(finding("xw", "COL05"), [column]) == Place("xw", empty=True)
    assert place_of(finding("", "COL01"), [column]) == Place(HOME)
    assert place_of(finding("xw", "COL09"), [column]) is None, "the list could not be read: that proves nothing"
    assert place_of(finding("other", "COL02"), [column]) is None
    assert finding("xw").subject.kind is SubjectKind.PAGE


@pytest.mark.parametrize("claimed", [True, False])
def test_it_stands_beside_a_claim(claimed: bool) -> None:
    fault = finding("a", "COL02")
    records = advance({}, seen("r1", ["a"], []))
    record = next(iter(records.values()))
    claim = ClaimRecord(finding=fault.id, run="r1", ingested="", fields={"整改状态": "已整改"})
    known = Known(
        records={fault.id: record}, claims={fault.id: claim} if claimed else {}, bursts={fault.id: "该栏目有 3 条"}
    )
    order = Order(run="r2", site=SITE, as_of="2026-03-12", started="", profile_hash="", profile_path="", kind="audit")
    assert entries([fault], known, order)[fault.id].burst == ("该栏目有 3 条" if claimed else "")


def page(path: str, **values: object) -> dict[str, object]:
    return {"url_id": SITE_HOME + path, **values}


SPEC: dict[str, object] = {
    "as_of": "2026-03-16",
    "site": {"columns": [{"id": "xw", "name": "要闻", "url": SITE_HOME + "xw/", "kind": "news"}]},
    "pages": [
        page("", kind="home"),
        page("xw/", kind="list"),
        page("xw/1.html", publish_date="2026-03-01"),
        page("xw/2.html"),
    ],
    "items": [
        {"page_id": SITE_HOME + "xw/", "title": "一", "url_id": SITE_HOME + "xw/1.html"},
        {"page_id": SITE_HOME + "xw/", "title": "二", "url_id": SITE_HOME + "xw/2.html"},
        {"page_id": SITE_HOME + "xw/", "title": "三", "url_id": SITE_HOME + "xw/3.html", "date": "2026-03-05"},
        {"page_id": SITE_HOME, "title": "一", "url_id": SITE_HOME + "xw/1.html", "date": "2020-03-01"},
    ],
}


def seen_before(*paths: str, scheme: str = "http") -> list[dict[str, str]]:
    urls = [SITE_HOME.replace("http", scheme) + p for p in paths]
    return [{"url": u, "first_seen": "2026-02-01", "date": ""} for u in urls]


def test_what_the_lists_show_and_since_when() -> None:
    tables = build_tables({**SPEC, "history": seen_before("xw/1.html", scheme="https")})
    assert set(listed(tables)) == {
        Listed("xw", "2026-03-01", "2026-02-01"),
        Listed("xw", "2026-03-05", "2026-03-16"),
        Listed(HOME, "2026-03-01", "2026-02-01"),
    }


def test_a_site_with_new_addresses_shows_nothing_that_proves_anything() -> None:
    assert listed(build_tables({**SPEC, "history": seen_before("xw/1.html", "old/2.html")}))
    assert listed(build_tables({**SPEC, "history": seen_before("xw/1.html", "old/2.html", "old/3.html")})) == ()


def test_an_undated_article_and_the_list_itself_are_sighted_too() -> None:
    assert {s["url"].rsplit("/", 1)[1]: s["date"] for s in sightings(build_tables(SPEC))} == {
        "#read": "",
        "1.html": "2026-03-01",
        "2.html": "",
        "3.html": "2026-03-05",
    }
