"""This module has ``auditor init``: look at a site and draft its profile."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.clock import now
from auditor.config import CrawlSection, Profile, ProfileModel, SiteSection
from auditor.errors import UsageError
from auditor.model.finding import ExitCode
from auditor.urls import bare, canonical, hostname_of, is_absolute, is_private

if TYPE_CHECKING:
    from auditor.drafting import Draft

LOOK_STEPS = 3  # the homepage, what it leads to, the sub-columns of that
LOOK_PAGES = 150  # pages read in one step


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("init")(init)


def init(
    url: Annotated[str, typer.Argument(help="网站首页的网址", metavar="URL")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件，默认为 站点编号.toml", metavar="FILE")] = Path(),
    interactive: Annotated[bool, typer.Option("--interactive", help="用方向键逐项确认")] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
) -> int:
    """看一看网站，草拟它的配置文件。"""
    from auditor.profile_text import profile_text

    if not is_absolute(url):
        raise UsageError(f"不是完整的网址：{url!r}，应以 http:// 或 https:// 开头")
    home = canonical(url)
    crawl: Mapping[str, object] = (
        {"private_hosts": [hostname_of(home)], "external_links": "record"} if is_private(hostname_of(home)) else {}
    )
    drafted = _look(home, crawl)
    if interactive and sys.stdin.isatty():
        from auditor.cli.confirming import confirm

        drafted = confirm(drafted)
    target = out if out != Path() else Path(f"{drafted.id}.toml")
    if target.exists() and not force:
        raise UsageError(f"{target} 已存在；用 --out 另写一个文件，或加 --force 覆盖")
    target.write_text(profile_text(drafted, crawl), encoding="utf-8")
    unsure = sum(bool(c.doubts) for c in drafted.columns)
    print(f"已写出 {target}：{drafted.name}，栏目 {len(drafted.columns)} 个，其中 {unsure} 个有待确认之处")
    return ExitCode.CLEAN


def _look(home: str, crawl: Mapping[str, object]) -> Draft:
    """Read the homepage, what it leads to, and the sub-columns of that, into folders that are thrown away."""
    from auditor.cli.crawling import crawl_into  # pandas and Scrapy: only what needs them pays
    from auditor.drafting import draft, look_further, unread_frames
    from auditor.frames import Tables
    from auditor.overlay import Overlay
    from auditor.snapshot import open_snapshot

    model = ProfileModel(
        site=SiteSection(id="init", name=bare(home), home=home, scope=[home.rsplit("/", 1)[0] + "/"]),
        crawl=CrawlSection.model_validate({"external_links": "record", "confirm_after_s": 0, **crawl}),
    )
    profile = Profile(model, Path("init.toml"), "")
    today: date = now().date()
    tables: Tables | None = None
    wanted: tuple[str, ...] = (home,)
    looks = 0
    with tempfile.TemporaryDirectory(prefix="auditor-init-") as folder:
        for step in range(LOOK_STEPS + 1):  # one more where the homepage shows its parts in frames
            crawl_into(Path(folder) / str(step), profile, earlier=None, only=wanted[:LOOK_PAGES])
            snapshot = open_snapshot(Path(folder) / str(step))
            source = snapshot if tables is None else Overlay(tables.source, snapshot)
            tables = Tables(site=profile.site, as_of=today, source=source)
            if tables.pages.empty:
                raise UsageError(f"{home} 没有读到网页；请确认网址能在浏览器中打开")
            framed = unread_frames(tables) if step == 0 else ()
            looks += not framed
            wanted = framed or look_further(tables)
            if not wanted or looks == LOOK_STEPS:
                break
        assert tables is not None
        return draft(tables)
