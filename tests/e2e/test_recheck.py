"""A recheck looks at some of the pages that link to a dead target: what it did not see, it does not claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.cli import retest
from auditor.cli.main import run
from tests.e2e.tiny import Tiny, build
from tests.serving import serve

PAGES = 30  # more than stand in the evidence of any finding


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tiny]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(retest, "SOURCES_PER_TARGET", 2)
    made = build(tmp_path)
    linked(made, range(PAGES))
    with serve(made.folder) as home:
        made.home = home
        yield made


def linked(site: Tiny, pages: range) -> None:
    """Let these articles, and no others, have the dead link."""
    for number in range(PAGES):
        extra = "<p><a href='/xw/gone.html'>附件说明</a></p>" if number in pages else ""
        site.article("xw", f"m{number}", f"第{number + 20}次森林防火巡查工作全面展开", "2026-03-09", extra)


def state() -> str:
    data = json.loads(Path("out/findings.json").read_text(encoding="utf-8"))
    (found,) = [f["state"] for f in data["findings"] if f["rule"] == "LNK01"]
    return str(found)


@pytest.mark.slow
@pytest.mark.parametrize(("left", "expected"), [(range(0), "unverified"), (range(PAGES), "persisting")])
def test_a_link_on_more_pages_than_are_looked_at(site: Tiny, left: range, expected: str) -> None:
    profile = str(site.profile())
    run(["audit", profile, "--out", "out", "--as-of", "2026-03-16", "--fail-on", "none"])
    assert state() == "new"
    linked(site, left)
    run(["recheck", profile, "--out", "out", "--as-of", "2026-03-17"])
    assert state() == expected
