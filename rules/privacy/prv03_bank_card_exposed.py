"""报告公开了个人完整银行卡号的页面。

Why: 《政府信息公开条例》第十五条：公开会损害第三方合法权益的个人隐私不得公开；补贴名单中的卡号应作遮盖。
Passes: 校验码或发卡行号段不对的号码，旁边没有“银行”“卡号”等字样的号码；单位和公司的账户。
Cannot tell: 没有校验码的存折账号；附件和图片中的号码不读取。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.derive_text_faults import text_report
from auditor.derive_texts import Hit, Passage, search
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.personal import bank_cards
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="PRV03",
    name="bank-card-exposed",
    title="泄露银行卡号",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="遮盖银行卡号（只保留前6位和后4位）后重新发布，并检查列表页和附件中是否还有原文。",
)
_LIKELY = r"[0-9０-９]{4} ?[0-9０-９]{4} ?[0-9０-９]{4} ?[0-9０-９]{4}"
_CARD = re.compile(r"银行|卡号|账号|帐号|账户|帐户|开户|一卡通|惠农|社保卡|储蓄|工资卡|存折")
_OFFICE = re.compile(
    r"户名[:：]?[^，。；;\n]{0,30}(?:局|公司|中心|委员会|财政|政府|单位|学校|医院|协会|基金|银行|院|站|所|部)"
    r"|对公|基本户|非税|缴款|保证金|捐款账"
)


@dataclass(frozen=True)
class Params:
    """``window``: how many characters around a number say what it is."""

    window: int = 60


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the pages that show bank cards."""

    def find(passage: Passage) -> Iterator[tuple[int, int]]:
        for number in bank_cards(passage.text):
            around = passage.text[max(0, number.start - params.window) : number.end + params.window]
            if _CARD.search(around) and not _OFFICE.search(around):
                yield number.start, number.end

    hits = search(tables, _LIKELY, find, numbers=True)
    return text_report(tables, hits, _message, expected="银行卡号应作遮盖处理后再公开（《政府信息公开条例》第十五条）")


def _message(hits: list[Hit]) -> str:
    numbers = {h.found for h in hits}
    return f"页面公开了 {len(numbers)} 个完整的银行卡号，如 {hits[0].found}，未作遮盖。"
