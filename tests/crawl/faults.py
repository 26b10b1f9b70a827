"""This module is the fault server's table: what a server may do to a crawler, and what the crawl must make of it."""

from __future__ import annotations

import gzip
import io
import socket
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from auditor.model.fetch import Outcome
from tests.crawl.served import Asked, Reply, page, talk

OK, CLIENT, SERVER = Outcome.OK, Outcome.HTTP_CLIENT_ERROR, Outcome.HTTP_SERVER_ERROR
BROKEN, LARGE, TIMEOUT, CHALLENGE = Outcome.PROTOCOL_ERROR, Outcome.TOO_LARGE, Outcome.TIMEOUT, Outcome.CHALLENGE
LIMIT = 200_000  # max_bytes of the crawl
PATIENCE_S = 2.0  # timeout_s of the crawl


@dataclass(frozen=True, slots=True)
class Case:
    """One fault: what is served at ``path``, and the result; ``confirmed`` is checked where it is not None."""

    path: str
    route: Any
    outcome: Outcome
    confirmed: bool | None = None
    empty_body: str | None = None
    why: str = ""


def _html(text: str = "<p>正文内容在这里</p>") -> bytes:
    body = page(text).body
    return body.encode() if isinstance(body, str) else body


def _head(*lines: str, status: str = "200 OK") -> bytes:
    return ("\r\n".join((f"HTTP/1.1 {status}", *lines)) + "\r\n\r\n").encode("latin-1")


def _drip(data: bytes, gap_s: float = 0.05) -> Any:
    """Send byte after byte, for longer than anyone waits."""

    def send(connection: socket.socket, _asked: Asked) -> None:
        deadline = time.monotonic() + 4 * PATIENCE_S
        for number in range(len(data) * 1000):
            if time.monotonic() > deadline:
                return
            connection.sendall(data[number % len(data) : number % len(data) + 1])
            time.sleep(gap_s)  # the fault itself

    return talk(send)


def _endless(head: bytes, piece: bytes) -> Any:
    """Send without end, as long as anyone listens."""

    def send(connection: socket.socket, _asked: Asked) -> None:
        connection.sendall(head)
        deadline = time.monotonic() + 4 * PATIENCE_S
        while time.monotonic() < deadline:
            connection.sendall(piece)

    return talk(send)


def _silent() -> Any:
    def send(connection: socket.socket, _asked: Asked) -> None:
        connection.settimeout(4 * PATIENCE_S)
        connection.recv(1)  # until the other side gives up

    return talk(send)


def _reset() -> Any:
    def send(connection: socket.socket, _asked: Asked) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    return talk(send)


def _flapping(*statuses: int) -> Callable[[Asked], Reply]:
    """Answer with these statuses one after the other, the last one for good; HEAD and GET alike."""
    left = list(statuses)

    def answer(_asked: Asked) -> Reply:
        status = left.pop(0) if len(left) > 1 else left[0]
        return page("<p>正文</p>") if status == 200 else Reply("error", status)

    return answer


def _get_only(status: int, reply: Reply) -> Callable[[Asked], Reply]:
    return lambda asked: Reply("", status) if asked.method == "HEAD" else reply


def _with_referer(reply: Reply) -> Callable[[Asked], Reply]:
    return lambda asked: reply if asked.headers.get("referer") else Reply("<html>防盗链</html>", 404)


def _cookie_circle(asked: Asked) -> Reply:
    if "seen=1" in asked.headers.get("cookie", ""):
        return page("<p>正文</p>")
    return Reply("", 302, {"Location": "/cookie-back.html"})


def _fan(asked: Asked) -> Reply:
    number = int(asked.path.rpartition("-")[2].partition(".")[0] or 0)
    return Reply("", 302, {"Location": f"/fan-{number + 1}.html"})


def _bomb() -> bytes:
    machine = zlib.compressobj(9, wbits=31)
    return b"".join([machine.compress(bytes(1_000_000)) for _ in range(50)]) + machine.flush()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "ha"><!ENTITY file SYSTEM "file:///etc/passwd">'
    '<!ENTITY % more SYSTEM "/evil.dtd">%more;'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(12))
    + "]>"
)


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30_000_000))
    return packed.getvalue()


