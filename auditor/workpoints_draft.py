"""This module drafts a work-points file from another year's text: numbered points, proposed rules, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.items import Array

from auditor.workpoints_text import read_lines

# What a sentence speaks of -> the rules that show it. Proposals: the draft says so, a person confirms or strikes them out.
PROPOSALS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"五公开|决策、执行、管理、服务|全过程公开", ("CAT09",)),
    (r"主动公开.{0,8}目录|公开事项|标准目录|目录清单|事项清单|基层政务公开", ("CAT02", "CAT03", "CAT12")),
    (r"权责清单|权力清单|责任清单", ("CAT11",)),
    (r"公开指南", ("CAT04",)),
    (r"公开平台|公开专栏|专栏建设|法定主动公开", ("CAT01", "CAT02", "CAT03")),
    (r"年度报告|公开年报", ("CAT05", "CAT06")),
    (r"规范性文件|政策文件|文件公开|集中公开|规章", ("CAT07", "CAT08", "COL03")),
    (r"机构职能|领导信息|机构设置|负责人", ("CAT10",)),
    (r"及时(?:发布|公开|更新)|时效|公开时限", ("CAT08", "COL02", "COL03")),
    (r"解读(?!.{0,6}回应)|政策问答|一图读懂|图解|起草.{0,3}解读", ("INT01", "INT02", "INT03", "INT04", "INT05")),
    (r"解读形式|多样化解读|图解|视频|动漫", ("INT07",)),
    (r"栏目|版块|板块|信息更新|内容更新|内容保障|常态化更新|日常维护", ("COL01", "COL02", "COL03", "COL04", "COL05")),
    (r"空白栏目|僵尸栏目", ("COL05",)),
    (r"错链|断链|死链|链接|附件|技术问题|运行维护|可用性", ("LNK01", "LNK03", "LNK04", "LNK05", "LNK06", "LNK07")),
    (r"错别字|错敏|表述错误|内容审核|三审三校|意识形态", ("TXT01",)),
    (r"个人隐私|个人信息|脱敏|去标识|隐私保护", ("PRV01", "PRV02", "PRV03")),
    (r"留言|咨询|来信|信箱|答复|网民", ("IAC01", "IAC02", "IAC03")),
    (r"征求意见|意见征集|民意征集|公众参与|听证", ("IAC05", "IAC06", "IAC07")),
    (r"接待日", ("IAC08",)),
    (r"办事指南|办事服务|服务事项|政务服务|一网通办", ("SVC01", "SVC02")),
    (r"新媒体|微信|微博|两微一端|公众号", ("MED01",)),
    (r"找错|纠错", ("IDN02",)),
    (r"标识码|备案|底部|网站标识", ("IDN01", "IDN04")),
    (r"域名", ("IDN03",)),
    (r"网页设计规范|页面标签|元数据|标签", ("TAG01", "TAG02", "TAG03")),
    (r"IPv6|IPV6", ("AVL03",)),
    (r"网络安全|安全防护|稳定运行|安全运行", ("AVL01", "AVL02", "LNK08")),
    (r"规划|人事|招考|任免", ("COL04",)),
)
_MANUAL = "由人工核查：请写明查看什么材料、看到什么算符合。"
_CONFIRM = "待确认：由关键词自动提出，请逐点核对 rules，删去不合适的，补上遗漏的；不能自动核查的写进 manual"


@dataclass(frozen=True, slots=True)
class DraftPoint:
    """A point as it stands in the text."""

    number: str
    sentence: str


# Levels of numbering, the outermost first; the order within a text is learned from their first appearance.
_NUMBERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(r"^(第[一二三四五六七八九十百零]+[章节部分]+)[、.．:：\s]*")),
    ("article", re.compile(r"^(第[一二三四五六七八九十百零\d]+条)[、.．:：\s]*")),
    ("chinese", re.compile(r"^([一二三四五六七八九十百]+)[、.．]\s*")),
    ("bracketed", re.compile(r"^([（(][一二三四五六七八九十]+[）)])[、.．]?\s*")),
    ("firstly", re.compile(r"^([一二三四五六七八九十]+是)(?=.)")),
    ("dotted", re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})[、.．]?(?!\d)\s*")),
    ("arabic", re.compile(r"^(\d{1,2})[、.．](?!\d)\s*")),
    ("arabic-bracketed", re.compile(r"^([（(]\d{1,2}[）)]|\d{1,2}[）)])[、.．]?\s*")),
    ("circled", re.compile(r"^([①-⑳])\s*")),
)
_HEADING_CHARS, _ADDRESS_CHARS = 40, 14


def draft(source: str | Path) -> str:
    """Return the TOML draft of a work-points text: a file (txt, html, docx) or the text itself.

    Raises ConfigError where the file cannot be read or holds no text.
    """
    lines = read_lines(source)
    title, body = _title(lines)
    year = re.search(r"(20\d{2})\s*年", title) or re.search(r"(20\d{2})\s*年", "".join(body[:5]))
    return _toml(title, int(year[1]) if year else 0, tuple(points(body)))


def _title(lines: list[str]) -> tuple[str, list[str]]:
    """Take the first short line that names work points as the title; what stands above it is no point."""
    for n, line in enumerate(lines[:40]):
        if len(line) <= 60 and re.search(r"(要点|方案|计划|安排|任务|意见)(的通知)?$", line) and not _split(line)[0]:
            return line, lines[n + 1 :]
    return lines[0], lines[1:] if len(lines) > 1 else lines


def points(lines: Iterable[str]) -> Iterator[DraftPoint]:
    """Split paragraphs into points: headings only lend their number; unnumbered paragraphs are counted below their heading."""
    path: list[tuple[str, str]] = []
    loose = 0
    split = [_split(line) for line in lines]
    for (kind, number, rest), following in zip(split, [*(kind for kind, _, _ in split[1:]), "end"], strict=True):
        if kind:
            path = [*_above(path, kind), (kind, number)]
            loose = 0
        opens = following not in ("end", *(k for k, _ in path))  # what follows lies below this line, not beside it
        if (opens and _is_heading(rest)) if kind else _is_address(rest):
            continue
        loose += not kind
        label = "".join(n for _, n in path)
        yield DraftPoint(label if kind else _paragraph(label, loose), rest)


def _split(line: str) -> tuple[str, str, str]:
    for kind, pattern in _NUMBERS:
        if found := pattern.match(line):
            return kind, _plain(kind, found[1]), line[found.end() :].strip()
    return "", "", line


def _plain(kind: str, number: str) -> str:
    bare = number.strip("（）()")
    if kind in ("bracketed", "arabic-bracketed"):
        return f"（{bare}）"
    return f"{bare}、" if kind == "chinese" else bare


def _above(path: list[tuple[str, str]], kind: str) -> list[tuple[str, str]]:
    """Return the numbers above a point of this kind: a kind that is on the path already closes what stands below it."""
    kinds = [k for k, _ in path]
    return path[: kinds.index(kind)] if kind in kinds else path


def _is_heading(text: str) -> bool:
    """Say whether a numbered line only names what follows: short, and one sentence at most."""
    bare = text.rstrip("。；;：:")
    return len(bare) <= _HEADING_CHARS and not re.search(r"[。；;]", bare)


def _is_address(text: str) -> bool:
    """Say whether an unnumbered line is a salutation, a signature or a date."""
    return len(text) <= _ADDRESS_CHARS and not text.endswith(("。", "；", ";", "！"))


def _paragraph(label: str, count: int) -> str:
    return f"{label}第{count}段" if label else f"第{count}段"


def propose(sentence: str) -> tuple[str, ...]:
    """Return the rules that a sentence's words suggest."""
    found = (code for words, codes in PROPOSALS if re.search(words, sentence) for code in codes)
    return tuple(dict.fromkeys(found))


