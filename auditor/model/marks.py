"""This module writes Chinese title marks as the standard has them: a title inside a title takes single marks, 《〈…〉…》."""

from __future__ import annotations

_OPEN, _CLOSE = "《", "》"
_INNER = {_OPEN: "〈", _CLOSE: "〉"}


def nested_marks(text: str) -> str:
    """Return ``text`` with single marks where a pair of title marks stands inside another whole pair; the rest is left alone.

    >>> nested_marks("解读《《办法》政策解读》与《办法》")
    '解读《〈办法〉政策解读》与《办法》'
    >>> nested_marks("《关于印发《办法》的通…")
    '《关于印发《办法》的通…'
    """
    if text.count(_OPEN) < 2:
        return text
    waiting: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, char in enumerate(text):
        if char == _OPEN:
            waiting.append(at)
        elif char == _CLOSE and waiting:
            pairs.append((waiting.pop(), at))
    inner = {at for pair in pairs for at in pair if any(a < pair[0] and pair[1] < b for a, b in pairs)}
    return "".join(_INNER[char] if at in inner else char for at, char in enumerate(text))
