"""This module reads one page: bytes in, one record out. Pure, and it never raises."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from auditor.model.page import Clue, ListItem, Message, NamedLink, PageKind, PageRecord, Solicitation
from spiders.extract import body as body_text
from spiders.extract import dates
from spiders.extract.blocks import Block, find_blocks, heading_of, items_of, tell_of_rows
from spiders.extract.breadcrumb import read_breadcrumb, read_site_column, without_endings
from spiders.extract.channel import fellows, parts
from spiders.extract.doc_fields import read_doc_fields
from spiders.extract.document import Document, ancestors, compact, text_of, text_path
from spiders.extract.encoding import decode_whole
from spiders.extract.files import read_attachments, read_related
from spiders.extract.guide_rows import is_guide
from spiders.extract.kinds import LONG_TEXT, Facts, content_kind, stub_kind
from spiders.extract.lines import SEPARATOR, Line
from spiders.extract.marks import read_marks, read_site_code
from spiders.extract.messages import read_messages
from spiders.extract.numbers import read_doc_no, read_index_no
from spiders.extract.pager import Paging, read_paging
from spiders.extract.published import meta_date, read_published, written_moment
from spiders.extract.reading import Reading
from spiders.extract.references import read_references
from spiders.extract.regions import Regions
from spiders.extract.scripted import is_scripted, text_forms
from spiders.extract.side_menus import without_columns
from spiders.extract.solicitations import read_solicitation
from spiders.extract.sources import read_source
from spiders.extract.title import read_title
from spiders.extract.vendors import unwrap
from spiders.extract.written import write_out

_IDS, _NAMES = text_path("descendant-or-self::*/@id"), text_path("descendant-or-self::a/@name")
_MAX_BYTES = 8_000_000
_MAX_BLOCKS = 40
_RUNNING = 30
_ROW_LEVELS = 8
_OWN_TITLE = 10  # characters; the names of columns are shorter
# Such pages often stand in the frame of their site; what a gateway or a firewall sends never does.
_IN_A_FRAME = (PageKind.SOFT_404, PageKind.REDIRECT, PageKind.NOTICE)


def read(
    body: bytes,
    url: str,
    *,
    content_type: str = "",
    vendors: bool = True,
    explain: bool = False,
    as_of: dt.date | None = None,
) -> PageRecord:
    """Read everything the audit wants to know of a page.

    ``url`` is the page's own address, "" where it is unknown (addresses then stay as written). ``vendors`` switches the vendor
    recognisers, ``explain`` keeps the evidence, ``as_of`` is the day of the fetch: dates shown without a year need it.
    """
    body = body[:_MAX_BYTES]
    decoded, encoding, is_utf8 = decode_whole(body, content_type)
    text = write_out(unwrap(decoded) if vendors else decoded)
    data = body if is_utf8 and text is decoded else text.encode("utf-8", "replace")
    document = Document(text=text, url=url, encoding=encoding, vendors=vendors, data=data)
    regions = Regions(document)
    clues: list[Clue] | None = [] if explain else None
    reading = Reading(document=document, regions=regions, as_of=as_of, clues=clues)
    record = _read_content(reading)
    return dataclasses.replace(
        record,
        metas=document.metas,
        page_title=document.page_title,
        references=read_references(document, regions),
        anchors=tuple(dict.fromkeys((*_IDS(document.root), *_NAMES(document.root)))),
        clues=tuple(clues or ()),
    )


def _read_content(reading: Reading) -> PageRecord:
    document = reading.document
    kind, target = stub_kind(document)
    if kind is not None:
        return PageRecord(
            url=document.url,
            kind=kind,
            encoding=document.encoding,
            title=document.page_title,
            site_code=_code_around(reading) if kind in _IN_A_FRAME else None,
            redirect_to=target,
        )
    if not document.chinese:
        return _read_plain(document, target)
    reading.find_footer()  # before anything asks for regions
    return _read_chinese(reading, target)


def _code_around(reading: Reading) -> str | None:
    reading.find_footer()  # before anything asks for regions
    return read_site_code(reading, read_marks(reading))


def _read_plain(document: Document, target: str | None) -> PageRecord:
    heading = next((text_of(e) for e in document.root.iter("h1")), "")
    return PageRecord(
        url=document.url,
        kind=PageKind.OTHER,
        encoding=document.encoding,
        title=heading.rstrip("¶#").strip() or document.page_title,
        body_text=body_text.plain_body(document),
        redirect_to=target,
    )


@dataclass(frozen=True, slots=True)
class _Head:
    title: str | None
    line: int | None
    date: str | None
    time: str | None
    source: str | None


def _head(reading: Reading, breadcrumb: tuple[str, ...], fields: dict[str, str]) -> _Head:
    title = read_title(reading, breadcrumb, fields.get("标题", ""))
    noted = reading.notes.get("title_line", "")
    line = int(noted) if noted.isdigit() else None
    date, time = read_published(reading, line, fields)
    return _Head(title, line, date, time, read_source(reading, line))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What stands on a page, whatever kind of page it turns out to be."""

    head: _Head
    headed: bool
    path: tuple[str, ...]
    breadcrumb: tuple[str, ...]  # the path without the page's own title
    fields: dict[str, str]
    blocks: list[Block]
    paging: Paging
    start: int | None
    lines: list[Line]
    attachments: tuple[NamedLink, ...]
    messages: tuple[Message, ...]
    solicitation: Solicitation | None


