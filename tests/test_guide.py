"""The documented commands, really run in their order: the guide on the sample bureau, the others on a very small one."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from auditor import evidence_places
from auditor.cli import init_command, retest, starting
from auditor.cli.main import run
from auditor.config import load_profile
from auditor.standards import load_work_plan
from samples.session import open_sample
from samples.spec import DEMO
from tests.crawl.served import Reply, serving
from tests.documented import ROOT, auditor_commands, cron_lines, workflow_steps
from tests.e2e import office
from tests.e2e.tiny import build
from tests.serving import serve

GUIDE, README, CI = ROOT / "docs" / "guide.md", ROOT / "README.md", ROOT / "docs" / "ci.md"
DAY = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
CLEAN, GATE_REACHED, USAGE = 0, 1, 2
ALLOWED = {"audit": {CLEAN, GATE_REACHED}}  # both are verdicts; all other commands end with 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader's folder, and a clock that goes on by a minute at each look."""
    looks = iter(range(10_000))

    def now() -> datetime:
        return DAY + timedelta(minutes=next(looks))

    for module in (starting, retest, init_command):
        monkeypatch.setattr(module, "now", now)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Reader:
    """Who reads a page and types its commands, with what the page leaves to the reader filled in."""

    def __init__(self, folder: Path, said: Callable[[], str], home: str, hook: str) -> None:
        self.folder, self.said, self.home, self.hook = folder, said, home, hook
        self.runs: list[str] = []

    def types(self, command: str) -> list[str]:
        """Return the arguments: addresses, run ids and secrets are the reader's own; a week is one visit here."""
        runs = iter(self.runs[-2:] if command.count("运行编号") > 1 else self.runs[-1:])
        words = shlex.split(command.replace("--every 60m --for 7d", "--every 1s --for 1s"))
        own = {"http://lyj.example.gov.cn/": self.home, "wecombot://机器人密钥": self.hook}
        return [next(runs) if w == "运行编号" else own.get(w, w) for w in words]

    def follows(self, command: str) -> None:
        """Run one command; it must end well and leave what ``--out`` names."""
        arguments = self.types(command)
        self.prepares(command)
        assert run(arguments) in ALLOWED.get(arguments[0], {CLEAN}), command
        if "--out" in arguments:
            assert Path(arguments[arguments.index("--out") + 1]).exists(), command
        said = self.said()
        if arguments[0] == "runs":
            self.runs = [line.split()[0] for line in said.splitlines()]
        assert said or arguments[0] in ("evidence",), f"{command} says nothing"
        self.checks(command)

    def prepares(self, command: str) -> None:
        """Do what the page tells the reader to do before a command."""
        if command.startswith("ingest"):
            returned = self.folder / shlex.split(command)[1]
            sent = self.folder / "out/lyj" / ("按处室" if "-" in returned.name else "") / returned.name
            office.fill(sent, returned, {"http": {"整改状态": "已整改", "整改措施": "已改正"}})
        if command.startswith("workpoints draft"):
            write_points(self.folder / shlex.split(command)[2])
        if "--scheme" in command:
            shutil.copy(ROOT / "docs/examples/scoring-example.toml", self.folder / "评分表.toml")
        if command.startswith("extract"):
            (self.folder / "页面.html").write_bytes(b"<title>a</title><p>2026-01-02")

    def checks(self, command: str) -> None:
        """Look at what the page promises of a command."""
        if command.startswith("init"):
            confirm(self.folder / "lyj.toml")
        if "--evidence" in command:
            assert (self.folder / "out/lyj/evidence.zip.sha256").exists()
        if "--by-unit" in command:
            assert (self.folder / "out/lyj/按处室/整改台账-办公室.xlsx").exists()
        if "--format docx" in command:
            assert (self.folder / "out/lyj/整改通知书.docx").exists()
        if "--scheme" in command:
            assert "参考得分" in (self.folder / "out/lyj/report.html").read_text(encoding="utf-8")
        if command.startswith("workpoints"):
            assert [p.number for p in load_work_plan(self.folder / "wp-2027.toml").points] == ["1", "2"]


def said_by(capfd: pytest.CaptureFixture[str]) -> str:
    """Return what a command printed; a second visit within one second is not kept, which goes to standard error."""
    printed = capfd.readouterr()
    return printed.out or printed.err


