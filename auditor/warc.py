"""This module writes the bodies of a snapshot as WARC 1.1, a gzip member a record, so that other tools can read them.

The snapshot keeps bodies and what the server said of them, not the bytes on the wire: they are ``resource`` records.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from auditor.snapshot import Snapshot

_SPACE = uuid.UUID("6f3c0d2e-8f5c-4a57-9a3b-5f0f8f0d7c11")


def write_warc(snapshot: Snapshot, path: Path) -> int:
    """Write every kept body to ``path`` (.warc.gz) and return their number; the same snapshot gives the same bytes."""
    draft = path.with_name(path.name + ".part")
    count = 0
    with draft.open("wb") as out:
        out.write(_member(_info(snapshot, path.name)))
        for url, fetched_at, content_type, body in _bodies(snapshot):
            out.write(_member(_resource(url, fetched_at, content_type, body)))
            count += 1
    os.replace(draft, path)
    return count


def _bodies(snapshot: Snapshot) -> Iterator[tuple[str, str, str, bytes]]:
    urls = snapshot.arrow("urls").column("url").to_pylist()
    names = ["url_id", "body_hash", "fetched_at", "content_type"]
    for row in snapshot.arrow("fetches").select(names).to_pylist():
        body = snapshot.body(row["body_hash"]) if row["body_hash"] else None
        if body is not None:
            yield urls[row["url_id"]], row["fetched_at"], row["content_type"] or "application/octet-stream", body


def _info(snapshot: Snapshot, name: str) -> bytes:
    manifest = snapshot.manifest
    text = (
        f"software: gov-site-auditor {manifest.tool}\r\nformat: WARC File Format 1.1\r\nisPartOf: {manifest.site}\r\n"
    )
    fields = {"WARC-Filename": name, "Content-Type": "application/warc-fields"}
    return _record("warcinfo", manifest.started, f"{manifest.site}|{manifest.started}", fields, text.encode())


def _resource(url: str, fetched_at: str, content_type: str, body: bytes) -> bytes:
    fields = {"WARC-Target-URI": url, "Content-Type": content_type}
    return _record("resource", fetched_at, f"{url}|{fetched_at}", fields, body)


def _record(kind: str, at: str, name: str, fields: Mapping[str, str], block: bytes) -> bytes:
    digest = base64.b32encode(hashlib.sha256(block).digest()).decode().rstrip("=")
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(_SPACE, f'{kind}|{name}')}>",
        "WARC-Date": _utc(at),
        "WARC-Block-Digest": f"sha256:{digest}",
        **fields,
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.1\r\n" + "".join(f"{key}: {_plain(value)}\r\n" for key, value in lines.items()) + "\r\n"
    return head.encode() + block + b"\r\n\r\n"


def _plain(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def _utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _member(record: bytes) -> bytes:
    return gzip.compress(record, compresslevel=6, mtime=0)
