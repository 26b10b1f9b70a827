"""Every promise of docs/security.md names a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

NOTE = Path(__file__).parents[2] / "docs" / "security.md"


def test_every_line_of_the_security_note_names_its_test() -> None:
    promised = NOTE.read_text(encoding="utf-8").partition("## Deliberately not promised")[0]
    written = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    for line in (line for line in promised.splitlines() if line.startswith("- ")):
        names = re.findall(r"`(test_\w+)`", line)
        assert names, line
        for name in names:
            assert f"def {name}(" in written, name
