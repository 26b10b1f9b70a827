"""This module finds the operator's scoring scheme (``scoring.toml`` beside the profile, or ``--scheme``) and adds points up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.model.run import RunResult
from auditor.model.score import Score
from auditor.scoring import Judged, score
from auditor.scoring_scheme import Scheme, load_scheme

if TYPE_CHECKING:
    from auditor.engine import Law  # pandas, which the parent of a crawl does not load

BESIDE = "scoring.toml"
NO_FRAME = "有评分方案，但所用标准没有评分框架，没有计分；请在 standards 里加上 national"


def named_scheme(path: Path) -> Scheme | None:
    """Read the scheme that ``--scheme`` names, none for an empty path."""
    if path == Path():
        return None
    if not path.is_file():
        raise UsageError(f"--scheme：没有这个文件：{path}；写法见 docs/examples/scoring-example.toml")
    return load_scheme(path)


def scheme_beside(profile: Path) -> Scheme | None:
    """Read the scheme beside a profile, none where there is none."""
    path = profile.parent / BESIDE
    return load_scheme(path) if path.exists() else None


def scored(drawn: RunResult, law: Law, scheme: Scheme) -> Score | None:
    """Return the points of a judged run; none where the crawl was too incomplete or no standard has a frame."""
    frame = next((s.scoring for s in law.standards if s.scoring), None)
    if frame is None or not drawn.run.complete:
        return None
    outcomes = {o.rule: o for o in drawn.outcomes}
    return score(scheme, frame, Judged(drawn.findings, outcomes, drawn.verdicts, drawn.site.kind))
