"""This module writes the page of each rule out of the rule itself and the standards; a stale page is an error in CI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from auditor.model.finding import Severity, SubjectKind
from auditor.model.rule import Rule
from auditor.model.standard import Effect, Indicator, Provenance, Scalar, Standard
from auditor.registry import load_rules, standards_folders
from auditor.standards import load_all

_SECTIONS = ("Why:", "Passes:", "Cannot tell:")
_HEADINGS = {"": "报告什么", "Why:": "为什么", "Passes:": "不报告什么", "Cannot tell:": "判断不了什么"}
_SEVERITIES = {
    Severity.VETO: "单项否决",
    Severity.MAJOR: "严重",
    Severity.MINOR: "一般",
    Severity.HINT: "提示",
}
_SUBJECTS = {
    SubjectKind.LINK_TARGET: "链接目标",
    SubjectKind.PAGE: "页面",
    SubjectKind.DOCUMENT: "文件或解读",
    SubjectKind.SITE_COLUMN: "栏目",
    SubjectKind.CATALOGUE_ITEM: "目录事项",
    SubjectKind.SITE: "网站",
}
_NEEDS = {"crawl": "抓取的页面", "history": "历次抓取的记录", "probe": "访问监测记录（auditor probe）"}
_EFFECTS = {Effect.VETO: "单项否决", Effect.DEDUCTION: "扣分（部门网站仅供参考）", Effect.NOTICE: "列出问题"}
_PROVENANCE = {
    Provenance.VERBATIM: "原文",
    Provenance.PARAPHRASED: "转述，供参考",
    Provenance.LOCAL: "地方常用口径，供参考",
    Provenance.RECALLED: "未核对，默认不启用",
}
# Chinese has no space where a line of the source ends.
_LINE_END = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_LISTED = 12  # values of a list shown on a page; word lists are long


def sections(manual: str) -> dict[str, str]:
    """Split a rule's docstring: "" is its first line, then Why:, Passes:, Cannot tell:."""
    found: dict[str, list[str]] = {"": []}
    current = ""
    for line in manual.splitlines():
        head = next((s for s in _SECTIONS if line.startswith(s)), None)
        current = current if head is None else head
        found.setdefault(current, []).append(line.removeprefix(head or "").strip())
    return {name: _LINE_END.sub("", " ".join(filter(None, lines))) for name, lines in found.items()}


def page(rule: Rule, standards: Iterable[Standard] | None = None) -> str:
    """Return the page of a rule as Markdown; with all standards that are installed unless some are given."""
    known = tuple(load_all(standards_folders())[0]) if standards is None else tuple(standards)
    serving = [(s, i) for s in known for i in s.indicators if rule.meta.code in i.rules or rule.meta.code in i.params]
    parts = [_head(rule), *_manual(rule), *_clauses(rule, serving), *_params(rule, serving)]
    return "\n".join([*parts, "", "## 整改建议", "", rule.meta.remediation, ""])


def _head(rule: Rule) -> str:
    meta = rule.meta
    facts = (
        f"- 名称：`{meta.name}`",
        f"- 严重程度：{_SEVERITIES[meta.severity]}{'（试行，不交办，不影响结论）' if meta.preview else ''}",
        f"- 针对：{'、'.join(_SUBJECTS[s] for s in meta.subjects)}",
        f"- 依据的数据：{_NEEDS.get(meta.needs, meta.needs)}",
    )
    return "\n".join([f"# {meta.code} {meta.title}", "", *facts])


def _manual(rule: Rule) -> Iterator[str]:
    for name, words in sections(rule.manual).items():
        yield f"\n## {_HEADINGS[name]}\n\n{words}"


def _clauses(rule: Rule, serving: list[tuple[Standard, Indicator]]) -> Iterator[str]:
    yield "\n## 依据\n\n| 文件 | 条款 | 指标 | 作用 | 文字来源 |\n| --- | --- | --- | --- | --- |"
    for standard, indicator in serving:
        if rule.meta.code not in indicator.rules:
            continue
        limit = f"，限值 {indicator.limit}" if indicator.limit else ""
        cells = (
            f"{standard.number}《{standard.title}》",
            indicator.clause,
            f"{indicator.name}（`{indicator.id}`）",
            f"{_EFFECTS[indicator.effect]}{limit}{'，待核' if indicator.candidate else ''}",
            _PROVENANCE[indicator.provenance],
        )
        yield f"| {' | '.join(map(_cell, cells))} |"


def _params(rule: Rule, serving: list[tuple[Standard, Indicator]]) -> Iterator[str]:
    yield f"\n## 参数\n\n在站点配置的 `[rules.{rule.meta.code}]` 中可以改写。"
    if not fields(rule.params):
        yield "\n本规则没有参数。"
        return
    yield "\n| 参数 | 默认值 | 标准规定 |\n| --- | --- | --- |"
    for spec in fields(rule.params):
        given = [
            f"{_value(i.params[rule.meta.code][spec.name])}（{s.number} {i.clause}）"
            for s, i in serving
            if spec.name in i.params.get(rule.meta.code, {})
        ]
        yield f"| `{spec.name}` | {_default(spec)} | {_cell('；'.join(given) or '—')} |"


def _default(spec: Field[Any]) -> str:
    if spec.default is not MISSING:
        return _cell(_value(spec.default))
    return _cell(_value(spec.default_factory())) if spec.default_factory is not MISSING else "无（由标准规定）"


def _value(value: Scalar | None) -> str:
    if isinstance(value, tuple | list):
        shown = "、".join(value[:_LISTED])
        return f"{shown} 等 {len(value)} 项" if len(value) > _LISTED else shown or "空"
    return "无" if value is None or value == "" else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def pages() -> dict[str, str]:
    """Return the file name and the text of every page, of built-in rules only where others are installed too."""
    folder = standards_folders()[:1]
    standards = load_all(folder)[0]
    return {f"{r.meta.code}.md": page(r, standards) for r in load_rules() if r.check.__module__.startswith("rules.")}


def stale(folder: Path) -> tuple[str, ...]:
    """Return the names of pages in ``folder`` that are missing, out of date, or of no rule."""
    wanted = pages()
    there = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.md")}
    return tuple(sorted(n for n in {*wanted, *there} if wanted.get(n) != there.get(n)))


def write(folder: Path) -> tuple[str, ...]:
    """Bring the pages in ``folder`` up to date; return the names of those that changed."""
    changed, wanted = stale(folder), pages()
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    return changed
