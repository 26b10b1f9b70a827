"""This module speaks of references that lead nowhere a crawler may go: private addresses, local files, empty ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from auditor.derive import addresses, fetched_at, home_ids, ids, place_words
from auditor.frames import Tables, rows
from auditor.model.finding import Evidence, Fault, RuleReport, Subject, SubjectKind

EVIDENCE_PAGES = 5
_LABEL_CHARS = 40


@dataclass(frozen=True, slots=True)
class OddLink:
    """One odd reference on a page."""

    key: str
    url: str
    text: str | None
    region: str | None
    place: str | None
    fetched_at: str | None


def odd_faults(
    tables: Tables, found: pd.DataFrame, message: Callable[[str, str, int], str], *, expected: str
) -> RuleReport:
    """Return one fault for each ``key`` of ``found`` (rows of the table ``odd_links``)."""
    lines: dict[str, list[OddLink]] = {}
    for line in rows(on_pages(tables, found), OddLink):
        lines.setdefault(line.key, []).append(line)
    faults = tuple(
        Fault(
            subject=Subject(SubjectKind.LINK_TARGET, key, label_of(group)),
            message=message(key, label_of(group), len(group)),
            evidence=evidence_of(group, f"链接写的是 {key}", expected),
            occurrences=len(group),
        )
        for key, group in lines.items()
    )
    return RuleReport(faults=faults, examined=frozenset(lines), exhaustive=not tables.truncated)


def on_pages(tables: Tables, found: pd.DataFrame) -> pd.DataFrame:
    """Return odd references, one a page and key, with the page's address and fetch, the homepage first."""
    page = ids(found["page_id"])
    frame = found.assign(page=page, home=pd.Series(page, index=found.index).isin(home_ids(tables)))
    frame = frame.assign(
        url=addresses(tables).reindex(page).to_numpy(), fetched_at=fetched_at(tables).reindex(page).to_numpy()
    )
    frame = frame.sort_values(["home", "url"], ascending=[False, True], kind="stable")
    return frame.drop_duplicates(["key", "page"])


def label_of(group: list[OddLink]) -> str:
    """Return what a reader calls the reference: its text, else what it says."""
    return next((line.text for line in group if line.text), group[0].key or "空链接")[:_LABEL_CHARS]


def evidence_of(group: list[OddLink], observed: str, expected: str) -> tuple[Evidence, ...]:
    """Return evidence for some pages that carry the reference."""
    return tuple(
        Evidence(
            url=line.url,
            observed=observed,
            expected=expected,
            snippet=line.text or "",
            place=place_words(line.region, line.place, line.text),
            at=line.fetched_at or "",
        )
        for line in group[:EVIDENCE_PAGES]
    )
