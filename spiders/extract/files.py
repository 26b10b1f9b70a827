"""This module finds the attachments and the related files that an article itself gives."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from auditor.model.page import NamedLink, Region
from spiders.extract.document import Element, ancestors, compact, parse, squeeze, text_of
from spiders.extract.lines import Line
from spiders.extract.reading import Reading

_EXTENSION = re.compile(
    r"\.(?:docx?|xlsx?|xlsm|pptx?|ppsx?|pdf|ofd|wps|et|dps|zip|rar|7z|tar|gz|csv|txt|rtf|ceb|cebx|caj|odt|ods|mp3|mp4|dwg|gd|xml)$",
    re.IGNORECASE,
)
_DOWNLOAD = re.compile(
    r"downfile|download(?:\.jsp|\.do|\.action|attach|file|\?|/)|filedown|getfile|attach(?:ment)?(?:id|\.do|/down|\?)|openfile|showfile|fileid=|wbfileid|attachurl",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^\s*(?:可?下载附件|附件下载|相关附件|点击下载附件)\s*[:：]\s*"
    # The number of a row, not one that begins the file's own name: 8.关于…的批复.pdf.
    r"|^[\s　]*(?:[(（]?[\d０-９一二三四五六七八九十]{1,2}[)）]?[、．]\s*|\d{1,2}\.\s+)(?=\D)"
)
_SAID = re.compile(r"附\s*件\s*[\d０-９一二三四五六七八九十]{0,3}\s*[:：]\s*\S{3}")
_NOT_FILE = re.compile(r"^(?:客户端|app|APP|手机版|阅读器|下载客户端|软件下载|.{0,12}(?:浏览器|阅读器|播放器).{0,6})$")
_RELATED_HEAD = re.compile(
    r"^[【\[（(]?(?:相关|有关|延伸|关联)?(?:政策|文件|的)?(?:链接|解读|解读材料|政策解读|文件解读|解读链接|阅读|文件|政策文件|原文|政策原文|原文链接|文件原文|稿件|政策链接|图解|解读信息|内容|信息|政策|文档|资料)[】\]）)]?\s*[:：>》]*|^[【\[]?(?:(?:文字|图片|图文|图表|视频|音频|部门|专家|媒体|动漫|政策)解读|解读|图解|一图读懂|原文|文件原文|政策原文|解读材料)[】\]]?\s*[:：]?"
)
_ANNOUNCES = re.compile(
    r"相关链接|相关解读|政策解读|解读链接|文件解读|相关文件|相关政策|政策原文|原文链接|文件原文|延伸阅读|解读材料|关联|相关文档|解读\s*[:：]|原文\s*[:：]"
)
INTERPRETS = re.compile(r"解读|图解|读懂|问答|答记者问|[一1]图|政策问答|视频说明|起草说明|H5|动漫")
# Behind 解读链接： a link may say no more than the form of the interpretation.
_LABELLED = re.compile(r"^[【\[（(]?[\u4e00-\u9fff]{0,6}(?:解读|链接|材料)[\u4e00-\u9fff]{0,4}[】\]）)]?\s*[:：]")
_FORM = re.compile(
    r"^[【\[（(]?(?:(?:文字|图片|图文|图表|视频|音频|专家|部门|媒体|动漫|动画|政策|文件|数字)?(?:解读|图解)|一图读懂)[】\]）)]?$"
)
_DATED_LIST = re.compile(r"(?:19|20)\d\d[-.年/]\d{1,2}[-.月/]\d{1,2}日?\s*[\])】）]?$")
_OFFERED = re.compile(r"^(?:点击|查看|详见|阅读).{0,6}$")
_STRING_LINK = re.compile(r"<a\b[^<>]*?href\s*=[^<>]*>.*?</a>", re.IGNORECASE | re.DOTALL)
_HREF_LOST = re.compile(r"^(?:|#|javascript:.*)$", re.IGNORECASE)
_NAMING = ("download", "title", "alt", "textvalue")
_MAX_RELATED = 12
_OTHERS = re.compile(r"推荐|热门|热点|排行|最新")
_SHORT_HEAD = 8  # characters
_TELLING_NAME = 8  # characters: a shorter title may stand in another's by chance


def read_attachments(reading: Reading, head: int | None) -> tuple[NamedLink, ...]:
    """Return the attachments in page order; a heading such as 附件： without a link is none."""
    found: dict[str, NamedLink] = {}
    unnamed: set[str] = set()  # editors put a picture of the file's kind, a link too, before the link with its name
    for anchor in reading.content_anchors:
        if _is_attachment(reading, anchor):
            named, link = _label(anchor), reading.document.link(anchor.get("href"))
            if not named:
                unnamed.add(link)
            elif link in unnamed:
                unnamed.discard(link)
                found.pop(link, None)
            _add(found, named or _unsaid_label(anchor), link)
    if not found:
        alone = _whole_body(reading, head)
        if alone is not None:
            _add(found, _label(alone), reading.document.link(alone.get("href")))
    for label, raw in _in_scripts(reading):
        _add(found, label, reading.document.link(raw))
    return tuple(found.values())


def _add(found: dict[str, NamedLink], label: str, href: str) -> None:
    if label:
        found.setdefault(href or label, NamedLink(label, href))


def _is_attachment(reading: Reading, anchor: Element) -> bool:
    raw = anchor.get("href") or ""
    leads = _leads(raw)
    if leads == "page":
        return False
    # An address that leads nowhere: only a text that names a file makes it one, or a system's own word for it.
    named = leads == "file" or anchor.get("type") == "file"
    named = named or (leads == "" and any(_is_file_name(anchor.get(name)) for name in _NAMING))
    text = reading.whole_text_of(anchor)
    named = named or (leads == "" and text[:1] == "附" and _SAID.match(text) is not None)
    return (named or _is_file_name(text)) and not _NOT_FILE.match(text)


def _is_file_name(text: str | None) -> bool:
    return text is not None and "." in text and _EXTENSION.search(text.strip()) is not None


@lru_cache(maxsize=16_384)
def _leads(raw: str) -> str:
    """Say what an address leads to as far as it shows: "file", "page", "nowhere", or "" where it does not show it."""
    raw = raw.strip()
    if _HREF_LOST.match(raw):
        return "nowhere"
    path = _path(raw)
    if _EXTENSION.search(path):
        return "file"
    if path.lower().endswith((".jpg", ".png", ".gif", ".jpeg", ".htm", ".html", ".shtml")):
        return "page"
    return "file" if _DOWNLOAD.search(raw) else ""


def _whole_body(reading: Reading, head: int | None) -> Element | None:
    """A body that is one link repeating the title is the document itself, put there as a file."""
    title = next(
        (
            line.text
            for line in reading.content
            if head is not None and str(line.index) == reading.notes.get("title_line")
        ),
        None,
    )
    below = [line for line in reading.content if head is not None and line.index > head and line.links]
    if title and below and len(below[0].links) == 1 and compact(below[0].text) == compact(title):
        return below[0].links[0]
    return None


def _path(raw: str) -> str:
    try:
        return unquote(urlsplit(raw).path).strip()
    except ValueError:
        return raw


def _label(anchor: Element) -> str:
    return _LEAD_IN.sub("", text_of(anchor))


def _unsaid_label(anchor: Element) -> str:
    """Return what a link without a text is called: by its picture, or by its address."""
    image = next(anchor.iter("img"), None)
    names = (
        anchor.get("alt"),
        anchor.get("title"),
        image.get("alt") if image is not None else None,
        image.get("title") if image is not None else None,
    )
    return next((squeeze(name) for name in names if name), "") or posixpath.basename(_path(anchor.get("href") or ""))


def _in_scripts(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield (text, address) of attachment links that exist only inside strings that a script writes."""
    for script in reading.document.scripts:
        if len(script) > 100_000 or not ("<a" in script or "%3Ca" in script or "<A" in script):
            continue
        source = unquote(script) if "%3C" in script else script
        for match in _STRING_LINK.finditer(source.replace('\\"', '"').replace("\\'", "'").replace("\\/", "/")):
            if re.search(r"['\"]\s*\+|\+\s*['\"]", match[0]):
                continue  # the address is put together at run time
            anchor = next(parse(match[0]).iter("a"), None)
            if (
                anchor is not None
                and not _HREF_LOST.match((anchor.get("href") or "").strip())
                and _EXTENSION.search(_path(anchor.get("href") or ""))
            ):
                yield _label(anchor) or _unsaid_label(anchor), anchor.get("href") or ""