def confirm(drafted: Path) -> None:
    """Go through a drafted profile as the guide says: units filled in, and nothing to wait for on loopback."""
    text = drafted.read_text(encoding="utf-8").replace('unit = ""', 'unit = "办公室"')
    quick = 'requests_per_second = 1000.0\nconfirm_after_s = 0\nrender = "never"\n'
    drafted.write_text(text.replace("requests_per_second = 4.0", f"{quick}#"), encoding="utf-8")
    assert load_profile(drafted).site.columns


def write_points(path: Path) -> None:
    """Write a year's work points as an office has them."""
    document = Document()
    for text in ("2027年政务公开工作要点", "1.及时公开规划信息。", "2.每月更新通知公告，做好政策解读。"):
        document.add_paragraph(text)
    document.save(str(path))


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise's, on Python 3.11 and 3.12
def test_the_guide_works_from_its_first_command_to_its_last(
    folder: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("apprise", reason="needs the extra [notify] (apprise)")
    monkeypatch.setattr(init_command, "LOOK_PAGES", 8)  # four requests a second are the default for strangers
    monkeypatch.setattr(evidence_places, "MOST_FINDINGS", 2)
    built = stack.enter_context(open_sample(DEMO, folder / "site", date(2026, 6, 30)))
    hook = stack.enter_context(serving({"/hook": Reply("ok")}))
    reader = Reader(folder, lambda: said_by(capfd), built.home, f"json://127.0.0.1:{hook.port}/hook")
    commands = auditor_commands(GUIDE)
    assert len(commands) > 15
    for command in commands:
        if command != "demo":  # `make demo` is the first thing that .ci/run does
            reader.follows(command)
    assert "make demo" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_readme_works(folder: Path, stack: ExitStack, capfd: pytest.CaptureFixture[str]) -> None:
    site = build(folder)
    home = stack.enter_context(serve(site.folder))
    reader = Reader(folder, lambda: said_by(capfd), home, "")
    shutil.copy(ROOT / "docs/examples/scoring-example.toml", folder / "scoring.toml")  # as docs/profile.md says
    commands = auditor_commands(README)
    assert {"init", "audit", "ingest", "recheck"} <= {c.split()[0] for c in commands}
    for command in commands:
        reader.follows(command)
        if command.startswith("audit"):
            assert "参考得分" in (folder / "out/lyj/report.html").read_text(encoding="utf-8")
    assert run(["audit", "lyj.toml", "--scheme", "not-there.toml"]) == USAGE, "said before anything is crawled"


@pytest.mark.slow
def test_the_workflow_and_the_cron_lines_work(folder: Path, stack: ExitStack) -> None:
    """As a shell runs them: a step that ends with 1 fails the job, and the summary is written all the same."""
    site = build(folder)
    site.home = stack.enter_context(serve(site.folder))
    site.profile().rename(folder / "lyj.toml")
    tools = folder / ".venv" / "bin"
    tools.mkdir(parents=True)
    (tools / "auditor").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m auditor.cli.main "$@"\n', encoding="utf-8")
    (tools / "auditor").chmod(0o755)

    def shell(line: str) -> int:
        line = line.replace("/srv/audit", str(folder))
        environment = {"PATH": f"{tools}:/usr/bin:/bin", "PYTHONPATH": str(ROOT), "GITHUB_STEP_SUMMARY": "summary"}
        return subprocess.run(["bash", "-ec", line], cwd=folder, env=environment, check=False, timeout=300).returncode

    steps = [s for s in workflow_steps(CI) if "pip install" not in s]
    assert [shell(s) for s in steps] == [GATE_REACHED, CLEAN]
    assert (folder / "summary").read_text(encoding="utf-8").startswith("# 江滨市林业和园林局")
    assert (folder / "out" / "junit.xml").exists()
    assert [shell(line) for line in cron_lines(CI)] == [CLEAN, CLEAN], "known faults fail no later night"


def test_the_pages_have_commands() -> None:
    """So that the tests above cannot pass over an unread page."""
    assert len(workflow_steps(CI)) == 3
    assert len(cron_lines(CI)) == 2
    assert any("--notify" in c for c in auditor_commands(GUIDE))