def _find(reading: Reading) -> _Found:
    path = read_breadcrumb(reading)
    fields = read_doc_fields(reading)
    head = _head(reading, path, fields)
    breadcrumb = without_endings(path, head.title)
    blocks = find_blocks(reading)
    start = _body_start(reading, head)
    lines = body_text.article_lines(reading, start)
    return _Found(
        head=head,
        headed=_is_headed(reading, head, path),
        path=path,
        breadcrumb=breadcrumb,
        fields=fields,
        blocks=blocks,
        paging=read_paging(reading),
        start=start,
        lines=lines,
        attachments=read_attachments(reading, start),
        messages=read_messages(reading, head.title, breadcrumb, blocks),
        solicitation=read_solicitation(reading, head.title, head.date, lines),
    )


def _facts(reading: Reading, found: _Found) -> Facts:
    head, blocks, messages, asked = found.head, found.blocks, found.messages, found.solicitation
    body_chars = sum([len(line.text) - line.link_chars for line in found.lines])
    dated_head = _dated_head(reading, head, blocks)
    rows_told = tell_of_rows(blocks)
    if rows_told and any(row.title == head.title for row in blocks[0].good):
        dated_head = 0.0
    long = body_chars >= LONG_TEXT and found.headed and dated_head  # what stands apart tells only of such a page
    return Facts(
        title=head.title,
        breadcrumb=found.breadcrumb,
        blocks=blocks,
        dated_head=dated_head,
        has_pager=found.paging.present,
        body_chars=body_chars,
        labelled=0 if rows_told else len(found.fields),
        scripted=is_scripted(reading, bool(blocks and blocks[0].dated), body_chars),
        attachments=len(found.attachments),
        headed=found.headed,
        message=len(messages) == 1 and not messages[0].href and messages[0].title == head.title,
        solicits=found.headed and asked is not None and bool(asked.end) and not _dated_rows(blocks),
        guide=is_guide(reading),
        self_named=found.headed and _names_itself(document_title=reading.document.page_title, title=head.title),
        letters=sum(not message.href for message in messages),
        apart=_apart(found.lines, blocks) if long else 0,
        pages=found.paging.total or 0,
    )


def _names_itself(*, document_title: str | None, title: str | None) -> bool:
    """Whether the title element begins with the title that the page shows: that of a list page is its column's name."""
    return len(title or "") >= _OWN_TITLE and compact(document_title).startswith(compact(title))


def _apart(lines: list[Line], blocks: list[Block]) -> int:
    """How much running text stands outside the rows of what looks most like a list."""
    rows = {row.element for row in blocks[0].rows} if blocks else set()
    return sum(
        len(line.text)
        for line in lines
        if not line.link_chars and not any(node in rows for node in (line.block, *ancestors(line.block, _ROW_LEVELS)))
    )


