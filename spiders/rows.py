"""This module turns the record of a page into the rows of the snapshot; addresses become numbers on the way."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable

from auditor.model.page import PageKind, PageRecord, Reference, Region
from auditor.urls import AddressKind, classify, hostname_of, is_private

Number = Callable[[str, str, str], int | None]  # address, tag, attribute -> its number; None where it is no address
PageRows = dict[str, list[tuple[object, ...]]]
_MAX_FIELD = 20_000
_WORDS = re.compile(r"[^\W_]+")
_ASCII = bytes(range(128))
_FEW = 8  # one part in so many: then each kind of sign is taken out by itself
_NO_WORD = bytes(code for code in range(128) if not chr(code).isalnum())  # taken out at once, long words are left


def page_rows(record: PageRecord, number: Number) -> PageRows:
    """Return the rows of one page, by table, without their first column.

    ``number`` gives the number of an address and remembers how the page names it; private addresses have none.
    """
    links, odd = link_rows((*record.references, *_written_by_script(record)), number)
    rows: PageRows = {
        "pages": [_page(record)],
        "texts": [(record.body_text,)] if record.body_text else [],
        "links": links,
        "odd_links": odd,
        "items": [
            (position, item.title, _number(number, item.href), item.date, item.block, item.status or None, item.end)
            for position, item in enumerate(record.items)
        ],
        "pagers": _single(number(url, "a", "href") for url in record.next_pages),
        "attachments": [(a.text, _number(number, a.href)) for a in record.attachments],
        "relations": [(r.text, _number(number, r.href)) for r in record.interpretations],
        "metas": [(name.lower()[:200], content[:_MAX_FIELD]) for name, content in record.metas.items()],
        "doc_fields": list(record.doc_fields.items()),
        "marks": [(m.element, m.value, m.href, m.in_footer, m.visible) for m in record.marks],
        "messages": [
            (m.title, _number(number, m.href), m.asked, m.answered, m.question, m.answer, m.unit)
            for m in record.messages
        ],
        "solicitations": _solicitation(record),
        "forms": [(action,) for action in record.forms],
        "anchors": [(name,) for name in dict.fromkeys(record.anchors)],
    }
    return {table: found for table, found in rows.items() if found}


def _written_by_script(record: PageRecord) -> list[Reference]:
    """Return the attachments and related files that only a script writes: a reader can follow them all the same."""
    known = {ref.url for ref in record.references}
    files = {f.href: f for f in (*record.attachments, *record.interpretations) if f.href and f.href not in known}
    return [
        Reference(url=href, raw=href, tag="a", attr="script", text=file.text, region=Region.BODY)
        for href, file in files.items()
    ]


def link_rows(
    references: tuple[Reference, ...], number: Number
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return the rows of ``links`` and ``odd_links``: each reference once, however often a page repeats it."""
    links: dict[tuple[object, ...], None] = {}
    odd: dict[tuple[object, ...], None] = {}
    for ref in references:
        url, _, tag, attr, text, region, visible, hidden_by, place, fragment, _ = ref
        target = number(url, tag, attr) if url else None
        if target is not None:
            links[(target, tag, attr, text, region, visible, hidden_by or None, place, fragment)] = None
        elif kind := odd_kind(ref):
            key = ref.url or ref.raw
            odd[(kind, key, ref.tag, ref.text, ref.region, ref.visible, ref.place, ref.has_handler)] = None
    return list(links), list(odd)


def odd_kind(ref: Reference) -> str:
    """Return what a reference is that leads nowhere a crawler may go; "" for mailto: and its like."""
    if ref.url:
        return "private" if is_private(hostname_of(ref.url)) else ""
    kind = classify(ref.raw)
    if kind is AddressKind.WEB:
        return "invalid" if ref.raw.strip() else "empty"
    return {AddressKind.EMPTY: "empty", AddressKind.FILE: "file", AddressKind.INVALID: "invalid"}.get(kind, "")


def _number(number: Number, href: str) -> int | None:
    return number(href, "a", "href") if href else None


def _single(numbers: object) -> list[tuple[object, ...]]:
    return [(n,) for n in dict.fromkeys(numbers) if n is not None]  # type: ignore[call-overload]


def _page(record: PageRecord) -> tuple[object, ...]:
    return (
        record.kind.value,
        record.title,
        record.publish_date,
        record.publish_time,
        record.source,
        record.doc_no,
        record.index_no,
        record.site_column,
        record.site_code,
        json.dumps(record.breadcrumb, ensure_ascii=False),
        record.total_pages,
        record.encoding,
        record.meta_date,
        record.page_title,
        record.redirect_to,
        record.scripted,
        text_hash(record.body_text),
        len(record.body_text),
        len(record.items),
        record.kind is PageKind.SOFT_404,
        record.date_from or None,
        record.rendered,
    )


def _solicitation(record: PageRecord) -> list[tuple[object, ...]]:
    found = record.solicitation
    if found is None:
        return []
    feedback = len(found.feedback) + int(found.has_feedback_text)
    return [(found.start, found.end, found.status, found.short_period_reason, feedback)]


def text_hash(text: str) -> str | None:
    """Return the hash of a text without white space and punctuation, numbers kept; None where nothing is left.

    >>> text_hash("第1期。") == text_hash("第 1 期"), text_hash("第1期") == text_hash("第2期"), text_hash(" 。")
    (True, False, None)
    """
    kept = text.encode("utf-8", "surrogatepass").translate(None, _NO_WORD)
    rest = kept.translate(None, _ASCII)
    if len(rest) * _FEW > len(kept):
        kept = "".join(_WORDS.findall(kept.decode("utf-8", "surrogatepass"))).encode("utf-8")
    else:
        for mark in set(rest.decode("utf-8", "surrogatepass")):
            if not mark.isalnum():
                kept = kept.replace(mark.encode("utf-8", "surrogatepass"), b"")
    return hashlib.sha256(kept).hexdigest()[:32] if kept else None
