"""report.html as people use it: search, filters, sort, deep link, keyboard, print, accessibility, 5,000 findings."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditor.model.finding import Finding
from auditor.model.run import RenderOptions, RunResult
from reports.html import RENDERER
from tests.reports.browser import axe_source, launched, new_page
from tests.reports.synthetic import synthetic_run
from tests.reports.test_score import with_score

pytestmark = pytest.mark.browser

expect = pytest.importorskip("playwright.sync_api", reason="needs the extra [browser] (playwright)").expect
ITEMS = "#list > li"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as started:
        yield started


@pytest.fixture(autouse=True)
def _close_pages(browser: Any) -> Iterator[None]:
    """Close what a test opened: forgotten pages slow down all later ones."""
    yield
    for context in browser.contexts:
        context.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return the address of a report by its name; each is written once."""
    folder = tmp_path_factory.mktemp("html")
    made: dict[str, str] = {}

    def of(name: str) -> str:
        if name not in made:
            path = folder / f"{name}.html"
            RENDERER.render(run_of(name), path, RenderOptions())
            made[name] = path.as_uri()
        return made[name]

    return of


RUNS: dict[str, Callable[[], RunResult]] = {
    "usual": lambda: with_score(synthetic_run(260)),
    "large": lambda: synthetic_run(5_000),
    "hostile": lambda: synthetic_run(60, hostile=True),
    "incomplete": lambda: synthetic_run(0, history=False, complete=False),
    "clean": lambda: synthetic_run(0),
}


@cache
def run_of(name: str) -> RunResult:
    return RUNS[name]()


def formal(name: str) -> list[Finding]:
    return [f for f in run_of(name).findings if not f.preview]


def shown(page: Any) -> set[str]:
    """Return the ids of all matching findings, after asking for all of them."""
    if page.locator("#further").is_visible():
        page.locator("#all").click()
    expect(page.locator("#further")).to_be_hidden()
    return {str(i)[2:] for i in page.eval_on_selector_all(ITEMS, "nodes => nodes.map(n => n.id)")}


def pick(page: Any, select: str, value: str) -> None:
    page.locator(f"#by-{select}").select_option(value)


@pytest.mark.parametrize("name", sorted(RUNS))
def test_it_opens_alone_and_in_silence(name: str, browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address(name))
    assert page.requested == [address(name)]
    assert page.troubles == []


def test_search_finds_by_words_address_and_id(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("usual"))
    wanted = formal("usual")[7]
    for text in (wanted.id, wanted.evidence[0].url, wanted.evidence[0].url.upper()):
        page.locator("#q").fill(text)
        expect(page.locator(ITEMS)).to_have_count(1)
        assert shown(page) == {wanted.id}
    page.locator("#q").fill("没有这样的问题")
    expect(page.locator(ITEMS)).to_have_count(0)
    assert "0 个" in page.locator("#count").inner_text()


def test_each_filter_keeps_exactly_its_own(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("usual"))
    tried: list[tuple[str, str, Callable[[Finding], bool]]] = [
        ("rule", "LNK01", lambda f: f.rule == "LNK01"),
        ("unit", "法规处", lambda f: f.unit == "法规处"),
        ("column", "政策文件", lambda f: f.column == "zcwj"),
        ("severity", "veto", lambda f: f.severity.value == "veto"),
        ("state", "reopened", lambda f: f.state.value == "reopened"),
        ("indicator", "G-2", lambda f: "G-2" in f.indicators),
    ]
    for select, value, keeps in tried:
        pick(page, select, value)
        assert shown(page) == {f.id for f in formal("usual") if keeps(f)}, select
        page.locator("button[type=reset]").click()
        expect(page.locator("#further")).to_be_visible()


def test_filters_add_up_and_are_counted_aloud(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("usual"))
    pick(page, "unit", "法规处")
    pick(page, "state", "new")
    both = {f.id for f in formal("usual") if f.unit == "法规处" and f.state.value == "new"}
    assert shown(page) == both
    status = page.locator("#count")
    assert f"{len(both)} 个" in status.inner_text()
    assert status.get_attribute("aria-live") == "polite"


def test_previews_stand_apart(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("usual"))
    assert shown(page) == {f.id for f in formal("usual")}
    pick(page, "range", "preview")
    assert shown(page) == {f.id for f in run_of("usual").findings if f.preview}


def test_sorting(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("usual"))
    by_id = {f.id: f for f in formal("usual")}

    def order(sort: str) -> list[Finding]:
        page.locator("#sort").select_option(sort)
        shown(page)
        ids = page.eval_on_selector_all(ITEMS, "nodes => nodes.map(n => n.id.slice(2))")
        return [by_id[i] for i in ids]

    ranks = [f.severity.rank for f in order("severity")]
    assert ranks == sorted(ranks, reverse=True)
    counts = [f.occurrences for f in order("count")]
    assert counts == sorted(counts, reverse=True)
    dues = [f.due or "" for f in order("due")]
    assert dues == sorted(dues)
    columns = [f.column for f in order("column")]
    assert len([i for i in range(1, len(columns)) if columns[i] != columns[i - 1]]) == len(set(columns)) - 1


def test_a_deep_link_opens_its_finding_wherever_it_is(browser: Any, address: Callable[[str], str]) -> None:
    last = sorted(formal("large"), key=lambda f: (f.severity.rank, f.rule))[0]
    page = new_page(browser, address("large") + f"#f-{last.id}")
    card = page.locator(f"#f-{last.id}")
    assert card.locator(".head").get_attribute("aria-expanded") == "true"
    expect(card.locator(".head")).to_be_focused()
    expect(card.locator(".head")).to_be_in_viewport()


