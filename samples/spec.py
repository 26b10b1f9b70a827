"""This module says which sample bureaux exist: who they are, in which dialect, with or without planted defects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from samples.themes import FARMING, FORESTRY, WATER, Theme


class Dialect(StrEnum):
    """The habits of a content-management system that a part of a site is written in."""

    JLTRS = "jltrs"  # z1/z2/z3 classes, two anchors an entry, createPageHTML
    NFCMS = "nfcms"  # newList, zw-title, numbered pager links
    VSB = "vsb"  # old table skin, page files that count backwards


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSpec:
    """One sample bureau. ``platform`` is the dialect of its 政府信息公开 part; ``batch`` names its set of defects."""

    id: str
    theme: Theme
    code: str
    main: Dialect
    platform: Dialect
    encoding: str = "utf-8"
    html_type: str = "text/html"  # what the server says of its pages
    batch: str = "forestry"
    planted: bool = True
    news: int = 45
    notices: int = 26
    policies: int = 8
    home_age_days: int = 1  # age of the newest entry that the homepage shows
    standards: tuple[str, ...] = ("national",)

    @property
    def clean(self) -> SampleSpec:
        """The same bureau without any defect."""
        return replace(self, id=f"{self.id}-clean", planted=False)

    @property
    def declared_charset(self) -> str:
        """What the pages say of their encoding; Chinese systems write gb2312 whatever they use."""
        return "gb2312" if self.encoding.lower() == "gb18030" else self.encoding


FORESTRY_SITE = SampleSpec(
    id="sample-forestry",
    theme=FORESTRY,
    code="2200000099",
    main=Dialect.JLTRS,
    platform=Dialect.NFCMS,
    batch="forestry",
    standards=("national", "work-points-2021"),
)
WATER_SITE = SampleSpec(
    id="sample-water", theme=WATER, code="4400000098", main=Dialect.NFCMS, platform=Dialect.NFCMS, batch="water",
    html_type="text/html; charset=utf-8",
    news=36, notices=18, policies=6,
)  # fmt: skip
FARMING_SITE = SampleSpec(
    id="sample-farming", theme=FARMING, code="2100000097", main=Dialect.VSB, platform=Dialect.VSB, batch="farming",
    encoding="gb18030", news=30, notices=16, policies=6, home_age_days=14,
)  # fmt: skip

DEMO = FORESTRY_SITE
PLANTED = (FORESTRY_SITE, WATER_SITE, FARMING_SITE)
SPECS = {spec.id: spec for planted in PLANTED for spec in (planted, planted.clean)}
