"""This module makes run results of any size for the tests of the renderers, with hostile texts on request."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from auditor.model.finding import (
    Evidence,
    Finding,
    RuleOutcome,
    Severity,
    State,
    Status,
    Subject,
    SubjectKind,
    finding_id,
)
from auditor.model.rule import RuleMeta
from auditor.model.run import (
    LedgerEntry,
    RunInfo,
    RunResult,
    TrendPoint,
)
from auditor.model.site import CatalogueItem, Site, SiteKind
from auditor.model.standard import (
    Effect,
    Verdict,
)
from tests.reports import synthetic_parts as parts
from tests.reports.synthetic_data import AS_OF, COLUMNS, HOME, RECALLED, RULES, STANDARD, word

_STATES = (State.NEW, State.PERSISTING, State.PERSISTING, State.REOPENED, State.UNVERIFIED)


def synthetic_run(n: int, *, hostile: bool = False, history: bool = True, complete: bool = True) -> RunResult:
    """Return a run of ``n`` open findings (a tenth of them previews).

    ``hostile`` puts HOSTILE texts wherever text comes from a page; ``history`` adds ledger entries, closed findings and a
    trend, as from the third run of a site; without it all findings are new.
    """
    findings = tuple(_finding(i, hostile=hostile, history=history) for i in range(n))
    open_findings = tuple(f for f in findings if not f.preview)
    result = RunResult(
        run=RunInfo(
            id="20240315-0001",
            site="changchun-forestry",
            name="示例市林业和园林局",
            as_of=AS_OF.isoformat(),
            started="2024-03-15T01:00:00+08:00",
            finished="2024-03-15T01:42:10+08:00",
            complete=complete,
            pages=1804,
            links=204_311,
            tool="gov-site-auditor 0.1.0",
            reason="" if complete else "首页返回网站防护页面,无法判断",
        ),
        site=Site(
            id="changchun-forestry",
            name="示例市林业和园林局",
            kind=SiteKind.DEPARTMENT,
            home=HOME,
            code="2201000049",
            scope=(HOME,),
            organizer="示例市林业和园林局",
            columns=COLUMNS,
            catalogue=(CatalogueItem("机构职能", "条例第二十条(二)", "管理", "jgzn"),),
        ),
        outcomes=_outcomes(findings),
        findings=findings,
        verdicts=_verdicts(open_findings) if complete else (),
        unverified=parts.unverified(),
        coverage=parts.coverage(),
        rules=RULES,
        standards=(STANDARD, RECALLED),
        columns=parts.columns(),
        catalogue=parts.catalogue(),
        pairings=tuple(parts.pairing(i, hostile=hostile) for i in range(max(6, min(n // 10, 400)))),
        dead_links=parts.dead_links(open_findings, hostile=hostile),
        work_points=parts.work_points(),
    )
    return _with_history(result, n) if history else result


def _subject(i: int, meta: RuleMeta, hostile: bool) -> Subject:
    kind = meta.subjects[0]
    column = COLUMNS[i % len(COLUMNS)]
    if kind is SubjectKind.CATALOGUE_ITEM:
        return Subject(kind, f"目录事项{i:05d}", word(i, f"目录事项{i:05d}", hostile))
    if kind is SubjectKind.SITE_COLUMN:
        return Subject(kind, f"{column.url}{i}/", word(i, f"{column.name}{i}", hostile))
    long_path = "zwgk/xxgkml/zdlygk/202403/t20240301_" if i % 3 else "tzgg/"
    query = "?from=home&title=%E6%B5%8B%E8%AF%95&session=" + "a1b2" * 30 if i % 7 == 0 else ""
    name = f"关于印发《示例市城市绿化管理办法(第{i}号)》的通知"
    return Subject(kind, f"{HOME}{long_path}{3_000_000 + i}.html{query}", word(i, name, hostile))


def _finding(i: int, *, hostile: bool, history: bool) -> Finding:
    meta = RULES[-1] if i % 10 == 9 else RULES[i % (len(RULES) - 1)]
    subject = _subject(i, meta, hostile)
    column = COLUMNS[i % len(COLUMNS)]
    text = word(i + 3, f"《示例市城市绿化管理办法》解读{i}", hostile)
    evidence = tuple(
        Evidence(
            url=f"{HOME}{column.id}/202403/t{i}_{k}.html",
            observed=f"返回 404,{3} 次复核均如此",
            expected="链接应能打开",
            snippet=text,
            place="正文区,“相关附件”之下",
            status=404 if meta.code.startswith("LNK") else None,
            at="2024-03-15T01:12:00+08:00",
        )
        for k in range(1 + i % 3)
    )
    return Finding(
        id=finding_id("changchun-forestry", meta.code, subject, ""),
        rule=meta.code,
        name=meta.name,
        title=meta.title,
        severity=Severity.HINT if meta.preview else meta.severity,
        subject=subject,
        facet="",
        message=word(
            i + 5, f"{meta.title}:在“{column.name}”发现,{1 + i % 57} 处引用,要求 20 个工作日内整改。", hostile
        ),
        indicators=("G-1", "G-2") if meta.code.startswith("LNK") else ("G-3",),
        work_points=("wp-3",) if meta.code.startswith("INT") else (),
        unit=column.unit,
        occurrences=1 + i % 57,
        evidence=evidence,
        remediation=meta.remediation,
        due=None if meta.preview else (AS_OF + timedelta(days=3 + i % 30)).isoformat(),
        preview=meta.preview,
        column=column.id,
        state=_STATES[i % len(_STATES)] if history and not meta.preview else State.NEW,
    )


def _outcomes(findings: tuple[Finding, ...]) -> tuple[RuleOutcome, ...]:
    failed = {f.rule for f in findings}
    made = [RuleOutcome(rule=m.code, status=Status.FAILED, examined=1804) for m in RULES if m.code in failed]
    made += [RuleOutcome(rule=m.code, status=Status.PASSED, examined=321) for m in RULES if m.code not in failed]
    made.append(RuleOutcome(rule="AVL01", status=Status.NOT_ASSESSED, examined=0, note="一周内探测次数不足"))
    made.append(RuleOutcome(rule="IAC02", status=Status.MANUAL, examined=0, note="留言列表由脚本生成,请人工核查"))
    made.append(RuleOutcome(rule="TXT01", status=Status.ERROR, examined=0, note="规则运行出错,未作判断"))
    return tuple(made)


def _verdicts(findings: tuple[Finding, ...]) -> tuple[Verdict, ...]:
    stale = tuple(f.id for f in findings if f.rule == "COL03")
    home = tuple(f.id for f in findings if f.rule == "COL01")[:1]
    dead = tuple(f.id for f in findings if f.rule == "LNK01")
    rows = (
        ("G-1", Effect.DEDUCTION, dead, None, 0, False),
        ("G-2", Effect.VETO, dead[:3], 5, 0, False),
        ("G-3", Effect.VETO, stale, 5, 0, False),
        ("G-4", Effect.VETO, home, 1, 0, False),
        ("G-5", Effect.VETO, (), 1, 12, True),
    )
    names = {i.id: i for i in STANDARD.indicators}
    return tuple(
        Verdict(
            indicator=key,
            name=names[key].name,
            clause=names[key].clause,
            effect=effect,
            count=len(found),
            limit=limit,
            hit=limit is not None and len(found) >= limit,
            not_examined=missing,
            open=missing > 0,
            candidate=candidate,
            findings=found,
        )
        for key, effect, found, limit, missing, candidate in rows
    )


def _with_history(result: RunResult, n: int) -> RunResult:
    closed = tuple(replace(_finding(n + i, hostile=False, history=False), state=State.CLOSED) for i in range(8))
    closed = tuple(f for f in closed if not f.preview)
    entries = [_entry(f, i) for i, f in enumerate(result.findings) if not f.preview]
    entries += [
        LedgerEntry(
            id=f.id,
            first_seen="2024-02-01",
            last_seen="2024-03-01",
            state=State.CLOSED,
            claim={"责任单位": "办公室", "整改状态": "已整改", "完成时间": "2024-03-10"},
            rechecked="2024-03-15",
            result="已核实销号",
        )
        for f in closed
    ]
    trend = tuple(
        TrendPoint(run=f"r{k}", as_of=_weeks_ago(4 - k), open=90 - 9 * k, new=k, closed=9, reopened=k % 2)
        for k in range(5)
    )  # fmt: skip
    return replace(result, closed=closed, ledger={e.id: e for e in entries}, trend=trend)


def _weeks_ago(weeks: int) -> str:
    return (AS_OF - timedelta(weeks=weeks)).isoformat()


def _entry(finding: Finding, i: int) -> LedgerEntry:
    claims: tuple[dict[str, str], ...] = (
        {},
        {
            "责任单位": "法规处",
            "责任人": "联系人甲",
            "整改措施": "已修正链接",
            "整改状态": "已整改",
            "完成时间": "2024-03-10",
        },
        {"整改状态": "整改中", "说明": "等待上级平台开放权限"},
        {"整改状态": "申诉", "说明": "该页面由上级单位管理"},
    )
    failed = finding.state is State.PERSISTING and i % 4 == 1
    words = {State.REOPENED: "反弹", State.UNVERIFIED: "未复核"}
    return LedgerEntry(
        id=finding.id,
        first_seen=(AS_OF - timedelta(days=i % 40)).isoformat()
        if finding.state is not State.NEW
        else AS_OF.isoformat(),
        last_seen=AS_OF.isoformat(),
        state=finding.state,
        claim=claims[i % 4] if finding.state is not State.NEW else {},
        rechecked=AS_OF.isoformat() if finding.state is not State.NEW else "",
        result="整改未到位" if failed else words.get(finding.state, ""),
        overdue=finding.state is State.PERSISTING and i % 5 == 2,
        burst="该栏目在截止前一天集中补发 14 条旧日期信息" if i % 20 == 1 else "",
    )
