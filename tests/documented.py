"""The commands of a documentation page, in order, as a reader types them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
_SHELL = re.compile(r"```(?:sh|bash)\n(.*?)```|^ *```(?:sh|bash)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"\s+#\s.*$")
_STEP = re.compile(r"^\s*(?:- )?run: (.+)$", re.MULTILINE)
_CRON = re.compile(r"^(?:\S+\s+){5}(cd .+)$", re.MULTILINE)


def shell_lines(page: Path) -> Iterator[str]:
    """Yield the lines of the page's shell blocks without their comments."""
    for block in _SHELL.finditer(page.read_text(encoding="utf-8")):
        for line in (block[1] or block[2]).splitlines():
            if command := _COMMENT.sub("", line.strip()):
                yield command


def auditor_commands(page: Path) -> list[str]:
    """Return what stands behind ``auditor`` on each shell line of the page."""
    found = (re.match(r"(?:\.venv/bin/)?auditor (.+)$", line) for line in shell_lines(page))
    return [match[1] for match in found if match]


def workflow_steps(page: Path) -> list[str]:
    """Return the ``run:`` lines of the page's workflow."""
    return _STEP.findall(page.read_text(encoding="utf-8"))


def cron_lines(page: Path) -> list[str]:
    """Return what the page's cron lines run."""
    return _CRON.findall(page.read_text(encoding="utf-8"))
