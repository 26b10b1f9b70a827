"""This module feels the site's pulse: when many answers go wrong, and once more before anything is called dead for good."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.model.fetch import Outcome
from auditor.urls import host_of
from spiders.care import MOST_BAD_PULSES, Care
from spiders.frontier import Host
from spiders.http.client import Answer
from spiders.outcome import REDIRECTS, judge_answer
from spiders.visit import Purpose, Visit

if TYPE_CHECKING:
    from spiders.crawl import Crawl

SUFFERING, CHALLENGED = "site-suffering", "challenged"
ILL = frozenset(
    (
        Outcome.HTTP_SERVER_ERROR,
        Outcome.TIMEOUT,
        Outcome.REFUSED,
        Outcome.PROTOCOL_ERROR,
        Outcome.CHALLENGE,
        Outcome.DNS,
    )
)
_SLOWEST_S = 8.0
_LONGEST_REST_S = 10.0


class Watch:
    """The health of the site's own hosts during one crawl."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._charts: dict[str, Care] = {}
        self._to_feel: set[str] = set()
        self._rest_s = min(_LONGEST_REST_S, crawl.settings.confirm_after_s / 4)
        self.broken: set[int] = set()  # the site's addresses that failed in a way that an outage would explain
        self._last_pulses = 0
        self._last_done = False
        self.last_at = 0.0

    def saw(self, visit: Visit, outcome: Outcome, answer: Answer | None, *, first: bool) -> None:
        """Take the outcome of a visit."""
        if not visit.host.internal:
            return
        if outcome in ILL:
            self.broken.add(visit.url_id)
        else:
            self.broken.discard(visit.url_id)
        chart = self._charts.setdefault(visit.host.name, Care())
        if first and chart.saw(ill=outcome in ILL, elapsed_ms=answer.elapsed_ms if answer else None):
            self._to_feel.add(visit.host.name)

    def question(self, host: Host, url: str) -> Visit | None:
        """Return the visit that feels the pulse of a host, where that is wanted."""
        if host.name not in self._to_feel:
            return None
        parts = urlsplit(url)
        home = self._crawl.request.site.home
        place = home if host_of(home) == host.name else f"{parts.scheme}://{parts.netloc}/"
        return self._crawl.gate.visit(Purpose.PULSE, host, place, -1)

    def felt(self, visit: Visit, answer: Answer | None) -> None:
        """Take the pulse: go on, go slower, or stop the crawl."""
        chart = self._charts.setdefault(visit.host.name, Care())
        judged = judge_answer(answer.status, answer.headers, answer.body).outcome if answer else Outcome.TIMEOUT
        alive = answer is not None and (answer.status in REDIRECTS or judged not in ILL)
        well = chart.well(ok=alive, elapsed_ms=answer.elapsed_ms if answer else None)
        if self._last_pulses:
            self._last_felt(judged, well=well)
            return
        if chart.felt(well=well):
            self._crawl.stop(CHALLENGED if judged is Outcome.CHALLENGE else SUFFERING)
        elif well:
            self._to_feel.discard(visit.host.name)
        else:
            slower = min(_SLOWEST_S, max(0.1, visit.host.pace.delay_s) * 2) if self._rest_s else 0.0
            self._crawl.frontier.slow_down(visit.host, at_least_s=slower)
            visit.host.paused_until = self._crawl.clock() + self._rest_s * chart.bad_pulses

    def last_due(self) -> bool:
        """Say whether the site has to show once more that it lives, before its failures count."""
        return bool(self.broken) and not self._last_done and not self._crawl.stopped_for

    def last_visit(self) -> Visit:
        """Return the last look at the home page."""
        home = self._crawl.request.site.home
        host = self._crawl.frontier.host(host_of(home), internal=True)
        host.active += 1
        self._last_pulses += 1
        self.last_at = self._crawl.clock() + self._rest_s
        return self._crawl.gate.visit(Purpose.PULSE, host, home, -1)

    def _last_felt(self, judged: Outcome, *, well: bool) -> None:
        if well:
            self._last_done = True
        elif self._last_pulses >= MOST_BAD_PULSES:
            self._last_done = True
            self._crawl.stop(CHALLENGED if judged is Outcome.CHALLENGE else SUFFERING)