def _read_chinese(reading: Reading, target: str | None) -> PageRecord:
    document, found = reading.document, _find(reading)
    head, blocks, paging, breadcrumb = found.head, found.blocks, found.paging, found.breadcrumb
    facts = _facts(reading, found)
    kind = content_kind(reading, facts)
    article, listed = kind is PageKind.ARTICLE, kind is PageKind.LIST
    if listed:  # what stands above a list is its column's name, the last of the path
        breadcrumb = without_endings(found.path, None)
    shown = _without_menu(reading, blocks, breadcrumb) if listed else blocks
    items = () if article else _without_path(_items(reading, kind, shown, paged=paging.present), breadcrumb)
    if listed and facts.letters > 1:
        items = _of_letters(found.messages, items)
    marks = read_marks(reading)
    heading = heading_of(blocks[0], reading) if listed and blocks else None
    column = read_site_column(reading, breadcrumb, heading, listed=listed)
    names = [a.text for a in found.attachments]
    return PageRecord(
        url=document.url,
        kind=kind,
        encoding=document.encoding,
        title=_title(document, kind, head, column, breadcrumb),
        publish_date=head.date if article else None,
        publish_time=head.time if article else None,
        source=head.source if article else None,
        doc_no=read_doc_no(reading, head.title, found.fields, found.start, names) if article else None,
        index_no=read_index_no(reading, found.fields) if article else None,
        breadcrumb=breadcrumb,
        site_column=column,
        site_code=read_site_code(reading, marks),
        marks=marks,
        attachments=found.attachments,
        interpretations=read_related(reading, head.title, head.line) if article else (),
        items=items,
        total_pages=paging.total if listed else None,
        next_pages=paging.following if listed else (),
        meta_date=meta_date(reading),
        date_from=str(reading.notes.get("date_kind") or ""),
        body_text=body_text.joined(found.lines if article else reading.content),
        doc_fields=found.fields,
        redirect_to=target,
        messages=found.messages,
        solicitation=None if listed else found.solicitation,
        scripted=facts.scripted and not article and not _is_list(items),
        forms=text_forms(document, reading.regions),
    )


def _dated_rows(blocks: list[Block]) -> bool:
    return bool(blocks) and blocks[0].dated > 1


def _without_menu(reading: Reading, blocks: list[Block], path: tuple[str, ...]) -> list[Block]:
    """Leave out the menu beside an empty list: names of columns, the page's own among them, or what stands above the path."""
    own = path[-1] if path else None
    kept = [b for b in blocks if not (b.is_menu and any(row.title == own for row in b.good))]
    kept = without_columns(reading, kept, path)
    if not kept or not kept[0].is_menu or len(path) < 2:
        return kept
    place = next((n for n, line in enumerate(reading.head_lines) if path[0] in line.text and path[-1] in line.text), 0)
    links = (link for line in reading.head_lines[:place] for link in line.links)
    above = {node for link in links for node in (link, *ancestors(link, _ROW_LEVELS))}
    return [b for b in kept if not (b.is_menu and all(row.element in above for row in b.rows))]


def _is_headed(reading: Reading, head: _Head, path: tuple[str, ...]) -> bool:
    """Say whether the page shows a title of its own; a short one counts where it heads the title element too."""
    title = head.title or ""
    if head.line is None or title in path:
        return False
    if len(title) >= _OWN_TITLE:
        return True
    heads = reading.notes.get("title_kind") == "heading" and (reading.document.page_title or "").startswith(title)
    return bool(path and title) and heads


def _is_list(items: tuple[ListItem, ...]) -> bool:
    """A stray link or two without a date are no list."""
    return len(items) > 2 or any(item.date for item in items)


