"""This module knows where a run's files lie: ``var/snapshots/<site>/<run>/`` and ``var/ledger.sqlite``."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from auditor.config import Profile, load_profile
from auditor.errors import UsageError

_ORDER = "order.json"
_PROFILE = "profile.toml"
_TO_JUDGE = "to-judge"  # stands in the folder of an audit until its reports are written
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Order:
    """What a snapshot folder was opened for; ``profile_path`` is where the profile lay, ``started`` ISO 8601."""

    run: str
    site: str
    as_of: str
    started: str
    profile_hash: str
    profile_path: str
    kind: str = "audit"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder for snapshots and the ledger's address."""

    var: Path
    ledger_url: str = ""

    @property
    def ledger(self) -> str:
        """The ledger's SQLAlchemy URL."""
        return self.ledger_url or sqlite_url(self.var / "ledger.sqlite")

    def folder(self, order: Order) -> Path:
        """Return the snapshot folder of a run."""
        return self.var / "snapshots" / order.site / order.run

    def orders(self, site: str) -> Iterator[tuple[Path, Order]]:
        """Yield the snapshot folders of a site, newest first."""
        for path in sorted((self.var / "snapshots" / site).glob(f"*/{_ORDER}"), reverse=True):
            yield path.parent, _read_order(path)

    def open_order(
        self, profile: Profile, as_of: str, now: datetime, *, fresh: bool, kind: str = "audit", judged: bool = False
    ) -> Order:
        """Return the unfinished run of this profile and day, or begin a new one; ``fresh`` throws unfinished ones away.

        A run that is to be ``judged`` is unfinished until ``finish``: what was crawled before the end of the program is judged
        then, unless a later run of the site was begun meanwhile.
        """
        order = self._unfinished(profile, as_of, fresh=fresh, kind=kind, judged=judged)
        order = order or self._new_order(profile, as_of, now, kind)
        if judged:
            (self.folder(order) / _TO_JUDGE).touch()
        return order

    def finish(self, order: Order) -> None:
        """Note that a run was judged and its reports were written: the next one begins anew."""
        (self.folder(order) / _TO_JUDGE).unlink(missing_ok=True)

    def _unfinished(self, profile: Profile, as_of: str, *, fresh: bool, kind: str, judged: bool) -> Order | None:
        mark = content_hash(profile)
        for number, (folder, order) in enumerate(self.orders(profile.site.id)):
            crawled = (folder / MANIFEST).exists()
            if order.kind != kind or (crawled and (number or not judged or not (folder / _TO_JUDGE).exists())):
                continue
            if fresh and crawled:
                self.finish(order)
            elif fresh:
                shutil.rmtree(folder)
            elif order.profile_hash == mark and order.as_of == as_of:
                return order
        return None

    def _new_order(self, profile: Profile, as_of: str, now: datetime, kind: str) -> Order:
        mark = content_hash(profile)
        stamp = now.strftime("%Y%m%d-%H%M%S")
        order = Order(
            run=f"{profile.site.id}-{stamp}-{secrets.token_hex(2)}",
            site=profile.site.id,
            as_of=as_of,
            started=now.isoformat(timespec="seconds"),
            profile_hash=mark,
            profile_path=str(profile.path),
            kind=kind,
        )
        folder = self.folder(order)
        folder.mkdir(parents=True)
        (folder / _PROFILE).write_text(profile.text, encoding="utf-8")
        draft = folder / f"{_ORDER}.draft"  # at once or not at all: half an order would stop every later run
        draft.write_text(json.dumps(asdict(order), ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(draft, folder / _ORDER)
        return order

    def last_sealed(self, site: str, before: str = "") -> Path | None:
        """Return the newest sealed snapshot of whole audits of a site, older than the run ``before`` where that is given."""
        for folder, order in self.orders(site):
            if order.kind == "audit" and (folder / MANIFEST).exists() and (not before or order.run < before):
                return folder
        return None

    def find(self, run: str) -> tuple[Path, Order]:
        """Return the folder and order of a run given by id, by the start of its id, or by its folder.

        Raises UsageError where there is none or more than one.
        """
        direct = Path(run)
        if (direct / _ORDER).exists():
            return direct, _read_order(direct / _ORDER)
        found = [p.parent for p in self.var.glob(f"snapshots/*/*/{_ORDER}") if p.parent.name.startswith(run)]
        if len(found) != 1:
            said = "没有找到" if not found else "不止一个"
            raise UsageError(f"{said}编号为 {run!r} 的运行；用 auditor runs PROFILE 查看编号，或用 --var 指定数据目录")
        return found[0], _read_order(found[0] / _ORDER)


def snapshot_profile(folder: Path, order: Order) -> Profile:
    """Read the profile as it was when the run began; its ``path`` is where it lay then."""
    profile = load_profile(folder / _PROFILE)
    profile.path = Path(order.profile_path)
    return profile


def content_hash(profile: Profile) -> str:
    """Return the hash of a profile's text."""
    return hashlib.sha256(profile.text.encode()).hexdigest()


def _read_order(path: Path) -> Order:
    try:
        return Order(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"{path}：运行说明文件损坏（{error}）；请删除该文件夹后重新运行") from error


def sqlite_url(path: Path) -> str:
    """Return the SQLAlchemy URL of a ledger file."""
    return f"sqlite:///{path.as_posix()}"
