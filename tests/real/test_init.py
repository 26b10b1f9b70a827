"""`auditor init` on the saved sites, against lists of their columns made by hand from the pages first."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from auditor.cli.main import run
from tests.serving import serve

SITES = Path(__file__).parents[3] / "shared" / "corpora" / "sites"
# The site's columns by their address below the homepage, and every kind that a person may call right.
FORESTRY = {
    "lygk/index.html": "institution",
    "jgjj/dwjj/index.html": "institution",
    "jgjj/jgsz/index.html": "institution",
    "jgjj/znjs/index.html": "institution",
    "jgjj/ldjs/index.html": "leadership",
    "xwdt/lyxx/index.html": "news",
    "xwdt/tpxw/index.html": "news",
    "zcfg/index.html": "policy",
    "gfxwj/index.html": "policy",
    "xxgk/bmwj/index.html": "policy",
    "xxgk/ghjh/index.html": "planning",
    "xxgk/ndbg/index.html": "annual_report",
    "xxgk/xzzf/index.html": "enforcement",
    "xxgk/yjgl/index.html": "emergency",
    "xxgk/zqqd/index.html": "rights_list",
    "bsfw/zwzx/index.html": "consultation services",
    "lyfc/index.html": "other",
    "sqpt/slyj_17218/tspty_1/index.html": "consultation",
}
UNIVERSITY = {
    "tzgg.htm": "notice",
    "xxjj.htm": "institution",
    "zsxx1/ssyjs.htm": "other notice",
    "zsxx1/bsyjs.htm": "other notice",
    "zsxx1/tdxlsqss.htm": "other notice",
    "kdxx.htm": "notice news",
    "xzzx.htm": "services other",
    "xgxtlj.htm": "other",
    "xxxw.htm": "news",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "home", "columns"), [("jl-forestry", "", FORESTRY), ("vsb-university", "index.htm", UNIVERSITY)]
)
def test_columns_are_found_and_classified(
    name: str, home: str, columns: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (SITES / name).exists():
        pytest.skip(f"the saved site {name} is not here (../shared/corpora/sites)")
    monkeypatch.chdir(tmp_path)
    with serve(SITES / name) as base:
        assert run(["init", base + home, "--out", "drafted.toml"]) == 0
    drafted = tomllib.loads(Path("drafted.toml").read_text(encoding="utf-8"))
    kinds = {c["url"].removeprefix(base): c["kind"] for c in drafted["site_columns"]}
    found = [path for path in columns if path in kinds]
    right = [path for path in found if kinds[path] in columns[path].split()]
    assert len(found) >= 0.95 * len(columns), set(columns) - set(found)
    assert len(right) >= 0.90 * len(found), {p: kinds[p] for p in found if p not in right}
    assert len(kinds) <= 1.2 * len(columns), set(kinds) - set(columns)
