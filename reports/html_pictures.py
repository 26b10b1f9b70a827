"""This module puts screenshots into report.html as data, small enough that the page still opens quickly."""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image

logger = logging.getLogger(__name__)

_WIDEST = (960, 1_200)
_ALL_TOGETHER = 20 * 2**20


def embedded(pictures: Mapping[str, str], wanted: Iterable[str]) -> dict[str, str]:
    """Return finding id -> data address for the pictures of ``wanted``, until they are 20 MB together."""
    found: dict[str, str] = {}
    spent = 0
    for key in wanted:
        if key not in pictures or spent > _ALL_TOGETHER:
            continue
        data = _small(Path(pictures[key]))
        if data:
            found[key] = "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")
            spent += len(found[key])
    return found


def _small(path: Path) -> bytes:
    """Return the picture as a bounded JPEG; b"" where the file is gone or no picture."""
    try:
        with Image.open(path) as picture:
            picture.thumbnail(_WIDEST)
            buffer = io.BytesIO()
            picture.convert("RGB").save(buffer, "JPEG", quality=72, optimize=True)
    except OSError as error:
        logger.warning("picture %s left out: %s", path.name, error)
        return b""
    return buffer.getvalue()
