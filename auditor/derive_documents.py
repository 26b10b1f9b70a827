"""This module tells which articles are policy documents (政策文件) and which are interpretations (解读)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from auditor.derive import addresses, fetched_at, ids, landing, text
from auditor.derive_membership import column_items, memberships, newest_list_date
from auditor.derive_titles import (
    core,
    flat,
    interpreted,
    is_higher,
    is_interpretation_title,
    is_law,
    is_other_authority,
    issuer_in,
    number_key,
    same_unit,
)
from auditor.frames import Tables, derived
from auditor.model.finding import Evidence
from auditor.model.page import PageKind
from auditor.model.site import ColumnKind, Site, SiteKind

# Columns whose articles carry the 公文 metadata table on many platforms without being policy documents.
_NO_FILES = frozenset(
    k.value
    for k in (
        ColumnKind.CATALOGUE, ColumnKind.ENFORCEMENT, ColumnKind.INTERPRETATION, ColumnKind.ANNUAL_REPORT, ColumnKind.GUIDE,
        ColumnKind.INSTITUTION, ColumnKind.LEADERSHIP, ColumnKind.BUDGET, ColumnKind.PROCUREMENT, ColumnKind.SERVICES,
        ColumnKind.CONSULTATION, ColumnKind.SOLICITATION, ColumnKind.INTERVIEW, ColumnKind.RECEPTION, ColumnKind.APPLICATION,
        ColumnKind.NEWS, ColumnKind.RIGHTS_LIST, ColumnKind.STATISTICS, ColumnKind.TOPIC,
    )
)  # fmt: skip
_TABLE_MARKS = frozenset(("索引号", "发文字号", "成文日期", "发文机关"))
_DECISION = re.compile(
    r"(?:处罚|许可|强制|征收|裁决)决定(?!书?(?:的?(?:文书)?(?:格式|范本|管理|公示)?(?:办法|规定|制度)))|(?:处罚|许可)(?:信息|结果|案件)"
)
_DECISION_NO = re.compile(r"罚(?:决)?字?〔|罚决|[许准]决?字|行审")
_NORMATIVE_NO = re.compile(r"规(?:范)?字?〔|规〔")
UNITS = re.compile(r"[、,;；\s/|]+")

_COMMENT = re.compile(r"^[【\[]?(?:媒体|专家|记者)(?:解读|观察|点评|视角)")
_PRESS = re.compile(r"[日晚时早]报|报社|电视台|广播|电台|新华|融媒|传媒|新闻网|客户端|通讯社")


@dataclass(frozen=True, slots=True, eq=False)
class PolicyDocument:
    """A policy document: one article that is a file of its own."""

    page: int
    url: str
    title: str
    date: str | None
    doc_no: str
    core: str
    number: str  # number_key of doc_no
    issuer: str
    column: str
    source: str
    fields: Mapping[str, str] = field(default_factory=dict)
    normative: bool = False  # 规范性文件

    @property
    def has_table(self) -> bool:
        """Whether the page shows the 公文 metadata table."""
        return is_table(self.fields)


@dataclass(frozen=True, slots=True, eq=False)
class Interpretation:
    """An interpretation: an article, or (``page`` -1) an entry of an interpretation column that leads out of the site."""

    page: int
    url: str
    title: str
    date: str | None
    names: tuple[str, ...]
    column: str
    source: str
    chars: int


@dataclass(frozen=True, slots=True)
class _Article:
    url_id: int
    title: str | None
    publish_date: str | None
    doc_no: str | None
    source: str | None
    text_chars: int | None


def as_day(value: str | None) -> str | None:
    """Return a written date as YYYY-MM-DD, None where ``value`` holds none.

    >>> as_day("2021年3月5日"), as_day("2021-03-05 10:20"), as_day("3月5日")
    ('2021-03-05', '2021-03-05', None)
    """
    found = re.search(r"(?<!\d)((?:19|20)\d{2})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})(?!\d)", flat(value))
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def is_table(fields: Collection[str]) -> bool:
    """Say whether labelled fields make a 公文 metadata table."""
    return len(fields) >= 3 and len(_TABLE_MARKS & set(fields)) >= 2


@derived
def doc_fields(tables: Tables) -> dict[int, dict[str, str]]:
    """Return label -> value of every page that has 公文 metadata; empty values stay empty."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    frame = tables.doc_fields
    values = zip(ids(frame["page_id"]), text(frame["label"]), text(frame["value"]), strict=True)
    for page, label, value in values:
        found[int(page)].setdefault(label, value.strip())
    return dict(found)


