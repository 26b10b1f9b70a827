"""This module reads the series of availability visits: only those that count, with Beijing days."""

from __future__ import annotations

import pandas as pd

from auditor.derive import text, true
from auditor.frames import Tables, derived
from auditor.model.finding import Subject, SubjectKind

_BEIJING = pd.Timedelta(hours=8)


@derived
def visits(tables: Tables) -> pd.DataFrame:
    """Return the visits that count up to the day of the audit, oldest first: at, day, ok, seconds, reason, tls, tls_days, ipv6.

    A visit does not count where the probing machine itself was offline; one that never opened has no seconds.
    """
    frame = tables.probes
    frame = frame[frame["counted"].fillna(True).astype(bool)]
    moments = pd.to_datetime(frame["at"], utc=True, format="ISO8601", errors="coerce") + _BEIJING
    plain = pd.DataFrame(
        {
            "at": text(frame["at"]),
            "day": moments.dt.strftime("%Y-%m-%d"),
            "ok": true(frame["ok"]),
            "seconds": frame["seconds_ms"].fillna(0).to_numpy(dtype="float64") / 1000,
            "reason": text(frame["reason"]),
            "tls": text(frame["tls"]),
            "tls_days": frame["tls_days"],
            "ipv6": text(frame["ipv6"]),
        }
    )
    known = plain[moments.notna().to_numpy() & (plain["day"] <= tables.as_of.isoformat()).to_numpy()]
    return known.iloc[moments.loc[known.index].argsort(kind="stable")]


def site_subject(tables: Tables) -> Subject:
    """Return the site itself as a subject."""
    return Subject(SubjectKind.SITE, tables.site.home, tables.site.name)
