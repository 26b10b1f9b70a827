"""This module does the second half of the main job: judge, say how it ended."""

from __future__ import annotations

import logging
from dataclasses import replace

from auditor.cli.pipeline import Case, judge_case, open_case, record, result
from auditor.cli.starting import start_crawl
from auditor.cli.writing import gate_reached
from auditor.ledger_store import LedgerStore
from auditor.model.finding import ExitCode
from auditor.model.run import RunResult
from auditor.scoring_scheme import Scheme
from auditor.workspace import Order, Workspace

__all__ = ["exit_code", "judge_run", "start_crawl"]
logger = logging.getLogger(__name__)


def judge_run(
    order: Order, space: Workspace, gate: str, *, baseline: bool = False, scheme: Scheme | None = None
) -> RunResult:
    """Judge a sealed snapshot, keep the run in the ledger, and return what the renderers draw.

    ``scheme`` takes the place of the one that lies beside the profile.
    """
    store = LedgerStore(space.ledger)
    try:
        case: Case = open_case(space.folder(order), order, store)
        case = case if scheme is None else replace(case, scheme=scheme)
        judgement = judge_case(case)
        record(case, judgement, store, baseline=baseline, limited_to=None)
        drawn = result(case, judgement, store, gate)
    finally:
        store.close()
    logger.info("judged: run %s, complete %s, findings %d", order.run, drawn.run.complete, len(drawn.findings))
    return drawn


def exit_code(drawn: RunResult) -> int:
    """Return the exit code of a judged run."""
    if not drawn.run.complete:
        return ExitCode.INCOMPLETE
    return ExitCode.GATE_REACHED if gate_reached(drawn) else ExitCode.CLEAN
