"""The application: audits Chinese government sites and keeps their rectification ledger."""

from __future__ import annotations

__version__ = "0.1.0"
