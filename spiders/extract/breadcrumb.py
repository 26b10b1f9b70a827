"""This module reads the breadcrumb of a page (当前位置) and from it the site column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from auditor.model.page import Region
from spiders.extract.document import (
    Element,
    ancestors,
    compact,
    parent_of,
    rooted_text_path,
    squeeze,
    tokens,
)
from spiders.extract.evidence import Candidate
from spiders.extract.lines import Line
from spiders.extract.reading import Reading

_LABEL = re.compile(
    r"(?:您|你)?(?:当前|现在|目前)?(?:的)?所?(?:在|处)?(?:的)?(?:当前|现在|所在|目前)(?:的)?(?:网站|网页|站点)?(?:的)?"
    r"(?:位置|栏目|页面|路径)(?:是|为|在)?\s*[:：>»】\]]*"
    r"|(?:您|你|我)的?(?:所在)?位置(?:是|为)?\s*[:：]*|(?:^|\s)位置\s*[:：]|[【\[]位置[】\]]\s*[:：]?"
)
_HOME = re.compile(r"^(?:返回)?(?:网站|本站|政府|官网|门户)?(?:首页|主页|首頁|主頁)$|^home$", re.IGNORECASE)
_BRACKETS = "]】"
_HOME_ENDS = frozenset("页頁eE")
_ARROW = re.compile(r"[>＞»›→≫▶▷❯〉→＞]+|&gt;|&raquo;|-+>+|--+|—+>?|=>|::")
_WEAK = re.compile(r"\s*[/\\|·•｜／]\s*|\s+[-–]\s+")
_ENDINGS = frozenset(
    (
        "正文",
        "内容",
        "详情",
        "文章内容",
        "信息正文",
        "文章正文",
        "信息内容",
        "详细内容",
        "内容页",
        "浏览文章",
        "查看文章",
        "文章",
        "信息详情",
        "新闻详情",
        "详情页",
        "列表",
        "文章列表",
        "信息列表",
        "新闻列表",
        "栏目列表",
        "列表页",
        "内容详情",
        "阅读正文",
        "阅读文章",
        "浏览正文",
    )
)
_CLASSES = re.compile(
    r"crumb|position|location|dqwz|weizhi|(?:^|[\s_-])(?:pos|wz|path|route|local|place|address|nowplace|dangqian)(?=$|[\s_-])"
)
_CALLED_PATH = re.compile(r"crumb|mianbao|(?:^|[\s_-])(?:mbx|dqwz|weizhi|location)(?=$|[\s_-])")
_DRAWN = re.compile(r"arrow|angle|chevron|right|jiantou|next|split|(?:^|[\s_-])(?:arr|jt|sep|gt)(?=$|[\s_-])")
_TOOLS = re.compile(r"登录|注册|无障碍|邮箱|繁体?|English|\bEN\b|长者|适老|手机版|收藏")
# What every page links to from its edge: two of them beside each other.
_EDGE = r"(?:联系我们|关于我们|网站地图|站点地图|网站声明|法律声明|版权声明|隐私声明|使用帮助|设为首页)"
_SERVICES = re.compile(f"{_EDGE}.*{_EDGE}")
_TOOL = re.compile(r"^(?:【|\[)?(?:字号|字体|打印|分享|收藏|来源|发布时间|发布日期)(?:到|本页|[:：].*)?(?:】|\])?$")
_PIECES = rooted_text_path("descendant-or-self::*[not(self::script or self::style or self::select)]/text()")
_PLAIN_PATH = re.compile(r"^(?:网站)?首\s*页\s*(?:(?:[>＞»›→]|&gt;)+\s*|[-–]+\s+)\S")
_PLAIN_STROKES = re.compile(r"^(?:网站)?首\s*页\s*/\s*[^/]{2,16}(?:/\s*[^/]{2,16}){0,4}$")
_HYPHENED = re.compile(
    r"\s*(?:网站)?首\s*页-[^-]"
)  # no white space around the strokes: only where 首页 begins the path
_ICONS = re.compile("[\ue000-\uf8ff]+")  # characters of a font of pictures
_LONGEST_HOME = 16  # characters, with a space between any two of them
_MAX_LINKS = 4000
_MAX_TEXT = 220
_NAMED_END = re.compile(r"[>＞»›→][\s\xa0]*[\u4e00-\u9fff][^>＞»›→]*$")  # the path does not go on in the next element
_SITE_NAME = re.compile(r"(?:局|厅|部|委|委员会|政府|网|网站|平台|门户|中心|首页)$")
_BORDER = "\x1f"


def read_breadcrumb(reading: Reading) -> tuple[str, ...]:
    """Return the names of the breadcrumb, 首页 included, 当前位置 left out."""
    candidates = [
        Candidate(_BORDER.join(names), kind, bonus, note)
        for kind, bonus, note, container in _containers(reading)
        if (names := _names(reading, container))
    ]
    best = reading.weigh("breadcrumb", _told(candidates))
    if best is None:
        return ()
    return tuple(best.value.split(_BORDER))


def _told(candidates: list[Candidate]) -> list[Candidate]:
    """Leave out 首页 > 正文 where another path tells more: a script puts that into the place of the first."""
    paths = [tuple(c.value.split(_BORDER)) for c in candidates]
    whole = {path[0] for path in paths if len(path) > 2}
    return [
        c
        for c, path in zip(candidates, paths, strict=True)
        if len(path) < 2 or path[0] not in whole or len(without_endings(path, None)) > 1
    ]


def without_endings(path: tuple[str, ...], title: str | None) -> tuple[str, ...]:
    """Return the path without 正文 or the article's own title at its end."""
    names = list(path)
    while len(names) > 1 and (names[-1] in _ENDINGS or _is_title(names[-1], title)):
        names.pop()
    return tuple(names)


