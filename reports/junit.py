"""This module writes junit.xml: one suite a rule, one case a site column, red only for what is new or came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

from auditor.model.finding import Finding, RuleOutcome, State, Status, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.run import RenderOptions, RunResult
from auditor.model.site import SiteColumn
from reports.findings_json import open_findings
from reports.gate import gates
from reports.output import write_text
from reports.page_text import one_line
from reports.words import SEVERITY, STATE, STATUS

WHOLE_SITE = "全站"
_LINE_LIMIT = 1_000  # characters of one line: a title of 30,000 drowns a CI page
_LISTED = 1_000  # findings a case lists; the rest is counted


@dataclass(slots=True)
class Case:
    """One test case: what failed, what is only told, and why it was skipped or broke ("" = neither)."""

    name: str
    fresh: list[Finding] = field(default_factory=list)
    known: list[Finding] = field(default_factory=list)
    skipped: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class JunitReport:
    """Renderer of junit.xml."""

    name: str = "junit"
    filename: str = "junit.xml"

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write the suites; CI servers show each rule as a class and each site column as a case."""
        root = ET.Element("testsuites", name=one_line(f"政务公开审计 {result.run.name} {result.run.as_of}", 200))
        root.append(_crawl_suite(result))
        findings = open_findings(result, unit=options.unit)
        metas = {m.code: m for m in result.rules}
        for outcome in sorted(result.outcomes, key=lambda o: o.rule):
            root.append(_suite(result, outcome, metas.get(outcome.rule), findings))
        _total(root, root.iter("testsuite"))
        ET.indent(root)
        text = ET.tostring(root, encoding="unicode")
        write_text(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


RENDERER = JunitReport()


def _crawl_suite(result: RunResult) -> ET.Element:
    """Return the suite that is red when the crawl was too incomplete to judge from."""
    case = Case("抓取完整性")
    if not result.run.complete:
        case.error = f"抓取不完整，本次不下结论：{result.run.reason or result.coverage.finish_reason or '原因未记录'}"
    return _element("抓取", f"{result.run.site}.crawl", [case], result)


def _suite(result: RunResult, outcome: RuleOutcome, meta: RuleMeta | None, findings: Iterable[Finding]) -> ET.Element:
    mine = [f for f in findings if f.rule == outcome.rule]
    title = meta.title if meta else next((f.title for f in mine), "")
    cases = list(_cases(result, outcome, meta, mine))
    return _element(f"{outcome.rule} {title}".strip(), f"{result.run.site}.{outcome.rule}", cases, result)


def _cases(result: RunResult, outcome: RuleOutcome, meta: RuleMeta | None, findings: list[Finding]) -> Iterator[Case]:
    columns = {c.id: c for c in result.site.columns}
    closed = [f.column for f in result.closed if f.rule == outcome.rule]
    shown = dict.fromkeys(chain(_judged_columns(outcome, meta, columns), (f.column for f in findings), closed))
    names = _names(columns)
    for key in sorted(shown, key=lambda k: (k in columns, names.get(k, ""))):
        if key in columns:
            mine = [f for f in findings if f.column == key]
            yield _case(result, outcome, names[key], mine, outcome.unexamined.get(columns[key].url, ""))
    rest = [f for f in findings if f.column not in columns]
    yield _case(result, outcome, WHOLE_SITE, rest, "")


def _judged_columns(outcome: RuleOutcome, meta: RuleMeta | None, columns: Mapping[str, SiteColumn]) -> Iterator[str]:
    """Yield the columns a rule looked at as such; what it did not look at must not stand as passed."""
    if meta and SubjectKind.SITE_COLUMN in meta.subjects:
        yield from (c.id for c in columns.values() if c.url in outcome.examined_keys or c.url in outcome.unexamined)


def _names(columns: Mapping[str, SiteColumn]) -> dict[str, str]:
    """Return a distinct case name for each column: CI servers join cases by name."""
    names = [c.name for c in columns.values()]
    return {c.id: c.name if names.count(c.name) == 1 else f"{c.name}({c.id})" for c in columns.values()}


def _case(result: RunResult, outcome: RuleOutcome, name: str, findings: list[Finding], blind: str) -> Case:
    case = Case(name)
    case.fresh = [f for f in findings if gates(f, result)]
    case.known = [f for f in findings if not gates(f, result)]
    if not case.fresh:
        case.skipped = _why_skipped(outcome, findings, blind)
    return case


def _why_skipped(outcome: RuleOutcome, findings: list[Finding], blind: str) -> str:
    if findings and all(f.preview for f in findings):
        return "试行规则，不计入结果"
    if findings and all(f.state is State.UNVERIFIED for f in findings):
        return "已有问题本次未能核实"
    if blind:
        return f"未能核查：{blind}"
    # a crashed rule is skipped too: the exit code stays 0, and a night run must be red only for what is new
    if outcome.status not in (Status.PASSED, Status.FAILED):
        return f"{STATUS[outcome.status]}：{outcome.note}" if outcome.note else STATUS[outcome.status]
    return ""


def _element(name: str, classname: str, cases: list[Case], result: RunResult) -> ET.Element:
    suite = ET.Element("testsuite", name=one_line(name, 200), timestamp=result.run.started[:19])
    for case in cases:
        suite.append(_case_element(case, classname))
    _total(suite, [])
    return suite


def _case_element(case: Case, classname: str) -> ET.Element:
    element = ET.Element("testcase", classname=one_line(classname, 200), name=one_line(case.name, 200), time="0")
    if case.error:
        ET.SubElement(element, "error", message=one_line(case.error, _LINE_LIMIT), type="error")
    elif case.fresh:
        worst = max(case.fresh, key=lambda f: f.severity.rank).severity
        failure = ET.SubElement(element, "failure", message=_headline(case.fresh), type=worst.value)
        failure.text = _listing(case.fresh)
    elif case.skipped:
        ET.SubElement(element, "skipped", message=one_line(case.skipped, _LINE_LIMIT))
    if case.known:
        ET.SubElement(element, "system-out").text = f"已知或未达门槛的问题 {len(case.known)} 个：\n" + _listing(
            case.known
        )
    return element


def _headline(findings: list[Finding]) -> str:
    first = findings[0]
    more = f"（另有 {len(findings) - 1} 个）" if len(findings) > 1 else ""
    return one_line(f"{one_line(first.message, 300)} {address(first)}{more}", _LINE_LIMIT)


def _listing(findings: list[Finding]) -> str:
    lines = [
        f"[{STATE[f.state]}][{SEVERITY[f.severity]}] {one_line(f.message, _LINE_LIMIT)}\n"
        f"  地址：{one_line(address(f), _LINE_LIMIT)}  编号：{f.id}"
        for f in findings[:_LISTED]
    ]
    if len(findings) > _LISTED:
        lines.append(f"…另有 {len(findings) - _LISTED} 个，见 findings.json")
    return "\n".join(lines)


def address(finding: Finding) -> str:
    """Return where a person looks first: the page of the first evidence, else the subject itself."""
    return next((e.url for e in finding.evidence if e.url), finding.subject.key)


def _total(element: ET.Element, suites: Iterable[ET.Element]) -> None:
    """Count the cases of a suite, or add up the suites of the root."""
    parts = list(suites)
    if parts:
        counts = {k: sum(int(p.get(k, "0")) for p in parts) for k in ("tests", "failures", "errors", "skipped")}
    else:
        tags = {"failures": "failure", "errors": "error", "skipped": "skipped"}
        counts = {k: len(element.findall(f"testcase/{tag}")) for k, tag in tags.items()}
        counts["tests"] = len(element.findall("testcase"))
    for key, value in counts.items():
        element.set(key, str(value))
