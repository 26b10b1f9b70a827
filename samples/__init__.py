"""This package makes sample bureau sites with planted defects, their clean twins, and serves them on loopback."""

from __future__ import annotations

from samples.addresses import Addresses
from samples.build import BuiltSample, build
from samples.server import SampleServer, serve
from samples.session import open_sample
from samples.spec import DEMO, SPECS, SampleSpec

__all__ = ["DEMO", "SPECS", "Addresses", "BuiltSample", "SampleServer", "SampleSpec", "build", "open_sample", "serve"]
