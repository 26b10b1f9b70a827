"""报告异常的跳转：循环跳转、跳转次数过多打不开，或者文章跳到了网站首页。

Why: 读者点开链接，得到的不是链接所说的内容。
Passes: 从`http`跳到`https`，地址末尾加斜杠，文章迁到新地址；首页自身的其他写法。
Cannot tell: 其他网站上的循环跳转，可能只是要求接受`Cookie`（列为未核实）；文章内容本来就改放到首页的网站。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from auditor.derive import home_ids, home_page, ids, landing, path_of, text
from auditor.derive_links import Target, TargetKind, target_faults, targets
from auditor.frames import Tables
from auditor.model.fetch import Outcome
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK06",
    name="redirect-broken",
    title="跳转异常",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MINOR,
    remediation="把跳转改到文章的新地址；文章已撤下的，删除链接或者让该地址返回 404。",
)
_ENDLESS = (Outcome.REDIRECT_LOOP.value, Outcome.TOO_MANY_REDIRECTS.value)
# A file whose name carries a number, as content-management systems write articles.
_ARTICLE = re.compile(
    r"/(?:[^/?]*\d{2}|\d+/[^/?]*\d)[^/?]*\.(?:s?html?|jhtml|jspx?|aspx?|php|do)(?:\?|$)|[?&](?:\w*id)=\d{2}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the broken redirects."""
    frame = targets(tables)
    inside = frame[frame["internal"] & (frame["kind"] != TargetKind.RESOURCE)]
    endless = text(inside["outcome"]).isin(_ENDLESS)
    lost = _lands_on_home(tables, inside)
    found = inside[inside["linked"] & (endless | lost)]
    homeward = frozenset(ids(inside["id"][lost]))

    def message(target: Target, label: str, number: int) -> str:
        wrong = "文章没有打开，跳到了网站首页" if target.id in homeward else "反复跳转，打不开"
        return f"链接“{label}”{wrong}，共有 {number} 个页面引用。"

    return RuleReport(
        faults=target_faults(tables, found, message), examined=frozenset(inside["url"][inside["conclusive"] | endless])
    )


def _lands_on_home(tables: Tables, frame: pd.DataFrame) -> pd.Series[bool]:
    """Say which addresses of articles end on the homepage."""
    none = pd.Series(data=False, index=frame.index)
    if home_page(tables) is None:
        return none
    lands, home = landing(tables), home_ids(tables)
    sent = frame[frame["id"].isin(lands.index[lands.isin(home)]) & ~frame["id"].isin(home)]
    listed = sent["id"].isin(ids(tables.items["url_id"]))
    named = [bool(_ARTICLE.search(path_of(url))) for url in sent["url"]]
    return none | (listed | pd.Series(named, index=sent.index, dtype=bool)).reindex(frame.index, fill_value=False)
