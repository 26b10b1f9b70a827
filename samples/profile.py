"""This module writes a sample's profile.toml."""

from __future__ import annotations

import json

from samples.plan import SitePlan


def profile_text(plan: SitePlan) -> str:
    """The profile that the sample is audited with."""
    spec, base = plan.spec, plan.addresses.base
    lines = [
        "[site]",
        f"id = {_text(spec.id)}",
        f"name = {_text(spec.theme.bureau)}",
        'kind = "department"',
        f"code = {_text(spec.code)}",
        f"home = {_text(base + '/')}",
        f"scope = {_texts((base + '/', plan.addresses.refused + '/'))}",
        f"organizer = {_text(spec.theme.bureau)}",
        f"standards = {_texts(spec.standards)}",
        'new_media = ["微信", "微博"]',
        "",
        "[crawl]",
        "requests_per_second = 500.0",
        "concurrency = 16",
        "timeout_s = 5",
        "confirm_after_s = 0.5",
        'private_hosts = ["127.0.0.1"]',
        'external_links = "record"',
    ]
    for column in plan.columns.values():
        if column.in_profile:
            lines += ["", "[[site_columns]]"]
            for key, value in (("id", column.id), ("name", column.name), ("url", base + column.path)):
                lines.append(f"{key} = {_text(value)}")
            lines += [f"kind = {_text(column.kind)}", f"unit = {_text(column.unit)}"]
            if column.max_age_days:
                lines.append(f"max_age_days = {column.max_age_days}")
    for row in plan.catalogue:
        lines += [
            "",
            "[[catalogue]]",
            f"item = {_text(row.item)}",
            'basis = "条例第二十条"',
            f"aspect = {_text(row.aspect)}",
        ]
        lines += [f"site_column = {_text(row.site_column)}"] if row.site_column else []
        lines += [f"url = {_text(plan.url(row.url))}"] if row.url else []
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _texts(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, values))}]"
