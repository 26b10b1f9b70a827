"""报告缺少应有要素的政策解读，在问题描述中列出所缺要素。

Why: 国办发〔2016〕80号：解读应说明背景依据、目标任务、主要内容、涉及范围、执行标准，以及注意事项、关键词诠释、惠民利民措施、
新旧政策差异；参数`minimum`列出每篇解读必须有的要素。
Passes: 必须有的要素都有，用小标题标出或者从意思上能认出来都算（如出台背景、适用对象、重点内容）；同一文件的另一篇解读要素齐全。
Cannot tell: 转载的其他机关的解读；图解、视频和附件形式的解读，其内容不是文字；写的内容是否正确。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive_documents import Interpretation, evidence, interpretations, is_of_others, texts_of
from auditor.derive_pairing import fellows, pairs
from auditor.derive_pairing_sheet import is_textual
from auditor.derive_titles import flat, is_interpretation_title
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="INT04",
    name="element-missing",
    title="政策解读要素不全",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MINOR,
    remediation="补充解读缺少的要素，讲清政策的来由、目标、内容和适用范围。",
)
ELEMENTS: dict[str, re.Pattern[str]] = {
    "背景依据": re.compile(
        r"背景|依据|由来|必要性|为什么(?:要|会)?(?:出台|制定|修订|印发)|为何|(?:出台|制定|修订|起草|编制)(?:的)?(?:原因|缘由|过程|意义|目的)"
        r"|(?:根据|依据|按照)[^。]{0,20}《|为(?:了)?(?:深入|全面|认真)?(?:贯彻|落实|规范|加强|进一步|推动|解决|保护|促进|做好)"
    ),
    "目标任务": re.compile(r"目标|任务|目的|旨在|总体要求|总体思路|指导思想|力争|到20\d\d年"),
    "主要内容": re.compile(
        r"(?:主要|核心|重点|具体|基本|重要)(?:的)?(?:内容|措施|举措|规定|条款|任务|亮点|要点|制度|做法)|内容(?:包括|有|是)|要点|亮点"
        r"|(?:共|分为|分|包括|包含)[^。]{0,6}[一二三四五六七八九十\d]+(?:个)?(?:章|条|部分|方面|项)|一是.{2,200}?二是|首先.{2,200}?其次"
        r"|(?:明确|规定|提出)了|哪些(?:内容|规定|措施|要求)|怎么(?:规定|做|办)"
    ),
    "涉及范围": re.compile(
        r"(?:适用|涉及|实施|覆盖|保护|补助|补贴|支持|管理|执行)(?:的)?(?:范围|对象|区域|主体|人群|领域)|适用于|均适用|适用本|受益(?:对象|群体|人群)"
        r"|(?:服务|政策|优惠)对象|行政区域(?:范围)?内|范围(?:内|是|为|包括)|(?:哪些|什么|谁)[^。?]{0,8}(?:适用|遵守|可以(?:申请|享受)|能(?:申请|享受))"
    ),
    "执行标准": re.compile(r"标准|尺度|比例|额度|元/"),
    "注意事项": re.compile(r"注意|须知|提醒|需要说明|禁止|不得"),
    "关键词诠释": re.compile(r"关键词|名词|术语|是指|所称|定义|概念"),
    "惠民利民措施": re.compile(r"惠民|利民|便民|惠企|利企|惠农|好处|实惠|方便|受益|红利"),
    "新旧政策差异": re.compile(r"新旧|与原|与旧|原(?:办法|规定|政策|文件)|修订|变化|差异|相比|区别|不同|首次|新增"),
}
_ALIASES = {"涉及(适用)范围": "涉及范围", "适用范围": "涉及范围"}
MINIMUM = ("背景依据", "目标任务", "主要内容", "涉及范围")


@dataclass(frozen=True)
class Params:
    """``minimum``: the elements (names of ELEMENTS) that every interpretation must have."""

    minimum: tuple[str, ...] = MINIMUM


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each textual interpretation that lacks elements of the minimum."""
    paired = {p.interpretation.url for p in pairs(tables) if p.certain}
    own = [i for i in interpretations(tables) if i.url in paired or is_interpretation_title(i.title)]
    texts = texts_of(tables, [i.page for i in own])
    wanted = [_ALIASES.get(flat(name), name) for name in params.minimum]
    beside = fellows(tables)
    faults, examined, unexamined = [], set(), {}
    for item in own:
        body = flat(texts.get(item.page, ""))
        if item.url not in paired and is_of_others(item, tables.site):
            unexamined[item.url] = "转载的其他机关的解读，不要求本机关补充要素"
            continue
        if not is_textual(tables, item, len(body)):
            unexamined[item.url] = "图解、视频或附件形式的解读，要素需人工核查"
            continue
        examined.add(item.url)
        missing = _missing(wanted, body)
        if missing and all(_missing(wanted, flat(texts.get(p, ""))) for p in beside.get(item.url, ())):
            faults.append(_fault(tables, item, missing))
    return RuleReport(faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined)


def _missing(wanted: list[str], body: str) -> list[str]:
    return [name for name in wanted if name in ELEMENTS and not ELEMENTS[name].search(body)]


def _fault(tables: Tables, item: Interpretation, missing: list[str]) -> Fault:
    words = "、".join(missing)
    seen = evidence(
        tables, item.page, observed=f"正文未见{words}", expected=f"说明{words}", snippet=item.title, place="正文"
    )
    return Fault(
        subject=Subject(SubjectKind.DOCUMENT, item.url, item.title),
        message=f"解读缺少{len(missing)}项要素：{words}",
        evidence=(seen,),
        column=item.column,
        source=item.source,
    )
