"""This module makes a snapshot of any size without a crawl: a bureau's site as tables, in the dtypes of a sealed snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from auditor.frames import DECLARED, Tables, typed
from auditor.model.site import CatalogueItem, ColumnKind, Site, SiteColumn, SiteKind
from auditor.model.tables import HISTORY, PROBES, TABLES, Kind
from auditor.snapshot.read import Manifest, Snapshot

HOME = "http://lyj.example.gov.cn/"
AS_OF = date(2026, 3, 16)
KINDS = tuple(k for k in ColumnKind if k is not ColumnKind.OTHER)
PER_LIST = 20
SENTENCE = "为贯彻落实上级部署，进一步做好林业和园林绿化工作，现将有关事项通知如下，请各单位结合实际认真执行。"
_ARROW = {
    Kind.INT: pa.int32(),
    Kind.BIG: pa.int64(),
    Kind.BOOL: pa.bool_(),
    Kind.TEXT: pa.large_string(),
    Kind.WORD: pa.dictionary(pa.int32(), pa.large_string()),
}
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Size:
    """How large the site is: pages, links a page, external targets."""

    pages: int
    links_a_page: int = 25

    @property
    def lists(self) -> int:
        return max(len(KINDS), self.pages // (PER_LIST + 1))

    @property
    def articles(self) -> int:
        return self.pages - self.lists - 1

    @property
    def others(self) -> int:
        return self.pages // 5


def write(size: Size, folder: Path) -> None:
    """Write the tables of a site of that size as a snapshot: id 0 is the homepage, then lists, articles, other targets."""
    made = _Maker(size, np.random.default_rng(7)).tables()
    for table in TABLES:
        frame = _frame(table.name, made[table.name]) if table.name in made else typed(table, [])
        schema = pa.schema([(f.name, _ARROW[f.kind]) for f in table.fields])
        pq.write_table(
            pa.Table.from_pandas(frame, schema=schema, preserve_index=False),
            folder / f"{table.name}.parquet",
            row_group_size=250 if table.name == "texts" else None,  # as the seal does it
        )


def open_tables(folder: Path) -> Tables:
    """Open what :func:`write` wrote the way a sealed snapshot is opened."""
    manifest = Manifest(
        site="bench", home=HOME, started="", finished="", finish_reason="finished", complete=True, tool="", profile_hash="",
        as_of=AS_OF.isoformat(), counts={}, files={},
    )  # fmt: skip
    return Tables(site=_site(), as_of=AS_OF, source=_Source(Snapshot(folder, manifest)))


@dataclass(frozen=True)
class _Source:
    """A snapshot without history and visits."""

    snapshot: Snapshot

    def frame(self, name: str) -> pd.DataFrame:
        return typed(DECLARED[name], []) if name in (HISTORY.name, PROBES.name) else self.snapshot.frame(name)

    def parts(self, name: str) -> Iterator[pd.DataFrame]:
        return self.snapshot.parts(name)

    def of_pages(self, name: str, pages: Collection[int]) -> pd.DataFrame:
        return self.snapshot.of_pages(name, pages)


def _site() -> Site:
    columns = tuple(SiteColumn(k.value, k.name, f"{HOME}{k.value}/", k, unit="办公室") for k in KINDS)
    items = tuple(CatalogueItem(f"事项{n}", "条例第二十条", "管理", KINDS[n].value) for n in range(20))
    return Site(
        "bench",
        "江滨市林业和园林局",
        SiteKind.DEPARTMENT,
        HOME,
        "2201000049",
        (HOME,),
        "江滨市林业和园林局",
        (),
        columns,
        items,
    )


def _frame(name: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Give a table its declared columns; those that are not given are null."""
    kinds = {f.name: f.kind for f in DECLARED[name].fields}
    rows = len(next(iter(columns.values())))
    empty = typed(DECLARED[name], [])
    made: dict[str, Any] = {}
    for column, kind in kinds.items():
        if column not in columns:
            made[column] = pd.Series([pd.NA] * rows, dtype=empty[column].dtype)
        elif kind in (Kind.TEXT, Kind.WORD):
            made[column] = pd.Series(columns[column]).astype(empty[column].dtype)
        else:
            made[column] = np.asarray(columns[column])
    return pd.DataFrame(made, copy=False)


