"""This module finds the title of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spiders.extract.document import Element, ancestors, compact, squeeze, tokens
from spiders.extract.evidence import Candidate
from spiders.extract.heading_facts import title_before
from spiders.extract.labels import CANONICAL, bare_label, bracketed_value
from spiders.extract.lines import SEPARATOR, Line
from spiders.extract.looks import SITE_NAME, TITLE_TAGS, own_look
from spiders.extract.messages import is_message_label
from spiders.extract.reading import Reading

_HEADINGS = {"h1": 1.0, "h2": 0.6, "h3": 0.3, "h4": 0.0, "h5": -0.4, "h6": -0.8}
_NOT_TITLE = re.compile(
    r"^(?:首页|网站首页|(?:网站)?首\s*页\s*[>＞»›].*|.{0,6}更多.{0,3}|当前位置.*|.{0,10}位置[:：]?|(?:今天|现在)是.*|.*您(?:当前)?的位置.*|搜索|登录|注册|无障碍.*|相关(?:链接|新闻|文档|附件|文章).*|附件.*|分享.*|【?字[号体].*|打印.*|关闭.*|返回.*|索引号.*|扫一扫.*|.{0,4}微信.{0,4}|正文|详情|.*离开[“\"].*|公告|温馨提示"
    r"|(?:相关|有关|政策|文件|图文)(?:解读|图解|政策|文件|信息)"
    r"|(?:来信|信件|留言|咨询|诉求|投诉|建议|问题|答复|回复|办理|处理|受理)(?:基本)?(?:信息|内容|情况|结果|详情)"
    r"|(?:相关|推荐|延伸|热点)(?:阅读|推荐|资讯|稿件|报道|信息|内容|政策|解读|专题)[:：]?|联系(?:我们|方式)|友情链接|.{0,4}(?:排行榜?|推荐|热点|点击榜)|来\s*源于?\s*[:：].*|\S+@\S+|https?://\S+|[\d\s()（）—-]+)$"
)
_SUFFIX = re.compile(r"\s*[_|｜–—]+\s*|\s+-+\s*|\s*-{1,2}\s+|-{1,3}(?=[^-]{2,20}(?:网|局|厅|部|委|府|会|院|站|门户)$)")
_MARKUP = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"<br\s*/?>|</p>|</h\d>", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"(?:发布|发表|更新)?(?:时间|日期)\s*[:：]|来\s*源\s*[:：]|(?:19|20)\d\d[-年./]\s*\d{1,2}[-月./]\s*\d{1,2}"
)
# The same, to be found anywhere: alternatives that begin with a character each are searched for much faster.
_DATE_SHOWN = re.compile(
    r"时间\s*[:：]|日期\s*[:：]|来\s*源\s*[:：]|19\d\d[-年./]\s*\d{1,2}[-月./]\s*\d|20\d\d[-年./]\s*\d{1,2}[-月./]\s*\d"
)
_DATED_END = re.compile(
    rf"(?:{SEPARATOR}\s*|[\[【（(]\s*)+(?:19|20)\d\d\s*[-年./]\s*\d{{1,2}}\s*[-月./]\s*\d{{1,2}}日?[\d:：\s]*[\]】）)]?\s*$"
)
_TITLE_LABEL = re.compile(r"(?:信件|来信|留言|咨询|诉求|问题|文件|信息|公文)?(?:标题|主题|名称)")
_DISPLAYED = ("title-tag", "heading", "title-class")
# 2020年2月2日新闻发布会文字实录, 2022年1-11月全市主要经济指标
_DAY_NAMED = re.compile(r"(?:19|20)\d\d年\d{1,2}(?:[-—–~至]\d{1,2})?月(?:\d{1,2}日)?[^:：\d\s]{6,}$")
_BELOW_TEXT = 200  # characters of running text: what stands below it heads something else
_META_NAMES = ("articletitle", "title", "og:title", "dc.title", "contenttitle", "doctitle", "twitter:title")
_SIGNS = re.compile(r"(?:[局厅委部署办]|办公室|委员会|政府|中心)$")  # below a text, above its day: who signs it
_NOWHERE = re.compile(r"\s*(?:#|javascript:\s*(?:void\b.*|;*)$|$)", re.IGNORECASE)
_JOINED = "joined lines"
_MAX_TITLE = 160
_MAX_MISSES = 60
_HEAD_LINES = 800


def read_title(reading: Reading, breadcrumb: tuple[str, ...], labelled: str) -> str | None:
    """Return the title as displayed, else the one that metas or the title element give."""
    hints = _hints(reading, labelled)
    candidates = list(_displayed(reading, breadcrumb, hints))
    candidates += [Candidate(labelled, "doc-field")] if labelled else []
    confirmed = [_confirm(candidate, hints) for candidate in candidates]
    confirmed += _undisplayed(reading, breadcrumb)
    best = reading.weigh("title", confirmed)
    if best is None:
        return None
    reading.notes["title_kind"] = best.kind
    reading.notes["title_line"] = best.extra
    reading.notes["title_end"] = _last_line(reading, best)
    return best.value


def _last_line(reading: Reading, best: Candidate) -> str:
    """Return the number of the line that the title ends in: a headline may be broken over several."""
    if best.note != _JOINED:
        return best.extra
    lines, whole, read = reading.content[:_HEAD_LINES], compact(best.value), ""
    for line in lines[next(n for n, line in enumerate(lines) if str(line.index) == best.extra) :]:
        read += line.plain
        if len(read) >= len(whole):
            return str(line.index)
    return best.extra


def _hints(reading: Reading, labelled: str) -> list[str]:
    document = reading.document
    title = document.page_title or ""
    hints = [labelled, title, _SUFFIX.split(title)[0]]
    hints += [_BREAK.split(document.lower_metas[name])[0] for name in _META_NAMES if name in document.lower_metas]
    names = {compact(document.lower_metas.get("sitename")), compact(document.lower_metas.get("columnname"))}
    plain = [compact(_MARKUP.sub("", hint)) for hint in hints]
    return [hint for hint in plain if hint and hint not in names and not _names_site(reading, hint)]


def _names_site(reading: Reading, text: str) -> bool:
    """Whether a title element gives only the name of the office, which the footer repeats."""
    return bool(SITE_NAME.search(text)) or any(text in line.plain for line in reading.footer_lines)


def _confirm(candidate: Candidate, hints: list[str]) -> Candidate:
    """A line that the page's metas or its title element repeat is far more likely the title."""
    plain = compact(candidate.value)
    bonus = candidate.bonus
    if any(plain == hint for hint in hints):
        bonus += 6.0
    elif len(plain) >= 4 and any(plain in hint for hint in hints):
        bonus += 1.5 + 4.0 * max(len(plain) / len(hint) for hint in hints if plain in hint)
    elif any(len(hint) >= 8 and hint in plain for hint in hints):
        bonus += 2.0
    return Candidate(candidate.value, candidate.kind, bonus, candidate.note, candidate.extra)


