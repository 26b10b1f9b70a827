"""This module writes one table of a snapshot as Parquet: rows in, column pieces, row groups out.

Rows become columns in pieces of some thousand: as Python objects a whole row group would be many times its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from auditor.model.tables import LINKS, PAGERS, TEXTS, Kind, Table
from auditor.snapshot.schema import arrow_column, arrow_schema, is_address

_ROW_GROUP = 65_536
_TEXT_GROUP = 250  # whole page texts: a full group of them would not fit into a small machine's memory
_PIECE = 8_192
_NAMING = (LINKS, PAGERS)  # what leads to no known address is no row here
Ranks = np.ndarray[tuple[int], np.dtype[np.int32]]
# Numbers of the addresses that a page names; the last is -1, for the place -1, which is none.
Named = np.ndarray[tuple[int], np.dtype[np.int32]]


class TableFile:
    """The file of one table; addresses are renumbered on the way."""

    def __init__(self, table: Table, folder: Path, ranks: Ranks) -> None:
        self._table, self._ranks = table, ranks
        self._rows: list[Sequence[object]] = []
        self._owners: list[int] = []
        self._named: list[tuple[int, Named | None]] = []  # of how many of the owners' rows the addresses are places
        self._pieces: list[pa.RecordBatch] = []
        self._held = 0  # rows in the pieces
        self._schema = arrow_schema(table)
        words = [f.name for f in table.fields if f.kind in (Kind.WORD, Kind.TEXT)]
        self._file = pq.ParquetWriter(
            folder / f"{table.name}.parquet.sealing", self._schema, compression="zstd", use_dictionary=words
        )
        self._count = 0
        self._group = _TEXT_GROUP if table is TEXTS else _ROW_GROUP
        self._piece = min(_PIECE, self._group)

    def add(self, row: Sequence[object]) -> None:
        """Add a row."""
        self._rows.append(row)
        self._end_piece_if_long()

    def add_page(self, page_id: int, rows: Sequence[Sequence[object]], named: Named | None = None) -> None:
        """Add the rows of a page, which lack their first column; with ``named`` their addresses are places in it."""
        lacking = len(self._table.fields) - 1 - len(rows[0])
        # A crawl that was cut off before a column was thought of.
        self._rows.extend([[*row, *[None] * lacking] for row in rows] if lacking else rows)
        self._owners.extend([page_id] * len(rows))
        self._named.append((len(rows), named))
        self._end_piece_if_long()

    def _end_piece_if_long(self) -> None:
        if len(self._rows) >= self._piece:
            self.end_piece()

    def end_piece(self) -> None:
        """Make columns of the rows added since the last piece."""
        if not self._rows:
            return
        fields, columns = self._table.fields, list(zip(*self._rows, strict=True))
        owned = [arrow_column(fields[0], self._owners)] if self._owners else []
        arrays = [arrow_column(field, values) for field, values in zip(fields[len(owned) :], columns, strict=True)]
        if owned:
            named = zip(fields[1:], arrays, strict=True)
            arrays = [self._numbered(column) if is_address(field) else column for field, column in named]
        piece = pa.RecordBatch.from_arrays([*owned, *arrays], schema=self._schema)
        self._rows, self._owners, self._named = [], [], []
        if self._table in _NAMING and piece.column(1).null_count:
            piece = piece.filter(piece.column(1).is_valid())
        self.add_piece(piece)

    def _numbered(self, places: pa.Array) -> pa.Array:
        """Return the numbers of addresses; the rows of most pages hold their places among those that the page names."""
        numbers = places.fill_null(-1).to_numpy(zero_copy_only=False).copy()
        first = 0
        for count, named in self._named:
            if named is not None:
                numbers[first : first + count] = named[numbers[first : first + count]]
            first += count
        return pa.array(numbers, type=pa.int32(), mask=numbers == -1)

    def add_piece(self, piece: pa.RecordBatch) -> None:
        """Add rows as columns."""
        fields = zip(self._table.fields, piece.columns, strict=True)
        arrays = [self._renumbered(column) if is_address(field) else column for field, column in fields]
        self._pieces.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self._held += piece.num_rows
        if self._held >= self._group:
            self._write()

    def close(self) -> int:
        """Write what is left and return how many rows there are."""
        self.end_piece()
        self._write()
        self._file.close()
        return self._count

    def _write(self) -> None:
        if self._held:
            self._file.write_table(pa.Table.from_batches(self._pieces, schema=self._schema))
        self._count += self._held
        self._pieces, self._held = [], 0

    def _renumbered(self, array: pa.Array) -> pa.Array:
        old = array.fill_null(-1).to_numpy(zero_copy_only=False)
        return pa.array(self._ranks[old], type=pa.int32(), mask=np.asarray(old == -1))
