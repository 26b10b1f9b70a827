"""A sealed snapshot: immutable, verifiable, typed."""

from __future__ import annotations

import sqlite3
from array import array
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from auditor.errors import SnapshotError
from auditor.model.page_rows import to_json
from auditor.snapshot import Address, Fetch, Store, discard, is_sealed, is_unfinished, open_snapshot, seal


def crawled(folder: Path) -> None:
    """Leave a small finished crawl in a folder."""
    store = Store(folder)
    for number, name in enumerate(("b", "a", "c")):
        store.add_address(Address(number, f"http://x.cn/{name}", "x.cn", True, "page", 0, 3, None, 0))
    name = store.add_body(b"<p>body of b</p>")
    store.add_fetch(
        Fetch(url_id=0, outcome="ok", status=200, final_id=0, body_hash=name, fetched_at="2026-01-01T00:00:00+08:00")
    )
    store.add_fetch(Fetch(url_id=2, redirect_id=0, status=302))
    store.add_page(0, {"links": [(1, "a", "href", "文字", "body", True, None, "", "")]})
    store.note("site", "x")
    store.close()


def test_addresses_are_numbered_in_their_order_and_rows_follow(tmp_path: Path) -> None:
    crawled(tmp_path)
    seal(tmp_path, as_of="2026-01-02")
    snapshot = open_snapshot(tmp_path)
    assert snapshot.frame("urls")["url"].tolist() == ["http://x.cn/a", "http://x.cn/b", "http://x.cn/c"]
    links = snapshot.frame("links")
    assert links[["page_id", "target_id"]].values.tolist() == [[1, 0]]
    assert snapshot.frame("fetches")["outcome"].astype(str).tolist() == ["not-attempted", "ok", "ok"]
    assert snapshot.frame("fetches")["final_id"].tolist()[1:] == [1, 1]
    assert snapshot.body("http://x.cn/b") == b"<p>body of b</p>"
    assert snapshot.manifest.as_of == "2026-01-02"


def test_a_folder_is_sealed_once(tmp_path: Path) -> None:
    crawled(tmp_path)
    assert is_unfinished(tmp_path)
    seal(tmp_path)
    assert is_sealed(tmp_path)
    with pytest.raises(SnapshotError, match="已封存"):
        seal(tmp_path)
    with pytest.raises(SnapshotError, match="已封存"):
        Store(tmp_path)
    discard(tmp_path)
    assert is_sealed(tmp_path)


def test_a_seal_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    crawled(tmp_path)
    (tmp_path / "links.parquet.sealing").write_bytes(b"half")
    (tmp_path / "urls.parquet").write_bytes(b"from an earlier attempt")
    seal(tmp_path)
    assert open_snapshot(tmp_path).verify() == ()


def test_a_changed_or_missing_file_is_noticed(tmp_path: Path) -> None:
    crawled(tmp_path)
    seal(tmp_path)
    (tmp_path / "links.parquet").write_bytes(b"x")
    (tmp_path / "pages.parquet").unlink()
    assert set(open_snapshot(tmp_path).verify()) == {"文件 links.parquet 与封存时不一致", "缺少文件 pages.parquet"}
    with pytest.raises(SnapshotError, match="links"):
        open_snapshot(tmp_path).frame("links")


def test_an_empty_folder_is_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="没有封存的快照"):
        open_snapshot(tmp_path)
    with pytest.raises(SnapshotError, match="没有可封存"):
        seal(tmp_path)


def test_columns_have_their_types(tmp_path: Path) -> None:
    crawled(tmp_path)
    seal(tmp_path)
    snapshot = open_snapshot(tmp_path)
    urls, fetches = snapshot.frame("urls"), snapshot.frame("fetches")
    assert str(urls["id"].dtype) == "int32"
    assert str(urls["host"].dtype) == "category"
    assert str(urls["internal"].dtype) == "bool"
    assert str(fetches["status"].dtype) == "Int32"
    assert str(urls["url"].dtype) in ("str", "string")


def test_rows_of_before_a_column_was_thought_of_have_none(tmp_path: Path) -> None:
    crawled(tmp_path)
    store = Store(tmp_path)
    store.add_page(1, {"items": [(0, "题目", 0, "2026-01-01", "")]})
    store.add_page(2, {"items": [(0, "题目", 0, "2026-01-01", "", "进行中", "2026-02-01")]})
    store.close()
    seal(tmp_path)
    items = open_snapshot(tmp_path).frame("items")
    assert items["status"].isna().tolist() == [True, False]
    assert items["end"].fillna("").tolist() == ["", "2026-02-01"]


def test_a_snapshot_sealed_before_a_column_was_thought_of_is_read_every_way(tmp_path: Path) -> None:
    crawled(tmp_path)
    store = Store(tmp_path)
    store.add_page(1, {"items": [(0, "题目", 0, "2026-01-01", "")]})
    store.close()
    seal(tmp_path)
    path = tmp_path / "items.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["status", "end"]), path)
    snapshot = open_snapshot(tmp_path)
    read = (
        snapshot.frame("items"),
        snapshot.arrow("items").to_pandas(),
        snapshot.of_pages("items", [0]),
        *snapshot.parts("items"),
    )
    assert [frame["status"].isna().tolist() for frame in read] == [[True]] * len(read)
    assert snapshot.column("items", "status").null_count == 1


def test_the_rows_of_a_read_page_hold_places_among_its_addresses(tmp_path: Path) -> None:
    """Two pages with the same places, other numbers; an address that found no room is no link, and an entry without one."""
    crawled(tmp_path)
    store = Store(tmp_path)
    link = [0, "a", "href", "文字", "body", True, None, "", ""]
    rows = {"links": [link, [1, *link[1:]]], "items": [[0, "题目", 1, "2026-01-01", "", None, None]]}
    store.add_read_page(1, to_json(rows), links=2, numbers=array("i", [2, 0]))
    store.add_read_page(2, to_json(rows), links=2, numbers=array("i", [0, -1]))
    store.close()
    seal(tmp_path)
    snapshot = open_snapshot(tmp_path)
    links, items = snapshot.frame("links"), snapshot.frame("items")
    assert links[["page_id", "target_id"]].values.tolist() == [[0, 2], [0, 1], [1, 0], [2, 1]]
    assert items["page_id"].tolist() == [0, 2]
    assert items["url_id"].fillna(-1).tolist() == [1, -1]


def test_a_crawl_that_an_earlier_version_began_goes_on(tmp_path: Path) -> None:
    """Its rows bear the numbers themselves; there was no column for anything else."""
    crawled(tmp_path)
    with sqlite3.connect(tmp_path / "crawl.sqlite") as db:
        db.execute("ALTER TABLE page_rows DROP COLUMN numbers")
    store = Store(tmp_path)
    link = [0, "a", "href", "文字", "body", True, None, "", ""]
    store.add_read_page(1, to_json({"links": [link]}), links=1, numbers=array("i", [2]))
    store.close()
    seal(tmp_path)
    links = open_snapshot(tmp_path).frame("links")
    assert links[["page_id", "target_id"]].values.tolist() == [[0, 2], [1, 0]]