def _displayed(reading: Reading, breadcrumb: tuple[str, ...], hints: list[str]) -> Iterator[Candidate]:
    metas = reading.document.lower_metas
    columns = {compact(metas.get("columnname")), compact(metas.get("sitename"))} | {
        compact(n) for n in breadcrumb if len(n) < 12
    }
    lines = reading.content[:_HEAD_LINES]
    running = 0
    looks: _Looks = {}
    dates: dict[int, bool] = {}
    for number, line in enumerate(lines):
        running += len(line.text) if not line.link_chars and ("。" in line.text or "；" in line.text) else 0
        if line.link_chars > 0.6 * len(line.text) and not _own_link(line, looks):
            continue
        text, same_line = _without_date(line)
        if number and _named_by(lines[number - 1], line):
            yield Candidate(text, "doc-field", 1.0 - 0.002 * number, lines[number - 1].text, str(line.index))
        if not 2 <= len(text) <= _MAX_TITLE:
            continue
        looked, bonus = _look(line, looks)
        if not looked and number >= _MAX_MISSES:
            continue
        if looked:
            text, same_line = title_before(line) or (text, same_line)
        kind, plain = looked, line.plain if text is line.text else compact(text)
        after = _next_date(lines, number, dates)
        dated = 2.0 - 0.6 * after if after >= 0 else 2.0 if same_line else 0.0
        if not kind and dated and len(text) >= 6 and text[-1] not in "。；" and not (running and _SIGNS.search(text)):
            kind = "above-date"
        if not kind and len(text) >= 8 and plain in hints:
            kind = "repeated"  # plain type, but the page calls itself so
        if not kind or _NOT_TITLE.match(text) or _is_label(line.text):
            continue
        if not looked and number and _is_value(lines[number - 1], line):
            continue
        if _DATE_LINE.match(text) and not (kind in _DISPLAYED and _DAY_NAMED.match(text)):
            continue
        bonus += dated - (5.0 if plain in columns else 0.0) - 0.002 * number + min(len(text), 20) / 20
        bonus -= 2.5 if running > _BELOW_TEXT else 0.0
        yield Candidate(text, kind, bonus, f"{line.block.tag}.{tokens(line.block)}".strip(), str(line.index))
        if text is line.text:
            yield from _joined(lines, number, kind, bonus)


def _next_date(lines: list[Line], number: int, known: dict[int, bool]) -> int:
    """How many of the lines below one stand above the first that shows a date, if that is one of three; -1 where none is."""
    for gap, below in enumerate(lines[number + 1 : number + 4]):
        place = number + 1 + gap
        if place not in known:
            known[place] = _is_date_line(below.text)
        if known[place]:
            return gap
    return -1


