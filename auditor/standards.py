"""This module reads official texts and work points (TOML) into validated values, and resolves rule parameters from them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from auditor.config import validate
from auditor.errors import ConfigError
from auditor.model.finding import Severity
from auditor.model.standard import Effect, Indicator, Provenance, Scalar, ScoreFrame, Standard, WorkPlan, WorkPoint

Params = dict[str, dict[str, str | int | float | bool | list[str]]]
NATIONAL = "national"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IndicatorModel(_Strict):
    """One [[indicators]] of a standard file."""

    id: str
    name: str
    clause: str
    provenance: Provenance
    effect: Effect
    text: str = ""
    part: str = ""
    applies_to: list[Literal["department", "portal"]] = ["department", "portal"]
    limit: Annotated[int, Field(ge=1)] | None = None
    rules: list[str] = []
    manual: str = ""
    candidate: bool = False
    at_least: Severity | None = None
    enabled: bool = True
    params: Params = {}

    @model_validator(mode="after")
    def _served(self) -> IndicatorModel:
        if not self.rules and not self.manual:
            raise ValueError(f"indicators[{self.id}]：既没有 rules，也没有 manual（人工核查办法）")
        if self.provenance is Provenance.RECALLED and (self.enabled or self.effect is Effect.VETO):
            raise ValueError(f"indicators[{self.id}]：凭记忆的条款（recalled）不得默认启用，也不得作为单项否决")
        return self


class ScoringModel(_Strict):
    """[scoring] of a standard file."""

    base: Annotated[int, Field(ge=1)]
    bonus: Annotated[int, Field(ge=0)]
    fail_below: Annotated[int, Field(ge=0)]
    bonus_above: Annotated[int, Field(ge=0)]


class StandardModel(_Strict):
    """A whole standard file."""

    id: str
    title: str
    number: str
    issuer: str
    level: Literal["national", "local"]
    in_force_from: date
    in_force_to: date | None = None
    applies_to: list[Literal["department", "portal"]] = ["department", "portal"]
    source: str = ""
    reference: bool = False
    scoring: ScoringModel | None = None
    indicators: list[IndicatorModel] = []

    @model_validator(mode="after")
    def _consistent(self) -> StandardModel:
        ids = [i.id for i in self.indicators]
        if repeated := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"indicators: 指标编号重复：{repeated[0]!r}")
        if self.reference and any(i.effect is Effect.VETO for i in self.indicators):
            raise ValueError("reference: 地方常用口径不得含有单项否决指标")
        return self


class PointModel(_Strict):
    """One [[points]] of a work-points file."""

    id: str
    number: str
    sentence: str
    rules: list[str] = []
    indicators: list[str] = []
    manual: str = ""
    unit: str = ""
    params: Params = {}

    @model_validator(mode="after")
    def _served(self) -> PointModel:
        if not (self.rules or self.indicators or self.manual):
            raise ValueError(f"points[{self.id}]: rules、indicators、manual 至少填写一项")
        return self


class WorkPlanModel(_Strict):
    """A whole work-points file."""

    id: str
    title: str
    issuer: str
    year: int
    points: list[PointModel] = []


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; raise ConfigError naming it where that cannot be done."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}：无法读取（{error}）；请用 UTF-8 编码保存") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}：不是有效的 TOML:{error}") from error


def load_standard(path: Path) -> Standard:
    """Read one standard file; raise ConfigError naming file and key."""
    model = validate(StandardModel, read_toml(path), path)
    values = model.model_dump(exclude={"indicators", "applies_to", "scoring"})
    indicators = tuple(_indicator(i) for i in model.indicators)
    scoring = ScoreFrame(**model.scoring.model_dump()) if model.scoring else None
    return Standard(**values, applies_to=tuple(model.applies_to), indicators=indicators, scoring=scoring)


def _indicator(model: IndicatorModel) -> Indicator:
    values = model.model_dump(exclude={"rules", "applies_to", "params"})
    return Indicator(
        **values, rules=tuple(model.rules), applies_to=tuple(model.applies_to), params=_frozen(model.params)
    )


def load_work_plan(path: Path) -> WorkPlan:
    """Read one work-points file; raise ConfigError naming file and key."""
    model = validate(WorkPlanModel, read_toml(path), path)
    points = tuple(
        WorkPoint(
            id=p.id,
            number=p.number,
            sentence=p.sentence,
            rules=tuple(p.rules),
            indicators=tuple(p.indicators),
            manual=p.manual,
            unit=p.unit,
            params=_frozen(p.params),
        )
        for p in model.points
    )
    return WorkPlan(id=model.id, title=model.title, issuer=model.issuer, year=model.year, points=points)


def _frozen(params: Params) -> Mapping[str, Mapping[str, Scalar]]:
    return {
        code: {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()} for code, values in params.items()
    }


def load_all(folders: Iterable[Path]) -> tuple[tuple[Standard, ...], tuple[WorkPlan, ...]]:
    """Read every standard and every work plan of ``folders``; of two with one id the later folder's counts."""
    roots = tuple(folders)
    standards = {s.id: s for root in roots for s in map(load_standard, sorted((root / "standards").glob("*.toml")))}
    plans = {p.id: p for root in roots for p in map(load_work_plan, sorted((root / "work_points").glob("*.toml")))}
    return tuple(standards.values()), tuple(plans.values())


def select(
    ids: Iterable[str], folders: Iterable[Path], as_of: date
) -> tuple[tuple[Standard, ...], tuple[WorkPlan, ...]]:
    """Return the standards and work plans that a profile names: reference values, then national, then local texts.

    ``national`` names all national files in force on ``as_of`` and the reference values (地方常用口径) that stand in where
    no text gives a number; any other id names one file of ``standards/`` or ``work_points/`` in one of ``folders``.
    Raises ConfigError for an id that no file carries.
    """
    found, plans_found = load_all(folders)
    standards, plans = {s.id: s for s in found}, {p.id: p for p in plans_found}
    chosen: dict[str, Standard] = {}
    named_plans: list[WorkPlan] = []
    for name in ids:
        if name == NATIONAL:
            chosen.update({s.id: s for s in standards.values() if _national(s) and _in_force(s, as_of)})
        elif name in standards:
            chosen[name] = standards[name]
        elif name in plans:
            named_plans.append(plans[name])
        else:
            known = "、".join([NATIONAL, *sorted(standards), *sorted(plans)])
            raise ConfigError(f"standards: 没有名为 {name!r} 的标准或工作要点，可用的有：{known}")
    ordered = sorted(chosen.values(), key=lambda s: (not s.reference, s.level != NATIONAL))
    return tuple(ordered), tuple(named_plans)


def _national(standard: Standard) -> bool:
    return standard.level == NATIONAL or standard.reference


def _in_force(standard: Standard, day: date) -> bool:
    return standard.in_force_from <= day and (standard.in_force_to is None or day <= standard.in_force_to)


def resolve_params(
    code: str,
    standards: Iterable[Standard],
    plans: Iterable[WorkPlan],
    kind: str,
    profile: Mapping[str, Mapping[str, Any]],
) -> dict[str, Scalar]:
    """Merge the parameters of one rule: reference values, national, local, work points, profile; the later wins."""
    merged: dict[str, Scalar] = {}
    for standard in standards:
        for indicator in standard.indicators:
            if indicator.enabled and kind in indicator.applies_to:
                merged.update(indicator.params.get(code, {}))
    for plan in plans:
        for point in plan.points:
            merged.update(point.params.get(code, {}))
    own = profile.get(code, {})
    merged.update({k: tuple(v) if isinstance(v, list) else v for k, v in own.items()})
    return merged
