"""This module keeps the cookies of redirects, for the sites that send a visitor in circles until he shows one."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

_MOST_PER_HOST = 20
_LONGEST = 4_096


class Cookies:
    """Cookies by host. They are sent only to a host that has been ``opened``: everywhere else the crawl stays a stranger."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, str]] = {}
        self._open: set[str] = set()

    def keep(self, host: str, header: str) -> None:
        """Remember what a Set-Cookie header says (several are joined by line ends)."""
        for line in header.split("\n"):
            if not line.strip() or len(line) > _LONGEST:
                continue
            try:
                found = SimpleCookie(line.partition(";")[0])
            except CookieError:
                continue
            jar = self._kept.setdefault(host, {})
            for name, morsel in found.items():
                if len(jar) < _MOST_PER_HOST:
                    jar[name] = morsel.coded_value

    def open(self, host: str) -> bool:
        """Begin to send a host its cookies; return whether there are any."""
        if not self._kept.get(host):
            return False
        self._open.add(host)
        return True

    def header(self, host: str) -> str:
        """Return the Cookie header for a host, "" for none."""
        return "; ".join(f"{n}={v}" for n, v in self._kept.get(host, {}).items()) if host in self._open else ""
