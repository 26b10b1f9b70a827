"""How much work a page costs, counted rather than timed: one parse, few joins of addresses, regions looked up once."""

from __future__ import annotations

from typing import Any

import pytest

from spiders.extract import document, joiner, jumps, pager_jumps, read, references, regions

_LINKS = "".join(f'<li><a href="../a/{n}.html?x=%20{n}#s{n}"><b>条目{n}</b></a></li>' for n in range(50))
_PAGE = (
    "<html><head><title>通知公告</title><script>var a = '<a href=x>';</script></head><body><div class='nav'>"
    f"<ul>{_LINKS}</ul></div><div class='list'><ul>{_LINKS * 10}</ul></div><div>版权所有</div></body></html>"
).encode()
_PLAIN = _PAGE.decode().encode("ascii", "ignore") + b"<p>plain text</p>" * 200


class _Counted:
    """Counts the calls of a function."""

    def __init__(self, function: Any) -> None:
        self.function, self.calls = function, 0
        self.seen: list[tuple[Any, ...]] = []

    def __call__(self, *values: Any, **named: Any) -> Any:
        self.calls += 1
        self.seen.append(values)
        return self.function(*values, **named)


@pytest.mark.parametrize("page", [_PAGE, _PLAIN])
def test_a_page_is_parsed_once(page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    parses = _Counted(document.etree.fromstring)
    monkeypatch.setattr(document.etree, "fromstring", parses)
    read(page, "http://a.gov.cn/x/y.html")
    assert parses.calls == 1


def test_an_address_repeated_on_a_page_is_joined_once(monkeypatch: pytest.MonkeyPatch) -> None:
    joins = _Counted(joiner.resolve)
    monkeypatch.setattr(joiner, "resolve", joins)
    joiner._joined.cache_clear()
    references._joined_in.cache_clear()
    record = read(_PAGE, "http://a.gov.cn/x/y.html")
    assert len(record.references) == 550
    assert 0 < joins.calls <= 50


def test_pages_of_one_folder_join_their_menu_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs on the page's own address is joined for each of them all the same."""
    own = ("?p=2", "#top", "\u3000?p=3", "&#9;#end")
    links = "".join(f'<a href="{raw}">甲</a>' for raw in ("a b.html", *own))
    page = f"<html><body><p>正文</p>{links}</body></html>".encode()
    first = read(page, "http://a.gov.cn/menu/1.html")
    joins = _Counted(joiner.resolve)
    monkeypatch.setattr(joiner, "resolve", joins)
    second = read(page, "http://a.gov.cn/menu/2.html")
    names = [[ref.url.rpartition("/")[2] for ref in record.references] for record in (first, second)]
    assert names[0] == ["a%20b.html", "1.html?p=2", "1.html", "1.html?p=3", "1.html"]
    assert names[1] == [name.replace("1.html", "2.html") for name in names[0]]
    assert "a b.html" not in [raw for _, raw in joins.seen]


def test_plain_addresses_need_no_general_join(monkeypatch: pytest.MonkeyPatch) -> None:
    joins = _Counted(joiner.resolve)
    monkeypatch.setattr(joiner, "resolve", joins)
    links = "".join(
        f'<a href="p{n}.html">p</a><a href="/q/{n}.html#top">q</a><a href="../.././r/{n}.html">r</a>'
        for n in range(200)
    )
    record = read(f"<html><body><p>text</p>{links}</body></html>".encode(), "http://a.gov.cn/x/y.html")
    assert len(record.references) == 600
    assert joins.calls == 0


def test_each_element_is_placed_at_most_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once before the footer is known, once after."""
    steps: list[int] = []
    step = regions.Regions._step

    def counted(self: regions.Regions, node: document.Element, above: regions.Surroundings) -> regions.Surroundings:
        steps.append(1)
        return step(self, node, above)

    monkeypatch.setattr(regions.Regions, "_step", counted)
    read(_PAGE, "http://a.gov.cn/x/y.html")
    elements = sum(1 for _ in document.parse_bytes(_PAGE).iter())
    assert len(steps) <= 2 * elements


def test_a_script_full_of_jumps_is_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    jump = (
        'function go{0}(page{0}) {{ location.href = "/a?p=" + page{0}; location = "/b/{0}.html"; location = there; }}'
    )
    code = "\n".join(jump.format(n) for n in range(300))
    rows = "".join(
        f'<li><a href="t2026031{n}_{n}.html">关于做好第{n}批工作的通知</a> 2026-03-1{n}</li>' for n in range(8)
    )
    script = f"<script>var pageCount = 30; {code}</script>"
    looks = _Counted(jumps._AtOnce)
    names = _Counted(pager_jumps._given_pages)
    monkeypatch.setattr(jumps, "_AtOnce", looks)
    monkeypatch.setattr(pager_jumps, "_given_pages", names)
    record = read(f"<html><body><ul>{rows}</ul>{script}</body></html>".encode(), "http://a.gov.cn/x/")
    assert (record.redirect_to, len(record.next_pages)) == (None, 29)
    assert (looks.calls, names.calls) == (2, 1)
