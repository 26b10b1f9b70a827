"""This module has ``auditor prune``: old snapshots go, the ledger stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options as o
from auditor.cli.clock import now
from auditor.model.finding import ExitCode
from auditor.retention import Kept, removable
from auditor.workspace import MANIFEST, Workspace

if TYPE_CHECKING:
    from auditor.ledger_store import LedgerStore


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("prune")(prune)


def prune(
    keep: Annotated[int, typer.Option("--keep", help="每个网站至少保留几份完整快照", min=1)] = 3,
    days: Annotated[int, typer.Option("--days", help="多少天以内的快照全部保留", min=0)] = 90,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出，不删除")] = False,
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
) -> int:
    """删除过期的快照；台账不变，每个网站最后一份完整快照永不删除。"""
    from auditor.ledger_store import LedgerStore

    space = o.workspace(var, ledger)
    today = now().date()
    store = LedgerStore(space.ledger)
    freed = count = 0
    try:
        for site in sorted(p.name for p in (var / "snapshots").glob("*") if p.is_dir()):
            for old in removable(_snapshots(space, site, store), today, keep=keep, days=days):
                freed += _size(old.folder)
                count += 1
                print(f"{'将删除' if dry_run else '删除'} {old.folder}")
                if not dry_run:
                    _remove(old.folder)
    finally:
        store.close()
    print(f"{'可释放' if dry_run else '已释放'} {freed / 1e6:.1f} MB，快照 {count} 份")
    return ExitCode.CLEAN


def _snapshots(space: Workspace, site: str, store: LedgerStore) -> Iterator[Kept]:
    complete = {run.id for run in store.runs(site) if run.complete and run.kind == "audit"}
    for folder, order in space.orders(site):
        sealed = (folder / MANIFEST).exists()
        yield Kept(
            folder=folder,
            day=date.fromisoformat(order.started[:10]),
            sealed=sealed,
            whole=sealed and order.run in complete,
        )


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def _remove(folder: Path) -> None:
    """Remove a snapshot; without its manifest first, so that half a snapshot never looks like a whole one."""
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder)