def read_related(reading: Reading, title: str | None, head: int | None) -> tuple[NamedLink, ...]:
    """Return interpretation links and links to the interpreted file that stand in or right below the article."""
    found: dict[str, NamedLink] = {}
    announced: Line | None = None
    others: Line | None = None  # the heading of what is recommended beside the article
    name = compact(title or "")
    for line in reading.content:
        if head is not None and line.index <= head or len(line.text) > 500:
            continue
        if not line.links and len(line.text) <= _SHORT_HEAD and _OTHERS.search(line.text):
            announced, others = None, line
        elif others is not None and line.links and _same_part(others, line):
            continue
        elif (len(line.text) < 20 or line.links) and _RELATED_HEAD.match(line.text):
            announced = line
        _add_own(found, reading, line, name)
        if announced is None or not line.links:
            continue
        if line.index - announced.index > _MAX_RELATED or not _same_part(announced, line):
            continue
        for anchor in line.links:
            text = _whole(anchor, re.sub(r"^\d{1,2}\s*[.、．]\s*", "", reading.text_of(anchor)))
            form = announced is line and _LABELLED.match(line.text) and _FORM.match(text)
            short = len(text) < 6 and not form
            if short or compact(text) == name or _OFFERED.match(text) or _is_given(reading, anchor):
                continue
            wanted = INTERPRETS.search(text) and ("《" in text or len(text) >= 8)
            if wanted or form or (not _DATED_LIST.search(line.text) and _names_file(announced.text, text)):
                found.setdefault(text, NamedLink(text, reading.document.link(anchor.get("href"))))
    return tuple(found.values())


