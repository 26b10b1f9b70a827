"""This module finds when an article was published, as its page displays it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spiders.extract import dates
from spiders.extract.document import compact, element_path, text_of
from spiders.extract.evidence import Candidate
from spiders.extract.heading_facts import facts_begin
from spiders.extract.labels import (
    CANONICAL,
    GENERATED,
    PUBLISH,
    TIME,
    UPDATE,
    bare_label,
    labelled_values,
)
from spiders.extract.lines import SEPARATOR, Line
from spiders.extract.reading import Reading

_META_NAMES = (
    "pubdate",
    "publishdate",
    "published",
    "publish_date",
    "article:published_time",
    "og:published_time",
    "firstpublishedtime",
    "publishtime",
    "dc.date",
    "dcterms.created",
    "releasedate",
    "publicationdate",
    "og:release_date",
    "date",
    "createdate",
    "maketime",
)
_SCRIPT_DATE = re.compile(
    r"(?:发布时间|发布日期|发表时间|时间|日期|(?:pub|publish|release|create)\w{0,3}_?(?:time|date)|pubdate|chntime|fbsj|fbrq)"
    r"""[\s"'+>：:=（(]{1,12}(?:<[^>]{0,80}>|["'+\s])*(?=(?:19|20)\d\d)""",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"浏览(?:次数|量|数)?|点击(?:次数|量|数)?|阅读(?:次数|量|数)?|访问量?|作者|编辑|来源|字[号体]|[大中小]|打印|分享|责任|人气|次|时间|日期|[\d\s:：【】\[\]()（）|/,，.·\-–—\x1f]"
)
_LABELS = {
    **dict.fromkeys(TIME, "label-time"),
    **dict.fromkeys(UPDATE, "label-update"),
    **dict.fromkeys(GENERATED, "doc-generated"),
    **dict.fromkeys(PUBLISH, "label-publish"),
}
_IMAGE_LABEL = element_path(
    ".//*[self::img or self::i or self::em or self::span]"
    "[contains(@title,'时间') or contains(@title,'日期') or contains(@alt,'时间') or contains(@alt,'日期')]"
)
_TIME_ELEMENTS = element_path("//time[@datetime or text()] | //publishtime")
_SOURCED = re.compile(r"(?:信息|稿件|文章|内容|新闻)?来源[:：﹕∶]\S{2,24}$")  # 来源：X 2026-10-03
_BEHIND_TITLE = re.compile(rf"(?:{SEPARATOR}\s*|[\[【（(]\s*)+(?:19|20)\d\d[^{SEPARATOR}]{{3,24}}$")
_BLANK = f"{SEPARATOR} \t\r\n\u3000\xa0"
_BELOW_TEXT = 60  # characters of sentences: a lone date below them signs the text
_SHORT_SCRIPT = 2000  # characters
_GOES_ON = re.compile(r"\s*(?:[-~～—–至到]+\s*(?:\d|[上下]午)|[上下]午|晚上|起至)")
_COMPOUND = re.compile(r"[\u4e00-\u9fff](?:时间|日期)$")
_TODAY = ("今天", "今天是", "今日", "今日是", "现在是")
# What happened then is not the page's appearance: 反馈时间, 报名日期, 会议时间.
_EVENT = re.compile(
    r"(?:反馈|答复|截止|截至|结束|开标|报名|考试|施行|实施|生效|失效|废止|会议|活动|发布会)(?:时间|日期)$"
    r"|(?:当前|现在|系统|北京)时间$"
)
# What such a page shows may be all it has, but every other date is better.
_HELD = re.compile(r"(?:访谈|直播)(?:时间|日期)$")


def read_published(reading: Reading, title_line: int | None, fields: dict[str, str]) -> tuple[str | None, str | None]:
    """Return (date, time) of publication."""
    candidates = [
        *_labelled(fields),
        *_shown(reading, title_line),
        *_elements(reading),
        *_scripts(reading),
        *_metas(reading),
    ]
    if not any(c.kind != "meta" for c in candidates):
        address = dates.from_address(reading.document.url)
        candidates += [Candidate(address, "address")] if address else []
    best = reading.weigh("publish_date", candidates)
    if best is None:
        return None, None
    reading.notes["date_kind"] = best.kind
    return best.value, best.extra or _same_day_time(candidates, best)


