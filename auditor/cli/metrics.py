"""This module measures one run and writes what it measured into one JSON file, for those who watch the machinery."""

from __future__ import annotations

import json
import resource
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.model.run import RunResult


class Stopwatch:
    """The seconds that each step of a run took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step."""
        began = monotonic()
        try:
            yield
        finally:
            self.seconds[name] = round(monotonic() - began, 3)


def metrics(result: RunResult, watch: Stopwatch) -> str:
    """Return the metrics of a run as JSON."""
    standing = [f for f in result.findings if not f.preview]
    run = result.run
    data = {
        "schema": 1,
        "run": run.id,
        "site": run.site,
        "as_of": run.as_of,
        "started": run.started,
        "finished": run.finished,
        "complete": run.complete,
        "finish_reason": result.coverage.finish_reason,
        "seconds": watch.seconds,
        "peak_mb": {
            "program": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "crawl": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        },
        "pages": run.pages,
        "links": run.links,
        "targets": result.coverage.targets,
        "targets_checked": result.coverage.checked,
        "fetches": dict(result.coverage.outcomes),
        "rules": dict(Counter(o.status.value for o in result.outcomes)),
        "findings": dict(Counter(f.severity.value for f in standing)),
        "states": dict(Counter(f.state.value for f in standing)),
        "vetoes": [v.indicator for v in result.verdicts if v.hit and v.effect.value == "veto"],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_metrics(result: RunResult, watch: Stopwatch, path: Path) -> None:
    """Write the metrics to a file."""
    from reports.output import write_text

    write_text(path, metrics(result, watch))
