"""This module builds a sample: pages, files, odd answers, profile and gold list in one folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from samples.addresses import Addresses
from samples.bureau import draft
from samples.decoys import add_decoys
from samples.defects import plant_defects
from samples.pictures import add_assets
from samples.plan import SitePlan
from samples.profile import profile_text
from samples.render import Renderer, file_of
from samples.spec import SampleSpec


@dataclass(frozen=True, slots=True)
class BuiltSample:
    """Where a built sample lies."""

    spec: SampleSpec
    folder: Path
    addresses: Addresses
    profile: Path
    gold: Path
    home: str
    pages: int


def plan_site(spec: SampleSpec, addresses: Addresses, as_of: date) -> SitePlan:
    """The whole plan of a sample: a faultless bureau, look-alikes, and defects where the spec wants them."""
    plan = draft(spec, addresses, as_of)
    add_assets(plan)
    add_decoys(plan)
    if spec.planted:
        plant_defects(plan)
    return plan


def build(spec: SampleSpec, folder: Path, addresses: Addresses | str, as_of: date) -> BuiltSample:
    """Write the sample into ``folder``: ``site/``, ``external/``, ``behaviours.json``, ``profile.toml``, ``gold.json``.

    Every age is counted from ``as_of``. A bare base address stands for a site without its second host.
    """
    if isinstance(addresses, str):
        base = addresses.rstrip("/")
        addresses = Addresses(base, f"{base}/external-host", f"{base}/refused-host")
    plan = plan_site(spec, addresses, as_of)
    pages = dict(Renderer(plan).pages())
    for path, content in {**plan.files, **pages}.items():
        _store(folder / "site" / file_of(path), content)
    for path, content in plan.external_files.items():
        _store(folder / "external" / file_of(path), content)
    profile, gold = folder / "profile.toml", folder / "gold.json"
    profile.write_text(profile_text(plan), encoding="utf-8")
    gold.write_text(_json({"must": plan.must, "must_not": plan.must_not}), encoding="utf-8")
    (folder / "behaviours.json").write_text(_json(_behaviours(plan)), encoding="utf-8")
    return BuiltSample(spec, folder, addresses, profile, gold, addresses.base + "/", len(pages))


def _behaviours(plan: SitePlan) -> dict[str, object]:
    return {
        "addresses": asdict(plan.addresses),
        "html_type": plan.spec.html_type,
        "unknown": plan.unknown,
        "site": plan.answers,
        "external": plan.external_answers,
    }


def _store(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
