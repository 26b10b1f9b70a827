"""This module reads citizens' messages (留言) and their answers, from a page of one message as from lists and tables of many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from auditor.model.page import Message
from spiders.extract import dates
from spiders.extract.blocks import Block
from spiders.extract.document import Element, compact, element_path, squeeze, text_of
from spiders.extract.labels import LabelEnds
from spiders.extract.lines import SEPARATOR, Line
from spiders.extract.link_titles import link_title
from spiders.extract.reading import Reading

_WORDS: dict[str, str] = {
    "asked": "留言时间 留言日期 提交时间 提交日期 来信时间 来信日期 写信时间 写信日期 咨询时间"
    " 咨询日期 提问时间 提问日期 投诉时间 投诉日期"
    " 诉求时间 信件日期 信件时间 发信时间 发信日期 反映时间 反映日期 登记时间 问政时间 建议时间"
    " 求助时间 发件时间 递交时间 留言于 提交于"
    " 受理时间 受理日期 来件时间 来件日期 发表时间 上传时间 提问于 诉求日期 网友留言时间 申请时间 信访时间 创建时间",
    "answered": "回复时间 回复日期 答复时间 答复日期 办结时间 办结日期 回信时间 回信日期 解答时间"
    " 解答日期 处理时间 处理日期 反馈时间"
    " 反馈日期 办理时间 答复于 回复于 官方回复时间 完成时间 回复时限内时间",
    "question": "留言内容 来信内容 信件内容 咨询内容 问题描述 问题内容 诉求内容 提问内容 投诉内容"
    " 反映内容 留言 来信 咨询 诉求 网友留言"
    " 网民留言 提问 问 信件正文 留言正文 咨询问题 群众来信 问题 留言详情 信件详情 内容 建议内容"
    " 来件内容 网友提问 诉求描述 详细内容",
    "answer": "回复内容 答复内容 办理结果 处理结果 回复 答复 答复意见 回复意见 办理情况 处理意见"
    " 反馈内容 官方回复 回信内容 解答 答"
    " 回复情况 答复情况 处理情况 受理回复 回信 领导回复 部门回复 办理答复 反馈意见 办理意见 答复结果"
    " 回复结果 反馈结果 答复信息 单位回复 官方答复 解答内容",
    "unit": "回复单位 答复单位 办理单位 承办单位 受理单位 受理部门 答复部门 回复部门 处理部门 处理单位 办理部门 回复机构 答复机构"
    " 解答单位 受理机构 承办部门 责任单位 回信单位 答复人单位 回复者 答复者 解答部门 答复机关 办理机构",
    "title": "留言标题 信件标题 来信标题 主题 标题 信件主题 咨询标题 留言主题 诉求标题 问题标题"
    " 来信主题 咨询主题 信件名称 诉求主题 来件标题",
    "other": "姓名 写信人 留言人 来信人 咨询人 网友 信件编号 编号 查询码 状态 办理状态 信件状态"
    " 信件类型 类型 类别 满意度 是否公开"
    " 浏览次数 联系电话 点击数 受理编号 信件类别 写信者 处理状态 留言者 留言类型 留言类别 提交人"
    " 诉求人 网民 昵称 阅读量 评价 来信者"
    " 信访人 电话 邮箱 地址 序号 信箱 收信人 发信人 办件编号 回复状态 答复状态 事项类型 诉求类型 所属地区 满意程度 提问人 流水号",
}
_KEYS = {word: key for key, words in _WORDS.items() for word in words.split()}
_ALTERNATIVES = "|".join(sorted((r"[\s\u3000\xa0]*".join(w) for w in _KEYS), key=len, reverse=True))
_LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])[【\[]?(?P<label>{_ALTERNATIVES})[】\]]?[\s\u3000\xa0{SEPARATOR}]*[:：][\s\u3000\xa0{SEPARATOR}]*"
)
_LABEL_ENDS = LabelEnds(_KEYS, ":：")
_CONTEXT = re.compile(
    r"留言|信箱|来信|咨询|投诉|建言|诉求|问政|信件|信访|我要问|问答|互动|网民|回复选登|答复选登|你问我答|在线提问|民意|热线|献策"
)
_END = re.compile(r"^(?:上一[篇条]|下一[篇条]|打印|关闭|返回|满意度|评价|相关|扫一扫|分享|我要(?:咨询|评价|留言)|【)")
_GENERIC = frozenset(
    ("问", "答", "内容", "问题", "标题", "主题", "回复", "答复", "留言", "来信", "咨询", "解答", "诉求", "提问", "回信")
)
_WAITING = re.compile(r"未回复|待回复|未答复|待答复|处理中|办理中|待办理|受理中|未办结|待处理|未处理|尚未")
# What a mailbox says of the state of a message, in the place of an answer.
_STATE = re.compile(
    r"^\W*(?:已|未|待|正在|尚未)?(?:回复|答复|办结|办理|受理|处理|审核|转办|归档|完成)(?:中|完毕|完成)?\W*$"
)
_UNDER_WAY = re.compile(
    r"(?:正在|正|待)(?:抓紧)?(?:办理|处理|核实|调查|核查|转办)(?:中|$|[，。！])|(?:办理|处理|受理)中|已转[^。]{0,12}(?:办理|处理)[。！]?$"
)
_ACKNOWLEDGED = 30  # characters: what is longer may be an answer
_LABELLED_DATE = re.compile(r"[^\u4e00-\u9fff]{0,24}(?:年\d{1,2}月\d{1,2})?")
_UNIT = re.compile(
    r"(?:回复|答复|办理|承办|受理|处理|责任)(?:单位|部门|机构|人)\s*[:：]\s*([\u4e00-\u9fff（）()]{2,30})"
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "dt"))
_ROWS = element_path(".//tr")
_MAX_TEXT = 20_000
_MAX_LINES = 6000
_MAX_MESSAGES = 500


@dataclass(slots=True)
class _Draft:
    values: dict[str, list[str]] = field(default_factory=dict)
    strong: int = 0
    bare_dates: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        return "\n".join(part for part in self.values.get(key, ()) if part)[:_MAX_TEXT]

    def date(self, key: str) -> str | None:
        moment = dates.find_first(self.text(key))
        return moment.date if moment else None


def read_messages(
    reading: Reading, title: str | None, breadcrumb: tuple[str, ...], blocks: list[Block]
) -> tuple[Message, ...]:
    """Return the messages that a page shows; a page that is about something else has none."""
    place = " ".join(
        (
            title or "",
            *breadcrumb,
            reading.document.lower_metas.get("columnname", ""),
            reading.document.page_title or "",
        )
    )
    about = bool(_CONTEXT.search(place))
    if not about and not _CONTEXT.search(reading.document.text):
        return ()
    listed = [*_from_tables(reading)] or [*_from_rows(reading, blocks)]
    if listed:
        return tuple(listed[:_MAX_MESSAGES])
    drafts = [draft for draft in _drafts(reading.content[:_MAX_LINES]) if _is_message(draft, about)]
    return tuple(_finish(draft, title, len(drafts)) for draft in drafts[:_MAX_MESSAGES])


def is_message_label(label: str) -> bool:
    """Whether a cell that holds only this names a part of a message, such as 来信时间."""
    return label in _KEYS and label not in _GENERIC


def _is_message(draft: _Draft, about: bool) -> bool:
    has = draft.values.keys()
    asked, answered = "asked" in has or "question" in has, "answered" in has or "answer" in has
    if asked and answered:
        return about or draft.strong >= 2
    return about and draft.strong >= 2 and "asked" in has and ("question" in has or "title" in has)


def _finish(draft: _Draft, title: str | None, total: int) -> Message:
    answer = _answer(draft.values.get("answer", ()))
    asked, answered = draft.date("asked"), draft.date("answered")
    if asked is None and draft.bare_dates:
        asked = draft.bare_dates[0]
    if answered is None and answer:
        signed = dates.find_all(answer[-60:])
        answered = signed[-1].date if signed else None
    own = draft.text("title").strip()
    return Message(
        title=own or ((title or "") if total == 1 else ""),
        href="",
        asked=asked,
        answered=answered,
        question=draft.text("question").strip(),
        answer=answer,
        unit=squeeze(draft.text("unit").split("\n")[0])[:60],
    )


def _answer(parts: Iterable[str]) -> str:
    """Return the answer itself: what only says how far the message got is none, unless it says that there was one."""
    said = [part for part in parts if not _STATE.match(part)]
    if not any(said):
        said = [part for part in parts if not _WAITING.search(part)]
    answer = "\n".join(part for part in said if part)[:_MAX_TEXT].strip()
    return "" if len(answer) <= _ACKNOWLEDGED and _UNDER_WAY.search(answer) else answer


def _drafts(lines: list[Line]) -> list[_Draft]:
    """Split the page into messages: a heading that the message at hand already has opens the next one."""
    drafts: list[_Draft] = []
    current: _Draft | None = None
    key = heading = ""
    for line in lines:
        if len(line.text) < 40 and _END.match(line.text):
            key = ""
            continue
        parts = list(_parts(line))
        for found, label, value in parts:
            if found != "other" and (current is None or _opens(current, found, label)):
                current = _Draft({"title": [heading]} if heading and found != "title" else {})
                drafts.append(current)
            key = found
            if current is not None:
                current.strong += label not in _GENERIC
                current.values.setdefault(found, []).append(value)
        if not parts and line.block.tag in _HEADINGS:
            key, heading = "", line.text
        elif not parts and current is not None:
            _continue(current, key, line.text)
    return drafts


def _opens(draft: _Draft, key: str, label: str) -> bool:
    if key in ("unit", "answer") or key not in draft.values:
        return key in ("title", "question") and "answer" in draft.values and bool(draft.text("answer"))
    return (
        key in ("title", "asked", "question")
        and bool(draft.text(key))
        and ("answer" in draft.values or label not in _GENERIC)
    )


def _continue(draft: _Draft, key: str, text: str) -> None:
    if key in ("question", "answer") or (key and not draft.text(key)):
        moment = dates.find_first(text)
        if key == "question" and moment and re.search(r"回复|答复", text) and len(text) < 60:
            draft.values.setdefault("answered", []).append(moment.date)
            draft.values.setdefault("answer", [])
            return
        draft.values.setdefault(key, []).append(text)
    elif not key and (moment := dates.find_first(text)) and len(text) < 60:
        draft.bare_dates.append(moment.date)


def _parts(line: Line) -> Iterator[tuple[str, str, str]]:
    """Yield (key, label, value) of the labels in a line."""
    marked = line.marked
    label = _whole_label(line.plain)
    if label:
        if label not in ("问", "答") and (
            label not in _GENERIC or line.block.tag in ("h2", "h3", "h4", "h5", "dt", "th", "td", "div")
        ):
            yield _KEYS[label], label, ""
        return
    if not _LABEL_ENDS.may_stand_in(marked):
        return
    matches = list(_LABEL.finditer(marked))
    for number, match in enumerate(matches):
        label = compact(match["label"])
        if label in _GENERIC and marked[: match.start()].strip(" \u3000\xa0" + SEPARATOR) and number == 0:
            continue  # a word inside a sentence
        end = matches[number + 1].start() if number + 1 < len(matches) else len(marked)
        yield _KEYS[label], label, squeeze(marked[match.end() : end].replace(SEPARATOR, " "))


def _whole_label(text: str) -> str:
    """Return the label that a text without white space consists of, brackets and a colon left out; "" where it is none."""
    for signs, end in ((":：", -1), ("】]”", -1), ("【[“", 0)):
        if text and text[end] in signs:
            text = text[:-1] if end else text[1:]
    return text if text in _KEYS else ""


def _from_rows(reading: Reading, blocks: list[Block]) -> Iterator[Message]:
    """Read the rows of a list that show both dates by their labels, or say that the answer is still out."""
    for block in blocks[:3]:
        found = []
        for row in block.rows:
            whole = row.whole()
            if (":" not in whole and "：" not in whole) or not _LABEL_ENDS.may_stand_in(reading.text_of(row.element)):
                continue
            text = row.text()
            values = {_KEYS[compact(m["label"])]: _LABELLED_DATE.match(text, m.end()) for m in _LABEL.finditer(text)}
            waiting = _WAITING.search(text)
            if not (values.keys() & {"answered"} or (waiting and "asked" in values)):
                continue
            unit = _UNIT.search(text)
            found.append(
                Message(
                    title=row.title,
                    href=reading.document.link(row.title_anchor.get("href")) if row.title_anchor is not None else "",
                    asked=_date_of(values.get("asked")),
                    answered=_date_of(values.get("answered")),
                    question="",
                    answer="",
                    unit=unit[1] if unit else "",
                )
            )
        if len(found) * 2 >= len(block.rows):
            yield from found
            return


def _date_of(match: re.Match[str] | None) -> str | None:
    moment = dates.find_first(match[0]) if match else None
    return moment.date if moment else None


def _from_tables(reading: Reading) -> Iterator[Message]:
    """Read rows under a heading row that names the date of the answer, or whose cells say that it is still out."""
    for table in reading.document.body.iter("table"):
        head = next(table.iter("tr"), ())
        columns = [_column(reading.text_of(cell)) for cell in head if cell.tag in ("td", "th")]
        if len(columns) < 3 or not ({"asked", "answered"} & set(columns)):
            continue
        rows = _ROWS(table)
        if not 2 <= len(rows) <= 2000:
            continue
        for row in rows[1:]:
            message = _from_row(reading, [cell for cell in row if cell.tag in ("td", "th")], columns)
            if message is not None:
                yield message


def _column(text: str) -> str:
    return _KEYS.get(compact(text), "other")


def _from_row(reading: Reading, cells: list[Element], columns: list[str]) -> Message | None:
    if len(cells) != len(columns):
        return None
    values: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=True):
        values.setdefault(name, text_of(cell))
    if "answered" not in columns and not any(_WAITING.search(text_of(cell)) for cell in cells):
        return None  # the row does not show whether there is an answer: silence is no proof
    anchor = next((a for cell in cells for a in cell.iter("a") if link_title(reading, a)), None)
    title = (
        values.get("title") or (link_title(reading, anchor) if anchor is not None else "") or values.get("question", "")
    )
    if not title:
        return None
    return Message(
        title=title,
        href=reading.document.link(anchor.get("href")) if anchor is not None else "",
        asked=_date_in(values.get("asked", "")),
        answered=_date_in(values.get("answered", "")),
        question=values.get("question", ""),
        answer=_answer((values.get("answer", ""),)),
        unit=values.get("unit", ""),
    )


def _date_in(text: str) -> str | None:
    moment = dates.find_first(text)
    return moment.date if moment else None
