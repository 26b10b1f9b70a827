"""This module draws the charts of the HTML report as SVG by hand: no script, no style attribute, colours by class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from auditor.model.run import TrendPoint

_WIDTH, _HEIGHT = 720, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 18, 34
_MOST_POINTS = 30  # more runs than this are not legible side by side; the table below the chart has them all
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a value or a run stands on the drawing."""

    top: int
    points: int

    def x(self, index: int) -> float:
        """Return the horizontal middle of a run's slot."""
        slot = (_WIDTH - _LEFT - _RIGHT) / max(self.points, 1)
        return round(_LEFT + slot * (index + 0.5), 1)

    def y(self, value: int) -> float:
        """Return the height of a value."""
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / self.top, 1)


def trend_chart(points: Sequence[TrendPoint]) -> Markup:
    """Draw what was open at each run as a line, what was new and what was closed as bars; empty below two runs.

    >>> trend_chart([]) == ""
    True
    """
    shown = list(points[-_MOST_POINTS:])
    if len(shown) < 2:
        return Markup()
    highest = max(max(p.open, p.new + p.reopened, p.closed) for p in shown)
    step = tick_step(highest)
    scale = Scale(top=max(step, -(-highest // step) * step), points=len(shown))
    first, last = shown[0], shown[-1]
    words = escape(f"未关闭问题从 {first.as_of} 的 {first.open} 个变为 {last.as_of} 的 {last.open} 个。")
    parts = [*_grid(scale, step), *_bars(shown, scale), *_line(shown, scale), *_dates(shown, scale)]
    return Markup(
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{words}" focusable="false">'
        f"<title>{words}</title>{''.join(parts)}</svg>"
    )


def tick_step(highest: int) -> int:
    """Return the distance of grid lines, 1, 2 or 5 times a power of ten, that gives at most five of them.

    >>> tick_step(3), tick_step(9), tick_step(480)
    (1, 2, 100)
    """
    power = 1
    while True:
        for step in _STEPS:
            if highest <= step * power * 5:
                return step * power
        power *= 10


def share_bar(count: int, limit: int) -> Markup:
    """Draw how far a count is on its way to a limit; beyond the limit the bar is full."""
    filled = 0 if limit <= 0 else min(100, round(100 * count / limit))
    return Markup(
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="share-all" width="100" height="8" rx="2"/>'
        f'<rect class="share-part" width="{filled}" height="8" rx="2"/></svg>'
    )


def _grid(scale: Scale, step: int) -> Iterator[str]:
    for value in range(0, scale.top + 1, step):
        y = scale.y(value)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text class="tick" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{value}</text>'


def _bars(points: Sequence[TrendPoint], scale: Scale) -> Iterator[str]:
    width = round(min(16.0, (_WIDTH - _LEFT - _RIGHT) / len(points) / 3), 1)
    floor = scale.y(0)
    for index, point in enumerate(points):
        x = scale.x(index)
        for left, name, value in ((x - width, "fresh", point.new + point.reopened), (x, "gone", point.closed)):
            top = scale.y(value)
            yield (
                f'<rect class="bar-{name}" x="{left:.1f}" y="{top}" width="{width - 1:.1f}" height="{floor - top:.1f}"/>'
            )


def _line(points: Sequence[TrendPoint], scale: Scale) -> Iterator[str]:
    places = [(scale.x(i), scale.y(p.open)) for i, p in enumerate(points)]
    yield f'<polyline class="line" points="{" ".join(f"{x},{y}" for x, y in places)}"/>'
    for (x, y), point in zip(places, points, strict=True):
        yield f'<circle class="dot" cx="{x}" cy="{y}" r="3.5"/>'
        if len(points) <= 12:
            yield f'<text class="value" x="{x}" y="{y - 8}" text-anchor="middle">{point.open}</text>'


def _dates(points: Sequence[TrendPoint], scale: Scale) -> Iterator[str]:
    every = max(1, -(-len(points) // 10))
    for index, point in enumerate(points):
        if (len(points) - 1 - index) % every == 0:  # counted from the end: the latest run always has its date
            text = escape(point.as_of[2:])
            yield f'<text class="tick" x="{scale.x(index)}" y="{_HEIGHT - 12}" text-anchor="middle">{text}</text>'
