"""The bytes decide, whatever is declared."""

from __future__ import annotations

import codecs

import pytest

from spiders.extract import read
from spiders.extract.encoding import decode

TEXT = "<html><head><title>政府信息公开</title></head><body>江滨市林业局关于做好工作的通知，请各单位认真执行。</body></html>"


@pytest.mark.parametrize(
    ("body", "content_type", "name"),
    [
        (TEXT.encode(), "", "utf-8"),
        (TEXT.encode(), "text/html; charset=gbk", "utf-8"),
        (TEXT.encode("gb18030"), "", "gb18030"),
        (TEXT.encode("gb18030"), "text/html; charset=utf-8", "gb18030"),
        (TEXT.encode("gb18030"), "text/html; charset=GB2312", "gb18030"),
        (codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=gb2312", "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "", "utf-16-le"),
        (TEXT.encode("utf-16-le"), "", "utf-16-le"),
        (TEXT.encode("utf-16-be"), "text/html; charset=utf-8", "utf-16-be"),
        (TEXT.encode()[:-40].replace(b"<head>", b"<he\x00ad>"), "charset=nonsense", "utf-8"),
        (TEXT.encode() + "行".encode()[:2], "", "utf-8"),
    ],
)
def test_decode(body: bytes, content_type: str, name: str) -> None:
    """Marks, wrong declarations, none at all, cut characters and zero bytes."""
    text, encoding = decode(body, content_type)
    assert encoding == name
    assert "政府信息公开" in text
    assert "\x00" not in text
    assert read(body, "", content_type=content_type).page_title == "政府信息公开"
