"""报告网站上找不到所解读文件的政策解读。

Why: 政策解读与被解读文件应当相互关联；找不到文件的读者用不上解读。
Passes: 有任何依据能对应上文件的解读，疑似对应的也算；网站上有同名的页面、列表条目或附件；解读中有链接通向其他网站上的原文。
Cannot tell: 上级机关或其他地方的文件；标题没有写明文件名称的解读；政策栏目没有读全的网站；没有抓完的网站。
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auditor.derive import ids, text
from auditor.derive_documents import Interpretation, evidence, interpretations, is_of_others
from auditor.derive_names import names
from auditor.derive_pairing import pairs
from auditor.derive_titles import core, flat, is_higher, is_interpretation_title, quoted
from auditor.derive_unread import document_doubt
from auditor.frames import Tables, derived
from auditor.model.finding import Fault, RuleReport, Severity, Status, Subject, SubjectKind
from auditor.model.rule import RuleMeta

META = RuleMeta(
    code="INT06",
    name="interpretation-orphan",
    title="被解读的文件不在网站上",
    subjects=(SubjectKind.DOCUMENT,),
    severity=Severity.MAJOR,
    remediation="在政策文件栏目补发被解读的文件，并与解读互相链接；上级文件的，在解读中链接原文。",
)


@dataclass(frozen=True)
class Params:
    """This rule has no parameters."""


def check(tables: Tables, params: Params) -> RuleReport:
    """Report each interpretation of a named file that the site does not have."""
    known = {p.interpretation.url for p in pairs(tables)}
    doubt = document_doubt(tables)
    faults, examined, unexamined = [], set(), {}
    for item in interpretations(tables):
        if item.url in known:
            examined.add(item.url)
            continue
        files = [core(n) for n in quoted(flat(item.title))]
        if item.page < 0 or not files or not is_interpretation_title(item.title):
            continue
        if any(is_higher(name, tables.site.name) for name in files) or is_of_others(item, tables.site):
            unexamined[item.url] = "解读的是上级或其他地方的文件，原文可能在其网站上"
        elif doubt:
            unexamined[item.url] = doubt
        else:
            examined.add(item.url)
            if not _elsewhere(tables, item, files):
                faults.append(_fault(tables, item))
    status = Status.NOT_ASSESSED if doubt and unexamined else None
    return RuleReport(
        faults=tuple(faults), examined=frozenset(examined), unexamined=unexamined, status=status, note=doubt
    )


@derived
def _cores(tables: Tables) -> frozenset[str]:
    """Return the bare names of everything the site lists or attaches, interpretations aside."""
    shown = [n.shown for n in names(tables)] + list(text(tables.attachments["text"]).unique())
    return frozenset(core(name) for name in shown if not is_interpretation_title(name))


def _elsewhere(tables: Tables, item: Interpretation, files: list[str]) -> bool:
    """Say whether something on the site bears the file's name, with or without its place, or the item leads to it."""
    if any(name[cut:] in _cores(tables) for name in files for cut in range(max(1, len(name) - 5))):
        return True
    return any(np.isin(item.page, ids(frame["page_id"])) for frame in (tables.attachments, tables.relations))


def _fault(tables: Tables, item: Interpretation) -> Fault:
    seen = evidence(
        tables,
        item.page,
        observed="全站未找到被解读的文件",
        expected="文件与解读都在网站上并互相链接",
        snippet=item.title,
    )
    return Fault(
        subject=Subject(SubjectKind.DOCUMENT, item.url, item.title),
        message=f"解读《{item.title}》所解读的文件不在网站上",
        evidence=(seen,),
        column=item.column,
        source=item.source,
    )
