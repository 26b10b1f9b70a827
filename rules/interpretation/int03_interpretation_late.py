"""报告文件发布后超过规定工作日才发布的政策解读。

Why: 政策解读应与文件同步发布；最迟不超过多少个工作日由地方规定（参数`max_lag_workdays`）。
Passes: 以一份文件最早的解读为准，期限最后一天发布的也算按时；先于文件发布的解读。
Cannot tell: 只是疑似对应的文件与解读；没有发布日期的页面。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_documents import evidence
from auditor.derive_pairing import Pair
from auditor.derive_pairing_sheet import lag, paired
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="INT03",
    name="interpretation-late",
    title="政策解读发布不及时",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MINOR,
    remediation="今后解读材料与文件同步起草、同步审签、同步发布；本次在台账中说明滞后原因。",
)


@dataclass(frozen=True)
class Params:
    """``max_lag_workdays``: working days allowed from the file to its interpretation."""

    max_lag_workdays: int


def check(tables: Tables, params: Params) -> RuleReport:
    """Report every document whose earliest interpretation came too late."""
    faults: list[Fault] = []
    examined: set[str] = set()
    unexamined: dict[str, str] = {}
    for entry in paired(tables):
        url = entry.document.url
        if not entry.certain:
            if entry.weak:
                unexamined[url] = "解读是否对应需人工确认"
            continue
        dated = [(days, pair) for pair in entry.certain if (days := lag(tables, pair)) is not None]
        first = min(dated, key=lambda d: d[0], default=None)
        in_time = first is not None and first[0] <= params.max_lag_workdays
        if first is None or (not in_time and len(dated) < len(entry.certain)):
            unexamined[url] = "文件或解读没有发布日期，无法计算间隔"
            continue
        examined.add(url)
        if not in_time:
            faults.append(_fault(tables, first[1], first[0], params))
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _fault(tables: Tables, pair: Pair, days: int, params: Params) -> Fault:
    document, item = pair.document, pair.interpretation
    message = (
        f"文件{document.date}发布，最早的解读{item.date}发布，相隔{days}个工作日，超过{params.max_lag_workdays}个工作日"
    )
    expected = f"文件发布后{params.max_lag_workdays}个工作日内发布解读"
    seen = evidence(
        tables, document.page, observed=f"文件发布日期{document.date}", expected=expected, snippet=document.title
    )
    return Fault(
        subject=Subject(SubjectKind.DOCUMENT, document.url, document.title),
        message=message,
        evidence=(seen, _late(tables, pair, expected)),
        column=document.column,
        source=document.source,
    )


def _late(tables: Tables, pair: Pair, expected: str) -> Evidence:
    item = pair.interpretation
    observed = f"解读发布日期{item.date}（配对依据：{pair.how.value}）"
    if item.page < 0:
        return Evidence(url=item.url, observed=observed, expected=expected, snippet=item.title)
    return evidence(tables, item.page, observed=observed, expected=expected, snippet=item.title)
