"""This module puts in links that look broken, hidden or empty and are not."""

from __future__ import annotations

from samples import days, wording
from samples.bureau import add_article, page_shell
from samples.plan import Anchor, Answer, SitePlan

_WALL = "<html><head><script>document.cookie='__jsl_clearance=1';location.reload()</script></head></html>"


def link_decoys(plan: SitePlan) -> None:
    """LNK01 to LNK11."""
    _odd_answers(plan)
    _downloads(plan)
    _resources(plan)
    _moved(plan)
    _elsewhere(plan)
    _anchors(plan)


def _odd_answers(plan: SitePlan) -> None:
    answers: tuple[tuple[str, str, Answer, str], ...] = (
        ("/qt/zxsc.html", "在线手册", {"head": 405}, "HEAD 被拒绝，GET 正常"),
        ("/qt/fwzn.html", "服务指引", {"once": 503}, "第一次 503，之后正常"),
        ("/qt/sjfb.html", "数据发布", {"delay_s": 1.2}, "慢，但能打开"),
        ("/qt/yzym.html", "验证页面", {"status": 521, "body": _WALL}, "防护验证 521"),
        ("/qt/lanj.html", "拦截页面", {"status": 412, "body": _WALL}, "防护拦截 412"),
    )
    links = []
    for path, name, answer, why in answers:
        text = f"<p>{name}：{plan.spec.theme.bureau}提供的{name}内容，欢迎查阅使用。</p>"
        plan.files[path] = page_shell(plan.spec, f"{name}_{plan.spec.theme.bureau}", text)
        plan.answers[path] = answer
        plan.spare("LNK01", path, why)
        links.append(f'<a href="{path}">{name}</a>')
    plan.mention("gzdt", 3, f"<p>延伸阅读：{'、'.join(links)}。</p>")
    plan.spare("LNK01", "/ysq/submit", "只接受提交的表单地址")


def _downloads(plan: SitePlan) -> None:
    article = plan.columns["tzgg"].articles[2]
    plan.files["/files/xize.pdf"] = b"%PDF-1.4 " + b"detail " * 200
    plan.answers["/files/xize.pdf"] = {"referer": plan.addresses.base}
    plan.files["/files/mubiao.xlsx"] = b"PK\x03\x04" + b"table " * 200
    plan.answers["/files/mubiao.xlsx"] = {"head": 403}
    article.files += [Anchor("实施细则.pdf", "/files/xize.pdf"), Anchor("任务目标表.xlsx", "/files/mubiao.xlsx")]
    plan.spare("LNK03", "/files/xize.pdf", "需要来源页（Referer）才能下载")
    plan.spare("LNK03", "/files/mubiao.xlsx", "HEAD 被拒绝，GET 正常")


def _resources(plan: SitePlan) -> None:
    lazy = '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/images/pic.png" alt="现场图片"></p>'
    gone = '<!-- <p><img src="/images/old-banner.jpg" alt=""></p> <a href="/qt/old-banner.html">旧横幅</a> -->'
    inert = (
        '<template><img src="/images/never.png"></template><textarea rows="1"><a href="/qt/never.html">x</a></textarea>'
    )
    plan.mention("gzdt", 4, lazy + gone + inert)
    plan.spare("LNK04", "/images/old-banner.jpg", "注释中的图片")
    plan.spare("LNK04", "/images/never.png", "template 中的图片")
    plan.spare("LNK01", "/qt/old-banner.html", "注释中的链接")
    plan.spare("LNK01", "/qt/never.html", "textarea 中的链接")
    plan.spare("LNK04", "/images/blank.gif", "懒加载占位图")


