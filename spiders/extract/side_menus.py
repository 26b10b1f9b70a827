"""This module tells the names of columns, such as a menu to the left of an empty list, from the entries of a list."""

from __future__ import annotations

import re

from spiders.extract.blocks import Block
from spiders.extract.document import ancestors, tokens
from spiders.extract.kinds import ARTICLE_ADDRESS, LISTLESS_TEXT
from spiders.extract.reading import Reading

_FOLDER = re.compile(r"(?:^\.{1,2}|/|/(?:index|list|default)\w*\.\w{2,5})(?:[?#].*)?$", re.IGNORECASE)
_ASIDE = re.compile(r"(?:^|[\s_-])(?:\w*left\w*|\w*menu\w*|\w*nav\w*|\w*sidebar\w*|side)(?=$|[\s_-])")
_LEVELS = 5
_NAME = 16  # characters
_MESSAGE = 24  # characters of a line that says only that there is nothing


def without_columns(reading: Reading, blocks: list[Block], path: tuple[str, ...]) -> list[Block]:
    """Leave out the names of columns where a page has nothing better: the path, a menu aside, any beside 暂无信息."""
    if not blocks or blocks[0].dated:
        return blocks
    empty = any(
        len(line.text) <= _MESSAGE and not line.link_chars and LISTLESS_TEXT.search(line.text)
        for line in reading.content
    )
    return [block for block in blocks if block.dated or not _is_columns(block, path, empty=empty)]


def _is_columns(block: Block, path: tuple[str, ...], *, empty: bool) -> bool:
    if all(row.title in path for row in block.good):
        return True
    return _leads_to_folders(block) and (empty or _stands_aside(block))


def _leads_to_folders(block: Block) -> bool:
    for row in block.good:
        address = row.links[row.title_anchor].address if row.title_anchor is not None else ""
        if len(row.title) > _NAME or not _FOLDER.search(address) or ARTICLE_ADDRESS.search(address):
            return False
    return True


def _stands_aside(block: Block) -> bool:
    return any(_ASIDE.search(tokens(node)) for node in (block.parent, *ancestors(block.parent, _LEVELS)))
