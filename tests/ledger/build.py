"""Findings, outcomes and runs for the ledger's tests."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.ledger import Seen
from auditor.model.finding import Evidence, Finding, RuleOutcome, Severity, Status, Subject, SubjectKind, finding_id
from auditor.model.ledger import RunRecord

SITE = "test"


def finding(name: str, rule: str = "LNK01", *, severity: Severity = Severity.MAJOR, preview: bool = False) -> Finding:
    subject = Subject(SubjectKind.PAGE, f"http://lyj.example.gov.cn/{name}", name)
    return Finding(
        id=finding_id(SITE, rule, subject, ""),
        rule=rule,
        name="link-dead",
        title="链接失效",
        severity=severity,
        subject=subject,
        facet="",
        message=f"{name} 打不开",
        indicators=("a",),
        work_points=(),
        unit="办公室",
        occurrences=1,
        evidence=(Evidence(url=subject.key, observed="404", status=404),),
        remediation="修复",
        due="2026-03-30",
        preview=preview,
    )


def outcome(examined: Iterable[str], rule: str = "LNK01", status: Status = Status.FAILED) -> RuleOutcome:
    keys = frozenset(f"http://lyj.example.gov.cn/{n}" for n in examined)
    return RuleOutcome(rule=rule, status=status, examined=len(keys), examined_keys=keys)


def seen(
    run: str,
    present: Iterable[str],
    examined: Iterable[str],
    *,
    complete: bool = True,
    status: Status = Status.FAILED,
    gone: frozenset[str] = frozenset(),
) -> Seen:
    here = list(present)
    return Seen(
        run=run,
        as_of=f"2026-03-{10 + int(run[1:]):02d}",
        complete=complete,
        findings=tuple(map(finding, here)),
        outcomes=(outcome([*here, *examined], status=status),),
        gone=lambda key: key.rsplit("/", 1)[1] in gone,
    )


def run_record(run: str, *, complete: bool = True) -> RunRecord:
    return RunRecord(
        id=run,
        site=SITE,
        name="局",
        as_of=f"2026-03-{10 + int(run[1:]):02d}",
        started="",
        finished="",
        complete=complete,
    )
