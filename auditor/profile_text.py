"""This module writes a drafted profile as commented TOML; every doubt stands as a comment beside what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import tomlkit
from tomlkit.items import Item, Table

from auditor.drafting import Draft, DraftColumn
from auditor.model.site import ColumnKind

_MARK = "待确认"
_PORTAL = re.compile(r"人民政府(门户网站|网|网站)?$")  # a government itself, not one of its offices


def profile_text(draft: Draft, crawl: Mapping[str, object]) -> str:
    """Return the text of a profile; ``crawl`` holds the values of [crawl] that differ from the defaults."""
    document = tomlkit.document()
    document.add(
        tomlkit.comment(f"由 auditor init 根据网站首页和栏目页草拟。凡注明“{_MARK}”的，请打开网页核对后删去该注释。")
    )
    document.add("site", _site(draft))
    document.add("crawl", _crawl(crawl))
    columns = tomlkit.aot()
    for column in draft.columns:
        columns.append(_column(column))
    if draft.columns:
        document.add("site_columns", columns)
    text = tomlkit.dumps(document)
    return text.rstrip("\n") + "\n\n" + _catalogue_hint(draft.columns)


def _site(draft: Draft) -> Table:
    table = tomlkit.table()
    for doubt in draft.doubts:
        table.add(tomlkit.comment(f"{_MARK}:{doubt}"))
    table.add("id", _noted(draft.id, "站点编号，确定后不要再改：它是每个问题编号的一部分"))
    table.add("name", draft.name)
    table.add(
        "kind",
        _noted("portal" if _PORTAL.search(draft.name) else "department", "department 部门网站 | portal 门户网站"),
    )
    table.add("code", _noted(draft.code, "政府网站标识码"))
    table.add("home", draft.home)
    scope = tomlkit.array()
    scope.append(draft.home.rsplit("/", 1)[0] + "/")
    table.add("scope", scope)
    for text, url in draft.elsewhere:
        table.add(tomlkit.comment(f"{_MARK}：首页“{text}”指向 {url}，如属本单位内容，请加入 scope"))
    table.add("organizer", draft.organizer)
    table.add("standards", _noted(["national"], "可加入年度工作要点，如 work-points-2021"))
    return table


def _crawl(values: Mapping[str, object]) -> Table:
    table = tomlkit.table()
    table.add("requests_per_second", _noted(4.0, "对每台主机每秒最多请求数"))
    for key, value in values.items():
        table[key] = value
    return table


def _column(column: DraftColumn) -> Table:
    table = tomlkit.table()
    for doubt in column.doubts:
        table.add(tomlkit.comment(f"{_MARK}:{doubt}"))
    table.add("id", column.id)
    table.add("name", column.name)
    table.add("url", column.url)
    table.add("kind", column.kind.value)
    table.add("unit", _noted("", "责任处室"))
    return table


def _catalogue_hint(columns: Sequence[DraftColumn]) -> str:
    institution = next((c.id for c in columns if c.kind is ColumnKind.INSTITUTION), "")
    return (
        "# 主动公开基本目录：按本单位目录逐项填写，例如\n"
        "# [[catalogue]]\n"
        '# item = "机构职能"\n'
        '# basis = "条例第二十条（二）"\n'
        '# aspect = "管理"\n'
        f'# site_column = "{institution}"\n'
    )


def _noted(value: object, comment: str) -> Item:
    return tomlkit.item(value).comment(comment)
