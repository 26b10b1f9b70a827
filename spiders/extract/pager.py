"""This module reads how many pages a list has and where the next ones are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spiders.extract.evidence import Candidate
from spiders.extract.pager_jumps import jump_of
from spiders.extract.pager_links import (
    FILE_NUMBER,
    QUERY_NUMBER,
    PagerLinks,
    file_number,
    goes_on,
    offset_of,
    pager_links,
)
from spiders.extract.pager_scripts import MAX_NEXT, Caller, callers_of, scheme_of, script_totals
from spiders.extract.pager_texts import CURRENT_TEXT, counted_total, text_total
from spiders.extract.reading import Reading

MAX_TOTAL = 20_000
_COUNTED = re.compile(rb"<\w+\s[^<>]{0,300}?\bpagecount\s*=\s*[\"']?(\d{1,5})\b")


@dataclass(frozen=True, slots=True)
class Paging:
    """The number of pages and the addresses of those that follow this one."""

    total: int | None = None
    following: tuple[str, ...] = ()
    present: bool = False


def read_paging(reading: Reading) -> Paging:
    """Return what the page's pager says, whoever made it."""
    scripts = callers_of(reading)
    scheme = scheme_of(scripts)
    links = pager_links(reading)
    candidates = []
    if scheme:
        candidates.append(Candidate(str(scheme.total), "script-call"))
    candidates += _text_totals(reading, links)
    candidates += script_totals(scripts)
    candidates += _attribute_totals(reading)
    candidates += _link_totals(reading, links)
    candidates = [c for c in candidates if 0 < int(c.value) <= MAX_TOTAL]
    best = reading.weigh("total_pages", candidates)
    total = int(best.value) if best else None
    if scheme and scheme.total == total:
        following = [reading.document.link(raw) for raw in scheme.addresses()]
    else:
        following = _following(reading, links, total) or _jumped(reading, scripts, total)
    own = reading.document.url
    unique = tuple(dict.fromkeys(url for url in following if url and url != own))
    return Paging(total, unique[:MAX_NEXT], bool(candidates or links.next or len(links.numbers) > 1))


def _text_totals(reading: Reading, links: PagerLinks) -> Iterator[Candidate]:
    texts = [reading.text_of(parent) for parent in links.parents]
    texts += [
        line.text for line in reading.head_lines if len(line.text) < 160 and ("页" in line.text or "/" in line.text)
    ]
    for text in texts:
        if found := text_total(text):
            yield Candidate(found[1], "text", -0.1 * found[0], text[:80])
        elif counted := counted_total(text):
            yield Candidate(counted, "text", -1.5, text[:80])


def _attribute_totals(reading: Reading) -> Iterator[Candidate]:
    """The number of pages may stand in an attribute of what a script makes a pager of."""
    markup = reading.document.markup
    found = _COUNTED.search(markup) if b"pagecount" in markup else None
    if found:
        yield Candidate(found[1].decode(), "text", -0.5, "pagecount")


def _link_totals(reading: Reading, links: PagerLinks) -> Iterator[Candidate]:
    offset = offset_of(links.numbers)
    lost_last = False
    for raw in links.last:
        found = file_number(raw)
        if found is None:
            called = re.search(r"\(\s*['\"]?(\d{1,5})['\"]?\s*\)", raw)
            if called:
                yield Candidate(called[1], "last-link", 0.0, raw)
            lost_last = lost_last or raw.lower().startswith("javascript:")
            continue
        if offset is None and len({n for n, address in links.numbers.items() if n > 1 and address}) > 1:
            continue  # files count backwards or the numbers are not page numbers
        if found < MAX_TOTAL:
            yield Candidate(str(found + (offset or 0)), "last-link", 0.0 if offset is not None else -1.0, raw)
    if links.numbers and not lost_last:
        top = max(links.numbers)
        if not (links.last and top > 1):
            if not goes_on(reading, links):
                yield Candidate(str(top), "numbers", 0.0, "highest number shown")
        elif all(not raw for raw in links.last):
            yield Candidate(str(top), "single", 0.0, "last link without address: this is the last page")
    if not links.numbers and links.last and all(raw in ("", "#") for raw in (*links.last, *links.next)):
        yield Candidate("1", "single", 0.0, "links without address")


