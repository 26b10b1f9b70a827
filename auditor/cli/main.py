"""This module is the command ``auditor``: it parses, calls, and turns every error into a message and an exit code."""

from __future__ import annotations

import sys
import tempfile
import traceback
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import (
    audit_commands,
    authoring_commands,
    evidence_commands,
    export_command,
    fleet_command,
    init_command,
    ledger_commands,
    logs,
    memory,
    probe_command,
    prune_command,
    read_commands,
    recheck_command,
    sample_commands,
)
from auditor.errors import AuditError, CrawlStopped
from auditor.model.finding import ExitCode

app = typer.Typer(
    name="auditor",
    help="政府网站政务公开合规审计：抓取、核查、整改台账、复核销号。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_MODULES = (
    audit_commands,
    recheck_command,
    ledger_commands,
    probe_command,
    init_command,
    read_commands,
    evidence_commands,
    export_command,
    fleet_command,
    prune_command,
    authoring_commands,
    sample_commands,
)
_CTRL_C = 130


@app.callback()
def settings(
    log_json: Annotated[bool, typer.Option("--log-json", help="日志改为每行一个 JSON，写到标准错误")] = False,
) -> None:
    """政府网站政务公开合规审计：抓取、核查、整改台账、复核销号。"""
    if log_json:
        logs.ask_for_json()


for module in _MODULES:
    module.add_to(app)


def main() -> None:
    """Run the command line and exit with a code of DESIGN.md section 6."""
    logs.set_up()
    memory.set_up()
    code = run(sys.argv[1:])
    memory.let_go()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the command line with ``arguments`` and return the exit code; no exception leaves it."""
    try:
        code = int(app(arguments, standalone_mode=False) or ExitCode.CLEAN)
        return _interrupted() if code == _CTRL_C else code
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted()
    except SystemExit as stop:  # typer turns Ctrl-C into this, or into the same number as the answer
        return _interrupted() if stop.code == _CTRL_C else ExitCode.INTERNAL
    except CrawlStopped as stopped:
        _say(str(stopped))
        return ExitCode.INCOMPLETE
    except AuditError as error:
        _say(str(error))
        return ExitCode.USAGE
    except Exception as error:  # noqa: BLE001 - the second broad except of HOUSE-STYLE 23: a user never sees a traceback
        return _usage_error(error) if hasattr(error, "format_message") else _internal_error(error)


def _interrupted() -> int:
    _say("已中断；已抓取的内容已保存，再次运行同一命令可接着进行")
    return ExitCode.INCOMPLETE


def _usage_error(error: Exception) -> int:
    message = error.format_message()  # type: ignore[attr-defined]  # click's UsageError; typer vendors its own copy
    _say(f"{message}\n用 auditor --help 或 auditor COMMAND --help 查看用法")
    return ExitCode.USAGE


def _internal_error(error: Exception) -> int:
    with tempfile.NamedTemporaryFile("w", prefix="auditor-", suffix=".log", delete=False, encoding="utf-8") as log:
        traceback.print_exception(error, file=log)
    _say(f"程序内部出错（{type(error).__name__}：{error}）。详细记录在 {Path(log.name)}，请把它发给开发者")
    return ExitCode.INTERNAL


def _say(text: str) -> None:
    print(f"auditor: {text}", file=sys.stderr)


if __name__ == "__main__":
    main()
