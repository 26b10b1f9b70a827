"""This module knows the words that label facts on Chinese government pages, and reads labelled values from lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from spiders.extract.document import compact, squeeze
from spiders.extract.lines import SEPARATOR, Line


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The 公文 metadata table: what each heading is called on pages. Three dates are kept apart: when the document was signed
# (成文), when the record was made (生成), when it was published (发布).
_DOC_WORDS: dict[str, str] = {
    "索引号": "索引号 索引号码 信息索引号 公开索引号 信息索引 索引编号 索引码 信息索取号 索取号",
    "发文机关": (
        "发文机关 发文单位 发布机构 发文机构 制发机关 发布机关 发布单位 公开机构 发文部门 制定机关 公开主体 "
        "印发机关 发布部门 公开单位 公开部门 责任部门 发文主体 制发单位 信息提供单位 制定单位 公开机关 "
        "所属机构 公开责任部门 颁布单位 印发单位 发文机关名称"
    ),
    "成文日期": (
        "成文日期 成文时间 发文日期 发文时间 印发日期 印发时间 签发日期 签署日期 制发日期 颁布日期 落款日期 签发时间"
    ),
    "生成日期": "生成日期 生成时间 信息生成日期 形成日期 产生日期 信息生成时间",
    "发布日期": (
        "发布日期 发布时间 公开日期 公开时间 公布日期 信息发布日期 发布时间日期 公示日期 公布时间 "
        "信息公开日期 网站发布日期 信息发布时间 发表日期 上网日期"
    ),
    "标题": "标题 名称 信息名称 文件名称 公文名称 文件标题 信息标题 公文标题",
    "发文字号": (
        "发文字号 文号 发文号 文件编号 文件号 公文号 公文文号 文件文号 文件字号 发文文号 发布文号 公文字号 "
        "发文编号 文件编码 发文字号文号"
    ),
    "主题分类": (
        "主题分类 主题类别 信息分类 分类 主题 所属主题 信息类别 公文主题 类别 所属类别 主题分类名称 分类名称 "
        "主题信息分类"
    ),
    "有效性": (
        "有效性 时效性 效力状态 文件状态 是否有效 效力 有效状态 效力性 效用状态 文件有效性 有效性状态 "
        "时效状态 废止状态 时效 是否失效 有效期状态"
    ),
    "组配分类": "组配分类 组配 栏目分类",
    "体裁分类": "体裁分类 体裁 公文种类 文种 公文体裁 文件种类 公文类型 体裁类别 信息体裁",
    "公开方式": "公开方式 公开属性 公开类型 公开类别",
    "公开形式": "公开形式",
    "公开时限": "公开时限 公开期限 公开程序",
    "公开范围": "公开范围 公开对象",
    "关键词": "关键词 主题词 关键字 主题词汇 主题字",
    "生效日期": "生效日期 实施日期 施行日期 生效时间 实施时间 施行时间 执行日期 起始日期",
    "废止日期": "废止日期 失效日期 废止时间 失效时间 终止日期 截止日期 有效期至 废止失效日期",
    "有效期": "有效期 有效期限",
    "服务对象": "服务对象 服务对象分类 对象分类 服务对象类别",
    "信息来源": "信息来源",
    "统一登记号": "统一登记号 规范性文件统一编号 登记号 规范性文件编号 规范性文件登记号 三统一编号 统一编号",
    "内容概述": "内容概述 内容概要 内容摘要 信息概述 概述 摘要",
    "联合发文机关": "联合发文单位 联合发文机关",
}
DOC_LABELS: dict[str, tuple[str, ...]] = {label: _words(words) for label, words in _DOC_WORDS.items()}
CANONICAL: dict[str, str] = {name: label for label, names in DOC_LABELS.items() for name in names}

PUBLISH = _words(
    "发布时间 发布日期 发表时间 发表日期 时间发布 发布于 公开日期 公开时间 公布日期 公布时间 发稿时间 "
    "发稿日期 信息时间 上网时间 上网日期 信息发布时间 发布 发表于 刊发时间 信息日期 推送时间"
)
TIME = _words(
    "时间 日期 录入时间 添加时间 添加日期 上传时间 上传日期 创建时间 发文时间 发文日期 录入日期 加入时间 "
    "编辑时间 提交时间 Date date 发布日间 编发时间 新闻时间 文章时间"
)
UPDATE = _words("更新时间 更新日期 修改时间 最后更新 最后更新时间 更新于 最近更新 更新")
GENERATED = ("生成日期", "生成时间")
SOURCE = _words(
    "来源 信息来源 稿件来源 文章来源 新闻来源 来源单位 发布来源 内容来源 资料来源 稿源 消息来源 数据来源 "
    "供稿单位 来源于 信息提供 出处"
)
OTHER_LABELS = _words(
    "浏览次数 点击数 点击量 点击次数 阅读次数 阅读量 阅读 访问量 浏览量 浏览 人气 作者 责任编辑 编辑 字号 "
    "字体 字体大小 打印 分享 分享到 审核 撰稿 摄影 供稿 发布人 发布者 责编 初审 复审 终审 签发 点击 "
    "访问次数 浏览数 保护视力色 视力保护色 背景色 阅读数 收藏 关闭 信息员 核稿 编审 录入 记者 通讯员 "
    "审核人 发布单位 供稿人 发布机构 语音播报 阅读人数 文字大小 校对 审稿 编辑人 下载 信息来源单位 关键词 "
    "栏目"
)
_ALL = sorted({*CANONICAL, *PUBLISH, *TIME, *UPDATE, *SOURCE, *OTHER_LABELS}, key=len, reverse=True)
_SPACED = "|".join(r"[\s\u3000\xa0]*".join(map(re.escape, name)) for name in _ALL)
_GAP = rf"[\s\u3000\xa0{SEPARATOR}]*"
# Short words such as 时间 are labels only at the start of a run of Chinese; the long ones also glued to the value before them.
_GLUED = (
    "发布时间|发布日期|更新时间|浏览次数|点击次数|信息来源|文章来源|阅读次数|访问次数|责任编辑|发文字号|索引号|成文日期"
)
LABELLED = re.compile(rf"(?P<label>(?:(?<![\u4e00-\u9fff])(?:{_SPACED})|{_GLUED})){_GAP}[】\]]?{_GAP}[:：﹕∶]{_GAP}")
_ENDS = re.compile(r"[\s\u3000\xa0]{2,}|\xa0|\u3000")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label as it stands in a line and the value after it."""

    label: str
    value: str
    start: int
    value_start: int


