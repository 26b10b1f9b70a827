"""This module has ``auditor recheck``: only what is open is re-tested, in minutes."""

from __future__ import annotations

import typer

from auditor.cli import options as o
from auditor.config import load_profile
from auditor.model.finding import ExitCode, State


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("recheck")(recheck)


def recheck(
    profile: o.ProfilePath,
    out: o.Out = o.DEFAULT_OUT,
    as_of: o.AsOf = "",
    formats: o.Formats = list(o.DEFAULT_FORMATS),  # noqa: B006 - typer copies its defaults
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
    fresh: o.Fresh = False,
) -> int:
    """只复核未销号的问题，几分钟内完成。"""
    from auditor.cli.retest import retest  # pandas and Scrapy: only what needs them pays
    from auditor.cli.writing import say_summary, write_reports
    from auditor.ledger_store import LedgerStore

    site, space = load_profile(profile), o.workspace(var, ledger)
    store = LedgerStore(space.ledger)
    try:
        standing = {k: r for k, r in store.records(site.site.id).items() if r.state is not State.CLOSED}
        if not standing:
            print("台账中没有未销号的问题，无需复核")
            return ExitCode.CLEAN
        drawn = retest(site, space, store, standing, as_of, fresh=fresh)
    finally:
        store.close()
    write_reports(drawn, out, formats)
    say_summary(drawn, out)
    return ExitCode.CLEAN if drawn.run.complete else ExitCode.INCOMPLETE
