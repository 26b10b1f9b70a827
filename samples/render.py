"""This module writes a plan as pages: one set of templates a dialect, one file an address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from samples.plan import Anchor, Article, Column, SitePlan
from samples.spec import Dialect

_TEMPLATES = Path(__file__).parent / "templates"
HOME_ITEMS = 8


@dataclass(slots=True, kw_only=True)
class _Item:
    title: str
    href: str
    day: str
    long_day: str
    note: str = ""


@dataclass(slots=True, kw_only=True)
class _Block:
    name: str
    href: str
    items: list[_Item]


@dataclass(slots=True, kw_only=True)
class _Menu:
    name: str
    links: list[Anchor]


@dataclass(slots=True, kw_only=True)
class _PagerLink:
    text: str
    href: str
    role: str


@dataclass(slots=True, kw_only=True)
class _Page:
    head_title: str
    tags: dict[str, str]
    group: str = ""
    name: str = ""
    column_href: str = ""
    intro: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    scripted: bool = False
    pictures: bool = False
    data: str = ""
    total: int = 0
    pages: int = 1
    current: int = 1
    pager: list[_PagerLink] = field(default_factory=list)


class Renderer:
    """Renders one plan; ``pages`` yields (path, bytes)."""

    def __init__(self, plan: SitePlan) -> None:
        self._plan = plan
        self._menu = _menu(plan)
        self._jinja = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
        )

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Every page of the site: home, sitemap, columns with their further pages, articles."""
        yield "/", self._home()
        yield "/wzdt.html", self._sitemap()
        for column in self._plan.columns.values():
            if column.content:
                yield column.path, self._article(column, column.content)
            else:
                yield from self._lists(column)
            for article in column.articles:
                yield article.path, self._article(column, article)

    def _write(self, dialect: Dialect, template: str, page: _Page, **values: object) -> bytes:
        spec = self._plan.spec
        text = self._jinja.get_template(f"{dialect.value}/{template}.html").render(
            page=page, charset=spec.declared_charset, bureau=spec.theme.bureau, menu=self._menu,
            page_extra=self._plan.page_extra, footer=list(self._plan.footer.values()), **values,
        )  # fmt: skip
        return text.encode(spec.encoding)

    def _home(self) -> bytes:
        plan = self._plan
        blocks = []
        for column in (plan.columns[name] for name in plan.home_blocks):
            recent = [a for a in column.sorted_articles if (plan.as_of - a.shown_in_list).days >= plan.home_age_days]
            items = [_item(a) for a in recent[:HOME_ITEMS]]
            blocks.append(_Block(name=column.name, href=column.path, items=items))
        page = _Page(head_title=plan.spec.theme.bureau, tags=plan.site_tags)
        return self._write(plan.spec.main, "home", page, blocks=blocks, extra=plan.home_extra)

    def _sitemap(self) -> bytes:
        plan = self._plan
        links = "".join(f'<li><a href="{c.path}">{c.name}</a></li>' for c in plan.columns.values() if c.in_profile)
        page = _Page(head_title=f"网站地图_{plan.spec.theme.bureau}", tags=plan.site_tags)
        extra = [f"<h1>网站地图</h1><ul>{links}</ul>"]
        return self._write(plan.spec.main, "home", page, blocks=[], extra=extra)

    def _lists(self, column: Column) -> Iterator[tuple[str, bytes]]:
        articles = column.sorted_articles
        size = column.page_size
        count = max(1, -(-len(articles) // size))
        for number in range(1, count + 1):
            page = self._column_page(column)
            page.total, page.pages, page.current = len(articles), count, number
            page.items = [_item(a) for a in articles[(number - 1) * size : number * size]]
            page.pager = _pager(column, number, count)
            yield list_path(column, number, count), self._write(column.dialect, "list", page)
        if column.scripted:
            rows = [{"title": a.title, "href": a.path, "day": f"{a.shown_in_list}"} for a in articles]
            yield _data_path(column), json.dumps(rows, ensure_ascii=False).encode()

    def _column_page(self, column: Column) -> _Page:
        return _Page(
            head_title=f"{column.name}_{self._plan.spec.theme.bureau}",
            tags={**self._plan.site_tags, **column_tags(column)},
            group=column.group,
            name=column.name,
            column_href=column.path,
            intro=column.intro,
            scripted=column.scripted,
            pictures=column.pictures,
            data=_data_path(column),
        )

    def _article(self, column: Column, article: Article) -> bytes:
        page = self._column_page(column)
        page.head_title = f"{article.title}_{self._plan.spec.theme.bureau}"
        page.tags = {**page.tags, **_content_tags(article)}
        return self._write(column.dialect, "article", page, article=_ArticleView(article))


class _ArticleView:
    """An article as the templates print it."""

    def __init__(self, article: Article) -> None:
        self.title, self.source, self.clock = article.title, article.source, article.clock
        self.day, self.long_day = f"{article.day}", _long(article.day)
        self.undated, self.body, self.rows = article.undated, article.body, article.rows
        self.fields, self.files, self.related = article.fields, article.files, article.related


def list_path(column: Column, number: int, count: int) -> str:
    """The address of the ``number``-th page of a column with ``count`` pages."""
    if number == 1:
        return column.path
    if column.dialect is Dialect.JLTRS:
        return f"{column.path}index_{number - 1}.html"
    if column.dialect is Dialect.NFCMS:
        return f"{column.path}index_{number}.html"
    return f"{column.path.removesuffix('.htm')}/{count - number + 1}.htm"  # the files count backwards


def _pager(column: Column, current: int, count: int) -> list[_PagerLink]:
    def link(text: str, number: int, role: str) -> _PagerLink:
        return _PagerLink(text=text, href=list_path(column, number, count), role=role)

    if column.dialect is Dialect.VSB:
        following = [link("下页", current + 1, "Next"), link("尾页", count, "Next")] if current < count else []
        return ([link("首页", 1, "Next"), link("上页", current - 1, "Next")] if current > 1 else []) + following
    numbers = [link(str(n), n, "current" if n == current else "normal") for n in range(1, count + 1)]
    following = [link("下一页", current + 1, "next")] if current < count else []
    return [link("首页", 1, "first"), *numbers, *following, link("尾页", count, "last")]


def _data_path(column: Column) -> str:
    return f"/data/{column.id}.json"


def column_tags(column: Column) -> dict[str, str]:
    """The four column tags, less those that the column lacks."""
    tags = {
        "ColumnName": column.name,
        "ColumnDescription": f"{column.name}栏目发布本机关{column.name}方面的信息",
        "ColumnKeywords": f"{column.group},{column.name}",
        "ColumnType": column.type,
    }
    return {name: value for name, value in tags.items() if name not in column.tags_missing}


def _content_tags(article: Article) -> dict[str, str]:
    tags = {"ArticleTitle": article.title, "PubDate": article.pub_tag, "ContentSource": article.source}
    return {name: value for name, value in tags.items() if name not in article.without_tags}


def _menu(plan: SitePlan) -> list[_Menu]:
    groups: dict[str, list[Anchor]] = {}
    for column in plan.columns.values():
        groups.setdefault(column.group, []).append(Anchor(column.name, column.path))
    return [_Menu(name=name, links=links) for name, links in groups.items()]


def _item(article: Article) -> _Item:
    day = article.shown_in_list
    return _Item(title=article.title, href=article.path, day=f"{day}", long_day=_long(day), note=article.note)


def _long(day: date) -> str:
    return f"{day.year}年{day.month:02}月{day.day:02}日"


def file_of(path: str) -> str:
    """The file that an address is stored in."""
    return (path + "index.html" if path.endswith("/") else path).lstrip("/")