def _is_date_line(text: str) -> bool:
    """Whether a line shows a date, or a label of one or of a source."""
    may = "20" in text or "19" in text
    if not may and (":" in text or "：" in text):
        may = "时间" in text or "日期" in text or "源" in text
    return may and _DATE_SHOWN.search(text) is not None


def _without_date(line: Line) -> tuple[str, bool]:
    """Return a line without the date that stands behind the title in brackets or in an element of its own."""
    if "20" not in line.text and "19" not in line.text or "20" not in line.marked and "19" not in line.marked:
        return line.text, False
    shorter = _DATED_END.sub("", line.marked)
    if shorter == line.marked or _DATE_LINE.match(line.text):
        return line.text, False
    return squeeze(shorter.replace(SEPARATOR, "")), True


def _is_label(text: str) -> bool:
    label = bare_label(text) or ""
    return label in CANONICAL or is_message_label(label) or bracketed_value(text) is not None


def _named_by(before: Line, line: Line) -> bool:
    """Whether a line is the cell beside one that holds only 标题, as in tables of documents and of letters."""
    if len(line.text) < 6 or "题" not in before.text and "称" not in before.text:
        return False
    if _TITLE_LABEL.fullmatch(bare_label(before.text) or "") is None or _is_label(line.text):
        return False
    return _is_value(before, line)


def _is_value(before: Line, line: Line) -> bool:
    """Whether a line is the cell beside one that holds only a label."""
    beside = before.block is not line.block and before.block.getparent() is line.block.getparent()
    return beside and _is_label(before.text)


def _joined(lines: list[Line], number: int, kind: str, bonus: float) -> Iterator[Candidate]:
    """A headline broken over lines of one block is also a candidate as a whole."""
    line = lines[number]
    text = line.text
    for after in lines[number + 1 : number + 4]:
        if after.block is not line.block:
            return
        dated = _is_date_line(after.text)
        parted = title_before(after) if dated else None  # the last line of the title may show them behind it
        if dated and parted is None:
            return
        more = parted[0] if parted else after.text
        text = f"{text}{more}" if kind != "large-type" else f"{text} {more}"
        if len(text) > _MAX_TITLE:
            return
        yield Candidate(text, kind, bonus + 0.8, _JOINED, str(line.index))
        if parted:
            return


def _own_link(line: Line, looks: _Looks) -> bool:
    """A heading may be a link to the page itself, and any title may be a link that leads nowhere."""
    if line.block.tag in _HEADINGS and len(line.links) == 1:
        return True
    return len(line.links) == 1 and _leads_nowhere(line.links[0].get("href")) and _look(line, looks)[0] == "title-class"


def _leads_nowhere(href: str | None) -> bool:
    return _NOWHERE.match(href or "") is not None


_Looks = dict[Element, tuple[bool, bool]]  # whether an element is called a title, and whether it is set in large type


def _look(line: Line, looks: _Looks) -> tuple[str, float]:
    holder = line.holders[0]
    chain, large = [holder, *ancestors(holder, 3)], False
    for depth, node in enumerate(chain):
        tag, look = node.tag, looks.get(node)
        if look is None:
            look = looks[node] = own_look(node)
        if tag in TITLE_TAGS:
            return "title-tag", 0.0
        if tag in _HEADINGS:
            return "heading", _HEADINGS[tag] + (0.8 if look[0] else 0.0)
        if look[0]:
            return "title-class", -0.4 * depth
        large = large or look[1]
        if node is line.block and depth >= 2:
            large = large or any(own_look(above)[1] for above in chain[depth + 1 :])
            break
    return ("large-type" if large else ""), 0.0


def _undisplayed(reading: Reading, breadcrumb: tuple[str, ...]) -> Iterator[Candidate]:
    metas = reading.document.lower_metas
    site = {compact(metas.get("sitename")), compact(metas.get("columnname")), ""}
    for name in _META_NAMES:
        value = squeeze(_MARKUP.sub("", _BREAK.split(metas[name])[0])) if name in metas else ""
        if compact(value) not in site:
            yield Candidate(value, "meta", 0.0 if name == "articletitle" else -1.0, name)
    if breadcrumb:
        yield Candidate(breadcrumb[-1], "breadcrumb", 0.0, "the page's place")
    title = squeeze(_MARKUP.sub("", reading.document.page_title or ""))
    first = next((part for part in _SUFFIX.split(title) if part.strip()), "")
    if first:
        named = compact(first) in site or _names_site(reading, first)
        yield Candidate(
            first,
            "page-title",
            -2.0 if named else 0.0,
            "title element" + (", the site's or the column's name" if named else ""),
        )
