"""`auditor init` on a homepage that is a frameset: the navigation stands in the frames."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from auditor.cli.main import run
from tests.serving import serve

HEAD = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{}</title></head><body>'
COLUMNS = {"tzgg": "通知公告", "gzdt": "工作动态", "zcwj": "政策文件"}
LIST = '<table><tr><td>当前位置：<a href="/main.htm">首页</a> -&gt; {}</td></tr></table><table>{}</table></body></html>'
ROW = '<tr><td><a href="/info/{0}/{1}.htm">关于第{1}号事项有关情况的说明</a></td><td>2026-02-0{1}</td></tr>'


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_bytes(text.encode("gb18030"))


def test_columns_of_a_frameset_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    site.mkdir()
    frames = '<frameset rows="90,*"><frame src="top.htm"><frame src="main.htm" name=main></frameset></html>'
    _write(site, "index.html", HEAD.format("临江市水务局").replace("<body>", "") + frames)
    menu = "".join(f'<td><a href="{key}.htm" target=main>{name}</a></td>' for key, name in COLUMNS.items())
    _write(site, "top.htm", HEAD.format("top") + f"<table><tr>{menu}</tr></table></body></html>")
    _write(site, "main.htm", HEAD.format("main") + "<p>欢迎访问临江市水务局网站，请从上方栏目进入。</p></body></html>")
    for key, name in COLUMNS.items():
        rows = "".join(ROW.format(key, n) for n in range(1, 5))
        _write(site, f"{key}.htm", HEAD.format(name) + LIST.format(name, rows))
    monkeypatch.chdir(tmp_path)
    with serve(site) as base:
        assert run(["init", base, "--out", "drafted.toml"]) == 0
    drafted = tomllib.loads(Path("drafted.toml").read_text(encoding="utf-8"))
    assert {c["name"]: c["kind"] for c in drafted["site_columns"]} == {
        "通知公告": "notice",
        "工作动态": "news",
        "政策文件": "policy",
    }
