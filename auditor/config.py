"""This module reads a site profile (TOML) into validated values; every error names file, key and value."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from auditor.errors import ConfigError
from auditor.model.site import Aspect, CatalogueItem, ColumnKind, Site, SiteColumn, SiteKind
from auditor.urls import canonical, in_scope, is_absolute

POLITE_LIMIT = 10.0  # requests a second on a public host above which a profile is warned about
M = TypeVar("M", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteSection(_Strict):
    """[site] of a profile."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    name: Annotated[str, Field(min_length=1)]
    kind: SiteKind = SiteKind.DEPARTMENT
    code: str = ""
    home: str
    scope: list[str] = []
    organizer: str = ""
    standards: list[str] = ["national"]
    new_media: list[str] = []

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: str) -> str:
        return _address(value)

    @field_validator("scope")
    @classmethod
    def _absolute_each(cls, value: list[str]) -> list[str]:
        return [_address(v) for v in value]


class CrawlSection(_Strict):
    """[crawl] of a profile; every key has a default. Rates are per second and host, sizes in bytes, times in seconds."""

    requests_per_second: Annotated[float, Field(gt=0)] = 4.0
    concurrency: Annotated[int, Field(ge=1, le=256)] = 8
    max_pages: Annotated[int, Field(ge=1)] = 50_000
    max_depth: Annotated[int, Field(ge=1)] = 30
    max_bytes: Annotated[int, Field(ge=10_000)] = 10_000_000
    timeout_s: Annotated[float, Field(gt=0)] = 15.0
    obey_robots: bool = True
    private_hosts: list[str] = []
    external_links: Literal["check", "record"] = "check"
    confirm_after_s: Annotated[float, Field(ge=0)] = 20.0
    contact: str = ""
    user_agent: str = ""
    proxy: str = ""
    night_window: Annotated[str, Field(pattern=r"^(\d\d:\d\d-\d\d:\d\d)?$")] = ""
    recheck_links_after_days: Annotated[int, Field(ge=0)] = 7
    render: Literal["auto", "never"] = "auto"
    exclude: list[str] = []


class ColumnSection(_Strict):
    """One [[site_columns]] of a profile."""

    id: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    url: str
    kind: ColumnKind = ColumnKind.OTHER
    unit: str = ""
    max_age_days: Annotated[int, Field(ge=1)] | None = None

    @field_validator("url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        return _address(value)


class CatalogueSection(_Strict):
    """One [[catalogue]] of a profile."""

    item: Annotated[str, Field(min_length=1)]
    basis: str = ""
    aspect: Aspect | Literal[""] = ""
    site_column: str = ""
    url: str = ""


class ProfileModel(_Strict):
    """A whole site profile."""

    site: SiteSection
    crawl: CrawlSection = CrawlSection()
    site_columns: list[ColumnSection] = []
    catalogue: list[CatalogueSection] = []
    rules: dict[str, dict[str, str | int | float | bool | list[str]]] = {}

    @model_validator(mode="after")
    def _references(self) -> ProfileModel:
        ids = [c.id for c in self.site_columns]
        for number, column in enumerate(self.site_columns):
            if ids.index(column.id) != number:
                raise ValueError(f"site_columns[{number}].id: 与前面的栏目重复：{column.id!r}，请改成不同的编号")
        for number, item in enumerate(self.catalogue):
            if item.site_column and item.site_column not in ids:
                raise ValueError(f"catalogue[{number}].site_column: 没有编号为 {item.site_column!r} 的栏目")
        return self


def _address(value: str) -> str:
    if not is_absolute(value):
        raise ValueError("不是完整的网址，应以 http:// 或 https:// 开头")
    return value


class Profile:
    """A validated profile: ``site`` for the rules, ``crawl`` for the spider, ``path`` where it was read from."""

    def __init__(self, model: ProfileModel, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.crawl = model.crawl
        self.standards = tuple(model.site.standards)
        self.rule_params = model.rules
        self.site = _site(model)
        self.warnings = tuple(_warnings(model, self.site))


def load_profile(path: Path) -> Profile:
    """Read and validate a profile.

    Raises ConfigError naming file, key, what was found and what is allowed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}：无法读取配置文件（{error}）；请确认路径，并用 UTF-8 编码保存") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}：不是有效的 TOML:{error}；请检查该行的引号、等号和括号") from error
    return Profile(validate(ProfileModel, data, path), path, text)


def validate(model: type[M], data: dict[str, Any], path: Path) -> M:
    """Validate ``data`` read from ``path``; raise ConfigError with one line per fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ConfigError("\n".join(f"{path}: {_explain(e)}" for e in error.errors())) from error


_WORDS = {
    "extra_forbidden": "不认识的键",
    "missing": "缺少此项",
    "enum": "不是允许的值",
    "literal_error": "不是允许的值",
}


def _explain(error: Any) -> str:
    place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error["loc"]).lstrip(".")
    found = error.get("input")
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "value_error":
        said = str(context.get("error", error["msg"]))
        return f"{place}: {said}: {found!r}" if place else said
    if kind == "missing":
        return f"{place}: {_WORDS[kind]}"
    if kind == "extra_forbidden":
        return f"{place}：{_WORDS[kind]}；请检查拼写，允许的键见 docs/profile.md"
    allowed = f"，允许：{context['expected']}" if "expected" in context else f"({error['msg']})"
    return f"{place}：{_WORDS.get(kind, '类型或取值不对')}：{found!r}{allowed}"


def _site(model: ProfileModel) -> Site:
    section = model.site
    home = canonical(section.home)
    return Site(
        id=section.id,
        name=section.name,
        kind=section.kind,
        home=home,
        code=section.code,
        scope=tuple(canonical(s) for s in section.scope) or (canonical(home.rsplit("/", 1)[0] + "/"),),
        organizer=section.organizer,
        private_hosts=tuple(h.lower() for h in model.crawl.private_hosts),
        columns=tuple(
            SiteColumn(c.id, c.name, canonical(c.url), c.kind, c.unit, c.max_age_days) for c in model.site_columns
        ),
        catalogue=tuple(
            CatalogueItem(c.item, c.basis, str(c.aspect), c.site_column, canonical(c.url) if c.url else "")
            for c in model.catalogue
        ),
        new_media=tuple(section.new_media),
    )


def _warnings(model: ProfileModel, site: Site) -> list[str]:
    said = []
    seen: dict[str, str] = {}
    for column in site.columns:
        if not in_scope(column.url, site.scope):
            said.append(
                f"栏目 {column.id}（{column.name}）的网址不在 scope 之内，按外部链接处理，不会核查：{column.url}"
            )
        if column.url in seen:
            said.append(f"栏目 {column.id} 与 {seen[column.url]} 的网址相同，只核查一次：{column.url}")
        seen.setdefault(column.url, column.id)
    if model.crawl.requests_per_second > POLITE_LIMIT and not site.private_hosts:
        said.append(
            f"requests_per_second = {model.crawl.requests_per_second:g}，高于每秒 {POLITE_LIMIT:g} 次，可能影响被查网站"
        )
    return said
