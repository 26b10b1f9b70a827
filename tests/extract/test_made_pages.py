"""Pages made after the habits of many systems, each beside what is to be read from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor.model.page import PageRecord
from spiders.extract import read

PAGES = Path(__file__).parent / "pages"
CASES = sorted(PAGES.glob("*.json"))
SPECIAL: dict[str, Callable[[PageRecord], Any]] = {
    "kind": lambda r: r.kind.value,
    "breadcrumb": lambda r: list(r.breadcrumb),
    "attachments": lambda r: [link.text for link in r.attachments],
    "interpretations": lambda r: [link.text for link in r.interpretations],
    "items": lambda r: len(r.items),
    "states": lambda r: [[i.status, i.end] for i in r.items],
    "newest": lambda r: max((i.date for i in r.items if i.date), default=None),
    "first_title": lambda r: r.items[0].title if r.items else None,
    "first_href": lambda r: r.items[0].href if r.items else None,
    "next_first": lambda r: r.next_pages[0] if r.next_pages else None,
    "next_last": lambda r: r.next_pages[-1] if r.next_pages else None,
    "next_pages": lambda r: list(r.next_pages),
    "doc_fields": lambda r: dict(r.doc_fields),
}


def _messages(record: PageRecord, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: getattr(m, key) for key in want} for m, want in zip(record.messages, wanted, strict=False)]


def _solicitation(record: PageRecord) -> dict[str, Any] | None:
    found = record.solicitation
    if found is None:
        return None
    return {
        "start": found.start,
        "end": found.end,
        "status": found.status,
        "has_feedback_text": found.has_feedback_text,
        "feedback": len(found.feedback),
        "short": bool(found.short_period_reason),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_page_is_read_as_expected(case: Path) -> None:
    """Every field that the case names is read exactly so."""
    expected = json.loads(case.read_text(encoding="utf-8"))
    record = read(case.with_suffix(".html").read_bytes(), expected.pop("url"))
    actual: dict[str, Any] = {}
    for name, want in expected.items():
        if name == "messages":
            actual[name] = _messages(record, want) if len(record.messages) == len(want) else record.messages
        elif name == "solicitation":
            found = _solicitation(record)
            actual[name] = {key: found[key] for key in want} if found else None
        else:
            actual[name] = SPECIAL[name](record) if name in SPECIAL else getattr(record, name)
    assert actual == expected
