"""This module draws a record as the JSON object that ``auditor extract --jsonl`` prints (DESIGN.md, "extract")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from auditor.model.page import NamedLink, PageKind, PageRecord
from spiders.extract.files import INTERPRETS

Json: TypeAlias = "str | int | float | bool | None | list[Json] | dict[str, Json]"


def to_json(record: PageRecord, file: str) -> Mapping[str, Json]:
    """Return the fixed fields of a record; ``clues`` is added where the record has any."""
    kind = PageKind.ERROR if record.kind is PageKind.CHALLENGE else record.kind
    result: dict[str, Json] = {
        "file": file,
        "url": record.url or None,
        "kind": kind.value,
        "title": record.title,
        "publish_date": record.publish_date,
        "publish_time": record.publish_time,
        "source": record.source,
        "doc_no": record.doc_no,
        "index_no": record.index_no,
        "breadcrumb": list(record.breadcrumb),
        "site_column": record.site_column,
        "site_code": record.site_code,
        "attachments": _links(record.attachments),
        "interpretations": _links(link for link in record.interpretations if INTERPRETS.search(link.text)),
        "items": [{"title": i.title, "href": i.href or None, "date": i.date} for i in record.items],
        "total_pages": record.total_pages,
        "next_pages": list(record.next_pages),
        "metas": dict(record.metas),
        "encoding": record.encoding,
    }
    if record.clues:
        result["clues"] = [
            {"field": c.field, "value": c.value, "kind": c.kind, "score": c.score, "chosen": c.chosen, "note": c.note}
            for c in record.clues
        ]
    return result


def _links(links: Iterable[NamedLink]) -> list[Json]:
    return [{"text": link.text, "href": link.href or None} for link in links]
