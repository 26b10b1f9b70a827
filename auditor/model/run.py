"""This module holds the result of one run, ready for the renderers: nothing in it needs deciding any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from auditor.model.finding import Finding, RuleOutcome
from auditor.model.rule import RuleMeta
from auditor.model.score import Score
from auditor.model.site import Site
from auditor.model.standard import Standard, Verdict, WorkPointResult


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """Who, what, when. ``complete``: the crawl allows a judgement; ``reason`` says why not."""

    id: str
    site: str
    name: str
    as_of: str
    started: str
    finished: str
    complete: bool
    pages: int
    links: int
    tool: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnState:
    """One row of the sheet 栏目更新; ``state``: 正常, 超期, 空白, 无法访问, 未核查, 不适用."""

    id: str
    name: str
    url: str
    kind: str
    unit: str
    items: int
    newest: str | None
    age_days: int | None
    limit: str
    basis: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueState:
    """One row of the sheet 目录完整性; ``state``: 已公开, 缺失, 空白, 未核查."""

    item: str
    basis: str
    aspect: str
    where: str
    items: int
    newest: str | None
    state: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """One row of the sheet 解读配对. ``how``: 页面链接, 文号, 标题引用, 标题相近(疑似), 未找到, 待确认, 不需解读."""

    document: str
    document_url: str
    doc_no: str
    document_date: str | None
    interpretation: str
    interpretation_url: str
    interpretation_date: str | None
    how: str
    certain: bool
    file_links: bool | None  # the file links to the interpretation
    interpretation_links: bool | None
    lag_workdays: int | None
    state: str
    forms: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLink:
    """One row of the sheet 死链明细: a target and one page that refers to it."""

    finding: str
    rule: str
    target: str
    status: str
    page: str
    text: str
    place: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unverified:
    """Targets that could not be verified, grouped by address or by host and reason."""

    url: str
    reason: str  # auditor.model.fetch.Outcome value
    status: int | None
    pages: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was looked at and what was not."""

    pages: int
    links: int
    targets: int
    checked: int
    columns: int
    columns_reached: int
    outcomes: Mapping[str, int] = field(default_factory=dict)
    finish_reason: str = ""
    notes: tuple[str, ...] = ()
    challenges: int = 0
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """What the ledger knows of a finding besides this run: dates, the office's words, the re-test.

    ``due``: the deadline as first handed out; it wins over the finding's own. ``burst``: what 突击更新 was seen beside
    the claim, as a sentence. ``waiver``: who approved what until when, as a sentence.
    """

    id: str
    first_seen: str
    last_seen: str
    state: str
    claim: Mapping[str, str] = field(default_factory=dict)  # office columns by their header
    rechecked: str = ""
    result: str = ""  # 已核实销号, 整改未到位, 反弹, 未复核, 转人工核实, …
    note: str = ""
    overdue: bool = False
    due: str = ""
    burst: str = ""
    waiver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """Counts of one run for the sheet 趋势."""

    run: str
    as_of: str
    open: int
    new: int
    closed: int
    reopened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """Everything that a renderer draws from.

    ``closed``: the findings closed by this run (they stand at the foot of 整改台账 with their 复核结果).
    ``provisional_after``: deadlines after this day are 暂算 ("" = as the holiday calendar of ``auditor.workdays`` says).
    """

    run: RunInfo
    site: Site
    outcomes: tuple[RuleOutcome, ...]
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    unverified: tuple[Unverified, ...]
    coverage: Coverage
    rules: tuple[RuleMeta, ...] = ()
    standards: tuple[Standard, ...] = ()
    columns: tuple[ColumnState, ...] = ()
    catalogue: tuple[CatalogueState, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    dead_links: tuple[DeadLink, ...] = ()
    work_points: tuple[WorkPointResult, ...] = ()
    ledger: Mapping[str, LedgerEntry] = field(default_factory=dict)
    closed: tuple[Finding, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    gate: str = "major"
    pictures: Mapping[str, str] = field(default_factory=dict)  # finding id -> path of a screenshot
    provisional_after: str = ""
    score: Score | None = None  # where the operator gave a scheme; a reference


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """Where a renderer writes and what it may leave out."""

    unit: str = ""  # only the findings of this 责任处室 ("" = all)
    template: str = ""


@runtime_checkable
class Renderer(Protocol):
    """What an entry point of the group ``auditor.renderers`` names: it draws one file from one result.

    ``render`` writes beside the target and renames; it raises OSError when it cannot write, and never leaves half a file.
    """

    @property
    def name(self) -> str:
        """The word for ``--format``."""

    @property
    def filename(self) -> str:
        """The file's name inside the output folder."""

    def render(self, result: RunResult, path: Path, options: RenderOptions) -> None:
        """Write the report of ``result`` to ``path``."""
