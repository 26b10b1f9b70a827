"""This module writes the few lines that are sent to people: only what is new, came back, or is overdue."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model.finding import Finding, State
from auditor.model.run import RunResult
from reports.words import SEVERITY

MOST_LINES = 10
MOST_CHARS = 1_800  # 企业微信 and 钉钉 refuse texts of more than about 2,000
_LINE_CHARS = 90


def digest(result: RunResult) -> tuple[str, str] | None:
    """Return title and text of a message, or None where there is nothing new to say."""
    if not result.run.complete:
        return _title(result, "抓取不完整"), f"本次不作结论：{result.run.reason}"[:MOST_CHARS]
    groups = (
        ("新增", [f for f in _open(result) if f.state is State.NEW]),
        ("反弹", [f for f in _open(result) if f.state is State.REOPENED]),
        ("超期未整改", [f for f in _open(result) if f.state is State.PERSISTING and _overdue(result, f)]),
    )
    told = [(word, found) for word, found in groups if found]
    if not told:
        return None
    title = _title(result, "，".join(f"{word} {len(found)} 个" for word, found in told))
    return title, "\n".join(line for word, found in told for line in _lines(word, found))[:MOST_CHARS]


def _open(result: RunResult) -> list[Finding]:
    return sorted((f for f in result.findings if not f.preview), key=lambda f: -f.severity.rank)


def _overdue(result: RunResult, finding: Finding) -> bool:
    entry = result.ledger.get(finding.id)
    return entry is not None and entry.overdue


def _title(result: RunResult, words: str) -> str:
    return f"{result.run.name} {result.run.as_of}：{words}"


def _lines(word: str, found: Sequence[Finding]) -> list[str]:
    lines = [f"【{word} {len(found)} 个】"]
    lines += [f"· {SEVERITY[f.severity]} {f.title}：{_short(f.message)}" for f in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(f"  另有 {len(found) - MOST_LINES} 个，见报告")
    return lines


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LINE_CHARS else plain[: _LINE_CHARS - 1] + "…"
