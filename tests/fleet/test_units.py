"""What the documentation hands out for operation: the fleet file, the systemd units, the TLS of a cluster."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from auditor.fleet.plan import BudgetSection, FleetSection, GroupSection, load_plan
from auditor.model.fleet import JobState
from tests.fleet.rig import open_rig
from tests.fleet.running import ROOT, findings, sites, started
from tests.probe.authority import Authority

DOCS = ROOT / "docs"
_ROLES = ("SCHEDULER", "WORKER", "CLIENT")
UNITS = sorted((DOCS / "examples" / "systemd").iterdir())


def test_the_example_fleet_file_is_valid_and_names_every_key() -> None:
    path = DOCS / "examples" / "fleet.toml"
    load_plan(path)
    text = path.read_text(encoding="utf-8")
    keys = {*FleetSection.model_fields, *BudgetSection.model_fields, *GroupSection.model_fields}
    assert not {key for key in keys if f"{key} = " not in text}


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here: install Debian's systemd")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/srv/audit/.venv/bin/auditor", sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("ab") as said:
        process = subprocess.Popen([sys.executable, "-m", *command], env=environment, stdout=said, stderr=said)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_cluster_speaks_tls(tmp_path: Path, empty_postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of docs/fleet.md: scheduler, worker and client each with a certificate of one authority."""
    pytest.importorskip("distributed", reason="the extra [fleet] is not installed")
    authority = Authority(tmp_path)
    both = str(authority.issue("localhost", 30))
    tls = {f"DASK_DISTRIBUTED__COMM__TLS__{role}__{kind}": both for role in _ROLES for kind in ("CERT", "KEY")}
    tls |= {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(authority.file)}
    tls |= {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True"}
    for name, value in tls.items():
        monkeypatch.setenv(name, value)
    where = f"tls://127.0.0.1:{_free_port()}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    scheduler = ["distributed.cli.dask_scheduler", "--host", where, "--no-dashboard", "--no-show"]
    worker = ["distributed.cli.dask_worker", where, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    with open_rig(tmp_path / "rig", alone=1, together=0, down=0, bad=0, formats=["json"]) as rig, ExitStack() as stack:
        stack.enter_context(_process(scheduler, environment, tmp_path / "scheduler.log"))
        stack.enter_context(_process(worker, environment, tmp_path / "worker.log"))
        with started(rig, tmp_path / "work", empty_postgres, "--scheduler", where) as run:
            assert run.wait(300) == 0
    assert [s.state for s in sites(empty_postgres)] == [JobState.DONE]
    assert findings(tmp_path / "work")["a00"]
    assert "tls://" in (tmp_path / "worker.log").read_text(encoding="utf-8")
