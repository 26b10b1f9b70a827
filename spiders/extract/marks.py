"""This module finds the official marks of a page, such as 标识码, ICP备案 and the 找错 entry."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from typing import cast
from urllib.parse import unquote

from auditor.model.page import Mark, Region
from spiders.extract.document import Element, compact, owner_of, rooted_text_path, squeeze
from spiders.extract.evidence import Candidate
from spiders.extract.lines import Line
from spiders.extract.reading import Reading

CODE = r"(?:bm\d{8}|\d{10}|[Nn]\d{9})(?!\d)"
_SITE_CODE = re.compile(rf"标识码\s*[:：为]?\s*({CODE})", re.IGNORECASE)
_CODE_ONLY = re.compile(rf"^{CODE}$", re.IGNORECASE)
_ICP = re.compile(r"[\u4e00-\u9fff]?ICP[备证]\s*(?:案号?)?\s*[:：]?\s*[A-Z]?\d{5,12}\s*号?(?:-\d{1,3})?", re.IGNORECASE)
_POLICE = re.compile(
    r"[\u4e00-\u9fff]?公网安备\s*(?:备案)?\s*[:：]?\s*\d{10,16}\s*号?|公安(?:机关)?备案号?\s*[:：]?\s*\d{8,16}"
)
_ORGANIZER = re.compile(r"主\s*办\s*(?:单\s*位|机\s*关|方)?\s*[:：]?\s*([\u4e00-\u9fff（）()、\s]{3,40})")
_OWNER = re.compile(r"版权所有\s*[:：©]?\s*([\u4e00-\u9fff（）()·-]{4,40})|([\u4e00-\u9fff（）()]{4,30})\s*版权所有")
_CONTACT = re.compile(
    r"(?:联系|值班|办公|服务|咨询|监督|网站)?\s*(?:电\s*话|热线|传真)\s*[:：]?\s*[(（]?\d{3,4}[)）\-—\s]*\d{3,8}|联系(?:我们|方式)|地\s*址\s*[:：]|邮\s*箱\s*[:：]|E-?mail\s*[:：]",
    re.IGNORECASE,
)
_SITEMAP = re.compile(r"^(?:网站|站点)(?:地图|导航|导览)$|^sitemap$|^site\s*map$", re.IGNORECASE)
_PARTY = re.compile(r"conac\.cn|_ideconac|党政机关|事业单位标识|bszs", re.IGNORECASE)
_PARTY_IMAGE = re.compile(r"(?:^|/)(?:dzjg|dangzheng|djg|conac|jiguan)\w*\.(?:png|jpe?g|gif|svg)", re.IGNORECASE)
_ERROR_REPORT = re.compile(r"找错|纠错|jiucuo|site_?code=", re.IGNORECASE)
_LINK_CODE = re.compile(rf"site_?code\s*=\s*[\"'\\]*({CODE})", re.IGNORECASE)
_ACTING = rooted_text_path("descendant-or-self::*/@onclick")
_PARTY_NAMED = rooted_text_path("descendant-or-self::*/@id[. = '_ideConac']")
_POSSIBLE = frozenset(("a", "img", "script", "area", "iframe"))
# One of these is in all that the patterns of party marks and of the entry for errors find.
_HINTS = (
    *("conac", "党政机关", "事业单位标识", "bszs", "dzjg", "dangzheng", "djg", "jiguan"),
    *("找错", "纠错", "jiucuo", "sitecode=", "site_code="),
)
_SITEMAP_ENDS = frozenset("图航览pP")
_LONGEST_SITEMAP = 16  # characters, with a space between any two of them
_MAX_MARKED = 3000
_FRAME_LINES = 16
_JS_COMMENT = re.compile(r"/\*.*?\*/|(?m:(?:^|(?<=[;{}\s]))//[^\n]*)", re.DOTALL)


def read_marks(reading: Reading) -> tuple[Mark, ...]:
    """Return every mark, each element and value once a place."""
    footer = _Footer(reading)
    found = [*_line_marks(reading, footer), *_element_marks(reading, footer)]
    unique: dict[tuple[str, str, bool, bool], Mark] = {}
    for mark in found:
        unique.setdefault((mark.element, mark.value, mark.in_footer, mark.visible), mark)
    return tuple(unique.values())


class _Footer:
    """Answers whether an element stands in the footer: in a part named so, told by its content, or after that part."""

    def __init__(self, reading: Reading) -> None:
        self._regions = reading.regions
        blocks = {line.block for line in reading.footer_lines if line.index >= len(reading.lines) * 0.5}
        # A page of a few lines with such marks is nothing but a footer, to be shown in a frame.
        self._whole = bool(blocks) and len(reading.lines) <= _FRAME_LINES
        late = reading.document.elements[int(len(reading.document.elements) * 0.4) + 1 :] if blocks else []
        start = next((number for number, element in enumerate(late) if element in blocks), len(late))
        self._behind = set(late[start:])

    def holds(self, element: Element) -> bool:
        return self._whole or element in self._behind or self._regions.of(element).region is Region.FOOTER


def _line_marks(reading: Reading, footer: _Footer) -> Iterator[Mark]:
    lines = reading.lines
    for line in lines if len(lines) <= 2 * _MAX_MARKED else lines[:_MAX_MARKED] + lines[-_MAX_MARKED:]:
        text = line.text
        if len(text) > 600:
            continue
        inside = footer.holds(line.holders[0])
        if not inside and "备" not in text and "码" not in text and "ICP" not in text and "icp" not in text:
            continue
        found = [*_numbers_in(text), *(_names_in(text) if inside else ())]
        visible = bool(found) and not reading.regions.of(line.holders[0]).hidden_by
        for element, value, where in found:
            yield Mark(element, value, _link_around(reading, line, where), inside, visible)


def _numbers_in(text: str) -> Iterator[tuple[str, str, str]]:
    if "标识码" in text:
        for match in _SITE_CODE.finditer(text):
            yield "site-code", match[1], match[0]
    if "ICP" in text or "icp" in text:
        for match in _ICP.finditer(text):
            yield "icp", compact(match[0]), match[0]
    if "备" in text:
        for match in _POLICE.finditer(text):
            yield "police", compact(match[0]), match[0]


def _names_in(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield who runs the site and how to reach him: only a footer speaks of the site, anywhere else it may be anybody."""
    organizer = _ORGANIZER.search(text)
    owner = _OWNER.search(text) if "版权" in text else None
    if organizer:
        yield "organizer", re.split(r"\s{2,}|承办|版权|技术|维护|联系|地址|网站", organizer[1])[0].strip(), organizer[0]
    elif owner:
        yield "organizer", (owner[1] or owner[2]).strip(), owner[0]
    contact = _CONTACT.search(text)
    if contact:
        yield "contact", squeeze(contact[0]), contact[0]


