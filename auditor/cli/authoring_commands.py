"""This module has the commands for those who write rules, standards and work points: docs, new-rule, workpoints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.errors import UsageError
from auditor.model.finding import ExitCode

workpoints = typer.Typer(help="年度政务公开工作要点", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("docs")(docs)
    app.command("new-rule")(new_rule)
    app.add_typer(workpoints, name="workpoints")


def docs(
    check: Annotated[bool, typer.Option("--check", help="只检查是否与规则一致，不写文件")] = False,
    folder: Annotated[Path, typer.Option("--folder", help="规则说明所在的文件夹")] = Path("docs/rules"),
) -> int:
    """由规则生成 docs/rules 下的说明。"""
    from auditor.rule_docs import stale, write

    if not check:
        for name in write(folder):
            print(name)
        return ExitCode.CLEAN
    outdated = stale(folder)
    for name in outdated:
        print(f"{name} 与规则不一致，请运行 auditor docs")
    return ExitCode.GATE_REACHED if outdated else ExitCode.CLEAN


def new_rule(
    code: Annotated[str, typer.Argument(help="规则编号，如 LNK12", metavar="CODE")],
    name: Annotated[str, typer.Argument(help="英文短名，说出毛病，如 link-text-missing", metavar="NAME")],
    root: Annotated[Path, typer.Option("--root", help="项目所在的文件夹")] = Path(),
) -> int:
    """新建一条规则和它的用例文件。"""
    from auditor.scaffold import new_rule as write_rule

    for path in write_rule(code, name, root):
        print(path)
    return ExitCode.CLEAN


@workpoints.command("draft")
def draft(
    source: Annotated[Path, typer.Argument(help="工作要点全文（txt、html 或 docx）", metavar="FILE")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件，默认打印出来", metavar="FILE")] = Path(),
) -> int:
    """把一年的工作要点拆成条目，草拟要点文件，供人工确认。"""
    from auditor.workpoints_draft import draft as draft_text

    text = draft_text(source)
    if out == Path():
        print(text)
        return ExitCode.CLEAN
    if out.exists():
        raise UsageError(f"{out} 已存在；请用 --out 另写一个文件")
    out.write_text(text, encoding="utf-8")
    print(f"已写出 {out}；请核对每一条，再放入 work_points 文件夹")
    return ExitCode.CLEAN
