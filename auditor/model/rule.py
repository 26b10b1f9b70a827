"""This module holds the contract of a rule module: META, Params, check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

from auditor.model.finding import RuleReport, Severity, SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleMeta:
    """Who a rule is. ``title`` and ``remediation`` are Chinese, for people; the module's docstring is the manual."""

    code: str
    name: str
    title: str
    subjects: tuple[SubjectKind, ...]
    severity: Severity
    remediation: str
    preview: bool = False
    needs: str = "crawl"  # crawl | history | probe: what it cannot work without


@dataclass(frozen=True, slots=True)
class Rule:
    """A loaded rule: what a rule module exposes, and its docstring."""

    meta: RuleMeta
    params: type[Any]
    check: Callable[[Any, Any], RuleReport]
    manual: str


@runtime_checkable
class RuleModule(Protocol):
    """The shape of a rule module: ``META``, ``Params`` (a frozen dataclass) and ``check(tables, params)``."""

    META: RuleMeta
    Params: type[Any]

    @staticmethod
    def check(tables: Any, params: Any, /) -> RuleReport:
        """Return what the rule says of the site that ``tables`` describe."""


EMPTY: Mapping[str, Any] = MappingProxyType({})