def _body_start(reading: Reading, head: _Head) -> int | None:
    """The head ends with the line that shows the date or the source, if that is near the title."""
    if head.line is None:
        return None
    last, dated = int(reading.notes.get("title_end") or head.line), False  # a headline may be broken over lines
    for line in reading.visible_lines:
        if not head.line < line.index <= head.line + 12:
            continue
        if len(line.text) > _RUNNING and "。" in line.text and not line.link_chars:
            break  # a date below the text is that of its foot
        shown = not dated and head.date is not None and len(line.text) < 160 and _shows(reading, line, head.date)
        if shown or ("来源" in line.text and len(line.text) < 80):
            last, dated = line.index, dated or shown
    return last


def _shows(reading: Reading, line: Line, date: str) -> bool:
    if any(moment.date == date for moment in dates.find_all(line.marked.replace(SEPARATOR, " "))):
        return True
    split, written = dates.find_split(line.text), written_moment(line, reading.document.scripts)
    return (split is not None and split.date == date) or (written is not None and written[1].date == date)


def _dated_head(reading: Reading, head: _Head, blocks: list[Block]) -> float:
    """How surely a date stands beside the title as only an article has it."""
    if head.line is None or head.date is None:
        return 0.0
    if reading.notes.get("date_kind") == "script" and reading.notes.get("title_kind") == "heading":
        return 3.0
    rows = {row.element for row in blocks[0].rows} if blocks and blocks[0].dated >= 3 else set()
    best, far = 0.0, 2.0 if reading.notes.get("date_kind") == "label-publish" else 1.5
    told = reading.notes.get("date_kind", "").startswith("label")  # the label may stand in the cell before
    for line in reading.visible_lines:
        gap = abs(line.index - head.line)
        if (
            gap > 8
            or line.link_chars > 0.5 * len(line.text)
            or len(line.text) > 160
            or not _shows(reading, line, head.date)
        ):
            continue
        if rows and any(node in rows for node in (line.block, *ancestors(line.block, 4))):
            continue
        labelled = "：" in line.text or ":" in line.text or told
        best = max(best, (2.5 if gap <= 3 else far) + labelled)
    return best


def _title(
    document: Document, kind: PageKind, head: _Head, column: str | None, breadcrumb: tuple[str, ...]
) -> str | None:
    """A list page is called as its column, a home page as its site; only an article has a title of its own."""
    if kind is PageKind.ARTICLE:
        return head.title
    if kind is PageKind.HOME:
        return document.lower_metas.get("sitename") or document.page_title or head.title
    if kind is PageKind.LIST:
        return column or head.title
    return (breadcrumb[-1] if breadcrumb else None) or head.title


def _items(reading: Reading, kind: PageKind, blocks: list[Block], *, paged: bool) -> tuple[ListItem, ...]:
    if not blocks:
        return ()
    if kind is PageKind.LIST:
        lists = parts(blocks[0], blocks) if paged else fellows(blocks[0], blocks)
        return tuple(item for block in lists for item in items_of(block, reading))
    chosen: list[Block] = []
    for block in blocks[:_MAX_BLOCKS]:
        if (len(block.good) >= 2 or block.dated) and not any(_overlap(block, other) for other in chosen):
            chosen.append(block)
    return tuple(item for block in chosen for item in items_of(block, reading))


def _of_letters(messages: tuple[Message, ...], items: tuple[ListItem, ...]) -> tuple[ListItem, ...]:
    """The entries of a board that shows its messages in full, where no list gives them."""
    titles = {message.title for message in messages}
    if "" in titles or any(item.date or item.title in titles for item in items):
        return items
    return tuple(ListItem(message.title, message.href, message.answered or message.asked) for message in messages)


def _without_path(items: tuple[ListItem, ...], path: tuple[str, ...]) -> tuple[ListItem, ...]:
    """Leave out the page's place in the site where it stands among dated rows of the same form."""
    if not any(item.date for item in items):
        return items
    return tuple(item for item in items if item.date or item.title not in path)


def _overlap(first: Block, second: Block) -> bool:
    rows = {id(anchor) for row in second.rows for anchor in row.anchors}
    return any(id(anchor) in rows for row in first.rows for anchor in row.anchors)
