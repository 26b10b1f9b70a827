"""报告标签、页脚、找错链接和站点配置中，标识码或网站名称互不一致的网站。

Why: 检查人员凭标识码识别网站；写错标识码，读者反映的问题会转到别的单位。
Passes: 名称的简称（“江滨市林业局”简称“市林业局”），名称后加“官方网站”“门户网站”；没有写的位置不比较。
Cannot tell: 两个标识码不同时哪个正确。测试副本不比较找错链接里的网址。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from auditor.derive import text, true
from auditor.derive_identity import home_evidence, home_id, home_marks, home_metas, is_test_copy
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.urls import hostname_of, in_scope, is_absolute

META = RuleMeta(
    code="IDN04",
    name="identity-mismatch",
    title="网站标识码或名称不一致",
    subjects=(SubjectKind.SITE,),
    severity=Severity.MAJOR,
    remediation="核对全国政府网站信息报送系统中的标识码和网站名称，统一修改页头标签、页脚和找错链接。",
)
_CODE = re.compile(r"(?<![0-9a-z])(?:\d{10}|bm\d{8})(?![0-9])", re.IGNORECASE)
_PLACES = {"site-code": "页脚", "error-report": "找错链接"}


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the site if what it says of itself disagrees."""
    key, site = tables.site.home, tables.site
    if home_id(tables) < 0:
        return RuleReport(unexamined={key: "首页未能读取"})
    codes = [(place, code.lower()) for place, said in _said_codes(tables) if (code := _first(said))]
    wrong = []
    if len({code for _, code in codes}) > 1:
        wrong.append("标识码不一致：" + "，".join(f"{place} {code}" for place, code in dict.fromkeys(codes)))
    name = home_metas(tables).get("sitename", "")
    if name and not _same_name(name, site.name):
        wrong.append(f"标签 SiteName 写的是“{name[:40]}”，网站名称是“{site.name}”")
    if not is_test_copy(tables) and (host := _foreign_host(tables)):
        wrong.append(f"找错链接里写的是别的网站 {host}")
    if not wrong:
        return RuleReport(examined=frozenset({key}))
    said = "；".join(wrong)
    fault = Fault(
        subject=Subject(SubjectKind.SITE, key, site.name),
        message=f"{said}。",
        evidence=home_evidence(tables, observed=said, expected="各处的标识码和网站名称一致", place="页头标签、页脚"),
    )
    return RuleReport(faults=(fault,), examined=frozenset({key}))


def _said_codes(tables: Tables) -> Iterator[tuple[str, str]]:
    yield "站点配置", tables.site.code
    yield "标签 SiteIDCode", home_metas(tables).get("siteidcode", "")
    marks = home_marks(tables)
    marks = marks[true(marks["visible"])]
    for element, value, href in zip(text(marks["element"]), text(marks["value"]), text(marks["href"]), strict=True):
        if element in _PLACES:
            yield _PLACES[element], value
            yield _PLACES[element], "".join(parse_qs(urlsplit(href).query).get("site_code", [])[:1])


def _first(said: str) -> str:
    found = _CODE.search(said)
    return found[0] if found else ""


def _same_name(said: str, known: str) -> bool:
    """Say whether two names are one, or one is the other's short form: its characters in their order."""
    plain = [re.sub(r"\W|官方|门户|政府|网站|网$", "", name) for name in (said, known)]
    short, long = sorted(plain, key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def _foreign_host(tables: Tables) -> str:
    marks = home_marks(tables)
    for href in text(marks["href"][(text(marks["element"]) == "error-report").to_numpy(bool)]):
        for url in parse_qs(urlsplit(href).query).get("url", []):
            if is_absolute(url) and not in_scope(url, (*tables.site.scope, tables.site.home)):
                return hostname_of(url)
    return ""
