"""Measures where the CPU time of an audit goes: every sample of py-spy belongs to one stage, and none is left over.

    python -m bench.stages [--site small] [--raw FILE]

py-spy is taken from the peers' environment (bench/built/peers/py). ``--raw`` reads an earlier recording.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench.__main__ import free_port
from bench.measure import run
from bench.server import serving
from bench.sites import SITES, WORK, build
from bench.tools import PEERS, command, install, snapshot_of

# The first that fits decides: the innermost work first, what only carries it last.
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("start (imports)", ("<frozen importlib._bootstrap>",)),
    ("parse", ("parse_bytes (spiders/extract/document.py", "decode (spiders/extract/encoding.py")),
    ("seal", ("seal (auditor/snapshot/sealing.py",)),
    ("rules", ("judge (auditor/engine.py",)),
    ("report", ("write_reports (",)),
    ("ledger and result", ("judge_run (auditor/cli/job.py", "start_crawl (auditor/cli/starting.py")),
    ("store", ("(auditor/snapshot/", "gist_of (spiders/gist.py", "meet_reference (spiders/addresses.py")),
    ("extract", ("(spiders/extract/", "attempt (spiders/readers.py")),
    ("hand over to readers", ("(spiders/readers.py",)),
    ("download and crawl", ("crawl (spiders/run.py",)),
)
_REST = "start (the rest)"


def stage_of(stack: str) -> str:
    """Return the stage that a sample belongs to."""
    return next((name for name, marks in STAGES if any(mark in stack for mark in marks)), _REST)


def shares(samples: Iterable[str]) -> dict[str, float]:
    """Return the share of each stage in lines of py-spy's raw format."""
    counts: Counter[str] = Counter()
    for line in samples:
        stack, _, number = line.rpartition(" ")
        counts[stage_of(stack)] += int(number)
    whole = sum(counts.values())
    return {name: counts[name] / whole for name in (*(name for name, _ in STAGES), _REST)}


def record(site: str, raw: Path) -> tuple[float, int]:
    """Audit a site twice, alone and under py-spy; return the CPU seconds of the first and the pages."""
    folder = raw.parent
    with serving(build(SITES[site]), folder / "nginx", free_port()) as server:
        spy = [
            str(PEERS / "py/bin/py-spy"),
            "record",
            "-r",
            "50",
            "-s",
            "-f",
            "raw",
            "-o",
            str(raw),
            "--",
            sys.executable,
        ]
        alone = run(command("auditor", server, folder), cwd=folder, output=folder / "alone.out", limit_s=1800)
        run([*spy, *command("auditor", server, folder)], cwd=folder, output=folder / "spy.out", limit_s=1800)
    return alone.cpu_s, snapshot_of(folder).manifest.counts["pages"]


def main() -> None:
    """Record and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", choices=tuple(SITES), default="small")
    parser.add_argument("--raw", type=Path)
    options = parser.parse_args()
    raw, cpu_s, pages = options.raw, 0.0, 1
    if raw is None:
        install()
        if not (PEERS / "py/bin/py-spy").exists():
            subprocess.run([PEERS / "py/bin/pip", "install", "-q", "py-spy"], check=True, timeout=600)
        raw = WORK / "runs" / f"stages-{options.site}" / "raw.txt"
        raw.parent.mkdir(parents=True, exist_ok=True)
        cpu_s, pages = record(options.site, raw)
    print("| stage | share | CPU ms a page |", "|---|---|---|", sep="\n")  # noqa: T201
    for name, share in shares(raw.read_text(encoding="utf-8").splitlines()).items():
        print(f"| {name} | {share:.1%} | {share * cpu_s / pages * 1000:.1f} |")  # noqa: T201


if __name__ == "__main__":
    main()
