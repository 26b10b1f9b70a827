"""This module says which policy documents must be interpreted, and of which a person has to decide it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.derive_documents import PolicyDocument, documents, texts_of
from auditor.derive_titles import flat
from auditor.frames import Tables, derived

# What a reader finds in a policy column besides policies; each needs no interpretation (an indicator may name others).
GENRES: tuple[str, ...] = (
    "转发", "转载", "任免", "任命", "任职", "免职", "人事", "干部", "会议", "召开", "名单", "征集", "征求意见", "公示",
    "招聘", "录用", "考试", "面试", "表彰", "表扬", "通报", "放假", "值班", "年度报告", "年报", "工作总结", "工作要点",
    "批复", "复函", "的函", "答复", "废止", "失效", "清理", "招标", "采购", "中标", "拍卖", "预算", "决算", "培训", "讲话",
    "座谈", "贺信", "更正", "机构设置", "领导分工", "检查", "排查", "活动", "宣传", "清单", "承诺书", "整改", "竞赛", "评选",
    "申报", "报送", "学习", "领导小组", "工作专班", "指挥部", "组成人员", "会成员", "组成员", "成员单位",
)  # fmt: skip
_ALWAYS_OUT = ("转发", "转载", "征求意见", "征集", "废止", "失效", "清理")
_NOTES = r"(?:\([^)]*\))*》?(?:\([^)]*\))*"
_STRONG = re.compile(
    r"(?:办法|规定|细则|条例|规则|规程|规范|若干意见|实施意见|措施|标准|基准|规划|方案)"
    rf"{_NOTES}(?:的(?:通知|公告|通告|决定))?$"
)
# A plan or notice that hands out a task to offices: 安全生产大检查工作方案, 关于做好春季造林工作的通知.
_TASK_PLAN = re.compile(
    r"(?:工作|活动|检查|排查|整治|演练|培训|宣传|考核|竞赛|比赛|督查|督导|清理|验收|评议)[年月周日]?(?:实施|总体|具体)?方案"
    rf"{_NOTES}(?:的(?:紧急)?(?:通知|公告|通告))?$"
)
_TASK_NOTICE = re.compile(
    r"(?:工作|任务|准备|安排)的(?:紧急)?(?:通知|通告)$|(?:贯彻|落实|执行)[^《]{0,12}《.+》.{0,12}的(?:紧急)?通知$"
)
_DOING = re.compile(
    r"(?:^|关于)(?:认真|切实|全面|扎实|继续|进一步|全力|立即|组织)*(?:做好|开展|部署|推进|抓好|启动|报送)"
)
# Words of a notice that may set rules for people outside, whatever it calls itself.
_RULING = re.compile(r"规范|调整|取消|下放|优化|简化|支持|扶持|奖励|补贴|补助|收费|审批|许可|管理|服务|保护")
_INTERNAL = re.compile(
    r"各(?:\(?(?:处|科|股|部)\)?(?:室|队)?|内设(?:机构|处室)|(?:直属|局属|所属|下属|委属|厅属)(?:各)?(?:有关)?(?:单位|机构))"
)
_OUTSIDE = re.compile(r"[县市区旗州盟省乡镇]|企业|公司|社会|街道|政府|协会|学校|个人|群众")
_ENDED = re.compile(r"失效|废止")
_HEAD_LINES = 6


def needs_interpretation(document: PolicyDocument, genres: Iterable[str]) -> bool:
    """Say whether a document is of a genre that must be interpreted.

    A genre's word inside the name of a real regulation (会议管理办法) does not take the duty away.
    """
    title = flat(document.title)
    words = [g for g in genres if g in title]
    if not words:
        return True
    return bool(_STRONG.search(title)) and not any(w in _ALWAYS_OUT for w in words)


@derived
def duty_doubts(tables: Tables) -> dict[str, str]:
    """Return the Chinese reason for every document (address) of which a person decides whether it must be interpreted."""
    newest: dict[str, str] = {}
    for document in documents(tables):
        newest[document.core] = max(newest.get(document.core, ""), document.date or "")
    texts = texts_of(tables, [d.page for d in documents(tables) if not d.normative])
    found = ((d.url, _doubt(d, newest[d.core], texts.get(d.page, ""))) for d in documents(tables))
    return {url: reason for url, reason in found if reason}


def _doubt(document: PolicyDocument, newest: str, body: str) -> str:
    if document.core and document.date and document.date < newest:
        return "已有同名的新文件，旧文件是否还需要解读，请人工判断"
    if _ENDED.search(document.fields.get("有效性", "")):
        return "文件标明已失效或废止，是否还需要解读，请人工判断"
    if document.normative:
        return ""
    if is_task(document.title):
        return "部署工作的通知或方案，是否涉及公众权益、需要解读，请人工判断"
    if is_internal(body):
        return "只发给内设机构和所属单位的文件，是否需要解读，请人工判断"
    return ""


def is_task(title: str) -> bool:
    """Say whether a title hands out a task to offices instead of setting rules.

    >>> [is_task(t) for t in ("关于做好古树保护工作的通知", "关于规范采伐管理工作的通知", "古树名木保护办法")]
    [True, False, False]
    """
    name = flat(title)
    if _TASK_PLAN.search(name):
        return True
    return bool(_TASK_NOTICE.search(name) and (_DOING.search(name) or not _RULING.search(name)))


def is_internal(body: str) -> bool:
    """Say whether the addressees of a letter (the first line that ends with a colon) are the bureau's own offices only.

    >>> is_internal("机关各处室、直属各单位：\\n现通知如下。"), is_internal("各县（市）区林业局、局机关各处室：")
    (True, False)
    """
    lines = [flat(line) for line in body.splitlines() if line.strip()][:_HEAD_LINES]
    line = next((one for one in lines if one.endswith(":") and len(one) <= 60), "")
    return bool(_INTERNAL.search(line)) and not _OUTSIDE.search(line)
