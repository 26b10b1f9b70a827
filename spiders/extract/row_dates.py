"""This module reads the date of a list's row, where it shows several that by which it appeared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from spiders.extract import dates
from spiders.extract.document import Element, ancestors, compact, parent_of, rooted_text_path, squeeze, whole_text
from spiders.extract.link_titles import DATE_EDGE, EDGES, only_date
from spiders.extract.reading import Reading

# The row's date is that of publication; the day from which a document is in force may lie years after it.
_HEADS = (
    re.compile(r"(?:发布|公布|公开|上网|上传|公示|刊登)(?:日期|时间|日)$"),
    re.compile(r"(?:更新|成文|印发|发文|制发|签发)(?:日期|时间|日)$"),
    re.compile(r"(?:开始|起始)(?:日期|时间|日)$"),
)
_TABLE_LEVELS = 3
_GROUP_LEVELS = 3
_TITLE_ROWS = frozenset(("tr", "dt", "h2", "h3", "h4", "h5"))
_SHORT_ROW = 120  # characters, white space among them
_FEW = 2  # elements in a heading
_LONGEST = 12  # characters of a day as heading
_YEAR = re.compile(r"(?:19|20)\d\d(?=年?度?$)")
_ROOTED = rooted_text_path("descendant::text()[normalize-space() and not(parent::script or parent::style)]")
_BETWEEN_NUMBERS = re.compile(r"[-/.月]")
_DIGIT = re.compile(r"\d")
_PUBLISH_WORD = re.compile(r"(?:发布|公开|公布|更新|上传|录入)(?:日期|时间)?[:：]?$")
_DAY_WORD = re.compile(r"(?:日期|时间)[:：]?$")
# Days of the document or of what it is about, not of its appearance in the list.
_OTHER_WORD = re.compile(
    r"(?:成文|印发|签发|签署|实施|施行|生效|执行|失效|废止|截止|结束|到期|终止|有效期至?)(?:日期|时间|日)?[:：]?$"
)
_LONGEST_LABEL = 8  # characters
_AROUND = EDGES + "[]()（）【】/~～至到"
_APART = re.compile(r"[\d\s./年月日|-]{1,16}")  # a day, a year and a month, or all of them
_GOES_ON = re.compile(r"日(?!来源|作者|浏览|点击|阅读|发布|星期)[\u4e00-\u9fff]")
_RUNNING = 20  # characters beside a date that no label and no office's name comes to
_BEHIND = 3  # elements that may stand between a link and its date


def row_date(
    reading: Reading, row: Element, anchor: Element | None, text: str, inner: tuple[Element, ...] = ()
) -> str | None:
    """Return the date that a row shows beside or in its title link, else the one that stands above its group.

    ``text`` is all text of the row, ``inner`` are the lists in it that tell of other pages.
    """
    told = _told_date(reading, row)
    if told:
        return told
    if row.tag == "a":
        behind = _behind(row)
        if behind and (moment := dates.find_first(behind)):
            return moment.date
    if "20" not in text and "19" not in text and not (_BETWEEN_NUMBERS.search(text) and _DIGIT.search(text)):
        return _date_below(row) or _group_date(reading, row)
    shown, pieces = shown_pieces(reading, row), reading.pieces_of(row)
    for part in inner:
        shown, pieces = shown and _besides(shown, reading, part), _besides(pieces, reading, part)
    found = _date_in(reading, row, anchor, shown) if shown is not None else None
    return found or _date_in(reading, row, anchor, pieces) or _date_below(row) or _group_date(reading, row)


def _besides(texts: list[str], reading: Reading, part: Element) -> list[str]:
    return _without(_filled(texts), _filled(reading.pieces_of(part)))


def _filled(texts: list[str]) -> list[str]:
    return [text for text in texts if text.strip()]


def _date_below(row: Element) -> str | None:
    """The date in the row below, where one row holds the title and the next one what is to be said of it."""
    if row.tag not in _TITLE_ROWS:
        return None
    below = row.getnext()
    if below is None or not isinstance(below.tag, str) or next(below.iter("a"), None) is not None:
        return None
    text = whole_text(below)
    return _moment(text) if len(text) <= _SHORT_ROW else None


def _behind(anchor: Element) -> str:
    """The text between a link and the next one or the end of its line: a list of links with breaks between them."""
    texts = [anchor.tail or ""]
    for node in islice(anchor.itersiblings(), _BEHIND):
        if node.tag in ("a", "br", "p", "div", "ul", "table"):
            break
        texts += [whole_text(node) if isinstance(node.tag, str) else "", node.tail or ""]
    return " ".join(texts)


def shown_pieces(reading: Reading, row: Element) -> list[str] | None:
    """The texts of a row that a reader sees, where something in it is hidden, such as a box that opens under the mouse."""
    if row not in reading.partly_hidden:
        return None
    regions = reading.regions
    return [str(piece) for piece in _ROOTED(row) if not regions.of(parent_of(piece)[1]).hidden_by]


def _date_in(reading: Reading, row: Element, anchor: Element | None, texts: list[str]) -> str | None:
    inside = _filled(reading.pieces_of(anchor)) if anchor is not None else []
    outside = _without(_filled(texts), inside)
    around = "\x1f".join(outside)
    href = (anchor.get("href") if anchor is not None else "") or ""
    best = _best_date(around)
    if best and not (_is_running(around, best) and (_shows_day(_bare(outside)) or _goes_on(around, best))):
        return best.date
    if best:
        return _date_apart(reading, row, href, [_bare(outside)])
    for alone in (True, False):  # the whole row is one link: a piece that is nothing but a date counts, else its edge
        for piece in inside:
            moment = dates.find_first(piece)
            if moment and (only_date(piece) if alone else DATE_EDGE.search(squeeze(piece))):
                return moment.date
    # What stands alone is asked first, for an abstract may speak of another day.
    return _date_apart(reading, row, href, [_bare(outside), around.replace("\x1f", " "), _bare(inside)])


def _bare(pieces: list[str]) -> str:
    """The pieces that are nothing but a date or a part of one."""
    return " ".join(piece for piece in pieces if _APART.fullmatch(piece.strip()) or only_date(piece))


def _shows_day(text: str) -> bool:
    return dates.find_split(text) is not None or dates.find_short(text) is not None


def _date_apart(reading: Reading, row: Element, href: str, texts: list[str]) -> str | None:
    """Return a date shown in parts, or else one without a year."""
    numbered = [text for text in texts if _DIGIT.search(text)]
    for text in numbered:
        split = dates.find_split(squeeze(text))
        if split:
            return split.date
    for text in numbered:
        short = dates.find_short(squeeze(text)) if len(text) < 200 else None
        if short:
            year = _group_year(row)
            if year is not None:
                return dates.valid(year, short[0], short[1])
            return dates.complete_short(short[0], short[1], href, reading.as_of)
    return None


def _best_date(text: str) -> dates.Moment | None:
    plain = text.replace("\x1f", " ")
    moments = dates.find_all(plain)
    if not moments:
        return None
    if len(moments) > 1:
        moments = [moment for moment in moments if not _OTHER_WORD.search(_label(plain, moment))] or moments
    for moment in moments:
        if _PUBLISH_WORD.search(_label(plain, moment)):
            return moment
    if len(moments) > 1:
        moments = _told(text, plain, moments)
    if len(moments) > 1 and re.fullmatch(r"\s*(?:[-~—–至到]|--)+\s*", plain[moments[0].end : moments[1].start]):
        return moments[0]
    return moments[-1]


def _told(text: str, plain: str, moments: list[dates.Moment]) -> list[dates.Moment]:
    """A date that is called one or stands alone is the row's; one inside a sentence is that of what it tells of."""
    called = [moment for moment in moments if _DAY_WORD.search(_label(plain, moment))]
    for moment in called:
        if not _is_long(text, moment):
            return [moment]
    return [moment for moment in moments if not _beside(text, moment).strip(_AROUND)] or called[:1] or moments


