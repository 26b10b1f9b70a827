"""报告没有使用规定域名，或者只能用IP地址访问的网站。

Why: 国办发〔2017〕47号：英文域名以`.gov.cn`为后缀，中文域名为“.政务”；用IP地址访问不符合规定。
Passes: 规定后缀之下的任何域名。
Cannot tell: 域名的层级结构是否符合规定。测试副本（主机列在`private_hosts`中）不判断。
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from auditor.derive_identity import home_evidence, is_test_copy
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.urls import hostname_of

META = RuleMeta(
    code="IDN03",
    name="domain-nonconforming",
    title="网站域名不符合规定",
    subjects=(SubjectKind.SITE,),
    severity=Severity.MAJOR,
    remediation="按规定申请并启用 .gov.cn 域名，原地址设置跳转；仍在使用的 IP 地址访问方式予以关闭。",
)


@dataclass(frozen=True)
class Params:
    """``suffixes``: the ends that official domains have."""

    suffixes: tuple[str, ...]


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the site if its domain is not an official one."""
    key, host = tables.site.home, hostname_of(tables.site.home)
    if is_test_copy(tables):
        return RuleReport(status=Status.NOT_APPLICABLE, note="首页主机在 private_hosts 中，是测试副本，不判断域名")
    ends = tuple("." + _ascii(suffix.removeprefix(".")) for suffix in params.suffixes)
    if _ascii(host).endswith(ends):
        return RuleReport(examined=frozenset({key}))
    wrong = "只用 IP 地址访问" if _is_ip(host) else f"域名 {host} 不在{'、'.join(params.suffixes)}之下"
    fault = Fault(
        subject=Subject(SubjectKind.SITE, key, tables.site.name),
        message=f"网站{wrong}。",
        evidence=home_evidence(
            tables, observed=f"网站{wrong}", expected=f"域名以{'、'.join(params.suffixes)}结尾", place="网站地址"
        ),
    )
    return RuleReport(faults=(fault,), examined=frozenset({key}))


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode().lower()
    except UnicodeError:
        return name.lower()


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
