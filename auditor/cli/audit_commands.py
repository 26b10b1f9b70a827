"""This module has the main job and its steps: audit, crawl, check, report."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from auditor.cli import options as o
from auditor.cli.pipeline import Case, judge_case, now, open_case, record, result
from auditor.cli.writing import gate_reached, say_summary, write_reports
from auditor.config import Profile, load_profile
from auditor.ledger_store import LedgerStore
from auditor.model.finding import ExitCode, State
from auditor.model.run import RunResult
from auditor.workspace import Order, Workspace


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("audit")(audit)
    app.command("crawl")(crawl)
    app.command("check")(check)
    app.command("report")(report)


def audit(
    profile: o.ProfilePath,
    out: o.Out = o.DEFAULT_OUT,
    as_of: o.AsOf = "",
    fail_on: o.FailOn = "major",
    formats: o.Formats = list(o.DEFAULT_FORMATS),  # noqa: B006 - typer copies its defaults
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
    fresh: o.Fresh = False,
    baseline: o.Baseline = False,
) -> int:
    """抓取、核查并写出报告：主要命令。"""
    gate = o.gate(fail_on)
    site = load_profile(profile)
    space = o.workspace(var, ledger)
    order = start_crawl(site, space, as_of, fresh=fresh)
    drawn = _judge(order, space, gate, baseline=baseline)
    write_reports(drawn, out, formats)
    say_summary(drawn, out)
    return exit_code(drawn)


def crawl(
    profile: o.ProfilePath,
    as_of: o.AsOf = "",
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
    fresh: o.Fresh = False,
) -> int:
    """只抓取，保存快照。"""
    order = start_crawl(load_profile(profile), o.workspace(var, ledger), as_of, fresh=fresh)
    print(order.run)
    return ExitCode.CLEAN


def check(
    run: o.RunId,
    fail_on: o.FailOn = "major",
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
    baseline: o.Baseline = False,
) -> int:
    """对已保存的快照作核查，结果记入台账。"""
    space = o.workspace(var, ledger)
    _, order = space.find(run)
    drawn = _judge(order, space, o.gate(fail_on), baseline=baseline)
    say_summary(drawn, None)
    return exit_code(drawn)


def report(
    run: o.RunId,
    out: o.Out = o.DEFAULT_OUT,
    formats: o.Formats = list(o.DEFAULT_FORMATS),  # noqa: B006 - typer copies its defaults
    fail_on: o.FailOn = "major",
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
    by_unit: bool = typer.Option(False, "--by-unit", help="另为每个责任处室写一份整改台账"),
) -> int:
    """为一次运行重新写出报告。"""
    space = o.workspace(var, ledger)
    _, order = space.find(run)
    drawn = _judge(order, space, o.gate(fail_on), baseline=False)
    write_reports(drawn, out, formats, by_unit=by_unit)
    say_summary(drawn, out)
    return ExitCode.CLEAN


def start_crawl(site: Profile, space: Workspace, as_of: str, *, fresh: bool) -> Order:
    """Crawl a site, going on with an unfinished crawl of the same profile and day."""
    from auditor.cli.crawling import crawl_into  # Scrapy is slow to import: only what crawls pays for it

    for warning in site.warnings:
        print(f"提示：{warning}", file=sys.stderr)
    moment = now()
    order = space.open_order(site, o.day(as_of, moment.date()), moment, fresh=fresh)
    store = LedgerStore(space.ledger)
    try:
        extra = tuple(
            sorted(
                {
                    u
                    for r in store.records(site.site.id).values()
                    if r.state is not State.CLOSED
                    for u in _subjects(r.finding.subject.key)
                }
            )
        )
    finally:
        store.close()
    crawl_into(space.folder(order), site, earlier=space.last_sealed(site.site.id, order.run), extra=extra)
    return order


def _subjects(key: str) -> tuple[str, ...]:
    return (key,) if key.startswith(("http://", "https://")) else ()


def _judge(order: Order, space: Workspace, gate: str, *, baseline: bool) -> RunResult:
    store = LedgerStore(space.ledger)
    try:
        case: Case = open_case(space.folder(order), order, store)
        judgement = judge_case(case)
        record(case, judgement, store, baseline=baseline, limited_to=None)
        return result(case, judgement, store, gate)
    finally:
        store.close()


def exit_code(drawn: RunResult) -> int:
    """Return the exit code of a judged run."""
    if not drawn.run.complete:
        return ExitCode.INCOMPLETE
    return ExitCode.GATE_REACHED if gate_reached(drawn) else ExitCode.CLEAN


__all__ = ["Path", "add_to", "audit", "check", "crawl", "exit_code", "report", "start_crawl"]
