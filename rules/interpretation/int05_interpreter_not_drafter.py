"""报告不是由文件起草单位作出的政策解读。

Why: 国办发〔2016〕80号：谁起草、谁解读；起草单位对解读负责。
Passes: 来源写的是起草单位或发文机关的全称或简称、其内设处室、“本局”“本网站”，或者没有写来源；起草单位在网站上另有解读的文
件；联合发文的，其中任何一个单位。
Cannot tell: 政府或政府办公厅（室）发布的文件，页面没有写明由谁起草；其他机关的文件。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.derive_documents import UNITS, Interpretation, PolicyDocument, doc_fields, evidence, is_foreign
from auditor.derive_pairing_sheet import paired
from auditor.derive_titles import flat, is_own_word, own_office, same_unit
from auditor.frames import Tables
from auditor.model.finding import Fault, RuleReport, Severity, Subject, SubjectKind
from auditor.model.rule import RuleMeta
from auditor.model.site import Site

META = RuleMeta(
    code="INT05",
    name="interpreter-not-drafter",
    title="解读不是由起草单位作出",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MINOR,
    remediation="由文件起草处室（单位）撰写解读并署名；转载的媒体报道另行发布，不代替解读。",
)
_WEBSITE = re.compile(r"(?:网|网站|平台|专栏|公众号|微信|客户端|App)$", re.IGNORECASE)


@dataclass(frozen=True)
class Params:
    """This rule has no parameters."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each interpretation whose source is another unit, where nothing by the drafter explains the file."""
    faults: dict[str, Fault] = {}
    examined: set[str] = set()
    for entry in paired(tables):
        own = [p.interpretation for p in entry.certain if p.interpretation.page >= 0]
        drafters = _drafters(tables, entry.document)
        if not own or not drafters:
            continue
        examined |= {i.url for i in own}
        others = [i for i in own if not _by_drafter(tables, i, drafters)]
        if len(others) == len(own):
            faults |= {i.url: _fault(tables, i, drafters) for i in others}
    return RuleReport(faults=tuple(faults.values()), examined=frozenset(examined))


def _drafters(tables: Tables, document: PolicyDocument) -> tuple[str, ...]:
    """Return who drafted the file as far as the page shows; empty where it is a government's or another's."""
    site = tables.site
    issuer = document.issuer or site.organizer or site.name
    if "政府" in issuer or is_foreign(document, site):
        return ()
    joint = document.fields.get("联合发文机关", "")
    units = [u for u in UNITS.split(f"{issuer}、{joint}") if len(u) > 1]
    return tuple(dict.fromkeys([*units, *_own(site)]))


def _own(site: Site) -> list[str]:
    return [name for name in (site.organizer, site.name) if name]


def _by_drafter(tables: Tables, item: Interpretation, drafters: tuple[str, ...]) -> bool:
    named = doc_fields(tables).get(item.page, {}).get("发文机关", "")
    sources = [s for s in UNITS.split(f"{item.source}、{named}") if s]
    if all(is_own_word(s) or _WEBSITE.search(flat(s)) for s in sources):
        return True
    return any(same_unit(s, d) or own_office(s, d) for s in sources for d in drafters if not is_own_word(s))


def _fault(tables: Tables, item: Interpretation, drafters: tuple[str, ...]) -> Fault:
    seen = evidence(
        tables,
        item.page,
        observed=f"解读来源：{item.source}",
        expected=f"起草单位（{drafters[0]}）解读",
        snippet=item.title,
        place="来源",
    )
    return Fault(
        subject=Subject(SubjectKind.DOCUMENT, item.url, item.title),
        message=f"解读的来源是“{item.source}”，不是文件的起草单位{drafters[0]}",
        evidence=(seen,),
        column=item.column,
    )
