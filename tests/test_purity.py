"""Rules are pure: no network, no files, no clock, no chance, no environment; engine, verdicts and conclusions neither."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RULES = sorted((ROOT / "rules").glob("*/*.py"))
DERIVED = sorted((ROOT / "auditor").glob("derive*.py"))
PURE = ["engine.py", "verdict.py", "scoring.py", "workpoints.py", "frames.py", "model/personal.py"]
FILES = [*RULES, *DERIVED, *(ROOT / "auditor" / name for name in PURE)]
MODULES = frozenset(
    ("io", "os", "sys", "socket", "ssl", "pathlib", "time", "random", "secrets", "subprocess", "shutil", "tempfile", "glob",
     "urllib.request", "http", "requests", "httpx", "aiohttp", "sqlite3", "importlib.resources", "threading", "asyncio")
)  # fmt: skip
CALLS = frozenset(("open", "input", "print", "exec", "eval", "__import__", "compile"))
METHODS = frozenset(
    ("now", "utcnow", "today", "read_text", "read_bytes", "write_text", "write_bytes", "read_csv", "read_parquet", "to_csv",
     "to_parquet", "getenv", "urlopen", "sample")
)  # fmt: skip


def impurities(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if _banned(a.name))
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (m for m in (node.module, *(f"{node.module}.{a.name}" for a in node.names)) if _banned(m))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield f"{node.func.id}()"
        elif isinstance(node, ast.Attribute) and node.attr in METHODS:
            yield f".{node.attr}"
        elif isinstance(node, ast.Global | ast.Nonlocal):
            yield "global"


def _banned(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in MODULES)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pure(path: Path) -> None:
    assert list(impurities(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        "import os", "from pathlib import Path", "from time import sleep", "import urllib.request", "open('a')",
        "from datetime import date\ndate.today()", "import datetime\nx = datetime.datetime.now()", "import random as r",
        "import pandas as pd\npd.read_csv('a')", "from importlib.resources import files", "from importlib import resources",
    ],
)  # fmt: skip
def test_the_test_sees(code: str) -> None:
    assert list(impurities(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["from urllib.parse import urlsplit", "from datetime import date", "import re", "x.iloc[0]"]
)
def test_the_test_lets_pass(code: str) -> None:
    assert list(impurities(ast.parse(code))) == []
