"""This module finds required elements in a text: by label with a value behind it, or by what only that element says.

A label counts at the start of a line or cell; an empty one ("办公地址:" and nothing behind) is no element.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

PHONE = (
    r"(?<![\d-])(?:\(?0\d{2,3}\)?[\s\-—–]*)?[1-9]\d{6,7}(?!\d)|(?<!\d)1[2-9]\d{3}(?!\d)|(?<!\d)1[3-9]\d[\d*]{8}(?!\d)"
)
_TO = r"\s*(?:至|到|—|–|-|~)+\s*"
_CLOCK = r"\d{1,2}[:时点]\d{0,2}分?"
HOURS = rf"(?:周|星期|礼拜)[一1]{_TO}(?:周|星期|礼拜)?[五六日5]|{_CLOCK}{_TO}(?:上午|下午)?\s*{_CLOCK}"
STREET = (
    r"(?<!网站)(?<!网页)地址 ?: ?[^\n:]{2,40}?(?:[路街巷]|\d+号)"  # also behind the office's name: 江滨市林业局地址:…
)
_NUMBERING = r"(?:[(\[]?[一二三四五六七八九十\d]{1,3}[)\]、..]+\s*)*"
# A label stretched to the width of the others: 传  真:
_SPACED = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){1,3}(?= ?:)|^[\u4e00-\u9fff](?: [\u4e00-\u9fff]){1,3}$",
    re.MULTILINE,
)
_OTHER_LABELS = (
    "收费(?:标准|依据|情况)?|(?:承诺|法定|办理|办结)(?:时限|期限)|受理(?:单位|机构)|实施(?:机关|主体)|服务对象|监督(?:电话|投诉)|投诉(?:电话|渠道)|"
    "(?:联系|咨询|办公|值班|举报)?电话|传真(?:号码)?|(?:电子)?邮箱|电子邮件|(?:办公|工作|受理)时间|联系方式|邮政编码|邮编|办件类型|审批结果|结果名称|联系人|备注|附件|名称|网址"
)


@dataclass(frozen=True, slots=True)
class Element:
    """An element: the words that label it, and what gives it away anywhere in the text ("" = only the label does)."""

    label: str
    anywhere: str = ""


def plain(text: str) -> str:
    """Return the text in NFKC form, white space squeezed line by line, no empty lines."""
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in unicodedata.normalize("NFKC", text).split("\n"))
    return _SPACED.sub(lambda m: m[0].replace(" ", ""), "\n".join(line for line in lines if line))


def found_elements(text: str, elements: Mapping[str, Element]) -> set[str]:
    """Return the names of the elements that a text has (the text as ``plain`` gives it)."""
    words = tuple(e.label for e in elements.values() if e.label)
    stops = [(m.start(), m.end()) for m in _any_label(words).finditer(text)]
    return {name for name, element in elements.items() if _has(text, element, stops)}


def named_elements(text: str, elements: Mapping[str, Element]) -> set[str]:
    """Return the names of the elements whose label a text has, whether or not a text stands behind it."""
    return {name for name, element in elements.items() if element.label and _label(element.label).search(text)}


def _has(text: str, element: Element, stops: Iterable[tuple[int, int]]) -> bool:
    if element.anywhere and re.search(element.anywhere, text, re.IGNORECASE):
        return True
    if not element.label:
        return False
    for match in _label(element.label).finditer(text):
        following = min((start for start, _ in stops if start >= match.end()), default=len(text))
        if re.search(r"[\w@]", text[match.end() : following]):
            return True
    return False


@lru_cache(maxsize=256)
def _label(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s|;。,)\]】])){_NUMBERING}[【\[]?(?:{words})(?:[^\n:。,;】\]]{{0,6}}?)\s*(?:[:】\]]+|(?=[\s(])|$)",
        re.MULTILINE | re.IGNORECASE,
    )


@lru_cache(maxsize=64)
def _any_label(words: tuple[str, ...]) -> re.Pattern[str]:
    return _label("|".join((*words, _OTHER_LABELS)))
