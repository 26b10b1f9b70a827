"""This module says which elements of an official document (公文) its page shows, in a metadata table or elsewhere."""

from __future__ import annotations

import re

import numpy as np

from auditor.derive import ids, text
from auditor.derive_documents import PolicyDocument, documents
from auditor.derive_titles import flat
from auditor.frames import Tables, derived

_SIGNED = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[二一][〇○零0O九][〇○零0O一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_TO_FILE = re.compile(
    r"(?:具体|详细)?(?:内容|详情)?(?:请|详)?(?:见|查看|参见|点击|下载)*附件.{0,60}|.{1,60}\.(?:docx?|pdf|wps|ofd|xlsx?|zip|rar)\W*"
)
_HOLLOW_CHARS = 30
_STATE = re.compile(r"现行有效|继续有效|有效性|已?失效|已?废止|已?修改")


@derived
def _page_fields(tables: Tables) -> dict[int, frozenset[str]]:
    """Return which of 索引号, 发布日期 and 发文字号 the pages of the documents show, in a table or elsewhere."""
    frame = tables.pages
    part = frame[np.isin(ids(frame["url_id"]), [d.page for d in documents(tables)])]
    found: dict[int, frozenset[str]] = {}
    values = zip(
        ids(part["url_id"]), text(part["index_no"]), text(part["publish_date"]), text(part["doc_no"]), strict=True
    )
    for page, *shown in values:
        names = zip(("索引号", "发布日期", "发文字号"), shown, strict=True)
        found[int(page)] = frozenset(name for name, value in names if value)
    return found


def is_hollow(title: str, body: str) -> bool:
    """Say whether a page holds no more than the title again, names of files, or the word that all stands in one.

    >>> is_hollow("关于审查工作的通知", "关于审查工作的通知\\n详见附件"), is_hollow("办法", "第一条 " + "为了加强管理" * 6)
    (True, False)
    """
    lines = (flat(line) for line in body.splitlines())
    rest = (line for line in lines if not _TO_FILE.fullmatch(line) and line not in flat(title))
    return sum(map(len, rest)) < _HOLLOW_CHARS


def fields_shown(tables: Tables, document: PolicyDocument, body: str) -> set[str]:
    """Return the elements that a document's page shows; without a table the source, the signature and the body count, too."""
    shown = {label for label, value in document.fields.items() if value}
    shown |= _page_fields(tables).get(document.page, frozenset())
    if document.doc_no:
        shown.add("发文字号")
    if "联合发文机关" in shown:
        shown.add("发文机关")
    if {"生成日期", "发布日期"} <= shown:  # beside a date of publication it is the day on which the document was made
        shown.add("成文日期")
    if _STATE.search(flat(document.title)) or (not document.has_table and _STATE.search(flat(body)[:200])):
        shown.add("有效性")
    if document.has_table:
        return shown
    if document.source or document.issuer:
        shown.add("发文机关")
    if _SIGNED.search(flat(body)[-400:]):
        shown.add("成文日期")
    return shown
