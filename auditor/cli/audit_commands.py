"""This module has the main job and its steps: audit, crawl, check, report."""

from __future__ import annotations

from pathlib import Path

import typer

from auditor.cli import options as o
from auditor.config import load_profile
from auditor.model.finding import ExitCode
from auditor.model.run import RenderOptions


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
    evidence: o.Evidence = False,
    notify: o.Notify = [],  # noqa: B006 - typer copies its defaults
    metrics: o.Metrics = Path(),
    scheme: o.SchemeFile = Path(),
) -> int:
    """抓取、核查并写出报告：主要命令。"""
    from auditor.cli.metrics import Stopwatch, write_metrics
    from auditor.cli.notifying import addresses, prepare
    from auditor.cli.notifying import notify as tell
    from auditor.cli.scored import named_scheme
    from auditor.cli.starting import start_crawl

    gate, points = o.gate(fail_on), named_scheme(scheme)
    site = load_profile(profile)
    sender = prepare(addresses(notify, profile))
    space = o.workspace(var, ledger)
    watch = Stopwatch()
    with watch.step("crawl"):
        order = start_crawl(site, space, as_of, fresh=fresh, judged=True)

    from auditor.cli.job import exit_code, judge_run  # pandas: only once the crawl, which wants memory itself, is over
    from auditor.cli.writing import say_summary, write_reports

    with watch.step("judge"):
        drawn = judge_run(order, space, gate, baseline=baseline, scheme=points)
    if evidence:
        from auditor.cli.picturing import with_pictures

        drawn = with_pictures(drawn, order, space, out)
    with watch.step("report"):
        write_reports(drawn, out, formats)
    space.finish(order)
    if metrics != Path():
        write_metrics(drawn, watch, metrics)
    say_summary(drawn, out)
    tell(sender, drawn)
    return exit_code(drawn)


def crawl(
    profile: o.ProfilePath,
    as_of: o.AsOf = "",
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
    fresh: o.Fresh = False,
) -> int:
    """只抓取，保存快照。"""
    from auditor.cli.starting import start_crawl

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
    from auditor.cli.job import exit_code, judge_run
    from auditor.cli.writing import say_summary

    space = o.workspace(var, ledger)
    _, order = space.find(run)
    drawn = judge_run(order, space, o.gate(fail_on), baseline=baseline)
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
    unit: str = typer.Option("", "--unit", help="只写这个责任处室的问题"),
    template: str = typer.Option(
        "", "--template", help="整改通知书的文字模板（TOML），见 reports/templates/notice.toml"
    ),
    evidence: o.Evidence = False,
    scheme: o.SchemeFile = Path(),
) -> int:
    """为一次运行重新写出报告。"""
    from auditor.cli.job import judge_run
    from auditor.cli.picturing import with_pictures
    from auditor.cli.scored import named_scheme
    from auditor.cli.writing import say_summary, write_reports

    space = o.workspace(var, ledger)
    _, order = space.find(run)
    drawn = judge_run(order, space, o.gate(fail_on), scheme=named_scheme(scheme))
    if evidence:
        drawn = with_pictures(drawn, order, space, out)
    write_reports(drawn, out, formats, by_unit=by_unit, options=RenderOptions(unit=unit, template=template))
    say_summary(drawn, out)
    return ExitCode.CLEAN