def sitemaps() -> Iterator[Case]:
    """XML that wants to grow; a sitemap is a file like any other here, its addresses are not a source."""
    entries = "<urlset><url><loc>&m;&file;</loc></url></urlset>"
    yield Case("/sitemap.xml", Reply(LAUGHS + entries, kind="application/xml"), OK)
    yield Case("/sitemap-text.xml", Reply(LAUGHS + entries, kind="text/xml"), OK)
    yield Case("/sitemap-html.xml", Reply(LAUGHS + entries), OK)
    xhtml = LAUGHS.replace("urlset", "html") + "<html><body><p>正文&m;&file;</p></body></html>"
    yield Case("/entities.html", Reply(xhtml, kind="application/xhtml+xml"), OK)
    yield Case("/sitemap.xml.gz", Reply(_bomb(), kind="application/gzip"), OK)
    yield Case("/feed.rss", Reply(LAUGHS + "<rss>&m;</rss>", kind="application/rss+xml"), OK)


def statuses() -> Iterator[Case]:
    """Plain statuses."""
    yield Case("/404.html", Reply("Not Found", 404), CLIENT, True)
    yield Case("/410.html", Reply("Gone", 410), CLIENT, True)
    yield Case("/403.html", Reply("Forbidden", 403), CLIENT, False, why="forbidden is no proof that it is dead")
    yield Case("/401.html", Reply("login", 401), CLIENT, False)
    yield Case("/500.html", Reply("error", 500), SERVER, True)
    yield Case("/502.html", Reply("bad gateway", 502), SERVER, True)
    yield Case("/503.html", Reply("busy", 503), SERVER, True)
    yield Case("/429.html", Reply("slow down", 429), CHALLENGE, False, why="a rate limit is not a fault of the target")
    yield Case("/204.html", Reply("", 204), OK)
    yield Case("/999.html", Reply("?", 999), BROKEN, False)
    yield Case("/one-503.html", _flapping(503, 200), OK, why="one 503 is nothing")
    yield Case("/two-500.html", _flapping(500, 500, 200), OK)
    yield Case("/one-404.html", _flapping(404, 200), OK)
    yield Case("/retry-after.html", _flapping(503, 503, 200), OK)


def protections() -> Iterator[Case]:
    """Firewalls and captchas: none of them is a dead link."""
    yield Case("/jiasule.html", Reply("<script>document.cookie='__jsl_clearance=1'</script>", 521), CHALLENGE, False)
    yield Case("/512.html", Reply("<script>x</script>", 512), CHALLENGE, False)
    yield Case("/ruishu.html", Reply("<script>$_ts=window['$_ts']</script>", 412), CHALLENGE, False)
    yield Case("/ruishu-202.html", Reply("<script>$_ts.cd='x'</script>", 202), CHALLENGE, False)
    yield Case("/chuangyu.html", Reply("<h1>知道创宇云防御</h1>当前访问疑似黑客攻击", 403), CHALLENGE, False)
    yield Case("/360.html", Reply("x", 403, {"X-Powered-By-360wzb": "wangzhan.360.cn"}), CHALLENGE, False)
    yield Case("/anyu.html", Reply("<title>502</title>安域 网站防火墙", 502), CHALLENGE, False)
    yield Case("/waf-gbk.html", Reply("您的访问请求被拦截".encode("gb18030"), 405), CHALLENGE, False)
    yield Case("/captcha.html", Reply("<p>请输入验证码继续访问</p>", 403), CHALLENGE, False)
    yield Case("/shell.html", Reply("<script>var arg1='" + "A" * 40 + "';acw_sc__v2</script>"), CHALLENGE, False)
    yield Case("/speaks-of-captcha.html", page("<p>登录时请输入验证码。" + "办事指南说明。" * 60 + "</p>"), OK)
    yield Case("/waf.pdf", Reply("<html>访问被拦截</html>", 403), CHALLENGE, False)


