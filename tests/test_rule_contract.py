"""Every rule module keeps the contract: manual, META, Params, check, length, cases."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import rules
from auditor.model.rule import RuleMeta
from auditor.rule_docs import sections

ROOT = Path(__file__).parent.parent
MODULES = [importlib.import_module(name) for name in rules.MODULES]
MAX_LINES = 100
NUMBERS = ("int", "float")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:()?!]|[,;:()?!][\u4e00-\u9fff]|[\u4e00-\u9fff] [\u4e00-\u9fff]")


def short(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[-1]


def source(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text(encoding="utf-8")


@pytest.mark.parametrize("module", MODULES, ids=short)
def test_manual(module: ModuleType) -> None:
    found = sections((module.__doc__ or "").strip())
    assert set(found) == {"", "Why:", "Passes:", "Cannot tell:"}
    assert list(found) == ["", "Why:", "Passes:", "Cannot tell:"], "in this order"
    assert all(len(words) > 10 for words in found.values())
    prose = [re.sub(r"`[^`]*`", "", words) for words in found.values()]
    assert not any(re.search(r"[a-z]{2,}", words) for words in prose), "Chinese; code names stand in backticks"
    assert not any(HALF_WIDTH.search(words) for words in prose)
    assert (module.__doc__ or "").splitlines()[0] == found[""], "the first line is a whole sentence"


@pytest.mark.parametrize("module", MODULES, ids=short)
def test_shape(module: ModuleType) -> None:
    meta = module.META
    assert isinstance(meta, RuleMeta)
    assert short(module) == f"{meta.code.lower()}_{meta.name.replace('-', '_')}"
    assert re.fullmatch(r"[A-Z]{3}\d{2}", meta.code)
    assert not re.match(r"(no|check|validate)-", meta.name)
    assert re.search(r"[\u4e00-\u9fff]", meta.title)
    assert len(meta.remediation) > 10
    assert dataclasses.is_dataclass(module.Params)
    assert module.Params.__dataclass_params__.frozen
    assert list(inspect.signature(module.check).parameters) == ["tables", "params"]
    names = ["META = ", "class Params", "def check"]
    places = [source(module).index(name) for name in names]
    assert places == sorted(places), "docstring, META, Params, check"


@pytest.mark.parametrize("module", MODULES, ids=short)
def test_length(module: ModuleType) -> None:
    assert len(source(module).splitlines()) <= MAX_LINES


@pytest.mark.parametrize("module", MODULES, ids=short)
def test_cases(module: ModuleType) -> None:
    """A fault, an orderly site and a look-alike; one at the limit wherever the rule has a number."""
    path = ROOT / "tests" / "cases" / f"{module.META.code}.toml"
    cases = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    kinds = {case.get("kind", "other") for case in cases}
    wanted = {"fail", "look-alike"}
    if any(str(f.type).split(" ")[0] in NUMBERS for f in dataclasses.fields(module.Params)):
        wanted.add("threshold")
    assert wanted <= kinds, f"missing: {sorted(wanted - kinds)}"
    assert any(not c.get("expect") for c in cases), "a site in order"
    assert all(c["expect"] for c in cases if c.get("kind") == "fail")
    assert not any(c.get("expect") for c in cases if c.get("kind") == "pass")
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names)


def test_codes_and_names_are_each_used_once() -> None:
    codes = [m.META.code for m in MODULES]
    names = [m.META.name for m in MODULES]
    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)
