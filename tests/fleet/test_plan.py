"""FLEET.toml, the run window, and the politeness groups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from auditor.errors import ConfigError
from auditor.fleet.groups import Busy, Group, Named, group_sites, has_room, touched, unknown_members
from auditor.fleet.plan import load_plan
from auditor.fleet.window import Window
from auditor.model.site import Site, SiteKind


def site(name: str, home: str, *scope: str) -> Site:
    return Site(id=name, name=name, kind=SiteKind.DEPARTMENT, home=home, scope=scope or (home,))


def nobody(_host: str) -> Iterable[str]:
    return ()


def together(groups: dict[str, Group]) -> set[frozenset[str]]:
    names = {g.name for g in groups.values()}
    return {frozenset(s for s, g in groups.items() if g.name == name) for name in names}


def test_sites_that_share_a_host_are_one_group() -> None:
    sites = [
        site("a", "http://a.cn/", "http://a.cn/", "http://zwgk.cn/a/"),
        site("b", "http://b.cn/", "http://b.cn/", "https://ZWGK.cn/b/"),
        site("c", "http://c.cn/"),
    ]
    assert together(group_sites(sites, (), nobody)) == {frozenset("ab"), frozenset("c")}


def test_sites_that_share_an_address_are_one_group_but_not_another_port_of_it() -> None:
    known = {"a.cn": ["192.0.2.1"], "b.cn": ["192.0.2.1", "192.0.2.7"], "c.cn": ["192.0.2.7"], "d.cn": ["192.0.2.1"]}
    sites = [site(n, f"http://{n}.cn/") for n in "abc"] + [site("d", "http://d.cn:8080/")]
    assert together(group_sites(sites, (), lambda h: known[h])) == {frozenset("abc"), frozenset("d")}


def test_a_named_group_keeps_its_name_and_limit() -> None:
    sites = [site(n, f"http://{n}.cn/") for n in "abcd"]
    named = Named(id="platform", limit=2, sites=("a",), hosts=("B.cn",))
    groups = group_sites(sites, (named,), lambda h: ["192.0.2.1"] if h in ("b.cn", "c.cn") else [])
    assert together(groups) == {frozenset("abc"), frozenset("d")}
    assert groups["c"] == Group("platform", 2)
    assert groups["d"].limit == 1


def test_servers_that_a_site_asks() -> None:
    one = site("a", "http://a.cn/", "http://a.cn/", "https://b.cn:8443/a/")
    asked = touched(one, lambda h: {"a.cn": ["192.0.2.1"], "b.cn": ["192.0.2.1"]}[h])
    assert asked == {"a.cn", "b.cn:8443", "192.0.2.1", "192.0.2.1:8443"}


@pytest.mark.parametrize(
    ("limit", "running", "room"),
    [
        (1, [], True),
        (1, [Busy("g", 1, frozenset())], False),
        (1, [Busy("h", 9, frozenset({"b.cn"}))], True),
        (1, [Busy("h", 9, frozenset({"a.cn", "b.cn"}))], False),
        (2, [Busy("g", 2, frozenset())], True),
        (2, [Busy("g", 2, frozenset())] * 2, False),
        (2, [Busy("h", 1, frozenset({"a.cn"}))], False),  # the other fleet's limit is the stricter one
    ],
)
def test_room_beside_what_runs(limit: int, running: list[Busy], room: bool) -> None:
    assert has_room(Busy("g", limit, frozenset({"a.cn"})), running) is room


def test_a_slip_in_a_named_group_is_told() -> None:
    named = Named(id="platform", sites=("a", "aa"), hosts=("A.cn", "zwgk.cn"))
    assert unknown_members([site("a", "http://a.cn/")], [named]) == ("platform: aa", "platform: zwgk.cn")


@pytest.mark.parametrize(
    ("text", "clock", "inside", "closes", "opens"),
    [
        ("", "12:00", True, None, 0),
        ("22:00-06:00", "22:00", True, 8 * 3600, 0),
        ("22:00-06:00", "05:59", True, 60, 0),
        ("22:00-06:00", "06:00", False, 24 * 3600, 16 * 3600),
        ("01:00-05:30", "00:30", False, 5 * 3600, 1800),
        ("01:00-05:30", "05:30", False, 24 * 3600, 19.5 * 3600),
    ],
)
def test_window(text: str, clock: str, inside: bool, closes: float | None, opens: float) -> None:
    window, moment = Window(text), datetime.fromisoformat(f"2026-03-16T{clock}:00+08:00")
    assert window.is_open(moment) is inside
    assert window.closes_in(moment) == closes
    assert window.opens_in(moment) == opens


def fleet(folder: Path, *lines: str) -> Path:
    path = folder / "fleet.toml"
    path.write_text("\n".join(["[fleet]", 'id = "city"', 'name = "市"', *lines]), encoding="utf-8")
    return path


def profile(folder: Path, name: str, site_id: str) -> None:
    text = f'[site]\nid = "{site_id}"\nname = "局"\nhome = "http://127.0.0.1/"\n'
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_one_broken_profile_does_not_hide_the_rest(tmp_path: Path) -> None:
    profile(tmp_path, "p1", "one")
    profile(tmp_path, "p2", "one")
    profile(tmp_path, "p3", "three")
    (tmp_path / "p4.toml").write_text("[site\n", encoding="utf-8")
    path = fleet(tmp_path, 'sites = ["p*.toml", "p1.toml", "lost/*.toml"]', 'exclude = ["p3.toml"]')
    entries = {Path(e.path).name: e for e in load_plan(path).entries()}
    assert [e.profile.site.id for e in entries.values() if e.profile] == ["one"]
    assert set(entries) == {"p1.toml", "p2.toml", "p4.toml", "*.toml"}
    assert "重复" in entries["p2.toml"].error
    assert "TOML" in entries["p4.toml"].error
    assert "没有找到" in entries["*.toml"].error


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('window = "22:00"', "fleet.window"),
        ('window = "22:00-22:00"', "fleet.window"),
        ('window = "25:00-06:00"', "fleet.window"),
        ("concurrency = 0", "fleet.concurrency"),
        ("retry = 3", "fleet.retry"),
        ("[[groups]]\nlimit = 1", "groups[0].id"),
    ],
)
def test_a_fault_in_the_file_is_named(tmp_path: Path, line: str, place: str) -> None:
    with pytest.raises(ConfigError, match="fleet.toml") as caught:
        load_plan(fleet(tmp_path, 'sites = ["a.toml"]', line))
    assert place in str(caught.value)