def shapes() -> Iterator[Case]:
    """Answers that are not well formed."""
    body = _html()
    length = f"Content-Length: {len(body)}"
    yield Case("/http09.html", body, BROKEN, False)
    yield Case("/garbage.html", b"\x00\x01\x02SSH-2.0-OpenSSH\r\n", BROKEN)
    yield Case("/nothing.html", talk(lambda _c, _a: None), BROKEN)
    yield Case("/reset.html", _reset(), BROKEN)
    yield Case("/bare-lf.html", b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + body, OK)
    yield Case("/no-colon.html", _head("Content-Type: text/html", "nonsense", length) + body, OK)
    yield Case("/folded.html", _head("Content-Type: text/html;", "  charset=utf-8", length) + body, OK)
    yield Case("/no-type.html", _head(length) + body, OK)
    yield Case("/no-length.html", _head("Content-Type: text/html", "Connection: close") + body, OK)
    yield Case("/too-long-said.html", _head("Content-Type: text/html", "Content-Length: 9999") + body, BROKEN, False)
    yield Case("/too-short-said.html", _head("Content-Type: text/html", f"Content-Length: {len(body) - 10}") + body, OK)
    yield Case("/two-lengths.html", _head("Content-Length: 5", "Content-Length: 7") + b"hello", BROKEN)
    yield Case("/bad-length.html", _head("Content-Type: text/html", "Content-Length: many") + body, OK)
    chunked = _head("Content-Type: text/html", "Transfer-Encoding: chunked")
    good = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    yield Case("/chunked.html", chunked + good, OK)
    yield Case("/chunk-extension.html", chunked + good.replace(b"\r\n", b";a=b\r\n", 1), OK)
    yield Case("/broken-chunk.html", chunked + b"zz\r\nhello\r\n", BROKEN)
    yield Case("/cut-chunk.html", chunked + b"ff\r\nhello", BROKEN)
    yield Case(
        "/interim.html", b"HTTP/1.1 103 Early Hints\r\n\r\n" + _head("Content-Type: text/html", length) + body, OK
    )
    yield Case("/endless-interim.html", _endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), BROKEN)
    yield Case("/gzip.html", Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"}), OK)
    yield Case("/raw-deflate.html", Reply(zlib.compress(body)[2:-4], headers={"Content-Encoding": "deflate"}), OK)
    yield Case("/not-gzip.html", Reply(body, headers={"Content-Encoding": "gzip"}), OK)
    yield Case("/damaged-gzip.html", Reply(b"\x1f\x8bxxxxxxxx", headers={"Content-Encoding": "gzip"}), BROKEN)
    yield Case("/unknown-encoding.html", Reply(body, headers={"Content-Encoding": "zz"}), BROKEN)
    yield Case("/nul.html", Reply(b"<!DOCTYPE html><html>\x00<p>\x00\x00text</p></html>"), OK)
    yield Case("/nested.html", Reply("<div>" * 20_000 + "deep"), OK)


def floods() -> Iterator[Case]:
    """Too much, or too slowly."""
    typed = _head("Content-Type: text/html", "Connection: close")
    yield Case("/header-flood.html", _endless(b"HTTP/1.1 200 OK\r\n", b"X-Flood: " + b"a" * 900 + b"\r\n"), BROKEN)
    yield Case("/long-header.html", _endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 4_096), BROKEN)
    yield Case("/many-headers.html", _head(*(f"X-{n}: 1" for n in range(500))) + b"x", BROKEN)
    yield Case("/endless-body.html", _endless(typed, b"<p>more</p>" * 500), LARGE, False)
    yield Case("/endless-chunks.html", _endless(_head("Transfer-Encoding: chunked"), b"5\r\nhello\r\n" * 500), LARGE)
    yield Case("/announced.html", _head("Content-Type: text/html", "Content-Length: 100000000"), LARGE, False)
    yield Case("/bomb.html", Reply(_bomb(), headers={"Content-Encoding": "gzip"}), LARGE, False)
    yield Case("/drip-headers.html", _drip(b"HTTP/1.1 200 OK\r\nX: y\r\n"), TIMEOUT, False)
    yield Case("/drip-body.html", _drip(typed + b"<p>slow</p>"), TIMEOUT, False)
    yield Case("/silent.html", _silent(), TIMEOUT, False)
    yield Case("/endless-file.zip", _endless(_head("Content-Type: application/zip"), b"PK" * 2_000), OK)


