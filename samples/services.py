"""This module fills 办事服务 with guides that have all eight elements."""

from __future__ import annotations

from samples import days, wording
from samples.plan import Anchor, Article, SitePlan


def fill_services(plan: SitePlan) -> None:
    """Write one guide for each service."""
    theme, column = plan.spec.theme, plan.columns["bsfw"]
    for number, name in enumerate(theme.services):
        day = days.workday_before(plan.as_of, 90 + number * 15)
        guide = Article(
            path=plan.new_path(column, day),
            title=f"{name}办事指南",
            day=day,
            source=theme.offices[-1],
            body=wording.paragraphs(f"为方便群众和企业办理{name}，现将办理要求公布如下，所有环节均不收费。"),
            rows=guide_rows(plan, name, number),
        )
        file = f"/files/form{number + 1}.docx"
        plan.files[file] = b"PK\x03\x04" + f"application form {number + 1}".encode() * 40
        guide.files.append(Anchor(f"{name}申请表.docx", file))
        column.articles.append(guide)


def guide_rows(plan: SitePlan, name: str, number: int) -> list[tuple[str, str]]:
    """The eight elements of a guide."""
    theme = plan.spec.theme
    return [
        ("事项名称", name),
        ("设定依据", f"《中华人民共和国行政许可法》第十二条，以及有关{name}的法律、法规规定"),
        ("申请条件", f"申请人在{theme.city}依法登记，具备与{name}相适应的场所、设备和人员"),
        ("办理材料", f"1.{name}申请表；2.申请人身份证明；3.场所使用证明；4.第{number + 1}类专业材料一份"),
        ("办理地点", f"{theme.city}政务服务中心二楼{number + 3}号窗口"),
        ("办理时间", "工作日上午8:30至11:30，下午13:30至17:00"),
        ("联系电话", theme.phone),
        ("办理流程", f"申请、受理、审查（{number + 5}个工作日）、决定、送达"),
    ]
