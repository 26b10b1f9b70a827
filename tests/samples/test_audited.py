"""The whole line over the samples: every planted defect is found, no look-alike, and nothing at all on a clean site."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from samples import SPECS, open_sample
from samples.spec import PLANTED

AS_OF = date(2026, 6, 30)
Row = dict[str, str]


def audit(name: str, folder: Path) -> tuple[dict[str, list[Row]], dict[str, Any]]:
    """Audit a sample as a user would; return its gold list and findings.json."""
    with open_sample(SPECS[name], folder / "sample", AS_OF) as sample:
        command = ["audit", str(sample.profile), "--out", str(folder / "out"), "--var", str(folder / "var")]
        done = subprocess.run(
            [sys.executable, "-m", "auditor.cli.main", *command, "--as-of", f"{AS_OF}", "--format", "json"],
            capture_output=True,
            text=True,
            timeout=240,  # a busy machine; an audit takes some ten seconds of one core
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return json.loads(sample.gold.read_text(encoding="utf-8")), _read(folder / "out" / "findings.json")


def _read(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return said


def matches(row: Row, finding: dict[str, Any]) -> bool:
    """As the scoring tool of the project's gold lists has it."""
    subject = finding["subject"]
    places = {unquote(row[name]).rstrip("/") for name in ("url", "alternative") if name in row}
    if row["rule"] != finding["rule"] or (places and unquote(subject["key"]).rstrip("/") not in places):
        return False
    words = (finding["message"], finding["facet"], subject["label"], subject["key"])
    return row.get("contains", "") in " ".join(words)


@pytest.mark.slow
@pytest.mark.parametrize("name", [spec.id for spec in PLANTED])
def test_planted_defects_are_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    gold, said = audit(name, tmp_path)
    findings = said["findings"]
    missed = [row for row in gold["must"] if not any(matches(row, f) for f in findings)]
    alarms = [(row, f["message"]) for row in gold["must_not"] for f in findings if matches(row, f)]
    unplanted = [
        (f["rule"], f["subject"]["key"], f["message"])
        for f in findings
        if not any(matches(row, f) for row in gold["must"])
    ]
    assert (missed, alarms, unplanted) == ([], [], [])


@pytest.mark.slow
@pytest.mark.parametrize("name", [spec.clean.id for spec in PLANTED])
def test_clean_site_has_no_finding(name: str, tmp_path: Path) -> None:
    _, said = audit(name, tmp_path)
    assert [(f["rule"], f["subject"]["key"], f["message"]) for f in said["findings"]] == []
    assert [o for o in said["outcomes"] if o["status"] == "error"] == []
