"""This module tells what a page is: home, list, article, or one of the odd ones that stand where a page should be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.model.page import PageKind
from spiders.extract.blocks import Block
from spiders.extract.document import Document, compact
from spiders.extract.jumps import redirect_target
from spiders.extract.reading import Reading
from spiders.extract.scripted import is_empty_app

_MISSING_TEXT = re.compile(
    r"(?:您|你)?(?:所?要?(?:访问|查找|浏览|请求|打开|寻找|找|查看))的?(?:的)?(?:网页|页面|内容|文件|信息|资源|栏目|网址|地址|文章)(?:已)?(?:不存在|未找到|找不到|没有找到|可能已|已被|已经|暂时无法|已删除|出错|走丢)"
    r"|没有找到(?:您|你)?要?(?:的|找的|访问的)?(?:网页|页面|内容)|(?:页面|网页|栏目|文章|信息|内容|文件|资源|新闻|稿件|文档)(?:已)?(?:不存在|未找到|找不到了?|没有找到|已(?:被)?删除|走丢了|已下线|已过期|已失效)"
    r"|(?:抱歉|对不起)[,，!！。\s]*(?:您|你|该|此|没有|找不到).{0,24}(?:不存在|未找到|找不到|没有找到|删除|无法访问|网页|页面)|无法找到(?:该|此)?(?:网页|页面|资源)|找不到(?:该|此|指定)?(?:的)?(?:网页|页面|文件|资源)"
    r"|404\s*(?:not\s*found|错误|页面|error|找不到|-|—|:)|page\s+(?:you\s+.{0,40})?(?:not|cannot be"
    r"|could not be|can't be)\s+found|(?:not\s+found|404)\s*[-–—:]?\s*(?:the\s+requested|page|error)"
    r"|the\s+(?:requested\s+)?(?:page|url|resource).{0,60}(?:not\s+(?:be\s+)?found|does\s+not\s+exist"
    r"|no\s+longer)",
    re.IGNORECASE,
)
_MISSING_TITLE = re.compile(
    # A number before or behind the words of a heading, such as that of a road, is no message.
    r"^\W*(?:error\W*)?404(?![^\W_])(?!\s+(?!页|错|找|抱歉|对不起|[您你]|没有?|未|不|无|访问|提示|出错|网页|资源|文件|内容)[\u4e00-\u9fff])"
    r"|(?:^|[\W_]|错误|页面|提示|代码|HTTP|error)404\W*$|\b404\s*(?:error|not found|页面|错误)|not\s+found|页面(?:不存在|未找到"
    r"|找不到|丢失|没有找到|走丢)|找不到(?:页面|网页)|您访问的页面|(?:出错|错误)(?:页面|提示|啦|了)"
    r"|页面出错|访问出错",
    re.IGNORECASE,
)
_GATEWAY_TITLE = re.compile(
    r"^\W*(?:error\W*)?(?:5\d\d|403|400|405|412|429)\b|bad\s+gateway|gateway\s+time-?out|service\s+(?:temporarily\s+)?unavailable|internal\s+server\s+error|forbidden|access\s+denied|服务器(?:内部)?错误|系统(?:发生)?(?:错误|异常)|网站?无法访问|站点?维护|无法访问|访问被(?:拦截|拒绝|阻断)|拦截提示|网站防火墙|安全(?:拦截|防护)|WAF",
    re.IGNORECASE,
)
_GATEWAY_TEXT = re.compile(
    r"bad\s+gateway|gateway\s+time-?out|service\s+(?:temporarily\s+)?unavailable|internal\s+server\s+error|源站|回源|网站(?:暂时)?无法访问|服务器(?:出错|错误|无响应|繁忙|开小差)|系统(?:繁忙|异常|错误)[,，。!！]|nginx/\d|HTTP\s+(?:Status|错误|Error)\s+\d{3}|安域|(?:云|主机)?防护(?:节点|系统)"
    r"|access\s+denied|error\s+5\d\d|The\s+proxy\s+server\s+received|Server\s+Error\s+in"
    r"|Whitelabel Error Page|java\.lang\.\w+Exception|网站管理员|域名(?:未备案|未绑定)|没有找到站点"
    r"|Tengine",
    re.IGNORECASE,
)
_NUMBERED_404 = re.compile(r"HTTP\s*(?:Status|错误|Error|状态)\s*404", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"__jsl_clearance|jsluid|_\$[a-z]{2}=_\$|\$_ts\s*[=.\[]|_\$_ts|cf-browser-verification|challenge-platform|cdn-cgi/challenge|__cf_chl|acw_sc__v2|aliyun_waf|_waf_|yunsuo|security_verify|safedog|"
    r"wzws[-_]|WZWSCONFIRM|__tst_status|EO_Bot_Ssid|_ssid_challenge|geetest|captcha|anti-?bot|人机(?:验证|识别)|安全验证|滑动验证|(?:完成|进行|通过).{0,6}验证(?:后|以)?(?:继续|访问)|浏览器安全检查|正在(?:进行)?(?:安全)?(?:检测|检查|验证)|访问验证|请开启JavaScript|enable\s+javascript|checking\s+your\s+browser|just\s+a\s+moment|请输入验证码|创宇盾|知道创宇|加速乐|(?:请求|访问)(?:存在异常|过于频繁|频率过高|被识别为|疑似)|恶意(?:请求|访问|攻击)|您的(?:访问|请求|IP)(?:被|已被|可能|存在|行为)",
    re.IGNORECASE,
)
_SCRIPT_CHALLENGE = re.compile(
    r"document\.cookie|_\$\w\w|\$_ts|eval\(|\(!\[\]\+\[\]\)|location\.(?:reload|href|replace)|String\.fromCharCode|navigator|atob\(|while\s*\(|setTimeout",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"域名(?:变更|更换|调整|迁移|切换|已?更改)|(?:网站|网址|站点|本站)(?:已)?(?:变更|搬迁|迁移|更换|迁至|改版上线|升级)(?:公告|通知|提示|至|到|为)|新(?:网址|网站|域名|版网站)(?:为|是|[:：])|(?:将|正在|自动)?跳转(?:到|至)(?:新)?(?:网站|网址|站点|页面)|请(?:访问|登录|移步)(?:新|以下)"
)
_CLOSED = re.compile(
    r"(?:网站|本站|本网站|该网站|站点)(?:已|将|于.{2,20}|现|正式)?.{0,12}(?:关停|关闭|停止(?:服务|运行|更新|使用)|下线|停用|停办|注销|不再(?:更新|维护))|机构改革.{0,80}(?:关停|关闭|整合|迁移|停止|并入|不再)|(?:关停|关闭|整合迁移|下线)(?:公告|通知|说明)|(?:内容|信息|栏目)(?:已)?(?:整体)?(?:迁移|整合)(?:至|到)"
)
# One of these is in all that the pattern finds: most small pages have none.
_MOVED_WORDS = (
    *("域名", "变更", "搬迁", "迁移", "更换", "迁至", "改版上线", "升级", "跳转"),
    *("新网址", "新网站", "新域名", "新版网站", "请访问", "请登录", "请移步"),
)
_CLOSED_WORDS = ("关停", "关闭", "停止", "下线", "停用", "停办", "注销", "不再", "机构改革", "整合", "迁移")
_SITEMAP = re.compile(
    r"^(?:.{0,12})?(?:网站地图|站点地图|网站导航|网站导览|sitemap|site\s*map)(?:.{0,12})?$", re.IGNORECASE
)
_ALERT = re.compile(r"\balert\(\s*(['\"])(.{0,80}?)\1")
ARTICLE_ADDRESS = re.compile(
    r"/t\d{8}_\d+|/content/post_|/art/\d{4}/|/art_|/info/\d+/\d+\.|/c\d+/content|content_\d+|/\d{4}[-/]?\d{2}/(?:\d{2}/)?[^/]*\d+[^/]*\.s?html?|/20\d{6}/|articleid=|infoid=|/(?:article|detail|show|view)[/_.?-]|[0-9a-f]{32}\.s?html?",
    re.IGNORECASE,
)
_HOME_ADDRESS = re.compile(r"^https?://[^/]+/(?:(?:index|default|home|main)\.\w+)?$", re.IGNORECASE)
LISTLESS_TEXT = re.compile(
    r"暂无(?:数据|内容|信息|相关)|没有(?:相关|找到|查到|查询到)*(?:任何|符合.{0,8}的|您要的)?(?:数据|内容|信息|记录)|暂时没有|该栏目(?:暂无|下暂无|没有)"
    r"|(?:内容|信息|数据|栏目|页面)(?:正在)?(?:建设|整理|更新|完善|补充)中"
)
_MORE = re.compile(r"更多|more|查看全部|\+", re.IGNORECASE)
# A page that says where it stands in the site is the site's own, whatever code its form asks for.
_PLACED = re.compile(
    r"(?:(?:当前|所在|现在)的?|[您你我]的?)位置[:：]?[^>»/]{0,4}(?:网站)?首页|首页\s*[>＞»›→]+\s*[\u4e00-\u9fff]"
)
_CODE_ASKED = "请输入验证码"
_MAINTAINED = re.compile(
    r"(?:网站|本站|系统|平台|服务)(?:正在|目前|因)?.{0,8}(?:升级|维护|改版)(?:中|维护|改版|改造)?.{0,60}(?:无法(?:正常)?(?:访问|使用|登录)|暂停(?:访问|服务|使用)|(?:请)?稍[后候]|不便)"
)
# Systems give these to articles alone; dates of creation and generation stand in list pages too.
_PUBLISHED_METAS = ("pubdate", "publishdate", "publish_date", "firstpublishedtime", "article:published_time")
_ARTICLE_METAS = ("articletitle", *_PUBLISHED_METAS)
_SURELY = 2.5  # a date right below the title
_FACT = re.compile(r"[\u4e00-\u9fff]{2,8}\s*[:：]\s*\S")
_SHORT = 400
LONG_TEXT = 800  # characters of a text that no row of a list is
_SAYING = 12  # characters
_STUB = 260
_ENTRY = 200  # characters of one row


@dataclass(frozen=True, slots=True)
class Facts:
    """What other readers found, as far as it bears on the kind."""

    title: str | None
    breadcrumb: tuple[str, ...]
    blocks: list[Block]
    dated_head: float
    scripted: bool
    labelled: int
    has_pager: bool
    body_chars: int
    attachments: int
    headed: bool  # a title of its own stands above the text
    message: bool  # the page is one citizen's letter and its answer
    solicits: bool  # the page asks for opinions and says until when
    guide: bool  # the page sets out one service in labelled rows
    self_named: bool = False  # the title element repeats the page's own title
    letters: int = 0  # how many citizens' letters stand on it
    apart: int = 0  # characters of running text outside the rows of the list
    pages: int = 0  # how many pages the pager says that there are


def stub_kind(document: Document) -> tuple[PageKind | None, str | None]:
    """Recognise pages that are not content: challenges, gateway errors, redirects, missing pages. Returns (kind, redirect)."""
    text = document.opening
    title = document.page_title or ""
    size = len(text)
    if size <= _SAYING and any(_MISSING_TEXT.search(said[2]) for s in document.scripts for said in _ALERT.finditer(s)):
        return PageKind.SOFT_404, None
    target = redirect_target(document, size)
    if target and size < _STUB and not _notice(text) and not _MISSING_TEXT.search(text):
        return PageKind.REDIRECT, target
    if _is_challenge(document, text):
        return PageKind.CHALLENGE, None
    if size < 3000 and re.fullmatch(r"\D{0,8}(?:5\d\d|403|400)\D{0,24}", title) and _GATEWAY_TEXT.search(text):
        return PageKind.ERROR, None
    if size < 900 and _failed(document, title, text):
        return PageKind.SOFT_404 if _NUMBERED_404.search(text) else PageKind.ERROR, None
    if size < _STUB and _MAINTAINED.search(text) and not _is_own(document, text):
        return PageKind.ERROR, None
    if _notice(text) and size < 900:
        return PageKind.NOTICE, target
    if missing(title, text):
        return PageKind.SOFT_404, None
    return None, target if target and size < 900 else None


def _failed(document: Document, title: str, text: str) -> bool:
    """Whether a gateway or a firewall speaks instead of the site; a notice about one shows its place or is called more."""
    said = _GATEWAY_TITLE.search(title)
    named = said is not None and (len(text) < _STUB or _is_most_of(said[0], title))
    told = named or (len(text) < _SHORT and _GATEWAY_TEXT.search(text) is not None)
    return told and not _is_own(document, text)


def _is_own(document: Document, text: str) -> bool:
    """Whether a page is one of the site's own: it shows its place there, or its metas call it an article."""
    metas = document.lower_metas
    return _PLACED.search(text) is not None or any(metas.get(name) for name in _ARTICLE_METAS)