def _toml(title: str, year: int, found: tuple[DraftPoint, ...]) -> str:
    document = tomlkit.document()
    document.add(tomlkit.comment(_CONFIRM))
    document.add(tomlkit.comment("确认后放进 rules/work_points/ 或本单位的标准包，并把 id 写进站点配置的 standards"))
    document.add("id", tomlkit.item(f"work-points-{year or 'draft'}"))
    document.add("title", tomlkit.item(title))
    document.add("issuer", tomlkit.item(_issuer(title)))
    document.add("year", tomlkit.item(year))
    tables = tomlkit.aot()
    for n, point in enumerate(found, start=1):
        tables.append(_table(f"{year or 'draft'}-{n}", point))
    document.add("points", tables)
    return tomlkit.dumps(document)


def _table(key: str, point: DraftPoint) -> tomlkit.items.Table:
    table = tomlkit.table()
    rules = propose(point.sentence)
    table.add("id", key)
    table.add("number", point.number)
    table.add("sentence", point.sentence)
    if rules:
        table.add("rules", _array(rules).comment("待确认"))
    else:
        table.add("manual", tomlkit.item(_MANUAL).comment("待确认"))
    return table


def _array(values: Iterable[str]) -> Array:
    array = tomlkit.array()
    array.extend(values)
    return array


def _issuer(title: str) -> str:
    found = re.search(
        r"([\u4e00-\u9fff]{2,20}?(?:局|厅|委员会|委|政府|办公室|中心|院|部))", re.sub(r"^\d{4}年度?", "", title)
    )
    return found[1] if found else ""
