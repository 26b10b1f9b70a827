"""This module reads the wording of the 整改通知书 from a file that the office can change, and fills it in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from auditor.errors import ConfigError
from auditor.model.finding import Severity

DEFAULT = Path(__file__).parent / "templates" / "notice.toml"

_TEXTS = ("issuer", "number", "title", "recipient_all", "closing", "signature")
_LISTS = ("attachments", "severities", "nothing", "incomplete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One numbered part of the notice."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All texts of the notice, as the template file gives them."""

    issuer: str
    number: str
    title: str
    recipient_all: str
    closing: str
    signature: str
    attachments: tuple[str, ...]
    severities: tuple[str, ...]
    max_rows: int
    nothing: tuple[str, ...]
    incomplete: tuple[str, ...]
    sections: tuple[Section, ...]


def load_wording(path: str) -> Wording:
    """Read a template file ("" = ours); what it leaves out is taken from ours. Raise ConfigError naming file and key."""
    own = _read(Path(path)) if path else {}
    merged = _read(DEFAULT) | own
    known = {f.name for f in fields(Wording)}
    if unknown := sorted(set(own) - known):
        raise ConfigError(f"{path}: {unknown[0]}: 不认识的键，可用的有：{'、'.join(sorted(known))}")
    name = path or DEFAULT.name
    text = {k: _text(name, k, merged[k]) for k in _TEXTS}
    texts = {k: _texts(name, k, merged[k]) for k in _LISTS}
    wording = Wording(
        issuer=text["issuer"],
        number=text["number"],
        title=text["title"],
        recipient_all=text["recipient_all"],
        closing=text["closing"],
        signature=text["signature"],
        attachments=texts["attachments"],
        severities=texts["severities"],
        nothing=texts["nothing"],
        incomplete=texts["incomplete"],
        max_rows=_whole(name, "max_rows", merged["max_rows"]),
        sections=_sections(name, merged["sections"]),
    )
    if wrong := [s for s in wording.severities if s not in {v.value for v in Severity}]:
        raise ConfigError(f"{name}: severities: 不认识的严重程度 {wrong[0]!r}，可用的有：veto、major、minor、hint")
    return wording


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the run's values into ``${…}``; raise ConfigError for a name that is not offered or a stray ``$``.

    >>> fill("共${total}个", {"total": "3"})
    '共3个'
    """
    try:
        return Template(text).substitute(values)
    except KeyError as missing:
        raise ConfigError(
            f"通知书模板：没有 ${{{missing.args[0]}}} 可填，可用的有：{'、'.join(sorted(values))}；所在文字：{text[:60]!r}"
        ) from missing
    except ValueError as error:
        raise ConfigError(f"通知书模板：$ 应写作 $$，或用 ${{名称}}；所在文字：{text[:60]!r}") from error


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: 无法读取通知书模板（{error}）") from error


def _text(name: str, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{name}: {key}: 应为文字：{value!r}")
    return value


def _texts(name: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ConfigError(f"{name}: {key}: 应为一列文字：{value!r}")
    return tuple(value)


def _whole(name: str, key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ConfigError(f"{name}: {key}: 应为正整数：{value!r}")
    return value


def _sections(name: str, value: object) -> tuple[Section, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"{name}: sections: 应为 [[sections]] 表：{value!r}")
    found: list[Section] = []
    for number, item in enumerate(value):
        where = f"sections[{number}]"
        if not isinstance(item, dict) or set(item) != {"heading", "paragraphs"}:
            raise ConfigError(f"{name}: {where}: 应有且只有 heading 和 paragraphs 两个键")
        heading = _text(name, f"{where}.heading", item["heading"])
        found.append(Section(heading=heading, paragraphs=_texts(name, f"{where}.paragraphs", item["paragraphs"])))
    return tuple(found)
