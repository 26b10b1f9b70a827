"""This module holds what is read from one page: the extractor's record, bytes in, facts out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class PageKind(StrEnum):
    """What a page is, as far as its own content shows."""

    HOME = "home"
    LIST = "list"
    ARTICLE = "article"
    SITEMAP = "sitemap"
    REDIRECT = "redirect"
    NOTICE = "notice"
    SOFT_404 = "soft-404"
    ERROR = "error"
    CHALLENGE = "challenge"  # printed as "error" by `auditor extract`; the crawl needs the difference
    OTHER = "other"


class Region(StrEnum):
    """The part of a page that a reference stands in."""

    HEAD = "head"
    NAVIGATION = "navigation"
    LIST = "list"
    BODY = "body"
    FOOTER = "footer"


class Reference(NamedTuple):
    """One thing on a page that a browser would fetch or follow; a tuple, for a site has millions.

    ``url`` is absolute and canonical without fragment, empty when the address leads nowhere (``#``, ``javascript:;``);
    ``raw`` is the attribute as written. ``visible`` is False when a reader cannot see the element (``hidden_by`` says why).
    ``place`` is the nearest heading or list title above it.
    """

    url: str
    raw: str
    tag: str
    attr: str
    text: str
    region: Region
    visible: bool = True
    hidden_by: str = ""
    place: str = ""
    fragment: str = ""
    has_handler: bool = False


@dataclass(frozen=True, slots=True)
class NamedLink:
    """An attachment or a related file: its visible text and absolute address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a list page; ``date`` is YYYY-MM-DD as displayed or None; ``href`` absolute, empty if it has none."""

    title: str
    href: str
    date: str | None
    block: str = ""
    status: str = ""  # 进行中, 已结束, … as the list shows it of a solicitation and its like
    end: str | None = None  # the last day that the list shows of it


@dataclass(frozen=True, slots=True)
class Message:
    """One citizen's message (留言) and its answer; dates YYYY-MM-DD or None; texts are plain and unmasked."""

    title: str
    href: str
    asked: str | None
    answered: str | None
    question: str
    answer: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Solicitation:
    """A public solicitation (意见征集): its period as stated, and what the page says of its state and result."""

    start: str | None
    end: str | None
    status: str = ""  # as shown: 进行中, 已结束, …; empty if the page does not say
    short_period_reason: str = ""  # the sentence that explains a period below the usual length
    feedback: tuple[NamedLink, ...] = ()  # links to, or a section with, the published result
    has_feedback_text: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An official mark on a page, such as 网站标识码, ICP备案 or the 找错 entry.

    ``element`` is one of: site-code, icp, police, organizer, contact, sitemap, party-mark, error-report.
    ``in_footer`` tells whether it stands in the footer; ``visible`` whether a reader can see it.
    """

    element: str
    value: str
    href: str = ""
    in_footer: bool = False
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Clue:
    """One candidate for a field and why it was taken or passed over (for ``auditor extract --explain``)."""

    field: str
    value: str
    kind: str
    score: float
    chosen: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """Everything read from one page. Absent facts are None or empty; dates are YYYY-MM-DD, times HH:MM."""

    url: str
    kind: PageKind
    encoding: str
    title: str | None = None
    publish_date: str | None = None
    publish_time: str | None = None
    source: str | None = None
    doc_no: str | None = None
    index_no: str | None = None
    breadcrumb: tuple[str, ...] = ()
    site_column: str | None = None
    site_code: str | None = None
    attachments: tuple[NamedLink, ...] = ()
    interpretations: tuple[
        NamedLink, ...
    ] = ()  # interpretation or interpreted-file links that the article itself gives
    items: tuple[ListItem, ...] = ()
    total_pages: int | None = None
    next_pages: tuple[str, ...] = ()
    metas: dict[str, str] = field(default_factory=dict)  # every named meta as written; first one wins, names as written
    meta_date: str | None = None  # PubDate and its like, as a date
    date_from: str = ""  # what publish_date was read from: "meta", "address", else something that the page shows
    page_title: str | None = None  # the <title> element
    body_text: str = ""  # the article's text, or a list page's main text; no navigation, no footer
    doc_fields: dict[str, str] = field(
        default_factory=dict
    )  # the 公文 metadata table: canonical label -> value ("" if empty)
    messages: tuple[Message, ...] = ()
    solicitation: Solicitation | None = None
    marks: tuple[Mark, ...] = ()
    references: tuple[Reference, ...] = ()
    redirect_to: str | None = None  # target of a meta refresh or a script redirect that makes this page a stub
    scripted: bool = False  # the list (or the content) is built by script and is not in the markup
    rendered: bool = False  # read from what a browser made of it
    forms: tuple[str, ...] = ()  # absolute action addresses of forms that take text
    anchors: tuple[str, ...] = ()  # id and name values that a fragment may point at
    clues: tuple[Clue, ...] = ()
