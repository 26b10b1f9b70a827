"""报告格式不合规定的标签：`PubDate`不是“`YYYY-MM-DD HH:MM`”格式，`SiteIDCode`不是标识码。

Why: 国办发〔2017〕47号附件《网页设计规范》规定了这两个标签的格式；格式不对，读取网站的软件会出错。
Passes: 内容为空的标签（见TAG01、TAG03）。
Cannot tell: 日期是不是真实的发布日期（见COL07），标识码是不是本网站的（见IDN04）。栏目中的文章合为该栏目的一个问题，其他页面
各列一个问题。
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from auditor.derive import ids, text
from auditor.derive_identity import home_id
from auditor.derive_tags import TaggedPage, column_articles, pages_of, tag_evidence, tag_values
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.page import PageKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="TAG04",
    name="tag-value-malformed",
    title="标签内容格式不规范",
    subjects=(SubjectKind.PAGE, SubjectKind.SITE_COLUMN),
    severity=Severity.MINOR,
    remediation="按规定格式修改模板：PubDate 写成“2026-01-31 09:30”，SiteIDCode 写 10 位标识码。",
)
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d")
_CODE = re.compile(r"\d{10}|bm\d{8}", re.IGNORECASE)
_FORMS = {"PubDate": "YYYY-MM-DD HH:MM", "SiteIDCode": "10 位数字，或者 bm 加 8 位数字"}


@dataclass(frozen=True)
class Params:
    """Nothing to set: both forms are fixed by the annex."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the malformed tags."""
    kinds = text(tables.pages["kind"]) == PageKind.ARTICLE.value
    dates = tag_values(tables, ids(tables.pages["url_id"])[kinds.to_numpy(bool)], "PubDate")
    listed = column_articles(tables).drop_duplicates("url_id")
    dates["group"] = text(dates["page"].map(pd.Series(listed["column"].to_numpy(), index=listed["url_id"]))).to_numpy()
    columns = {c.id: c for c in tables.site.columns}
    home = tag_values(tables, np.array([n for n in (home_id(tables),) if n >= 0], dtype="int64"), "SiteIDCode")
    wrong = dates[_malformed(dates, _DATE)].sort_values("url")
    codes = home[_malformed(home, _CODE)]
    faults = [_on_page(page, "PubDate", page.url) for page in pages_of(wrong[wrong["group"] == ""])]
    faults += [_on_page(page, "SiteIDCode", tables.site.home) for page in pages_of(codes)]
    for name, found in wrong[wrong["group"] != ""].groupby("group"):
        column = columns[str(name)]
        faults.append(
            Fault(
                subject=Subject(SubjectKind.SITE_COLUMN, column.url, column.name),
                facet="PubDate",
                message=f"栏目“{column.name}”有 {len(found)} 篇文章的标签 PubDate 不是“{_FORMS['PubDate']}”格式。",
                evidence=tag_evidence(found, "PubDate", _FORMS["PubDate"]),
                occurrences=len(found),
                column=column.id,
            )
        )
    judged = frozenset(columns[c].url for c in dates["group"].unique() if c) | frozenset(dates["url"])
    return RuleReport(
        faults=tuple(faults), examined=judged | (frozenset({tables.site.home}) if len(home) else frozenset())
    )


def _on_page(page: TaggedPage, tag: str, key: str) -> Fault:
    return Fault(
        subject=Subject(SubjectKind.PAGE, key, key),
        facet=tag,
        message=f"标签 {tag} 的内容是“{page.value[:40]}”，格式应为{_FORMS[tag]}。",
        evidence=tag_evidence(pd.DataFrame([asdict(page)]), tag, _FORMS[tag]),
    )


def _malformed(frame: pd.DataFrame, form: re.Pattern[str]) -> pd.Series[bool]:
    """Say which values are given and not in the form."""
    return frame["value"].map(lambda value: bool(value) and not form.fullmatch(value)).astype(bool)
