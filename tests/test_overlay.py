"""A recheck laid over the last whole snapshot: visited addresses are new, all others as they were."""

from __future__ import annotations

import pandas as pd

from auditor.frames import Tables
from auditor.overlay import Overlay
from tests.case_files import build_tables

SITE = "http://lyj.example.gov.cn"


def test_visited_pages_are_replaced_and_others_stand() -> None:
    whole = build_tables(
        {
            "pages": [{"url_id": f"{SITE}/a", "title": "旧"}, {"url_id": f"{SITE}/b", "title": "乙"}],
            "links": [
                {"page_id": f"{SITE}/a", "target_id": f"{SITE}/dead"},
                {"page_id": f"{SITE}/b", "target_id": f"{SITE}/dead"},
            ],
            "fetches": [{"url_id": f"{SITE}/dead", "outcome": "http-client-error", "status": 404, "confirmed": True}],
        }
    )
    part = build_tables(
        {
            "pages": [{"url_id": f"{SITE}/new", "title": "新"}, {"url_id": f"{SITE}/a", "title": "改"}],
            "links": [{"page_id": f"{SITE}/a", "target_id": f"{SITE}/new"}],
            "fetches": [{"url_id": f"{SITE}/b", "outcome": "not-attempted", "status": None}],
        }
    )
    both = Overlay(whole.source, part.source)
    address = dict(zip(both.frame("urls")["id"], both.frame("urls")["url"], strict=True))

    def named(table: str, *columns: str) -> set[tuple[object, ...]]:
        frame = both.frame(table)
        return {
            tuple(address.get(v, v) for v in row) for row in frame[list(columns)].itertuples(index=False, name=None)
        }

    assert named("pages", "url_id", "title") == {(f"{SITE}/a", "改"), (f"{SITE}/b", "乙"), (f"{SITE}/new", "新")}
    assert named("links", "page_id", "target_id") == {(f"{SITE}/a", f"{SITE}/new"), (f"{SITE}/b", f"{SITE}/dead")}
    assert named("fetches", "url_id", "outcome") >= {
        (f"{SITE}/dead", "http-client-error"),
        (f"{SITE}/a", "ok"),
        (f"{SITE}/b", "ok"),
    }
    assert len(address) == len(set(address.values()))


def test_a_page_that_died_since_is_no_page_any_more() -> None:
    whole = build_tables({"pages": [{"url_id": f"{SITE}/a", "title": "旧"}]})
    part = build_tables({"fetches": [{"url_id": f"{SITE}/a", "outcome": "http-client-error", "status": 404}]})
    both = Overlay(whole.source, part.source)
    assert both.frame("pages").empty
    assert both.frame("fetches")["status"].tolist() == [404]


def _texts(pages: dict[str, str]) -> Tables:
    return build_tables(
        {
            "pages": [{"url_id": f"{SITE}/{name}", "kind": "article"} for name in pages],
            "texts": [{"page_id": f"{SITE}/{name}", "text": said} for name, said in pages.items()],
            "links": [
                {"page_id": f"{SITE}/{name}", "target_id": f"{SITE}/a", "text": said} for name, said in pages.items()
            ],
        }
    )


def test_rows_come_page_by_page_and_in_pieces_as_they_do_at_once() -> None:
    both = Overlay(_texts({"a": "旧", "b": "乙", "c": "丙"}).source, _texts({"new": "新", "a": "改"}).source)
    address = dict(zip(both.frame("urls")["id"], both.frame("urls")["url"].str[len(SITE) + 1 :], strict=True))
    number = {name: int(n) for n, name in address.items()}

    def said(frame: pd.DataFrame) -> dict[str, str]:
        return {address[n]: words for n, words in zip(frame["page_id"], frame["text"], strict=True)}

    everything = {"a": "改", "b": "乙", "c": "丙", "new": "新"}
    assert said(both.frame("texts")) == everything
    assert said(pd.concat(both.parts("texts"))) == everything
    assert said(both.of_pages("texts", [number["a"], number["c"], number["new"]])) == {
        "a": "改",
        "c": "丙",
        "new": "新",
    }
    assert both.of_pages("texts", [number["b"]])["text"].tolist() == ["乙"]
    assert both.of_pages("texts", []).empty


def test_words_are_those_that_occur() -> None:
    both = Overlay(_texts({"a": "旧", "b": "乙"}).source, _texts({"a": "改"}).source)
    links = both.frame("links")
    assert sorted(links["text"].astype("str")) == ["乙", "改"]
    assert sorted(links["text"].cat.categories) == ["乙", "改"]


def test_a_column_without_any_word_is_joined_too() -> None:
    """A first look may find no page at all that shows a date."""
    none = build_tables({"pages": [{"url_id": f"{SITE}/a", "title": "甲", "date_from": None}]})
    some = build_tables({"pages": [{"url_id": f"{SITE}/b", "title": "乙", "date_from": "meta"}]})
    for whole, part in ((none, some), (some, none)):
        pages = Overlay(whole.source, part.source).frame("pages")
        assert sorted(pages["date_from"].dropna().astype("str")) == ["meta"]
