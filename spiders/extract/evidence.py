"""This module is the one place where candidates for a field are weighed against each other.

Readers collect candidates with the kind of evidence they rest on; they do not decide. What a kind of evidence is worth stands in
``WEIGHTS``; a candidate's ``bonus`` says how well it stands in its place (near the title, confirmed by another source).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.model.page import Clue

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    # The displayed title wins over what templates put into metas; a meta or the title element confirms it.
    "title": {
        "title-tag": 9.0,  # <ucaptitle>, <pubtitle>: a system's own element around the title
        "heading": 7.0,
        "title-class": 6.0,
        "large-type": 4.5,
        "above-date": 4.0,
        "repeated": 1.0,  # a plain line that the title element or a meta repeats word for word
        "meta": 6.5,
        "doc-field": 4.0,
        "page-title": 3.0,
        "breadcrumb": 2.0,
    },
    # A date that the page shows wins over a meta: 1 in 8 metas holds the time of regeneration or migration.
    "publish_date": {
        "label-publish": 10.0,
        "label-time": 8.5,
        "image-label": 8.5,
        "time-element": 8.0,
        "bare": 7.0,
        "label-update": 5.5,
        "doc-field": 7.5,
        "doc-generated": 5.0,
        "script": 5.2,
        "meta": 4.5,
        "signature": 1.0,
        "address": 0.5,
    },
    "source": {"label": 8.0, "doc-field": 5.0},
    "doc_no": {"doc-field": 9.0, "first-line": 7.0, "below-title": 6.5, "title": 5.0, "attachment": 4.0},
    "index_no": {"doc-field": 9.0, "meta": 3.0},
    "site_code": {"meta": 8.0, "footer": 7.0, "link": 5.0, "script": 4.0},
    "site_column": {"breadcrumb": 8.0, "meta": 6.0, "heading": 4.0, "page-title": 3.0},
    "breadcrumb": {"label": 9.0, "class": 7.0, "shape": 4.0},
    "total_pages": {"script-call": 9.0, "text": 8.0, "last-link": 7.0, "numbers": 3.0, "single": 1.0},
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible value of a field, the evidence for it, and how well it stands in its place."""

    value: str
    kind: str
    bonus: float = 0.0
    note: str = ""
    extra: str = ""


def weigh(field: str, candidates: Iterable[Candidate], clues: list[Clue] | None = None) -> Candidate | None:
    """Return the best candidate for ``field``; of equals the first. Note all of them in ``clues`` where asked to."""
    best: Candidate | None = None
    best_score = 0.0
    weights = WEIGHTS[field]
    scored = [(weights[c.kind] + c.bonus, c) for c in candidates]
    for score, candidate in scored:
        if score > best_score:
            best, best_score = candidate, score
    if clues is not None:
        clues += [Clue(field, c.value[:200], c.kind, round(score, 2), c is best, c.note) for score, c in scored]
    return best
