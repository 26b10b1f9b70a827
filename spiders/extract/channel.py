"""This module reads lists in parts: a channel page (频道页) with the newest of each column, a list with rules in it."""

from __future__ import annotations

from collections.abc import Iterator

from spiders.extract.blocks import Block
from spiders.extract.document import Element, whole_text

_DATED = 2


def fellows(main: Block, blocks: list[Block]) -> list[Block]:
    """Return the lists that stand beside ``main`` in wrappers like its own, itself included, in page order.

    A list of the most read articles has a wrapper of another form, and a copy for mobile devices the same entries.
    """
    wrapper = _wrapper(main)
    outer = wrapper.getparent() if wrapper is not None else None
    if wrapper is None or outer is None or main.dated < _DATED:
        return [main]
    found = {outer.index(wrapper): main}
    shown = _addresses(main)
    for block in blocks:
        beside = _wrapper(block)
        if beside is None or beside.getparent() is not outer or block.dated < _DATED:
            continue
        alike = (beside.tag, beside.get("class"), block.signature) == (
            wrapper.tag,
            wrapper.get("class"),
            main.signature,
        )
        if alike and not _addresses(block) <= shown:
            found.setdefault(outer.index(beside), block)
            shown |= _addresses(block)
    return [found[position] for position in sorted(found)]


def parts(main: Block, blocks: list[Block]) -> list[Block]:
    """Return the parts of one list, ``main`` among them: every few rows have a wrapper, with nothing said between two."""
    lists = fellows(main, blocks)
    of_wrapper = {
        wrapper: block for block in lists if (wrapper := _wrapper(block)) is not None and _is_alone(block, wrapper)
    }
    own = _wrapper(main)
    if own not in of_wrapper:
        return [main]
    before = list(_beside(own, of_wrapper, back=True))[::-1]
    return [*before, of_wrapper[own], *_beside(own, of_wrapper, back=False)]


def _beside(node: Element, of_wrapper: dict[Element, Block], *, back: bool) -> Iterator[Block]:
    """Yield the parts before or behind a wrapper up to the first element that says something and is none of them."""
    for other in node.itersiblings(preceding=back):
        if other in of_wrapper:
            yield of_wrapper[other]
        elif _says_something(other):
            return


def _says_something(node: Element) -> bool:
    return isinstance(node.tag, str) and bool(whole_text(node).strip())


def _is_alone(block: Block, wrapper: Element) -> bool:
    """Whether a wrapper holds nothing but the rows: a heading above them names a list of its own."""
    node = block.parent
    while node is not wrapper:
        if any(map(_says_something, (*node.itersiblings(), *node.itersiblings(preceding=True)))):
            return False
        above = node.getparent()
        if above is None:
            return False
        node = above
    return True


def _wrapper(block: Block) -> Element | None:
    """Return the outermost element around a list that stands beside others."""
    node = block.parent.getparent()
    while node is not None and (above := node.getparent()) is not None and len(above) == 1 and above.tag != "body":
        node = above
    return node


def _addresses(block: Block) -> set[str]:
    return {row.title_anchor.get("href") or "" for row in block.good if row.title_anchor is not None}
