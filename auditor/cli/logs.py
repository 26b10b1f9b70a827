"""This module sets up logging: plain lines, or one JSON object a line for those who collect them."""

from __future__ import annotations

import json
import logging
import os
import traceback
from datetime import datetime

VARIABLE = "AUDITOR_LOG_JSON"


class JsonLines(logging.Formatter):
    """One JSON object a record: at, level, logger, message, process, and error where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said = {
            "at": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if record.exc_info:
            said["error"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(said, ensure_ascii=False)


def ask_for_json() -> None:
    """Ask this process and its children for JSON lines."""
    os.environ[VARIABLE] = "1"
    set_up()


def set_up() -> None:
    """Log to standard error: warnings as plain lines, or everything from INFO on as JSON lines where that was asked for."""
    handler = logging.StreamHandler()
    as_json = os.environ.get(VARIABLE, "") not in ("", "0")
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.INFO if as_json else logging.WARNING)
    for noisy in ("alembic", "scrapy", "distributed"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
