"""This module holds what a worker is told, as one line of JSON that goes to it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOrder:
    """What a worker of a fleet run needs.

    ``since``: when the run began (ISO 8601); ``job``: only this one, else all that can be had; ``stop_at``: epoch, 0 = never.
    """

    fleet_run: str
    as_of: str
    since: str
    ledger: str
    var: str
    out: str
    formats: tuple[str, ...]
    by_unit: bool
    lease_s: float
    attempts: int
    site_minutes: float
    site_pages: int
    window: str
    stop_at: float
    max_sites: int
    parent: int = 0
    job: str = ""

    def to_json(self) -> str:
        """Return the order as one line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read_order(text: str) -> WorkerOrder:
    """Return the order that ``to_json`` wrote."""
    data = json.loads(text)
    return WorkerOrder(**{**data, "formats": tuple(data["formats"])})
