"""This module plants dead, empty, hidden and misdirected links; each function is one kind."""

from __future__ import annotations

from samples import wording
from samples.bureau import page_shell
from samples.plan import Anchor, SitePlan


def dead_page(plan: SitePlan, path: str, text: str, *, number: int = 11, status: int = 404) -> None:
    """LNK01: an article links to a page of the site that answers ``status``."""
    plan.answers[path] = {"status": status}
    plan.mention("gzdt", number, f'<p>详见<a href="{path}">{text}</a>。</p>')
    plan.plant("LNK01", path, f"返回 {status}")


def dead_footer_link(plan: SitePlan, path: str, text: str) -> None:
    """LNK01: one dead link in the frame of every page is one finding."""
    plan.page_extra.append(f'<div class="bottomnav"><a href="{path}">{text}</a></div>')
    plan.plant("LNK01", path, "每个页面底部的同一个死链")


def refused_page(plan: SitePlan) -> None:
    """LNK01: the former platform of the site refuses connections."""
    target = plan.addresses.refused + "/old/index.html"
    plan.mention("gzdt", 12, f'<p>历史信息见<a href="{target}">旧版网站</a>。</p>')
    plan.plant("LNK01", target, "拒绝连接的旧平台")


def dead_external(plan: SitePlan, path: str, text: str) -> None:
    """LNK02: a link to another host whose page is gone."""
    target = plan.addresses.external + path
    plan.mention("gzdt", 13, f'<p>转载自<a href="{target}">{text}</a>。</p>')
    plan.plant("LNK02", target, "外部页面返回 404")


def bad_attachments(plan: SitePlan, column_id: str = "tzgg", number: int = 1) -> None:
    """LNK03: a missing file, an empty one, and an error page in place of a file."""
    article = plan.columns[column_id].articles[number]
    error = page_shell(plan.spec, "错误", "<h1>系统错误</h1><p>文件服务器暂时无法提供下载。</p>").decode(
        plan.spec.encoding
    )
    plan.files["/files/empty.pdf"] = b""
    plan.answers["/files/error.doc"] = {"status": 200, "body": error}
    plan.answers["/files/lost.pdf"] = {"status": 404}
    for name, text, why in (
        ("lost.pdf", "任务分解表.pdf", "附件 404"),
        ("empty.pdf", "责任清单.pdf", "附件是空文件"),
        ("error.doc", "报名表.doc", "附件是错误页面"),
    ):
        article.files.append(Anchor(text, f"/files/{name}"))
        plan.plant("LNK03", f"/files/{name}", why)


def dead_resources(plan: SitePlan) -> None:
    """LNK04: pictures and a script that are gone, in the several ways a page asks for them."""
    gone = ("/images/xianchang.jpg", "/js/tongji.js", "/images/beijing.jpg", "/images/datu.jpg")
    plan.answers.update({path: {"status": 404} for path in gone})
    plan.mention("gzdt", 14, '<p><img src="/images/xianchang.jpg" alt="现场照片"></p>')
    plan.home_extra.append('<script src="/js/tongji.js"></script>')
    plan.mention("gzdt", 14, "<div style=\"background: url('/images/beijing.jpg')\">活动现场</div>")
    plan.mention("gzdt", 13, '<p><img src="/images/pic.png" srcset="/images/datu.jpg 2x" alt="示意图"></p>')
    for path, why in zip(gone, ("图片 404", "脚本 404", "背景图 404", "srcset 中的图片 404"), strict=True):
        plan.plant("LNK04", path, why)


def soft_missing(plan: SitePlan) -> None:
    """LNK05: a page that answers 200 and says that it does not exist."""
    text = "<h1>页面不存在</h1><p>对不起，您访问的页面不存在或已被删除。</p>"
    plan.files["/qt/deleted.html"] = page_shell(plan.spec, "404 页面不存在", text)
    plan.mention("gzdt", 15, '<p>参见<a href="/qt/deleted.html">专题报道</a>。</p>')
    plan.plant("LNK05", "/qt/deleted.html", "返回 200 的“页面不存在”")


