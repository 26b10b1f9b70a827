"""This module lets a person confirm a drafted profile with the arrow keys."""

from __future__ import annotations

from dataclasses import replace

import questionary

from auditor.drafting import Draft, DraftColumn, kinds
from auditor.model.site import ColumnKind

_LEAVE_OUT = "不作为栏目"


def confirm(draft: Draft) -> Draft:
    """Ask about the site's name and about each column that is unsure; return the draft as confirmed.

    Raises KeyboardInterrupt where the person breaks off.
    """
    name = questionary.text("网站名称", default=draft.name).unsafe_ask()
    kept = questionary.checkbox(
        "保留哪些栏目（空格选择，回车确认）",
        choices=[questionary.Choice(f"{c.name}  {c.url}", value=c.id, checked=True) for c in draft.columns],
    ).unsafe_ask()
    columns = tuple(_confirm_kind(c) for c in draft.columns if c.id in kept)
    return replace(draft, name=name, columns=tuple(c for c in columns if c is not None), doubts=())


def _confirm_kind(column: DraftColumn) -> DraftColumn | None:
    if not column.doubts:
        return column
    answer = questionary.select(
        f"{column.name}（{'；'.join(column.doubts)}）是哪一类栏目",
        choices=[*kinds(), _LEAVE_OUT],
        default=column.kind.value,
    ).unsafe_ask()
    return None if answer == _LEAVE_OUT else replace(column, kind=ColumnKind(answer), doubts=())
