"""This module has the commands around the ledger: runs, diff, ingest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options as o
from auditor.cli.clock import now
from auditor.config import load_profile
from auditor.errors import UsageError
from auditor.model.finding import ExitCode, State
from auditor.model.ledger import ClaimRecord, Record

if TYPE_CHECKING:
    from auditor.ledger_store import LedgerStore


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("runs")(runs)
    app.command("diff")(diff)
    app.command("ingest")(ingest)


def runs(profile: o.ProfilePath, var: o.Var = o.DEFAULT_VAR, ledger: o.LedgerUrl = "") -> int:
    """列出一个站点的历次运行。"""
    from auditor.ledger_store import LedgerStore

    site = load_profile(profile).site
    store = LedgerStore(o.workspace(var, ledger).ledger)
    found = store.runs(site.id)
    store.close()
    if not found:
        print(f"{site.name} 还没有运行记录；先运行 auditor audit {profile}")
    for run in found:
        kind = {"audit": "全面核查", "recheck": "复核"}.get(run.kind, run.kind)
        whole = "" if run.complete else f"  不完整：{run.reason}"
        print(
            f"{run.id}  {run.as_of}  {kind}  页面 {run.pages}  未销号 {run.open}  "
            f"新增 {run.new}  销号 {run.closed}  反弹 {run.reopened}{whole}"
        )
    return ExitCode.CLEAN


def diff(first: o.RunId, second: o.RunId, var: o.Var = o.DEFAULT_VAR, ledger: o.LedgerUrl = "") -> int:
    """比较两次运行：新增、销号、反弹了什么。"""
    from auditor.ledger_store import LedgerStore

    space = o.workspace(var, ledger)
    store = LedgerStore(space.ledger)
    try:
        before, after, records = _two_states(store, space.find(first)[1].run, space.find(second)[1].run)
    finally:
        store.close()
    shown = 0
    for title, keys in _compared(before, after).items():
        for key in keys:
            record = records[key]
            print(f"{title}  {key}  {record.finding.rule}  {record.finding.message}  {record.finding.subject.key}")
            shown += 1
    if not shown:
        print("两次运行之间没有变化")
    return ExitCode.CLEAN


def _two_states(
    store: LedgerStore, first: str, second: str
) -> tuple[dict[str, State], dict[str, State], dict[str, Record]]:
    one, two = store.run(first), store.run(second)
    if one is None or two is None:
        raise UsageError("其中一次运行还没有核查，台账里没有记录；先用 auditor check 核查")
    if one.site != two.site:
        raise UsageError(f"两次运行不是同一个站点：{one.site} 与 {two.site}")
    return store.states_at(first), store.states_at(second), store.records(one.site)


def _compared(before: dict[str, State], after: dict[str, State]) -> dict[str, list[str]]:
    """Return the findings that differ between two runs, by what happened to them."""
    open_before = {k for k, s in before.items() if s is not State.CLOSED}
    open_after = {k for k, s in after.items() if s is not State.CLOSED}
    return {
        "新增": sorted(k for k in open_after - open_before if k not in before),
        "反弹": sorted(k for k in open_after - open_before if k in before),
        "销号": sorted(open_before - open_after),
    }


def ingest(
    workbook: Annotated[Path, typer.Argument(help="处室填好交回的整改台账", metavar="WORKBOOK")],
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
) -> int:
    """读回处室填写的整改台账。"""
    from auditor.ledger_store import LedgerStore
    from reports.xlsx_ingest import read_workbook

    read = read_workbook(workbook)
    store = LedgerStore(o.workspace(var, ledger).ledger)
    try:
        known = store.finding_ids(read.site)
        if not known:
            raise UsageError(
                f"{workbook}：台账里没有站点 {read.site!r}；请确认 --var 或 --ledger 指向发出这份工作簿的数据"
            )
        moment = now().isoformat(timespec="seconds")
        taken = [c for c in read.claims if c.finding in known]
        rows = [ClaimRecord(finding=c.finding, run=read.run, ingested=moment, fields=dict(c.fields)) for c in taken]
        kept = store.save_claims(read.site, rows)
    finally:
        store.close()
    unknown = [c for c in read.claims if c.finding not in known]
    for note in (*read.refused, *read.altered):
        print(f"{note.sheet} 第{note.row}行：{note.reason}")
    for claim in unknown:
        print(f"{claim.sheet} 第{claim.row}行：问题编号 {claim.finding} 不在台账中，未采纳")
    for line in read.notes:
        print(line)
    print(
        f"读取 {len(read.claims)} 条填写，新记入 {kept} 条，与上次相同 {len(rows) - kept} 条，"
        f"未采纳 {len(read.refused) + len(unknown)} 行，未填写 {read.unchanged} 行"
    )
    return ExitCode.CLEAN
