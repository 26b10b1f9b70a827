"""This module plants the defects of the farming bureau, whose system answers every unknown address with 200."""

from __future__ import annotations

from samples.defects import catalogue, columns, links, marks, policies, voices
from samples.plan import SitePlan


def plant(plan: SitePlan) -> None:
    """What goes wrong on an old site in GB18030."""
    plan.mention("gzdt", 11, '<p>详见<a href="/info/1003/4001.htm">实施方案</a>。</p>')
    plan.unknown = {"status": 200, "body": "<html><head><title>提示信息</title></head><body>栏目不存在!</body></html>"}
    plan.plant("LNK05", "/info/1003/4001.htm", "与任意未知地址的应答相同")
    links.article_to_home(plan, "/info/1003/4009.htm")
    links.bad_attachments(plan, "gzdt", 2)
    links.dead_resources(plan)
    links.private_addresses(plan, "http://172.16.5.9/nyj/", "file:///D:/共享/通知.doc")
    links.empty_links(plan)
    links.hidden_link(plan, "http://www.seo-farm.example/", "font-size:0;line-height:0")
    columns.stale(plan, "COL03", "tzgg", columns.past_months(plan, 6))
    columns.empty_column(plan, "sfxm", "收费项目")
    columns.undated(plan, "gzdt", 23)
    columns.future_date(plan, "gzdt", 24)
    columns.retitled(plan, "jcdt", 8)
    columns.dead_column(plan, "njgz", "农机专栏")
    catalogue.missing_block(plan, "xxgkzn")
    catalogue.empty_item(plan, "农资打假结果", "/qt/nzdj.htm")
    catalogue.document_without(plan, 1, "发文字号")
    catalogue.institution_without(plan, "办公地址", "办公地址")
    catalogue.stale_list(plan, "CAT11", "qzqd", 400)
    catalogue.missing_item(plan, "惠农补贴清单")
    catalogue.report_without_part(plan, "收到和处理")
    catalogue.early_document(plan, 3)
    catalogue.stale_list(plan, "CAT12", "fdzdgk", 400)
    policies.one_way(plan, 2, from_file=False)
    policies.copied(plan, 4)
    policies.text_only(plan, 1)
    policies.foreign_source(plan, 1, "东岭日报")
    policies.without_elements(plan, 5)
    voices.slow_reply(plan, "咨询农机补贴流程", 30)
    voices.empty_reply(plan, "建议完善灌溉渠")
    voices.unanswered(plan, "反映水渠漏水")
    voices.no_feedback(plan, plan.spec.theme.tasks[6])
    voices.still_open(plan, plan.spec.theme.tasks[7])
    voices.poor_guide(plan, 3, "申请条件", "办理地点")
    voices.no_reception(plan)
    marks.malformed_date(plan, "tjxx", 1)
    marks.empty_site_tag(plan, "SiteIDCode")
    marks.without_column_tag(plan, "ColumnDescription", "tjxx", "cgxx")
    marks.without_content_tag(plan, "PubDate", "cgxx")
    marks.footer_without(plan, "contact", "联系方式")
    marks.without_finder(plan)
    marks.identity_exposed(plan, "rsxx", 1)
    marks.card_exposed(plan, "gzdt", 22)
    marks.without_media(plan, "微博")
    marks.mobile_exposed(plan, "gzdt", 25)
    marks.wrong_word(plan, "gzdt", 26, "各村要做好秸杆禁烧和综合利用工作。")
