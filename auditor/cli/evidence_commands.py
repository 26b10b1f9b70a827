"""This module has the commands around evidence: verify a pack, write the stored bodies as WARC."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options as o
from auditor.errors import UsageError
from auditor.model.finding import ExitCode

evidence = typer.Typer(help="证据包", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(evidence, name="evidence")


@evidence.command("verify")
def verify(pack: Annotated[Path, typer.Argument(help="证据包（evidence.zip）", metavar="ZIP")]) -> int:
    """核对证据包是否完整、是否被改动。"""
    from auditor.evidence_pack import verify_pack

    faults = verify_pack(pack)
    for fault in faults:
        print(fault)
    print(f"{pack}：{f'有 {len(faults)} 处不一致，不能作为证据' if faults else '完整，未被改动'}")
    return ExitCode.GATE_REACHED if faults else ExitCode.CLEAN


@evidence.command("warc")
def warc(
    run: o.RunId,
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件（.warc.gz）", metavar="FILE")],
    var: o.Var = o.DEFAULT_VAR,
) -> int:
    """把一次运行保存的网页写成 WARC 1.1 文件，供其他工具读取。"""
    from auditor.snapshot import open_snapshot
    from auditor.warc import write_warc

    folder, _ = o.workspace(var, "").find(run)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        count = write_warc(open_snapshot(folder), out)
    except OSError as error:
        raise UsageError(f"{out}：没有写成（{error}）；请检查路径、权限和磁盘空间") from error
    print(f"已写出 {count} 个网页：{out}")
    return ExitCode.CLEAN