def _beside(text: str, moment: dates.Moment) -> str:
    """Return what else stands in the piece of a date."""
    shown = len(text[moment.start : moment.end].rstrip())  # the mark between two pieces is white space too
    start, end = text.rfind("\x1f", 0, moment.start) + 1, text.find("\x1f", moment.start + shown)
    return text[start : moment.start] + text[moment.end : end if end >= 0 else len(text)]


def _is_long(text: str, moment: dates.Moment) -> bool:
    beside = _beside(text, moment)
    return len(beside) > _RUNNING and len(squeeze(beside)) > _RUNNING


def _goes_on(text: str, moment: dates.Moment) -> bool:
    """Whether a sentence goes on right behind its date: 自2022年7月1日起施行."""
    return _GOES_ON.match(text, moment.end - 1) is not None


def _is_running(text: str, moment: dates.Moment) -> bool:
    """Whether a date stands inside a sentence, such as that of an abstract."""
    label = _label(text, moment)
    return _is_long(text, moment) and not (_PUBLISH_WORD.search(label) or _DAY_WORD.search(label))


def _label(text: str, moment: dates.Moment) -> str:
    """Return what stands right before a date, as long as the longest label."""
    return text[: moment.start].rstrip()[-_LONGEST_LABEL:]


def _without(everything: list[str], inside: list[str]) -> list[str]:
    """Return the pieces of a row that do not belong to its title link."""
    size = len(inside)
    for start in range(len(everything) - size + 1) if size else ():
        if everything[start : start + size] == inside:
            return everything[:start] + everything[start + size :]
    return everything


