"""A drafted profile as text: what kind of site it is, by the name of its owner."""

from __future__ import annotations

import tomllib

import pytest

from auditor.drafting import Draft
from auditor.profile_text import profile_text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("江滨市人民政府", "portal"),
        ("江滨市人民政府门户网站", "portal"),
        ("江滨市人民政府办公室", "department"),
        ("江滨市林业和园林局", "department"),
    ],
)
def test_a_government_has_a_portal(name: str, kind: str) -> None:
    draft = Draft(
        id="a", name=name, code="", home="http://127.0.0.1/", organizer=name, columns=(), elsewhere=(), doubts=()
    )
    assert tomllib.loads(profile_text(draft, {}))["site"]["kind"] == kind
