"""This module makes numbers that are formally valid and belong to nobody: identity cards and bank cards."""

from __future__ import annotations

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MOBILE = "19900000017"


def identity_number(serial: int) -> str:
    """A number of the form of GB 11643 with a valid date and check digit, from a region that issues none."""
    body = f"71010119900101{serial % 1000:03}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]


def bank_card(serial: int) -> str:
    """A 19-digit card number with a valid Luhn digit."""
    body = f"622202{serial % 10**12:012}"
    doubled = [int(c) * (2 - n % 2) for n, c in enumerate(reversed(body))]
    return body + str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)
