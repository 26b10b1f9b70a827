"""The end of a run, killed: while the snapshot is sealed, while the ledger is written. The next start makes it whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auditor.cli.main import run
from auditor.snapshot import open_snapshot, seal
from auditor.workspace import sqlite_url
from spiders.run import crawl
from tests.crawl.served import request_for, serving
from tests.crawl.test_resume import contents as tables_of
from tests.crawl.test_resume import wide_site
from tests.e2e.test_audit import DAY, audit, findings, states
from tests.e2e.tiny import build
from tests.ledger.killing import contents, killed_at
from tests.serving import serve

MOST = 300


def seal_folder(folder: str) -> None:
    seal(Path(folder))


@pytest.mark.slow
def test_a_seal_killed_at_its_files_is_made_by_the_next(tmp_path: Path) -> None:
    crawled, whole = tmp_path / "crawled", tmp_path / "whole"
    with serving(wide_site(12)) as server:
        crawl(request_for(server, crawled))
    shutil.copytree(crawled, whole)
    seal(whole)
    expected = tables_of(open_snapshot(whole))
    for step in range(1, MOST, 7):
        folder = tmp_path / f"killed{step}"
        shutil.copytree(crawled, folder)
        if not killed_at(step, seal_folder, str(folder), files_below=str(folder)):
            break
        if not (folder / "manifest.json").exists():
            seal(folder)
        assert tables_of(open_snapshot(folder)) == expected
    assert MOST > step > 20


def check(run_id: str, var: str) -> None:
    """Judge a sealed snapshot and write the ledger."""
    assert run(["check", run_id, "--var", var, "--fail-on", "none"]) == 0


@pytest.mark.slow
def test_a_run_killed_while_it_writes_the_ledger_is_as_before_or_as_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    site = build(tmp_path)
    var, url = tmp_path / "var", sqlite_url(tmp_path / "var/ledger.sqlite")
    with serve(site.folder, set()) as home:
        site.home = home
        profile = site.profile()
        assert run(["crawl", str(profile), "--as-of", "2026-03-16"]) == 0
    run_id = capsys.readouterr().out.split()[-1]
    before = contents(url)
    for step in range(1, MOST, 5):
        was_killed = killed_at(step, check, run_id, str(var), after="INSERT INTO runs")
        if contents(url) != before:
            break
        assert was_killed
    after = contents(url)
    assert (len(after["runs"]), bool(after["findings"]), bool(after["first_seen"])) == (1, True, True)
    check(run_id, str(var))
    assert contents(url) == after


def cut_off(*_given: object, **_named: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.slow
@pytest.mark.parametrize("step", ["auditor.cli.job.judge_run", "auditor.cli.writing.write_reports"])
def test_an_audit_cut_off_after_its_crawl_is_judged_and_not_crawled_again(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    site = build(tmp_path)
    article = "xw", "n1", "第1次森林防火巡查工作全面展开", "2026-03-09"
    site.article(*article, "<p><a href='/xw/gone.html'>附件说明</a></p>")
    with serve(site.folder) as home:
        site.home = home
        profile = site.profile()
        with monkeypatch.context() as cut:
            cut.setattr(step, cut_off)
            assert audit(profile) == 3
        site.article(*article)
        assert audit(profile, "--fail-on", "minor") == 1
        assert states("LNK01") == ["new"]
        assert "不再抓取" in capsys.readouterr().err
        first = findings()["run"]["id"]
        assert audit(profile) == 0
        assert states("LNK01") == []
        assert findings()["run"]["id"] != first
    assert len(list(tmp_path.glob("var/snapshots/*/*"))) == 2


@pytest.mark.slow
def test_what_was_crawled_before_the_end_is_left_alone_when_asked_or_when_a_later_run_was_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site = build(tmp_path)
    with serve(site.folder) as home:
        site.home = home
        profile = site.profile()
        for later in (["audit", "--out", "out", "--fail-on", "none", "--fresh"], ["crawl"]):
            with monkeypatch.context() as cut:
                cut.setattr("auditor.cli.job.judge_run", cut_off)
                assert audit(profile) == 3
            before = {p.name for p in tmp_path.glob("var/snapshots/*/*")}
            assert run([later[0], str(profile), "--as-of", DAY, *later[1:]]) == 0
            assert audit(profile) == 0
            assert findings()["run"]["id"] not in before
