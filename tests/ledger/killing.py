"""A process that does one thing to a ledger and kills itself at its n-th step: no lottery of timing.

A step is a statement (before and after), a commit, or a connection given back. The processes are forked from a server that has
imported everything, so that a hundred of them are affordable.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from auditor.ledger_schema import metadata

SECONDS = 60
_PRELOADED = [
    "alembic.command",
    "alembic.runtime.migration",
    "auditor.cli.job",
    "auditor.cli.ledger_commands",
    "auditor.cli.main",
    "auditor.ledger_store",
    "auditor.snapshot.sealing",
    "psycopg",
    "reports.xlsx_ingest",
    "tests.ledger.killing",
    "tests.ledger.test_killed",
]
_FILES = ("open", "os.rename", "os.remove", "sqlite3.connect")


def killed_at(step: int, act: Callable[..., None], *arguments: Any, files_below: str = "", after: str = "") -> bool:
    """Run ``act`` in a process that dies at its n-th step; False where it came to its end before.

    Steps count from the first statement with ``after`` in it. With ``files_below``, a step is not a statement but a file that is
    opened, renamed or removed below that folder.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    target = _watch_files if files_below else _watch_statements
    child = context.Process(target=target, args=(step, files_below or after, act, arguments))
    child.start()
    child.join(SECONDS)
    if child.exitcode is None:
        child.kill()
        child.join()
        raise AssertionError("the process neither ended nor died")
    assert child.exitcode in (0, -signal.SIGKILL), child.exitcode
    return child.exitcode != 0


def _countdown(step: int) -> Callable[[], None]:
    left = step

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return tick


def _watch_files(step: int, folder: str, act: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    tick = _countdown(step)
    sys.addaudithook(lambda event, about: tick() if event in _FILES and _below(about, folder) else None)
    act(*arguments)


def _watch_statements(step: int, after: str, act: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    tick, counting = _countdown(step), not after

    def begin(_: Any, __: Any, statement: str, *more: Any) -> None:
        nonlocal counting
        counting = counting or after in statement
        go_on()

    def go_on(*_: Any, **__: Any) -> None:
        if counting:
            tick()

    sa.event.listen(Engine, "before_cursor_execute", begin)
    for owner, event in ((Engine, "after_cursor_execute"), (Engine, "commit"), (Pool, "checkin")):
        sa.event.listen(owner, event, go_on)
    act(*arguments)


def _below(about: tuple[Any, ...], folder: str) -> bool:
    return isinstance(about[0], str | os.PathLike) and os.fspath(about[0]).startswith(folder)


def contents(url: str) -> dict[str, list[str]]:
    """Return every row of a ledger, without running numbers (a rolled-back one leaves a gap) and moments of the clock."""
    engine = sa.create_engine(url)
    found = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            columns = [c for c in table.columns if c.name not in ("number", "ingested")]
            found[table.name] = sorted(map(str, connection.execute(sa.select(*columns))))
    engine.dispose()
    return found
