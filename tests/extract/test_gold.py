"""The hand-checked pages: every field, the GB18030 twins, and the same without vendor knowledge."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from spiders.extract import read, to_json
from spiders.extract.encoding import decode

SHARED = Path(__file__).parents[3] / "shared"
PAGES = SHARED / "corpora" / "gov-pages"
SCORER = SHARED / "tools" / "score_extraction.py"
pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the corpus ../shared/corpora/gov-pages is not at hand")
WANTED = 0.97


def gold_pages() -> list[Path]:
    """Return the pages that have a record."""
    with (PAGES / "gold.jsonl").open(encoding="utf-8") as lines:
        return [PAGES / json.loads(line)["file"] for line in lines]


def twin(body: bytes) -> bytes:
    """Return the page in GB18030, its declaration left as it was."""
    return decode(body)[0].encode("gb18030", "replace")


def shares(folder: Path, *, gb18030: bool, vendors: bool) -> dict[str, float]:
    """Return the share of right answers a field."""
    out = folder / "out.jsonl"
    with out.open("w", encoding="utf-8") as file:
        for page in gold_pages():
            body = twin(page.read_bytes()) if gb18030 else page.read_bytes()
            file.write(json.dumps(to_json(read(body, "", vendors=vendors), page.name), ensure_ascii=False) + "\n")
    command = [sys.executable, str(SCORER), str(PAGES / "gold.jsonl"), str(out)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in text.splitlines() if line.endswith("%")]
    return {row[0]: int(row[1]) / int(row[3]) for row in rows}


@pytest.mark.parametrize(
    ("gb18030", "vendors"), [(False, True), (True, True), (False, False)], ids=["plain", "gb18030", "general"]
)
def test_every_field_is_read(tmp_path: Path, gb18030: bool, vendors: bool) -> None:
    """At least 97 % of every field, whatever the encoding, with or without vendor knowledge."""
    found = shares(tmp_path, gb18030=gb18030, vendors=vendors)
    assert {name: share for name, share in found.items() if share < WANTED} == {}
    assert len(found) == 16