def _following(reading: Reading, links: PagerLinks, total: int | None) -> list[str]:
    link = reading.document.link
    found = [link(raw) for raw in links.next]
    current = _current(reading, links)
    if current:
        found += [link(raw) for number, raw in sorted(links.numbers.items()) if number > current]
    generated = _generated(links, total, current, link)
    found += _backwards(links, total, current, link) if generated is None else generated
    found += [link(raw) for raw in links.last]
    return [url for url in found if url]


def _jumped(reading: Reading, scripts: list[Caller], total: int | None) -> list[str]:
    """The pages that only a script leads to, where no link of the pager has an address."""
    jump = jump_of(script for script, _ in scripts) if total and total > 1 else None
    if not (jump and total):
        return []
    link, own = reading.document.link, reading.document.url
    here = jump.page_at(own)
    current = here if here > 1 and link(jump.address(here)) == own else max(jump.current, 1)
    last = min(total, jump.last or total, current + MAX_NEXT)
    return [link(jump.address(page)) for page in range(current + 1, last + 1)]


def _generated(
    links: PagerLinks, total: int | None, current: int | None, link: Callable[[str], str]
) -> list[str] | None:
    """Fill the gap between the window of numbers and the last page, where the shown links follow one pattern."""
    offset = offset_of(links.numbers)
    sample = _common_sample(links.numbers)
    if not (offset is not None and sample and total and current):
        return None
    pattern = QUERY_NUMBER if QUERY_NUMBER.search(sample) else FILE_NUMBER
    match = pattern.search(sample)
    if match is None:
        return None
    head, tail = sample[: match.start(match.re.groups)], sample[match.end() :]
    shown = {number for number, raw in links.numbers.items() if link(raw)}
    shown |= {found + offset for raw in links.last if (found := file_number(raw)) is not None}
    gap = [n for n in range(current + 1, min(total, current + MAX_NEXT) + 1) if n not in shown]
    return [link(f"{head}{n - offset}{tail}") for n in gap]


def _common_sample(numbers: dict[int, str]) -> str | None:
    """Return the highest numbered address of the form that most have: the last page's may be one of its own."""
    forms: dict[str, list[str]] = {}
    for number, raw in sorted(numbers.items(), reverse=True):
        if number > 1 and file_number(raw) is not None:
            pattern = QUERY_NUMBER if QUERY_NUMBER.search(raw) else FILE_NUMBER
            forms.setdefault(pattern.sub("#", raw), []).append(raw)
    return max(forms.values(), key=len)[0] if forms else None


def _backwards(links: PagerLinks, total: int | None, current: int | None, link: Callable[[str], str]) -> list[str]:
    """Files that count down (博达: the second of 18 pages is ``17.htm``, the last ``1.htm``)."""
    sample = next((raw for raw in links.next if file_number(raw)), None)
    if not (sample and total and current and file_number(sample) == total - current and total > 2):
        return []
    ends = {found for raw in links.last if (found := file_number(raw)) is not None}
    if ends - {1} or (not ends and total - current == current + 1):
        return []  # they count up, or it cannot be told
    numbers = range(total - current, max(0, total - current - MAX_NEXT), -1)
    return [link(FILE_NUMBER.sub(str(n), sample, count=1)) for n in numbers]


def _current(reading: Reading, links: PagerLinks) -> int | None:
    """Return the number of this page: what the text says, else the number without a link, else 1."""
    for parent in links.parents:
        match = CURRENT_TEXT.search(reading.text_of(parent))
        if match:
            return int(match[1] or match[2])
    unlinked = [n for n, raw in links.numbers.items() if not raw or raw == "#"]
    if len(unlinked) == 1:
        return unlinked[0]
    own = [n for n, raw in links.numbers.items() if raw and reading.document.link(raw) == reading.document.url]
    if own:
        return own[0]
    return 1 if 1 in links.numbers or 2 in links.numbers else None