def articles(tables: Tables, pages: Collection[int]) -> dict[int, _Article]:
    """Return the articles among ``pages``."""
    frame = tables.pages
    wanted = np.isin(ids(frame["url_id"]), list(pages)) & (text(frame["kind"]) == PageKind.ARTICLE.value).to_numpy()
    part = frame[wanted]
    columns = [part[n].astype(object).where(part[n].notna(), None) for n in _Article.__slots__]
    return {int(row[0]): _Article(int(row[0]), *row[1:]) for row in zip(*columns, strict=True)}


def texts_of(tables: Tables, pages: Iterable[int]) -> dict[int, str]:
    """Return the body texts of some pages."""
    part = tables.texts_of(list(pages))
    return {int(p): t for p, t in zip(ids(part["page_id"]), text(part["text"]), strict=True)}


@derived
def documents(tables: Tables) -> tuple[PolicyDocument, ...]:
    """Return the policy documents of the site by address."""
    kinds = memberships(tables)
    fields = doc_fields(tables)
    policy = {p for p, m in kinds.items() if any(c.kind.value == ColumnKind.POLICY for c in m)}
    tabled = {
        p for p, f in fields.items() if is_table(f) and not any(c.kind.value in _NO_FILES for c in kinds.get(p, ()))
    }
    listed = newest_list_date(tables)
    url = addresses(tables)
    found = []
    for page, article in articles(tables, policy | tabled).items():
        title = article.title or ""
        if not title or not _is_document(title, article.doc_no or ""):
            continue
        columns = sorted(kinds.get(page, ()), key=lambda c: c.kind != ColumnKind.POLICY)
        own = fields.get(page, {})
        doc_no = own.get("发文字号") or article.doc_no or ""
        name = columns[0].name if columns else ""
        found.append(
            PolicyDocument(
                page=page, url=url[page], title=title,
                date=article.publish_date or as_day(own.get("发布日期")) or listed.get(page),
                doc_no=doc_no, core=core(title), number=number_key(doc_no), issuer=own.get("发文机关") or issuer_in(title),
                column=columns[0].id if columns else "", source=article.source or "", fields=own,
                normative=_is_normative(title, doc_no, name, own),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda d: d.url))


def _is_document(title: str, doc_no: str) -> bool:
    decision = _DECISION.search(flat(title)) or _DECISION_NO.search(flat(doc_no))
    return not decision and not is_interpretation_title(title)


def _is_normative(title: str, doc_no: str, column: str, fields: Mapping[str, str]) -> bool:
    named = "规范性文件" in column or any("规范性文件" in v for k, v in fields.items() if k != "标题")
    return (named and "清理" not in title) or bool(_NORMATIVE_NO.search(flat(doc_no))) or bool(fields.get("统一登记号"))