@dataclass(frozen=True)
class _Maker:
    size: Size
    rng: np.random.Generator

    @property
    def lists(self) -> Ids:
        return np.arange(1, self.size.lists + 1, dtype="int32")

    @property
    def articles(self) -> Ids:
        return np.arange(self.size.lists + 1, self.size.pages, dtype="int32")

    @property
    def others(self) -> Ids:
        return np.arange(self.size.pages, self.size.pages + self.size.others, dtype="int32")

    def tables(self) -> dict[str, dict[str, Any]]:
        return {
            "urls": self._urls(),
            "fetches": self._fetches(),
            "pages": self._pages(),
            "texts": self._texts(),
            "links": self._links(),
            "items": self._items(),
            "pagers": self._pagers(),
            "metas": self._metas(),
            "doc_fields": self._doc_fields(),
            "marks": self._marks(),
        }

    def _kind_of(self, number: int) -> ColumnKind:
        return KINDS[number % len(KINDS)]

    def _address(self, number: int) -> str:
        if number == 0:
            return HOME
        if number in range(1, self.size.lists + 1):
            turn, column = divmod(number - 1, len(KINDS))
            return f"{HOME}{KINDS[column].value}/" + (f"index_{turn}.html" if turn else "")
        if number < self.size.pages:
            day = AS_OF - timedelta(days=number % 900)
            return f"{HOME}{self._kind_of(number).value}/{day:%Y%m}/t{day:%Y%m%d}_{number}.html"
        return f"http://site{number % 997}.example.com/page/{number}.html"

    def _urls(self) -> dict[str, Any]:
        total = self.size.pages + self.size.others
        url = [self._address(n) for n in range(total)]
        inside = np.arange(total) < self.size.pages
        return {
            "id": np.arange(total, dtype="int32"),
            "url": url,
            "host": [u.split("/", 3)[2] for u in url],
            "internal": inside,
            "role": np.where(inside, "page", "link"),
            "depth": np.full(total, 2, dtype="int32"),
        }

    def _fetches(self) -> dict[str, Any]:
        total = self.size.pages + self.size.others
        dead = (np.arange(total) % 400 == 399) & (np.arange(total) >= self.size.pages)
        count = np.full(total, 1, dtype="int32")
        return {
            "url_id": np.arange(total, dtype="int32"),
            "outcome": np.where(dead, "http-client-error", "ok"),
            "status": np.where(dead, 404, 200).astype("int32"),
            "final_id": np.arange(total, dtype="int32"),
            "hops": count * 0,
            "method": np.full(total, "GET"),
            "content_type": np.full(total, "text/html"),
            "size": np.full(total, 30_000, dtype="int64"),
            "fetched_at": np.full(total, "2026-03-16T02:00:00+08:00"),
            "elapsed_ms": count * 90,
            "attempts": count,
            "confirmed": dead,
            "carried": dead & False,
        }

    def _pages(self) -> dict[str, Any]:
        number = np.arange(self.size.pages, dtype="int32")
        article = number > self.size.lists
        days = [(AS_OF - timedelta(days=int(n) % 900)).isoformat() for n in number]
        return {
            "url_id": number,
            "kind": np.where(article, "article", np.where(number == 0, "home", "list")),
            "title": [f"关于做好第{n}号林业工作的通知" for n in number],
            "publish_date": [d if a else None for d, a in zip(days, article, strict=True)],
            "source": ["办公室" if a else None for a in article],
            "doc_no": [
                f"江林发〔2026〕{n}号" if a and n % len(KINDS) == 2 else None
                for n, a in zip(number, article, strict=True)
            ],
            "site_code": np.full(self.size.pages, "2201000049"),
            "breadcrumb": np.full(self.size.pages, '["首页", "栏目"]'),
            "encoding": np.full(self.size.pages, "utf-8"),
            "scripted": number < 0,
            "text_hash": [f"{n:016x}" for n in number],
            "text_chars": np.full(self.size.pages, 600, dtype="int32"),
            "items": np.where(article, 0, PER_LIST).astype("int32"),
            "soft_404": number < 0,
        }

    def _texts(self) -> dict[str, Any]:
        pages = np.arange(self.size.pages, dtype="int32")
        return {"page_id": pages, "text": [f"{SENTENCE * 12}第{n}号" for n in pages]}

    def _links(self) -> dict[str, Any]:
        """Give every page its navigation and footer, and links to others chosen by chance."""
        each, pages = self.size.links_a_page, self.size.pages
        total = each * pages
        target = self.rng.integers(0, pages + self.size.others, total, dtype="int32")
        place = np.tile(np.arange(each), pages)
        target = np.where(place < each // 2, place % self.size.lists, target)
        words = np.array([f"链接文字{n}" for n in range(5000)])
        return {
            "page_id": np.repeat(np.arange(pages, dtype="int32"), each),
            "target_id": target.astype("int32"),
            "tag": _words(np.zeros(total, dtype="int8"), ["a"]),
            "attr": _words(np.zeros(total, dtype="int8"), ["href"]),
            "text": _words((target % 5000).astype("int16"), list(words)),
            "region": _words((place % 3).astype("int8"), ["navigation", "list", "footer"]),
            "visible": np.ones(total, dtype=bool),
            "hidden_by": _words(np.zeros(total, dtype="int8"), [""]),
            "place": _words(np.zeros(total, dtype="int8"), ["导航"]),
            "fragment": _words(np.zeros(total, dtype="int8"), [""]),
        }

    def _items(self) -> dict[str, Any]:
        article = self.articles
        article = article[: self.size.lists * PER_LIST]
        order = np.argsort(article % len(KINDS), kind="stable")
        listed = article[order]
        page = np.array([1 + int(n) % len(KINDS) for n in listed])
        turn = pd.Series(page).groupby(page).cumcount().to_numpy() // PER_LIST
        own = np.minimum(page + turn * len(KINDS), self.size.lists)
        return {
            "page_id": own.astype("int32"),
            "position": np.arange(len(listed), dtype="int32"),
            "title": [f"关于做好第{n}号林业工作的通知" for n in listed],
            "url_id": listed,
            "date": [(AS_OF - timedelta(days=int(n) % 900)).isoformat() for n in listed],
            "block": np.full(len(listed), ""),
        }

    def _pagers(self) -> dict[str, Any]:
        page = self.lists[: -len(KINDS)] if self.size.lists > len(KINDS) else self.lists[:0]
        return {"page_id": page, "next_id": (page + len(KINDS)).astype("int32")}

    def _metas(self) -> dict[str, Any]:
        names = ["sitename", "sitedomain", "siteidcode", "columnname", "columndescription", "columnkeywords", "columntype",
                 "articletitle", "pubdate", "contentsource"]  # fmt: skip
        values = [
            "江滨市林业和园林局",
            "lyj.example.gov.cn",
            "2201000049",
            "要闻",
            "要闻",
            "要闻",
            "工作动态",
            "通知",
            "2026-03-01 10:00",
            "办公室",
        ]
        return {
            "page_id": np.repeat(np.arange(self.size.pages, dtype="int32"), len(names)),
            "name": _words(np.tile(np.arange(len(names), dtype="int8"), self.size.pages), names),
            "content": np.tile(np.array(values), self.size.pages),
        }

    def _doc_fields(self) -> dict[str, Any]:
        labels = ["索引号", "发文机关", "成文日期", "发布日期", "发文字号", "有效性"]
        tabled = self.articles[self.articles % len(KINDS) == 2]
        values = [["112200/2026-00001", "江滨市林业和园林局", "2026-01-05", "2026-01-08", "江林发〔2026〕1号", "有效"]]
        return {
            "page_id": np.repeat(tabled, len(labels)),
            "label": np.tile(np.array(labels), len(tabled)),
            "value": [v for _ in tabled for v in values[0]],
        }

    def _marks(self) -> dict[str, Any]:
        elements = ["site-code", "icp", "police", "organizer", "contact", "sitemap", "party-mark", "error-report"]
        values = [
            "2201000049",
            "江ICP备05000000号",
            "江公网安备22010002000001号",
            "江滨市林业和园林局",
            "0431-00000000",
            "网站地图",
            "",
            "找错",
        ]
        count = len(elements) * self.size.pages
        return {
            "page_id": np.repeat(np.arange(self.size.pages, dtype="int32"), len(elements)),
            "element": _words(np.tile(np.arange(len(elements), dtype="int8"), self.size.pages), elements),
            "value": np.tile(np.array(values), self.size.pages),
            "href": np.full(count, ""),
            "in_footer": np.ones(count, dtype=bool),
            "visible": np.ones(count, dtype=bool),
        }


def _words(codes: Any, words: list[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(words, dtype="str"))
