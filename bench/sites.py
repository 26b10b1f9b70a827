"""This module builds the bench sites from Debian documentation packages, in bench/built."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

WORK = Path(__file__).parent / "built"
_HANDBOOK = "usr/share/doc/debian-handbook/html"


@dataclass(frozen=True)
class BenchSite:
    """A site: its parts by folder name, each (package, folder inside it)."""

    name: str
    parts: dict[str, tuple[str, str]]


SMALL = BenchSite(
    "small",
    {
        "python": ("python3.11-doc", "usr/share/doc/python3.11/html"),
        "postgresql": ("postgresql-doc-15", "usr/share/doc/postgresql-doc-15/html"),
        "handbook-zh": ("debian-handbook", f"{_HANDBOOK}/zh-CN"),
        "handbook-tw": ("debian-handbook", f"{_HANDBOOK}/zh-TW"),
    },
)
LARGE = BenchSite(
    "large",
    {
        "openjdk": ("openjdk-17-doc", "usr/share/doc/openjdk-17-jre-headless/api"),
        "linux": ("linux-doc-6.1", "usr/share/doc/linux-doc-6.1/html"),
    },
)
SITES = {site.name: site for site in (SMALL, LARGE)}


def build(site: BenchSite) -> Path:
    """Return the folder of a site, made on first use: one start page and a link to each unpacked part."""
    root = WORK / "sites" / site.name
    root.mkdir(parents=True, exist_ok=True)
    for name, (package, inside) in site.parts.items():
        place = root / name
        if not place.exists():
            place.unlink(missing_ok=True)
            place.symlink_to(_unpacked(package) / inside)
    links = "".join(f'<li><a href="{name}/index.html">{name}</a></li>' for name in site.parts)
    (root / "index.html").write_text(f"<html><body><h1>bench</h1><ul>{links}</ul></body></html>", encoding="utf-8")
    return root


def _unpacked(package: str) -> Path:
    folder = WORK / "x" / package
    if folder.exists():
        return folder
    store = WORK / "deb"
    store.mkdir(parents=True, exist_ok=True)
    if not list(store.glob(f"{package}_*.deb")):
        subprocess.run(["apt-get", "download", package], cwd=store, check=True, timeout=600)
    archive = next(store.glob(f"{package}_*.deb"))
    fresh = folder.with_name(f"{package}.part")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    subprocess.run(["dpkg-deb", "-x", str(archive), str(fresh)], check=True, timeout=300)
    return fresh.rename(folder)  # only a folder that was unpacked to its end bears the name
