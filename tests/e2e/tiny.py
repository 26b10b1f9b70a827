"""A very small bureau: pages that a test writes, changes and takes away, and its profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

FOOTER = (
    "<div class='footer'><p>主办单位：江滨市林业和园林局　联系电话：0999-5550100</p>"
    "<p><a href='/sitemap.html'>网站地图</a></p>"
    "<p>网站标识码：2200000099　吉ICP备00000001号　吉公网安备22000000000001号</p>"
    "<a href='http://bszs.conac.cn/sitename?method=show&id=0'><img alt='党政机关' src='/dz.png'></a>"
    "<a href='http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=2200000099'>"
    "<img alt='我为政府网站找错' src='/jc.png'></a></div>"
)
NAV = (
    "<div class='nav'><a href='/'>首页</a> <a href='/xw/'>工作动态</a> "
    "<a href='/tz/'>通知公告</a> <a href='/jg/'>机构职能</a></div>"
)
METAS = "<meta name='SiteName' content='江滨市林业和园林局'><meta name='SiteIDCode' content='2200000099'>"


@dataclass
class Tiny:
    """A site in a folder. ``home`` is where it is served."""

    folder: Path
    home: str = ""
    articles: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {"xw": [], "tz": [], "jg": []})

    def write(self, path: str, body: str, title: str = "江滨市林业和园林局") -> None:
        """Write a page with navigation and footer."""
        head = f"<meta charset='utf-8'>{METAS}<title>{title}</title>"
        html = f"<!DOCTYPE html><html><head>{head}</head><body>{NAV}{body}{FOOTER}</body></html>"
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8")

    def article(self, column: str, name: str, title: str, date: str, extra: str = "") -> None:
        """Write an article and enter it into its column's list."""
        text = "全市各级林业部门结合实际认真落实工作部署，加强巡护值守，广泛宣传防火知识，取得了阶段性成效。" * 4
        body = (
            f"<div class='pos'>当前位置：<a href='/'>首页</a> &gt; <a href='/{column}/'>{NAMES[column]}</a></div>"
            f"<h1>{title}</h1><div class='info'>发布时间：{date} 09:00　来源：江滨市林业和园林局</div>"
            f"<div class='content'><p>{text}{name}</p>{extra}</div>"
        )
        self.write(f"{column}/{name}.html", body, f"{title}-江滨市林业和园林局")
        entries = self.articles[column]
        entries[:] = [e for e in entries if e[0] != name] + [(name, f"{title}|{date}")]
        self.lists()

    def lists(self) -> None:
        """Write the lists and the homepage."""
        for column, entries in self.articles.items():
            here = (
                f"<div class='pos'>当前位置：<a href='/'>首页</a> &gt; <a href='/{column}/'>{NAMES[column]}</a></div>"
            )
            self.write(f"{column}/index.html", here + _items(column, entries), f"{NAMES[column]}-江滨市林业和园林局")
        blocks = "".join(
            f"<div class='block'><h2>{NAMES[c]} <a href='/{c}/'>更多</a></h2>{_items(c, e)}</div>"
            for c, e in self.articles.items()
        )
        self.write("index.html", blocks)
        self.write(
            "sitemap.html",
            "<ul>" + "".join(f"<li><a href='/{c}/'>{NAMES[c]}</a></li>" for c in self.articles) + "</ul>",
            "网站地图",
        )

    def profile(self, **crawl: object) -> Path:
        """Write the profile and return its path."""
        settings = {
            "requests_per_second": 10000,
            "concurrency": 8,
            "confirm_after_s": 0,
            "private_hosts": ["127.0.0.1"],
            "external_links": "record",
            **crawl,
        }
        lines = [
            "[site]",
            'id = "tiny"',
            'name = "江滨市林业和园林局"',
            'code = "2200000099"',
            f'home = "{self.home}"',
            f'scope = ["{self.home}"]',
            'organizer = "江滨市林业和园林局"',
            "[crawl]",
            *(f"{key} = {_toml(value)}" for key, value in settings.items()),
            *(line for column, kind in KINDS.items() for line in _column(column, kind, self.home)),
        ]
        path = self.folder.parent / "tiny.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


NAMES = {"xw": "工作动态", "tz": "通知公告", "jg": "机构职能"}
KINDS = {"xw": "news", "tz": "notice", "jg": "other"}


def _column(column: str, kind: str, home: str) -> Iterable[str]:
    return [
        "[[site_columns]]",
        f'id = "{column}"',
        f'name = "{NAMES[column]}"',
        f'url = "{home}{column}/"',
        f'kind = "{kind}"',
        'unit = "办公室"',
    ]


def _items(column: str, entries: list[tuple[str, str]]) -> str:
    rows = []
    for name, text in entries:
        title, date = text.split("|")
        rows.append(f"<li><a href='/{column}/{name}.html'>{title}</a><span>{date}</span></li>")
    return f"<ul class='list'>{''.join(rows)}</ul>"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(f'"{v}"' for v in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def build(folder: Path) -> Tiny:
    """Make the site with a few articles of March 2026; nothing in it is wrong but what the tests plant."""
    site = Tiny(folder / "site")
    site.folder.mkdir(parents=True)
    for number in range(1, 6):
        site.article("xw", f"n{number}", f"第{number}次森林防火巡查工作全面展开", f"2026-03-{number + 8:02d}")
        site.article(
            "tz", f"t{number}", f"关于做好第{number}批苗木检疫工作的通知", f"2026-0{1 + number // 3}-{number + 10:02d}"
        )
    site.article("jg", "zn", "江滨市林业和园林局机构职能", "2026-01-05")
    for picture in ("dz.png", "jc.png"):
        (site.folder / picture).write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    return site
