"""Every address a browser would fetch or follow, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.page import Reference, Region
from auditor.urls import canonical, resolve
from spiders.extract import css_references, read
from spiders.extract.joiner import Joiner
from spiders.extract.references import srcset

BASE = "http://a.gov.cn/x/y.html"


def refs(markup: str, url: str = BASE) -> tuple[Reference, ...]:
    """Return the references of a page with this body."""
    return read(f"<html><body>{markup}</body></html>".encode(), url).references


def urls(markup: str) -> list[str]:
    """Return the addresses below the folder of BASE, shortened."""
    return [r.url.removeprefix("http://a.gov.cn/x/") for r in refs(markup)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="b.html">b</a>', ["b.html"]),
        ('<map><area href="c.html"></map>', ["c.html"]),
        ('<img src="i.png" srcset="i1.png 1x, i2.png 2x">', ["i.png", "i1.png", "i2.png"]),
        ('<picture><source srcset="s.webp"><img src="s.png"></picture>', ["s.webp", "s.png"]),
        ('<img src="images/blank.gif" data-src="real.png">', ["real.png"]),
        ('<img src="loading.gif" data-original="real.jpg">', ["real.jpg"]),
        ('<video src="v.mp4" poster="p.png"><source src="w.mp4"></video>', ["v.mp4", "p.png", "w.mp4"]),
        ('<script src="s.js"></script>', ["s.js"]),
        ('<iframe src="f.html"></iframe>', ["f.html"]),
        ('<object data="o.swf"><embed src="e.swf"></object>', ["o.swf", "e.swf"]),
        ('<form action="go.do"><input name="t"></form>', ["go.do"]),
        ('<meta http-equiv="refresh" content="3; url=next.html"><p>text</p>', ["next.html"]),
        ('<div style="background:url(bg.png)">x</div>', ["bg.png"]),
        ("<style>@import 'i.css'; a{background:url(\"u.png\")} /* url(no.png) */</style>", ["i.css", "u.png"]),
        ("<td onclick=\"window.open('w.html')\">x</td>", ["w.html"]),
        ("<li onclick=\"location.href='l.html'\">x</li>", ["l.html"]),
        ("<a href=\"javascript:window.open('j.html')\">x</a>", ["j.html"]),
        ('<noscript><img src="n.png"></noscript>', ["n.png"]),
        ('<a rel="nofollow" href="nf.html">x</a>', ["nf.html"]),
        ('<body background="bb.png"><table background="tb.png"></table>', ["tb.png"]),
        ('<template><a href="t.html">x</a></template>', []),
        ('<textarea><a href="t.html">x</a></textarea>', []),
        ('<!-- <a href="t.html">x</a> -->', []),
        ('<a href="mailto:a@b.cn">x</a><a href="tel:1">x</a><img src="data:image/png;base64,AA==">', []),
        ("<li onclick=\"location.href='list.jsp?id='+id\">x</li>", []),
        ('<link rel="stylesheet" href="m.css"><link rel="dns-prefetch" href="//cdn.cn">', ["m.css"]),
        ('<a href="b.html#part">b</a>', ["b.html"]),
        ('<a href=" b.html\n">b</a>', ["b.html"]),
        ('<a href="..\\z\\q.html">b</a>', ["http://a.gov.cn/z/q.html"]),
    ],
)
def test_what_is_a_reference(markup: str, expected: list[str]) -> None:
    """Each kind of reference is found, each kind of non-reference is not."""
    assert urls(markup) == expected


@pytest.mark.parametrize(
    "base", ["<base target=_blank>", '<base href="">', '<base href=">', '<base href="javascript:;">']
)
def test_a_broken_base_changes_nothing(base: str) -> None:
    """Only a base with a usable address counts."""
    page = f'<html><head>{base}"></head><body><a href="b.html">b</a></body></html>'
    assert [r.url for r in read(page.encode(), BASE).references if r.tag == "a"] == ["http://a.gov.cn/x/b.html"]


def test_a_base_is_honoured() -> None:
    """Relative addresses are joined to the base element's address."""
    page = '<head><base href="/base/"></head><a href="b.html">b</a>'
    assert [r.url for r in read(page.encode(), BASE).references] == ["http://a.gov.cn/base/b.html"]


