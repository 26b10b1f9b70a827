"""The sample sites: the same bytes every time, no loose end in the clean ones, every rule in the gold lists."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from auditor.config import load_profile
from samples import SPECS, BuiltSample, build
from samples.__main__ import rule_table
from samples.spec import DEMO, PLANTED
from tests.samples.pages import all_links, answers, gold, html_files, links

from .conftest import ADDRESSES, AS_OF

# What no crawl of a loopback copy can show: a series of probes, and the domain of a host in private_hosts.
_NOT_PLANTED = {"AVL01", "AVL02", "AVL03", "IDN03"}
_RULES_PAGE = Path(__file__).parents[3] / "shared" / "RULES.md"


def test_same_spec_gives_the_same_bytes(samples: dict[str, BuiltSample], tmp_path: Path) -> None:
    again = build(DEMO, tmp_path, ADDRESSES, AS_OF)
    first = samples[DEMO.id].folder
    files = {f.relative_to(first): f.read_bytes() for f in first.rglob("*") if f.is_file()}
    assert files == {f.relative_to(again.folder): f.read_bytes() for f in again.folder.rglob("*") if f.is_file()}


def test_demo_is_as_large_as_promised(samples: dict[str, BuiltSample]) -> None:
    assert 150 <= samples[DEMO.id].pages <= 300


def test_profile_is_valid_and_warns_of_nothing(sample: BuiltSample) -> None:
    profile = load_profile(sample.profile)
    assert profile.site.home == sample.home
    assert profile.warnings == ()
    assert profile.crawl.external_links == "record"


def test_pages_are_encoded_as_they_say(sample: BuiltSample) -> None:
    for _, file in html_files(sample):
        content = file.read_bytes()
        content.decode(sample.spec.encoding)
        assert (
            content.isascii()
            or f"charset={sample.spec.declared_charset}".encode() in content.replace(b'"', b"").lower()
        )


def test_gb_sample_is_no_utf8(samples: dict[str, BuiltSample]) -> None:
    with pytest.raises(UnicodeDecodeError):
        (samples["sample-farming"].folder / "site" / "index.html").read_bytes().decode("utf-8")


def test_every_link_of_a_clean_site_leads_somewhere(sample: BuiltSample) -> None:
    if sample.spec.planted:
        pytest.skip("the planted sites have dead links on purpose")
    base = sample.addresses.base + "/"
    loose = {
        (path, url)
        for path, found in links(sample).items()
        for url in found
        if url.startswith(base) and not answers(sample, url)
    }
    allowed = {base + "ysq/submit", base + "hdjl/liuyan"}  # forms: they take a POST only
    assert {pair for pair in loose if pair[1] not in allowed} == set()


def test_every_page_of_a_site_is_linked(sample: BuiltSample) -> None:
    base = sample.addresses.base
    lonely = {base + path for path, _ in html_files(sample)} - all_links(sample)
    # the pager's further pages, the list that a script fills in, the page for telephones
    by_script = ("/index_", "/ywkx/", "/mindex.html")
    elsewhere = {
        base + "/qt/dir/",
        base + "/wzdt.html",
    }  # behind a redirect; without its footer link in one planted site
    assert {url for url in lonely - elsewhere if not any(part in url for part in by_script)} == set()


def test_gold_subjects_exist_or_are_planted_missing(sample: BuiltSample) -> None:
    base = sample.addresses.base + "/"
    linked = all_links(sample)
    for row in gold(sample)["must"]:
        url = row.get("url", "")
        if not url.startswith(base):
            assert not url or url in linked, row
        elif not answers(sample, url):
            assert url in linked, row


def test_clean_gold_has_no_must(sample: BuiltSample) -> None:
    assert bool(gold(sample)["must"]) == sample.spec.planted


def test_every_rule_has_a_defect_and_a_look_alike(samples: dict[str, BuiltSample]) -> None:
    if not _RULES_PAGE.is_file():
        pytest.skip("the rule list (shared/RULES.md) is not beside the project")
    codes = set(re.findall(r"^\| ([A-Z]{3}\d\d) \|", _RULES_PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    planted = [gold(samples[spec.id]) for spec in PLANTED]
    must = Counter(row["rule"] for rows in planted for row in rows["must"])
    spared = Counter(row["rule"] for rows in planted for row in rows["must_not"])
    assert codes - set(must) == _NOT_PLANTED
    assert codes - set(spared) == _NOT_PLANTED - {"IDN03"}
    assert set(must) | set(spared) <= codes


def test_no_row_is_both_defect_and_look_alike(sample: BuiltSample) -> None:
    rows = gold(sample)
    must = {(r["rule"], r.get("url"), r.get("contains")) for r in rows["must"]}
    assert must.isdisjoint({(r["rule"], r.get("url"), r.get("contains")) for r in rows["must_not"]})


def test_columns_of_the_profile_are_pages(sample: BuiltSample) -> None:
    if sample.spec.planted:
        pytest.skip("a planted site has a dead column")
    profile = tomllib.loads(sample.profile.read_text(encoding="utf-8"))
    assert [c["url"] for c in profile["site_columns"] if not answers(sample, c["url"])] == []


def test_specs_come_in_pairs() -> None:
    assert {spec.id for spec in SPECS.values() if not spec.planted} == {f"{spec.id}-clean" for spec in PLANTED}


def test_rule_table_counts_defects_and_look_alikes() -> None:
    lines = dict(line.split("\t", 1) for line in rule_table(AS_OF).splitlines())
    assert lines["规则"].split("\t") == [spec.id for spec in PLANTED]
    assert lines["COL01"] == "1+0\t0+0\t0+1"
