"""This module draws the tree of the project's exceptions.

AuditError                 a message for the user: what is wrong, where, what to do
├── ConfigError            profile, standards, work points, waivers: file, key, value (exit 2)
├── UsageError             a command was called with what cannot be (exit 2)
├── SnapshotError          a snapshot is missing, unsealed or damaged (exit 2)
├── WorkbookError          a returned workbook cannot be read (exit 2)
└── CrawlStopped           the crawl was cut off; what was fetched is kept (exit 3)
"""

from __future__ import annotations


class AuditError(Exception):
    """A fault with a message for the user, in Chinese: what is wrong, where, and what to do."""


class ConfigError(AuditError):
    """A file that people write is wrong; the message names file, key and value."""


class UsageError(AuditError):
    """A command was called with something that cannot be."""


class SnapshotError(AuditError):
    """A snapshot is missing, not sealed or damaged."""


class WorkbookError(AuditError):
    """A returned workbook cannot be read."""


class CrawlStopped(AuditError):  # noqa: N818 - an event, not a mistake
    """The crawl was cut off; what was fetched so far is kept."""
