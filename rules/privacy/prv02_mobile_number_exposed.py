"""报告公开了个人完整手机号的页面。

Why: 《政府信息公开条例》第十五条：公开会损害第三方合法权益的个人隐私不得公开；公民的手机号应作遮盖（如138****1234）。
Passes: 办公电话；值班、热线、举报电话；已遮盖的号码；更长的号码或网址中的数字。
Cannot tell: 留有手机号的联系人是不是公务联系人：这样的页面交由人确认。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.derive_text_faults import text_report
from auditor.derive_texts import Hit, Passage, search
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.personal import Number, mobile_numbers
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="PRV02",
    name="mobile-number-exposed",
    title="泄露个人手机号",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="遮盖个人手机号中间4位（如138****1234）后重新发布；确属对外公布的工作手机，请改为标明“值班电话”或办公座机。",
)
_LIKELY = r"[1１][3-9３-９][0-9０-９][ -]?[0-9０-９]{4}[ -]?[0-9０-９]{4}"
_PRIVATE = re.compile(
    r"申请人|申报人|当事人|投诉人|举报人|来信人|留言人|反映人|被处罚人|村民|居民|农户|户主|家长|家属|学生|考生|学员|受助|救助|补贴|补助|获奖|中奖"
    r"|身份证|住址|家庭|本人|我叫|我的|我是|市民|网友|市民朋友|先生|女士|男，|女，|姓名|个人(?:手机|电话)|业主|承包人|经营者|志愿者|护林员"
)
_OFFICIAL = re.compile(
    r"值班|热线|咨询|举报(?!人)|监督|投诉(?!人)|服务电话|办公|防火|火警|报警|报灾|应急|抢险|救援|客服|受理|预约|总机|传真|公开电话|24小时|监管"
)
_CONTACT = re.compile(
    r"联系人|联系电话|联系方式|经办|负责人|采购|代理|招标|项目经理|法人|法定代表|公司|报名|接待|律师|专家|记者|电话"
)
# Somebody named in his function right before the number, or an office telephone beside it.
_FUNCTION = re.compile(
    r"(?:老师|教授|主任|[科处局所站队镇乡村]长|书记|经理|秘书|干事|工作人员|工程师|[\u4e00-\u9fff]工)[^，。；\n]{0,4}$"
)
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-—]?[2-8]\d{6,7}(?!\d)")
_BREAK = re.compile(r"[。！？]")  # not at line ends: the cells of a table are lines of their own


@dataclass(frozen=True)
class Params:
    """``window``: how many characters around a number say whose it is."""

    window: int = 40


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the pages that show numbers of private persons; contacts are left to a person."""
    doubts: dict[int, str] = {}

    def find(passage: Passage) -> Iterator[tuple[int, int]]:
        message = passage.place in ("留言标题", "留言内容")
        for number in mobile_numbers(_without_addresses(passage.text)):
            lead, around = _context(passage.text, number, params.window)
            private = message or _PRIVATE.search(around)
            if _OFFICIAL.search(lead) or (not private and _OFFICIAL.search(around)):
                continue
            contact = _CONTACT.search(around) or _LANDLINE.search(around)
            if not _FUNCTION.search(lead) and (private or not contact):
                yield number.start, number.end
            else:
                doubts[passage.page_id] = "有联系人手机号，是否为公务电话需人工确认"

    hits = search(tables, _LIKELY, find, numbers=True)
    return text_report(tables, hits, _message, expected="个人手机号应遮盖中间4位", doubts=doubts)


def _context(text: str, number: Number, window: int) -> tuple[str, str]:
    """Return the label right before a number and the sentence around it, white space as one space."""
    lead = " ".join(text[max(0, number.start - 4 * window) : number.start].split())[-window:]
    tail = " ".join(text[number.end : number.end + 2 * window].split())[: window // 2]
    before = _BREAK.split(lead)[-1]
    return before[-14:], f"{before} {_BREAK.split(tail)[0]}"


def _without_addresses(text: str) -> str:
    return re.sub(r"(?:https?://|www\.)[\x21-\x7e]+", lambda m: " " * len(m[0]), text)


def _message(hits: list[Hit]) -> str:
    numbers = {h.found for h in hits}
    return f"页面公开了 {len(numbers)} 个完整的个人手机号，如 {hits[0].found}，未作遮盖。"