@derived
def interpretations(tables: Tables) -> tuple[Interpretation, ...]:
    """Return the interpretations of the site by address."""
    kinds = memberships(tables)
    listed = newest_list_date(tables)
    url = addresses(tables)
    own = {p for p, m in kinds.items() if any(c.kind == ColumnKind.INTERPRETATION for c in m)}
    frame = tables.pages
    titled = frame[
        text(frame["title"]).str.contains(
            "解读|图解|一图|一张图|问答|答记者问|读懂|看懂|图说|漫画|动漫|释义|解析|说明", regex=True
        )
    ]
    pages = own | {
        int(p) for p, t in zip(ids(titled["url_id"]), text(titled["title"]), strict=True) if is_interpretation_title(t)
    }
    found = []
    for page, article in articles(tables, pages).items():
        title = article.title or ""
        if not title or (page in own and not _may_interpret(title, article.doc_no or "")):
            continue
        column = next((c.id for c in kinds.get(page, ())), "")
        day = article.publish_date or listed.get(page)
        found.append(
            Interpretation(
                page, url[page], title, day, interpreted(title), column, article.source or "", article.text_chars or 0
            )
        )
    found += _outside(tables, {i.page for i in found})
    return tuple(sorted(found, key=lambda i: i.url))


def _may_interpret(title: str, doc_no: str) -> bool:
    """Say whether an article of an interpretation column interprets: some sites list the files themselves there, too."""
    if is_interpretation_title(title):
        return True
    return not (doc_no and re.search(r"(?:通知|公告|决定|办法|意见)$", flat(title))) and not re.search(
        r"解读(?:工作|方案|会|培训)", title
    )


def _outside(tables: Tables, known: Collection[int]) -> list[Interpretation]:
    """Return the entries of interpretation columns that lead to no page of ours (公众号, H5, a file)."""

    frame = column_items(tables, ColumnKind.INTERPRETATION)
    lands = landing(tables)
    read = set(ids(tables.pages["url_id"]).tolist())
    url = addresses(tables)
    found: dict[int, Interpretation] = {}
    for number, title, day, column in frame.itertuples(index=False, name=None):
        page = int(lands.get(number, number))
        if number < 0 or page in read or page in known or not title:
            continue
        found[number] = Interpretation(-1, url[number], title, day or None, interpreted(title), column, "", 0)
    return list(found.values())


def is_foreign(document: PolicyDocument, site: Site) -> bool:
    """Say whether another authority issued the document: reposted laws, files of higher or other units."""
    own = tuple(n for n in (site.name, site.organizer) if n)
    if any(part and all(is_higher(part, name) for name in own) for part in (document.core, document.issuer)):
        return True
    if not document.issuer and is_other_authority(document.source, own):
        return True
    if site.kind is SiteKind.DEPARTMENT and is_law(document.core):
        return True
    if site.kind is SiteKind.PORTAL or not document.issuer or "人民政府" in document.issuer:
        return False
    return not any(same_unit(unit, name) for unit in UNITS.split(document.issuer) if unit for name in own)


def is_of_others(item: Interpretation, site: Site) -> bool:
    """Say whether another authority interprets, or is named before the file: 国务院办公厅《…》解读."""
    own = tuple(n for n in (site.name, site.organizer) if n)
    before = flat(item.title).partition("《")[0]
    return any(is_other_authority(unit, own) for unit in (item.source, before) if unit)


def is_comment(item: Interpretation) -> bool:
    """Say whether the press or an expert speaks of a file beside the unit that drafted it."""
    return bool(_COMMENT.search(flat(item.title)) or _PRESS.search(flat(item.source)))


def seen(tables: Tables, page: int) -> str:
    """Return when a page was fetched."""
    return str(fetched_at(tables).get(page, ""))


def evidence(tables: Tables, page: int, observed: str, expected: str, **more: str) -> Evidence:
    """Return evidence on a page that was read: its address, status and the moment of the visit."""
    return Evidence(
        url=str(addresses(tables)[page]),
        observed=observed,
        expected=expected,
        status=200,
        at=seen(tables, page),
        **more,
    )


def pairs_of(frame: pd.DataFrame, left: str, right: str) -> set[tuple[int, int]]:
    """Return two id columns as a set of pairs."""
    return set(zip(ids(frame[left]).tolist(), ids(frame[right]).tolist(), strict=True))