def test_a_deep_link_beats_a_filter_and_an_unknown_one_is_explained(
    browser: Any, address: Callable[[str], str]
) -> None:
    page = new_page(browser, address("usual"))
    wanted = next(f for f in formal("usual") if f.severity.value == "minor")
    pick(page, "severity", "veto")
    page.evaluate(f"location.hash = '#f-{wanted.id}'")
    page.locator(f"#f-{wanted.id} .body").wait_for()
    page.evaluate("location.hash = '#f-0123456789abcdef'")
    expect(page.locator("#count")).to_contain_text("0123456789abcdef")
    preview = next(f for f in run_of("usual").findings if f.preview)
    page.evaluate(f"location.hash = '#f-{preview.id}'")
    page.locator(f"#f-{preview.id} .body").wait_for()


def test_evidence_shows_the_place_and_addresses_are_copied(browser: Any, address: Callable[[str], str]) -> None:
    wanted = formal("usual")[0]
    page = new_page(browser, address("usual") + f"#f-{wanted.id}", permissions=["clipboard-read", "clipboard-write"])
    card = page.locator(f"#f-{wanted.id}")
    text = card.inner_text()
    proof = wanted.evidence[0]
    assert all(part in text for part in (proof.observed, proof.expected, proof.place, proof.snippet, "404"))
    card.locator(".evidence .copy").first.click()
    expect(card.locator(".evidence .copy").first).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == proof.url
    link = card.locator(".evidence a").first
    assert link.get_attribute("href") == proof.url
    assert "noopener" in (link.get_attribute("rel") or "")


def test_the_keyboard_is_enough(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("usual"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("LNK03")
    expect(page.locator("#count")).to_contain_text("符合条件")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('head')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "who moves by keyboard must see where they are"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert page.locator(f"{ITEMS} .body").count() == 1
    page.keyboard.press("Space")
    assert page.locator(f"{ITEMS} .body").count() == 0


def test_showing_more_moves_on_to_the_first_new_one(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("usual"))
    assert page.locator(ITEMS).count() == 100
    page.locator("#more").click()
    assert page.locator(ITEMS).count() == 200
    index = page.evaluate(
        "Array.from(document.querySelectorAll('#list > li')).indexOf(document.activeElement.closest('li'))"
    )
    assert index == 100


def test_a_verdict_leads_to_its_findings(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("usual"))
    page.locator("a[data-filter=indicator][data-value='G-3']").click()
    assert shown(page) == {f.id for f in formal("usual") if "G-3" in f.indicators}


def test_print_holds_every_finding_and_leaves_the_screen_as_it_was(
    browser: Any, address: Callable[[str], str], tmp_path: Path
) -> None:
    reader = shutil.which("pdftotext")
    if not reader:
        pytest.skip("needs pdftotext (poppler-utils)")
    page = new_page(browser, address("usual"))
    page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    text = subprocess.run(
        [reader, str(tmp_path / "report.pdf"), "-"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    missing = [f.id for f in formal("usual") if f.id not in text]
    assert missing == []
    assert "清除筛选" not in text
    assert page.locator(ITEMS).count() == 100
    assert page.locator(f"{ITEMS} .body").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["usual", "hostile", "incomplete", "clean"])
def test_axe_has_nothing_to_say(name: str, width: int, browser: Any, address: Callable[[str], str]) -> None:
    source = axe_source()
    page = new_page(browser, address(name), width=width)
    for head in page.locator(f"{ITEMS} .head").all()[:3]:
        head.click()
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    page.evaluate(source + ";0")
    found = page.evaluate("axe.run(document).then(r => r.violations.map(v => [v.id, v.nodes[0].html]))")
    assert found == []


@pytest.mark.parametrize("name", ["usual", "hostile"])
def test_a_narrow_screen_does_not_scroll_sideways(name: str, browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address(name), width=360)
    page.locator("#open-all").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_5000_findings_stay_smooth(browser: Any, address: Callable[[str], str]) -> None:
    """The work of one step is what costs: no filter, search or sort draws more than a hundred rows, and drops the old ones."""
    page = new_page(browser, address("large"))
    assert page.locator(ITEMS).count() == 100, "what nobody looks at is not drawn"
    drawn = page.evaluate(
        """async () => {
          const list = document.getElementById("list");
          const drawn = [];
          const watch = new MutationObserver((changes) => {
            drawn.push(changes.reduce((sum, change) => sum + change.addedNodes.length, 0));
          });
          watch.observe(list, { childList: true });
          const steps = [["by-state", "new"], ["by-state", ""], ["by-rule", "LNK01"], ["by-rule", ""], ["sort", "column"]];
          for (const [id, value] of steps) {
            const select = document.getElementById(id);
            select.value = value;
            select.dispatchEvent(new Event("change", { bubbles: true }));
            await Promise.resolve();
          }
          watch.disconnect();
          return drawn;
        }"""
    )
    assert len(drawn) == 5
    assert max(drawn) <= 100
    page.locator("#q").fill("t4998_0")
    expect(page.locator("#count")).to_contain_text("符合条件的 1 个")
    assert page.evaluate("document.querySelectorAll('*').length") < 20_000


def test_without_script_the_summary_and_the_gravest_stand(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("usual"), java_script_enabled=False)
    text = page.locator("main").inner_text()
    assert "浏览器没有运行脚本" in text
    assert "不合格" in text
    assert not page.locator("#filters").is_visible()
    assert page.locator("#findings li").count() >= len(formal("usual"))


def test_hostile_texts_do_nothing(browser: Any, address: Callable[[str], str]) -> None:
    page = new_page(browser, address("hostile"))
    page.on("dialog", lambda dialog: page.troubles.append(dialog.message))
    page.locator("#open-all").click()
    assert page.locator("#list script, #list b").count() == 0
    assert page.troubles == []
    assert page.requested == [address("hostile")]
