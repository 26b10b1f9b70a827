"""The main job through the command line: files, exit codes, states from run to run, bad input."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.cli.main import run
from tests.e2e.tiny import Tiny, build
from tests.serving import serve

FILES = {"findings.json", "整改台账.xlsx", "report.html", "junit.xml", "summary.md"}
DAY = "2026-03-16"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tiny]:
    monkeypatch.chdir(tmp_path)
    made = build(tmp_path)
    with serve(made.folder) as home:
        made.home = home
        yield made


def audit(profile: Path, *more: str, day: str = DAY) -> int:
    return run(["audit", str(profile), "--out", "out", "--as-of", day, *more])


def findings() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path("out/findings.json").read_text(encoding="utf-8"))
    return loaded


def states(rule: str) -> list[str]:
    return [f["state"] for f in findings()["findings"] if f["rule"] == rule]


@pytest.mark.slow
def test_a_fault_is_new_persists_is_closed_and_comes_back(site: Tiny) -> None:
    dead = "<p><a href='/xw/gone.html'>附件说明</a></p>"
    site.article("xw", "n1", "第1次森林防火巡查工作全面展开", "2026-03-09", dead)
    profile = site.profile()
    assert audit(profile, "--fail-on", "minor") == 1
    assert {p.name for p in Path("out").iterdir()} == FILES
    assert states("LNK01") == ["new"]
    assert audit(profile, "--fail-on", "minor") == 0
    assert states("LNK01") == ["persisting"]
    site.article("xw", "n1", "第1次森林防火巡查工作全面展开", "2026-03-09")
    assert audit(profile, "--fail-on", "minor") == 0
    assert states("LNK01") == []
    site.article("xw", "n1", "第1次森林防火巡查工作全面展开", "2026-03-09", dead)
    assert audit(profile, "--fail-on", "minor") == 1
    assert states("LNK01") == ["reopened"]


@pytest.mark.slow
def test_a_baseline_accepts_what_stands_and_none_never_fails(site: Tiny) -> None:
    site.article("xw", "n1", "第1次森林防火巡查工作全面展开", "2026-03-09", "<a href='/xw/gone.html'>附件</a>")
    profile = site.profile()
    assert audit(profile, "--fail-on", "minor", "--baseline") == 0
    assert states("LNK01") == ["persisting"]
    site.article("xw", "n2", "第2次森林防火巡查工作全面展开", "2026-03-10", "<a href='/xw/gone2.html'>附件</a>")
    assert audit(profile, "--fail-on", "none") == 0
    assert sorted(states("LNK01")) == ["new", "persisting"]


@pytest.mark.slow
def test_crawl_check_and_report_are_the_steps_of_audit(site: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    profile = site.profile()
    assert run(["crawl", str(profile), "--as-of", DAY]) == 0
    order = capsys.readouterr().out.strip()
    assert run(["check", order, "--fail-on", "none"]) == 0
    assert run(["report", order, "--out", "out", "--by-unit"]) == 0
    assert {p.name for p in Path("out").iterdir() if p.is_file()} == FILES
    assert findings()["run"]["id"] == order
    assert run(["runs", str(profile)]) == 0
    assert order in capsys.readouterr().out


@pytest.mark.slow
def test_a_dead_home_is_no_verdict(site: Tiny) -> None:
    profile = site.profile()
    (site.folder / "index.html").unlink()
    (site.folder / "index.html").mkdir()  # answers with a listing's redirect, then nothing that is a homepage
    shutil.rmtree(site.folder)
    site.folder.mkdir()
    assert audit(profile) == 3
    said = findings()
    assert said["run"]["complete"] is False
    assert said["verdicts"] == []
    assert said["findings"] == []
    assert {o["status"] for o in said["outcomes"]} == {"not-assessed"}


def test_a_server_that_refuses_is_named(site: Tiny) -> None:
    with socket.socket() as refusing:
        refusing.bind(("127.0.0.1", 0))  # bound, never listening
        site.home = f"http://127.0.0.1:{refusing.getsockname()[1]}/"
        assert audit(site.profile()) == 3
    assert "首页无法读取：服务器拒绝连接" in str(findings())


@pytest.mark.slow
def test_a_dead_home_closes_nothing(site: Tiny) -> None:
    site.article("xw", "n1", "第1次森林防火巡查工作全面展开", "2026-03-09", "<a href='/xw/gone.html'>附件</a>")
    profile = site.profile()
    audit(profile)
    kept = site.folder.with_name("kept")
    shutil.move(site.folder, kept)
    site.folder.mkdir()
    assert audit(profile) == 3
    assert states("LNK01") == ["unverified"]
    site.folder.rmdir()
    shutil.move(kept, site.folder)
    audit(profile)
    assert states("LNK01") == ["persisting"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ('name = "', 'nmae = "'),
        ("requests_per_second = 10000", 'requests_per_second = "fast"'),
        ('kind = "news"', 'kind = "newss"'),
        ("[site]", "[site"),
        ('id = "tz"', 'id = "xw"'),
        ('home = "http', 'home = "'),
    ],
)
def test_a_bad_profile_is_a_message_and_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], change: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    made = build(tmp_path)
    made.home = "http://127.0.0.1:9/"
    profile = made.profile()
    profile.write_text(profile.read_text(encoding="utf-8").replace(change, words, 1), encoding="utf-8")
    assert audit(profile) == 2
    said = capsys.readouterr().err
    assert "tiny.toml" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit"],
        ["nonsense"],
        ["audit", "missing.toml"],
        ["report", "no-such-run"],
        ["rules", "XXX99"],
        ["extract", "missing.html"],
        ["ingest", "missing.xlsx"],
    ],
)
def test_wrong_usage_is_a_message_and_exit_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("auditor: ")
    assert "Traceback" not in said


def test_a_wrong_day_or_gate_is_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = build(tmp_path)
    made.home = "http://127.0.0.1:9/"
    profile = made.profile()
    assert audit(profile, day="16.3.2026") == 2
    assert "--as-of" in capsys.readouterr().err
    assert audit(profile, "--fail-on", "everything") == 2
    assert "--fail-on" in capsys.readouterr().err
