"""报告年度报告缺少的规定内容，规定格式共六个部分，缺一个部分列一个问题。

Why: 《政府信息公开条例》第五十条和国办公开办函〔2021〕30号规定的格式（此前为国办公开办函〔2019〕60号）：不能遗漏，也不宜泛
化。
Passes: 每个部分都有标题，官方文件用过的写法都算（如“因政府信息公开工作被申请行政复议、提起行政诉讼情况”就是第四部分）。
Cannot tell: 正文是附件或图片，或者没有可识别标题的报告；参数`first_year`所写年度以前的报告，当时的格式不同。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive_documents import evidence, texts_of
from auditor.derive_elements import plain
from auditor.derive_reports import AnnualReport, annual_reports
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="CAT06",
    name="annual-report-part-missing",
    title="政府信息公开年度报告缺少规定内容",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="按规定格式补齐年度报告的六个部分后重新发布。",
)
PARTS: dict[str, str] = {
    "总体情况": r"总体情况|概述|基本情况|总体概况",
    "主动公开政府信息情况": r"主动公开(?:政府)?信息(?:的)?情况|主动公开情况|主动公开(?:政府)?信息$|政府信息主动公开",
    "收到和处理政府信息公开申请情况": (
        r"处理政府信息公开申请|申请公开(?:政府)?信息|依申请公开.{0,14}情况|申请.{0,6}(?:办理|处理|受理).{0,4}情况|公开申请.{0,6}情况"
    ),
    "行政复议、行政诉讼情况": r"复议.{0,10}诉讼|诉讼.{0,10}复议",
    "存在的主要问题及改进情况": r"(?:存在|主要).{0,8}(?:问题|不足).{0,12}|问题.{0,4}(?:改进|整改)",
    "其他需要报告的事项": r"其[他它].{0,10}(?:报告|说明)?.{0,4}事项|其[他它]需要.{0,10}",
}
_TOP = re.compile(r"(?:^|[\n。;\s])第?[一二三四五六七八](?:部分|[、.:])[、:\s]*([^\n。;]{2,40})", re.MULTILINE)
_SUB = re.compile(r"^[(\[]?[一二三四五六七八九十\d]{1,2}[)\].、]")
_HEADING = 34
_FEWEST = 2


@dataclass(frozen=True)
class Params:
    """``first_year``: first year of the six-part format; ``parts``: the parts (names of PARTS) that a report must have."""

    first_year: int
    parts: tuple[str, ...] = tuple(PARTS)


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each part that a report of the format's years has no heading for."""
    reports = [r for r in annual_reports(tables) if r.page is not None and r.year >= params.first_year]
    texts = texts_of(tables, [r.page for r in reports if r.page is not None])
    faults, examined, unexamined = [], set(), {}
    for report in reports:
        found = _parts(plain(texts.get(report.page or -1, "")))
        if len(found) < _FEWEST:
            unexamined[report.url] = "报告正文在附件或图片中，或没有可识别的标题，需人工核查"
            continue
        examined.add(report.url)
        faults += [_fault(tables, report, p) for p in params.parts if p in PARTS and p not in found]
    if not reports:
        return RuleReport(status=Status.NOT_ASSESSED, note="没有可以读取的年度报告（是否缺失见 CAT05）")
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _parts(body: str) -> set[str]:
    """Return the parts that have a heading: top-level ones and unnumbered short lines, else any short line."""
    short = [line for line in body.split("\n") if len(line) <= _HEADING]
    top = [m[1] for m in _TOP.finditer(body)] + [line for line in short if not _SUB.match(line)]
    found = _matching(top)
    return found if len(found) >= _FEWEST else _matching(short)


def _matching(lines: list[str]) -> set[str]:
    return {part for part, pattern in PARTS.items() if any(re.search(pattern, line) for line in lines)}


def _fault(tables: Tables, report: AnnualReport, part: str) -> Fault:
    seen = evidence(
        tables,
        report.page or -1,
        observed=f"正文没有“{part}”部分",
        expected="六个部分齐全",
        snippet=report.title,
        place="正文",
    )
    return Fault(
        subject=Subject(SubjectKind.PAGE, report.url, report.title),
        facet=part,
        message=f"{report.year}年度报告缺少“{part}”部分",
        evidence=(seen,),
        column=report.column,
    )