def _notice(text: str) -> bool:
    if len(text) >= 900:
        return False
    moved = any(word in text for word in _MOVED_WORDS) and _MOVED.search(text)
    return bool(moved or (any(word in text for word in _CLOSED_WORDS) and _CLOSED.search(text)))


_SITE_PART = re.compile(r"[-_|—–]")


def missing(title: str, text: str) -> bool:
    """Whether a page says of itself that it does not exist; an article that mentions 404 does not."""
    if len(text) <= 120 and (_MISSING_TEXT.search(text) or _MISSING_TITLE.search(title)):
        return True
    said = _MISSING_TITLE.search(title)
    return said is not None and _is_most_of(said[0], title)


def _is_most_of(said: str, title: str) -> bool:
    """Whether words are the message that a title is; a heading that only speaks of such things is longer than that."""
    return len(said) * 2 >= len(_SITE_PART.split(title)[0].strip())


def _is_challenge(document: Document, text: str) -> bool:
    if len(text) > _SHORT:
        return False
    markup = document.text if len(document.text) < 120_000 else document.text[:120_000]
    if b"<noscript" in document.markup and is_empty_app(document):
        return False  # what an app tells visitors without scripts
    if len(text) < _SHORT and (said := _CHALLENGE.search(text)):
        return not _is_own(document, text) and not (said[0] == _CODE_ASKED and _asks_more(document))
    if len(text) >= 60:
        return False
    links = sum(1 for _ in document.body.iter("a", "img", "form", "iframe", "frame"))
    if links:
        return False
    scripts = document.script_text
    if not scripts and "<script" not in markup.lower():
        return False
    return bool(
        _CHALLENGE.search(markup) or (len(text) < 20 and _SCRIPT_CHALLENGE.search(scripts) and "cookie" in scripts)
    )


