"""This module has ``auditor demo``: the sample bureau, served on loopback, audited."""

from __future__ import annotations

import typer


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("demo")(demo)


def demo() -> int:
    """在本机生成示例局网站并完成一次审计。"""
    return 0
