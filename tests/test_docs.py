"""Every promise in the documentation: commands exist with their options, links lead somewhere, samples are valid."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from auditor.cli.main import app
from auditor.config import ColumnSection, CrawlSection, SiteSection
from auditor.model.site import ColumnKind
from auditor.waivers import WaiversModel

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_BLOCK = re.compile(r"```(\w*)\n(.*?)```|^((?: {4}|\t)\S.*)$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"(?:^|&& |\s)(?:\.venv/bin/)?auditor ((?!PROFILE)[a-z].*)$")
_LINK = re.compile(r"\]\((?!http|#|mailto:)([^)#\s]+)")


def commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            for line in (block[2] or block[3] or "").splitlines():
                found = _COMMAND.search(re.split(r"\s{2,}#|\s#\s|>>|`", line)[0].rstrip())
                if found:
                    yield page.name, found[1]


@pytest.mark.parametrize(("page", "command"), sorted(set(commands())))
def test_a_documented_command_exists_with_its_options(page: str, command: str) -> None:
    group = typer.main.get_command(app)
    name, *arguments = shlex.split(command)
    known = group.commands  # type: ignore[attr-defined]
    assert name in known, f"{page}: auditor {name}"
    chosen = known[name]
    if hasattr(chosen, "commands"):
        default = getattr(chosen, "default_command", "")
        chosen = chosen.commands[default if default and arguments[0] not in chosen.commands else arguments.pop(0)]
    chosen.make_context(name, arguments)


def test_there_are_commands_to_check() -> None:
    assert {c.split()[0] for _, c in commands()} >= {
        "init",
        "audit",
        "ingest",
        "recheck",
        "report",
        "probe",
        "workpoints",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    assert not [t for t in targets if not (page.parent / t).exists()]


def test_the_profile_page_names_every_key_and_kind() -> None:
    text = (ROOT / "docs" / "profile.md").read_text(encoding="utf-8")
    keys = {*SiteSection.model_fields, *CrawlSection.model_fields, *ColumnSection.model_fields}
    assert not {k for k in keys if f"`{k}`" not in text}
    assert not {k.value for k in ColumnKind if k.value not in text}


def test_the_waivers_of_the_guide_are_valid() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "guide.md").read_text(encoding="utf-8"), re.DOTALL)
    waivers = [tomllib.loads(b) for b in blocks if "[[waivers]]" in b]
    assert waivers
    for data in waivers:
        WaiversModel.model_validate(data)