def _asks_more(document: Document) -> bool:
    """Whether a form asks for more than the code that keeps machines out: a search for one's letter, a login."""
    fields = document.body.iter("input", "textarea", "select")
    told = (f for f in fields if f.tag != "input" or (f.get("type") or "text").lower() in ("text", "password", "tel"))
    return sum(1 for _ in told) > 1


def content_kind(reading: Reading, facts: Facts) -> PageKind:
    """Tell home, list, article, site map and other apart."""
    document = reading.document
    metas = document.lower_metas
    if any(
        name and _SITEMAP.match(compact(name))
        for name in (
            facts.title,
            facts.breadcrumb[-1] if facts.breadcrumb else "",
            (document.page_title or "").split("-")[0],
        )
    ):
        return PageKind.SITEMAP
    soft = _sentence_404(reading, facts)
    if soft:
        return PageKind.SOFT_404
    named = bool(metas.get("articletitle") or metas.get("contentsource"))
    listed = _list_strength(facts)
    article = (
        3.0 * named
        + 2.0 * any(metas.get(name) for name in _PUBLISHED_METAS)
        + facts.dated_head
        + 1.5 * bool(ARTICLE_ADDRESS.search(document.url))
    )
    article += (
        2.0 * (facts.message or facts.solicits)
        + 0.5 * facts.headed
        + min(facts.body_chars / 300, 2.0)
        + 0.5 * bool(facts.attachments)
        + _labelled_strength(facts)
        + 6.0 * (facts.guide and not facts.has_pager)
    )
    told = facts.dated_head or named or facts.labelled or facts.guide or facts.solicits
    if facts.letters > 1 and facts.has_pager and facts.breadcrumb and not named:
        return PageKind.LIST  # a board of messages with their answers
    if not named and _is_short_page(facts, document.url):
        return PageKind.LIST
    if article >= max(3.0, listed) and (told or facts.body_chars > 200):
        return PageKind.ARTICLE
    apart = facts.apart >= LONG_TEXT or (facts.self_named and facts.dated_head >= _SURELY)
    if article >= 3.0 and facts.headed and facts.dated_head and apart:
        return PageKind.ARTICLE  # the list is of what is recommended below the text
    if facts.breadcrumb and facts.blocks and facts.blocks[0].dated and facts.body_chars < 120 and article < 2.0:
        return PageKind.LIST
    if _is_home(reading, facts):
        return PageKind.HOME
    if listed >= 3.0:
        return PageKind.LIST
    if (facts.has_pager or facts.scripted) and facts.breadcrumb and facts.body_chars < 300 and article < 2.5:
        return PageKind.LIST
    if (
        facts.breadcrumb
        and facts.body_chars < 200
        and not facts.dated_head
        and ((metas.get("columnname") and not _says_something(reading)) or LISTLESS_TEXT.search(document.text))
    ):
        return PageKind.LIST
    return PageKind.ARTICLE if article >= 3.0 else PageKind.OTHER


