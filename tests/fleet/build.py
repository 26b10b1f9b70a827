"""Fleet results of any size, made up."""

from __future__ import annotations

from auditor.model.fleet import FleetResult, FleetRun, FleetSite, JobState, SiteSummary

RUN = FleetRun(
    id="city-1", fleet="city", name="江滨市部门网站", as_of="2026-03-16", started="2026-03-16T22:00:00+08:00"
)
TITLES = {f"LNK{n:02d}": f"问题类型{n}" for n in range(1, 12)}


def summary(number: int, **more: object) -> SiteSummary:
    """Return a judged site's summary; its numbers follow from ``number``."""
    values: dict[str, object] = {
        "name": f"第{number}局",
        "code": f"22{number:08d}",
        "home": f"http://s{number}.example.gov.cn/",
        "run": f"s{number}-1",
        "complete": True,
        "reason": "",
        "conclusion": "未触发单项否决",
        "level": "good",
        "counts": {"major": number % 5, "minor": number % 7},
        "rules": {rule: 1 + number % 3 for n, rule in enumerate(TITLES) if number % (n + 1) == 0},
        "titles": TITLES,
        "columns": 20,
        "columns_stale": number % 4,
        "targets": 1000,
        "dead": number % 9,
        "previous_open": number % 11,
        "open": number % 12,
        **more,
    }
    return SiteSummary(**values)  # type: ignore[arg-type]  # test data by name


def site(number: int, state: JobState = JobState.DONE, **more: object) -> FleetSite:
    """Return a row of the run table."""
    judged = state is JobState.DONE
    return FleetSite(
        job=f"s{number}",
        profile=f"/p/s{number}.toml",
        name=f"第{number}局",
        group=f"s{number}.example.gov.cn",
        state=state,
        attempt=1,
        error="" if judged else "首页无法读取",
        folder=f"sites/s{number}" if judged else "",
        summary=summary(number, **more) if judged else None,
    )


def result(*sites: FleetSite) -> FleetResult:
    """Return a fleet's result."""
    return FleetResult(run=RUN, sites=sites, drawn="2026-03-17T06:00:00+08:00", tool="auditor 0")
