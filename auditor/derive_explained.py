"""This module knows the nine elements of an interpretation (国办发〔2016〕80号) by label and by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.derive_titles import flat

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


def unexplained(wanted: Iterable[str], body: str) -> list[str]:
    """Return the wanted elements that a text (as ``flat`` gives it) does not speak of."""
    names = [_ALIASES.get(flat(name), name) for name in wanted]
    return [name for name in names if name in ELEMENTS and not ELEMENTS[name].search(body)]
