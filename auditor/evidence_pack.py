"""This module packs evidence into one zip with an index and checksums, and verifies such a pack."""

from __future__ import annotations

import hashlib
import html
import json
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from auditor.errors import UsageError

INDEX, PAGE, SUMS = "index.json", "index.html", "SHA256SUMS"
_STYLE = (
    "body{font:15px/1.6 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}img{max-width:100%;border:1px solid #bbb}"
    "td{padding-right:1em;word-break:break-all;vertical-align:top}"
)
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TIME = (1980, 1, 1, 0, 0, 0)
_MOST_BYTES = 2_000_000_000
# What zipfile and its decoders raise for bytes that are not as they were: a method, a version or a password they cannot do, too.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError, KeyError
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the audit saw at an address: the status with the addresses it was redirected to, and the body's SHA-256."""

    url: str
    outcome: str
    status: int | None
    chain: tuple[str, ...]
    fetched_at: str
    attempts: int
    body_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One finding of a pack. ``source``: live, stored, or "" where there is no picture (``note`` says why)."""

    finding: str
    rule: str
    severity: str
    title: str
    message: str
    page: str
    taken_at: str
    source: str
    marked: bool
    note: str
    visits: tuple[Visit, ...]
    picture: str = ""


def write_pack(path: Path, facts: Mapping[str, str], exhibits: Sequence[Exhibit], files: Mapping[str, bytes]) -> None:
    """Write the pack, and beside it the SHA-256 of the whole; ``files`` are pictures and bodies by their names inside."""
    index = {"schema": 1, **facts, "findings": [asdict(e) for e in exhibits]}
    contents = {
        # half a character, as a page may hold, becomes a question mark
        INDEX: json.dumps(index, ensure_ascii=False, indent=1).encode("utf-8", "replace"),
        PAGE: _page(facts, exhibits).encode("utf-8", "replace"),
        **files,
    }
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(contents.items()))
    draft = path.with_name(path.name + ".part")
    with zipfile.ZipFile(draft, "w") as pack:
        for name, data in (*contents.items(), (SUMS, sums.encode())):
            kind = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            pack.writestr(zipfile.ZipInfo(name, _TIME), data, kind)
    os.replace(draft, path)
    sidecar(path).write_text(f"{_file_hash(path)}  {path.name}\n", encoding="utf-8")


def sidecar(path: Path) -> Path:
    """Return where the checksum of a whole pack stands."""
    return path.with_name(path.name + ".sha256")


def verify_pack(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a pack (Chinese, empty if nothing). Raises UsageError where it cannot be opened at all."""
    try:
        with zipfile.ZipFile(path) as pack:
            faults = _verify(pack)
    except FileNotFoundError as error:
        raise UsageError(f"{path}：没有这个文件；请检查路径") from error
    except _DAMAGED as error:
        return (f"{path.name} 不是完整的 zip 文件（{error}）",)
    beside = sidecar(path)
    if beside.is_file() and beside.read_text(encoding="utf-8", errors="replace").split()[:1] != [_file_hash(path)]:
        faults.append(f"{path.name} 与旁边的 {beside.name} 不一致")
    return tuple(faults)


def _verify(pack: zipfile.ZipFile) -> list[str]:
    names = [i.filename for i in pack.infolist()]
    if SUMS not in names:
        return [f"缺少校验文件 {SUMS}"]
    if sum(i.file_size for i in pack.infolist()) > _MOST_BYTES:
        return ["内容超过 2 GB，不是本程序写出的证据包"]
    listed: dict[str, str] = {}
    for line in (_read(pack, SUMS) or b"").decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    faults = [f"缺少文件 {name}" for name in listed if name not in names]
    faults += [f"多出文件 {name}" for name in names if name not in listed and name != SUMS]
    faults += [f"文件名重复 {name}" for name in sorted({n for n in names if names.count(n) > 1})]
    for name, digest in listed.items():
        if name in names:
            data = _read(pack, name)
            if data is None or hashlib.sha256(data).hexdigest() != digest:
                faults.append(f"文件 {name} 的内容被改动")
    return faults


def _read(pack: zipfile.ZipFile, name: str) -> bytes | None:
    """Return an entry, None where it is damaged: zip's own checksum, or the compression, says so."""
    try:
        return pack.read(name)
    except _DAMAGED:
        return None


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _shown(text: str) -> str:
    """Return a text for the page: what would steer a terminal or turn the reading direction is left out."""
    return html.escape(_STEERING.sub("", text))


def _page(facts: Mapping[str, str], exhibits: Sequence[Exhibit]) -> str:
    told = "　".join(f"{_shown(k)}：{_shown(v)}" for k, v in facts.items())
    parts = [_section(e) for e in exhibits]
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>证据包</title><style>{_STYLE}</style>'
        f"<h1>证据包</h1><p>{told}</p><p>共 {len(exhibits)} 个问题。用 auditor evidence verify 可核对本包是否被改动。</p>"
        + "".join(parts)
        + "</html>\n"
    )


def _section(e: Exhibit) -> str:
    rows = "".join(
        f"<tr><td>{_shown(v.url)}</td><td>{v.status or _shown(v.outcome)}</td><td>{_shown(v.fetched_at)}</td>"
        f"<td>{_shown(' → '.join(v.chain))}</td><td>{v.body_sha256}</td></tr>"
        for v in e.visits
    )
    words = {"live": "现场截图", "stored": "由抓取时保存的页面生成"}.get(e.source, "没有截图")
    picture = f'<p><img src="{_shown(e.picture)}" alt="截图"></p>' if e.picture else ""
    return (
        f'<section id="{e.finding}"><h2>{_shown(e.title)}（{e.finding}）</h2><p>{_shown(e.message)}</p>'
        f"<p>页面 {_shown(e.page)}；{words} {_shown(e.taken_at)}；{_shown(e.note)}</p>{picture}"
        f"<table><tr><td>网址</td><td>状态</td><td>访问时间</td><td>跳转</td><td>内容 SHA-256</td></tr>{rows}</table></section>"
    )
