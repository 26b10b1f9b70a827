"""报告在同一栏目中以另一个日期再次出现的文章：标题相同，或者正文相同。

Why: 检查通报会点名“旧稿新发”：它让没有更新的栏目看起来像有更新。
Passes: 同一篇文章放在两个栏目里；“第1期”和“第2期”这样的文章；每年一发、标题相同而正文不同的通知；标题和正文太短、无法比较的文章。
Cannot tell: 改写过的稿件；确有理由再次发布的通知，由主办单位说明。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_reprints import Reprint, judged_urls, reprints
from auditor.frames import Tables, rows
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="COL08",
    name="item-republished",
    title="旧稿新发",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MINOR,
    remediation="删除重复发布的稿件；确需再次发布的，在文中说明原因并保留首次发布日期。",
)


@dataclass(frozen=True)
class Params:
    """Titles and texts shorter than these (characters without white space and punctuation) are not compared."""

    min_title_chars: int = 6
    min_body_chars: int = 30


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the articles that repeat an earlier one of their column."""
    found = reprints(tables, min_title_chars=params.min_title_chars, min_body_chars=params.min_body_chars)
    known = {c.id for c in tables.site.columns}
    return RuleReport(
        faults=tuple(_fault(item, item.group if item.group in known else "") for item in rows(found, Reprint)),
        examined=judged_urls(tables),
    )


def _fault(item: Reprint, column: str) -> Fault:
    return Fault(
        subject=Subject(SubjectKind.PAGE, item.url, item.title or item.url),
        message=f"{item.date} 发布的“{item.title}”与同一栏目 {item.first_date} 发布的文章{item.same}相同。",
        evidence=(
            Evidence(url=item.url, observed=f"发布日期 {item.date}", expected="不重复发布旧稿", snippet=item.title),
            Evidence(
                url=item.first_url,
                observed=f"同样的{item.same}，发布日期 {item.first_date}",
                expected="同一稿件只发布一次",
            ),
        ),
        column=column,
    )
