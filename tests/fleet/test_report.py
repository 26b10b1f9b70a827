"""The fleet report: ranking, what most sites share, what has no conclusion; a thousand sites within its limits."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from auditor.fleet.groups import Group
from auditor.fleet.jobs import NewJob
from auditor.fleet.summary import to_text
from auditor.fleet_store import FleetStore
from auditor.ledger_schema import fleet_jobs
from auditor.ledger_store import LedgerStore
from auditor.model.fleet import FleetResult, JobState
from reports.fleet_html import page
from reports.fleet_view import build_fleet_view, change_words
from reports.fleet_xlsx import write_xlsx
from tests.fleet.build import RUN, result, site, summary

MAX_SECONDS = 120
MAX_MB = 500
# the report alone, in a process that has done nothing else, and what it needed at most (KiB)
_REPORT_AND_PEAK = """
import re, sys
from pathlib import Path
from auditor.cli.main import run
code = run(["fleet", "report", "--ledger", sys.argv[1], "--out", sys.argv[2]])
assert code == 0, code
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1))
"""


def rows(path: Path, sheet: str) -> list[dict[str, object]]:
    found = list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=3, values_only=True))
    return [dict(zip(map(str, found[0]), row, strict=True)) for row in found[1:]]


@pytest.fixture
def drawn() -> FleetResult:
    return result(
        site(1, counts={"major": 1}, rules={"LNK01": 1}),
        site(2, counts={"veto": 3}, rules={"LNK01": 1, "COL05": 2}, vetoes=("栏目不更新",), level="bad", unverified=4),
        site(3, counts={"major": 1}, rules={"COL05": 1}),
        site(4, counts={}, rules={}, doubtful_vetoes=("严重表述错误",), level="warn"),
        site(5, JobState.INCOMPLETE),
        site(6, JobState.INVALID),
        site(7, JobState.WAITING),
    )


def test_the_workbook_has_one_row_a_site(drawn: FleetResult, tmp_path: Path) -> None:
    write_xlsx(drawn, tmp_path / "b.xlsx")
    ranked = rows(tmp_path / "b.xlsx", "网站排名")
    assert [(r["名次"], r["名称"]) for r in ranked] == [(1, "第1局"), (1, "第3局"), (3, "第4局"), (4, "第2局")]
    assert [r["单项否决项"] for r in ranked] == [None, None, "严重表述错误（待人工确认）", "栏目不更新"]
    assert [r["单项否决问题"] for r in ranked] == [0, 0, 0, 3]
    assert [r["网站标识码"] for r in ranked] == ["2200000001", "2200000003", "2200000004", "2200000002"]
    lost = rows(tmp_path / "b.xlsx", "失败与未核查")
    assert [(r["站点编号"], r["状态"]) for r in lost] == [("s5", "未能核查"), ("s6", "配置有误"), ("s7", "未巡检")]
    assert [r["名称"] for r in rows(tmp_path / "b.xlsx", "部分未核实")] == ["第2局"]


def test_reports_are_linked(drawn: FleetResult, tmp_path: Path) -> None:
    write_xlsx(drawn, tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["网站排名"]
    links = {c.hyperlink.target for row in sheet.iter_rows() for c in row if c.hyperlink}
    assert "sites/s1/report.html" in links
    assert "sites/s1/report.html" in re.findall(r'href="([^"]+)"', page(drawn))


def test_what_most_sites_share_comes_first(drawn: FleetResult) -> None:
    shared = build_fleet_view(drawn).shared
    assert [(s.rule, s.sites, s.findings) for s in shared] == [("COL05", 2, 3), ("LNK01", 2, 2)]
    assert shared[0].share == 0.5


def test_a_site_without_a_conclusion_is_in_no_ranking(drawn: FleetResult) -> None:
    text = page(drawn)
    ranking = text[text.index('id="sites"') : text.index('id="shared"')]
    assert "第5局" not in ranking
    assert "首页无法读取" in text[text.index('id="open"') :]


def test_text_of_sites_is_text(tmp_path: Path) -> None:
    evil = result(site(1, name="<script>alert(1)</script>", vetoes=("=1+1",)))
    write_xlsx(evil, tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["网站排名"]
    kinds = {c.value: c.data_type for row in sheet.iter_rows(min_row=4) for c in row}
    assert kinds["=1+1"] != "f"
    assert "<script>" not in page(evil)


@pytest.mark.parametrize(("previous", "words"), [(None, "首次巡检"), (12, "减少 2"), (8, "增加 2"), (10, "持平")])
def test_change_against_the_run_before(previous: int | None, words: str) -> None:
    assert change_words(summary(1, open=10, previous_open=previous)).startswith(words)


@pytest.mark.slow
def test_a_thousand_sites_in_500_mb(ledger_url: str, tmp_path: Path) -> None:
    opened = LedgerStore(ledger_url)
    table = FleetStore(opened)
    table.begin(RUN)
    table.enter("city-1", [NewJob(job=f"s{n}", profile="", name="", group=Group(f"s{n}")) for n in range(1000)])
    with opened.writing() as connection:  # all at once: a thousand claims and endings are not what is tried here
        for n in range(1000):
            ended = {"state": "done", "folder": f"sites/s{n}", "summary": to_text(summary(n))}
            connection.execute(sa.update(fleet_jobs).where(fleet_jobs.c.job == f"s{n}").values(**ended))
    opened.close()
    said = subprocess.run(
        [sys.executable, "-c", _REPORT_AND_PEAK, ledger_url, str(tmp_path)],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parent.parent.parent,
        timeout=MAX_SECONDS,
    )
    assert int(said.stdout.split()[-1]) // 1024 < MAX_MB
    assert {r["名称"] for r in rows(tmp_path / "巡检汇总.xlsx", "网站排名")} == {f"第{n}局" for n in range(1000)}
