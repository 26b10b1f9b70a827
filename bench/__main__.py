"""Measures this project beside LinkChecker, linkinator and lychee on documentation sites served by nginx on loopback.

    python -m bench [--sites small large] [--runs 3] [--tools auditor lychee linkinator linkchecker] [--once linkchecker]
                    [--limit 300]

Everything lies in bench/built; the tables go to standard output, the raw figures to bench/built/results-SITE.json. A tool
that is left out keeps the figures of its last run there, so that the slow ones need not be run again each time.
"""

from __future__ import annotations

import argparse
import json
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.measure import Cost, run
from bench.server import Server, serving
from bench.sites import SITES, WORK, build
from bench.tools import TOOLS, broken, command, install, write_pages


@dataclass(frozen=True)
class Result:
    """The medians of one tool on one site."""

    tool: str
    wall_s: float
    cpu_s: float
    peak_mb: float
    requests: int
    finished: bool
    broken: list[str]  # without the server's address, which is another in each run


def measure(tool: str, server: Server, folder: Path, *, runs: int, limit_s: float) -> Result:
    """Run a tool several times on a site; one that does not finish is run once."""
    costs: list[Cost] = []
    output, requests = folder / f"{tool}.out", 0
    for _ in range(runs):
        before = server.requests()
        costs.append(run(command(tool, server, folder), cwd=folder, output=output, limit_s=limit_s))
        requests = server.requests() - before
        if not costs[-1].finished:
            break
    finished = costs[-1].finished
    dead = sorted(url.removeprefix(server.home) for url in broken(tool, server, folder, output)) if finished else []
    wall, cpu, peak = (median(getattr(c, name) for c in costs) for name in ("wall_s", "cpu_s", "peak_mb"))
    return Result(tool, round(wall, 1), round(cpu, 1), round(peak), requests, finished, dead)


def table(results: list[Result]) -> str:
    """Draw the results as a Markdown table, costs also as multiples of the first row's."""
    first = results[0]
    lines = ["| tool | wall s | CPU s | CPU ratio | peak MB | requests | broken |", "|---|---|---|---|---|---|---|"]
    for r in results:
        note = "" if r.finished else " (stopped)"
        ratio = r.cpu_s / first.cpu_s if first.cpu_s else 0.0
        lines.append(
            f"| {r.tool}{note} | {r.wall_s} | {r.cpu_s} | {ratio:.2f} | {r.peak_mb:.0f} | {r.requests} | {len(r.broken)} |"
        )
    return "\n".join(lines)


def differences(results: list[Result]) -> str:
    """List the broken addresses on which the tools that finished disagree."""
    sets = {r.tool: set(r.broken) for r in results if r.finished}
    everything = set().union(*sets.values()) if sets else set()
    split = sorted(url for url in everything if any(url not in found for found in sets.values()))
    lines = [f"{len(everything) - len(split)} agreed, {len(split)} not"]
    lines += [f"- {url}: {', '.join(t for t, found in sets.items() if url in found)}" for url in split]
    return "\n".join(lines)


def kept(site: str) -> dict[str, Result]:
    """Return the last figures of each tool on a site."""
    path = _results(site)
    if not path.exists():
        return {}
    return {entry["tool"]: Result(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))}


def _results(site: str) -> Path:
    return WORK / f"results-{site}.json"


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Build, serve, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", nargs="+", choices=tuple(SITES), default=tuple(SITES))
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=TOOLS)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", nargs="*", choices=TOOLS, default=(), help="tools to be run a single time")
    parser.add_argument("--limit", type=float, default=300.0, help="seconds a run")
    options = parser.parse_args()
    install()
    for name in options.sites:
        folder = WORK / "runs" / name
        folder.mkdir(parents=True, exist_ok=True)
        results = kept(name)
        with serving(build(SITES[name]), folder / "nginx", free_port()) as server:
            for tool in options.tools:
                runs = 1 if tool in options.once else options.runs
                found = results[tool] = measure(tool, server, folder, runs=runs, limit_s=options.limit)
                if tool == "auditor" and found.finished:
                    print(f"{name}: {write_pages(folder, folder / 'pages.txt')} pages", flush=True)  # noqa: T201
                print(table([found]).splitlines()[-1], flush=True)  # noqa: T201
        ordered = [results[tool] for tool in TOOLS if tool in results]
        _results(name).write_text(json.dumps([asdict(r) for r in ordered], indent=1), encoding="utf-8")
        print(table(ordered), differences(ordered), sep="\n\n", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
