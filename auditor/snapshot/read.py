"""This module opens a sealed snapshot: its manifest, its tables as DataFrames, its bodies."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from auditor.errors import SnapshotError
from auditor.model.tables import TABLES, Field, Kind, Table
from auditor.snapshot.bodies import Bodies
from auditor.snapshot.schema import arrow_column
from auditor.snapshot.sealing import SCHEMA, file_hash
from auditor.snapshot.store import FILE, MANIFEST

if TYPE_CHECKING:
    import pandas as pd

_BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
_HASH_CHARS = 64
_PART_ROWS = 250
_NUMBERS = {Kind.INT: "int32", Kind.BIG: "int64", Kind.BOOL: "bool"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a sealed snapshot says of itself."""

    site: str
    home: str
    started: str
    finished: str
    finish_reason: str
    complete: bool
    tool: str
    profile_hash: str
    as_of: str
    counts: Mapping[str, int]
    files: Mapping[str, Mapping[str, Any]]
    notes: tuple[str, ...] = ()
    traffic: Mapping[str, int] = field(default_factory=dict)
    reader: str = ""  # a mark of the code that read the pages


class Snapshot:
    """A sealed snapshot folder."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._written: dict[str, list[str]] = {}

    def arrow(self, name: str) -> pa.Table:
        """Return a table as it lies in the file, words dictionary-coded."""
        try:
            table: pa.Table = pq.read_table(self._path(name), read_dictionary=self._words(name))
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(name, error) from error
        return _whole(name, table)

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table as a DataFrame: words categorical, texts Arrow strings, numbers nullable only where a null occurs.

        Column by column, since codes of four bytes a word, as Arrow has them, are more than the frame itself in the end.
        """
        import pandas as pd  # not for the crawl, which only writes

        fields = _BY_NAME[name].fields
        return pd.DataFrame({f.name: _series(self._column(name, f), f.kind) for f in fields}, copy=False)

    def _column(self, name: str, field: Field) -> pa.ChunkedArray:
        try:
            words = [word for word in self._words(name) if word == field.name]
            with pq.ParquetFile(self._path(name), read_dictionary=words) as file:
                if field.name in file.schema_arrow.names:
                    return file.read([field.name]).unify_dictionaries().column(0)
                return pa.chunked_array([arrow_column(field, [None] * file.metadata.num_rows)])
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(name, error) from error

    def column(self, name: str, column: str) -> pa.Array:
        """Return one column in one piece, words dictionary-coded: the cheapest way to hold it."""
        found = self._column(name, next(f for f in _BY_NAME[name].fields if f.name == column)).combine_chunks()
        return found if isinstance(found, pa.Array) else pa.concat_arrays(found.chunks)

    def row_groups(self, name: str) -> pq.ParquetFile:
        """Return the file of a table, to be read piece by piece and closed by the caller."""
        try:
            return pq.ParquetFile(self._path(name))
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(name, error) from error

    def parts(self, name: str) -> Iterator[pd.DataFrame]:
        """Yield a table in pieces of some hundred rows."""
        try:
            with pq.ParquetFile(self._path(name), read_dictionary=self._words(name)) as file:
                for batch in file.iter_batches(_PART_ROWS):
                    yield _frame(name, _whole(name, pa.Table.from_batches([batch])))
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(name, error) from error

    def of_pages(self, name: str, pages: Collection[int]) -> pd.DataFrame:
        """Return the rows of some pages; pieces of the file that hold none of them are not read."""
        wanted = [("page_id", "in", sorted(int(page) for page in pages))]
        try:
            table: pa.Table = pq.read_table(self._path(name), read_dictionary=self._words(name), filters=wanted)
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(name, error) from error
        return _frame(name, _whole(name, table))

    def _words(self, name: str) -> list[str]:
        """Return the columns of words that the file has: one of before a column was thought of lacks it."""
        if name not in self._written:
            self._written[name] = pq.read_schema(self._path(name)).names
        return [f.name for f in _BY_NAME[name].fields if f.kind is Kind.WORD and f.name in self._written[name]]

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _unreadable(self, name: str, error: Exception) -> SnapshotError:
        return SnapshotError(f"{self.folder}：快照中的表 {name} 无法读取（{error}）；请重新抓取")

    def body(self, key: str) -> bytes | None:
        """Return the body of an address, or of a hash; None where none was kept."""
        if len(key) == _HASH_CHARS and "/" not in key:
            return self._bodies.get(key)
        name = self._hashes.get(key)
        return None if name is None else self._bodies.get(name)

    @cached_property
    def _bodies(self) -> Bodies:
        return Bodies(self.folder, sealed=True)

    @cached_property
    def _hashes(self) -> dict[str, str]:
        urls = pq.read_table(self.folder / "urls.parquet", columns=["url"]).column("url").to_pylist()
        kept = pq.read_table(self.folder / "fetches.parquet", columns=["url_id", "body_hash"]).to_pylist()
        return {urls[row["url_id"]]: row["body_hash"] for row in kept if row["body_hash"]}

    def packed_body(self, name: str) -> bytes | None:
        """Return a body as it is stored, for copying into the next snapshot."""
        return self._bodies.packed(name)

    def verify(self) -> tuple[str, ...]:
        """Return what is wrong with the files (Chinese, empty if nothing): each is there and has the hash of the manifest."""
        faults = []
        for name, facts in self.manifest.files.items():
            path = self.folder / name
            if not path.is_file():
                faults.append(f"缺少文件 {name}")
            elif file_hash(path) != facts["sha256"]:
                faults.append(f"文件 {name} 与封存时不一致")
        return tuple(faults)

    def close(self) -> None:
        """Close the body store."""
        if "_bodies" in self.__dict__:
            self._bodies.close()


