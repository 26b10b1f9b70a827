"""This module reads an operator's scoring scheme: the points of each row are the operator's own, none ship as official."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from auditor.config import validate
from auditor.standards import read_toml

Points = Annotated[float, Field(ge=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeductionRow(_Strict):
    """A [[deductions]] row: so many points each faulty subject, ``points`` at most."""

    name: Annotated[str, Field(min_length=1)]
    group: str = ""
    rules: Annotated[list[str], Field(min_length=1)]
    points: Points
    each: Points


class BonusRow(_Strict):
    """A [[bonuses]] row: earned where all its rules passed, or ``awarded`` by hand."""

    name: Annotated[str, Field(min_length=1)]
    group: str = ""
    rules: list[str] = []
    points: Points
    awarded: Points | None = None

    @model_validator(mode="after")
    def _capped(self) -> BonusRow:
        if self.awarded is not None and self.awarded > self.points:
            raise ValueError(f"bonuses[{self.name}].awarded: 不得超过该项的 points({self.points:g})")
        return self


class Scheme(_Strict):
    """An operator's scoring scheme. ``official_source`` names where the points come from; ``example`` marks invented ones."""

    id: str
    title: str
    official_source: str = ""
    example: bool = False
    deductions: list[DeductionRow] = []
    bonuses: list[BonusRow] = []


def load_scheme(path: Path) -> Scheme:
    """Read an operator's scheme; raise ConfigError naming file and key."""
    return validate(Scheme, read_toml(path), path)
