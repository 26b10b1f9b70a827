"""This module is ``python -m samples build|serve``, for use by hand."""

from __future__ import annotations

import argparse
import sys
import threading
from datetime import date
from pathlib import Path

from samples.build import build
from samples.server import SampleServer, serve
from samples.spec import DEMO, SPECS


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
    options = parser.parse_args(arguments)
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
