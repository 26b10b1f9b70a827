"""A personal number on a page stands in nothing that an audit hands over."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import picturing
from auditor.cli.main import run
from spiders.shots import Place, Shot
from tests.e2e.tiny import build
from tests.serving import serve

NUMBER = "11010519491231002X"  # the example of GB 11643


def _written(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.suffix in (".xlsx", ".zip", ".docx"):
            with zipfile.ZipFile(path) as pack:
                yield from ((f"{path}!{n}", pack.read(n).decode("utf-8", "replace")) for n in pack.namelist())
        elif path.is_file():
            yield str(path), path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.slow
@pytest.mark.parametrize(
    "title", [f"关于张某某{NUMBER}的公示", "关于张某某的公示"], ids=["in every list", "in the text"]
)
def test_no_output_repeats_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    monkeypatch.chdir(tmp_path)
    site = build(tmp_path)
    site.article("tz", "n1", title, "2026-03-10", f"<p>张某某，身份证号{NUMBER}，现予公示。</p>")
    asked: list[str] = []

    def record(_site: Any, _settings: Any, places: list[Place], *_more: Any) -> list[Shot]:
        asked.extend(p.page for p in places)
        return [Shot(finding=p.finding) for p in places]

    monkeypatch.setattr(picturing, "take_shots", record)
    with serve(site.folder) as site.home:
        run(["audit", str(site.profile()), "--out", "out", "--as-of", "2026-03-16", "--fail-on", "none", "--evidence"])
    written = dict(_written(tmp_path / "out"))
    assert "PRV01" in next(text for name, text in written.items() if name.endswith("findings.json"))
    assert "不附截图" in written[f"{tmp_path}/out/evidence.zip!index.json"]
    assert not [name for name, text in written.items() if NUMBER in text]
    assert bool(asked) is (NUMBER not in title), (
        "pages without the number, the homepage here, still have their pictures"
    )
    assert not [page for page in asked if page.endswith("/tz/n1.html")]
