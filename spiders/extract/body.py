"""This module cuts an article's own text out of its page: from below its head to what closes it."""

from __future__ import annotations

import re

from spiders.extract.document import Document, Element, ancestors, text_of
from spiders.extract.lines import Line
from spiders.extract.reading import Reading

_END = re.compile(
    # Before the neighbours there may be a bullet or an arrow, but no quotation mark: that begins a sentence.
    r"^(?:[^\w“‘\"'「『《]{0,4}(?:上一[篇条页则]|下一[篇条页则]|前一[篇条]|后一[篇条])"
    # 打印机 and 分享会 are words of a text.
    r"|[\[【(（\s]*(?:扫一扫|分享(?![会课者人了经活])|【?打印(?![机纸件店费设耗材])|关闭(?:窗口|本页|页面)?"
    r"|相关(?:新闻|文章|信息|资讯|阅读|推荐|稿件)|推荐阅读|责任编辑|责编|收藏本页|返回顶部|版权声明|热门(?:推荐|文章)|您访问的链接))"
)
_FILES = re.compile(r"(?:相关|文件)?附件(?:下载|列表)?\s*[:：]")
_LONGEST_LABEL = 8
_BARELY = 40  # characters: less is no text
_A_TEXT = 200
_PAGES = 250_000
# A text may be one long paragraph and short ones beside it; what holds them is the body, never the paragraph.
_PARAGRAPHS = frozenset(("p", "span", "font", "strong", "b", "em", "u", "li", "h1", "h2", "h3", "h4", "h5", "h6"))
_MAIN = ("main", "article")
_MAIN_CLASSES = ("body", "document")


def article_lines(reading: Reading, head: int | None) -> list[Line]:
    """Return the lines of the article's text, its head left out."""
    lines = [line for line in reading.content if head is None or line.index > head]
    container = _container(lines)
    if container is not None:
        inside = {block: _inside(block, container) for block in {line.block for line in lines}}
        lines = [line for line in lines if inside[line.block]]
    for position, line in enumerate(lines):
        if len(line.text) < 60 and _END.match(line.text) and position > 0 and not _stands_above(lines, position):
            return _without_label(lines[:position])
    return _without_label(lines)


def _without_label(lines: list[Line]) -> list[Line]:
    """Leave out a label of attachments that none follows: a system writes it below every text."""
    while len(lines) > 1 and len(lines[-1].text) <= _LONGEST_LABEL and _FILES.fullmatch(lines[-1].text):
        lines = lines[:-1]
    return lines


def _stands_above(lines: list[Line], position: int) -> bool:
    """Whether a line such as 分享到 belongs to the tools above the text and not to what closes it."""
    before = sum([len(line.text) for line in lines[:position]])
    if before >= _BARELY:
        return False
    return sum([len(line.text) for line in lines[position:] if "。" in line.text and not line.link_chars]) >= _A_TEXT


def _container(lines: list[Line]) -> Element | None:
    """The smallest element that holds three quarters of the running text."""
    blocks: dict[Element, int] = {}
    weights: dict[Element, int] = {}
    total = 0
    for line in lines:
        own = max(0, len(line.text) - line.link_chars)
        if own < 2:
            continue
        total += own
        blocks[line.block] = blocks.get(line.block, 0) + own
    for block, own in blocks.items():
        weights[block] = weights.get(block, 0) + own
        for node in ancestors(block, 12):
            weights[node] = weights.get(node, 0) + own
    if not total:
        return None
    enough = [node for node, weight in weights.items() if weight >= 0.75 * total]
    smallest = max(enough, key=lambda node: sum(1 for _ in ancestors(node)), default=None)
    return None if smallest is None else _around_paragraph(smallest)


def _around_paragraph(node: Element) -> Element:
    """Return what holds the paragraphs of which ``node`` is one, or ``node`` itself."""
    while (parent := node.getparent()) is not None and (
        node.tag in _PARAGRAPHS or _is_one_of_many(node) or _is_of_table(node)
    ):
        node = parent
    return node


def _is_of_table(node: Element) -> bool:
    """Whether a row has rows of as many cells above or below: the heads of a table belong to its text."""
    if node.tag in ("tbody", "thead"):
        return True
    if node.tag != "tr":
        return False
    cells = _cells(node)
    beside = (*node.itersiblings("tr"), *node.itersiblings("tr", preceding=True))
    return cells > 1 and any(_cells(row) == cells for row in beside)


def _cells(row: Element) -> int:
    return sum(1 for _ in row.iterchildren("td", "th"))


def _is_one_of_many(node: Element) -> bool:
    """Whether a bare ``div`` is a paragraph among others of its like."""
    if (
        node.tag != "div"
        or node.get("class")
        or node.get("id")
        or next(node.iterdescendants("div", "p", "table"), None) is not None
    ):
        return False
    beside = (*node.itersiblings("div", "p"), *node.itersiblings("div", "p", preceding=True))
    return any(not other.get("class") and not other.get("id") for other in beside)


def _inside(block: Element, container: Element) -> bool:
    return block is container or container in ancestors(block)


def joined(lines: list[Line]) -> str:
    """Return the text of lines, one a line."""
    return "\n".join(line.text for line in lines)[:_PAGES]


def plain_body(document: Document) -> str:
    """Return the main text of a page without anything Chinese about it, at the least cost."""
    main = next(document.root.iter(*_MAIN), None)
    if main is None:
        main = next((div for div in document.root.iter("div") if _is_named_main(div)), document.body)
    return text_of(main)[:_PAGES]


def _is_named_main(div: Element) -> bool:
    return div.get("class") in _MAIN_CLASSES or div.get("id") == "content" or div.get("role") == "main"
