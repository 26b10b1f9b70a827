"""Reading government pages: bytes in, records out; knows nothing of Scrapy."""

from __future__ import annotations

from spiders.extract.css import css_references
from spiders.extract.output import to_json
from spiders.extract.reader import read

__all__ = ["css_references", "read", "to_json"]
