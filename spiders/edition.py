"""This module marks the code that reads pages, so that what other code has read is read again, whatever its version says."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_CODE = (
    "spiders/extract/*.py",
    "spiders/rows.py",
    "auditor/urls.py",
    "auditor/model/page.py",
    "auditor/model/tables.py",
)


@cache
def edition() -> str:
    """Return the mark: 16 hexadecimal digits of the hash of all sources that have a say in a page's rows."""
    digest = hashlib.sha256()
    for pattern in _CODE:
        for path in sorted(_ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
