"""This module reads a channel page (频道页): several dated lists of one form side by side, each the newest of a column below."""

from __future__ import annotations

from spiders.extract.blocks import Block

_DATED = 2


def fellows(main: Block, blocks: list[Block]) -> list[Block]:
    """Return the lists that stand beside ``main`` in wrappers like its own, itself included, in page order.

    A list of the most read articles has a wrapper of another form, and a copy for mobile devices the same entries.
    """
    wrapper = main.parent.getparent()
    outer = wrapper.getparent() if wrapper is not None else None
    if wrapper is None or outer is None or main.dated < _DATED:
        return [main]
    found = {outer.index(wrapper): main}
    shown = _addresses(main)
    for block in blocks:
        beside = block.parent.getparent()
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


def _addresses(block: Block) -> set[str]:
    return {row.title_anchor.get("href") or "" for row in block.good if row.title_anchor is not None}
