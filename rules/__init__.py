"""The rules: one module a rule, in families; pure functions over tables."""

from __future__ import annotations

from pathlib import Path
from pkgutil import walk_packages

_FOLDER = Path(__file__).parent

# Every module below a family package is a rule: adding one means adding its file, nothing else.
MODULES: tuple[str, ...] = tuple(
    sorted(m.name for m in walk_packages([str(_FOLDER)], prefix="rules.") if m.name.count(".") == 2)
)


def standards_folder() -> Path:
    """Return the folder that holds ``standards/`` and ``work_points/``."""
    return _FOLDER
