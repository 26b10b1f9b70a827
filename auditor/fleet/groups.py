"""This module finds politeness groups: sites that share a host or an address are not crawled together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from auditor.model.site import Site

Resolve = Callable[[str], Iterable[str]]
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Group:
    """A politeness group: its name and how many of its sites may be crawled at once."""

    name: str
    limit: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A group that the operator names: sites by id, or by a host of theirs."""

    id: str
    limit: int = 1
    sites: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Busy:
    """What a job that waits or runs may stand in the way of: its group, how many of that at once, the servers it asks."""

    group: str
    limit: int
    touches: frozenset[str]


def has_room(job: Busy, running: Iterable[Busy]) -> bool:
    """Say whether a job may begin beside those that run, of whichever fleet: the stricter limit counts."""
    near = [other for other in running if other.group == job.group or other.touches & job.touches]
    return len(near) < min([job.limit, *(other.limit for other in near)])


def group_sites(sites: Iterable[Site], named: Iterable[Named], resolve: Resolve) -> dict[str, Group]:
    """Return each site's group. ``resolve`` gives the addresses of a host name (none where it cannot be told).

    A group that the operator named keeps his name and limit, also for the sites that share a host with it.
    """
    union = _Union()
    wanted = tuple(named)
    hosts: dict[str, set[str]] = {}
    for site in sites:
        hosts[site.id] = {_host(u) for u in (site.home, *site.scope)}
        for host in hosts[site.id]:
            union.join(f"site {site.id}", host)
            for address in resolve(_name(host)):
                union.join(host, f"{address}{_port(host)}")
        for group in wanted:
            if site.id in group.sites or hosts[site.id] & {h.lower() for h in group.hosts}:
                union.join(f"site {site.id}", f"group {group.id}")
    by_root = {union.root(f"group {g.id}"): g for g in wanted}
    return {site: _group(site, own, union, by_root) for site, own in hosts.items()}


def touched(site: Site, resolve: Resolve) -> frozenset[str]:
    """Return the servers that a site's crawl asks: its hosts and their addresses. Two fleets may group them differently."""
    hosts = {_host(u) for u in (site.home, *site.scope)}
    return frozenset(hosts | {f"{address}{_port(h)}" for h in hosts for address in resolve(_name(h))})


def host_names(sites: Iterable[Site]) -> frozenset[str]:
    """Return the host names that ``group_sites`` will want resolved."""
    return frozenset(_name(_host(u)) for s in sites for u in (s.home, *s.scope))


def unknown_members(sites: Iterable[Site], named: Iterable[Named]) -> tuple[str, ...]:
    """Return what the named groups name and no site is or has: most likely a slip of the pen."""
    known = tuple(sites)
    ids, hosts = {s.id for s in known}, {_host(u) for s in known for u in (s.home, *s.scope)}
    lost = [(g.id, n) for g in named for n in (*(s for s in g.sites if s not in ids), *_lost_hosts(g, hosts))]
    return tuple(f"{group}: {name}" for group, name in lost)


def _lost_hosts(group: Named, hosts: set[str]) -> Iterable[str]:
    return (h for h in group.hosts if h.lower() not in hosts)


def _group(site: str, hosts: set[str], union: _Union, named: Mapping[str, Named]) -> Group:
    root = union.root(f"site {site}")
    if root in named:
        return Group(named[root].id, named[root].limit)
    return Group(min(m for m in union.members(root) if not m.startswith("site ")))


def _host(url: str) -> str:
    """Return host, with the port where it is not the scheme's own: another port is taken for another server."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    return host if parts.port in (None, _PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def _name(host: str) -> str:
    return host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host


def _port(host: str) -> str:
    return host[len(_name(host)) :]


class _Union:
    """Disjoint sets of names."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def root(self, name: str) -> str:
        """Return the name that stands for the whole set."""
        parent = self._parents.setdefault(name, name)
        while parent != self._parents[parent]:
            self._parents[parent] = self._parents[self._parents[parent]]
            parent = self._parents[parent]
        return parent

    def join(self, one: str, other: str) -> None:
        """Put two sets together."""
        self._parents[self.root(one)] = self.root(other)

    def members(self, root: str) -> list[str]:
        """Return all names of a set."""
        return [name for name in list(self._parents) if self.root(name) == root]
