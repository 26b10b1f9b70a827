"""This module puts in look-alikes of tags, identity, personal data and wording."""

from __future__ import annotations

from html import escape

from samples import days, wording
from samples.bureau import add_article
from samples.plan import SitePlan


def mark_decoys(plan: SitePlan) -> None:
    """TAG01 to TAG04, IDN01 to IDN04, MED01, PRV01 to PRV03, TXT01."""
    plan.spare("IDN03", "/", "在 private_hosts 中的副本不判断域名")
    plan.spare("TAG01", "/", "网站名称齐全", contains="SiteName")
    plan.spare("TAG02", "/", "栏目名称齐全", contains="ColumnName")
    plan.spare("TAG03", plan.columns["zxft"].path, "内容标签齐全")
    with_seconds = plan.columns["zxft"].articles[0]
    plan.spare("TAG04", with_seconds.path, "规范的发布时间", alternative=plan.columns["zxft"].path)
    plan.spare("IDN01", "/", "主办单位在页脚", contains="主办单位")
    plan.spare("MED01", "/", "有政务微信入口", contains="微信")
    plan.spare("IDN02", "/", "找错入口是一张图片")
    plan.spare("IDN04", "/", "标签、页脚、找错链接、配置中的标识码一致")
    _numbers(plan)
    _words(plan)


def _numbers(plan: SitePlan) -> None:
    theme = plan.spec.theme
    article = add_article(plan, "gzdt", f"{theme.bureau}公布抽签结果和值班电话", days.before(plan.as_of, 33), 201)
    article.body = wording.paragraphs(
        f"值班电话：{theme.phone}，传真：{theme.fax}；监督热线：12345。",
        "中签人：王**，身份证号：710101********0019，手机：199****0017；李**，银行卡号：622202*********0005。",
        "合同编号：710101199001010018，流水号：202619900000017123456，设备序列号：62220200000000000099。",
        "项目代码：2026-220000-77-01-000099，统一社会信用代码见附件，批文编号共18位。",
    )
    for rule, why in (("PRV01", "掩码和编号"), ("PRV02", "办公电话、掩码和长号码"), ("PRV03", "掩码和序列号")):
        plan.spare(rule, article.path, why)


def _words(plan: SitePlan) -> None:
    theme = plan.spec.theme
    article = add_article(plan, "gzdt", "网站错别字自查自纠情况通报", days.before(plan.as_of, 37), 202)
    text = "自查发现，有稿件将“领导小组”误写为“领导小姐”，将“秸秆”误写为“秸杆”，均已改正；正确写法以词典为准。"
    article.body = [f"<p>{escape(text)}</p>", *wording.report(theme, "错别字自查", 202, article.day)]
    plan.spare("TXT01", article.path, "讲错别字的文章中引用错误写法")
