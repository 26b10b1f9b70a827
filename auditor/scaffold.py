"""This module starts a new rule: its module and its cases, in the one form that all rules have."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.errors import UsageError

_MODULE = '''"""填写：用一句话说明报告什么。

Why: 填写：依据哪个文件的哪一条，这个问题对读者有什么影响。
Passes: 填写：哪些情况看起来像这个问题，其实不是。
Cannot tell: 填写：本规则看不到什么、判断不了什么。
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.derive import addresses, ids, text
from auditor.frames import Tables
from auditor.model.finding import Evidence, Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="{code}",
    name="{name}",
    title="填写：问题类型",
    subjects=(SubjectKind.PAGE,),
    severity=Severity.MINOR,
    remediation="填写：经办人照着做就能改好的一两句话。",
    preview=True,
)


@dataclass(frozen=True)
class Params:
    """Numbers of a regulation have no default: they come from rules/standards/*.toml."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Return the pages that FILL IN."""
    pages, url = tables.pages, addresses(tables)
    faulty = pages[text(pages["title"]).str.contains("FILL IN", regex=False)]
    found = zip(ids(faulty["url_id"]), text(faulty["title"]), strict=True)
    faults = tuple(_fault(url[page], title) for page, title in found)
    return RuleReport(faults=faults, examined=frozenset(url.reindex(ids(pages["url_id"]))))


def _fault(url: str, title: str) -> Fault:
    subject = Subject(SubjectKind.PAGE, url, title)
    evidence = Evidence(url=url, observed=title, expected="填写：应当怎样")
    return Fault(subject=subject, message=f"填写：一句话说明“{{title}}”错在哪里。", evidence=(evidence,))
'''
_CASES = """# The format: tests/case_files.py
[[case]]
name = "FILL IN: a plain fault"
kind = "fail"
expect = [{{ key = "http://lyj.example.gov.cn/a.html" }}]
[[case.pages]]
url_id = "http://lyj.example.gov.cn/a.html"
title = "FILL IN"

[[case]]
name = "FILL IN: in order"
kind = "pass"
status = "passed"
expect = []
examined = ["http://lyj.example.gov.cn/a.html"]
[[case.pages]]
url_id = "http://lyj.example.gov.cn/a.html"
title = "通知"

[[case]]
name = "FILL IN: exactly at the limit (strike it out where the rule has no number)"
kind = "threshold"
expect = []
[[case.pages]]
url_id = "http://lyj.example.gov.cn/a.html"
title = "通知"

[[case]]
name = "FILL IN: looks like the fault and must not be reported"
kind = "look-alike"
expect = []
[[case.pages]]
url_id = "http://lyj.example.gov.cn/a.html"
title = "通知"
"""


def new_rule(code: str, name: str, root: Path) -> tuple[Path, Path]:
    """Write the module and the case file of a new rule below ``root``; return both paths.

    Raises UsageError where code or name has the wrong form, or where the code is taken.
    """
    if not re.fullmatch(r"[A-Z]{3}\d{2}", code):
        raise UsageError(f"规则编号 {code!r} 不对：应为三个大写字母加两位数字，如 LNK12")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name):
        raise UsageError(f"规则名称 {name!r} 不对：用小写英文和连字符说明问题本身，如 link-dead")
    if re.match(r"(no|check|validate)-", name):
        raise UsageError(f"规则名称 {name!r} 不对：写问题（link-dead），不写动作（check-links）")
    family = _family(code, root)
    cases = root / "tests" / "cases" / f"{code}.toml"
    taken = [*family.glob(f"{code.lower()}_*.py"), *(p for p in (cases,) if p.exists())]
    if taken:
        raise UsageError(f"规则编号 {code} 已经用了：{taken[0]}；请换一个编号")
    module = family / f"{code.lower()}_{name.replace('-', '_')}.py"
    for path, body in ((module, _MODULE.format(code=code, name=name)), (cases, _CASES.format())):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    package = family / "__init__.py"
    if not package.exists():
        package.write_text(f'"""Rules of the family {code[:3]}."""\n', encoding="utf-8")
    return module, cases


def _family(code: str, root: Path) -> Path:
    """Return the folder of the rules with the same letters, a new one where there is none."""
    siblings = sorted((root / "rules").glob(f"*/{code[:3].lower()}[0-9][0-9]_*.py"))
    return siblings[0].parent if siblings else root / "rules" / code[:3].lower()
