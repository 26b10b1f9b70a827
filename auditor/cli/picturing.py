"""This module takes the pictures of a run's grave findings, and packs them as evidence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from auditor.evidence_pack import Exhibit, Visit, write_pack
from auditor.evidence_places import Sight, grave, sight_of
from auditor.model.personal import bank_cards, id_numbers
from auditor.model.run import RunResult
from auditor.snapshot import Snapshot, open_snapshot
from auditor.workspace import Order, Workspace, snapshot_profile
from reports.words import SEVERITY
from spiders.browser import NoBrowserError
from spiders.extract.encoding import decode
from spiders.shots import Place, Shot, take_shots

PACK = "evidence.zip"
_PRIVACY = "PRV"  # the rules about personal numbers: what they are about must not be shown again
_WITHHELD = "页面上有个人信息，不附截图和网页内容；原文在抓取快照里，可凭 SHA-256 核对"


def with_pictures(drawn: RunResult, order: Order, space: Workspace, out: Path) -> RunResult:
    """Return the result with its pictures; ``evidence.zip`` is written into ``out``.

    Without a browser the pack has no pictures, only what the crawl recorded, and says so.
    """
    folder = space.folder(order)
    profile = snapshot_profile(folder, order)
    snapshot = open_snapshot(folder)
    sights = [sight_of(f, profile.site.home) for f in grave(drawn.findings)]
    pages = _Stored(snapshot)
    withheld = {s.finding.id: Shot(finding=s.finding.id, note=_WITHHELD) for s in sights if pages.is_private(s)}
    places = [_place(s) for s in sights if s.finding.id not in withheld]
    try:
        taken = {
            s.finding: s for s in take_shots(profile.site, profile.crawl, places, _folder(space, order), pages.body)
        }
    except NoBrowserError as error:
        print(f"提示：没有截图：{error}", file=sys.stderr)
        taken = {p.finding: Shot(finding=p.finding, note=str(error)) for p in places}
    shots = [(withheld | taken)[s.finding.id] for s in sights]
    out.mkdir(parents=True, exist_ok=True)
    _pack(out / PACK, drawn, sights, shots, pages)
    return replace(drawn, pictures={s.finding: str(s.path) for s in shots if s.path})


def _folder(space: Workspace, order: Order) -> Path:
    return space.var / "evidence" / order.site / order.run


def _place(sight: Sight) -> Place:
    finding = sight.finding
    return Place(
        finding=finding.id,
        page=sight.page,
        target=sight.target,
        needles=sight.needles,
        footer=sight.footer,
        caption=f"[{finding.rule} {SEVERITY[finding.severity]} {finding.id}] {finding.message[:120]}",
    )


class _Stored:
    """What the snapshot keeps of an address."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        urls = snapshot.arrow("urls").column("url").to_pylist()
        self._rows = {urls[row["url_id"]]: row for row in snapshot.arrow("fetches").to_pylist()}

    def body(self, url: str) -> tuple[bytes, str] | None:
        row = self._rows.get(url)
        body = self._snapshot.body(row["body_hash"]) if row and row["body_hash"] else None
        return None if row is None or body is None else (body, row["content_type"] or "text/html")

    def is_private(self, sight: Sight) -> bool:
        """Say whether a picture of the page would publish a personal number."""
        kept = self.body(sight.page)
        return sight.finding.rule.startswith(_PRIVACY) or (kept is not None and _is_private(*kept))

    def visit(self, url: str) -> Visit | None:
        row = self._rows.get(url)
        if row is None:
            return None
        return Visit(
            url=url,
            outcome=str(row["outcome"]),
            status=row["status"],
            chain=tuple(json.loads(row["chain"])) if row["chain"] else (),
            fetched_at=row["fetched_at"] or "",
            attempts=row["attempts"],
            body_sha256=row["body_hash"] or "",
        )


def _is_private(body: bytes, content_type: str) -> bool:
    text, _ = decode(body, content_type)
    return any(id_numbers(text)) or any(bank_cards(text))


def _pack(path: Path, drawn: RunResult, sights: Iterable[Sight], shots: Iterable[Shot], pages: _Stored) -> None:
    files: dict[str, bytes] = {}
    exhibits = []
    for sight, shot in zip(sights, shots, strict=True):
        exhibits.append(_exhibit(sight, shot, pages, files))
    run = drawn.run
    facts = {"网站": run.name, "运行编号": run.id, "基准日": run.as_of, "抓取完成": run.finished, "程序": run.tool}
    write_pack(path, facts, exhibits, files)


def _exhibit(sight: Sight, shot: Shot, pages: _Stored, files: dict[str, bytes]) -> Exhibit:
    finding = sight.finding
    picture = ""
    if shot.path:
        picture = f"pictures/{finding.id}.png"
        files[picture] = shot.path.read_bytes()
    visits = tuple(v for url in dict.fromkeys((sight.page, finding.subject.key)) if (v := pages.visit(url)))
    for visit in visits:
        kept = pages.body(visit.url) if visit.body_sha256 and shot.note != _WITHHELD else None
        if kept and not _is_private(*kept):
            files[f"bodies/{visit.body_sha256}"] = kept[0]
    return Exhibit(
        finding=finding.id,
        rule=finding.rule,
        severity=finding.severity.value,
        title=finding.title,
        message=finding.message,
        page=sight.page,
        taken_at=shot.taken_at,
        source=shot.source,
        marked=shot.marked,
        note=shot.note,
        visits=visits,
        picture=picture,
    )
