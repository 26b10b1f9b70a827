"""报告页面现在显示赌博、色情内容，或者正在出售域名的外部链接（试行）。

Why: 合作单位弃用的域名会被人买去作这类用途；链接反动、暴力、色情等内容是国办秘函〔2019〕19号的单项否决。
Passes: 报道、提醒这类犯罪的页面；只提到其中一个词的页面。
Cannot tell: 没有读取的页面（只记录不访问站外链接的检查）、图片、因访问者不同而内容不同的页面。每一条都要由人确认。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive import ids, text
from auditor.derive_links import Target, TargetKind, target_faults, targets
from auditor.frames import Tables, rows
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK10",
    name="external-link-hijacked",
    title="外部链接疑似被他人占用",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MAJOR,
    remediation="立即打开核实；确已被占用的，删除所有指向该地址的链接。",
    preview=True,
)
# A text that speaks about such pages, not one of them.
_ABOUT = re.compile(r"打击|整治|严厉|严禁|通报|案例|公安|警方|反诈|法院|检察|举报|提醒|远离|禁毒|普法")
_SALE_CHARS = 2_000
_HITS = 3


@dataclass(frozen=True)
class Params:
    """``words``: what pages of gambling and pornography call themselves; ``sale_words``: what a domain on offer says."""

    words: tuple[str, ...]
    sale_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    page_id: int
    title: str | None
    text: str | None


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the external targets whose pages belong to somebody else now."""
    frame = targets(tables)
    outside = frame[frame["linked"] & (frame["kind"] == TargetKind.EXTERNAL)]
    final = dict(zip(ids(outside["id"]), ids(outside["final_id"]), strict=True))
    taken = {page.page_id: why for page in rows(tables.foreign, _Page) if (why := _taken(page, params))}
    reasons = {int(n): taken.get(int(n)) or taken.get(int(end), "") for n, end in final.items()}
    found = outside[outside["id"].isin([n for n, why in reasons.items() if why])]
    read = outside["id"].isin(ids(tables.foreign["page_id"])) | outside["final_id"].isin(ids(tables.foreign["page_id"]))

    def message(target: Target, label: str, number: int) -> str:
        return f"外部链接“{label}”的页面现在{reasons[target.id]}，共有 {number} 个页面引用，请人工核实。"

    return RuleReport(
        faults=target_faults(tables, found, message, seen="页面内容与链接名称不符"),
        examined=frozenset(outside["url"][read]),
        unexamined=dict.fromkeys(outside["url"][~read & (text(outside["outcome"]) != "ok")], "外部页面的内容没有读取"),
    )


def _taken(page: _Page, params: Params) -> str:
    title, body = (page.title or "").lower(), (page.text or "").lower()
    whole = f"{title}\n{body}"
    if not _ABOUT.search(whole):
        hits = [word for word in params.words if word.lower() in whole]
        if len(hits) >= _HITS or (len(hits) > 1 and any(word.lower() in title for word in hits)):
            return "显示赌博或色情内容"
    offers = [word for word in params.sale_words if word.lower() in whole]
    in_title = any(word.lower() in title for word in offers)
    return "是域名出售页面" if offers and len(body) < _SALE_CHARS and (in_title or len(offers) > 1) else ""
