"""Whatever bytes a server sends, reading them ends soon and raises nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.page import PageRecord
from spiders.extract import read, to_json

DEEP = 100_000
TEXT = "政府网站信息公开2024年1月1日"
HOSTILE = {
    "nested div": "<div>" * DEEP + TEXT,
    "nested links": "<a href=x>" * DEEP + TEXT,
    "nested lists": "<ul><li><a href=x>" * (DEEP // 2) + TEXT,
    "nested inline": "<b><span>" * DEEP + TEXT,
    "nested tables": "<table><tr><td>" * (DEEP // 2) + TEXT,
    "many links": TEXT
    + "".join(f'<li><a href="/a/{i}.html">关于第{i}号事项</a><span>2024-01-02</span>' for i in range(8_000)),
    "many attributes": "<a " + " ".join(f"x{i}=1" for i in range(50_000)) + f" href=y>{TEXT}</a>",
    "many rules": "<style>" + "".join(f".a{i}{{display:none}}" for i in range(20_000)) + f"</style>{TEXT}",
    "one long line": "<p>" + f"{TEXT}发布时间：来源：" * 20_000,
    "white space": f"<p>{TEXT}来源：" + " \u3000" * 200_000 + "x",
    "unclosed brackets": "<" * 500_000,
    "half calls": "<script>" + "createPageHTML(" * 50_000 + "</script>" + TEXT,
    "half anchors in a script": "<script>" + "a='<a href=" * 50_000 + f"</script>{TEXT}",
    "half record store": "<datastore><![CDATA[" * 30_000 + TEXT,
    "css brackets": "<style>" + "a{" * 100_000 + f"</style><div style='{'url(' * 50_000}'>{TEXT}",
    "numbers and slashes": TEXT + "1/2/" * 100_000 + "〔2024" * 50_000,
}
markup = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<a href='x'>",
                "</a>",
                "<li>",
                "</ul>",
                "<table><tr><td>",
                "</td>",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "<![CDATA[",
                "<datastore>",
                "<base href='",
                '">',
                "<style>a{",
                "display:none}",
                "2024-01-02",
                "发布时间：",
                "来源：",
                "索引号",
                "当前位置：首页>",
                "下一页",
                "共3页",
                "createPageHTML(3,0,'index','html')",
                "ICP备1号",
                "留言时间：",
                "回复内容：",
                "征求意见",
                "&#x0;",
                "&#xD800;",
                "<meta name='PubDate' content='2024-01-02'>",
                "<h1>",
                "<template>",
                "\x00",
                "\ufeff",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=40,
)


def check(record: PageRecord) -> None:
    """The promises that hold of every record."""
    assert to_json(record, "f")["file"] == "f"
    assert not record.url or all(r.url == "" or r.url.startswith("http") for r in record.references)


@settings(max_examples=250, deadline=2000)
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html; charset=gbk", "text/html; charset=nonsense", "charset=utf-16"]),
)
def test_any_bytes(body: bytes, content_type: str) -> None:
    """Arbitrary bytes under any declaration."""
    check(read(body, "http://a.gov.cn/x/", content_type=content_type, explain=True))


@settings(max_examples=250, deadline=2000)
@given(markup, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_markup(parts: list[str], encoding: str) -> None:
    """Scrambled pieces of the markup that the readers look for."""
    body = ("政府网站" + "".join(parts)).encode(encoding, "replace")
    check(read(body, "http://a.gov.cn/x/"))
    check(read(body, "", vendors=False, explain=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon(name: str) -> None:
    """Time grows with the size of a page, never with its square: a second a megabyte, with room for a busy machine.

    A machine that stands still for a moment is no fault of the reader's; work that grows too fast is slow every time.
    """
    body = HOSTILE[name].encode()
    limit = 1.5 + 3.0 * len(body) / 1e6
    assert any(_seconds(body) < limit for _ in range(3))


def _seconds(body: bytes) -> float:
    start = time.process_time()
    check(read(body, "http://a.gov.cn/x/"))
    return time.process_time() - start