def _is_title(name: str, title: str | None) -> bool:
    if not title:
        return False
    plain, whole = compact(name).rstrip(".…"), compact(title).lstrip("【[（(")
    return len(plain) > 8 and whole.startswith(plain)


def _containers(reading: Reading) -> Iterator[tuple[str, float, str, Element]]:
    for number, line in enumerate(reading.head_lines):
        if len(line.text) < _MAX_TEXT and ("位置" in line.text or "栏目" in line.text or "路径" in line.text):
            match = _LABEL.search(line.plain)
            if match and match.start() <= 6:
                yield "label", -0.001 * number, match[0], _widen(reading, line.block)
                break
        if len(line.text) < 80 and "首" in line.text and _is_plain_path(line):
            yield "shape", -0.001 * number, line.text, line.block
    for anchor in islice(reading.document.root.iter("a"), _MAX_LINKS):
        written = reading.whole_text_of(anchor)
        if written[-1:] in _BRACKETS:
            written = written.strip("[]【】 ")
        if written[-1:] not in _HOME_ENDS or len(written) >= _LONGEST_HOME:
            continue
        text = compact(written)
        around = reading.regions.of(anchor)
        if not _HOME.match(text) or around.hidden_by:
            continue
        listed = _listed_path(reading, anchor)
        if listed is not None:
            yield "class", 0.0, tokens(listed), listed
            continue
        container = _widen(reading, anchor)
        whole = _shown_text(reading, container)
        after = compact(whole).partition(text)[2].lstrip(_BRACKETS)
        if len(whole) < _MAX_TEXT and after and (_ARROW.match(after) or after[0] in "/\\|-·"):
            if _is_menu(container, whole, footer=around.region is Region.FOOTER):
                continue
            named = any(_CLASSES.search(tokens(node)) for node in (container, *ancestors(container, 2)))
            yield ("class" if named else "shape"), 0.0, tokens(container), container


def _is_plain_path(line: Line) -> bool:
    """A path without links; with strokes between its names it looks like a menu, but a menu has links."""
    if _PLAIN_PATH.match(line.text):
        return _SERVICES.search(line.text) is None
    return "/" in line.text and not line.links and _PLAIN_STROKES.match(line.text) is not None


def _is_menu(container: Element, whole: str, *, footer: bool) -> bool:
    """A row of links with strokes between them, 首页 | 机构职能 | 信息公开, leads everywhere and is no path."""
    if _ARROW.search(whole):
        return False
    if footer or _SERVICES.search(whole):
        return True
    if "|" not in whole and "｜" not in whole:
        return False
    links = sum(1 for _ in container.iter("a"))
    return links >= 4 or bool(_TOOLS.search(whole))


def _listed_path(reading: Reading, anchor: Element) -> Element | None:
    """A path whose names stand in list items of an element called so; a style sheet draws what stands between them."""
    for node in ancestors(anchor, 4):
        if node.tag in ("ol", "ul", "nav", "div") and _is_called_path(node):
            inner = node[0] if len(node) == 1 and node[0].tag in ("ol", "ul") else node
            items = [child for child in inner if child.tag in ("li", "a", "span")]
            whole = _shown_text(reading, node)
            plain = len(items) > 1 and not _ARROW.search(whole) and not _WEAK.search(whole)
            return node if plain and len(whole) < _MAX_TEXT else None
    return _drawn_path(reading, anchor)


