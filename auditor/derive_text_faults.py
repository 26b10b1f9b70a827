"""This module turns what was found in texts into faults: one for each page, every personal number masked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from auditor.derive import addresses, fetched_at, ids, text
from auditor.derive_membership import memberships
from auditor.derive_texts import Hit, page_titles, read_pages
from auditor.frames import Tables, derived
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.personal import mask

_SHOWN = 5


def by_page(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    """Return the hits by the page that owns them, what stands on the page itself first."""
    grouped: dict[int, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault(hit.passage.page_id, []).append(hit)
    return {page: sorted(group, key=lambda h: h.passage.shown_on != page) for page, group in sorted(grouped.items())}


def text_report(
    tables: Tables,
    hits: Iterable[Hit],
    message: Callable[[list[Hit]], str],
    *,
    expected: str,
    severity: Callable[[list[Hit]], Severity | None] = lambda hits: None,
    doubts: Mapping[int, str] | None = None,
) -> RuleReport:
    """Report each page once; ``doubts`` are pages (id -> reason) on which only a person can decide."""
    grouped, urls = by_page(hits), addresses(tables)
    unsure = {page: why for page, why in (doubts or {}).items() if page not in grouped}
    faults = tuple(
        Fault(
            subject=Subject(SubjectKind.PAGE, urls[page], _label(tables, page)),
            message=mask(message(group)),
            evidence=tuple(_evidence(tables, h, expected) for h in group[:_SHOWN]),
            occurrences=len(group),
            severity=severity(group),
            column=_column(tables, page),
            source=_sources(tables).get(page, ""),
        )
        for page, group in grouped.items()
    )
    examined = (read_pages(tables) - unsure.keys()) | grouped.keys()
    return RuleReport(
        faults=faults,
        examined=frozenset(urls.reindex(sorted(examined)).tolist()),
        unexamined={urls[page]: why for page, why in unsure.items()},
    )


def _evidence(tables: Tables, hit: Hit, expected: str) -> Evidence:
    page = hit.passage.shown_on
    return Evidence(
        url=addresses(tables)[page],
        observed=mask(hit.found),
        expected=expected,
        snippet=hit.snippet,
        place=hit.passage.place,
        status=200,
        at=fetched_at(tables).get(page, ""),
    )


def _label(tables: Tables, page: int) -> str:
    return mask(page_titles(tables).get(page, "")) or addresses(tables)[page]


def _column(tables: Tables, page: int) -> str:
    columns = memberships(tables).get(page)
    return columns[0].id if columns else ""


@derived
def _sources(tables: Tables) -> dict[int, str]:
    pages = tables.pages
    return dict(zip(ids(pages["url_id"]).tolist(), text(pages["source"]), strict=True))
