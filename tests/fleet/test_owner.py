"""Who holds a job: a process of this machine that ended is known to be gone, of all others nothing is known."""

from __future__ import annotations

import subprocess
import sys

from auditor.fleet.owner import is_gone, name_of, own


def test_a_process_is_gone_once_it_has_ended() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = name_of(child.pid)
    assert not is_gone(name)
    child.communicate(b"\n")
    assert is_gone(name)
    assert not is_gone(own())


def test_of_another_machine_or_container_nothing_is_known_even_where_host_name_and_process_id_are_the_same() -> None:
    host, boot, namespace, pid, start = own().split(":")
    assert is_gone(f"{host}:{boot}:{namespace}:{pid}:1")  # the id was given to another process
    for other in (f"x{host}:{boot}:{namespace}", f"{host}:00000000:{namespace}", f"{host}:{boot}:1"):
        assert not is_gone(f"{other}:{pid}:{start}")
        assert not is_gone(f"{other}:{pid}:1")
