"""This module says what an address is for, by the element that names it and the ending it has."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

PAGE, RESOURCE, ATTACHMENT, LINK = "page", "resource", "attachment", "link"


class Mode(IntEnum):
    """How an address is visited; the higher includes what the lower finds out."""

    NONE = 0  # only recorded
    CHECK = 1  # does it answer?
    STYLE = 2  # fetched whole, its references recorded
    READ = 3  # a page: fetched, read, followed


_FILES = frozenset((
    "7z", "apk", "bz2", "caj", "ceb", "csv", "doc", "docx", "dps", "dwg", "epub", "et", "exe", "gz", "odp", "ods",
    "odt", "ofd", "pdf", "ppt", "pptx", "rar", "rtf", "tar", "tgz", "txt", "wps", "xls", "xlsx", "zip",
))  # fmt: skip
_MEDIA = frozenset((
    "avi", "avif", "bmp", "css", "eot", "flv", "gif", "ico", "jpeg", "jpg", "js", "json", "m3u8", "m4v", "map", "mjs",
    "mov", "mp3", "mp4", "mpeg", "mpg", "ogg", "otf", "png", "rm", "rmvb", "svg", "swf", "tif", "tiff", "ttf", "wav",
    "webm", "webp", "wma", "wmv", "woff", "woff2",
))  # fmt: skip
_FRAMES = frozenset(("iframe", "frame"))
_NAVIGATION = frozenset(("a", "area", "meta", "option"))
_FORM_ATTRIBUTES = frozenset(("action", "formaction"))


@lru_cache(maxsize=4_096)
def _ending_role(ending: str) -> str:
    if ending in _FILES:
        return ATTACHMENT
    return RESOURCE if ending in _MEDIA else PAGE


def ending_of(url: str) -> str:
    """Return the file name ending of an address, "" if it has none.

    >>> ending_of("http://a.cn/x/b.PDF?y=1"), ending_of("http://a.cn/"), ending_of("http://a.cn/d.jsp?f=a.pdf")
    ('pdf', '', 'jsp')
    """
    name = url.partition("?")[0].rpartition("/")[2]
    ending = name.rpartition(".")[2] if "." in name else ""
    return ending.lower() if len(ending) <= 5 else ""


def aim(url: str, tag: str, attr: str, *, internal: bool) -> tuple[str, Mode]:
    """Return role and way of visiting of an address that ``tag`` names in ``attr``.

    >>> aim("http://a.cn/x.html", "a", "href", internal=True), aim("http://a.cn/x.pdf", "a", "href", internal=True)
    (('page', <Mode.READ: 3>), ('attachment', <Mode.CHECK: 1>))
    """
    by_ending = _ending_role(ending_of(url))
    if tag in _FRAMES and attr != "style":
        return RESOURCE, Mode.READ if internal and by_ending == PAGE else Mode.CHECK
    if attr in _FORM_ATTRIBUTES:
        return LINK, Mode.CHECK
    if tag in _NAVIGATION or attr.startswith("on"):
        if by_ending != PAGE:
            return by_ending, Mode.CHECK
        return (PAGE, Mode.READ) if internal else (LINK, Mode.CHECK)
    if internal and ending_of(url) == "css":
        return RESOURCE, Mode.STYLE
    return RESOURCE, Mode.CHECK
