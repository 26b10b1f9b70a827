"""This module says of every link target what it is, whether it is dead, and from where it is referred to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from auditor.derive import Ids, Mask, addresses, home_ids, ids, is_permitted, landing, place_words, text, true
from auditor.frames import Tables, derived, rows
from auditor.model.fetch import FACTS, EmptyBody, Outcome
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.urls import is_private, shorten

# Only these client errors say that the target is gone; the others may be meant for a crawler (401, 403, 429 …).
GONE = (404, 410)
EVIDENCE_PAGES = 5
_LABEL_CHARS = 40
_TITLE_CHARS = 8
_FILES = (
    ".pdf", ".doc", ".docx", ".dot", ".xls", ".xlsx", ".csv", ".ppt", ".pptx", ".wps", ".et", ".dps",
    ".ofd", ".rtf", ".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".ceb", ".cebx", ".epub",
)  # fmt: skip
# A browser follows what stands in these attributes, except where it loads it for the page itself.
_FOLLOWED = frozenset(("href", "action", "formaction", "content", "value"))
_EMBEDDED = frozenset(("link", "image"))
_LOADED = frozenset(("href",))
_PROVING = [o.value for o, facts in FACTS.items() if facts.proves_broken]
_REACHED = [o.value for o, facts in FACTS.items() if facts.reached]


class TargetKind(StrEnum):
    """What a link target is; each is reported by one rule."""

    PAGE = "page"
    EXTERNAL = "external"
    ATTACHMENT = "attachment"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class Target:
    """A link target and how its last fetch ended."""

    id: int
    url: str
    outcome: str | None
    status: int | None
    empty_body: str | None
    fetched_at: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A reference to a target, on a page."""

    url: str
    home: bool
    text: str | None
    region: str | None
    place: str | None


@derived
def targets(tables: Tables) -> pd.DataFrame:
    """Return all addresses with their fetch, kind (TargetKind), ``linked``, ``dead``, ``bad_file`` and ``conclusive``."""
    visits = tables.fetches.assign(id=ids(tables.fetches["url_id"])).drop(columns=["url_id", "chain"])
    frame = tables.urls.assign(id=ids(tables.urls["id"])).merge(visits, on="id", how="left")
    frame["internal"] = true(frame["internal"])
    frame["linked"] = _among(frame["id"], ids(tables.links["target_id"]))
    frame["kind"] = _kinds(tables, frame)
    outcome, status = text(frame["outcome"]), ids(frame["status"])
    proves = outcome.isin(_PROVING) & ((outcome != Outcome.HTTP_CLIENT_ERROR) | np.isin(status, GONE))
    # An answer of 403 or 502 may come from a proxy on the way: it does not show that the network outside works.
    answered = outcome.isin(_REACHED) | ((outcome == Outcome.HTTP_CLIENT_ERROR) & np.isin(status, GONE))
    frame["dead"] = proves & true(frame["confirmed"]) & _trusted_network(tables, frame, answered)
    attachment = frame["kind"] == TargetKind.ATTACHMENT
    # Behind an address that does not look like a file the answer was read as a page: one that says that there is no file.
    absent = attachment & frame["id"].isin(soft_404_ids(tables))
    frame["empty_body"] = text(frame["empty_body"]).where(~absent, EmptyBody.HTML_INSTEAD.value)
    frame["bad_file"] = attachment & outcome.isin(_REACHED) & (text(frame["empty_body"]) != "")
    frame["conclusive"] = outcome.isin(_REACHED) | frame["dead"]
    return frame


def _kinds(tables: Tables, frame: pd.DataFrame) -> Any:
    role = text(frame["role"])
    clicked = _among(frame["id"], _clicked(tables.links))
    attached = _among(frame["id"], ids(tables.attachments["url_id"]))
    attachment = (role == "attachment") | attached | frame["url"].str.lower().str.endswith(_FILES)
    resource = frame["linked"] & ~clicked
    choices = [attachment.to_numpy(bool), resource.to_numpy(bool), frame["internal"].to_numpy(bool)]
    names = [TargetKind.ATTACHMENT.value, TargetKind.RESOURCE.value, TargetKind.PAGE.value]
    return np.select(choices, names, TargetKind.EXTERNAL.value).astype(object)


