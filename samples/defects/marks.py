"""This module plants faults of tags, identity, personal data and wording; each function is one kind."""

from __future__ import annotations

from samples import wording
from samples.numbers import MOBILE, bank_card, identity_number
from samples.plan import SitePlan


def without_site_tag(plan: SitePlan, tag: str) -> None:
    """TAG01: the homepage (and all pages) lack a site tag."""
    del plan.site_tags[tag]
    plan.plant("TAG01", "/", f"缺少 {tag}", contains=tag)


def empty_site_tag(plan: SitePlan, tag: str) -> None:
    """TAG01: the tag is there and says nothing."""
    plan.site_tags[tag] = ""
    plan.plant("TAG01", "/", f"{tag} 为空", contains=tag)


def without_column_tag(plan: SitePlan, tag: str, *column_ids: str) -> None:
    """TAG02: some column pages lack a column tag."""
    for column_id in column_ids:
        plan.columns[column_id].tags_missing.add(tag)
    plan.plant("TAG02", "/", f"栏目页缺少 {tag}", contains=tag)


def without_content_tag(plan: SitePlan, tag: str, column_id: str) -> None:
    """TAG03: the articles of a column lack a content tag."""
    for article in plan.columns[column_id].articles:
        article.without_tags.add(tag)
    plan.plant("TAG03", plan.columns[column_id].path, f"文章缺少 {tag}", contains=tag)


def malformed_date(plan: SitePlan, column_id: str, number: int) -> None:
    """TAG04: PubDate in a form of its own."""
    article = plan.columns[column_id].articles[number]
    article.pub_date = f"{article.day:%Y/%m/%d}"
    plan.plant("TAG04", article.path, "PubDate 格式不对", alternative=plan.columns[column_id].path)


def footer_without(plan: SitePlan, element: str, name: str) -> None:
    """IDN01: an element of the footer is missing."""
    del plan.footer[element]
    plan.plant("IDN01", "/", f"页脚缺少{name}", contains=name)


def without_finder(plan: SitePlan) -> None:
    """IDN02: no 找错 entry at all."""
    del plan.footer["error-report"]
    plan.plant("IDN02", "/", "没有找错入口")


def commented_finder(plan: SitePlan) -> None:
    """IDN02: the 找错 entry stands in a comment."""
    plan.footer["error-report"] = f"<!-- {plan.footer['error-report']} -->"
    plan.plant("IDN02", "/", "找错入口在注释里")


def wrong_code(plan: SitePlan) -> None:
    """IDN04: the tag says another 标识码 than footer and profile."""
    plan.site_tags["SiteIDCode"] = f"{plan.spec.code[:-2]}11"
    plan.plant("IDN04", "/", "标签与页脚的标识码不一致")


def without_media(plan: SitePlan, name: str) -> None:
    """MED01: no entry to one of the promised accounts."""
    plan.home_extra = [text.replace(f'<a href="/wb.html">政务{name}</a>', "") for text in plan.home_extra]
    del plan.files["/wb.html"]
    plan.plant("MED01", "/", f"没有政务{name}入口", contains=name)


def identity_exposed(plan: SitePlan, column_id: str, number: int) -> None:
    """PRV01: a complete identity number."""
    text = f"拟聘人员：王**，身份证号{identity_number(17)}，公示期5个工作日。"
    plan.plant("PRV01", plan.mention(column_id, number, wording.paragraphs(text)[0]).path, "完整的身份证号")


def mobile_exposed(plan: SitePlan, column_id: str, number: int) -> None:
    """PRV02: a private person's mobile number."""
    text = f"受助群众李**，家住果园街道，本人手机号码{MOBILE}，低保户。"
    plan.plant("PRV02", plan.mention(column_id, number, wording.paragraphs(text)[0]).path, "个人手机号")


def card_exposed(plan: SitePlan, column_id: str, number: int) -> None:
    """PRV03: a bank card number."""
    text = f"补贴发放对象赵**，银行卡号：{bank_card(17)}，开户行：示例银行。"
    plan.plant("PRV03", plan.mention(column_id, number, wording.paragraphs(text)[0]).path, "银行卡号")


def wrong_word(plan: SitePlan, column_id: str, number: int, text: str) -> None:
    """TXT01: a word of the error list."""
    plan.plant("TXT01", plan.mention(column_id, number, wording.paragraphs(text)[0]).path, "用词错误")
