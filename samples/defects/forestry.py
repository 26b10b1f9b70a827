"""This module plants the defects of the forestry bureau."""

from __future__ import annotations

from samples.defects import catalogue, columns, links, marks, policies, voices
from samples.plan import SitePlan


def plant(plan: SitePlan) -> None:
    """The demo's defects: a neglected homepage, dead links, missing fields."""
    _links(plan)
    _columns(plan)
    _catalogue(plan)
    _people(plan)


def _links(plan: SitePlan) -> None:
    links.dead_page(plan, "/xwzx/gzdt/202011/t20201102_1.html", "工作方案")
    links.dead_page(plan, "/qt/broken.jsp", "数据查询", number=22, status=500)
    links.dead_footer_link(plan, "/gywm/index.html", "关于我们")
    links.refused_page(plan)
    links.dead_external(plan, "/news/gone.html", "省级部门通知")
    links.bad_attachments(plan)
    links.dead_resources(plan)
    links.soft_missing(plan)
    links.redirect_loop(plan)
    links.article_to_home(plan)
    drive = "C:\\资料\\台账2020.xls"
    links.private_addresses(
        plan, "http://10.20.30.40/oa/", "http://192.168.10.8:8080/", "http://localhost/test/", drive
    )
    links.hidden_link(plan, "http://www.lucky-slots.example/", "display:none")
    links.empty_links(plan)
    links.lost_fragment(plan)


def _columns(plan: SitePlan) -> None:
    columns.stale_home(plan)
    columns.stale(plan, "COL02", "jcdt", 15)
    columns.stale(plan, "COL03", "tzgg", columns.past_months(plan, 6))
    columns.stale(plan, "COL04", "rsxx", columns.past_months(plan, 12))
    columns.empty_column(plan, "sfxm", "收费项目")
    columns.undated(plan, "gzdt", 23)
    columns.two_dates(plan, "gzdt", 24)
    columns.republished(plan, "gzdt", 30)


def _catalogue(plan: SitePlan) -> None:
    catalogue.missing_block(plan, "xxgkzd")
    catalogue.missing_item(plan, "自然保护地名录")
    catalogue.empty_item(plan, "双随机抽查结果", "/qt/ssj.html")
    catalogue.guide_without(plan, 传="传真")
    catalogue.late_report(plan)
    catalogue.report_without_part(plan, "存在的主要问题")
    catalogue.document_without(plan, 3, "发文字号")
    catalogue.late_document(plan, 4)
    catalogue.institution_without(plan, "办公时间", "办公时间")
    catalogue.stale_list(plan, "CAT11", "qzqd", columns.past_months(plan, 12))
    policies.no_interpretation(plan, 1)
    policies.no_interpretation(plan, 6)
    policies.one_way(plan, 2, from_file=True)
    policies.one_way(plan, 7, from_file=False)
    policies.late(plan, 4, 6)
    policies.orphan(plan, "野生植物采集管理办法")


def _people(plan: SitePlan) -> None:
    tasks = plan.spec.theme.tasks
    voices.unanswered(plan, "反映树木遮挡路灯")
    voices.slow_reply(plan, "咨询认养绿地手续", 25)
    voices.template_replies(plan, "咨询古树认定流程", "反映公园座椅损坏", "建议增加健身步道")
    voices.no_feedback(plan, tasks[6])
    voices.short_period(plan, tasks[7])
    voices.poor_guide(plan, 2, "设定依据", "办理时间", "办理流程")
    marks.without_site_tag(plan, "SiteDomain")
    marks.without_column_tag(plan, "ColumnKeywords", "gzdt", "tzgg")
    marks.malformed_date(plan, "tzgg", 5)
    marks.footer_without(plan, "police", "公安")
    marks.footer_without(plan, "sitemap", "网站地图")
    marks.commented_finder(plan)
    marks.identity_exposed(plan, "rsxx", 1)
    marks.mobile_exposed(plan, "gzdt", 25)
    marks.wrong_word(plan, "gzdt", 26, "会议决定成立专项工作领导小姐，统筹推进各项任务。")