def _moved(plan: SitePlan) -> None:
    target = plan.columns["gzdt"].articles[1].path
    plan.answers["/qt/moved.html"] = {"status": 301, "location": target}
    plan.answers["/qt/dir"] = {"status": 301, "location": "/qt/dir/"}
    plan.files["/qt/dir/"] = page_shell(plan.spec, "资料目录", "<p>资料目录：各类公开资料在此集中存放。</p>")
    stub = f'<html><head><meta http-equiv="Refresh" content="0;URL=.{plan.columns["gzdt"].path}"></head></html>'
    plan.files["/xw.html"] = stub.encode()
    plan.page_extra.append('<div class="pd"><a href="/xw.html">新闻频道</a></div>')
    plan.spare("LNK06", "/xw.html", "频道首页用 meta refresh 跳到栏目")
    plan.spare("LNK05", "/xw.html", "频道首页用 meta refresh 跳到栏目")
    plan.mention("gzdt", 5, '<p>参见<a href="/qt/moved.html">原报道</a>和<a href="/qt/dir">资料目录</a>。</p>')
    plan.spare("LNK06", "/qt/moved.html", "迁移后的文章")
    plan.spare("LNK06", "/qt/dir", "补斜杠的跳转")
    theme, day = plan.spec.theme, days.before(plan.as_of, 58)
    title = "网站改版后“404 页面不存在”问题处理情况说明"
    article = add_article(plan, "gzdt", title, day, 180)
    article.body = wording.paragraphs(
        f"近期有网民反映访问{theme.bureau}网站时出现“404 您访问的页面不存在”的提示，经核查是改版时地址发生变化所致。",
        "技术人员已对全部旧地址设置跳转，共处理链接86条，目前访问恢复正常，欢迎继续通过留言栏目反映网站使用中的问题。",
    )
    plan.spare("LNK05", article.path, "只是提到 404 的文章")
    plan.spare("LNK01", article.path, "只是提到 404 的文章")


def _elsewhere(plan: SitePlan) -> None:
    host = plan.addresses.external
    plan.external_files["/news/ok.html"] = _foreign("省级部门新闻", "全省工作会议召开，部署下半年重点任务。")
    plan.external_files["/news/crackdown.html"] = _foreign(
        "公安机关打击网络赌博", "近日公安机关通报打击跨境网络赌博典型案例，提醒群众远离赌博，发现线索及时举报。"
    )
    plan.external_answers["/news/wall.html"] = {"status": 403, "body": _WALL}
    menu = '<div style="display:none"><a href="https://www.gov.cn/">中国政府网</a></div>'
    links = (
        f'<p>转自<a href="{host}/news/ok.html">省级部门网站</a>、<a href="{host}/news/crackdown.html">警方通报</a>、'
        f'<a href="{host}/news/wall.html">兄弟单位网站</a>、<a href="http://www.bulushu.example/">行业协会</a>。</p>'
    )
    plan.mention("gzdt", 6, links + menu + "<p>内部系统使用192.168.1.1网段，相关操作请咨询管理员。</p>")
    plan.spare("LNK02", f"{host}/news/ok.html", "正常的外部页面")
    plan.spare("LNK02", f"{host}/news/wall.html", "外部网站的防护页面")
    plan.spare("LNK02", "http://www.bulushu.example/", "没有检测的外部主机")
    plan.spare("LNK10", f"{host}/news/crackdown.html", "打击赌博的新闻")
    plan.spare("LNK07", f"{host}/news/ok.html", "private_hosts 中的主机")
    plan.spare("LNK07", "", "正文提到的内网地址不是链接", contains="192.168.1.1")
    plan.spare("LNK08", "https://www.gov.cn/", "隐藏的政府网站链接")


def _anchors(plan: SitePlan) -> None:
    group = plan.columns["ghjh"].path
    tabs = (
        '<a href="javascript:;" onclick="document.title=\'部门\'">部门动态选项卡</a>'
        '<a href="#" role="tab" onclick="return false">区县动态选项卡</a>'
    )
    plan.home_extra.append(f'<div class="tabs">{tabs}</div>')
    folded = f'<div class="sub" style="display:none"><a href="{group}">下拉菜单规划</a></div>'
    plan.home_extra.append(folded)
    plan.spare("LNK09", "", "有脚本的选项卡", contains="部门动态选项卡")
    plan.spare("LNK09", "", "有脚本的选项卡", contains="区县动态选项卡")
    plan.spare("LNK08", group, "折叠菜单中的内部链接")
    article = plan.columns["gzdt"].articles[7]
    article.body.insert(0, '<p><a name="yi"></a><span id="细则">细则</span>：见下文。</p>')
    here = article.path
    plan.mention(
        "gzdt",
        8,
        f'<p><a href="{here}#yi">第一节</a> <a href="{here}#%E7%BB%86%E5%88%99">细则</a> <a href="#top">返回顶部</a></p>',
    )
    plan.spare("LNK11", here, "存在的锚点", alternative=f"{here}#yi")
    plan.spare("LNK11", here, "编码后的中文锚点", alternative=f"{here}#%E7%BB%86%E5%88%99")
    plan.spare("LNK11", "", "#top 总是有效", contains="#top")


def _foreign(title: str, text: str) -> bytes:
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body><h1>{title}</h1><p>{text}</p></body></html>".encode()
