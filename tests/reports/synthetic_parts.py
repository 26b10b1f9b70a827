"""This module makes the parts of a synthetic run besides its findings."""

from __future__ import annotations

from datetime import timedelta

from auditor.model.fetch import Outcome
from auditor.model.finding import (
    Finding,
)
from auditor.model.run import (
    CatalogueState,
    ColumnState,
    Coverage,
    DeadLink,
    Pairing,
    Unverified,
)
from auditor.model.standard import (
    Conclusion,
    WorkPoint,
    WorkPointResult,
)
from tests.reports.synthetic_data import AS_OF, COLUMNS, HOME, word


def unverified() -> tuple[Unverified, ...]:
    return (
        Unverified(url="http://www.challenged.example/", reason=Outcome.CHALLENGE, status=521, pages=37),
        Unverified(url="https://slow.example/", reason=Outcome.TIMEOUT, status=None, pages=2, words="三次访问均超时"),
        Unverified(url=HOME + "search/", reason=Outcome.ROBOTS_EXCLUDED, status=None, pages=1804),
    )


def coverage() -> Coverage:
    return Coverage(
        pages=1804,
        links=204_311,
        targets=5231,
        checked=5170,
        columns=6,
        columns_reached=5,
        outcomes={"ok": 5101, "http-client-error": 69, "challenge": 12, "timeout": 4, "robots-excluded": 45},
        finish_reason="finished",
        notes=("外部链接只登记,未检测。", "“人事信息”栏目由脚本生成列表,未能核查。"),
        challenges=12,
        failures=69,
    )


def columns() -> tuple[ColumnState, ...]:
    states = ("超期", "正常", "正常", "空白", "无法访问", "未核查")
    return tuple(
        ColumnState(
            id=c.id,
            name=c.name,
            url=c.url,
            kind=c.kind.value,
            unit=c.unit,
            items=0 if state == "空白" else 40 + 7 * i,
            newest=None if state in ("空白", "无法访问", "未核查") else (AS_OF - timedelta(days=9 * i + 1)).isoformat(),
            age_days=None if state in ("空白", "无法访问", "未核查") else 9 * i + 1,
            limit="6个月" if i != 1 else "2周",
            basis="检查指标 一、单项否决 5",
            state=state,
            note="列表由脚本生成" if state == "未核查" else "",
        )
        for i, (c, state) in enumerate(zip(COLUMNS, states, strict=True))
    )


def catalogue() -> tuple[CatalogueState, ...]:
    rows = (
        ("机构职能", "管理", "已公开", 3),
        ("重大行政决策", "决策", "缺失", 0),
        ("行政处罚", "执行", "空白", 0),
        ("办事指南", "服务", "已公开", 25),
        ("年度报告", "结果", "未核查", 0),
    )
    return tuple(
        CatalogueState(
            item=item,
            basis="条例第二十条",
            aspect=aspect,
            where=HOME + "zwgk/" if items else "",
            items=items,
            newest="2024-02-20" if items else None,
            state=state,
            unit="办公室",
        )
        for item, aspect, state, items in rows
    )


def pairing(i: int, *, hostile: bool) -> Pairing:
    how = ("页面链接", "文号", "标题引用", "标题相近(疑似)", "未找到", "不需解读")[i % 6]
    found = how not in ("未找到", "不需解读")
    return Pairing(
        document=word(i, f"示例市城市绿化管理办法({i})", hostile),
        document_url=f"{HOME}zcwj/t{i}.html",
        doc_no=f"示林发〔2024〕{i + 1}号",
        document_date="2024-01-10",
        interpretation=word(i + 1, f"《示例市城市绿化管理办法({i})》解读", hostile) if found else "",
        interpretation_url=f"{HOME}zcjd/t{i}.html" if found else "",
        interpretation_date="2024-01-12" if found else None,
        how=how,
        certain=how != "标题相近(疑似)",
        file_links=bool(i % 2) if found else None,
        interpretation_links=True if found else None,
        lag_workdays=2 if found else None,
        state={"未找到": "缺解读", "不需解读": "不需解读"}.get(how, "已解读"),
        forms="文字、图解" if found else "",
        unit="法规处",
    )


def dead_links(findings: tuple[Finding, ...], *, hostile: bool) -> tuple[DeadLink, ...]:
    return tuple(
        DeadLink(
            finding=f.id,
            rule=f.rule,
            target=f.subject.key,
            status="404 未找到",
            page=f"{HOME}gzdt/p{k}.html",
            text=word(k, "查看附件", hostile),
            place="正文区",
            region="body",
        )
        for f in findings
        if f.rule in ("LNK01", "LNK03")
        for k in range(2)
    )


def work_points() -> tuple[WorkPointResult, ...]:
    rows = (
        ("wp-1", "(一)1", "加强目录清单主动公开。", Conclusion.NOT_MET, 4),
        ("wp-2", "(一)2", "加强行政决策主动公开。", Conclusion.MET, 0),
        ("wp-3", "(二)1", "强化解读主体责任,按照“谁起草、谁解读”的原则。", Conclusion.PARTLY, 2),
        ("wp-4", "(二)3", "高度重视舆情回应,主动引导社会预期。", Conclusion.MANUAL, 0),
        ("wp-5", "(二)5", "完善网民留言、咨询的受理、转办和反馈机制。", Conclusion.NOT_EXAMINED, 0),
    )
    return tuple(
        WorkPointResult(
            point=WorkPoint(id=key, number=number, sentence=sentence, rules=("INT01",), unit="法规处"),
            conclusion=conclusion,
            basis="核查 31 份政策文件" if conclusion is not Conclusion.MANUAL else "请人工查看舆情登记簿",
            faults=faults,
            unit="法规处",
        )
        for key, number, sentence, conclusion, faults in rows
    )
