"""This module has ``auditor demo``: the sample bureau, served on loopback, audited."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.audit_commands import audit
from auditor.cli.clock import now
from auditor.model.finding import ExitCode


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("demo")(demo)


def demo(
    out: Annotated[Path, typer.Option("--out", help="报告写入的文件夹", metavar="DIR")] = Path("out/demo"),
    clean: Annotated[bool, typer.Option("--clean", help="改用没有植入问题的同一网站")] = False,
) -> int:
    """在本机生成示例局网站，完成一次审计。"""
    from samples.session import open_sample
    from samples.spec import DEMO

    spec = DEMO.clean if clean else DEMO
    work = Path("var/demo")
    shutil.rmtree(work, ignore_errors=True)  # each demo is a site of its own: its port differs
    with open_sample(spec, work / "site", now().date()) as built:
        print(f"示例局网站：{built.home}（{built.pages} 个页面，只在本机，随程序结束）")
        code = audit(built.profile, out=out, var=work / "var", fail_on="none")
    print(f"配置文件 {built.profile}；植入的问题清单 {built.gold}")
    return ExitCode(code)
