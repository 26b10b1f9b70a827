from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from samples import SPECS, Addresses, BuiltSample, build

AS_OF = date(2026, 6, 30)
ADDRESSES = Addresses("http://127.0.0.1:18801", "http://127.0.0.1:18802", "http://127.0.0.1:18803")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltSample]:
    """Every sample, built once for fixed ports that nobody listens on."""
    root: Path = tmp_path_factory.mktemp("samples")
    return {name: build(spec, root / name, ADDRESSES, AS_OF) for name, spec in SPECS.items()}


@pytest.fixture(params=sorted(SPECS))
def sample(request: pytest.FixtureRequest, samples: dict[str, BuiltSample]) -> BuiltSample:
    """Each sample in turn."""
    return samples[request.param]
