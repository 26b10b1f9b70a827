"""This module finds the header of a returned sheet, though columns were moved, renamed a little, or left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from auditor.model.claim import OfficeField
from reports.sheets_ledger import ID_HEADER, LEDGER, NUMBER_HEADER

HEADER_ROWS = 40  # a header stands within the first rows, whatever was put above it
_ALIKE = 74  # two four-character headers that share three characters score 75
_NOTES = re.compile(r"[(\[【〔<].*?[)\]】〕>]")
_MARKS = re.compile(r"[\s*:_、,.。/\-—]+")
_OFFICE = frozenset(f.value for f in OfficeField)


def match_header(cells: Sequence[object]) -> dict[str, int]:
    """Return the position of each column of 整改台账 that the row of cells names; empty where the row is no header."""
    texts = {i: _normal(str(cell)) for i, cell in enumerate(cells) if isinstance(cell, str) and len(cell) <= 40}
    scores = sorted(
        (-score, i, header) for i, text in texts.items() if text for header, score in _scores(text).items() if score
    )
    found: dict[str, int] = {}
    taken: set[int] = set()
    for _, i, header in scores:
        if header not in found and i not in taken:
            found[header] = i
            taken.add(i)
    return found if _is_header(found) else {}


def _is_header(found: Mapping[str, int]) -> bool:
    office = len(_OFFICE & found.keys())
    return (office >= 3 and NUMBER_HEADER in found) or (office >= 1 and ID_HEADER in found) or office >= 5


def _scores(text: str) -> dict[str, float]:
    return {c.header: _score(text, c.header, c.also) for c in LEDGER.columns}


def _score(text: str, header: str, also: tuple[str, ...]) -> float:
    if text == header:
        return 100
    if text in also:
        return 95
    if len(header) >= 4 and header in text:
        return 90
    if header == OfficeField.REMARK.value and text.endswith(header):
        return 85
    alike = fuzz.ratio(text, header)
    return alike if len(header) >= 3 and alike >= _ALIKE else 0


def _normal(text: str) -> str:
    """Return a header without notes in brackets, spaces and marks."""
    return _MARKS.sub("", _NOTES.sub("", unicodedata.normalize("NFKC", text)))