def _link_around(reading: Reading, line: Line, where: str) -> str:
    for link in line.links:
        label = reading.text_of(link)
        if label and (label in where or where in label or compact(where)[:6] in compact(label)):
            return reading.document.link(link.get("href"))
    return ""


def _element_marks(reading: Reading, footer: _Footer) -> Iterator[Mark]:
    possible = _possible(reading)
    if len(possible) > 2 * _MAX_MARKED:
        possible = possible[:_MAX_MARKED] + possible[-_MAX_MARKED:]
    for element in _telling(reading, possible):
        around = reading.regions.of(element)
        if around.inert:
            continue
        for name, value, address in _in_element(reading, element):
            yield Mark(name, value, reading.document.link(address), footer.holds(element), not around.hidden_by)


def _possible(reading: Reading) -> list[Element]:
    """Return the elements that can be a mark, in document order."""
    markup, root = reading.document.markup, reading.document.root
    others = {owner_of(code) for code in _ACTING(root)} if b"onclick" in markup else set()
    if b"_ideconac" in markup:
        others.update(owner_of(name) for name in _PARTY_NAMED(root))
    tags = {*_POSSIBLE, "input", *(element.tag for element in others)}
    return [
        element
        for element in root.iter(*tags)
        if element.tag in _POSSIBLE or element in others or (element.tag == "input" and element.get("type") == "image")
    ]