def _clicked(links: pd.DataFrame) -> Ids:
    """Return the targets that a reader can click on, or is sent to, in whatever other way they are also used."""
    followed = text_isin(links["attr"], lambda word: word.startswith("on") or word in _FOLLOWED)
    embedded = text_isin(links["tag"], _EMBEDDED.__contains__) & text_isin(links["attr"], _LOADED.__contains__)
    return ids(links["target_id"])[followed & ~embedded]


def text_isin(column: pd.Series[Any], test: Callable[[str], bool]) -> Mask:
    """Return where a column of words passes a test, which is asked once a word and not once a row."""
    words = column.astype("category").cat
    passing = np.array([*map(test, words.categories.astype("str").to_numpy(dtype=object)), False], dtype=bool)
    return passing[words.codes.to_numpy()]


def _among(column: pd.Series[Any], wanted: Ids) -> Mask:
    numbers = ids(column)
    flags = np.zeros(max(int(numbers.max(initial=0)), int(wanted.max(initial=0))) + 1, dtype=bool)
    flags[wanted[wanted >= 0]] = True
    return flags[numbers]


def _trusted_network(tables: Tables, frame: pd.DataFrame, answered: pd.Series[bool]) -> Any:
    """Say for which targets a failure is the target's own: not where nothing outside can be reached from this machine."""
    private = text_isin(frame["host"], lambda host: is_private(hostname(host)) or is_permitted(tables, host))
    inside, outside = frame["internal"] & ~private, ~frame["internal"] & ~private
    online = bool((answered & outside).any())
    return private | (inside & bool((answered & ~private).any())) | (outside & online)


def hostname(host: str) -> str:
    """Return a host without its port."""
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and "]" not in host.rpartition(":")[2] else host


def judged(tables: Tables, kind: TargetKind) -> tuple[frozenset[str], dict[str, str]]:
    """Return which targets of a kind were judged, and why the others were not.

    A target that nothing links to any more was visited because a finding on it is open: it counts as judged for every kind.
    """
    frame = targets(tables)
    mine = frame[frame["linked"] & (frame["kind"] == kind)]
    lost = frame[~frame["linked"] & frame["conclusive"] & (frame["internal"] != (kind == TargetKind.EXTERNAL))]
    if kind is not TargetKind.PAGE:
        lost = lost[~lost["id"].isin(ids(tables.pages["url_id"]))]
    examined = frozenset(mine["url"][mine["conclusive"]]) | frozenset(lost["url"])
    return examined, _reasons(mine[~mine["conclusive"]])


def _reasons(frame: pd.DataFrame) -> dict[str, str]:
    outcomes = text(frame["outcome"]).where(lambda words: words != "", Outcome.NOT_ATTEMPTED.value)
    words = outcomes.map({o.value: facts.reason for o, facts in FACTS.items()})
    doubtful = outcomes.isin(_PROVING)
    words = words.where(~doubtful, words + "，尚不足以认定为失效")
    return dict(zip(frame["url"], words, strict=True))


def sources(tables: Tables, wanted: Iterable[int]) -> pd.DataFrame:
    """Return the references to some targets, one a page, the homepage first: target, url, home, text, region, place."""
    links = tables.links[_among(tables.links["target_id"], np.fromiter(wanted, dtype="int64"))]
    frame = links[["text", "region", "place"]].assign(target=ids(links["target_id"]), page=ids(links["page_id"]))
    frame["home"] = frame["page"].isin(home_ids(tables))
    frame["url"] = addresses(tables).reindex(frame["page"]).to_numpy()
    frame = frame.sort_values(["target", "home", "url"], ascending=[True, False, True], kind="stable")
    return frame.drop_duplicates(["target", "page"])


