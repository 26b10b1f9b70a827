"""This module has ``auditor probe``: one availability visit for cron, or a series for those without cron."""

from __future__ import annotations

import itertools
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options as o
from auditor.config import Profile, load_profile
from auditor.errors import UsageError
from auditor.model.finding import ExitCode

if TYPE_CHECKING:
    from auditor.ledger_store import LedgerStore

_SPAN = re.compile(r"^(\d+)([smhd])$")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("probe")(probe)


def probe(
    profile: o.ProfilePath,
    every: Annotated[str, typer.Option("--every", help="每隔多久访问一次，如 60m；不写则只访问一次")] = "",
    lasting: Annotated[str, typer.Option("--for", help="持续多久，如 7d")] = "7d",
    reference: Annotated[
        str, typer.Option("--reference", help="参照地址 host:port；连它也连不上时，视为本机断网，该次不计")
    ] = "",
    var: o.Var = o.DEFAULT_VAR,
    ledger: o.LedgerUrl = "",
) -> int:
    """访问一次网站首页，记录能否打开（可用性监测，每天 20 次以上）。"""
    from auditor.ledger_store import LedgerStore

    site = load_profile(profile)
    interval, length = (span(every), span(lasting)) if every else (0, 0)
    store = LedgerStore(o.workspace(var, ledger).ledger)
    try:
        if interval:
            repeat(lambda: _visit_or_say(site, store, reference), interval, length)
        else:
            _visit(site, store, reference)
    finally:
        store.close()
    return ExitCode.CLEAN


def repeat(
    visit: Callable[[], None],
    interval: float,
    length: float,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Visit at once and then every ``interval`` seconds for ``length`` seconds, however long a visit takes."""
    began = clock()
    for number in itertools.count(1):
        visit()
        due = began + number * interval
        if due >= began + length:
            return
        sleep(max(0.0, due - clock()))


def _visit_or_say(site: Profile, store: LedgerStore, reference: str) -> None:
    """Visit; a ledger that cannot be reached for once does not end a week's series."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        _visit(site, store, reference)
    except SQLAlchemyError as error:
        print(f"这次访问没有记入台账（{type(error).__name__}）；继续下一次", file=sys.stderr, flush=True)


def _visit(site: Profile, store: LedgerStore, reference: str) -> None:
    from spiders.probe import Limits
    from spiders.probe import probe as visit_once

    visit = visit_once(site.site.home, Limits(private_hosts=site.site.private_hosts, reference=reference))
    store.save_probe(site.site.id, asdict(visit))
    words = f"打开用时 {(visit.seconds_ms or 0) / 1000:.1f} 秒" if visit.ok else f"打不开：{visit.reason}"
    print(f"{visit.at}  {site.site.home}  {words}{'' if visit.counted else '（本机断网，不计）'}", flush=True)


def span(text: str) -> int:
    """Return the seconds that ``60m`` or ``7d`` means; raise UsageError for anything else."""
    match = _SPAN.match(text)
    if not match or not int(match[1]):
        raise UsageError(f"不是有效的时间长度：{text!r}，请写成 30s、60m、12h、7d 这样")
    return int(match[1]) * _SECONDS[match[2]]