def redirect_loop(plan: SitePlan) -> None:
    """LNK06: two addresses that send each other back and forth."""
    plan.answers["/qt/loop-a.html"] = {"location": "/qt/loop-b.html"}
    plan.answers["/qt/loop-b.html"] = {"location": "/qt/loop-a.html"}
    plan.mention("gzdt", 16, '<p>附：<a href="/qt/loop-a.html">政策汇编</a>。</p>')
    plan.plant("LNK06", "/qt/loop-a.html", "循环跳转")


def article_to_home(plan: SitePlan, path: str = "/xwzx/gzdt/202001/t20200102_99.html") -> None:
    """LNK06: the address of an article that lands on the homepage."""
    plan.answers[path] = {"location": "/"}
    plan.mention("gzdt", 17, f'<p>相关报道：<a href="{path}">全市造林现场会召开</a>。</p>')
    plan.plant("LNK06", path, "文章地址跳到首页")


def long_redirect(plan: SitePlan) -> None:
    """LNK06: more hops than any client follows."""
    for hop in range(40):
        plan.answers[f"/qt/hop{hop}.html"] = {"location": f"/qt/hop{hop + 1}.html"}
    plan.mention("gzdt", 16, '<p>附：<a href="/qt/hop0.html">政策汇编</a>。</p>')
    plan.plant("LNK06", "/qt/hop0.html", "跳转次数过多")


def private_addresses(plan: SitePlan, *targets: str) -> None:
    """LNK07: links to the office's own network or to a drive."""
    links = "、".join(f'<a href="{target}">内部资料{n + 1}</a>' for n, target in enumerate(targets))
    plan.mention("gzdt", 18, f"<p>更多资料：{links}。</p>")
    for target in targets:
        named = (
            target.removeprefix("http://").removeprefix("file:///").replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        )
        whole = target.removeprefix("http://").partition("/")[0] if target.startswith("http://") else named
        plan.plant("LNK07", "", "内网或本机地址", contains=whole)


def hidden_link(plan: SitePlan, target: str, style: str) -> None:
    """LNK08: an outbound link that no reader can see."""
    plan.home_extra.append(f'<div style="{style}"><a href="{target}">休闲娱乐</a></div>')
    plan.plant("LNK08", target, f"隐藏的外部链接（{style}）")


def empty_links(plan: SitePlan) -> None:
    """LNK09: entries of a navigation list without a target."""
    rows = '<li><a href="#">数据开放平台</a></li><li><a href="javascript:;">网上展馆</a></li><li><a href="">资料下载</a></li>'
    plan.home_extra.append(f'<div class="navlist"><h3>快速入口</h3><ul>{rows}</ul></div>')
    plan.plant("LNK09", "", "href=#", contains="数据开放平台")
    plan.plant("LNK09", "", "href=javascript:;", contains="网上展馆")
    plan.plant("LNK09", "", "href 为空", contains="资料下载")


def lost_fragment(plan: SitePlan) -> None:
    """LNK11: a link to a place that the page does not have."""
    target = plan.columns["gzdt"].articles[20].path
    plan.mention("gzdt", 19, f'<p>见<a href="{target}#disanzhang">第三章</a>。</p>')
    plan.plant("LNK11", target, "没有这个锚点", alternative=f"{target}#disanzhang")


def hijacked(plan: SitePlan) -> None:
    """LNK10: former partner sites that now belong to somebody else."""
    texts = {
        "/partner/index.html": ("澳门赌场在线娱乐城", "百家乐 老虎机 真人荷官 注册送彩金 时时彩投注 博彩平台首存优惠"),
        "/sale/index.html": (
            "域名出售",
            "您访问的域名正在出售，本域名可转让，欢迎报价购买此域名。This domain is for sale.",
        ),
    }
    host = plan.addresses.external
    for path, (title, text) in texts.items():
        html = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>'
        plan.external_files[path] = html.encode()
        plan.plant("LNK10", host + path, title)
    links = "、".join(f'<a href="{host}{path}">协会网站{n + 1}</a>' for n, path in enumerate(texts))
    plan.mention("gzdt", 21, f"<p>友情链接：{links}。</p>")


def plain_page(plan: SitePlan, path: str, title: str, *texts: str) -> None:
    """A page that is nothing but a title and some text."""
    plan.files[path] = page_shell(plan.spec, title, f"<h1>{title}</h1>" + "".join(wording.paragraphs(*texts)))
