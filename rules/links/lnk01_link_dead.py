"""报告有链接指向而打不开的站内页面：已不存在（404、410）、服务器错误、拒绝访问，或者域名不存在。

Why: 国办发〔2017〕47号要求定期清除错链、断链；首页上的断链是检查人员最先看到的。
Passes: 能打开的页面，再慢也算；只失败一次、后来又能打开的页面；防火墙的验证页面（412、521、202、403）；拒绝`HEAD`请求
而`GET`请求正常的页面。
Cannot tell: 要求登录或限制访问次数的页面（401、403、429），访问超时的页面，安全连接建立失败的页面：列为未核实并写明原因。返
回200却提示内容不存在的页面见LNK05。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_links import TargetKind, dead_link_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK01",
    name="link-dead",
    title="站内链接失效",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MINOR,
    remediation="恢复该页面或改正链接地址；页面已停用的，在所有引用页面上删除该链接。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the dead internal pages."""
    return dead_link_report(tables, TargetKind.PAGE, "站内链接", grave=Severity.MAJOR)
