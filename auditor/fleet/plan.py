"""This module reads FLEET.toml: which sites, when, how many at once, in which groups, at what cost."""

from __future__ import annotations

import glob
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from auditor.config import Profile, load_profile, validate
from auditor.errors import ConfigError
from auditor.fleet.groups import Named


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FleetSection(_Strict):
    """[fleet]: paths are relative to the file; times in seconds unless the name says otherwise."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=60)]
    name: Annotated[str, Field(min_length=1)]
    sites: Annotated[list[str], Field(min_length=1)]
    exclude: list[str] = []
    window: Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)?$")] = ""
    concurrency: Annotated[int, Field(ge=1, le=256)] = 2
    sites_per_process: Annotated[int, Field(ge=1)] = 25
    retries: Annotated[int, Field(ge=0, le=10)] = 2
    share_address: bool = True
    formats: list[str] = ["json", "xlsx", "html"]
    by_unit: bool = True
    lease_s: Annotated[float, Field(ge=2)] = 120.0

    @field_validator("window")
    @classmethod
    def _not_empty(cls, value: str) -> str:
        begin, _, end = value.partition("-")
        if value and begin == end:
            raise ValueError("开始和结束不能相同；全天运行请留空")
        return value


class BudgetSection(_Strict):
    """[budget]: 0 means no limit."""

    hours: Annotated[float, Field(ge=0)] = 0
    site_minutes: Annotated[float, Field(ge=0)] = 240
    site_pages: Annotated[int, Field(ge=0)] = 0


class GroupSection(_Strict):
    """One [[groups]]: sites that share what cannot be seen from outside, such as a hosting platform."""

    id: Annotated[str, Field(min_length=1, max_length=60)]
    limit: Annotated[int, Field(ge=1)] = 1
    sites: list[str] = []
    hosts: list[str] = []


class FleetModel(_Strict):
    """A whole FLEET.toml."""

    fleet: FleetSection
    budget: BudgetSection = BudgetSection()
    groups: list[GroupSection] = []


@dataclass(frozen=True, slots=True)
class Entry:
    """One site of the fleet: its profile, or why there is none."""

    path: str
    profile: Profile | None
    error: str = ""


class Plan:
    """A validated FLEET.toml; ``entries`` are its sites, broken ones too."""

    def __init__(self, model: FleetModel, path: Path) -> None:
        self.path = path
        self.fleet = model.fleet
        self.budget = model.budget
        self.groups = tuple(
            Named(id=g.id, limit=g.limit, sites=tuple(g.sites), hosts=tuple(g.hosts)) for g in model.groups
        )

    def entries(self) -> tuple[Entry, ...]:
        """Read the profiles, each once, in the order of the file; a broken one becomes an entry with an error."""
        root = self.path.parent
        left_out = {p for pattern in self.fleet.exclude for p in _matches(pattern, root)}
        paths: dict[str, None] = {}
        lost: list[Entry] = []
        for pattern in self.fleet.sites:
            found = _matches(pattern, root)
            paths.update(dict.fromkeys(p for p in found if p not in left_out))
            if not found:
                lost.append(Entry(pattern, None, f"{pattern}：没有找到站点配置文件；请检查 [fleet] sites 中的路径"))
        return (*_unique([_entry(path) for path in paths]), *lost)


def load_plan(path: Path) -> Plan:
    """Read and validate FLEET.toml; raise ConfigError naming file, key and value."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}：无法读取（{error}）；请确认路径，并用 UTF-8 编码保存") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}：不是有效的 TOML：{error}；请检查该行的引号、等号和括号") from error
    return Plan(validate(FleetModel, data, path), path)


def _matches(pattern: str, root: Path) -> list[str]:
    return sorted(str(root / found) for found in glob.glob(pattern, root_dir=root, recursive=True))


def _entry(path: str) -> Entry:
    try:
        return Entry(path, load_profile(Path(path)))
    except ConfigError as error:
        return Entry(path, None, str(error))


def _unique(entries: list[Entry]) -> list[Entry]:
    """Turn all but the first profile of a site id into errors: findings of two sites would run together."""
    first: dict[str, str] = {}
    checked = []
    for entry in entries:
        site = entry.profile.site.id if entry.profile else ""
        if site and first.setdefault(site, entry.path) != entry.path:
            words = f"{entry.path}: site.id: 与 {first[site]} 重复：{site!r}，请改成不同的编号"
            entry = Entry(entry.path, None, words)
        checked.append(entry)
    return checked
