"""This module says how a verdict came out: hit, near its limit, not excluded, or clear."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.standard import Verdict

_NEAR = 0.6  # three of five: one more bad week and the veto is there


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in words. ``tone``: bad, warn, near, note, good."""

    tone: str
    word: str
    hint: str = ""


def say(verdict: Verdict) -> Said:
    """Return the words for a verdict, and what would still change it."""
    if verdict.hit:
        return Said("bad", "命中")
    if verdict.candidate and verdict.count:
        return Said("warn", "待人工确认", "达到数量，须由人确认后才算命中")
    if verdict.limit is None:
        return Said("note", "列出问题", "只列问题，不设限值") if verdict.count else Said("good", "未发现")
    if verdict.open:
        return Said("warn", "未能排除", f"未核查的 {verdict.not_examined} 个若有问题，仍可能命中")
    if verdict.count and verdict.count >= verdict.limit * _NEAR:
        return Said("near", "接近限值", f"再有 {verdict.limit - verdict.count} 个即命中")
    return Said("good", "未命中")
