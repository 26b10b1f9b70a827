"""This module writes the texts of the sample sites: deterministic, varied, free of any real name or number."""

from __future__ import annotations

from datetime import date
from html import escape

from samples.themes import Theme

_ACTS = ("扎实推进", "部署开展", "专题调度", "全面启动", "督导检查", "总结交流", "集中攻坚", "现场推进")
_HOW = (
    "采取逐片包保、逐点验收的办法",
    "坚持边查边改、立行立改",
    "实行周调度、月通报",
    "组织技术人员分组下沉一线",
    "邀请基层代表全程参与",
    "运用台账管理的方式",
    "结合季节特点错峰施工",
)
_RESULT = (
    "有关问题已列入清单逐项销号",
    "阶段性任务提前完成",
    "各项措施落实情况总体良好",
    "经验做法将在面上推广",
    "下一步将持续跟踪问效",
)


def news_title(theme: Theme, number: int) -> str:
    """A headline that no other number has."""
    place = theme.places[number % len(theme.places)]
    task = theme.tasks[(number + number // len(theme.places)) % len(theme.tasks)]
    act = _ACTS[(number // len(theme.places) + number) % len(_ACTS)]
    return f"{place}{act}{task}工作"


def report(theme: Theme, subject: str, number: int, day: date) -> list[str]:
    """Three paragraphs about ``subject``, different for every number."""
    how, result = _HOW[number % len(_HOW)], _RESULT[(number // 3) % len(_RESULT)]
    place, office = theme.places[(number * 3) % len(theme.places)], theme.offices[number % len(theme.offices)]
    return paragraphs(
        f"{day.month}月{day.day}日，{theme.bureau}围绕“{subject}”召开工作会议，"
        f"听取{place}等单位情况汇报，研究第{number + 1}批重点任务安排。",
        f"会议指出，今年以来全系统{how}，累计完成任务{120 + number * 7}项，出动工作人员{300 + number * 11}人次，{result}。",
        f"会议要求，{office}要会同各有关单位压实责任、细化措施，按时间节点报送进展，确保{subject}取得实效。",
    )


def paragraphs(*texts: str) -> list[str]:
    """Wrap plain texts as paragraphs."""
    return [f"<p>{escape(text, quote=False)}</p>" for text in texts]


def policy_text(theme: Theme, name: str, number: int) -> list[str]:
    """The articles of a regulation."""
    short = name.replace("办法", "").replace("管理规定", "").replace("规定", "")
    return paragraphs(
        f"第一条　为了规范{short}工作，根据有关法律、法规，结合{theme.city}实际，制定本办法。",
        f"第二条　{theme.city}行政区域内从事{short}及其监督活动的单位和个人，适用本办法。",
        f"第三条　{theme.offices[2]}负责{short}的日常组织工作，乡镇人民政府、街道办事处予以配合。",
        f"第四条　申请人应当在每年{number % 9 + 1}月底前提交书面材料，主管部门自受理之日起{number + 10}个工作日内作出决定。",
        f"第五条　违反本办法规定的，由主管部门责令限期改正；"
        f"逾期不改正的，依照有关法律、法规处理。第六条　本办法自印发之日起施行，有效期{number % 3 + 3}年。",
    )


def explanation(theme: Theme, title: str, doc_no: str, number: int) -> list[str]:
    """An interpretation with all nine elements, in words of its own."""
    place = theme.places[number % len(theme.places)]
    return paragraphs(
        f"近日，{theme.bureau}印发了《{title}》（{doc_no}）。现就有关内容解读如下。",
        f"一、背景依据。近年来{place}等地群众反映办理标准不一、等待时间偏长，"
        f"经过{number + 4}轮调研座谈，我们吸收各方建议形成了新的制度安排。",
        f"二、目标任务。力争用{number % 3 + 1}年时间，使群众满意度达到九成以上，实现“一次申请、全程可查”。",
        "三、主要内容。文件回答了谁来管、怎么管、管到什么程度三个问题，"
        "把原来分散的要求归并为五个方面，群众只需准备两份材料。",
        f"四、适用范围。凡在{theme.city}办理此类事项的市民、企业和社会组织都可以按照新流程办理。",
        f"五、执行标准。窗口一次性告知，能当场办的当场办，办结时限比过去缩短{number % 4 + 2}天。",
        "六、注意事项。申请前请先核对所在地块的权属，避免来回奔波；有疑问可以拨打咨询电话或者在网上留言。",
        "七、关键词诠释。“限期改正”是指在通知书写明的日期之前把问题整改到位，并主动告知主管部门。",
        "八、惠民利民措施。对低收入家庭和老年人实行上门服务，所有环节均不收取费用。",
        "九、新旧政策差异。与过去相比，取消了两项证明，增加了网上查询进度的渠道，监督检查由每年两次改为随机抽查。",
    )


def reply(theme: Theme, question: str, number: int) -> str:
    """An answer with substance, different for every number."""
    office = theme.offices[number % len(theme.offices)]
    place = theme.places[(number * 3 + 1) % len(theme.places)]
    return (
        f"您好，您反映的“{question}”问题收悉。{office}已派人到{place}实地核实，"
        f"情况属实的部分已安排施工单位在{number + 5}日内处理完毕；"
        f"涉及规划调整的部分将纳入下一批计划统筹研究，进展会及时向您反馈。咨询电话：{theme.phone}，感谢您的关心和支持。"
    )
