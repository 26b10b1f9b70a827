"""Who may import whom (DESIGN.md section 3): the law, kept with a few lines of ast."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("auditor", "spiders", "rules", "reports", "samples")
COMMON = ("auditor.__version__", "auditor.model", "auditor.urls", "auditor.workdays", "auditor.errors")
# package -> what of ours it may import besides itself
ALLOWED = {
    "auditor.model": (),
    "auditor.cli": ("auditor", "spiders", "rules", "reports", "samples"),  # the composition root
    "auditor": ("auditor",),
    "spiders.extract": COMMON,
    "spiders": (*COMMON, "auditor.snapshot", "auditor.config", "spiders.extract"),
    "rules": (*COMMON, "auditor.frames", "auditor.derive"),
    "reports": COMMON,
    "samples": COMMON,
}
FILES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{a.name}" for a in node.names)


def below(module: str, package: str) -> bool:
    return module == package or module.startswith((package + ".", package + "_"))


def layer_of(module: str) -> str:
    return max((p for p in ALLOWED if module == p or module.startswith(p + ".")), key=len)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_go_downward(path: Path) -> None:
    layer = layer_of(module_of(path))
    ours = {m for m in imports(path) if m.split(".")[0] in PACKAGES and m not in PACKAGES}
    allowed = (layer, *ALLOWED[layer])
    assert not {m for m in ours if not any(below(m, a) for a in allowed)}


@pytest.mark.parametrize("path", [p for p in FILES if module_of(p).startswith("spiders.extract")], ids=module_of)
def test_extraction_knows_nothing_of_scrapy(path: Path) -> None:
    assert not {m for m in imports(path) if m.split(".")[0] in ("scrapy", "twisted")}


def test_only_cli_and_auditor_itself_reach_the_parts() -> None:
    parts = {"spiders", "rules", "reports"}
    guilty = {
        module_of(p): m
        for p in FILES
        if module_of(p).startswith("auditor") and not module_of(p).startswith("auditor.cli")
        for m in imports(p)
        if m.split(".")[0] in parts
    }
    assert not guilty
