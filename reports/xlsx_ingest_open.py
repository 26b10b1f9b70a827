"""This module opens a returned file, or says in plain words why it cannot."""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from lxml.etree import LxmlError
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException

from auditor.errors import WorkbookError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAX_BYTES = 4 << 30  # unpacked; a workbook of the full 1,048,576 rows takes about 3 GB
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+):([A-Z]+[0-9]+)"')
_SAVE_AS = "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿 (*.xlsx)”后再试。"
_DAMAGED = (
    BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError, OSError, zlib.error, ParseError,
    LxmlError, InvalidFileException, NotImplementedError, OverflowError, AssertionError,
)  # fmt: skip


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Yield the workbook, read-only; any fault of the file becomes a WorkbookError that says what to do."""
    _check_kind(path)
    try:
        with warnings.catch_warnings():
            # Other programs' extensions, which openpyxl leaves out with a warning, are no fault of the office.
            warnings.simplefilter("ignore")
            book = _read(path)
            try:
                yield book
            finally:
                book.close()
    except _DAMAGED as error:
        raise WorkbookError(
            f"{path.name}: 文件已损坏或不完整，读不出来（{type(error).__name__}）。请重新保存或重新发送。"
        ) from error


def _read(path: Path) -> Any:
    """Read a workbook, its sheets to be streamed: the tens of thousands of links beside them are left alone."""
    reader = ExcelReader(path, read_only=True, data_only=True)
    reader.valid_files = [name for name in reader.valid_files if "worksheets/_rels/" not in name]
    reader.read()
    return reader.wb


def merged_ranges(archive: ZipFile, part: str) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges of a sheet as first row, first column, last row, last column (from 1).

    openpyxl does not tell them of a sheet that it streams.
    """
    found: list[tuple[int, int, int, int]] = []
    with archive.open(part.lstrip("/")) as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            text = tail + chunk
            end = 0
            for match in _MERGED.finditer(text):
                found.append((*coordinate_to_tuple(match[1].decode()), *coordinate_to_tuple(match[2].decode())))
                end = match.end()
            tail = text[max(end, len(text) - 200) :]
    return found


def _check_kind(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise WorkbookError(
            f"{path}: 文件打不开（{error.strerror or error}）。请检查路径是否正确、文件是否被占用。"
        ) from error
    if not start:
        raise WorkbookError(f"{path.name}: 文件是空的。请重新发送。")
    if start == _OLE:
        _refuse_ole(path)
    if not start.startswith(b"PK"):
        raise WorkbookError(f"{path.name}: 不是 .xlsx 工作簿。{_SAVE_AS}")
    _check_zip(path)


def _refuse_ole(path: Path) -> None:
    if _ENCRYPTED in path.read_bytes():
        raise WorkbookError(f"{path.name}: 工作簿设有打开密码，无法读取。请去掉密码、保存后再试。")
    kind = path.suffix.lower() if path.suffix.lower() in (".xls", ".et") else "旧版 .xls 或 WPS .et"
    raise WorkbookError(f"{path.name}: 是 {kind} 格式，不能读取。{_SAVE_AS}")


def _check_zip(path: Path) -> None:
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            size = sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise WorkbookError(f"{path.name}: 文件已损坏或不完整（可能没有传完）。请重新保存或重新发送。") from error
    if "mimetype" in names and "content.xml" in names:
        raise WorkbookError(f"{path.name}: 是 OpenDocument (.ods) 格式，不能读取。{_SAVE_AS}")
    if not any(name.lower() == "[content_types].xml" for name in names):
        raise WorkbookError(f"{path.name}: 不是 .xlsx 工作簿。{_SAVE_AS}")
    if size > _MAX_BYTES:
        raise WorkbookError(f"{path.name}: 解开后超过 4 GB，不像是整改台账，未读取。")
