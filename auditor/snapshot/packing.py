"""This module packs the rows read from one page into one compressed value, and unpacks them.

One row a page instead of a hundred makes the crawl's writes cheap, and lets the seal write every table in the order of the
pages without sorting anything. JSON, not pickle: a snapshot folder may come from someone else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

Rows = Mapping[str, Sequence[Sequence[object]]]  # table name -> rows without their first column, the page

_CODEC = pa.Codec("zstd", compression_level=1)
_LENGTH_BYTES = 4
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(rows: Rows) -> bytes:
    """Return the rows of one page as one value."""
    return squeeze(_ENCODE(rows).encode("utf-8", "surrogatepass"))


def unpack(value: bytes) -> dict[str, list[list[object]]]:
    """Return what ``pack`` was given."""
    loaded: dict[str, list[list[object]]] = json.loads(unsqueeze(value).decode("utf-8", "replace"))
    return loaded


def squeeze(data: bytes) -> bytes:
    """Compress bytes; the length stands in front."""
    packed: bytes = _CODEC.compress(data, asbytes=True)
    return len(data).to_bytes(_LENGTH_BYTES, "big") + packed


def unsqueeze(value: bytes) -> bytes:
    """Return what ``squeeze`` was given."""
    size = int.from_bytes(value[:_LENGTH_BYTES], "big")
    if size == 0:
        return b""
    data: bytes = _CODEC.decompress(value[_LENGTH_BYTES:], decompressed_size=size, asbytes=True)
    return data
