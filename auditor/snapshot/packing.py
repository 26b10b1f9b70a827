"""This module packs the rows read from one page into one compressed value, and unpacks them.

One row a page instead of a hundred makes the crawl's writes cheap, and lets the seal write every table in the order of the
pages without sorting anything.
"""

from __future__ import annotations

import pyarrow as pa

from auditor.model.page_rows import from_json

_CODEC = pa.Codec("zstd", compression_level=1)
_LENGTH_BYTES = 4


def unpack(value: bytes) -> dict[str, list[list[object]]]:
    """Return the rows of a page from their compressed JSON."""
    return from_json(unsqueeze(value))


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
