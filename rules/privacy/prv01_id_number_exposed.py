"""报告公开了完整的18位身份证号的页面。

Why: 《政府信息公开条例》第十五条：公开会损害第三方合法权益的个人隐私不得公开；公示名单中的号码应作遮盖。
Passes: 已遮盖的号码；地区码、出生日期或校验码不对的号码；流水号、合同号、项目编号、信用代码等。
Cannot tell: 是否有法律要求公开或本人同意公开；附件和图片中的号码不读取。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.derive_text_faults import text_report
from auditor.derive_texts import Hit, Passage, search
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.personal import id_numbers
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="PRV01",
    name="id-number-exposed",
    title="泄露身份证号",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MAJOR,
    remediation="立即对身份证号作去标识化处理（如只保留前6位和后4位，其余用*代替），并检查列表页、附件和搜索缓存中是否还有原文。",
)
_LIKELY = r"[0-9０-９]{6}[ -]?[0-9０-９]{8}[ -]?[0-9０-９]{3}[0-9０-９XxＸｘ]"
# A label in front of the number that says it is something else; a label with 身份 in it wins.
_OTHER = re.compile(
    r"(编号|编码|代码|合同|流水|订单|单号|序号|项目|批号|账号|帐号|卡号|信用代码|条码|许可证|文号|索引)[^，。；;\n]{0,8}$"
)
_IDENTITY = re.compile(r"身份|证件|公民|居民证|户口")


@dataclass(frozen=True)
class Params:
    """``window``: how many characters before a number say what it is."""

    window: int = 24


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the pages that show identity numbers."""

    def find(passage: Passage) -> Iterator[tuple[int, int]]:
        for number in id_numbers(passage.text):
            lead = passage.text[max(0, number.start - params.window) : number.start]
            if _IDENTITY.search(lead) or not _OTHER.search(lead):
                yield number.start, number.end

    hits = search(tables, _LIKELY, find, numbers=True)
    return text_report(tables, hits, _message, expected="身份证号应作遮盖处理后再公开（《政府信息公开条例》第十五条）")


def _message(hits: list[Hit]) -> str:
    numbers = {h.found for h in hits}
    return f"页面公开了 {len(numbers)} 个完整的18位身份证号，如 {hits[0].found}，未作遮盖。"
