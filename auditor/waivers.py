"""This module reads ``waivers.toml``, the approved exceptions that lie beside a profile."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from auditor.config import validate
from auditor.model.ledger import Waiver
from auditor.standards import read_toml


class WaiverModel(BaseModel):
    """One [[waivers]]: what is excepted, why, who approved it, until when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    finding: Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")] = ""
    rule: str = ""
    subject_prefix: str = ""
    reason: Annotated[str, Field(min_length=1)]
    approver: Annotated[str, Field(min_length=1)]
    expires: date

    @model_validator(mode="after")
    def _names_something(self) -> WaiverModel:
        if not self.finding and not (self.rule and self.subject_prefix):
            raise ValueError("请填写 finding（问题编号），或同时填写 rule（规则编号）和 subject_prefix（网址开头）")
        return self


class WaiversModel(BaseModel):
    """A whole waivers file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    waivers: list[WaiverModel] = []


def load_waivers(profile: Path) -> tuple[Waiver, ...]:
    """Return the waivers beside a profile, none where there is no such file; raise ConfigError naming file and key."""
    path = profile.parent / "waivers.toml"
    if not path.exists():
        return ()
    model = validate(WaiversModel, read_toml(path), path)
    return tuple(
        Waiver(
            finding=w.finding,
            rule=w.rule,
            subject_prefix=w.subject_prefix,
            reason=w.reason,
            approver=w.approver,
            expires=w.expires.isoformat(),
            place=f"{path.name}: waivers[{number}]",
        )
        for number, w in enumerate(model.waivers)
    )
