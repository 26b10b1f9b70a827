"""This module finds the 政府信息公开指南: the page, or the pages of the guide's column, read as one text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from auditor.derive import addresses, ids, page_index, text, true
from auditor.derive_sections import section_text, sections
from auditor.derive_titles import flat
from auditor.frames import Tables, derived
from auditor.model.finding import SubjectKind
from auditor.model.page import PageKind
from auditor.model.site import ColumnKind

_TITLE = re.compile(r"^(?!关于|转发|印发).{0,24}?(?:政府信息|信息|政务)公开(?:工作)?指南(?:\(.*\))?$")
_OTHER = re.compile(r"依申请|申请指南|办事|服务指南")
_SHORT = 150


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide as one text, and the subject that stands for it."""

    kind: SubjectKind
    key: str
    label: str
    page: int
    text: str
    column: str = ""
    doubt: str = ""


@derived
def guide(tables: Tables) -> Guide | None:
    """Return the guide, None where the site shows none that could be read."""
    for section in sections(tables, ColumnKind.GUIDE):
        if section.doubt:
            continue
        titles = page_index(tables).reindex(section.articles)["title"]
        named = tuple(p for p, t in zip(section.articles, text(titles), strict=True) if _TITLE.match(flat(t)))
        pages = named or (section.articles if len(section.articles) <= 3 else ()) or section.pages[:1]
        if not pages:
            continue
        whole = section_text(tables, tuple(dict.fromkeys((*pages, *section.pages[:1]))))
        made = _made(tables, pages, whole, section.column.id, section.column.url, section.column.name)
        return made if not made.doubt else _named_so(tables, section.column.id) or made
    pages = _titled(tables)
    return _made(tables, pages, section_text(tables, pages), "", "", "") if pages else None


def _named_so(tables: Tables, column: str) -> Guide | None:
    """Return the page that calls itself the guide: a list of one entry may not be read as a list."""
    pages = _titled(tables)
    made = _made(tables, pages, section_text(tables, pages), column, "", "") if pages else None
    return made if made is not None and not made.doubt else None


def _titled(tables: Tables) -> tuple[int, ...]:
    frame = tables.pages
    titles = text(frame["title"])
    wanted = titles.str.contains("公开", regex=False) & titles.str.contains("指南", regex=False)
    part = frame[
        wanted.to_numpy() & text(frame["kind"]).isin([PageKind.ARTICLE.value, PageKind.OTHER.value]).to_numpy()
    ]
    found = zip(ids(part["url_id"]), text(part["title"]), strict=True)
    return tuple(int(p) for p, t in found if _TITLE.match(flat(t)) and not _OTHER.search(t))[:5]


def _made(tables: Tables, pages: tuple[int, ...], whole: str, column: str, url: str, name: str) -> Guide:
    doubt = ""
    if len(flat(whole)) < _SHORT:
        doubt = "指南页面文字很少" + ("，内容在附件或图片中，需人工核查" if _files(tables, pages) else "，需人工核查")
    if len(pages) == 1 or not url:
        page = max(pages, key=lambda p: str(page_index(tables).at[p, "publish_date"]))
        own = str(addresses(tables)[page])
        shown = str(page_index(tables).at[page, "title"] or "政府信息公开指南")
        kind = SubjectKind.SITE_COLUMN if own == url else SubjectKind.PAGE
        label = name if kind is SubjectKind.SITE_COLUMN and name else shown
        return Guide(kind, own, label, page, whole, column, doubt)
    return Guide(SubjectKind.SITE_COLUMN, url, name, pages[0], whole, column, doubt)


def _files(tables: Tables, pages: tuple[int, ...]) -> bool:
    """Say whether the guide's pages carry files or pictures in which it may stand."""
    if np.isin(ids(tables.attachments["page_id"]), pages).any():
        return True
    links = tables.links[np.isin(ids(tables.links["page_id"]), pages)]
    return bool(
        (
            (text(links["tag"]) == "img").to_numpy()
            & (text(links["region"]) == "body").to_numpy()
            & true(links["visible"])
        ).any()
    )
