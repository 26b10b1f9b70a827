"""This module puts in policy look-alikes: in the grace period, paired by number only, explained in other words."""

from __future__ import annotations

from samples import days, wording
from samples.decoys.platform import late_by_workdays
from samples.plan import Anchor, Article, SitePlan
from samples.policies import add_interpretation, add_policy


def policy_decoys(plan: SitePlan) -> None:
    """CAT07, CAT08 and INT01 to INT08."""
    documents = plan.columns["zcwj"].articles
    for document in documents[plan.spec.policies :]:
        plan.spare("CAT07", document.path, "不是规范性文件，不需要有效性", contains="有效性")
        plan.spare("INT01", document.path, "转发、会议、名单类不需要解读")
        plan.spare("INT07", document.path, "转发、会议、名单类不需要解读")
    plan.spare("CAT08", late_by_workdays(plan, 5, 20), "恰好 20 个工作日")
    theme, number = plan.spec.theme, plan.spec.policies
    young = add_policy(plan, number + 20, days.before(plan.as_of, 1), f"{theme.tasks[5]}工作规程")
    plan.spare("INT01", young.path, "还在宽限期内")
    plan.spare("INT07", young.path, "还在宽限期内")
    slow = add_policy(plan, number + 21, days.workday_before(plan.as_of, 130), f"{theme.tasks[6]}奖励办法")
    text = add_interpretation(plan, slow, number + 21, days.workdays_after(slow.day, 3))
    text.source = theme.short
    plan.spare("INT03", text.path, "恰好第 3 个工作日", alternative=slow.path)
    plan.spare("INT05", text.path, "本单位的简称", alternative=slow.path)
    _other_words(plan)
    _spare_pairs(plan)


def _other_words(plan: SitePlan) -> None:
    theme, number = plan.spec.theme, plan.spec.policies + 22
    document = add_policy(plan, number, days.workday_before(plan.as_of, 220), f"{theme.tasks[7]}考核细则")
    text = add_interpretation(plan, document, number, days.workdays_after(document.day, 1))
    text.title = f"一问一答：读懂{theme.tasks[7]}考核细则"
    text.source = theme.offices[1]
    text.body = wording.paragraphs(
        f"问：{document.fields['发文字号']}是在什么情况下出台的？答：出台背景是原有考核周期太长，基层普遍希望减负。",
        "问：想要达到什么目的？答：让考核次数减少一半，把精力用到解决实际困难上。",
        "问：最重要的规定有哪些？答：重点内容是三张清单，一张列任务，一张列标准，一张列结果运用。",
        f"问：谁需要遵守？答：适用对象是{theme.city}承担该项任务的各级单位。惠民举措是公开排名，方便群众监督。",
    )
    plan.spare("INT04", text.path, "按意思而不是按标题识别要素")
    plan.spare("INT06", text.path, "只凭文号就能找到被解读文件")
    plan.spare("INT05", text.path, "本单位的内设机构")


def _spare_pairs(plan: SitePlan) -> None:
    first = plan.columns["zcwj"].articles[0]
    text = next(a for a in plan.columns["zcjd"].articles if a.related and a.related[0].href == first.path)
    for rule in ("INT02", "INT03", "INT07"):
        plan.spare(rule, first.path, "成对、互链、有图解")
    plan.spare("INT08", text.path, "用自己的话解读")


def pair_of(plan: SitePlan, number: int) -> tuple[Article, list[Article]]:
    """The ``number``-th policy and what interprets it."""
    document = plan.columns["zcwj"].articles[number]
    texts = [a for a in plan.columns["zcjd"].articles if Anchor(document.title, document.path) in a.related]
    return document, texts
