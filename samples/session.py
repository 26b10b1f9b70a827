"""This module binds, builds and serves a sample in one go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from samples.build import BuiltSample, build
from samples.server import SampleServer
from samples.spec import SampleSpec


@contextmanager
def open_sample(spec: SampleSpec, folder: Path, as_of: date) -> Iterator[BuiltSample]:
    """Bind free loopback ports, build the sample for them in ``folder``, and serve it until the block ends."""
    with SampleServer() as server:
        built = build(spec, folder, server.addresses, as_of)
        server.show(folder)
        yield built
