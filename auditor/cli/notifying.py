"""This module tells people what is new, through apprise; addresses hold passwords and are never shown or logged."""

from __future__ import annotations

import logging
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor.errors import ConfigError, UsageError
from auditor.model.run import RunResult
from reports.digest import digest

FILE = "notify.toml"


def addresses(given: Sequence[str], profile: Path) -> tuple[str, ...]:
    """Return the addresses to tell: those given, else those of ``notify.toml`` beside the profile.

    Raises ConfigError where that file is wrong; the message names no address.
    """
    if given:
        return tuple(given)
    path = profile.parent / FILE
    if not path.exists():
        return ()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}：无法读取，或不是有效的 TOML；请检查引号和括号") from error
    if unknown := set(data) - {"urls"}:
        raise ConfigError(f"{path}: {sorted(unknown)[0]}：不认识的键，允许：urls")
    urls = data.get("urls", [])
    if not isinstance(urls, list) or not all(isinstance(u, str) and u for u in urls):
        raise ConfigError(f'{path}: urls：应写成一组地址，如 urls = ["wecombot://…"]')
    return tuple(urls)


def prepare(urls: Sequence[str]) -> Any:
    """Return apprise loaded with the addresses, None where there is none. Raises UsageError before any work is done."""
    if not urls:
        return None
    try:
        import apprise
    except ImportError as error:
        raise UsageError("没有安装 apprise，不能发送通知；安装本项目时加上 [notify]，或去掉 --notify") from error
    quiet = logging.getLogger("apprise")
    quiet.propagate = False  # it logs addresses, and addresses hold passwords
    quiet.setLevel(logging.CRITICAL + 1)
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    sender = apprise.Apprise()
    for number, url in enumerate(urls, start=1):
        if not sender.add(url):
            raise UsageError(f"第 {number} 个通知地址（{_scheme(url)}）不是 apprise 认识的写法")
    return sender


def notify(sender: Any, result: RunResult) -> None:
    """Send what is new, reopened or overdue, or nothing; a failure is said and changes nothing else."""
    message = digest(result) if sender is not None else None
    if message is None:
        return
    title, text = message
    failed = [number for number, one in enumerate(sender, start=1) if not one.notify(title=title, body=text)]
    if failed:
        print(f"提示：第 {'、'.join(map(str, failed))} 个通知地址没有发送成功；请检查地址和网络", file=sys.stderr)


def _scheme(url: str) -> str:
    return url.partition("://")[0][:20] if "://" in url else "没有 ://"
