"""This module holds a site as its profile describes it: columns, catalogue, scope."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SiteKind(StrEnum):
    """Who the site belongs to: a department (部门) or a portal (门户)."""

    DEPARTMENT = "department"
    PORTAL = "portal"


class ColumnKind(StrEnum):
    """What a site column (栏目) publishes."""

    NEWS = "news"
    NOTICE = "notice"
    POLICY = "policy"
    INTERPRETATION = "interpretation"
    PLANNING = "planning"
    PERSONNEL = "personnel"
    GUIDE = "guide"
    RULES = "rules"
    CATALOGUE = "catalogue"
    ANNUAL_REPORT = "annual_report"
    APPLICATION = "application"
    INSTITUTION = "institution"
    LEADERSHIP = "leadership"
    RIGHTS_LIST = "rights_list"
    BUDGET = "budget"
    STATISTICS = "statistics"
    PROCUREMENT = "procurement"
    PROJECTS = "projects"
    ENFORCEMENT = "enforcement"
    EMERGENCY = "emergency"
    CONSULTATION = "consultation"
    SOLICITATION = "solicitation"
    INTERVIEW = "interview"
    RECEPTION = "reception"
    SERVICES = "services"
    TOPIC = "topic"
    OTHER = "other"


class Aspect(StrEnum):
    """The five kinds of openness (五公开)."""

    DECISION = "决策"
    EXECUTION = "执行"
    MANAGEMENT = "管理"
    SERVICE = "服务"
    RESULT = "结果"


@dataclass(frozen=True, slots=True)
class SiteColumn:
    """A site column (栏目); ``url`` canonical; ``max_age_days`` a promise of the profile or None."""

    id: str
    name: str
    url: str
    kind: ColumnKind
    unit: str = ""
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """An item of the bureau's 主动公开基本目录."""

    item: str
    basis: str = ""
    aspect: str = ""
    site_column: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The site under audit. ``scope`` are canonical prefixes; ``private_hosts`` may be fetched though not public."""

    id: str
    name: str
    kind: SiteKind
    home: str
    code: str = ""
    scope: tuple[str, ...] = ()
    organizer: str = ""
    private_hosts: tuple[str, ...] = ()
    columns: tuple[SiteColumn, ...] = ()
    catalogue: tuple[CatalogueItem, ...] = ()
    new_media: tuple[str, ...] = ()