def redirects() -> Iterator[Case]:
    """Redirects."""
    yield Case("/to-page.html", Reply("", 301, {"Location": "/chunked.html"}), OK)
    yield Case("/to-gone.html", Reply("", 302, {"Location": "/404.html"}), CLIENT, True)
    yield Case("/self.html", Reply("", 302, {"Location": "/self.html"}), Outcome.REDIRECT_LOOP, False)
    yield Case("/loop-a.html", Reply("", 302, {"Location": "/loop-b.html"}), Outcome.REDIRECT_LOOP, False)
    yield Case("/loop-b.html", Reply("", 302, {"Location": "/loop-a.html"}), Outcome.REDIRECT_LOOP, False)
    yield Case("/fan-0.html", None, Outcome.TOO_MANY_REDIRECTS, False)
    yield Case("/no-location.html", Reply("", 302), BROKEN, False)
    yield Case("/to-private.html", Reply("", 302, {"Location": "http://169.254.169.254/"}), Outcome.PRIVATE_HOST, False)
    yield Case("/to-intranet.pdf", Reply("", 302, {"Location": "http://10.0.0.1/a.pdf"}), Outcome.PRIVATE_HOST, False)
    yield Case("/to-outside.html", Reply("", 302, {"Location": "http://www.example.org/"}), Outcome.OUT_OF_SCOPE, False)
    yield Case("/to-file.html", Reply("", 302, {"Location": "file:///etc/passwd"}), BROKEN, False)
    yield Case("/cookie.html", _cookie_circle, OK)
    yield Case("/cookie-back.html", Reply("", 302, {"Location": "/cookie.html", "Set-Cookie": "seen=1; Path=/"}), OK)


def files() -> Iterator[Case]:
    """Attachments."""
    pdf = Reply(b"%PDF-1.4 " + b"x" * 500, kind="application/pdf")
    yield Case("/good.pdf", pdf, OK)
    yield Case("/gone.docx", Reply("Not Found", 404), CLIENT, True)
    yield Case("/head-refused.pdf", _get_only(405, pdf), OK)
    yield Case("/head-404.pdf", _get_only(404, pdf), OK)
    yield Case("/head-500.pdf", _get_only(500, pdf), OK)
    yield Case("/empty.pdf", Reply(b"", kind="application/pdf"), OK, True, "empty")
    yield Case("/error-page.xls", Reply("<html><p>文件不存在</p></html>"), OK, True, "html-instead")
    yield Case("/lying.doc", Reply("<html>出错了</html>", kind="application/msword"), OK, True, "html-instead")
    yield Case("/referer.zip", _with_referer(Reply(b"PK\x03\x04xxxx", kind="application/zip")), OK)
    yield Case("/page-type.pdf", Reply(b"%PDF-1.4 real", kind="text/html"), OK, None, None, "a real file, mislabelled")
    yield Case("/bomb.docx", Reply(_zip_bomb(), kind="application/zip"), OK)
    yield Case("/picture.png", Reply("gone", 404), CLIENT, True)


CASES: tuple[Case, ...] = (
    *statuses(),
    *protections(),
    *shapes(),
    *floods(),
    *redirects(),
    *files(),
    *sitemaps(),
)


def routes() -> dict[str, Any]:
    """Return what the fault server serves; the fan answers for itself."""
    table = {case.path: case.route for case in CASES if case.route is not None}
    table.update({f"/fan-{number}.html": _fan for number in range(60)})
    return table
