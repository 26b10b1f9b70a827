"""This module opens report.html in the system's Chromium, cut off from every network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def chromium() -> str:
    """Return the path of the system's Chromium, or skip: a browser is never downloaded."""
    pytest.importorskip("playwright.sync_api", reason="needs the extra [browser] (playwright)")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("needs Chromium from the system's packages")
    return found


@contextmanager
def launched() -> Iterator[Any]:
    """Yield a browser."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def new_page(browser: Any, address: str = "", *, width: int = 1280, height: int = 900, **options: Any) -> Any:
    """Return a page that may read files only; it remembers what it tried to load and what went wrong."""
    page = browser.new_context(viewport={"width": width, "height": height}, **options).new_page()
    page.requested, page.troubles = [], []

    def decide(route: Any) -> None:
        page.requested.append(route.request.url)
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    page.route("**/*", decide)
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda said: page.troubles.append(said.text) if said.type in ("error", "warning") else None)
    if address:
        page.goto(address)
    return page


def axe_source() -> str:
    """Return axe-core from where AXE_CORE says, or skip."""
    path = os.environ.get("AXE_CORE", "")
    if not path or not Path(path).is_file():
        pytest.skip("needs axe-core: npm install axe-core, then AXE_CORE=…/axe-core/axe.min.js")
    return Path(path).read_text(encoding="utf-8")
