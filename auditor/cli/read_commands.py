"""This module has the commands that look without judging: extract, rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from auditor.errors import UsageError
from auditor.model.finding import ExitCode
from auditor.registry import load_rules


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("extract")(extract)
    app.command("rules")(rules)


def extract(
    files: Annotated[list[Path], typer.Argument(help="保存下来的网页文件", metavar="FILE…")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="每个文件一行 JSON，标准输出没有其他内容")] = False,
    url: Annotated[str, typer.Option("--url", help="页面的网址（只给一个文件时）")] = "",
    explain: Annotated[bool, typer.Option("--explain", help="附上每个字段的候选和取舍理由")] = False,
    vendors: Annotated[bool, typer.Option("--vendors/--no-vendors", help="是否使用各建站系统的专门知识")] = True,
) -> int:
    """显示从网页里读到了什么。"""
    from spiders.extract import read, to_json  # lxml and friends: only what reads pages pays for them

    if url and len(files) > 1:
        raise UsageError("--url 只能与一个文件一起使用")
    for path in files:
        try:
            body = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path}：无法读取（{error.strerror}）；请检查路径") from error
        data = to_json(read(body, url, vendors=vendors, explain=explain), str(path))
        print(json.dumps(data, ensure_ascii=False, indent=None if jsonl else 2))
    sys.stdout.flush()
    return ExitCode.CLEAN


def rules(code: Annotated[str, typer.Argument(help="规则编号，如 LNK01", metavar="[CODE]")] = "") -> int:
    """列出全部规则，或说明一条规则及其条款。"""
    known = {r.meta.code: r for r in load_rules()}
    if code and code.upper() not in known:
        raise UsageError(f"没有编号为 {code!r} 的规则；用 auditor rules 查看全部")
    if code:
        from auditor.rule_docs import page

        print(page(known[code.upper()]))
        return ExitCode.CLEAN
    for rule in known.values():
        mark = "（试行）" if rule.meta.preview else ""
        print(f"{rule.meta.code}  {rule.meta.name:32}{rule.meta.title}{mark}")
    return ExitCode.CLEAN