def target_faults(
    tables: Tables,
    found: pd.DataFrame,
    message: Callable[[Target, str, int], str],
    *,
    grave: Severity | None = None,
    seen: str = "",
) -> tuple[Fault, ...]:
    """Return one fault a target of ``found`` (rows of :func:`targets`); ``message`` gets target, label, number of pages.

    ``grave``: severity of a target that the homepage refers to. ``seen``: what is wrong, where it is not how the fetch failed.
    """
    spoken = {t.id: t for t in rows(found, Target)}
    referring = sources(tables, spoken)
    counts = referring.groupby("target").size()
    sample = referring.groupby("target").head(EVIDENCE_PAGES)
    lines: dict[int, list[Source]] = {}
    for number, source in zip(sample["target"], rows(sample, Source), strict=True):
        lines.setdefault(int(number), []).append(source)
    faults = []
    for number, group in lines.items():
        target, pages = spoken[number], int(counts[number])
        label = (next((s.text for s in group if s.text), "") or shorten(target.url))[:_LABEL_CHARS]
        faults.append(
            Fault(
                subject=Subject(SubjectKind.LINK_TARGET, target.url, label),
                message=message(target, label, pages),
                evidence=tuple(_evidence(target, s, seen or failure(target)) for s in group),
                occurrences=pages,
                severity=grave if grave and group[0].home else None,
            )
        )
    return tuple(faults)


def _evidence(target: Target, source: Source, wrong: str) -> Evidence:
    return Evidence(
        url=source.url,
        observed=f"链接 {shorten(target.url)}：{wrong}",
        expected="链接能正常打开",
        snippet=source.text or "",
        place=place_words(source.region, source.place, source.text),
        status=target.status,
        at=target.fetched_at or "",
    )


def failure(target: Target) -> str:
    """Say in Chinese how the fetch of a target failed."""
    if target.empty_body:
        return "下载到的是空文件" if target.empty_body == EmptyBody.EMPTY else "下载到的是网页而不是文件"
    if target.status in GONE:
        return f"页面不存在（{target.status}）"
    if target.outcome is None:
        return FACTS[Outcome.NOT_ATTEMPTED].reason
    known = FACTS[Outcome(target.outcome)].reason
    return f"{known}({target.status})" if target.status and target.status >= 400 else known


def dead_link_report(tables: Tables, kind: TargetKind, what: str, grave: Severity | None = None) -> RuleReport:
    """Report the dead targets of one kind; ``what`` names them in Chinese."""
    frame = targets(tables)
    examined, unexamined = judged(tables, kind)
    found = frame[frame["linked"] & (frame["kind"] == kind) & (frame["dead"] | frame["bad_file"])]

    def message(target: Target, label: str, pages: int) -> str:
        return f"{what}“{label}”无法打开：{failure(target)}，共有 {pages} 个页面引用。"

    return RuleReport(
        faults=target_faults(tables, found, message, grave=grave), examined=examined, unexamined=unexamined
    )


@derived
def soft_404_ids(tables: Tables) -> frozenset[int]:
    """Return the addresses that end on a page which answers as if all were well and says that it does not exist."""
    soft = tables.pages[true(tables.pages["soft_404"])]
    titles = text(soft["title"]) + "\n" + text(soft["page_title"])
    names = dict(zip(ids(soft["url_id"]), titles.str.replace(" ", ""), strict=True))
    lands = landing(tables)
    items = tables.items[np.isin(ids(tables.items["url_id"]), lands.index[lands.isin(list(names))])]
    # A page that bears the very title under which a list announces it is that article, even one about missing pages.
    announced = {
        int(lands[number])
        for number, title in zip(ids(items["url_id"]), text(items["title"]).str.replace(" ", ""), strict=True)
        if len(title) >= _TITLE_CHARS and title in names[int(lands[number])]
    }
    return frozenset(int(n) for n in lands.index[lands.isin(names.keys() - announced)])
