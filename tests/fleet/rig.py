"""Many tiny bureaux on loopback, some of them on one host, some broken; who was asked for what, in which order."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby
from pathlib import Path
from threading import Thread

from tests.e2e.tiny import Tiny, build
from tests.serving import serve

DAY = "2026-03-16"


class SharedServer(ThreadingHTTPServer):
    """One host for many sites; ``asked`` are the sites in the order of the requests."""

    request_queue_size = 128
    daemon_threads = True
    asked: list[str]


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        assert isinstance(self.server, SharedServer)
        name = self.path.split("/")[1]
        if name.startswith("s"):
            self.server.asked.append(name)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass
class Rig:
    """A fleet on loopback. ``good`` are the sites that can be judged, ``down`` those whose server refuses."""

    folder: Path
    file: Path
    good: list[str] = field(default_factory=list)
    down: list[str] = field(default_factory=list)
    bad_profiles: int = 0
    shared: SharedServer | None = None

    def blocks(self) -> list[str]:
        """Return the sites of the shared host, each once for every unbroken stretch of requests."""
        assert self.shared is not None
        return [name for name, _ in groupby(self.shared.asked)]


@contextmanager
def open_rig(folder: Path, alone: int, together: int, down: int = 1, bad: int = 1, **fleet: object) -> Iterator[Rig]:
    """Build and serve a fleet: sites with a port of their own, sites on one host, sites that are down, broken profiles.

    Every third site has a dead link, so that findings can be compared.
    """
    rig = Rig(folder, folder / "fleet.toml", bad_profiles=bad)
    (folder / "profiles").mkdir(parents=True)
    with ExitStack() as stack:
        for number in range(alone):
            site = _site(folder / f"alone{number}", number)
            site.home = stack.enter_context(serve(site.folder))
            _keep_profile(rig, site, f"a{number:02d}")
        rig.shared = stack.enter_context(_shared_host(folder / "host"))
        for number in range(together):
            site = _moved(_site(folder / f"together{number}", number), folder / "host" / f"s{number}")
            site.home = f"http://127.0.0.1:{rig.shared.server_address[1]}/s{number}/"
            _keep_profile(rig, site, f"s{number:02d}")
        for number in range(down):
            refusing = stack.enter_context(socket.socket())
            refusing.bind(("127.0.0.1", 0))  # bound, never listening
            site = _site(folder / f"down{number}", number)
            site.home = f"http://127.0.0.1:{refusing.getsockname()[1]}/"
            _keep_profile(rig, site, f"d{number:02d}")
            rig.down.append(rig.good.pop())
        for number in range(bad):
            (folder / "profiles" / f"x{number}.toml").write_text("[site]\nid = 'x'\nname = 5\n", encoding="utf-8")
        write_fleet(rig, **fleet)
        yield rig


def write_fleet(rig: Rig, **fleet: object) -> None:
    """Write FLEET.toml with the given keys of [fleet]."""
    keys = {"concurrency": 2, "retries": 1, "lease_s": 6, "by_unit": False, **fleet}
    lines = [f"{k} = {str(v).lower() if isinstance(v, bool) else repr(v)}" for k, v in keys.items()]
    head = ["[fleet]", 'id = "city"', 'name = "江滨市部门网站"', 'sites = ["profiles/*.toml"]']
    rig.file.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def _site(folder: Path, number: int) -> Tiny:
    site = build(folder)
    if number % 3 == 0:
        dead = "<p><a href='/xw/gone.html'>附件说明</a></p>"
        site.article("xw", "n1", "第1次森林防火巡查工作全面展开", "2026-03-09", dead)
    return site


def _keep_profile(rig: Rig, site: Tiny, name: str) -> None:
    text = site.profile().read_text(encoding="utf-8")
    target = rig.folder / "profiles" / f"{name}.toml"
    target.write_text(text.replace('id = "tiny"', f'id = "{name}"'), encoding="utf-8")
    rig.good.append(name)


def _moved(site: Tiny, target: Path) -> Tiny:
    """Move a site below a folder of a host: its links begin there."""
    prefix = f"/{target.name}/"
    shutil.copytree(site.folder, target)
    for page in target.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        text = text.replace("href='/", f"href='{prefix}").replace("src='/", f"src='{prefix}")
        page.write_text(text, encoding="utf-8")
    return site


@contextmanager
def _shared_host(folder: Path) -> Iterator[SharedServer]:
    folder.mkdir()
    server = SharedServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    server.asked = []
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
