"""The plan of a clean site keeps what the rules ask, checked here without any rule."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from samples import SPECS
from samples.build import plan_site
from samples.days import CALENDAR, report_years
from samples.plan import SitePlan
from tests.samples.conftest import ADDRESSES, AS_OF

CLEAN = sorted(name for name, spec in SPECS.items() if not spec.planted)
DAYS = (AS_OF, date(2026, 1, 15), date(2026, 2, 1), date(2026, 11, 24), date(2025, 3, 31), date(2024, 2, 29))


@pytest.fixture(params=[(name, day) for name in CLEAN for day in DAYS], ids=lambda p: f"{p[0]}-{p[1]}")
def plan(request: pytest.FixtureRequest) -> SitePlan:
    name, day = request.param
    return plan_site(SPECS[name], ADDRESSES, day)


def test_no_title_or_text_twice_in_a_column(plan: SitePlan) -> None:
    for column in plan.columns.values():
        titles = Counter(re.sub(r"\W", "", a.title) for a in column.articles)
        texts = Counter(re.sub(r"\W", "", "".join(a.body) + "".join(v for _, v in a.rows)) for a in column.articles)
        assert [t for t, n in titles.items() if n > 1] == []
        assert [t for t, n in texts.items() if n > 1 and len(t) >= 30] == []


def test_nothing_lies_in_the_future(plan: SitePlan) -> None:
    assert [a.title for _, a in plan.all_articles() if max(a.day, a.shown_in_list) > plan.as_of] == []


def test_news_and_home_are_fresh(plan: SitePlan) -> None:
    for name in ("gzdt", "jcdt"):
        newest = max(a.shown_in_list for a in plan.columns[name].articles)
        assert (plan.as_of - newest).days <= 14
    assert plan.home_age_days <= 14


def test_three_annual_reports_are_in_time(plan: SitePlan) -> None:
    reports = {int(re.findall(r"(\d{4})年", a.title)[0]): a.day for a in plan.columns["xxgknb"].articles}
    assert {year: day <= date(year + 1, 1, 31) for year, day in reports.items()} == dict.fromkeys(
        report_years(plan.as_of), True
    )


def test_documents_are_published_within_twenty_workdays(plan: SitePlan) -> None:
    for document in plan.columns["zcwj"].articles:
        formed = date(*map(int, re.findall(r"\d+", document.fields["成文日期"])))
        assert 0 <= CALENDAR.between(formed, document.day) <= 20
        assert len([d for d in plan.columns["zcwj"].articles if d.fields["索引号"] == document.fields["索引号"]]) == 1


def test_interpretations_are_linked_both_ways_and_in_time(plan: SitePlan) -> None:
    documents = {a.path: a for a in plan.columns["zcwj"].articles}
    for text in plan.columns["zcjd"].articles:
        document = documents[text.related[0].href]
        assert text.path in {link.href for link in document.related}
        assert 0 <= CALENDAR.between(document.day, text.day) <= 3


def test_messages_of_the_last_year_are_answered(plan: SitePlan) -> None:
    for message in plan.columns["zxly"].articles:
        rows = dict(message.rows)
        asked = date.fromisoformat(rows["留言时间"][:10])
        if "答复时间" in rows:
            assert 0 <= CALENDAR.between(asked, date.fromisoformat(rows["答复时间"][:10])) <= 15