def _same_day_time(candidates: list[Candidate], best: Candidate) -> str | None:
    """Another displayed copy of the date may show the time (layouts for desktop and mobile)."""
    if best.kind in ("meta", "address"):
        return None
    return next(
        (c.extra for c in candidates if c.value == best.value and c.extra and c.kind not in ("meta", "doc-generated")),
        None,
    )


def _labelled(fields: dict[str, str]) -> Iterator[Candidate]:
    """The metadata table's dates: 发布日期 is the one sought, 生成日期 only where there is no other."""
    for label, kind in (("发布日期", "doc-field"), ("生成日期", "doc-generated")):
        moment = dates.find_first(fields.get(label, ""))
        if moment:
            yield Candidate(moment.date, kind, 0.0, label, moment.time or "")


def meta_date(reading: Reading) -> str | None:
    """Return the date that the metas give."""
    return next((c.value for c in _metas(reading)), None)


def _metas(reading: Reading) -> Iterator[Candidate]:
    metas = reading.document.lower_metas
    for number, name in enumerate(_META_NAMES):
        value = metas.get(name, "")
        moment = dates.find_first(value) if value else None
        if moment:
            yield Candidate(moment.date, "meta", -0.1 * number, name, moment.time or "")
        elif value and (packed := dates.find_packed(value)):
            yield Candidate(packed, "meta", -0.1 * number - 0.5, name)


def _shown(reading: Reading, title_line: int | None) -> Iterator[Candidate]:
    lines, content = reading.head_lines, reading.content_indexes
    title_end = int(reading.notes.get("title_end") or -1)
    running = 0
    for position, line in enumerate(lines):
        if "。" in line.text and not line.link_chars and line.index in content:
            running += len(line.text)
        if "日期" in line.text or "时间" in line.text:
            yield from _written_behind(line, title_line, reading.document.scripts)
        if "20" not in line.text and "19" not in line.text:
            continue
        if line.index not in content and not near(line, title_line):
            continue
        moments = dates.find_all(line.marked.replace(SEPARATOR, " "))
        if not moments:
            yield from _split(line, title_line)
            continue
        if line.index == title_line and _BEHIND_TITLE.search(line.marked):
            yield Candidate(moments[-1].date, "bare", 0.0, line.text[:60], moments[-1].time or "")
            continue
        facts = facts_begin(line) if title_line is not None and title_line <= line.index <= title_end else None
        for number, moment in enumerate(moments):
            before = lines[position - 1] if position else None
            kind = _kind(line, moment, before, number)
            if facts is not None and moment.start >= facts and kind in ("", "signature"):
                kind, facts = "bare", None  # the first one behind the title
            if kind == "bare" and running > _BELOW_TEXT:
                kind = "signature"
            if kind:
                yield Candidate(moment.date, kind, nearness(line, title_line), line.text[:60], moment.time or "")


def _written_behind(line: Line, title_line: int | None, scripts: tuple[str, ...]) -> Iterator[Candidate]:
    """A label without a value whose date a script beside it writes."""
    written = written_moment(line, scripts)
    if written is not None:
        label, moment = written
        yield Candidate(moment.date, _LABELS[label], nearness(line, title_line), line.text[:60], moment.time or "")


def written_moment(line: Line, scripts: tuple[str, ...] = ()) -> tuple[str, dates.Moment] | None:
    """Return (label, date) of a line whose date only a script beside its label knows."""
    if "日期" not in line.text and "时间" not in line.text or len(line.text) > 200:
        return None
    empty = [f.label for f in labelled_values(line) if f.label in _LABELS and not f.value.strip(_BLANK)]
    if not empty:
        return None
    found = (dates.find_first(script.text or "") for script in line.block.iter("script"))
    moment = next((moment for moment in found if moment), None) or _filled_in(line, scripts)
    return (empty[0], moment) if moment else None


