"""The loop: audit, workbook, filled in, read back, partly fixed, recheck, full audit; each finding where it should be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.cli.main import run
from tests.e2e import office
from tests.e2e.tiny import Tiny, build
from tests.serving import serve

TITLES = {n: f"第{n}次森林防火巡查工作全面展开" for n in range(1, 6)}


@pytest.fixture
def guarded() -> set[str]:
    """Paths that answer with a challenge."""
    return set()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guarded: set[str]) -> Iterator[Tiny]:
    monkeypatch.chdir(tmp_path)
    made = build(tmp_path)
    with serve(made.folder, guarded) as home:
        made.home = home
        for name in ("fixed", "lied", "appeal", "later"):
            link(made, name, present=True)
        yield made


def link(site: Tiny, name: str, *, present: bool) -> None:
    """Put a dead link into an article of its own, or take it out."""
    number = ("fixed", "lied", "appeal", "later").index(name) + 1
    extra = f"<p><a href='/xw/{name}.html'>详见说明</a></p>" if present else ""
    site.article("xw", f"n{number}", TITLES[number], f"2026-03-{number + 8:02d}", extra)


def states() -> dict[str, str]:
    found = json.loads(Path("out/findings.json").read_text(encoding="utf-8"))["findings"]
    return {
        f["subject"]["key"].rsplit("/", 1)[1].removesuffix(".html"): f["state"] for f in found if f["rule"] == "LNK01"
    }


def book_rows() -> dict[str, dict[str, str]]:
    found = {}
    for row in office.rows(Path("out/整改台账.xlsx")):
        for name in ("fixed", "lied", "appeal", "later"):
            if f"/{name}.html" in row["问题描述"] + row["问题链接"] + row["证据"]:
                found[name] = row
    return found


ANSWERS = {
    "/fixed.html": {"整改状态": "已整改", "责任人": "王某", "整改措施": "已删除失效链接", "完成时间": "2026年3月18日"},
    "/lied.html": {"整改状态": "已整改", "整改措施": "已处理"},
    "/appeal.html": {"整改状态": "申诉", "说明": "该页面由上级单位维护"},
}


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize("saved_by", ["openpyxl", "LibreOffice"])
def test_the_ledger_goes_out_comes_back_and_is_retested(site: Tiny, saved_by: str, tmp_path: Path) -> None:
    profile = site.profile()
    assert run(["audit", str(profile), "--as-of", "2026-03-16", "--fail-on", "minor"]) == 1
    assert set(states()) == {"fixed", "lied", "appeal", "later"}
    returned = Path("returned.xlsx")
    office.fill(Path("out/整改台账.xlsx"), returned, ANSWERS)
    if saved_by == "LibreOffice":
        returned = office.resave(returned, tmp_path / "resaved")
    assert run(["ingest", str(returned)]) == 0
    assert run(["ingest", str(returned)]) == 0

    link(site, "fixed", present=False)
    assert run(["recheck", str(profile), "--as-of", "2026-03-19"]) == 0
    assert states() == dict.fromkeys(("lied", "appeal", "later"), "persisting")
    said = book_rows()
    assert said["fixed"]["复核结果"] == "已核实销号"
    assert said["lied"]["复核结果"] == "整改未到位"
    assert said["appeal"]["复核结果"] == "申诉，转人工核实"
    assert said["lied"]["整改措施"] == "已处理"
    assert said["appeal"]["说明"] == "该页面由上级单位维护"

    link(site, "later", present=False)
    link(site, "fixed", present=True)
    assert run(["audit", str(profile), "--as-of", "2026-03-23", "--fail-on", "minor"]) == 1
    assert states() == {"fixed": "reopened", "lied": "persisting", "appeal": "persisting"}
    assert book_rows()["fixed"]["复核结果"] == "反弹"


@pytest.mark.slow
def test_a_page_behind_a_challenge_closes_nothing(site: Tiny, guarded: set[str]) -> None:
    profile = site.profile()
    run(["audit", str(profile), "--as-of", "2026-03-16"])
    for name in ("fixed", "lied", "appeal", "later"):
        link(site, name, present=False)
    guarded.update(f"/xw/n{number}.html" for number in range(1, 5))
    run(["recheck", str(profile), "--as-of", "2026-03-17"])
    assert states() == dict.fromkeys(("fixed", "lied", "appeal", "later"), "unverified")
    guarded.clear()
    run(["recheck", str(profile), "--as-of", "2026-03-18"])
    assert states() == {}


@pytest.mark.slow
def test_a_stale_column_filled_with_old_dates_is_shown_beside_the_claim(site: Tiny) -> None:
    profile = site.profile()
    run(["audit", str(profile), "--as-of", "2026-04-20"])
    returned = Path("returned.xlsx")
    office.fill(Path("out/整改台账.xlsx"), returned, {"/xw/": {"整改状态": "已整改", "整改措施": "已更新栏目"}})
    assert run(["ingest", str(returned)]) == 0
    for day in ("2026-04-01", "2026-04-06", "2026-04-11", "2026-04-25"):
        site.article("xw", f"late{day}", f"林业技术下乡服务活动{day}圆满结束", day)
    run(["audit", str(profile), "--as-of", "2026-04-27"])
    (row,) = (r for r in office.rows(Path("out/整改台账.xlsx")) if "动态要闻" in r["问题类型"])
    assert (row["复核结果"], row["整改状态"]) == ("已核实销号", "已整改")
    assert "突击更新：该栏目有 3 条信息标注的日期在 2026-04-01 至 2026-04-11" in row["备注"]
    assert "请核实是否为集中补发" in Path("out/report.html").read_text(encoding="utf-8")
