"""This module reads the vocabulary of the fictional bureaux; no place, person or number in it is real."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What a bureau is called and what it writes about."""

    city: str
    bureau: str
    short: str  # as its sister offices call it
    doc_prefix: str
    domain: str
    organ_code: str
    places: tuple[str, ...]
    tasks: tuple[str, ...]
    policies: tuple[str, ...]
    services: tuple[str, ...]
    offices: tuple[str, ...]
    phone: str
    fax: str
    address: str


def _load() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))


def _theme(name: str) -> Theme:
    values = {key: value if isinstance(value, str) else tuple(value) for key, value in _TEXTS[name].items()}
    return Theme(**values)  # type: ignore[arg-type]  # the file has exactly the fields of Theme


_TEXTS = _load()
FORESTRY, WATER, FARMING = (_theme(name) for name in ("forestry", "water", "farming"))
TITLES = {key: tuple(value) for key, value in _TEXTS["titles"].items()}
QUESTIONS = tuple(_TEXTS["messages"]["questions"])