def _drawn_path(reading: Reading, anchor: Element) -> Element | None:
    """A path whose names stand beside each other with empty elements between them that are called arrows."""
    arrow, after = anchor.getnext(), (anchor.tail or "").strip()
    holder = anchor.getparent()
    if arrow is None or after or holder is None or arrow.tag not in ("i", "em", "span") or len(arrow):
        return None
    name = arrow.getnext()
    if (arrow.text or "").strip() or not _DRAWN.search(tokens(arrow)) or name is None or name.tag not in ("a", "span"):
        return None  # an arrow of a menu folds a list out
    return holder if len(_shown_text(reading, holder)) < _MAX_TEXT else None


def _is_called_path(node: Element) -> bool:
    return _CALLED_PATH.search(tokens(node)) is not None or "面包屑" in (node.get("aria-label") or "")


def _shown_text(reading: Reading, element: Element) -> str:
    """Return the text of an element as it is shown, what stands in a selection left out."""
    if element in reading.document.mixed or (reading.has_selects and next(element.iter("select"), None) is not None):
        return reading.shown_text_of(element)
    return reading.text_of(element)


def _widen(reading: Reading, element: Element) -> Element:
    """Climb from the label or the 首页 link to what holds the whole path."""
    best = element
    for node in (element, *ancestors(element, 6)):
        if node.tag in ("body", "html"):
            break
        whole = _shown_text(reading, node)
        if len(whole) > _MAX_TEXT:
            break
        best = node
        separators = len(_ARROW.findall(whole)) + len(_WEAK.findall(whole))
        if separators > 1:
            break
        if separators == 1 and (_NAMED_END.search(whole) or sum(1 for _ in node.iter("a")) != 1):
            break
    return best


def _names(reading: Reading, container: Element) -> list[str]:
    text = _joined(reading, container)
    match = _LABEL.search(text)
    if match and match.start() <= 40:
        text = text[match.end() :]
    parts = _ARROW.split(text)
    if len(parts) == 1 or (len(parts) == 2 and not parts[0].strip(_BORDER + " :：")):
        parts = _WEAK.split(text)
    if len(parts) == 1 and _HYPHENED.match(text):
        parts = text.split("-")
    names: list[str] = []
    for part in parts:
        for piece in part.split(_BORDER):
            name = _ICONS.sub("", squeeze(piece.replace("\xa0", " "))).strip(" :：>»|/\\·,，;；【】[]\u3000")
            if not name or _LABEL.fullmatch(compact(name)):
                continue
            if names and _TOOL.match(name):
                return _complete(names)
            name = "首页" if compact(name) == "首页" else name
            if not names or names[-1] != name:
                names.append(name)
    return _complete(names)


def _complete(names: list[str]) -> list[str]:
    return names if len(names) >= 1 and any(_HOME.match(compact(n)) for n in names[:2]) or len(names) >= 2 else []


def _joined(reading: Reading, container: Element) -> str:
    """Join the texts that a reader sees; a border stands where one link ends and another begins."""
    result = []
    last: Element | None = None
    for piece in _PIECES(container):
        _, owner = parent_of(piece)
        if reading.regions.of(owner).hidden_by:
            continue
        link = next((n for n in (owner, *ancestors(owner, 3)) if n.tag == "a"), owner)
        if last is not None and link is not last:
            result.append(_BORDER)
        result.append(str(piece).replace("\r", " ").replace("\n", " ").replace("\t", " "))
        last = link
    return "".join(result)


def read_site_column(
    reading: Reading, breadcrumb: tuple[str, ...], heading: str | None, *, listed: bool = False
) -> str | None:
    """Return the name of the column that the page belongs to; ``heading`` is what stands above a list page's list."""
    candidates = []
    names = [name for name in breadcrumb if not _HOME.match(compact(name))]
    if names:
        candidates.append(Candidate(names[-1], "breadcrumb"))
    meta = squeeze(reading.document.lower_metas.get("columnname"))
    if meta and not _HOME.match(meta):
        candidates.append(Candidate(meta, "meta"))
    if heading:
        candidates.append(Candidate(heading, "heading"))
    if listed:
        parts = re.split(r"\s*[-_|–—]+\s*", reading.document.page_title or "")
        if len(parts) > 1 and 2 <= len(parts[0]) <= 16 and (heading or not _SITE_NAME.search(parts[0])):
            candidates.append(Candidate(parts[0], "page-title"))
    best = reading.weigh("site_column", candidates)
    return best.value if best else None
