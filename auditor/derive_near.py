"""This module says how near the bare names of two files are, and finds the near ones among many."""

from __future__ import annotations

import re
from collections import defaultdict

from rapidfuzz import fuzz, process

from auditor.derive_titles import counts

# Below WEAK nobody would think of a pair; from SURE on, clearly ahead of the next, two names are one file.
WEAK, SURE = 68.0, 95.0
_SAME_MATTER = 40.0  # below, what two names do not share has nothing in common
_SHORTEST_TAIL = 6  # so much of a name is left when only its place or issuer is dropped
_FORM = re.compile(
    r"管理|实施|暂行|试行|工作|办法|规定|细则|意见|方案|条例|规则|措施|通知|规划|计划|制度|标准|新规|新政|政策|若干"
)
_FILLERS = str.maketrans("", "", "的和与及关于试行暂工作有若干进一步切实实施")


def likeness(left: str, right: str) -> float:
    """Return how near two bare file names are, 0 to 100; different years or ordinals are different files."""
    if not left or not right or counts(left) != counts(right):
        return 0.0
    short, long = sorted((left, right), key=len)
    if len(short) >= _SHORTEST_TAIL and long.endswith(short):  # only the place or the issuer is left out
        return 98.0
    if left.translate(_FILLERS) == right.translate(_FILLERS):
        return 96.0
    return 0.0 if _other_matter(left, right) else min(fuzz.ratio(left, right), 94.0)


def matter(name: str) -> str:
    """Return what a name is about: without the words for the form of a file."""
    return _FORM.sub("", name).translate(_FILLERS)


def _other_matter(left: str, right: str) -> bool:
    """Whether names that agree in place and form speak of different things: 森林公园管理办法, 森林碳票管理办法."""
    start = _shared(left, right)
    left, right = left[start:], right[start:]
    end = _shared(left[::-1], right[::-1])
    own = [matter(name[: len(name) - end]) for name in (left, right)]
    return all(len(rest) >= 2 for rest in own) and fuzz.ratio(*own) < _SAME_MATTER


def _shared(left: str, right: str) -> int:
    """Return how many characters two names begin with in common."""
    pairs = zip(left, right, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))


class Near:
    """Finds the bare names that are near to another; compares only names whose years and ordinals agree."""

    def __init__(self, cores: tuple[str, ...]) -> None:
        self._groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._tails: dict[str, list[str]] = defaultdict(list)
        self._known = set(cores)
        for name in cores:
            self._groups[counts(name)].append(name)
            for cut in range(1, len(name) - _SHORTEST_TAIL + 1):
                self._tails[name[cut:]].append(name)

    def find(self, name: str) -> list[tuple[float, str]]:
        """Return (likeness, name) of the near names, the nearest first."""
        group = self._groups.get(counts(name), [])
        rough = {r[0] for r in process.extract(name, group, scorer=fuzz.ratio, limit=12, score_cutoff=WEAK)}
        rough |= set(self._tails.get(name, ()))
        rough |= {name[cut:] for cut in range(1, len(name) - _SHORTEST_TAIL + 1)} & self._known
        scored = ((likeness(name, near), near) for near in rough)
        return sorted((s for s in scored if s[0] >= WEAK), reverse=True)