def _says_something(reading: Reading) -> bool:
    """Whether a sentence or two labelled facts stand on the page: an office's short text is no list without entries."""
    labelled = 0
    for line in reading.content:
        if line.link_chars:
            continue
        if "。" in line.text and len(line.text) >= _SAYING:
            return True
        labelled += len(line.text) >= _SAYING and _FACT.match(line.text) is not None
    return labelled > 1


def _labelled_strength(facts: Facts) -> float:
    """A table of three and more of a document's fields beside a title is one document's page, however short its text."""
    return 0.0 if not facts.labelled else 3.0 if facts.labelled > 2 and facts.title else 2.0


def _is_short_page(facts: Facts, address: str) -> bool:
    """Whether a list of several pages shows an entry or two here: no title, or one that is that of an entry."""
    main = facts.blocks[0] if facts.blocks else None
    if main is None or facts.pages < 2 or not facts.breadcrumb or main.dated < len(main.good):
        return False
    if facts.body_chars >= min(_ENTRY * len(main.good), LONG_TEXT) or ARTICLE_ADDRESS.search(address):
        return False
    return not facts.headed or any(row.title == facts.title for row in main.good)


def _list_strength(facts: Facts) -> float:
    main = facts.blocks[0] if facts.blocks else None
    if main is None:
        return 0.0
    strength = min(len(main.good), 10) * 0.35 + min(main.dated, 10) * 0.45
    return strength + 2.0 * facts.has_pager + 1.0 * (len(facts.breadcrumb) > 1 and len(main.good) >= 4)


def _is_home(reading: Reading, facts: Facts) -> bool:
    """Several blocks with 更多 links, no way back to 首页, no pager, no column: the page that everything starts from."""
    document = reading.document
    if document.url and _HOME_ADDRESS.match(document.url):
        return not facts.breadcrumb
    if facts.breadcrumb or facts.has_pager or document.lower_metas.get("articletitle"):
        return False
    if document.lower_metas.get("columnname", "") not in ("", "首页", "网站首页", "主页"):
        return False
    if document.url and document.url.rstrip("/").count("/") > 4:
        return False
    more = sum(1 for line in reading.content if len(line.text) <= 8 and _MORE.search(line.text))
    several = sum(1 for block in facts.blocks if len(block.good) >= 3)
    return (more >= 2 and several >= 2) or several >= 4


def _sentence_404(reading: Reading, facts: Facts) -> bool:
    """Full navigation around one sentence that says the page is missing."""
    if facts.body_chars > 600 or facts.dated_head:
        return False
    lines = [line for line in reading.content if line.link_chars * 4 < len(line.text)]  # 请返回首页 may be a link
    for line in lines:
        if len(line.text) <= 80 and _MISSING_TEXT.search(compact(line.text)):
            return sum(len(other.text) for other in lines) < 300
    return False
