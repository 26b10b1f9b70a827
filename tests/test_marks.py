"""Title marks inside title marks, and what of them stands in a finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from auditor.engine import Law, judge
from auditor.frames import MemorySource, Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Subject, SubjectKind
from auditor.model.marks import nested_marks
from auditor.registry import load_rules
from tests.case_files import build_site


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("解读《《办法》政策解读》没有链接", "解读《〈办法〉政策解读》没有链接"),
        ("《甲》和《乙》", "《甲》和《乙》"),
        ("《甲《乙《丙》》》", "《甲〈乙〈丙〉〉》"),
        ("《关于印发《办法》的通…", "《关于印发《办法》的通…"),
        ("》《", "》《"),
        ("没有书名号", "没有书名号"),
    ],
)
def test_inner_titles_take_single_marks(text: str, expected: str) -> None:
    assert nested_marks(text) == expected


def test_a_finding_speaks_with_them_and_quotes_without() -> None:
    said = "解读《《办法》政策解读》没有链接"
    subject = Subject(SubjectKind.DOCUMENT, "http://x/1", "办法")
    seen = Evidence(url="http://x/1", observed=said, expected=said, snippet=said)
    fault = Fault(subject=subject, message=said, evidence=(seen,))
    link = next(r for r in load_rules() if r.meta.code == "LNK01")
    rule = replace(link, check=lambda tables, params: RuleReport(faults=(fault,)))
    tables = Tables(site=build_site({}), as_of=date(2026, 3, 16), source=MemorySource({}))
    (found,) = judge(tables, [rule], Law()).findings
    shown = nested_marks(said)
    assert (found.message, found.evidence[0].observed, found.evidence[0].expected) == (shown, shown, shown)
    assert found.evidence[0].snippet == said, "a quotation is left as it stands on the page"
