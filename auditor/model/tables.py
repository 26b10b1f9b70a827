"""This module declares the tables of a snapshot once: the store, the seal and the frames share it.

Addresses are integers everywhere: ``url_id`` and its like point into ``urls``. Dates are text ``YYYY-MM-DD``, moments ISO 8601
with offset, lists and mappings JSON text. A null means that the page does not say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The column types of a snapshot table."""

    INT = "int32"
    BIG = "int64"
    BOOL = "bool"
    TEXT = "text"  # free text
    WORD = "word"  # text from a small set: dictionary-coded, categorical in pandas


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a snapshot table."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a snapshot: its columns and what a row is."""

    name: str
    row: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(f.name for f in self.fields)


def _table(name: str, row: str, spec: str) -> Table:
    parts = (item.partition(":") for item in spec.split())
    return Table(name, row, tuple(Field(n, Kind(k)) for n, _, k in parts))


URLS = _table(
    "urls",
    "an address met in the crawl; role: page (crawled), resource (image, style, script, frame), attachment, link (other)",
    "id:int32 url:text host:word internal:bool role:word depth:int32",
)
FETCHES = _table(
    "fetches",
    "the final result for an address; outcome is auditor.model.fetch.Outcome; final_id the address after redirects",
    "url_id:int32 outcome:word status:int32 final_id:int32 hops:int32 chain:text method:word content_type:word size:int64"
    " body_hash:text etag:text last_modified:text fetched_at:text elapsed_ms:int32 attempts:int32 confirmed:bool"
    " detail:text empty_body:word first_at:text carried:bool",
)
# confirmed: the failure was seen repeatedly, spread over the crawl; only then may a rule call a target dead.
# detail: which challenge, which exception. empty_body: EmptyBody or null. first_at: the first of several failures.
# carried: not fetched this time (304 or within its age); fetched_at is then the date of the evidence.
PAGES = _table(
    "pages",
    "a fetched HTML page of the site as the extractor read it",
    "url_id:int32 kind:word title:text publish_date:text publish_time:text source:text doc_no:text index_no:text"
    " site_column:word site_code:word breadcrumb:text total_pages:int32 encoding:word meta_date:text page_title:text"
    " redirect_to:text scripted:bool text_hash:text text_chars:int32 items:int32 soft_404:bool"
    " date_from:word rendered:bool",
)
# text_hash: of the body text without white space and punctuation (COL08); soft_404: by text, or same as an unknown address;
# rendered: read from what a browser made of the page, its scripts having run
TEXTS = _table("texts", "the body text of a page", "page_id:int32 text:text")
LINKS = _table(
    "links",
    "a reference from a page to a target; raw only where it differs in more than being relative (private, file:, drive)",
    "page_id:int32 target_id:int32 tag:word attr:word text:word region:word visible:bool hidden_by:word place:word fragment:word",
)
ODD_LINKS = _table(
    "odd_links",
    "a reference that leads nowhere a crawler may go: kind empty (#, javascript:;), private, file, invalid; key is what it says",
    "page_id:int32 kind:word key:text tag:word text:text region:word visible:bool place:text has_handler:bool",
)
ITEMS = _table(
    "items",
    "an entry of a list page, in the page's order; url_id null where it has no target; status and end as the list shows them",
    "page_id:int32 position:int32 title:text url_id:int32 date:text block:word status:word end:text",
)
PAGERS = _table("pagers", "a further page of a list", "page_id:int32 next_id:int32")
ATTACHMENTS = _table("attachments", "an attachment of an article", "page_id:int32 text:text url_id:int32")
RELATIONS = _table(
    "relations", "an interpretation or interpreted-file link in an article", "page_id:int32 text:text url_id:int32"
)
METAS = _table("metas", "a named meta of a page, name in lower case", "page_id:int32 name:word content:text")
DOC_FIELDS = _table(
    "doc_fields", "a row of the 公文 metadata table; label canonical", "page_id:int32 label:word value:text"
)
MARKS = _table(
    "marks",
    "an official mark (model.page.Mark)",
    "page_id:int32 element:word value:text href:text in_footer:bool visible:bool",
)
MESSAGES = _table(
    "messages",
    "a citizen's message; url_id null where it has no page of its own",
    "page_id:int32 title:text url_id:int32 asked:text answered:text question:text answer:text unit:text",
)
SOLICITATIONS = _table(
    "solicitations",
    "a public solicitation; feedback counts links to, or sections with, the published result",
    "page_id:int32 start:text end:text status:word short_period_reason:text feedback:int32",
)
FORMS = _table("forms", "a form that takes text", "page_id:int32 action:text")
ANCHORS = _table(
    "anchors",
    "an id or name that a fragment may point at; only for pages some fragment points at",
    "page_id:int32 name:text",
)
FOREIGN = _table(
    "foreign",
    "what a linked page of another host says: its title and the first words that a reader sees (LNK10)",
    "page_id:int32 title:text text:text",
)

TABLES: tuple[Table, ...] = (
    URLS, FETCHES, PAGES, TEXTS, LINKS, ODD_LINKS, ITEMS, PAGERS, ATTACHMENTS, RELATIONS, METAS, DOC_FIELDS, MARKS,
    MESSAGES, SOLICITATIONS, FORMS, ANCHORS, FOREIGN,
)  # fmt: skip

# Tables that do not come from the crawl but from the ledger; empty in a first run.
HISTORY = _table(
    "history",
    "when earlier runs first saw an item of a list or an article; url#read: a list page that they read",
    "url:text first_seen:text date:text",
)
PROBES = _table(
    "probes",
    "one availability visit; counted false where the probing machine itself was offline",
    "at:text ok:bool seconds_ms:int32 status:int32 reason:text tls:word tls_days:int32 ipv6:word counted:bool",
)