def _whole(name: str, table: pa.Table) -> pa.Table:
    """Add the columns that a snapshot of before they were thought of does not have."""
    for missing in _BY_NAME[name].fields:
        if missing.name not in table.column_names:
            table = table.append_column(missing.name, arrow_column(missing, [None] * table.num_rows))
    return table


def _frame(name: str, table: pa.Table) -> pd.DataFrame:
    import pandas as pd  # not for the crawl, which only writes

    unified = table.unify_dictionaries()
    columns = {f.name: _series(unified.column(f.name), f.kind) for f in _BY_NAME[name].fields}
    return pd.DataFrame(columns, copy=False)


def _series(column: pa.ChunkedArray, kind: Kind) -> pd.Series[Any]:
    import pandas as pd

    if kind in _NUMBERS:
        if column.null_count == 0:
            return pd.Series(column.to_numpy(), dtype=_NUMBERS[kind], copy=False)
        missing = column.is_null().to_numpy()
        if kind is Kind.BOOL:
            return pd.Series(pd.arrays.BooleanArray(column.fill_null(fill_value=False).to_numpy(), missing), copy=False)
        return pd.Series(pd.arrays.IntegerArray(column.fill_null(0).to_numpy(), missing), copy=False)
    series: pd.Series[Any] = column.to_pandas()
    return series


def is_sealed(folder: Path) -> bool:
    """Say whether a folder holds a sealed snapshot."""
    return (folder / MANIFEST).is_file()


def is_unfinished(folder: Path) -> bool:
    """Say whether a folder holds a crawl that was cut off."""
    return (folder / FILE).is_file() and not is_sealed(folder)


def open_snapshot(folder: Path) -> Snapshot:
    """Open a sealed snapshot.

    Raises SnapshotError where the folder holds none, or one of another version.
    """
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        hint = "抓取尚未完成，请再次运行 auditor audit 继续" if is_unfinished(folder) else "请检查路径"
        raise SnapshotError(f"{folder}：这里没有封存的快照；{hint}") from error
    except (OSError, ValueError) as error:
        raise SnapshotError(f"{path}：快照清单无法读取（{error}）；请重新抓取") from error
    if data.pop("schema", None) != SCHEMA:
        raise SnapshotError(f"{path}：快照版本与本程序不符；请重新抓取")
    data["notes"] = tuple(data.get("notes", ()))
    return Snapshot(folder, Manifest(**data))
