"""This module says whether a crawl is complete enough to judge the site from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from auditor.model.fetch import FACTS, Outcome
from auditor.model.page import PageKind
from auditor.model.site import Site
from auditor.urls import bare

MIN_PAGES = 2
RECHECKED = "rechecked"  # only what was asked for was visited: it is judged by itself
MOST_CHALLENGED = 0.3  # share of the site's pages that only showed its protection
MOST_FAILED = 0.5  # share of the site's pages that could not be read
_SAMPLE = 10  # shares of fewer pages say nothing


class Facts(Protocol):
    """What the manifest of a snapshot says of the crawl."""

    @property
    def finish_reason(self) -> str:
        """How the crawl ended."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the crawl has to say (Chinese)."""


class Crawled(Protocol):
    """A sealed snapshot, as far as its health goes."""

    @property
    def manifest(self) -> Facts:
        """What it says of itself."""

    def frame(self, name: str) -> pd.DataFrame:
        """Return one of its tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether a judgement is possible. ``reason`` says why not; ``truncated`` why nothing may be called missing."""

    complete: bool
    reason: str = ""
    truncated: str = ""
    notes: tuple[str, ...] = ()


SUFFERING = "site-suffering"
_ENDS = {
    "interrupted": "抓取被中断，未完成",
    SUFFERING: "网站在抓取期间响应变慢或频繁出错，为避免影响其运行，抓取已自动停止",
    "challenged": "网站防护持续拦截访问，抓取已停止；请联系网站管理方放行后重新运行",
    "failed": "抓取程序出错，未完成",
}
_LIMITS = {"max-pages": "达到页数上限（max_pages），网站未抓取完整"}


def judge_health(snapshot: Crawled, site: Site) -> Health:
    """Return whether the site can be judged from this snapshot, and what was left out."""
    pages = _pages(snapshot, site)
    end = snapshot.manifest.finish_reason
    notes = (*snapshot.manifest.notes, *_notes(pages))
    truncated = _LIMITS.get(end, "")
    if end == RECHECKED:
        return Health(complete=True, notes=notes)
    ended = _ENDS.get(end, "")
    if end == SUFFERING and not pages["read_id"].notna().any():
        ended = ""  # nothing was ever answered: what the homepage did says more
    reason = ended or _home(pages, site) or _enough(pages)
    return Health(complete=not reason, reason=reason, truncated=truncated, notes=notes)


def _pages(snapshot: Crawled, site: Site) -> pd.DataFrame:
    """Return the site's own page addresses (the home page whatever it is), their results and, where read, their kind."""
    urls, fetches = snapshot.frame("urls"), snapshot.frame("fetches")
    kinds = snapshot.frame("pages")[["url_id", "kind"]]
    page = urls["internal"].astype("boolean").fillna(value=False) & (urls["role"].astype("str") == "page")
    own = urls[page | (urls["url"] == site.home)]
    joined = own[["id", "url"]].merge(fetches, left_on="id", right_on="url_id", how="left")
    joined = joined.merge(
        kinds.rename(columns={"url_id": "read_id"}), left_on="final_id", right_on="read_id", how="left"
    )
    joined["outcome"] = joined["outcome"].astype("str")
    return joined


def _home(pages: pd.DataFrame, site: Site) -> str:
    found = pages[pages["url"].map(bare) == bare(site.home)]
    if found.empty:
        return f"首页未访问：{site.home}"
    home = found.iloc[0]
    if home["outcome"] not in (Outcome.OK, Outcome.NOT_MODIFIED):
        reason = FACTS[Outcome(home["outcome"])].reason
        status = "" if pd.isna(home["status"]) else f"（HTTP {int(home['status'])}）"
        return f"首页无法读取：{reason}{status}；请在浏览器中确认 {site.home} 能否打开，再重新运行"
    if pd.isna(home["read_id"]):
        return f"首页不是网页（类型 {home['content_type']}）；请检查配置中的 home：{site.home}"
    if str(home["kind"]) in (PageKind.CHALLENGE, PageKind.ERROR, PageKind.SOFT_404):
        return f"首页打开后是防护、错误或“页面不存在”提示，不能据此核查：{site.home}"
    return ""


def _enough(pages: pd.DataFrame) -> str:
    tried = pages[~pages["outcome"].isin((Outcome.NOT_ATTEMPTED, Outcome.OUT_OF_SCOPE, Outcome.ROBOTS_EXCLUDED))]
    read = int(tried["read_id"].notna().sum())
    if len(pages) >= MIN_PAGES and read < MIN_PAGES:
        return f"只读到 {read} 个页面，不足以判断"
    if len(tried) < _SAMPLE:
        return ""
    challenged = int((tried["outcome"] == Outcome.CHALLENGE).sum())
    if challenged > MOST_CHALLENGED * len(tried):
        return f"{len(tried)} 个页面中有 {challenged} 个被网站防护拦截，不足以判断；请联系网站管理方放行后重新运行"
    unread = int(tried["outcome"].isin(_SILENT).sum())
    if unread > MOST_FAILED * len(tried):
        return f"{len(tried)} 个页面中有 {unread} 个因超时或服务器错误未能读取，不足以判断；请稍后重新运行"
    return ""


# An address that answers "not found" was judged; these say nothing of what is behind them, or that the site as a whole is ill.
_SILENT = (
    Outcome.TIMEOUT,
    Outcome.HTTP_SERVER_ERROR,
    Outcome.REFUSED,
    Outcome.DNS,
    Outcome.TLS,
    Outcome.PROTOCOL_ERROR,
    Outcome.CHALLENGE,
)


def _notes(pages: pd.DataFrame) -> tuple[str, ...]:
    counts = pages["outcome"].value_counts()
    told = (
        (Outcome.ROBOTS_EXCLUDED, "个页面按 robots.txt 的要求未抓取"),
        (Outcome.CHALLENGE, "个页面被网站防护拦截，未核查"),
        (Outcome.NOT_ATTEMPTED, "个页面本次未访问"),
    )
    return tuple(f"{counts[outcome.value]} {words}" for outcome, words in told if counts.get(outcome.value))
