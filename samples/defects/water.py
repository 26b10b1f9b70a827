"""This module plants the defects of the water bureau: no consultation, no services, weak interpretations."""

from __future__ import annotations

from samples.defects import catalogue, columns, links, marks, policies, voices
from samples.plan import SitePlan


def plant(plan: SitePlan) -> None:
    """What excludes the forestry bureau's defects, and second cases of the others."""
    links.dead_page(plan, "/xwzx/gzdt/content/post_1.html", "防汛预案")
    links.dead_external(plan, "/notice/none.html", "流域机构公告")
    links.bad_attachments(plan, "gzdt", 2)
    links.long_redirect(plan)
    links.hidden_link(plan, "http://www.seo-links.example/", "position:absolute;left:-9999px")
    links.hijacked(plan)
    links.lost_fragment(plan)
    columns.stale(plan, "COL02", "jcdt", 40)
    columns.stale(plan, "COL04", "ghjh", columns.past_months(plan, 12))
    columns.empty_column(plan, "sfxm", "收费项目")
    columns.dead_column(plan, "hzzx", "河长专栏")
    columns.republished(plan, "gzdt", 25)
    columns.two_dates(plan, "gzdt", 22)
    catalogue.missing_block(plan, "ysqgk")
    catalogue.missing_report(plan)
    catalogue.document_without(plan, 3, "索引号")
    catalogue.document_without(plan, 0, "有效性")
    catalogue.guide_without(plan, 办公时间="办公时间")
    catalogue.stale_list(plan, "CAT12", "fdzdgk", 500)
    catalogue.uncovered_aspect(plan, "结果")
    plan.columns.pop("ldxx")
    plan.catalogue = [row for row in plan.catalogue if row.site_column != "ldxx"]
    plan.must_not = [row for row in plan.must_not if row["rule"] != "CAT10"]
    plan.plant("CAT10", "", "机构信息缺少负责人姓名", contains="负责人")
    policies.no_interpretation(plan, 1)
    policies.without_elements(plan, 2)
    policies.foreign_source(plan, 3, "云溪日报")
    policies.text_only(plan, 4)
    policies.copied(plan, 5)
    policies.orphan(plan, "海绵城市建设导则")
    voices.no_channel(plan)
    voices.still_open(plan, plan.spec.theme.tasks[6])
    voices.short_period(plan, plan.spec.theme.tasks[7])
    voices.no_reception(plan)
    voices.no_services(plan)
    marks.without_content_tag(plan, "ContentSource", "tjxx")
    marks.wrong_code(plan)
    marks.footer_without(plan, "organizer", "主办单位")
    marks.card_exposed(plan, "gzdt", 24)
    marks.wrong_word(plan, "gzdt", 26, "培训会学习了《中华人民共合国水法》的主要内容。")
    plan.must_not = [row for row in plan.must_not if row["rule"] not in {"IAC02", "IAC03", "IAC04", "SVC02"}]
