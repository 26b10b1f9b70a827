"""Rows of a sealed table, page by page: absent values stay absent, texts are found in whatever group of the file they lie."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from auditor.model.tables import TEXTS, Field, Kind
from auditor.snapshot import Snapshot
from spiders.columns import Columns, column_of


@pytest.mark.parametrize(
    ("kind", "array"),
    [
        (Kind.INT, pa.array([7, None, 0, 3], pa.int32())),
        (Kind.BIG, pa.array([None, 2**40, None, 1], pa.int64())),
        (Kind.BOOL, pa.array([True, None, False, True], pa.bool_())),
        (Kind.TEXT, pa.array(["一", None, "", "二"], pa.string())),
        (Kind.WORD, pa.array(["a", None, "a", "b"], pa.string()).dictionary_encode()),
        (Kind.WORD, pa.array([None, None, None, None], pa.string()).dictionary_encode()),
    ],
)
def test_a_part_of_a_column_is_what_arrow_says(kind: Kind, array: pa.Array) -> None:
    column = column_of(Field("x", kind), array)
    for first in range(4):
        for last in range(first, 5):
            assert column.part(first, last) == array.to_pylist()[first:last]


def test_texts_are_found_in_every_group(tmp_path: Path) -> None:
    pages = [n for n in range(40) if n % 3]  # every third address is no page
    rows = pa.table({"page_id": pa.array(pages, pa.int32()), "text": [f"正文{n}" for n in pages]})
    pq.write_table(rows, tmp_path / "texts.parquet", row_group_size=7)
    columns = Columns(TEXTS, Snapshot(tmp_path, None), 40)  # type: ignore[arg-type]  # the manifest is not looked at
    for page in (39, 1, 38, 0, 20, 2, *range(40)):
        assert columns.of(page) == ([] if page % 3 == 0 else [[f"正文{page}"]])
        assert columns.has(page) is (page % 3 != 0)
    columns.close()
