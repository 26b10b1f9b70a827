"""This module draws the rows of the sheet 解读配对 from the pairs: links in both directions, lag in working days, forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from auditor.derive import ids, text, true
from auditor.derive_documents import Interpretation, PolicyDocument, documents, interpretations, is_foreign
from auditor.derive_duty import GENRES, duty_doubts, needs_interpretation
from auditor.derive_pairing import Pair, page_links, pairs
from auditor.derive_titles import forms_of
from auditor.derive_unread import interpretation_doubt
from auditor.frames import Tables, derived
from auditor.model.page import Region
from auditor.model.run import Pairing

_MOVING = ("video", "audio", "source", "embed", "object")
_PICTURE_TEXT = 300  # below this an interpretation with pictures is a graphic one


@dataclass(frozen=True, slots=True)
class Paired:
    """A document with what interprets it: certain pairs, and weak ones for a person."""

    document: PolicyDocument
    certain: tuple[Pair, ...]
    weak: tuple[Pair, ...]


@derived
def paired(tables: Tables) -> tuple[Paired, ...]:
    """Return every document with its pairs, by address."""
    own: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs(tables):
        own[pair.document.url].append(pair)
    return tuple(
        Paired(d, tuple(p for p in own[d.url] if p.certain), tuple(p for p in own[d.url] if not p.certain))
        for d in documents(tables)
    )


def file_links(tables: Tables, pair: Pair) -> bool | None:
    """Say whether the file's page links to the interpretation; None where that cannot be known."""
    if pair.interpretation.page < 0:
        return None
    return (pair.document.page, pair.interpretation.page) in page_links(tables)


def interpretation_links(tables: Tables, pair: Pair) -> bool | None:
    """Say whether the interpretation's page links back to the file; None where it was not read."""
    if pair.interpretation.page < 0:
        return None
    return (pair.interpretation.page, pair.document.page) in page_links(tables)


def lag(tables: Tables, pair: Pair) -> int | None:
    """Return the working days from the file to the interpretation; negative where it came first."""
    if not pair.document.date or not pair.interpretation.date:
        return None
    start, end = date.fromisoformat(pair.document.date), date.fromisoformat(pair.interpretation.date)
    return tables.workdays.between(start, end)


@derived
def _embedded(tables: Tables) -> tuple[set[int], set[int]]:
    """Return the interpretations with moving pictures, and those with pictures in the text."""
    own = {i.page for i in interpretations(tables)}
    frame = tables.links
    frame = frame[np.isin(ids(frame["page_id"]), list(own))]
    tag = text(frame["tag"])
    body = (text(frame["region"]) == Region.BODY.value).to_numpy() & true(frame["visible"])
    moving = frame[tag.isin([*_MOVING, "iframe"]).to_numpy() & (body | tag.isin(_MOVING).to_numpy())]
    pictures = frame[(tag == "img").to_numpy() & body]
    return set(ids(moving["page_id"]).tolist()), set(ids(pictures["page_id"]).tolist())


def forms(tables: Tables, item: Interpretation) -> frozenset[str]:
    """Return the forms of an interpretation besides or instead of text: 图解, 视频, 问答, 文字."""
    moving, pictures = _embedded(tables)
    found = set(forms_of(item.title))
    if item.page in moving:
        found.add("视频")
    if item.page in pictures:
        found.add("图解")
    if not found or item.chars >= _PICTURE_TEXT:
        found.add("文字")
    return frozenset(found)


def pairings(tables: Tables, genres: Iterable[str] = GENRES) -> tuple[Pairing, ...]:
    """Return the rows of the sheet 解读配对: every policy document with each of its interpretations."""
    rows: list[Pairing] = []
    words = tuple(genres)
    for entry in paired(tables):
        chosen = entry.certain or entry.weak
        rows += [_row(tables, pair) for pair in chosen] or [_single(tables, entry.document, words)]
    return tuple(rows)


def _row(tables: Tables, pair: Pair) -> Pairing:
    document, item = pair.document, pair.interpretation
    return Pairing(
        document=document.title,
        document_url=document.url,
        doc_no=document.doc_no,
        document_date=document.date,
        interpretation=item.title,
        interpretation_url=item.url,
        interpretation_date=item.date,
        how=pair.how.value,
        certain=pair.certain,
        file_links=file_links(tables, pair),
        interpretation_links=interpretation_links(tables, pair),
        lag_workdays=lag(tables, pair),
        state="已配对" if pair.certain else "疑似，需人工确认",
        forms="、".join(sorted(forms(tables, item))),
        unit=_unit(tables, document),
    )


def _single(tables: Tables, document: PolicyDocument, genres: tuple[str, ...]) -> Pairing:
    needed = needs_interpretation(document, genres) and not is_foreign(document, tables.site)
    doubt = needed and (duty_doubts(tables).get(document.url, "") or interpretation_doubt(tables))
    return Pairing(
        document=document.title,
        document_url=document.url,
        doc_no=document.doc_no,
        document_date=document.date,
        interpretation="",
        interpretation_url="",
        interpretation_date=None,
        how="待确认" if doubt else "未找到" if needed else "不需解读",
        certain=needed and not doubt,
        file_links=None,
        interpretation_links=None,
        lag_workdays=None,
        state=doubt or ("未见解读" if needed else "不需解读（转发、人事、会议等，或非本单位制发）"),
        unit=_unit(tables, document),
    )


def _unit(tables: Tables, document: PolicyDocument) -> str:
    named = next((c.unit for c in tables.site.columns if c.id == document.column and c.unit), "")
    return named or document.source


_TEXT_CHARS = 60  # with less, an interpretation is a caption


def is_textual(tables: Tables, item: Interpretation, chars: int) -> bool:
    """Say whether an interpretation is a text that can be judged by its words: no graphic, no video, no caption."""
    if item.page < 0 or chars < _TEXT_CHARS:
        return False
    found = forms(tables, item)
    return "文字" in found or found == {"问答"}