def test_empty_and_local_addresses_are_kept_as_written() -> None:
    """Addresses that lead nowhere or to a drive have no url but stay visible to the rules."""
    found = refs(
        '<ul><li><a href="#">a</a></li></ul><a href="javascript:;" onclick="go()">b</a><a href="C:\\d\\a.doc">c</a>'
    )
    assert [(r.url, r.raw, r.has_handler) for r in found] == [
        ("", "#", False),
        ("", "javascript:;", True),
        ("", "C:\\d\\a.doc", False),
    ]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ('<div style="display:none"><p><a href="h">x</a></p></div>', "display:none"),
        ('<div style="position:absolute; left:-9999px"><a href="h">x</a></div>', "off-screen"),
        ('<div style="text-indent:-9999px"><a href="h">x</a></div>', "off-screen"),
        ('<a style="font-size:0" href="h">x</a>', "zero-size"),
        ('<a style="opacity: 0" href="h">x</a>', "transparent"),
        ('<span style="visibility: hidden"><a href="h">x</a></span>', "visibility:hidden"),
        ('<div style="height:0;overflow:hidden"><a href="h">x</a></div>', "zero-size"),
        ('<marquee width="1" height="1"><a href="h">x</a></marquee>', "zero-size"),
        ('<style>.q{display:none}</style><div class="q"><a href="h">x</a></div>', "display:none"),
        ('<div style="background:#fff"><a style="color:#FFFFFF" href="h">x</a></div>', "same-colour"),
        (
            "<div id=zz><a href=h>x</a></div><script>document.getElementById('zz').style.display='none'</script>",
            "display:none",
        ),
        ('<a href="h">x</a>', ""),
        ('<a style="font-size:0.9em;opacity:0.5;width:0.5%" href="h">x</a>', ""),
        ('<style>@media print{.q{display:none}}</style><div class="q"><a href="h">x</a></div>', ""),
        ('<div class="dark"><a style="color:#fff" href="h">x</a></div><link rel="stylesheet" href="s.css">', ""),
    ],
)
def test_hidden_links(markup: str, reason: str) -> None:
    """A link is hidden with what contains it, and the way is named."""
    link = next(r for r in refs(markup) if r.tag == "a")
    assert (link.hidden_by, link.visible) == (reason, not reason)


def test_region_and_place() -> None:
    """A reference knows the part of the page and the heading above it."""
    found = refs(
        '<div class="nav"><a href="1">首页</a></div><h3>通知公告</h3><ul><li><a href="2">关于公示的通知</a></li></ul>'
        '<div class="footer"><a href="3">网站地图</a></div>'
    )
    assert [(r.region, r.place) for r in found] == [
        (Region.NAVIGATION, ""),
        (Region.LIST, "通知公告"),
        (Region.FOOTER, ""),
    ]


TABS = (
    '<div class="fl"><h3>友情链接</h3><div class="heads"><a href="javascript:void(0)">区县</a>'
    '<a href="javascript:void(0)">媒体</a></div><div class="box" id="b1"><a href="http://b.gov.cn/">乙</a></div>'
    '<div class="box" id="b2" style="display:none"><a href="http://c.example.cn/">丙</a></div></div>'
)


def test_what_a_tab_shows_can_be_seen() -> None:
    shown = {r.text: (r.visible, r.hidden_by, r.has_handler) for r in refs(TABS)}
    assert shown["丙"] == (True, "behind-tab", False)
    assert shown["区县"][2]
    assert shown["媒体"][2]


@pytest.mark.parametrize(
    "markup",
    [
        TABS.replace('<a href="javascript:void(0)">媒体</a>', ""),  # no heading for it
        TABS.replace('<a href="javascript:void(0)">媒体</a>', '<a href="/m/">媒体</a><a href="/d/">地方</a>'),
        (
            '<ul class="l"><li class="i"><a href="/a">甲</a></li><li class="i" style="display:none">'
            '<a href="http://c.example.cn/">丙</a></li></ul>'
        ),
        TABS.replace("display:none", "text-indent:-9999px"),
    ],
)
def test_a_hidden_neighbour_without_its_heading_stays_hidden(markup: str) -> None:
    (hidden,) = [r for r in refs(markup) if r.text == "丙"]
    assert not hidden.visible


