"""This module turns the sites of a fleet file into jobs: whose profile can be used, who waits for whom."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from auditor.fleet.groups import Group, Resolve, group_sites, host_names, touched, unknown_members
from auditor.fleet.jobs import NewJob
from auditor.fleet.plan import Entry, Plan
from auditor.model.site import Site

_AT_ONCE = 32  # look-ups: a dead name takes seconds, and a nation's fleet has hundreds of them


def new_jobs(plan: Plan) -> list[NewJob]:
    """Return the sites of a plan with their politeness groups; those without a usable profile say why."""
    entries = plan.entries()
    sites = [e.profile.site for e in entries if e.profile]
    for name in unknown_members(sites, plan.groups):
        print(f"提示：{plan.path}：[[groups]] {name}：没有这个网站或主机，请检查拼写", file=sys.stderr)
    resolve = _looked_up(sites) if plan.fleet.share_address else _none
    groups = group_sites(sites, plan.groups, resolve)
    return [_job(entry, groups, resolve) for entry in entries]


def _job(entry: Entry, groups: dict[str, Group], resolve: Resolve) -> NewJob:
    path = str(Path(entry.path).resolve())
    if entry.profile is None:
        words = entry.error or "配置有误"
        return NewJob(job=entry.path[-300:], profile=path, name=Path(path).stem, group=Group(""), error=words)
    site = entry.profile.site
    return NewJob(job=site.id, profile=path, name=site.name, group=groups[site.id], touches=touched(site, resolve))


def _looked_up(sites: Iterable[Site]) -> Resolve:
    """Return a look-up of the addresses of all hosts, asked for beforehand and side by side."""
    names = sorted(host_names(sites))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = dict(zip(names, pool.map(addresses, names), strict=True))
    return lambda name: found.get(name, ())


def addresses(host: str) -> tuple[str, ...]:
    """Return the addresses of a host, none where its name cannot be looked up: the crawl will say so."""
    try:
        return tuple(sorted({str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}))
    except (OSError, UnicodeError):
        return ()


def _none(_host: str) -> Iterable[str]:
    return ()
