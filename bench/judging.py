"""Measures the judging of large sites: all rules over 20, 60 and 200 thousand pages, up to five million links.

    python -m bench.judging [--pages 20000 60000 200000] [--rules]

Each size runs in a process of its own, so that the peak memory is its own. The tables are made (bench/synthetic.py), not
crawled, and lie in the files of a snapshot; reading them is timed too. Bar: 200,000 pages below 60 s and 1.5 GB, linear growth.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from auditor.cli import memory
from auditor.engine import Law, judge
from auditor.model.finding import Finding, RuleOutcome
from auditor.registry import load_rules
from auditor.standards import select
from auditor.verdict import verdicts
from bench.synthetic import AS_OF, Size, open_tables, write

SIZES = (20_000, 60_000, 200_000)
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Measure:
    """What one size cost; ``rules`` are the seconds of each rule, derived tables counted with the first that asks."""

    pages: int
    links: int
    seconds: float  # of CPU: what a busy machine changes least
    base_mb: float
    peak_mb: float
    findings: int
    errors: list[str]
    rules: dict[str, float]


def measure(folder: Path) -> Measure:
    """Judge the site that lies in ``folder``."""
    tables = open_tables(folder)
    base = _peak_mb()
    law = Law(select(["national", "work-points-2021"], [ROOT / "rules"], AS_OF)[0])
    findings: list[Finding] = []
    outcomes: list[RuleOutcome] = []
    spent: dict[str, float] = {}
    start = time.process_time()
    for rule in load_rules():
        began = time.process_time()
        said = judge(tables, [rule], law)
        spent[rule.meta.code] = round(time.process_time() - began, 3)
        findings += said.findings
        outcomes += said.outcomes
    verdicts(law.indicators("department"), findings, outcomes)
    seconds = time.process_time() - start
    errors = [f"{o.rule}: {o.note}" for o in outcomes if o.status.value == "error"]
    return Measure(
        len(tables.pages), len(tables.links), round(seconds, 2), base, _peak_mb(), len(findings), errors, spent
    )


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "bench.judging", *arguments]
    memory.set_up()  # as the program does it; inherited
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Measure each size in a process of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rules", action="store_true", help="print the slowest rules too")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(Size(options.pages[0]), options.write)
        return
    if options.judge:
        print(json.dumps(asdict(measure(options.judge))))  # noqa: T201
        return
    print("pages     links      CPU s    µs a page  peak MB  at start  findings")  # noqa: T201
    for pages in options.pages:
        with tempfile.TemporaryDirectory() as folder:
            _run("--write", folder, "--pages", str(pages))
            got = Measure(**json.loads(_run("--judge", folder).splitlines()[-1]))
        each = got.seconds / got.pages * 1e6
        print(  # noqa: T201
            f"{got.pages:<9,} {got.links:<10,} {got.seconds:<8} {each:<10.0f} {got.peak_mb:<8} {got.base_mb:<9} {got.findings}"
        )
        for error in got.errors:
            print(f"  error {error}")  # noqa: T201
        slow = sorted(got.rules.items(), key=lambda item: -item[1])[: 12 if options.rules else 0]
        for code, seconds in slow:
            print(f"  {code} {seconds} s")  # noqa: T201


if __name__ == "__main__":
    main()
