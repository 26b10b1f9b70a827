"""This module finds rules, standards and renderers through entry points; the built-in ones have no other door.

``auditor.rules``: a sequence of rule modules or of their dotted names. ``auditor.standards``: a function that returns a folder
with ``standards/`` and ``work_points/``. ``auditor.renderers``: an object with ``name``, ``filename`` and ``render``.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from auditor.errors import ConfigError
from auditor.model.rule import Rule
from auditor.model.run import RenderOptions, RunResult


class Renderer(Protocol):
    """Draws one file from a run's result."""

    name: str
    filename: str

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write the file at ``path``; raise OSError where that cannot be done."""


def load_rules() -> tuple[Rule, ...]:
    """Return all rules by code; raise ConfigError where two packages bring the same code."""
    rules: dict[str, Rule] = {}
    for entry in entry_points(group="auditor.rules"):
        for rule in map(as_rule, _modules(entry.load())):
            if rule.meta.code in rules:
                raise ConfigError(f"规则编号重复：{rule.meta.code}（来自 {entry.value}）；请改用其他编号")
            rules[rule.meta.code] = rule
    return tuple(rules[code] for code in sorted(rules))


def as_rule(module: ModuleType) -> Rule:
    """Return the rule that a module exposes through META, Params and check."""
    return Rule(module.META, module.Params, module.check, (module.__doc__ or "").strip())


def _modules(named: Iterable[str | ModuleType]) -> Iterable[ModuleType]:
    return (import_module(m) if isinstance(m, str) else m for m in named)


def standards_folders() -> tuple[Path, ...]:
    """Return the folders that hold ``standards/`` and ``work_points/``, the built-in one first."""
    entries = sorted(entry_points(group="auditor.standards"), key=lambda e: (e.name != "builtin", e.name))
    return tuple(Path(entry.load()()) for entry in entries)


def load_renderers(names: Iterable[str] | None = None) -> tuple[Renderer, ...]:
    """Return the renderers called ``names`` (all where None); raise ConfigError for a name that nobody brings."""
    found: dict[str, Any] = {e.name: e for e in entry_points(group="auditor.renderers")}
    wanted = list(found) if names is None else list(names)
    for name in wanted:
        if name not in found:
            raise ConfigError(f"--format: 没有名为 {name!r} 的报告格式，可用的有：{'、'.join(sorted(found))}")
    return tuple(found[name].load() for name in wanted)