def _telling(reading: Reading, elements: list[Element]) -> list[Element]:
    """Leave out the elements that say nothing a mark is told by: nearly all, so they are searched together."""
    said, chosen = [], set()
    for number, element in enumerate(elements):
        values, tag, label = cast("list[str]", element.values()), element.tag, ""
        if tag == "a":
            label = reading.text_of(element)
            values.append(label)
            label = label or squeeze(element.get("title"))
        elif tag == "img":
            label = squeeze(element.get("alt") or element.get("title"))
        if tag == "script" or label[-1:] in _SITEMAP_ENDS:
            chosen.add(number)
        said.append("\n".join(values))
    # No page can hold the character; bytes are made lower-case, and searched, much faster than Chinese text.
    whole = "\0".join(said).encode(errors="surrogatepass").lower()
    ends = list(accumulate([len(text) + 1 for text in whole.split(b"\0")]))
    for hint in (hint.encode() for hint in _HINTS):
        if hint in whole:
            chosen.update(bisect(ends, match.start()) for match in re.finditer(hint, whole))
    return [elements[number] for number in sorted(chosen)]


def _in_element(reading: Reading, element: Element) -> Iterator[tuple[str, str, str]]:
    tag = element.tag
    if tag == "script":
        yield from _in_script(element)
        return
    address = element.get("href") or element.get("src") or ""
    label = reading.text_of(element) if tag == "a" else ""
    if tag == "a" and len(label) < _LONGEST_SITEMAP and _SITEMAP.match(compact(label) or compact(element.get("title"))):
        yield "sitemap", label or "网站地图", address
    yield from _hinted_marks(element, address, label)
    if tag == "img" and _SITEMAP.match(compact(element.get("alt") or element.get("title"))):
        parent = element.getparent()
        yield "sitemap", element.get("alt") or "", (parent.get("href") or "") if parent is not None else ""


def _hinted_marks(element: Element, address: str, label: str) -> Iterator[tuple[str, str, str]]:
    labels = " ".join((label, element.get("alt") or "", element.get("title") or "", element.get("onclick") or ""))
    named, lowered, said = (element.get("id") or "").lower() == "_ideconac", address.lower(), labels.lower()
    if not named and not any(hint in lowered or hint in said for hint in _HINTS):
        return
    odd = not address.isascii()  # a pattern without regard to case knows more letters than have a small one
    party = (odd or "conac" in lowered or "bszs" in lowered) and _PARTY.search(address)
    if named or party or _PARTY.search(labels) or ("." in address and _PARTY_IMAGE.search(address)):
        yield "party-mark", squeeze(labels)[:60], address
    report = (odd or "jiucuo" in lowered or "code=" in lowered) and _ERROR_REPORT.search(address)
    if (report or _ERROR_REPORT.search(labels)) and not lowered.startswith("data:"):
        code = _LINK_CODE.search(address)
        yield "error-report", code[1] if code else squeeze(labels)[:60], address


def _in_script(element: Element) -> Iterator[tuple[str, str, str]]:
    source = element.get("src") or ""
    if source:
        if _ERROR_REPORT.search(source) or "jiucuo" in (element.get("id") or "").lower():
            code = element.get("sitecode") or ""
            linked = _LINK_CODE.search(source)
            yield "error-report", code or (linked[1] if linked else ""), source
        if "conac.cn" in source:
            yield "party-mark", "", source
        return
    text = element.text or ""
    if "write" not in text and "innerHTML" not in text and "append" not in text:
        return
    written = _JS_COMMENT.sub(" ", unquote(text) if "%3" in text else text) if len(text) < 50_000 else ""
    if "_ideconac" in written.lower() or "conac.cn" in written.lower():
        found = re.search(r"src\s*=\s*['\"]?([^'\"\s>]+)", written)
        yield "party-mark", "", found[1] if found else ""
    if "jiucuo" in written or "找错" in written:
        linked = _LINK_CODE.search(written)
        found = re.search(r"(?:href|src)\s*=\s*\\?['\"]([^'\"\\]*jiucuo[^'\"\\]*)", written)
        yield "error-report", linked[1] if linked else "", found[1] if found else ""


def read_site_code(reading: Reading, marks: tuple[Mark, ...]) -> str | None:
    """Return the 网站标识码 from meta, footer or 找错 entry."""
    candidates = []
    meta = (reading.document.lower_metas.get("siteidcode") or "").strip()
    if _CODE_ONLY.match(meta):
        candidates.append(Candidate(meta, "meta"))
    for mark in marks:
        if mark.element == "site-code":
            candidates.append(Candidate(mark.value, "footer", 0.0 if mark.visible else -2.0))
        if mark.element == "error-report" and _CODE_ONLY.match(mark.value):
            candidates.append(Candidate(mark.value, "link"))
    best = reading.weigh("site_code", candidates)
    return best.value if best else None
