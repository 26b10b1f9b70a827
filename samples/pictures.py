"""This module draws the few pictures of a sample and puts its style sheets and scripts in place."""

from __future__ import annotations

import struct
import zlib

from samples.bureau import page_shell
from samples.plan import SitePlan

_IMAGES = ("logo", "gongan", "jiucuo", "dzjg", "tujie", "pic")
_GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
_PAGER = (
    "function createPageHTML(count, index, name, ext) {\n"
    "  if (count <= 1) { return; }\n"
    "  for (var i = 0; i < count; i++) {\n"
    "    var href = i === 0 ? name + '.' + ext : name + '_' + i + '.' + ext;\n"
    "    document.write(i === index ? '<b>' + (i + 1) + '</b> ' : '<a href=\"' + href + '\">' + (i + 1) + '</a> ');\n"
    "  }\n"
    "}\n"
)


def add_assets(plan: SitePlan) -> None:
    """Put images, style sheets and scripts into the plan's files."""
    for number, name in enumerate(_IMAGES):
        plan.files[f"/images/{name}.png"] = _png(number * 40)
    plan.files["/images/blank.gif"] = _GIF
    plan.files["/css/site.css"] = b"body { font: 14px sans-serif; } .z1 { text-align: center; }\n"
    plan.files["/css/zwgk.css"] = b".newList { list-style: none; }\n.tit { background: url(/images/pic.png); }\n"
    plan.files["/js/createpage.js"] = _PAGER.encode()
    plan.files["/robots.txt"] = b"User-agent: *\nDisallow: /admin/\n"
    plan.files["/favicon.ico"] = _png(9)
    plan.files["/mindex.html"] = page_shell(plan.spec, plan.spec.theme.bureau, "<p>请使用电脑访问本网站。</p>")
    plan.files["/search.html"] = page_shell(plan.spec, "站内搜索", "<p>请在首页的搜索框中输入关键词。</p>")


def _png(shade: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = (b"\x00" + bytes([shade % 256]) * 8) * 8
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
