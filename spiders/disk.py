"""This module tells a full or failing disk from other faults, and says so: what was fetched is kept, the next start goes on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.errors import CrawlStopped

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_FAILING = frozenset((errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST))


@contextmanager
def disk_faults_told(folder: Path) -> Iterator[None]:
    """Turn a fault of the disk under ``folder`` into a CrawlStopped with a message; let everything else through."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if not is_disk_fault(error):
            raise
        raise CrawlStopped(f"{_said(error, folder)}；已写入的内容已保存，处理后再次运行同一命令可接着进行") from error


def is_disk_fault(error: BaseException) -> bool:
    """Say whether an error comes from the disk.

    >>> is_disk_fault(OSError(errno.ENOSPC, "")), is_disk_fault(ConnectionResetError())
    (True, False)
    """
    if isinstance(error, sqlite3.OperationalError):
        return True  # full, I/O, read-only, cannot open: the statements themselves are the program's own
    return isinstance(error, OSError) and error.errno in _FULL | _FAILING


def _said(error: BaseException, folder: Path) -> str:
    full = getattr(error, "errno", None) in _FULL or "full" in str(error)
    if full:
        return f"{folder}：磁盘空间不足（或达到文件大小上限），无法继续写入；请清理磁盘，或用 --var 换到空间充足的目录"
    return f"{folder}：无法写入（{error}）；请检查磁盘空间、目录权限和磁盘状态"
