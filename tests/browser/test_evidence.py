"""Evidence: pictures with the fault marked, a pack that shows any changed byte, bodies as WARC, and what people are told."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from lxml import html
from PIL import Image

from auditor.cli import picturing
from auditor.cli.main import run
from auditor.cli.notifying import notify, prepare
from auditor.evidence_pack import Exhibit, Visit, sidecar, verify_pack, write_pack
from auditor.evidence_places import grave
from auditor.model.finding import State
from auditor.snapshot import open_snapshot
from reports.digest import MOST_CHARS, digest
from spiders.shots import Place, take_shots
from tests.browser.told import small_result
from tests.crawl.served import Reply, page, serving, settings, site_of
from tests.e2e.tiny import Tiny, build
from tests.reports.browser import chromium
from tests.reports.synthetic_data import HOSTILE
from tests.serving import serve

RED = (221, 0, 0)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tiny]:
    monkeypatch.chdir(tmp_path)
    made = build(tmp_path)
    with serve(made.folder) as home:
        made.home = home
        yield made


def reds(path: Path) -> int:
    with Image.open(path) as picture:
        return sum(count for count, colour in picture.convert("RGB").getcolors(1 << 24) or () if colour == RED)


@pytest.mark.browser
@pytest.mark.slow
def test_pack_and_warc_of_an_audit(site: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chromium()
    # a picture takes a second: one of a page, one of a column is enough
    monkeypatch.setattr(
        picturing, "grave", lambda findings: [f for f in grave(findings) if f.rule in ("COL01", "COL02")]
    )
    warcio = pytest.importorskip("warcio.archiveiterator", reason="needs warcio, a development tool")
    run(["audit", str(site.profile()), "--out", "out", "--as-of", "2026-08-16", "--fail-on", "none", "--evidence"])
    pack = Path("out/evidence.zip")
    assert run(["evidence", "verify", str(pack)]) == 0
    with zipfile.ZipFile(pack) as opened:
        index = json.loads(opened.read("index.json"))
        stale = next(f for f in index["findings"] if f["rule"] in ("COL02", "COL03"))
        assert (stale["source"], stale["marked"]) == ("live", True)
        assert stale["visits"][0]["status"] == 200
        opened.extract(stale["picture"], tmp_path)
        for name in opened.namelist():
            if name.startswith("bodies/"):
                assert hashlib.sha256(opened.read(name)).hexdigest() == name.removeprefix("bodies/")
    assert reds(tmp_path / stale["picture"]) > 100
    (folder,) = Path("var/snapshots").glob("*/*")
    assert run(["evidence", "warc", folder.name, "--out", "out/site.warc.gz"]) == 0
    with Path("out/site.warc.gz").open("rb") as stream:
        read = {
            r.rec_headers["WARC-Target-URI"]: r.content_stream().read()
            for r in warcio.ArchiveIterator(stream)
            if r.rec_type == "resource"
        }
    snapshot = open_snapshot(folder)
    assert len(read) > 2
    assert all(body == snapshot.body(url) for url, body in read.items())
    assert "截图" in openpyxl.load_workbook("out/整改台账.xlsx").sheetnames


@pytest.mark.browser
def test_the_fault_is_boxed_live_or_from_what_was_kept(tmp_path: Path) -> None:
    chromium()
    filler = "<p>政务公开</p>" * 60
    foot = "<div class='footer'>主办单位：市林业局</div>"
    routes = {"/": page("<a href='/gone.html'>指南</a>", filler, "<li>通知 2024-03-05</li>", filler, foot)}
    with serving(routes) as server:
        home = f"{server.origin}/"
        places = [
            Place(finding="link", page=home, target=f"{home}gone.html"),
            Place(finding="date", page=home, needles=("2024年3月5日", "2024-03-05")),
            Place(finding="foot", page=home, footer=True),
            Place(finding="none", page=home),
            Place(finding="kept", page=f"{home}moved.html", needles=("错别字",)),
            Place(finding="away", page="http://203.0.113.7/"),
        ]
        kept = {f"{home}moved.html": ("<meta charset=utf-8><p>一处错别字</p>".encode(), "text/html")}
        site_, settings_ = site_of(server), settings(timeout_s=5)
        shots = {s.finding: s for s in take_shots(site_, settings_, places, tmp_path, kept.get)}
    assert {k: (s.source, s.marked) for k, s in shots.items()} == {
        "link": ("live", True),
        "date": ("live", True),
        "foot": ("live", True),
        "none": ("live", False),
        "kept": ("stored", True),
        "away": ("", False),
    }
    for name in ("link", "date", "foot", "kept"):
        path = shots[name].path
        assert path is not None
        assert reds(path) > 100


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "evidence.zip"
    write_pack(
        path, {"网站": "市林业局"}, (), {"pictures/a.png": b"\x89PNG" + bytes(range(256)), "bodies/x": b"<p>" * 99}
    )
    assert verify_pack(path) == ()
    return path


def test_a_changed_byte_is_found_wherever_it_is(pack: Path) -> None:
    whole = pack.read_bytes()
    for at in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[at] ^= 1 << bit
            pack.write_bytes(changed)
            assert verify_pack(pack), f"bit {bit} of byte {at}"


def test_hostile_texts_in_the_index_are_texts(tmp_path: Path) -> None:
    exhibits = [
        Exhibit(
            finding=f"{number:016x}",
            rule="LNK01",
            severity="major",
            title=text,
            message=text,
            page=f"javascript:alert({number})//{text}",
            taken_at="2026-03-16T10:00:00+08:00",
            source="live",
            marked=True,
            note=text,
            visits=(
                Visit(url=text, outcome=text, status=None, chain=(text,), fetched_at=text, attempts=1, body_sha256=""),
            ),
            picture=f"pictures/{number:016x}.png",
        )
        for number, text in enumerate(HOSTILE)
    ]
    path = tmp_path / "evidence.zip"
    write_pack(path, {"网站": "<script>alert(1)</script>"}, exhibits, {e.picture: b"\x89PNG" for e in exhibits})
    assert verify_pack(path) == ()
    with zipfile.ZipFile(path) as opened:
        index = json.loads(opened.read("index.json"))
        read = html.document_fromstring(opened.read("index.html").decode("utf-8"))
    assert len(index["findings"]) == len(HOSTILE)
    own = {"html", "head", "meta", "title", "style", "body", "h1", "p", "section", "h2", "img", "table", "tr", "td"}
    assert {str(e.tag) for e in read.iter()} <= own | {"tbody"}
    allowed = {"lang", "charset", "id", "src", "alt", "style"}
    assert {str(name) for e in read.iter() for name in e.attrib} <= allowed
    assert len(read.findall(".//section")) == len(HOSTILE)


def test_a_changed_file_is_named(pack: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"other" if name == "pictures/a.png" else old.read(name))
        new.writestr("more.txt", "x")
    assert set(verify_pack(forged)) == {"文件 pictures/a.png 的内容被改动", "多出文件 more.txt"}
    shutil.copy(forged, pack)
    assert any(sidecar(pack).name in fault for fault in verify_pack(pack))


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise's, on Python 3.11 and 3.12
def test_people_are_told_what_is_new_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("apprise", reason="needs the extra [notify] (apprise)")
    with serving({"/hook": Reply("ok"), "/bad": Reply("no", 500)}) as server:
        address = f"json://someone:secret-word@127.0.0.1:{server.port}"
        sender = prepare([f"{address}/hook", f"{address}/bad"])
        notify(sender, small_result(State.PERSISTING))
        assert not server.log
        notify(sender, small_result(State.NEW))
        assert [a.path for a in server.log if a.method == "POST"] == ["/hook", "/bad"]
    said = capsys.readouterr()
    assert "第 2 个通知地址没有发送成功" in said.err
    assert "secret-word" not in said.err + said.out


def test_a_message_is_short_and_says_why() -> None:
    title, text = digest(small_result(State.REOPENED, count=500, message="长" * 500)) or ("", "")
    assert "反弹 500 个" in title
    assert len(text) <= MOST_CHARS
    assert "另有 490 个" in text
    assert digest(small_result(State.PERSISTING)) is None
    assert "超期未整改 1 个" in (digest(small_result(State.PERSISTING, overdue=True)) or ("", ""))[0]
