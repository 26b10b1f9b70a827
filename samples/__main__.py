"""This module is ``python -m samples build|serve|rules``, for use by hand."""

from __future__ import annotations

import argparse
import sys
import threading
from collections import Counter
from datetime import date
from pathlib import Path

from samples.addresses import Addresses
from samples.build import build, plan_site
from samples.server import SampleServer, serve
from samples.spec import DEMO, PLANTED, SPECS


def rule_table(as_of: date) -> str:
    """One line a rule: its planted defects and look-alikes on each planted site."""
    plans = [plan_site(spec, Addresses("http://a", "http://b", "http://c"), as_of) for spec in PLANTED]
    must = [Counter(row["rule"] for row in plan.must) for plan in plans]
    spared = [Counter(row["rule"] for row in plan.must_not) for plan in plans]
    head = "\t".join(["规则", *(spec.id for spec in PLANTED)])
    lines = [
        "\t".join([rule, *(f"{m[rule]}+{s[rule]}" for m, s in zip(must, spared, strict=True))])
        for rule in sorted(set().union(*must, *spared))
    ]
    return "\n".join([head, *lines]) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Build a sample into a folder, or serve a built one for a limited time."""
    parser = argparse.ArgumentParser(prog="python -m samples")
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("build", help="生成示例网站")
    making.add_argument("folder", type=Path)
    making.add_argument("--sample", choices=sorted(SPECS), default=DEMO.id)
    making.add_argument("--as-of", type=date.fromisoformat, default=date.today())
    serving = commands.add_parser("serve", help="在本机提供已生成的示例网站")
    serving.add_argument("folder", type=Path)
    serving.add_argument("--seconds", type=float, default=3600.0, help="到时自动停止")
    commands.add_parser("rules", help="列出每条规则在各示例网站中植入的问题数和易混淆项数")
    options = parser.parse_args(arguments)
    if options.command == "rules":
        sys.stdout.write(rule_table(date.today()))
        return 0
    if options.command == "build":
        with SampleServer() as server:  # only to find free ports
            built = build(SPECS[options.sample], options.folder, server.addresses, options.as_of)
        sys.stdout.write(f"{built.pages} 个页面，配置：{built.profile}，植入问题清单：{built.gold}\n")
        return 0
    with serve(options.folder) as home:
        sys.stdout.write(f"{home}（{options.seconds:g} 秒后停止，Ctrl-C 提前停止）\n")
        sys.stdout.flush()
        try:
            threading.Event().wait(options.seconds)
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
