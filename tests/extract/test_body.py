"""The text of an article is all of it, also where one paragraph is much longer than the others."""

from __future__ import annotations

import pytest

from spiders.extract import read

LONG = "全市水务系统统筹推进水旱灾害防御、河湖治理和农村供水保障各项任务，组织技术人员深入一线查勘，完善工程台账，压实管护责任，"
LONGER = LONG * 3


@pytest.mark.parametrize(
    "inner",
    [
        f"<p>{LONGER}</p><p>联系人：某甲</p>",
        f"<div>{LONGER}</div><div>联系人：某甲</div>",
        f"<p><span>{LONGER}</span></p><table><tr><td>联系人：某甲</td></tr></table>",
    ],
)
def test_short_paragraphs_beside_a_long_one(inner: str) -> None:
    """The smallest element with most of the text may be a paragraph; the body is what holds it."""
    head = "<h1>水利工程人员情况公示</h1><div class='info'>发布时间：2026-03-01 来源：某局</div>"
    page = f"<html><meta charset='utf-8'><body>{head}<div class='rich'>{inner}</div></body></html>"
    assert "某甲" in read(page.encode(), "http://a.gov.cn/1.html").body_text


def test_a_list_handed_to_a_function_is_scripted() -> None:
    """The element that a request's answer is drawn into may be named in a call."""
    call = "$.get('/api', function (d) { render(d, '#rows') })"
    page = (
        "<html><meta charset='utf-8'><title>图片新闻</title><body><h2>图片新闻</h2><div id='rows'></div>"
        "<script>{}</script></body></html>"
    )
    assert read(page.replace("{}", call).encode(), "http://a.gov.cn/tp/").scripted
    assert not read(page.replace("{}", "render('#rows')").encode(), "http://a.gov.cn/tp/").scripted


def test_a_move_in_a_comment_moves_nothing() -> None:
    """A script's author took the line out of use."""
    page = "<html><body><h1>公告</h1><p>正文</p><script>{}location.href='/b.html';{}</script></body></html>"
    address = "http://a.gov.cn/a.html"
    assert read(page.format("/* ", " */").encode(), address).redirect_to is None
    assert read(page.format("// ", "").encode(), address).redirect_to is None
    assert read(page.format("", "").encode(), address).redirect_to == "http://a.gov.cn/b.html"


def test_a_page_that_is_only_a_footer() -> None:
    """Shown in a frame, its first lines belong to the footer as much as its last."""
    rows = (
        "主办单位：某县民政局　电话：0999-5550188",
        "网站地图",
        "滇ICP备05012345号　网站标识码：5300000001",
        "技术支持",
    )
    page = "<html><meta charset='utf-8'><body><table>{}</table></body></html>"
    record = read(page.format("".join(f"<tr><td>{r}</td></tr>" for r in rows)).encode(), "http://a.gov.cn/foot.htm")
    assert {"organizer", "contact", "icp", "site-code"} <= {m.element for m in record.marks if m.in_footer}


def test_tools_above_the_text_do_not_close_it() -> None:
    """What is to be shared or printed may be said above the text as well as below it."""
    text = "".join(
        f"<p>第{i}条　各有关部门要加强组织领导，明确责任分工，细化工作举措，确保任务落实。</p>" for i in range(8)
    )
    page = (
        "<html><meta charset='utf-8'><body><h1>全市耕地保护工作会议召开</h1><div>2020-02-29　来源：新华社</div>"
        f"<div><div>357</div><div>分享到：</div><div>微信</div>{text}<p>责任编辑：某某</p><p>热门推荐</p></div></body></html>"
    )
    body = read(page.encode(), "http://a.gov.cn/1.html").body_text
    assert "第7条" in body
    assert "热门推荐" not in body
