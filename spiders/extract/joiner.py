"""This module joins the addresses of one page to its base; what is plainly written takes no general machinery."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from auditor.urls import resolve

# An address of these characters only has one form already: it need not go through the general machinery.
_PATH = r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?(?:(?<!^)\?[A-Za-z0-9._~=&-]+)?"
_SIMPLE = re.compile(f"/?{_PATH}")
_ABSOLUTE = re.compile(rf"https?://[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+/{_PATH}")
_LONGEST = 250  # characters: the general machinery also looks at how long a name of a host is
_NAME = re.compile(r"[^\s\x00]{1,4000}")


class Joiner:
    """Joins addresses to one base, "" where the page's own address is unknown: they then stay as written."""

    def __init__(self, base: str) -> None:
        self.base = base
        path = base.partition("?")[0]
        self.folder = path.rpartition("/")[0] + "/" if path.count("/") > 2 else path + "/"
        self.root = "/".join(base.split("/", 3)[:3])
        self._simple = _SIMPLE.fullmatch(self.folder[len(self.root) :]) is not None
        if not self._simple:
            self.folder = resolve(self.folder, "./")[0] or self.folder

    @cached_property
    def _own(self) -> str:
        return resolve(self.base, "")[0]

    def _climb(self, plain: str) -> tuple[str, str]:
        """Return the folder that the ``./`` and ``../`` at the beginning of an address lead to, and what is left of it."""
        folder, rest = self.folder, plain
        while (down := rest[:3] == "../") or rest[:2] == "./":
            rest = rest[3:] if down else rest[2:]
            if down and len(folder) > len(self.root) + 1:
                folder = folder[: folder.rindex("/", 0, -1) + 1]
        return folder, rest

    def join(self, raw: str) -> tuple[str, str]:
        """Return the address that ``raw`` means, and its fragment."""
        plain, mark, fragment = raw.strip().partition("#")
        if not self.base:
            return plain, fragment
        if not plain and mark and _NAME.fullmatch(fragment):
            return (self._own, fragment) if self._own else ("", "")
        if not plain or plain[0] in "?;" or plain[-1] in " ;" or plain[:2] == "//":
            return resolve(self.base, raw)
        folder, rest = self._climb(plain) if plain[0] == "." and self._simple else (self.folder, plain)
        if _SIMPLE.fullmatch(rest) and (rest is plain or rest[:1] != "/"):
            return self.root + plain if plain[0] == "/" else folder + rest, fragment.strip() if mark else ""
        if plain[:4] == "http" and len(plain) < _LONGEST and _ABSOLUTE.fullmatch(plain):
            return plain, fragment.strip() if mark else ""
        url = _joined(self.folder, plain)
        return url, fragment.strip() if mark and url else ""


@lru_cache(maxsize=16_384)
def _joined(folder: str, plain: str) -> str:
    return resolve(folder, plain)[0]