def test_an_empty_entry_beside_paragraphs_is_no_tab() -> None:
    items = "".join(f'<li><a href="{h}">{t}</a></li>' for h, t in (("/a", "甲"), ("#", "乙"), ("/c", "丙")))
    (empty,) = [r for r in refs(f"<ul>{items}</ul><p>一</p><p>二</p><p>三</p>") if r.text == "乙"]
    assert not empty.has_handler


def test_the_heading_of_a_menu_is_no_empty_link() -> None:
    """It needs no target where the list that it folds out follows at once."""
    menu = '<li><a href="javascript:;">政务公开</a><ul><li><a href="a.html">通知</a></li></ul></li>'
    assert refs(menu)[0].has_handler
    assert not refs('<li><a href="javascript:;">政务公开</a></li>')[0].has_handler


@pytest.mark.parametrize(("others", "region"), [(2, Region.LIST), (1, Region.BODY)])
def test_an_empty_link_in_a_row_stands_in_a_list(others: int, region: Region) -> None:
    """Rows of one form are a list whatever their tags, when at least two more of them lead somewhere."""
    row = '<div class="item"><b><a href="{}">公告</a></b><i>2026-03-01</i></div>'
    markup = "".join(row.format(address) for address in ("#", *[f"{n}.html" for n in range(others)]))
    assert next(r for r in refs(markup) if not r.url).region is region


def test_style_sheets() -> None:
    """Addresses in a style sheet are joined to it; comments and data are left out."""
    text = "/* url(no.png) */@import url('a.css');b{background:url( ../i.png )}c{src:url(data:x)}d{background:url(../i.png)}"
    assert css_references(text, "http://a.gov.cn/css/m.css") == ["http://a.gov.cn/css/a.css", "http://a.gov.cn/i.png"]


def test_srcset_keeps_commas_inside_addresses() -> None:
    """A comma ends a candidate only before white space or after a descriptor."""
    assert srcset("a.png 1x, b,c.png 2x , d.png") == ["a.png", "b,c.png", "d.png"]


_SCHEMES = st.sampled_from(("http://", "https://", "HTTP://", "http:/", "//"))
_HOSTS = st.sampled_from(
    (
        "a.cn",
        "x-y.gov.cn",
        "1.2.3.4",
        "-a.cn",
        "a..cn",
        "a.cn.",
        "A.cn",
        "a_b.cn",
        "a.cn:80",
        "a.cn:8080",
        "a",
        "l" * 64 + ".cn",
    )
)
_REST = st.lists(st.sampled_from(("/", "a", "b.html", ".", "..", "?c=1", "%7e", "~u", " ", "#d", "中")), max_size=6)


@settings(max_examples=300, deadline=None)
@given(_SCHEMES, _HOSTS, _REST)
def test_a_whole_address_is_taken_as_it_is_only_in_its_one_form(scheme: str, host: str, rest: list[str]) -> None:
    """Whole addresses that are plainly written are not taken apart either."""
    raw, base = scheme + host + "".join(rest), "http://a.gov.cn/x/y.html"
    joined, expected = Joiner(base).join(raw), resolve(base, raw)
    assert (joined[0], joined[1].strip()) == (expected[0], expected[1].strip())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab./?#=&%~-_: 中A1;,", max_size=14))
def test_the_quick_join_is_the_general_one(raw: str) -> None:
    """Simple addresses are joined without the general machinery; the result is the same for every address."""
    for base in (
        "http://a.gov.cn/x/y.html",
        "http://a.gov.cn/",
        "http://a.gov.cn/x/z/w/",
        "https://a.gov.cn/x/?a=/b/c",
    ):
        joined = Joiner(canonical(base)).join(raw)
        expected = resolve(canonical(base), raw)
        assert (joined[0], joined[1].strip()) == (expected[0], expected[1].strip())
