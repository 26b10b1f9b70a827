"""The loopback server answers as behaviours.json says, and stops by itself."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from samples import DEMO, SampleServer, build, open_sample, serve

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleServer]:
    folder: Path = tmp_path_factory.mktemp("demo")
    with SampleServer() as running:
        build(DEMO, folder, running.addresses, AS_OF)
        running.show(folder)
        yield running


def ask(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, parts.path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_home_is_html_without_charset(server: SampleServer) -> None:
    status, headers, body = ask(server.addresses.base + "/")
    assert (status, headers["content-type"]) == (200, "text/html")
    assert DEMO.theme.bureau in body.decode()


def test_text_is_compressed_for_who_asks(server: SampleServer) -> None:
    _, headers, body = ask(server.addresses.base + "/", **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert DEMO.theme.bureau in gzip.decompress(body).decode()


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/qt/zxsc.html", "HEAD", 405),
        ("/qt/zxsc.html", "GET", 200),
        ("/qt/yzym.html", "GET", 521),
        ("/qt/lanj.html", "GET", 412),
        ("/files/xize.pdf", "GET", 403),
        ("/files/empty.pdf", "GET", 200),
        ("/qt/moved.html", "GET", 301),
        ("/qt/loop-a.html", "GET", 302),
        ("/nowhere.html", "GET", 404),
        ("/../profile.toml", "GET", 404),
    ],
)
def test_answers_as_told(server: SampleServer, path: str, method: str, status: int) -> None:
    assert ask(server.addresses.base + path, method)[0] == status


def test_referer_opens_the_download(server: SampleServer) -> None:
    base = server.addresses.base
    assert ask(base + "/files/xize.pdf", Referer=base + "/")[0] == 200


def test_busy_once_then_fine(server: SampleServer) -> None:
    url = server.addresses.base + "/qt/fwzn.html"
    before = server.hits("/qt/fwzn.html")
    answers = [ask(url)[0], ask(url)[0]]
    assert answers == ([503, 200] if before == 0 else [200, 200])


def test_error_page_stands_in_for_a_file(server: SampleServer) -> None:
    status, headers, body = ask(server.addresses.base + "/files/error.doc")
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    assert "系统错误" in body.decode()


def test_other_host_has_its_own_pages(server: SampleServer) -> None:
    assert ask(server.addresses.external + "/news/ok.html")[0] == 200
    assert ask(server.addresses.external + "/news/gone.html")[0] == 404


def test_third_port_refuses(server: SampleServer) -> None:
    with pytest.raises(ConnectionRefusedError):
        ask(server.addresses.refused + "/old/index.html")


def test_built_folder_is_served_again_on_its_ports(tmp_path: Path) -> None:
    with open_sample(DEMO.clean, tmp_path, AS_OF) as built:
        assert ask(built.home)[0] == 200
    with serve(tmp_path) as home:
        assert home == built.home
        assert ask(home)[0] == 200
    with pytest.raises(ConnectionRefusedError):
        ask(built.home)
