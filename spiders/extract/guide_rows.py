"""This module recognises a service guide (办事指南) by its rows: a label such as 办理依据 and a text beside or below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set

from auditor.model.page import Region
from spiders.extract.document import compact
from spiders.extract.lines import SEPARATOR, Line
from spiders.extract.reading import Reading

_OF = (
    "(?:申请|申办|办理|受理|申报|审批|审查|许可|实施|服务|业务|提交|所需|应?提交的?|准予批准的?|承诺|法定|办结){0,3}的?"
)
# What only a guide says; addresses, hours and telephones stand in many pages.
_OWN = {
    "basis": rf"(?:设定|法律|法律法规|政策|法规)?{_OF}依据",
    "condition": rf"{_OF}(?:条件|资格)",
    "material": rf"{_OF}(?:材料|资料|要件)(?:清单|目录|名称)?",
    "process": rf"{_OF}(?:流程|程序|步骤|环节)(?:图|说明)?",
    "limit": rf"{_OF}(?:时限|期限)",
    "fee": "(?:是否)?收费(?:标准|依据|情况|方式|项目)?(?:及依据|和依据)?",
}
_ALSO = {
    "name": "(?:事项|项目|服务|业务|许可)名称",
    "who": "(?:服务|办理|申请|受理|审批)对象|申请人",
    "office": "(?:实施|受理|办理|审批|决定|承办|责任)(?:机关|机构|部门|单位|主体|科室|处室|窗口)",
    "type": "(?:事项|办件|审批|服务)类型|(?:审批|办理)结果|结果名称",
    "place": "(?:办理|受理|办公|窗口|联系)(?:地点|地址)",
    "hours": "(?:办理|受理|办公|工作|对外办公)时间",
    "phone": "(?:咨询|联系|监督|投诉|监督投诉|办公)(?:电话|方式|渠道)",
    "online": "(?:网上|在线)办理(?:地址|入口)?|办理(?:方式|形式|渠道)",
}
_NUMBER = r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．：:]+)?"
_WORDS = "|".join(f"(?P<{name}>{words})" for name, words in {**_OWN, **_ALSO}.items())
_LABEL = re.compile(rf"{_NUMBER}[\[【]?(?:{_WORDS})[\]】]?(?P<end>[:：]|[\]】]|$)")
# What the labels are made of, each of two characters and more: most lines begin with something else.
_MADE_OF = frozenset(re.findall("[\u4e00-\u9fff]", _NUMBER + _WORDS)) | frozenset("(（)）[【、.．：:0123456789")
_FROM, _OWN_FROM = 4, 2
_MAX_LABEL = 40
_SENTENCE = 10
_AROUND = (Region.NAVIGATION, Region.FOOTER)


def is_guide(reading: Reading) -> bool:
    """Whether a page sets out one service in labelled rows: each label once, for those that come back are of several services."""
    lines = reading.content
    if not lines:
        return False
    after = [*lines[1:], None]
    shown = Counter(name for line, below in zip(lines, after, strict=True) if (name := _row(line, below)))
    if len(shown) < _FROM or len(shown.keys() & _OWN.keys()) < _OWN_FROM:
        return False
    several = sum(count > 1 for count in shown.values())
    return several * 2 < len(shown) and not _has_more(reading, shown.keys())


def _has_more(reading: Reading, shown: Set[str]) -> bool:
    """Whether a label stands on a tab, or without its text where texts are hidden: what such a page shows is not all."""
    visible = {line.index for line in reading.visible_lines}
    hidden = [line for line in reading.lines if line.index not in visible and reading.region(line) not in _AROUND]
    tabs = [line for line in reading.content if line.links and line.link_chars >= len(line.text) - 1]
    if any(len(line.text) >= _SENTENCE for line in hidden):
        tabs = reading.content
    return bool({_label_of(line) for line in (*hidden, *tabs)} - shown - {""})


def _label_of(line: Line) -> str:
    found = _label(compact(line.text[:_MAX_LABEL]))
    return _name(found) if found else ""


def _label(text: str) -> re.Match[str] | None:
    start = text[:2]
    if not _MADE_OF.issuperset(start) and (start.isalpha() or start.isascii()):
        return None
    return _LABEL.match(text)


def _row(line: Line, after: Line | None) -> str:
    """Return which label a line begins with; "" where it has none, or nothing but a list of links stands below it."""
    plain = line.plain if len(line.text) <= _MAX_LABEL else compact(line.text[:_MAX_LABEL])
    found = _label(plain)
    if found is not None:
        inside = line.plain[found.end() :]
    else:
        if len(line.marked) <= _MAX_LABEL and SEPARATOR not in line.marked:
            return ""  # one piece, which was looked at
        first, _, rest = line.marked.strip(SEPARATOR).partition(SEPARATOR)
        head = compact(first[:_MAX_LABEL])
        found = _label(head) if head != plain else None
        if found is None:
            return ""
        inside = compact(first)[found.end() :] + compact(rest)
    if _says(inside):
        return _name(found) if line.link_chars <= len(inside) else ""
    below = after is not None and not line.links and _is_text(after)
    return _name(found) if below else ""


def _name(found: re.Match[str]) -> str:
    return next(name for name, words in found.groupdict().items() if words and name != "end")


def _is_text(line: Line) -> bool:
    starts = _label(compact(line.text[:_MAX_LABEL]))
    return starts is None and line.link_chars * 2 < len(line.text) and _says(line.text)


def _says(text: str) -> bool:
    """Whether there is a word in it, and not a script's place for one."""
    return "{{" not in text and "${" not in text and re.search(r"\w", text) is not None