def _filled_in(line: Line, scripts: tuple[str, ...]) -> dates.Moment | None:
    """The one date of a short script that names an empty element of the line."""
    names = [e.get("id") or "" for e in line.block.iter("span", "em", "i", "b", "font") if not text_of(e)]
    for script in scripts:
        if len(script) < _SHORT_SCRIPT and any(
            f'"{name}"' in script or f"'{name}'" in script for name in names if name
        ):
            found = [
                moment for moment in dates.find_all(script) if script[moment.start - 1 : moment.start] in ("'", '"')
            ]
            if found and len({moment.date for moment in found}) == 1:
                return found[0]
    return None


def near(line: Line, title_line: int | None) -> bool:
    """Whether a line stands close below the title."""
    return title_line is not None and 0 < line.index - title_line <= 4


def _split(line: Line, title_line: int | None) -> Iterator[Candidate]:
    if not near(line, title_line) or len(line.text) > 30:
        return
    moment = dates.find_split(line.text)
    if moment:
        yield Candidate(moment.date, "bare", nearness(line, title_line) - 1.0, line.text)


def nearness(line: Line, title_line: int | None) -> float:
    """What stands just below the title speaks of the article; what stands far from it hardly does."""
    if title_line is None:
        return -0.02 * line.index
    distance = line.index - title_line
    if distance < 0:
        return -0.4 - min(-distance, 40) * 0.05
    return 1.5 - min(distance, 60) * 0.12


def _kind(line: Line, moment: dates.Moment, before: Line | None, number: int) -> str:
    text = line.marked.replace(SEPARATOR, " ")
    head = compact(text[: moment.start]).rstrip("：:﹕∶】]）)>-·")
    if head.endswith(_TODAY):
        return ""
    for size in (6, 5, 4, 2, 3):
        word = head[-size:]
        if word in _LABELS and len(word) == size:
            return _of_label(_LABELS[word], word, text, moment) if len(line.text) < 300 else ""
    if before is not None and not head:
        label = bare_label(before.text)
        if label in _LABELS and (before.text.rstrip()[-1] in ":：" or _beside(before, line)):
            return _LABELS[label]
        if (label in CANONICAL or _HELD.search(label or "")) and _beside(before, line):
            return "signature"  # the value of another field: the day of signing, of coming into force
    if _image_labelled(line):
        return "image-label"
    if len(line.text) <= 60 and line.link_chars < 8 and number == 0:
        rest = _NOISE.sub("", dates.FULL.sub("", text))
        if len(rest) <= 14:
            return "bare" if not rest or len(head) <= 12 or _SOURCED.match(head) else "signature"
    return "signature" if len(line.text) <= 20 else ""


def _beside(before: Line, line: Line) -> bool:
    """Whether a line is the cell or the dd beside one that holds a label."""
    return before.block is not line.block and before.block.getparent() is line.block.getparent()


def _of_label(kind: str, word: str, text: str, moment: dates.Moment) -> str:
    """Tell the time of publication from that of an event in the text: 时间：3月4日9:00-12:00, 复试时间：4月25日."""
    if kind != "label-time":
        return kind
    if _GOES_ON.match(text, moment.end):
        return ""
    head = text[: moment.start].rstrip(" \xa0\u3000：:﹕∶】]）)>-·")
    if _EVENT.search(head):
        return ""
    if _HELD.search(head):
        return "signature"
    return "label-update" if word in ("时间", "日期") and _COMPOUND.search(head) else kind


def _image_labelled(line: Line) -> bool:
    node = line.block
    return len(line.text) < 40 and bool(_IMAGE_LABEL(node))


def _elements(reading: Reading) -> Iterator[Candidate]:
    if not reading.has_times:
        return
    for element in _TIME_ELEMENTS(reading.document.root):
        around = reading.regions.of(element)
        if around.hidden_by or around.region.value in ("navigation", "footer", "list"):
            continue
        moment = dates.find_first(element.get("datetime") or "") or dates.find_first(text_of(element))
        if moment:
            yield Candidate(moment.date, "time-element", 0.0, str(element.tag), moment.time or "")


def _scripts(reading: Reading) -> Iterator[Candidate]:
    for script in reading.document.scripts:
        if len(script) > 100_000 or ("20" not in script and "19" not in script):
            continue
        for match in _SCRIPT_DATE.finditer(script):
            moment = dates.find_first(script[match.end() : match.end() + 24])
            if moment:
                yield Candidate(moment.date, "script", 0.0, match[0][:40], moment.time or "")
                break
