"""This module reads the paragraphs of a work-points text from txt, html and docx files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes
from lxml import etree, html

from auditor.errors import ConfigError

_DROPPED = ("script", "style", "noscript", "nav", "header", "footer", "select", "iframe")
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "li",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "section",
        "article",
        "table",
        "ul",
        "ol",
    )
)
_MOST = 0.85  # of the sentences: the rest is navigation and footer
_FURNITURE = re.compile(
    r"^(登录|注册|首页|打印|关闭|分享|上一篇|下一篇|字号|字体|来源|发布时间|浏览|扫一扫|版权所有|主办单位|网站标识码|当前位置|您的位置|附件)|ICP备|公安备|>>|登录\s*[|｜]"
)


def read_lines(source: str | Path) -> list[str]:
    """Return the non-empty paragraphs of a file (txt, html, docx) or of a text.

    Raises ConfigError where the file cannot be read or holds no text.
    """
    path = _path(source)
    text = _read(path) if path else str(source)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    kept = [line for line in lines if line and not (len(line) < 60 and _FURNITURE.search(line))]
    if not kept:
        raise ConfigError(f"{path or '文本'}: 没有读到文字；请确认文件内容，扫描件请先转成文字")
    return kept


def _path(source: str | Path) -> Path | None:
    """Take a string as a path only where it looks like one."""
    if isinstance(source, Path):
        return source
    return Path(source) if "\n" not in source and re.search(r"\.(txt|html?|docx|md)$", source, re.IGNORECASE) else None


def _read(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in (".txt", ".md", ".html", ".htm", ".docx"):
        raise ConfigError(f"{path}: 不支持的格式 {suffix or '（无后缀）'}；请另存为 txt、html 或 docx")
    try:
        body = path.read_bytes()
        if suffix == ".docx":
            return _docx(path)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"{path}: 无法读取（{error}）；请确认路径和文件没有损坏") from error
    text = _decode(body)
    return _html(text) if suffix.startswith(".htm") else text


def _decode(body: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(body).best()
    return str(best) if best else body.decode("utf-8", errors="replace")


def _docx(path: Path) -> str:
    from docx import Document  # only who drafts from a Word file pays for it
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(path))
    except PackageNotFoundError as error:
        raise ConfigError(f"{path}: 不是有效的 docx 文件；请用 Word 或 WPS 另存为 docx") from error
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *dict.fromkeys(cells)])


def _html(text: str) -> str:
    """Return the text of the smallest element that holds most of the sentences."""
    root: Any = html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    etree.strip_elements(root, *_DROPPED, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    whole = _sentences(root)
    best = [node for node in root.iter() if _sentences(node) >= _MOST * whole][-1]
    titles = [h.text_content().strip() for h in root.xpath("//h1|//h2|//title")]
    heads = [re.split(r"[-_|–—]", title)[0].strip() for title in titles if title]
    lines = _lines(best)
    return "\n".join([*(h for h in heads[:1] if h not in lines[:200]), lines])


def _sentences(node: Any) -> int:
    return len(re.findall(r"[，。；,;]", node.text_content()))


def _lines(node: Any) -> str:
    parts: list[str] = []

    def walk(element: Any) -> None:
        parts.append("\n" if element.tag in _BLOCKS else "")
        parts.append(re.sub(r"\s+", " ", element.text or ""))
        for child in element:
            walk(child)
            parts.append(re.sub(r"\s+", " ", child.tail or ""))
        parts.append("\n" if element.tag in _BLOCKS else "")

    walk(node)
    return "".join(parts)
