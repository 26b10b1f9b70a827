"""This module drafts a faultless bureau site: its columns, and the articles of the ordinary ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samples import days, wording
from samples.addresses import Addresses
from samples.interaction import fill_interaction
from samples.plan import Article, CatalogueRow, Column, SitePlan
from samples.platform import fill_platform
from samples.policies import fill_policies
from samples.services import fill_services
from samples.spec import Dialect, SampleSpec
from samples.themes import TITLES


@dataclass(frozen=True, slots=True)
class _Draft:
    id: str
    name: str
    kind: str
    group: str
    folder: str
    type: str
    office: int = 0
    platform: bool = False


_DRAFTS = (
    _Draft("jgzn", "机构职能", "institution", "机构概况", "jggk", "机构职能"),
    _Draft("ldxx", "领导信息", "leadership", "机构概况", "jggk", "负责人信息"),
    _Draft("gzdt", "工作动态", "news", "新闻中心", "xwzx", "工作动态"),
    _Draft("jcdt", "基层动态", "news", "新闻中心", "xwzx", "工作动态", 2),
    _Draft("tzgg", "通知公告", "notice", "新闻中心", "xwzx", "工作动态"),
    _Draft("fcxj", "风采相册", "topic", "新闻中心", "xwzx", "工作动态", 3),
    _Draft("xxgkzn", "政府信息公开指南", "guide", "政府信息公开", "zwgk", "信息公开指南", 0, True),
    _Draft("xxgkzd", "政府信息公开制度", "rules", "政府信息公开", "zwgk", "政策文件", 0, True),
    _Draft("fdzdgk", "法定主动公开内容", "catalogue", "政府信息公开", "zwgk", "信息公开目录", 0, True),
    _Draft("xxgknb", "政府信息公开年报", "annual_report", "政府信息公开", "zwgk", "信息公开年报", 0, True),
    _Draft("ysqgk", "依申请公开", "application", "政府信息公开", "zwgk", "依申请公开", 0, True),
    _Draft("zcwj", "政策文件", "policy", "政府信息公开", "zwgk", "政策文件", 1, True),
    _Draft("zcjd", "政策解读", "interpretation", "政府信息公开", "zwgk", "政策解读", 1, True),
    _Draft("ghjh", "规划计划", "planning", "政府信息公开", "zwgk", "信息公开目录", 0, True),
    _Draft("rsxx", "人事信息", "personnel", "政府信息公开", "zwgk", "信息公开目录", 0, True),
    _Draft("ysjs", "财政预决算", "budget", "政府信息公开", "zwgk", "数据发布", 0, True),
    _Draft("tjxx", "统计信息", "statistics", "政府信息公开", "zwgk", "数据发布", 0, True),
    _Draft("cgxx", "政府采购", "procurement", "政府信息公开", "zwgk", "信息公开目录", 0, True),
    _Draft("zdxm", "重大建设项目", "projects", "政府信息公开", "zwgk", "信息公开目录", 2, True),
    _Draft("xzzf", "行政执法公示", "enforcement", "政府信息公开", "zwgk", "信息公开目录", 4, True),
    _Draft("yjgl", "应急管理", "emergency", "政府信息公开", "zwgk", "信息公开目录", 4, True),
    _Draft("qzqd", "权责清单", "rights_list", "政府信息公开", "zwgk", "信息公开目录", 1, True),
    _Draft("bsfw", "办事服务", "services", "办事服务", "bsfw", "办事服务", 5),
    _Draft("zxly", "咨询留言", "consultation", "互动交流", "hdjl", "咨询投诉"),
    _Draft("yjzj", "意见征集", "solicitation", "互动交流", "hdjl", "征集调查", 1),
    _Draft("zxft", "在线访谈", "interview", "互动交流", "hdjl", "在线访谈"),
    _Draft("jzjdr", "局长接待日", "reception", "互动交流", "hdjl", "咨询投诉"),
    _Draft("ztzl", "主题教育专题", "topic", "专题专栏", "ztzl", "工作动态"),
)
# ages in days of the entries of the plain columns
_AGES: dict[str, tuple[int, ...]] = {
    "ghjh": (120, 420, 800),
    "rsxx": (60, 150, 260, 500),
    "ysjs": (100, 240, 465, 605),
    "tjxx": (30, 120, 210, 300),
    "cgxx": (25, 66, 140, 230),
    "zdxm": (40, 131, 222),
    "xzzf": (20, 44, 77, 110),
    "yjgl": (35, 180, 340),
    "zxft": (50, 170, 290),
    "ztzl": (700, 720, 735),
}
_CATALOGUE = (
    ("机构职能", "管理", "jgzn"),
    ("领导信息", "管理", "ldxx"),
    ("政策文件", "决策", "zcwj"),
    ("规划计划", "决策", "ghjh"),
    ("财政预决算", "执行", "ysjs"),
    ("政府采购", "执行", "cgxx"),
    ("重大建设项目", "执行", "zdxm"),
    ("办事服务", "服务", "bsfw"),
    ("行政执法公示", "结果", "xzzf"),
    ("统计信息", "结果", "tjxx"),
    ("应急管理", "管理", "yjgl"),
)


def draft(spec: SampleSpec, addresses: Addresses, as_of: date) -> SitePlan:
    """The faultless plan of a bureau; look-alikes and defects are put in afterwards."""
    plan = SitePlan(spec, addresses, as_of, home_age_days=spec.home_age_days)
    for item in _DRAFTS:
        dialect = spec.platform if item.platform else spec.main
        path = f"/{item.id}.htm" if dialect is Dialect.VSB else f"/{item.folder}/{item.id}/"
        plan.columns[item.id] = Column(
            id=item.id, name=item.name, kind=item.kind, group=item.group, type=item.type, dialect=dialect, path=path,
            unit=spec.theme.offices[item.office],
        )  # fmt: skip
    plan.columns["fcxj"].pictures = True
    plan.home_blocks = ["gzdt", "jcdt", "tzgg", "zcwj", "zcjd"]
    plan.catalogue = [CatalogueRow(item, aspect, column) for item, aspect, column in _CATALOGUE]
    _fill_news(plan)
    _fill_plain(plan)
    fill_platform(plan)
    fill_policies(plan)
    fill_services(plan)
    fill_interaction(plan)
    _frame(plan)
    return plan


def _fill_news(plan: SitePlan) -> None:
    spec, first = plan.spec, plan.spec.home_age_days
    for number in range(spec.news):
        _add_news(plan, "gzdt", number, first + number * 2)
    for number in range(spec.notices):
        _add_news(plan, "jcdt", 40 + number, first + number * 3)
        _add_news(plan, "tzgg", 80 + number, first + 4 + number * 9, "关于做好{}的通知")
    for number in range(8):
        _add_news(plan, "fcxj", 140 + number, 30 + number * 20)


def _add_news(plan: SitePlan, column_id: str, number: int, age: int, form: str = "{}") -> None:
    title = form.format(wording.news_title(plan.spec.theme, number))
    add_article(plan, column_id, title, days.before(plan.as_of, age), number)


def add_article(plan: SitePlan, column_id: str, title: str, day: date, number: int) -> Article:
    """Put one more article into a column, with a text of its own."""
    column, theme = plan.columns[column_id], plan.spec.theme
    article = Article(
        path=plan.new_path(column, day),
        title=title,
        day=day,
        source=theme.bureau if number % 4 else theme.offices[number % len(theme.offices)],
        body=wording.report(theme, title, number, day),
        clock=f"{8 + number % 9:02}:{number * 7 % 60:02}",
    )
    column.articles.append(article)
    return article


def _fill_plain(plan: SitePlan) -> None:
    tasks = plan.spec.theme.tasks
    for serial, (column_id, ages) in enumerate(_AGES.items()):
        for number, age in enumerate(ages):
            day = days.workday_before(plan.as_of, age)
            form = TITLES[column_id][number]
            name = form.format(year=day.year, month=day.month, task=tasks[(serial + number) % len(tasks)])
            title = name if column_id in {"zxft", "ztzl"} else plan.spec.theme.bureau + name
            add_article(plan, column_id, title, day, serial * 10 + number)


def _frame(plan: SitePlan) -> None:
    spec, theme = plan.spec, plan.spec.theme
    plan.site_tags = {"SiteName": theme.bureau, "SiteDomain": theme.domain, "SiteIDCode": spec.code}
    finder = f"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={spec.code}"
    police = "https://beian.mps.gov.cn/#/query/webSearch?code=22000002000099"
    plan.footer = {
        "organizer": f"主办单位：{theme.bureau}",
        "contact": f"地址：{theme.address}　联系电话：{theme.phone}",
        "site-code": f"网站标识码：{spec.code}",
        "icp": '<a href="https://beian.miit.gov.cn/">吉ICP备05000099号-1</a>',
        "police": f'<a href="{police}"><img src="/images/gongan.png" alt="公安备案图标">吉公网安备 22000002000099号</a>',
        "sitemap": '<a href="/wzdt.html">网站地图</a>',
        "party-mark": '<a href="https://bszs.conac.cn/sitename?method=show&amp;id=00000000000000000000000000000099">'
        '<img src="/images/dzjg.png" alt="党政机关"></a>',
        "error-report": f'<a href="{finder}"><img src="/images/jiucuo.png" alt="我为政府网站找错"></a>',
    }
    plan.home_extra.append(
        '<div class="xmt"><h3>政务新媒体</h3><a href="/wx.html">政务微信</a> <a href="/wb.html">政务微博</a></div>'
    )
    for path, name in (("/wx.html", "微信"), ("/wb.html", "微博")):
        text = f"{theme.bureau}政务{name}：请在{name}客户端中搜索“{theme.city}{theme.short[1:]}”并关注。"
        plan.files[path] = page_shell(spec, f"政务{name}", f"<p>{text}</p>")


def page_shell(spec: SampleSpec, title: str, body: str) -> bytes:
    """A bare page in the encoding of the site."""
    head = f'<head><meta charset="{spec.declared_charset}"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode(spec.encoding)


def shift_newest(column: Column, as_of: date, age: int) -> None:
    """Move a column's articles back so that its newest one is ``age`` days old."""
    gap = (as_of - max(a.day for a in column.articles)).days
    for article in column.articles:
        article.day -= timedelta(days=age - gap)