_COLONS = ":：﹕∶"
_NEAR = 24  # characters before a colon that are looked at: the end of a label, a bracket and some white space


class LabelEnds:
    """Tells cheaply whether a text can hold one of many labels: whether what stands before a colon ends as one of them does.

    The pattern with all the labels is tried at every character; most lines with a colon have no label.
    """

    def __init__(self, labels: Iterable[str], colons: str = _COLONS) -> None:
        self._ends = frozenset(label[-2:] for label in labels)
        self._colons = colons

    def may_stand_in(self, text: str) -> bool:
        """Say no only where no label stands before any colon of ``text``."""
        ends = self._ends
        for colon in self._colons:
            if colon not in text:
                continue
            for head in text.split(colon)[:-1]:
                end = head[-_NEAR:].rstrip().rstrip("】]").rstrip()
                last, before = end[-1:], end[:-1].rstrip()[-1:]
                if last in ends or before + last in ends or (not before and len(head) > _NEAR):
                    return True
        return False


_ANY_LABEL = LabelEnds(_ALL)


def labelled_values(line: Line) -> Iterator[Labelled]:
    """Yield the labels of a line with the text up to the next label."""
    text = line.text
    if not (":" in text or "：" in text or "﹕" in text or "∶" in text) or not _ANY_LABEL.may_stand_in(line.marked):
        return
    marked = line.marked
    matches = list(LABELLED.finditer(marked))
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(marked)
        yield Labelled(compact(match["label"]), marked[match.end() : end], match.start(), match.end())


def tidy(value: str) -> str:
    """Return the first piece of a labelled value: up to the border of an inline element or a wide gap."""
    for piece in re.split(SEPARATOR, value):
        if piece.strip(" \t\r\n\u3000\xa0"):
            value = piece
            break
    else:
        return ""
    value = _ENDS.split(value.strip(" \t\r\n\u3000\xa0"))[0]
    return squeeze(value).strip(" 　|｜丨/;；，,")


_OPENING = ("[", "【", "［")
_BRACKETED = re.compile(r"^\s*[\[【［]([\u4e00-\u9fff\s\u3000\xa0]{2,14})[\]】］]\s*[:：]?\s*(.*)$")


def bracketed_value(text: str) -> tuple[str, str] | None:
    """Return (label, value) of a line such as ``[发文字号] 某政发〔2023〕5号``, whose label is marked by brackets alone.

    >>> bracketed_value("[成文日期] 2023-07-20"), bracketed_value("【图解】一图读懂")
    (('成文日期', '2023-07-20'), None)
    """
    if text.lstrip()[:1] not in _OPENING:
        return None
    match = _BRACKETED.match(text)
    label = compact(match[1]) if match else ""
    return (label, match[2].strip()) if match and label in CANONICAL else None


_BRACKETED_LABEL = re.compile(r"[\[【［]([\u4e00-\u9fff\s\u3000\xa0]{2,14})[\]】］]\s*[:：]?")


def bracketed_values(text: str) -> list[tuple[str, str]]:
    """Return (label, value) for every label of a line that has several in brackets; [] for a line with one.

    >>> bracketed_values("【索引号】3707/2022-34　【发文机关】某局"), bracketed_values("【图解】一图读懂")
    ([('索引号', '3707/2022-34'), ('发文机关', '某局')], [])
    """
    if not ("[" in text or "【" in text or "［" in text) or text.count("[") + text.count("【") + text.count("［") < 2:
        return []
    found = [match for match in _BRACKETED_LABEL.finditer(text) if compact(match[1]) in CANONICAL]
    ends = [*(match.start() for match in found[1:]), len(text)]
    values = [(compact(m[1]), text[m.end() : end].strip(" \u3000\xa0")) for m, end in zip(found, ends, strict=False)]
    return values if len(values) > 1 else []


_LONGEST_BARE = 18  # a label of 14 characters, two brackets, a space and a colon
_BARE_LABEL = re.compile(r"^[\[【(（]?([\u4e00-\u9fffA-Za-z\s\u3000\xa0]{2,14}?)[】\])）]?\s*[:：﹕∶]?$")


def bare_label(text: str) -> str | None:
    """Return the label that a whole line or cell consists of, whatever stands in it."""
    text = text.strip()
    if len(text) > _LONGEST_BARE and not text[-3:-1].isspace():  # only white space before a colon may make it longer
        return None
    return _bare(text)


@lru_cache(maxsize=4096)
def _bare(text: str) -> str | None:
    match = _BARE_LABEL.match(text)
    return compact(match[1]) if match else None
