"""This module writes report.html: one file that works offline and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditor.model.run import RenderOptions, RunResult
from reports import html_sections as sections
from reports.charts import trend_chart
from reports.gate import gate_words, gates
from reports.html_data import payload
from reports.html_pictures import embedded
from reports.output import write_text
from reports.page_text import clean, one_line, web_link
from reports.view import View, build_view
from reports.view_words import Urgency
from reports.words import SEVERITY

TEMPLATES = Path(__file__).parent / "templates"
ROWS_SHOWN = 1_000  # of a side table; the workbook has them all
NOSCRIPT_SHOWN = 300


@dataclass(frozen=True, slots=True)
class HtmlReport:
    """Renderer of report.html."""

    name: str = "html"
    filename: str = "report.html"

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write the page."""
        write_text(path, page(result, unit=options.unit))


RENDERER = HtmlReport()


def page(result: RunResult, unit: str = "") -> str:
    """Return the whole page; with ``unit`` only the findings of that 责任处室."""
    view = build_view(result, unit)
    findings = [line.finding for line in view.lines]
    grave = sorted(findings, key=lambda f: (-f.severity.rank, f.rule, f.subject.key))
    style, script = asset("report.css"), asset("report.js")
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            view=view,
            run=result.run,
            site=result.site,
            result=result,
            unit=unit,
            tone=sections.TONE[view.headline.level],
            reasons=_reasons(view),
            grave=grave[:NOSCRIPT_SHOWN],
            rows_shown=ROWS_SHOWN,
            overdue=sum(line.urgency is Urgency.OVERDUE for line in view.lines),
            verdicts=sections.verdict_rows(view),
            score=sections.score_parts(view),
            manual=sections.manual_indicators(result),
            severities=sections.severity_counts(findings),
            states=sections.state_counts(findings),
            silent=sections.silent_rules(result),
            unverified=sections.unverified_reasons(result),
            fetches=sections.outcome_counts(result),
            chart=trend_chart(result.trend),
            data=payload(result, (*view.lines, *view.previews), embedded(result.pictures, (f.id for f in grave))),
            style=style,
            script=script,
            policy=policy(style, script),
        )
    )


def _reasons(view: View) -> tuple[str, ...]:
    if not view.result.run.complete:
        return view.headline.reasons
    fresh = sum(gates(line.finding, view.result) for line in view.lines)
    return (*view.headline.reasons, gate_words(view.result, fresh))


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates' environment: everything is escaped, an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(line=one_line, web=web_link, clean=clean, moment=_moment)
    made.globals.update(SEVERITY=SEVERITY)
    return made


@lru_cache(maxsize=2)
def asset(name: str) -> Markup:
    """Return our own style or script, which stands in the page as it is."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8").replace("\r\n", "\n"))


def policy(style: str, script: str) -> str:
    """Return a content policy under which only our own style and script count and nothing is ever loaded."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _moment(iso: str) -> str:
    return iso[:16].replace("T", " ")