def _told_date(reading: Reading, row: Element) -> str | None:
    """Return the date under a heading that names it, or the one that a time element gives in full; None where neither is."""
    if row.tag == "tr":
        return _headed(reading, row)
    if not reading.has_times:
        return None
    times = [date for date in (_moment(time.get("datetime")) for time in row.iter("time")) if date]
    return times[0] if len(times) == 1 else None


def _moment(text: str | None) -> str | None:
    found = dates.find_first(text) if text else None
    return found.date if found else None


def _headed(reading: Reading, row: Element) -> str | None:
    cells = [_moment(reading.text_of(cell)) for cell in row]
    if sum(date is not None for date in cells) < 2:
        return None
    table = next((node for node in ancestors(row, _TABLE_LEVELS) if node.tag == "table"), None)
    head = next(table.iter("tr"), None) if table is not None else None
    if head is None or head is row or len(head) != len(row):
        return None
    names = [compact(reading.text_of(cell)) for cell in head]
    for wanted in _HEADS:
        for name, date in zip(names, cells, strict=True):
            if date and wanted.search(name):
                return date
    return None


def _group_year(row: Element) -> int | None:
    """Return the year that stands as a heading above the rows of one group: 2022年, and below it 12-10, 11-08."""
    match = next((match for text in _headings(row) if (match := _YEAR.match(text))), None)
    return int(match[0]) if match else None


def _group_date(reading: Reading, row: Element) -> str | None:
    """Return the date that stands as a heading above the rows of one day."""
    known, parent = reading.group_dates, row.getparent()
    if parent not in known:
        found = (dates.FULL.fullmatch(text) for text in _headings(row))
        known[parent] = next((_moment(match[0]) for match in found if match), None)
    return known[parent]


def _headings(row: Element) -> Iterator[str]:
    """Yield the short texts right above the groups that a row is in."""
    for node in ancestors(row, _GROUP_LEVELS):
        before = node.getprevious()
        if before is not None and isinstance(before.tag, str) and len(before) <= _FEW:
            text = compact(whole_text(before))
            if len(text) <= _LONGEST:
                yield text
