"""This module reads what offices type: dates in any spelling, and the words they use for a status."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from auditor.model.claim import ClaimStatus
from reports.view_text import plain
from reports.xlsx_text import read_text

_FULL = re.compile(r"(\d{4}|\d{2})\s*[-/.年,·]\s*(\d{1,2})\s*[-/.月,·]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:前|底|止|之前)?$")
_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"(\d?)十(\d?)")
_SERIALS = range(36_526, 73_051)  # 2000 to 2099
_YEARS = range(2000, 2100)
# A month and day without a year is the next or a recent one, not one of last spring.
_LOOK_BACK = timedelta(days=183)

_STATUS = {
    ClaimStatus.FIXED: "已整改 已完成 完成 整改完成 已整改完成 整改完毕 已整改完毕 已改 已修改 已处理 已修复 已解决 已整改到位",
    ClaimStatus.WORKING: "整改中 正在整改 进行中 处理中 整改进行中 推进中 部分整改 部分完成",
    ClaimStatus.OPEN: "未整改 未完成 未开始 待整改 尚未整改 未处理 没有整改",
    ClaimStatus.APPEAL: "申诉 异议 有异议 申请复核 不属实",
    ClaimStatus.IMPOSSIBLE: "无法整改 不能整改 无法完成 无法处理 不具备整改条件",
}
_BY_WORD = {word: status for status, words in _STATUS.items() for word in words.split()}


def office_text(value: object) -> str:
    """Return what an office typed, as text.

    >>> office_text(138.0), office_text(None), office_text(" 甲\\u202e ")
    ('138', '', '甲')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return plain(read_text(str(value))).strip()


def read_status(text: str) -> ClaimStatus | None:
    """Return the status that a word means, None where it is none we know.

    >>> read_status("已 整改。").value, read_status("再说") is None
    ('已整改', True)
    """
    return _BY_WORD.get(re.sub(r"[\s。.,;!、:()]+", "", _half_width(text)))


def read_date(value: object, as_of: date | None, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """Return the day a cell means, None where it means none for certain.

    >>> read_date("2024年3月1日", None).isoformat(), read_date("3月1日", date(2024, 2, 1)).isoformat()
    ('2024-03-01', '2024-03-01')
    """
    if isinstance(value, datetime):
        return _sure(value.year, value.month, value.day)
    if isinstance(value, date):
        return _sure(value.year, value.month, value.day)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _number(value, epoch)
    return _spelled(_digits(read_text(str(value))), as_of, epoch)


def _number(value: float, epoch: datetime) -> date | None:
    whole = int(value)
    if whole in _SERIALS:
        moment = from_excel(whole, epoch)
        return moment.date() if isinstance(moment, datetime) else None
    match = _COMPACT.fullmatch(str(whole)) if value == whole else None
    return _sure(*map(int, match.groups())) if match else None


def _spelled(text: str, as_of: date | None, epoch: datetime) -> date | None:
    if text.isdigit() and len(text) == 5:
        return _number(int(text), epoch)
    if match := _FULL.match(text) or _COMPACT.match(text):
        year, month, day = map(int, match.groups())
        return _sure(year + 2000 if year < 100 else year, month, day)
    if (match := _MONTH_DAY.match(text)) and as_of is not None:
        return _nearest(int(match[1]), int(match[2]), as_of)
    return None


def _nearest(month: int, day: int, as_of: date) -> date | None:
    this_year = _sure(as_of.year, month, day)
    if this_year is not None and this_year >= as_of - _LOOK_BACK:
        return this_year
    return _sure(as_of.year + 1, month, day)


def _sure(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _digits(text: str) -> str:
    """Return a text with Chinese and full-width digits as digits: 二〇二四年三月十五日 is 2024年3月15日."""
    plain_digits = _half_width(text).strip().translate(_CHINESE)
    return _TENS.sub(lambda m: f"{m[1] or '1'}{m[2] or '0'}", plain_digits)


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
