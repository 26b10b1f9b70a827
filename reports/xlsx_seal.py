"""This module seals a row of 整改台账: the reader can tell an altered id, an altered cell of ours, and a row left as it was.

A seal is ``s1.`` + 6 digits over the id, 4 over the office's cells as handed out, 2 for each cell of ours. It is no secret:
it guards against slips of the hand, not against forgery.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from reports.xlsx_text import read_text

_PREFIX = "s1."
_FORM = re.compile(r"s1\.([0-9a-f]{6})([0-9a-f]{4})((?:[0-9a-f]{2})*)")
_DIGITS = tuple(f"{n:02x}" for n in range(256))
_EXCEL_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as read from a row; ``ours`` has two digits a cell."""

    identity: str
    office: str
    ours: str


def make_seal(site: str, run: str, finding: str, ours: Sequence[object], office: Sequence[object]) -> str:
    """Return the seal of a row: its id, our cells and the office's cells, each in the order of their declaration."""
    return _PREFIX + identity(site, run, finding) + office_digest(office) + "".join(map(_cell_digits, ours))


@lru_cache(maxsize=64)
def parse_seal(text: str) -> Seal | None:
    """Return the seal written in a cell, or None where it is none."""
    match = _FORM.fullmatch(text.strip())
    return None if match is None else Seal(match[1], match[2], match[3])


def identity(site: str, run: str, finding: str) -> str:
    """Return the check digits of a finding's id in one run's workbook."""
    return _digest("\x1f".join((site, run, finding)), 6)


def office_digest(office: Sequence[object]) -> str:
    """Return the digits that tell whether the office's cells are as handed out."""
    return _office_digest("\x1f".join(map(_remembered, office)))


def altered(seal: Seal, ours: Mapping[int, object]) -> tuple[int, ...]:
    """Return the positions of our cells whose value is not what was handed out."""
    whole = list(ours) == list(range(len(ours)))
    if whole and "".join(map(_cell_digits, ours.values())) == seal.ours:  # nearly all rows
        return ()
    sealed = [seal.ours[i : i + 2] for i in range(0, len(seal.ours), 2)]
    return tuple(i for i, value in ours.items() if i < len(sealed) and sealed[i] != _cell_digits(value))


def canonical(value: object) -> str:
    """Return a cell's value in a form that saving by another program does not change.

    >>> canonical(3.0), canonical(" a \\n b"), canonical(None)
    ('3', 'ab', '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "".join(str(value).split())
    return _EXCEL_ESCAPE.sub("", read_text(text)) if "_x" in text else text


_remembered = lru_cache(maxsize=4_096, typed=True)(canonical)


@lru_cache(maxsize=4_096, typed=True)
def _cell_digits(value: object) -> str:
    return _DIGITS[zlib.crc32(canonical(value).encode("utf-8", "replace")) & 0xFF]


@lru_cache(maxsize=256)
def _office_digest(text: str) -> str:
    """Return the digits of the office's cells: most are empty, but for the unit."""
    return _digest(text, 4)


def _digest(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:digits]
