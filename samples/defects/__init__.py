"""This package plants defects, a different set on each site, and notes each of them in the gold list."""

from __future__ import annotations

from collections.abc import Callable

from samples.defects import farming, forestry, water
from samples.plan import SitePlan

_BATCHES: dict[str, Callable[[SitePlan], None]] = {
    "forestry": forestry.plant,
    "water": water.plant,
    "farming": farming.plant,
}


def plant_defects(plan: SitePlan) -> None:
    """Plant the batch of defects that the spec names."""
    _BATCHES[plan.spec.batch](plan)
