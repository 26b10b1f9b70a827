"""This package puts look-alikes into a site: what resembles a defect and must not be reported."""

from __future__ import annotations

from samples.decoys.columns import column_decoys
from samples.decoys.links import link_decoys
from samples.decoys.marks import mark_decoys
from samples.decoys.platform import platform_decoys
from samples.decoys.policies import policy_decoys
from samples.decoys.voices import voice_decoys
from samples.plan import SitePlan


def add_decoys(plan: SitePlan) -> None:
    """Put every look-alike into the plan; they stand in the planted site and in its clean twin."""
    for add in (link_decoys, column_decoys, platform_decoys, policy_decoys, voice_decoys, mark_decoys):
        add(plan)
