"""This module writes the rows read from one page as JSON and reads them; not pickle: a snapshot may come from someone else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

Rows = Mapping[str, Sequence[Sequence[object]]]  # table name -> rows without their first column, the page

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def to_json(rows: Rows) -> bytes:
    """Return the rows of one page as JSON."""
    return _ENCODE(rows).encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> dict[str, list[list[object]]]:
    """Return what ``to_json`` was given."""
    loaded: dict[str, list[list[object]]] = json.loads(data.decode("utf-8", "replace"))
    return loaded
