"""报告有链接指向、抓取期间多次访问都打不开的站外页面。

Why: 读者从本网站点出去看到的是错误；指向失效域名的链接，下一步就可能被他人占用（见LNK10）。
Passes: 能打开的页面；防火墙的验证页面；只失败一次、后来又能打开的页面。
Cannot tell: 从检查用的机器访问超时的主机；检查用的机器完全不能访问外网时的所有主机；只记录不访问站外链接的检查：每个主机列一
次未核实。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive_links import TargetKind, dead_link_report
from auditor.frames import Tables
from auditor.model.finding import RuleReport, Severity, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="LNK02",
    name="external-link-dead",
    title="站外链接失效",
    subjects=(SubjectKind.LINK_TARGET,),
    severity=Severity.MINOR,
    remediation="核对对方网站的新地址并更新链接；对方已停用的，删除该链接。",
)


@dataclass(frozen=True)
class Params:
    """Nothing to set."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the dead pages of other hosts."""
    return dead_link_report(tables, TargetKind.EXTERNAL, "站外链接")
