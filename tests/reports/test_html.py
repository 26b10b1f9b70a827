"""report.html as a file: self-contained, escaped, old enough for browsers of 2019, complete without script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from PIL import Image

from auditor.model.finding import Evidence
from auditor.model.run import RenderOptions, RunResult, TrendPoint
from reports import html_data
from reports.charts import tick_step, trend_chart
from reports.html import RENDERER, TEMPLATES
from reports.html_data import EVIDENCE_SHOWN, mark_place, needles, script_json
from tests.reports.synthetic import synthetic_run
from tests.reports.synthetic_data import HOSTILE


def page(result: RunResult, folder: Path, unit: str = "") -> Any:
    """Render and parse."""
    RENDERER.render(result, folder / RENDERER.filename, RenderOptions(unit=unit))
    return html.document_fromstring((folder / RENDERER.filename).read_bytes())


def data(document: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(document.get_element_by_id("data").text)
    return read


def test_nothing_is_loaded_and_only_our_own_script_may_run(tmp_path: Path) -> None:
    document = page(synthetic_run(60, hostile=True), tmp_path)
    assert not document.xpath("//link[not(starts-with(@href, 'data:'))] | //script[@src] | //iframe | //object | //img")
    assert not document.xpath("//*[@style] | //*[@*[starts-with(name(), 'on')]]")
    policy = document.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    for name in ("script", "style"):
        own = document.xpath(f"//{name}[not(@type)]")
        assert len(own) == 1
        digest = base64.b64encode(hashlib.sha256(own[0].text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_page_text_is_never_markup(tmp_path: Path) -> None:
    plain, hostile = page(synthetic_run(60), tmp_path / "a"), page(synthetic_run(60, hostile=True), tmp_path / "b")
    tags = {e.tag for e in plain.iter() if isinstance(e.tag, str)}
    assert {e.tag for e in hostile.iter() if isinstance(e.tag, str)} <= tags
    raw = (tmp_path / "b/report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in raw
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", raw)


@pytest.mark.parametrize("text", HOSTILE)
def test_embedded_data_survives_any_text(text: str) -> None:
    carried = str(script_json({"t": text}))
    assert not re.search("[<>&\u2028\u2029]", carried)
    assert json.loads(carried)["t"] == re.sub("[\ud800-\udfff]", "\ufffd", text)


def test_links_lead_to_web_addresses_only(tmp_path: Path) -> None:
    result = synthetic_run(10)
    trap = replace(result.columns[0], url="javascript:alert(1)")
    document = page(replace(result, columns=(trap, *result.columns[1:])), tmp_path)
    assert all(re.match(r"https?://|#|data:,$", h) for h in document.xpath("//@href"))
    evil = replace(result.findings[0], subject=replace(result.findings[0].subject, key="javascript:alert(1)"))
    carried = data(page(replace(result, findings=(evil,)), tmp_path))["findings"][0]
    assert carried["link"] == ""
    assert carried["key"] == "javascript:alert(1)"


def test_script_and_style_are_of_2019() -> None:
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    newer = (r"\?\.\w", r"\?\?", r"\.replaceAll\(", r"\.at\(", r"\bBigInt\b", r"\|\|=|&&=", r"\bstatic \{", r"#\w+ =",
             r"\bglobalThis\b", r"\.matchAll\(", r"allSettled", r"structuredClone", r"\.hasOwn\(", r"import\(")  # fmt: skip
    assert [p for p in newer if re.search(p, script)] == []
    later = (r":has\(", r":is\(", r":where\(", r"(?<!grid-)\bgap:", r"\binset:", r"aspect-ratio", r"\bclamp\(", r"\bmin\(",
             r"@container", r"@layer", r":focus-visible", r"accent-color", r"\bdvh\b", r"color-mix")  # fmt: skip
    assert [p for p in later if re.search(p, style)] == []
    assert "innerHTML" not in script
    assert "document.write" not in script


def test_every_open_finding_is_carried_with_its_evidence(tmp_path: Path) -> None:
    result = synthetic_run(30)
    carried = {f["id"]: f for f in data(page(result, tmp_path))["findings"]}
    assert set(carried) == {f.id for f in result.findings}
    first = result.findings[0]
    assert [e["url"] for e in carried[first.id]["evidence"]] == [e.url for e in first.evidence]
    assert carried[first.id]["evidence"][0]["place"] == first.evidence[0].place


def test_much_evidence_is_counted_not_carried(tmp_path: Path) -> None:
    result = synthetic_run(1)
    proof = result.findings[0].evidence[0]
    many = replace(
        result.findings[0], occurrences=500, evidence=tuple(replace(proof, url=f"{proof.url}?{n}") for n in range(500))
    )
    carried = data(page(replace(result, findings=(many,)), tmp_path))["findings"][0]
    assert len(carried["evidence"]) == EVIDENCE_SHOWN
    assert carried["more"] == 500 - EVIDENCE_SHOWN


def test_a_large_report_carries_less_evidence_and_counts_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html_data, "_EVIDENCE_IN_ALL", 60)
    result = synthetic_run(30)
    carried = {f["id"]: f for f in data(page(result, tmp_path))["findings"]}
    assert max(len(f["evidence"]) for f in carried.values()) == 2
    full = next(f for f in result.findings if len(f.evidence) == 3)
    assert carried[full.id]["more"] == max(full.occurrences, 3) - 2


def test_what_says_nothing_new_is_left_out(tmp_path: Path) -> None:
    result = synthetic_run(30)
    full = next(f for f in result.findings if len(f.evidence) == 3)
    carried = next(f for f in data(page(result, tmp_path))["findings"] if f["id"] == full.id)
    assert [set(e) for e in carried["evidence"][1:]] == [{"url"}, {"url"}]
    assert "link" not in carried or carried["link"] != carried["key"]
    assert "preview" not in carried


def test_the_place_is_marked_by_address_then_by_words() -> None:
    finding = synthetic_run(1).findings[0]
    path = finding.subject.key.partition("example.gov.cn")[2]
    by_address = Evidence(url="http://a.cn/", observed="404", snippet=f'<a href="{path}">下载</a>')
    assert mark_place(by_address.snippet, needles(by_address, finding)).mark == path
    by_words = Evidence(url="http://a.cn/", observed="出现“秸杆”一词", snippet="禁止焚烧秸杆的通知")
    assert mark_place(by_words.snippet, needles(by_words, finding)).mark == "秸杆"
    unknown = Evidence(url="http://a.cn/", observed="没有", snippet="毫不相干")
    assert mark_place(unknown.snippet, needles(unknown, finding)).mark == ""


def test_conclusion_and_tables_stand_without_script(tmp_path: Path) -> None:
    result = synthetic_run(40)
    document = page(result, tmp_path)
    for element in document.xpath("//script"):
        element.drop_tree()
    text = document.text_content()
    assert "不合格" in text
    assert all(v.name in text for v in result.verdicts)
    assert all(c.name in text for c in result.columns)
    assert all(w.point.sentence in text for w in result.work_points)
    assert "浏览器没有运行脚本" in text
    formal = [f for f in result.findings if not f.preview]
    assert len(document.xpath("//noscript//li")) == len(formal)


def test_what_was_not_looked_at_is_said_with_its_reason(tmp_path: Path) -> None:
    result = synthetic_run(5)
    section = page(result, tmp_path).get_element_by_id("coverage").text_content()
    assert all(u.url in section for u in result.unverified)
    assert "网站防护" in section
    assert "一周内探测次数不足" in section
    assert all(note in section for note in result.coverage.notes)


def test_an_incomplete_run_draws_no_conclusion(tmp_path: Path) -> None:
    section = page(synthetic_run(0, history=False, complete=False), tmp_path).get_element_by_id("verdicts")
    assert "无法判断" in section.text_content()
    assert not section.xpath(".//*[contains(@class, 'conclusion good')]")


def test_the_score_frame_invents_no_points(tmp_path: Path) -> None:
    frame = page(synthetic_run(40), tmp_path).find_class("score")[0].text_content()
    assert "仅供参考" in frame
    assert set(re.findall(r"(\d+) 分", frame)) == {"100", "30"}


def test_a_picture_is_carried_small(tmp_path: Path) -> None:
    result = synthetic_run(2)
    Image.effect_noise((3000, 2000), 80).save(tmp_path / "shot.png")
    pictures = {result.findings[0].id: str(tmp_path / "shot.png"), result.findings[1].id: str(tmp_path / "gone.png")}
    carried = {f["id"]: f for f in data(page(replace(result, pictures=pictures), tmp_path))["findings"]}
    assert carried[result.findings[0].id]["picture"].startswith("data:image/jpeg;base64,")
    assert len(carried[result.findings[0].id]["picture"]) < 600_000
    assert "picture" not in carried[result.findings[1].id]


def test_the_trend_is_well_formed_and_says_it_in_words() -> None:
    points = [
        TrendPoint(run=f"r{n}", as_of=f"2024-01-{n + 1:02}", open=n * 7, new=n, closed=3, reopened=0) for n in range(25)
    ]
    chart = etree.fromstring(str(trend_chart(points)))
    assert chart.get("role") == "img"
    assert "0 个变为" in str(chart.get("aria-label"))
    assert "168 个" in str(chart.get("aria-label"))
    heights = [float(str(r.get("height"))) for r in chart.iter("rect")]
    assert min(heights) >= 0
    assert trend_chart(points[:1]) == ""
    flat = [replace(p, open=0, new=0, closed=0) for p in points]
    assert etree.fromstring(str(trend_chart(flat))).tag == "svg"


@pytest.mark.parametrize("highest", [0, 1, 5, 6, 99, 100, 101, 4_999])
def test_a_chart_has_at_most_five_grid_lines_above_zero(highest: int) -> None:
    step = tick_step(highest)
    assert step >= 1
    assert -(-highest // step) <= 5


def test_a_unit_sees_its_own_findings_only(tmp_path: Path) -> None:
    assert {f["unit"] for f in data(page(synthetic_run(30), tmp_path, unit="法规处"))["findings"]} == {"法规处"}


def test_the_examples_in_docstrings_hold() -> None:
    import doctest

    from reports import charts, docx_notice, docx_wording, html_data, markdown, page_text, words

    results = [doctest.testmod(m) for m in (charts, docx_notice, docx_wording, html_data, markdown, page_text, words)]
    assert sum(r.attempted for r in results) > 10
    assert sum(r.failed for r in results) == 0