def _whole(anchor: Element, text: str) -> str:
    """Return what a link says, by its title attribute where the text is cut short."""
    cut = text.rstrip(".…")
    title = squeeze(anchor.get("title")) if cut != text else ""
    return title if title.startswith(cut) else text


def _add_own(found: dict[str, NamedLink], reading: Reading, line: Line, name: str) -> None:
    """A link that names the page's title and says that it interprets it needs no heading above it."""
    if len(name) < _TELLING_NAME or "读" not in line.text and "问" not in line.text:
        return
    for anchor in line.links:
        text = reading.text_of(anchor)
        plain = compact(text)
        if name in plain and INTERPRETS.search(plain.replace(name, "")) and not _is_given(reading, anchor):
            found.setdefault(text, NamedLink(text, reading.document.link(anchor.get("href"))))


def _is_given(reading: Reading, anchor: Element) -> bool:
    """Whether a link is an attachment of the article and so no related file."""
    around = reading.regions.of(anchor)
    if around.region in (Region.NAVIGATION, Region.FOOTER) or around.hidden_by or around.inert:
        return False
    return _is_attachment(reading, anchor) and not _HREF_LOST.match(anchor.get("href") or "")


def _names_file(head: str, text: str) -> bool:
    """Under 相关文件 or 原文, or under 相关链接 with a title in 《》, a link leads to the interpreted file."""
    if re.search(r"原文|解读文件|(?:相关|关联)(?:文件|政策)|政策文件|文件链接", head):
        return True
    return "相关链接" in head and bool(re.search(r"《.+》|关于.+的(?:通知|意见|办法|决定|公告|规定)", text))


def _same_part(first: Line, line: Line) -> bool:
    if first is line or first.block is line.block:
        return True
    shared = {first.block, *ancestors(first.block, 3)}
    return any(node in shared for node in ancestors(line.block, 4) if node.tag not in ("body", "html"))
