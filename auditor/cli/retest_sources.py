"""This module chooses the pages that a recheck looks at again for dead links: a page that had several of them does for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from auditor.snapshot import Snapshot

Linking = Mapping[str, Sequence[str]]  # address -> the pages that link to it


def linking(snapshot: Snapshot, targets: Collection[str]) -> Linking:
    """Return the pages of a snapshot that link to each address; nothing for one that no page links to."""
    urls: list[str] = snapshot.column("urls", "url").to_pylist()
    wanted = [number for number, url in enumerate(urls) if url in targets]
    target, page = (snapshot.column("links", name).to_numpy() for name in ("target_id", "page_id"))
    found = np.isin(target, wanted)
    pairs = np.unique(np.stack((target[found], page[found]), axis=1), axis=0)
    pages: dict[str, list[str]] = {}
    for number, linked_from in pairs.tolist():
        pages.setdefault(urls[number], []).append(urls[linked_from])
    return pages


def looked_at(sources: Linking, most: int, anyway: Collection[str]) -> Linking:
    """Choose for each address at most so many of its pages, few in all.

    ``anyway`` are pages that are visited in any case; after them come those that link to the most of the addresses.
    """
    targets: dict[str, list[str]] = {}
    for target, pages in sources.items():
        for page in pages:
            targets.setdefault(page, []).append(target)
    chosen: dict[str, list[str]] = {target: [] for target in sources}
    for page in sorted(targets, key=lambda p: (p not in anyway, -len(targets[p]), p)):
        for target in targets[page]:
            if len(chosen[target]) < most:
                chosen[target].append(page)
    return chosen
