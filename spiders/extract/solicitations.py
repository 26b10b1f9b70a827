"""This module reads public solicitations (意见征集): period, state, published result."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from auditor.model.page import NamedLink, Solicitation
from spiders.extract import dates
from spiders.extract.document import compact, squeeze, text_of
from spiders.extract.lines import Line
from spiders.extract.reading import Reading

_SUBJECT = re.compile(
    r"征求.{0,60}意见|意见.{0,6}征集|征集.{0,40}(?:意见|建议)|征求意见|意见征询|征询.{0,30}意见|民意(?:征集|调查)|公开征集|网上征集|草案.{0,20}意见|建议征集|听取.{0,30}意见"
)
_OTHER_SUBJECT = re.compile(
    r"征集.{0,20}(?:作品|素材|线索|供应商|标志|logo|项目|案例|名单|企业|专家|标识|摄影|照片|需求)|(?:结果|采纳情况|反馈情况|情况的?(?:反馈|说明|公告|通报|公示))(?:的?(?:公告|公示|说明))?$",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?:起)?\s*(?:至|到|[-—–~～－]+|－)\s*")
_END_SHORT = re.compile(r"^\s*(?:起)?\s*(?:至|到|[-—–~～－]+)\s*(?:(?P<month>\d{1,2})\s*月)?\s*(?P<day>\d{1,2})\s*日")
_START_LABEL = re.compile(
    r"(?:征集|征求意见|活动|公示)?(?:开始|起始|启动)(?:时间|日期)\s*[:：]?\s*$|起始?日?期?\s*[:：]\s*$"
)
_END_LABEL = re.compile(
    r"(?:征集|征求意见|活动|公示|反馈|意见反馈|提交)?(?:结束|截止|截至|终止)(?:时间|日期)?\s*(?:为|是|到|至)?\s*[:：]?\s*$"
)
_CELL_LABEL = re.compile(r"[\u4e00-\u9fff]{0,6}(?:开始|起始|启动|结束|截止|截至|终止|起止)(?:时间|日期)[:：]?")
_PERIOD_LABEL = re.compile(
    r"(?:征集|征求(?:意见)?|意见征集|反馈|公示|活动|起止|公开征求意见)(?:的)?(?:时间|期限|日期|期|时段)[^。]{0,12}$|期限为?[:：]?$|时间[:：]?$|^\s*自?$|(?:请|于|自|从)[^。]{0,12}$"
)
_BEFORE = re.compile(r"^\s*(?:\d{1,2}[:：时]\d{0,2}分?)?\s*(?:之?前|以前|止|截止|下班前|前将|[(（]星期.[)）]?前)")
_DAYS = re.compile(
    r"(?:期限|时间|期|征求意见|公示)[^。；]{0,16}?(?:为|共|:|：)?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(个?工作日|天|日)(?!前)|(?:自|从)(?:本?(?:公告|通知|公示|发布|刊登)[^。]{0,12}?(?:之日|日)|即日)起\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(个?工作日|天|日)"
)
_LESS = re.compile(r"(?<!不)(?:少于|不足|短于|低于|未满|不满)")  # speaks of the normal period, does not set one
_STATUS = re.compile(
    r"^[【\[（(]?(?:征集)?(?:状态\s*[:：]?\s*)?(?P<status>进行中|征集中|正在征集|正在进行|征求中|已结束|已截止|已归档|未开始|已反馈|已完成|征集结束|已过期|结束|截止|已办结|已关闭)[】\]）)]?$"
)
_STATUS_LABEL = re.compile(r"(?:征集|当前|活动|目前)?状态\s*[:：\x1f\s]+(?P<status>[\u4e00-\u9fff]{2,6})")
_FEEDBACK = re.compile(
    r"(?:意见|建议|征集|征求|结果|公众)?(?:采纳|反馈)(?:情况|结果|意见|说明|公告|信息)|(?:征集|征求意见|意见征集)(?:的)?(?:结果|情况)(?:反馈|公布|公示|公开|说明)?|结果(?:反馈|公布|公示|公开)|意见反馈情况|反馈公告"
)
_ASKS = re.compile(
    r"反馈(?:方式|渠道|途径|时间|表|至|到|邮箱|电话|地址|截止)|(?:意见|建议)反馈(?:表|至|给|到|方式|渠道)|请.{0,30}反馈|如有.{0,40}反馈|可.{0,30}反馈"
)
_NOTHING = re.compile(r"^(?:暂无|无|暂未|尚未|没有|待|正在).{0,20}$")
_SHORT_REASON = re.compile(
    r"[^。；;\n]*(?:缩短|少于\s*(?:30|三十)|不足\s*(?:30|三十)|短于|低于\s*(?:30|三十)|压缩|未满\s*(?:30|三十))[^。；;\n]*|(?:因|由于|鉴于)[^。；;\n]{0,60}(?:时间紧|紧急|时限|尽快|急需|急迫|应急)[^。；;\n]*"
)
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}


def read_solicitation(
    reading: Reading, title: str | None, published: str | None, lines: list[Line]
) -> Solicitation | None:
    """Return what a solicitation page says of itself; None for pages that solicit no opinions."""
    name = title or ""
    if not _SUBJECT.search(name) or _OTHER_SUBJECT.search(name):
        return None
    start, end = _period(reading, lines, published)
    feedback, told = _result(reading)
    text = "\n".join(line.text for line in lines)
    reason = _SHORT_REASON.search(text)
    return Solicitation(
        start=start,
        end=end,
        status=_status(reading),
        short_period_reason=squeeze(reason[0]) if reason else "",
        feedback=feedback,
        has_feedback_text=told,
    )


def _period(reading: Reading, lines: list[Line], published: str | None) -> tuple[str | None, str | None]:
    best: tuple[str | None, str | None] = (None, None)
    label = ""
    for line in reading.head_lines:
        text = f"{label}{line.marked}".replace("\x1f", " ")
        label = f"{line.text}：" if _CELL_LABEL.fullmatch(compact(line.text)) else ""  # its value is the next cell
        start, end = _in_text(text)
        if start and end:
            return start, end
        best = (best[0] or start, best[1] or end)
    if best[1] is None:
        best = (best[0] or published, _counted(lines, best[0] or published))
    return (best[0] or published, best[1]) if best[1] else best


def _in_text(text: str) -> tuple[str | None, str | None]:
    moments = dates.find_all(text)
    start: str | None = None
    end: str | None = None
    for number, moment in enumerate(moments):
        head, tail = text[: moment.start], text[moment.end :]
        following = moments[number + 1] if number + 1 < len(moments) else None
        if (
            following
            and _SPAN.fullmatch(
                re.sub(r"[(（].{0,6}[)）]|\d{1,2}[:：时]\d{0,2}分?", "", text[moment.end : following.start])
            )
            and _PERIOD_LABEL.search(head[-24:])
        ):
            return moment.date, following.date
        short = _END_SHORT.match(tail)
        if short and _PERIOD_LABEL.search(head[-24:]):
            month = int(short["month"] or moment.date[5:7])
            return moment.date, f"{moment.date[:4]}-{month:02d}-{int(short['day']):02d}"
        if _END_LABEL.search(head) or _BEFORE.match(tail):
            end = end or moment.date
        elif _START_LABEL.search(head):
            start = start or moment.date
    return start, end


def _counted(lines: list[Line], start: str | None) -> str | None:
    """The end of a period that is given as a number of days from its start; working days are left to the rules."""
    if start is None:
        return None
    for line in lines:
        match = _DAYS.search(line.text)
        if match and not _LESS.search(match[0]) and "工作日" not in (match[2] or match[4] or ""):
            days = _number(match[1] or match[3])
            if days:
                return (dt.date.fromisoformat(start) + dt.timedelta(days=days)).isoformat()
    return None


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _NUMERALS.get(text, 0)
    return (_NUMERALS.get(tens, 1) * 10) + _NUMERALS.get(ones, 0)


def _status(reading: Reading) -> str:
    for line in reading.head_lines:
        if len(line.text) > 120:
            continue
        match = _STATUS.match(compact(line.text)) or _STATUS_LABEL.search(line.marked)
        if match:
            return match["status"]
        for piece in line.pieces:
            match = _STATUS.match(compact(piece))
            if match and len(line.pieces) > 1:
                return match["status"]
    return ""


def _result(reading: Reading) -> tuple[tuple[NamedLink, ...], bool]:
    links: dict[str, NamedLink] = {}
    told = False
    content = reading.content
    for position, line in enumerate(content):
        if not _FEEDBACK.search(line.text):
            continue
        for anchor in line.links:
            text = text_of(anchor)
            href = reading.document.link(anchor.get("href"))
            if _FEEDBACK.search(text) and not _ASKS.search(text) and href:
                links.setdefault(href, NamedLink(text, href))
        if _states(line):
            told = True
        elif len(line.text) <= 24 and not line.links and not _ASKS.search(line.text):
            told = told or _says_something(content[position + 1 : position + 4])
            for anchor in (a for after in content[position + 1 : position + 4] for a in after.links):
                href = reading.document.link(anchor.get("href"))
                if href and "意见" in text_of(anchor):
                    links.setdefault(href, NamedLink(text_of(anchor), href))
    return tuple(links.values()), told


def _states(line: Line) -> bool:
    """A sentence that reports the result: 截至…共收到意见 3 条，采纳 2 条."""
    return bool(
        re.search(r"(?:共|未)?(?:收到|征集到|收集).{0,20}(?:意见|建议)|采纳.{0,12}(?:条|情况如下)|未收到", line.text)
    ) and not _ASKS.search(line.text)


def _says_something(lines: list[Line]) -> bool:
    first: Iterator[str] = (line.text for line in lines if len(line.text) >= 4)
    text = next(first, "")
    return len(text) >= 8 and not _NOTHING.match(text)
