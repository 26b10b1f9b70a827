"""This module knows what personal numbers look like in Chinese text, and masks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# Full-width digits are read as digits; the text keeps its length, so that places stay places.
_NARROW = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９Ｘｘ", "0123456789Xx", strict=True)}
_BEFORE = r"(?<![0-9A-Za-z*＊×])"
_AFTER = r"(?![0-9A-Za-z*＊×])"
_ID = re.compile(rf"{_BEFORE}\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[\dXx]{_AFTER}")
# Part of an address, a file name or a serial number (a/138….html, 2021-138…-01) it is no telephone number.
_APART = r"(?<![A-Za-z][-/_=.])(?<![0-9][-_=.])"
_ALONE = r"(?![-_=.][0-9A-Za-z])"
# Behind a name it is one even where a file is called so: 李某某138….docx
_IN_FILE_NAME = r"(?<=[\u4e00-\u9fff])1[3-9]\d{9}(?=\.[A-Za-z]{2,5}(?![0-9A-Za-z]))"
_MOBILE = re.compile(
    rf"{_BEFORE}{_APART}(?:\+?86[ -]?)?1[3-9]\d(?:\d{{8}}|[ -]\d{{4}}[ -]\d{{4}}){_AFTER}{_ALONE}|{_IN_FILE_NAME}"
)
_CARD = re.compile(rf"{_BEFORE}{_APART}(?:\d{{16,19}}|\d{{4}}(?: \d{{4}}){{3}}(?: \d{{1,3}})?){_AFTER}{_ALONE}")
# Where one of these numbers may stand at all: the patterns themselves look at every character, which for a site is a lot.
_WIDE = re.compile("[０-９Ｘｘ]")
_RUN = re.compile(r"[+\d][\d -]{9,}")
_MARGIN = 3  # the X of an identity number and what must not follow a number
_ANY = re.compile(r"\d(?:[ -]?\d){9,}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# GB/T 2260: the first two digits of the region.
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
# Issuer ranges of mainland cards: UnionPay 62, the older 4/5/6 ranges of debit and credit cards.
_ISSUERS = re.compile(r"^(62|60|4[0-9]|5[1-5]|9558|955[0-9]{2}|690755|68)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text: where it stands and its digits alone."""

    start: int
    end: int
    digits: str


def id_numbers(text: str) -> Iterator[Number]:
    """Yield the complete 18-digit identity numbers: region, birth date and check digit are valid.

    >>> [n.digits for n in id_numbers("证号 11010519491231002X，11010519491231002*")]
    ['11010519491231002X']
    """
    for number in _find(_ID, text):
        if is_id_number(number.digits):
            yield number


def is_id_number(digits: str) -> bool:
    """Say whether 18 characters are an identity number (GB 11643)."""
    total = sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True))
    return bool(_PROVINCES.match(digits)) and _CHECK[total % 11] == digits[17].upper() and _is_birthday(digits[6:14])


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2099
    except ValueError:
        return False


def mobile_numbers(text: str) -> Iterator[Number]:
    """Yield the complete mobile numbers that are no part of a longer number or of an address.

    >>> [n.digits for n in mobile_numbers("电话13800138000、138****8000、订单2013800138000")]
    ['13800138000']
    >>> [n.digits for n in mobile_numbers("李某某13800138000.docx、a/13800138000.docx")]
    ['13800138000']
    """
    for number in _find(_MOBILE, text):
        yield Number(number.start, number.end, number.digits[-11:])


def bank_cards(text: str) -> Iterator[Number]:
    """Yield numbers of bank-card length, issuer range and Luhn check digit.

    >>> [n.digits for n in bank_cards("卡号 6222021234567890128，6222021234567890123")]
    ['6222021234567890128']
    """
    for number in _find(_CARD, text):
        if _ISSUERS.match(number.digits) and _luhn(number.digits) and len(set(number.digits)) > 3:
            yield number


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (2 if n % 2 else 1) for n, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _find(pattern: re.Pattern[str], text: str) -> Iterator[Number]:
    plain = text.translate(_NARROW) if _WIDE.search(text) else text
    for run in _RUN.finditer(plain):
        for match in pattern.finditer(plain, run.start(), run.end() + _MARGIN):
            yield Number(match.start(), match.end(), re.sub(r"[^0-9Xx]", "", match[0]))


def mask(text: str) -> str:
    """Return ``text`` with every personal number masked; what a report shows never repeats one.

    >>> mask("张某 13800138000")
    '张某 138****8000'
    """
    if not _ANY.search(text):
        return text
    for numbers, head, tail in ((id_numbers, 6, 0), (bank_cards, 6, 4), (mobile_numbers, 3, 4)):
        for number in reversed(list(numbers(text))):
            hidden = (
                number.digits[:head]
                + "*" * (len(number.digits) - head - tail)
                + number.digits[len(number.digits) - tail :]
            )
            text = text[: number.start] + hidden + text[number.end :]
    return text
