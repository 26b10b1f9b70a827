"""This module plants faults of interpretations; each function is one kind."""

from __future__ import annotations

from samples import days, wording
from samples.decoys.policies import pair_of
from samples.plan import Article, SitePlan


def no_interpretation(plan: SitePlan, number: int) -> None:
    """INT01: a regulation that nobody explains."""
    document, texts = pair_of(plan, number)
    document.related = []
    _remove(plan, texts)
    plan.plant("INT01", document.path, "没有解读")


def one_way(plan: SitePlan, number: int, *, from_file: bool) -> None:
    """INT02: the pair is linked in one direction only."""
    document, texts = pair_of(plan, number)
    if from_file:
        for text in texts:
            text.related = []
        plan.plant("INT02", document.path, "解读没有链接到文件")
        return
    document.related = []
    plan.plant("INT02", document.path, "文件没有链接到解读")


def late(plan: SitePlan, number: int, workdays: int) -> None:
    """INT03: explained later than the three working days."""
    document, texts = pair_of(plan, number)
    for text in texts:
        text.day = days.workdays_after(document.day, workdays)
    plan.plant("INT03", texts[0].path, f"{workdays} 个工作日后才解读", alternative=document.path)


def without_elements(plan: SitePlan, number: int) -> None:
    """INT04: praise instead of background, aims and scope."""
    document, texts = pair_of(plan, number)
    texts[0].body = wording.paragraphs(
        f"《{document.title}》近日正式印发，社会各界反响热烈，大家一致认为来得及时、很有必要。",
        "受访群众表示，今后办理会更加方便；企业代表表示，将认真学习、主动配合，共同营造良好氛围。",
    )
    plan.plant("INT04", texts[0].path, "缺少背景、目标、范围等要素")


def foreign_source(plan: SitePlan, number: int, source: str) -> None:
    """INT05: explained by a newspaper only."""
    for text in pair_of(plan, number)[1]:
        text.source = source
        plan.plant("INT05", text.path, f"解读来源是{source}")


def orphan(plan: SitePlan, name: str) -> None:
    """INT06: explains a file that the site does not have."""
    theme, column = plan.spec.theme, plan.columns["zcjd"]
    day = days.workday_before(plan.as_of, 310)
    title = f"{theme.city}{name}"
    body = wording.explanation(theme, title, f"{theme.doc_prefix}〔{day.year}〕77号", 31)
    text = Article(
        path=plan.new_path(column, day), title=f"《{title}》政策解读", day=day, source=theme.bureau, body=body
    )
    column.articles.append(text)
    plan.plant("INT06", text.path, "被解读文件不在网站上")


def text_only(plan: SitePlan, number: int) -> None:
    """INT07: explained in text only."""
    document, texts = pair_of(plan, number)
    pictures = [t for t in texts if t.title.startswith("图解")]
    _remove(plan, pictures)
    document.related = [link for link in document.related if link.href not in {p.path for p in pictures}]
    plan.plant("INT07", document.path, "只有文字解读")


def copied(plan: SitePlan, number: int) -> None:
    """INT08: the explanation repeats the file."""
    document, texts = pair_of(plan, number)
    lead = wording.paragraphs("背景依据、目标任务、主要内容、适用范围如下。")
    texts[0].body = [*lead, *document.body]
    plan.plant("INT08", texts[0].path, "照抄文件")


def _remove(plan: SitePlan, texts: list[Article]) -> None:
    column = plan.columns["zcjd"]
    column.articles = [a for a in column.articles if a not in texts]
