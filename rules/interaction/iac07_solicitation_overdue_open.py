"""报告已过截止日期而页面或列表仍显示进行中的意见征集。

Why: 截止后再提意见已无人受理，页面显示的状态应当真实。
Passes: 显示已结束的、没有显示状态的、当天截止的征集；页面显示已结束而列表没有跟上的。
Cannot tell: 在截止日期之前读取的页面；由脚本或图片显示的状态；几处列表显示的状态互相矛盾的。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive import addresses
from auditor.derive_documents import evidence
from auditor.derive_interaction import (
    Consultation,
    Listing,
    column_of,
    listings_of,
    page_title,
    seen_day,
    solicitations,
)
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="IAC07",
    name="solicitation-overdue-open",
    title="意见征集已过期仍显示进行中",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="将征集状态改为已结束并公布结果；需要延期的，发布延期公告并更正截止日期。",
)
_OPEN = re.compile(r"进行中|正在(?:进行|征集|征求)|(?:征集|征求|开放)中|未结束|火热")


@dataclass(frozen=True)
class Params:
    """This rule has no parameters."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each solicitation whose end lies before today and that its page, or else the list, shows as open."""
    faults, examined, unexamined = [], set(), {}
    for own in solicitations(tables):
        url = str(addresses(tables)[own.page_id])
        state = _state(own, listings_of(tables).get(own.page_id, ()))
        if state is None:
            unexamined[url] = "没有写明截止日期，无法判断是否过期"
            continue
        if not state.status:
            continue
        examined.add(url)
        if _is_overdue(tables, state):
            faults.append(_fault(tables, own, state))
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _state(own: Consultation, listed: tuple[Listing, ...]) -> Listing | None:
    """Put together page and lists: the page's own word goes first, and lists that contradict one another say nothing.

    None where nothing gives the end.
    """
    ends = {one.end for one in listed if one.end}
    end = own.end or (ends.pop() if len(ends) == 1 else None)
    if end is None:
        return None
    if own.status:
        return Listing(own.page_id, own.status, end)
    told = [one for one in listed if one.status and one.end in (None, end)]
    if len({bool(_OPEN.search(one.status or "")) for one in told}) != 1:
        return Listing(own.page_id, "", end)
    return Listing(told[0].page, told[0].status, end)


def _is_overdue(tables: Tables, state: Listing) -> bool:
    day = min(tables.as_of.isoformat(), seen_day(tables, state.page))
    return (state.end or "") < day and _OPEN.search(state.status or "") is not None


def _fault(tables: Tables, own: Consultation, state: Listing) -> Fault:
    url, title = str(addresses(tables)[own.page_id]), page_title(tables, own.page_id) or "意见征集"
    seen = evidence(
        tables,
        state.page,
        observed=f"{state.end}截止，状态仍为“{state.status}”",
        expected="截止后显示已结束",
        snippet=title,
        place="征集状态",
    )
    where = "页面" if state.page == own.page_id else "列表"
    message = f"意见征集已于{state.end}截止，{where}仍显示“{state.status}”"
    column = column_of(tables, own.page_id)
    return Fault(subject=Subject(SubjectKind.PAGE, url, title), message=message, evidence=(seen,), column=column)
