"""This module declares the options that several commands share, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from auditor.errors import UsageError
from auditor.workspace import Workspace

GATES = ("veto", "major", "minor", "none")

ProfilePath = Annotated[Path, typer.Argument(help="站点配置文件（TOML）", metavar="PROFILE", show_default=False)]
RunId = Annotated[
    str, typer.Argument(help="运行编号（或其开头几位），见 auditor runs", metavar="RUN", show_default=False)
]
Out = Annotated[Path, typer.Option("--out", help="报告写入的文件夹", metavar="DIR")]
AsOf = Annotated[str, typer.Option("--as-of", help="以哪一天为准计算各种期限，默认今天", metavar="YYYY-MM-DD")]
FailOn = Annotated[str, typer.Option("--fail-on", help="新增或反弹问题达到此级别时退出码为1: veto|major|minor|none")]
Formats = Annotated[list[str], typer.Option("--format", help="只写这些格式，可重复；默认五种全写")]
Var = Annotated[Path, typer.Option("--var", help="快照和台账所在的文件夹", metavar="DIR")]
LedgerUrl = Annotated[str, typer.Option("--ledger", help="台账数据库地址，默认 VAR/ledger.sqlite", metavar="URL")]
Fresh = Annotated[bool, typer.Option("--fresh", help="不接着上次中断的抓取，从头开始")]
Baseline = Annotated[bool, typer.Option("--baseline", help="把现有问题作为存量接受，不触发退出码1")]
Evidence = Annotated[bool, typer.Option("--evidence", help="为严重以上的问题截图取证，写出 evidence.zip（需要浏览器）")]
Notify = Annotated[list[str], typer.Option("--notify", help="有新增、反弹或超期时通知到这个地址（apprise），可重复")]
Metrics = Annotated[
    Path, typer.Option("--metrics", help="把本次运行的用时、内存和各项计数写到这个 JSON 文件", metavar="FILE")
]
SchemeFile = Annotated[
    Path,
    typer.Option("--scheme", help="评分方案（TOML），计算参考得分；默认用配置文件旁边的 scoring.toml", metavar="FILE"),
]

DEFAULT_OUT = Path("out")
DEFAULT_VAR = Path("var")
DEFAULT_FORMATS = ("json", "xlsx", "html", "junit", "markdown")


def workspace(var: Path, ledger: str) -> Workspace:
    """Return the workspace that the options name."""
    return Workspace(var, ledger)


def day(text: str, today: date) -> str:
    """Return the day that ``--as-of`` names, today where it is empty; raise UsageError for anything else."""
    if not text:
        return today.isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"--as-of: 不是有效日期：{text!r}，请写成 2026-03-16 这样") from error


def gate(text: str) -> str:
    """Return ``--fail-on`` or raise UsageError."""
    if text not in GATES:
        raise UsageError(f"--fail-on: 不认识的级别 {text!r}，允许：{'、'.join(GATES)}")
    return text
