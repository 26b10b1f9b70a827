"""This module writes index.html, the overview of a fleet run with a link to each site's report."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from auditor.model.finding import Severity
from auditor.model.fleet import FleetResult
from reports.fleet_view import ADVICE, STATE, build_fleet_view, change_words, share_words
from reports.html import asset, environment, policy
from reports.output import write_text
from reports.words import SEVERITY

_TONE = {"bad": "bad", "warn": "warn", "good": "good"}


def write_html(result: FleetResult, path: Path) -> None:
    """Write the page."""
    write_text(path, page(result))


def page(result: FleetResult) -> str:
    """Return the whole page: no script, nothing loaded."""
    style = asset("report.css")
    return (
        environment()
        .get_template("fleet.html.j2")
        .render(
            view=build_fleet_view(result),
            run=result.run,
            result=result,
            tones=_TONE,
            severities=[(s.value, SEVERITY[s]) for s in Severity],
            states=STATE,
            advice=ADVICE,
            change=change_words,
            share=share_words,
            href=_href,
            style=style,
            policy=policy(style, ""),
        )
    )


def _href(folder: str) -> str:
    return quote(f"{folder}/report.html") if folder else ""
