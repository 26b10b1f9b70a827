"""This module puts a fleet run in order for its report: ranking, what most sites share, what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.model.finding import Severity
from auditor.model.fleet import FleetResult, FleetSite, JobState, SiteSummary
from reports.view_text import plain

STATE = {
    JobState.WAITING: "未巡检",
    JobState.RUNNING: "进行中",
    JobState.DONE: "已核查",
    JobState.INCOMPLETE: "未能核查",
    JobState.FAILED: "失败",
    JobState.INVALID: "配置有误",
}
ADVICE = {
    JobState.WAITING: "再次运行同一命令，接着巡检",
    JobState.RUNNING: "等待完成，用 auditor fleet status 查看",
    JobState.INCOMPLETE: "在浏览器中确认网站能否打开、是否拦截访问，再用 --retry-failed 重新巡检",
    JobState.FAILED: "按原因处理后，用 --retry-failed 重新巡检",
    JobState.INVALID: "按提示改正配置文件，再次运行同一命令",
}
_SHOWN_SITES = 5


@dataclass(frozen=True, slots=True)
class Ranked:
    """A judged site and its place; sites that are alike share a place."""

    place: int
    site: FleetSite
    summary: SiteSummary


@dataclass(frozen=True, slots=True)
class Shared:
    """A kind of issue: on how many judged sites it stands, how often in all, some of the sites."""

    rule: str
    title: str
    sites: int
    share: float
    findings: int
    examples: str


@dataclass(frozen=True, slots=True)
class FleetView:
    """A fleet run ready to draw. ``ranking``: judged sites, best first; ``open``: all others, in the order of the file."""

    result: FleetResult
    ranking: tuple[Ranked, ...]
    shared: tuple[Shared, ...]
    open: tuple[FleetSite, ...]
    partly: tuple[Ranked, ...]
    totals: tuple[tuple[str, int], ...]


def build_fleet_view(result: FleetResult) -> FleetView:
    """Return the view of a fleet run."""
    ranking = rank((s, s.summary) for s in result.sites if s.state is JobState.DONE and s.summary)
    return FleetView(
        result=result,
        ranking=ranking,
        shared=_shared(ranking),
        open=tuple(s for s in result.sites if s.state is not JobState.DONE),
        partly=tuple(r for r in ranking if r.summary.unverified or r.summary.not_reached),
        totals=_totals(result, ranking),
    )


def rank(sites: Iterable[tuple[FleetSite, SiteSummary]]) -> tuple[Ranked, ...]:
    """Rank sites: fewer vetoes first, then fewer vetoes in doubt, then fewer findings from grave to slight."""
    ordered = sorted(sites, key=lambda pair: (_grade(pair[1]), pair[0].job))
    ranked: list[Ranked] = []
    for number, (site, summary) in enumerate(ordered, start=1):
        alike = ranked and _grade(ranked[-1].summary) == _grade(summary)
        ranked.append(Ranked(ranked[-1].place if alike else number, site, summary))
    return tuple(ranked)


def _grade(summary: SiteSummary) -> tuple[int, ...]:
    counts = summary.counts
    grave = (counts.get(s.value, 0) for s in (Severity.VETO, Severity.MAJOR, Severity.MINOR))
    return (len(summary.vetoes), len(summary.doubtful_vetoes), *grave)


def _shared(ranking: tuple[Ranked, ...]) -> tuple[Shared, ...]:
    sites: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    titles: dict[str, str] = {}
    where: dict[str, list[str]] = {}
    for ranked in ranking:
        sites.update(ranked.summary.rules.keys())
        findings.update(ranked.summary.rules)
        titles.update(ranked.summary.titles)
        for rule in ranked.summary.rules:
            where.setdefault(rule, []).append(ranked.summary.name)
    order = sorted(sites, key=lambda rule: (-sites[rule], -findings[rule], rule))
    return tuple(
        Shared(
            rule, titles.get(rule, rule), sites[rule], sites[rule] / len(ranking), findings[rule], _some(where[rule])
        )
        for rule in order
    )


def _some(names: list[str]) -> str:
    return "、".join(plain(n) for n in names[:_SHOWN_SITES]) + (" 等" if len(names) > _SHOWN_SITES else "")


def _totals(result: FleetResult, ranking: tuple[Ranked, ...]) -> tuple[tuple[str, int], ...]:
    judged = [r.summary for r in ranking]
    states = Counter(s.state for s in result.sites)
    return (
        ("网站总数", len(result.sites)),
        ("已核查", len(judged)),
        ("触发单项否决", sum(bool(s.vetoes) for s in judged)),
        ("疑似单项否决，待人工确认", sum(bool(s.doubtful_vetoes) and not s.vetoes for s in judged)),
        ("失败、未能核查或配置有误", sum(states[s] for s in (JobState.FAILED, JobState.INCOMPLETE, JobState.INVALID))),
        ("未巡检", states[JobState.WAITING] + states[JobState.RUNNING]),
        ("未销号问题", sum(s.open for s in judged)),
    )


def change_words(summary: SiteSummary) -> str:
    """Return how a site stands against its run before."""
    if summary.previous_open is None:
        return "首次巡检"
    difference = summary.open - summary.previous_open
    trend = f"增加 {difference}" if difference > 0 else f"减少 {-difference}" if difference else "持平"
    return f"{trend}（新增 {summary.new}，销号 {summary.closed}，反弹 {summary.reopened}）"


def share_words(part: int, whole: int) -> str:
    """Return ``3/20``, or a dash where there was nothing to look at."""
    return f"{part}/{whole}" if whole else "—"
