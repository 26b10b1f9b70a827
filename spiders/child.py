"""This module runs a crawl in a child process that dies with its parent: a program may then crawl many sites, or be killed.

The parent seals what was crawled: what that needs is loaded there anyway, for those who judge it.
What goes over the pipes: the request to the child's standard input, one JSON line a message back from its standard output.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, cast

from auditor.errors import CrawlStopped
from spiders.disk import disk_faults_told
from spiders.mortal import die_with_parent
from spiders.request import CrawlEnd, CrawlRequest, Progress

if TYPE_CHECKING:
    from auditor.config import CrawlSection

_STOP_WAIT_S = 30.0
INTERRUPTED = "interrupted"
# An answer under way is some hundred objects: most looks for cycles would find it still wanted.
_THRESHOLDS = (20_000, 10, 10)
_WHOLE = ("finished", "rechecked", "max-pages")
_AGAIN = "again"  # a browser found addresses that are yet to be visited: the next child goes on


def crawl_in_child(request: CrawlRequest) -> CrawlEnd:
    """Crawl in a child process and seal the folder, unless the crawl was interrupted.

    Ctrl-C ends the child after the answers under way; a second one at once. Raises CrawlStopped where the child failed.
    """
    end = _one_child(request)
    end = _one_child(request) if end.finish_reason == _AGAIN else end
    if end.finish_reason in (INTERRUPTED, _AGAIN):
        return end
    from auditor.snapshot import seal  # Arrow: not beside the crawl, which wants the memory itself

    with disk_faults_told(request.folder):
        seal(request.folder, profile_hash=request.profile_hash, as_of=request.as_of)
    return end


def _one_child(request: CrawlRequest) -> CrawlEnd:
    command = [sys.executable, "-m", "spiders.child", str(os.getpid())]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert child.stdin is not None
    assert child.stdout is not None
    end: CrawlEnd | None = None
    try:
        with child.stdin as pipe:
            pickle.dump(_sent(request), pipe)
        end = _listen(child.stdout, request)
    except KeyboardInterrupt:
        end = _stop(child, child.stdout, request)
    finally:
        child.stdout.close()
        if child.wait() != 0 and end is None:
            raise CrawlStopped(
                f"抓取进程意外结束（代码 {child.returncode}），已抓取的内容已保存；再次运行同一命令可接着进行"
            )
    assert end is not None
    return end


def _listen(pipe: IO[bytes], request: CrawlRequest) -> CrawlEnd | None:
    for line in pipe:
        message = json.loads(line)
        if "end" in message:
            return CrawlEnd(**message["end"])
        if "stopped" in message:
            raise CrawlStopped(message["stopped"])
        request.progress(Progress(**message["progress"]))
    return None


def _stop(child: subprocess.Popen[bytes], pipe: IO[bytes], request: CrawlRequest) -> CrawlEnd:
    """Wait for the child's own end; the terminal has sent it the same Ctrl-C, a program may not have."""
    try:
        child.send_signal(signal.SIGINT)
        end = _listen(pipe, request)
        child.wait(_STOP_WAIT_S)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        child.kill()
        end = None
    return end or CrawlEnd(finish_reason=INTERRUPTED, pages=0, links=0, complete=False)


def _sent(request: CrawlRequest) -> CrawlRequest:
    """Return the request as the child needs it: its settings are checked already, and what checks them is slow to load."""
    settings = cast("CrawlSection", SimpleNamespace(**request.settings.model_dump()))
    return dataclasses.replace(request, settings=settings, progress=_discard)


def _discard(_progress: Progress) -> None:
    """Show nothing: the child reports through its pipe."""


def main() -> int:
    """Run the crawl that standard input describes."""
    die_with_parent(int(sys.argv[1]))
    request: CrawlRequest = pickle.load(sys.stdin.buffer)

    def tell(**message: object) -> None:
        sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def show(progress: Progress) -> None:
        tell(progress=dataclasses.asdict(progress))

    try:
        end = _crawled(dataclasses.replace(request, progress=show))
    except CrawlStopped as stopped:
        tell(stopped=str(stopped))
    else:
        tell(end=dataclasses.asdict(end))
    return 0


@contextmanager
def _loading() -> Iterator[None]:
    """Keep the collector of cycles from what is loaded, now and later: all of it stays."""
    gc.disable()
    yield
    gc.enable()
    gc.set_threshold(*_THRESHOLDS)
    gc.freeze()


def _crawled(request: CrawlRequest) -> CrawlEnd:
    """Crawl, let a browser draw what scripts build."""
    with _loading():
        from spiders.readers import start_readers  # here, as all below: the parent needs nothing of it
    readers = start_readers(request)
    with _loading():
        from spiders.run import crawl  # only now: what has threads must not be there when the readers are forked

    end = crawl(request, readers)
    if end.finish_reason == INTERRUPTED:
        return end
    from spiders.render import render_scripted

    with disk_faults_told(request.folder):
        if end.finish_reason in _WHOLE and render_scripted(request):
            return dataclasses.replace(end, finish_reason=_AGAIN)
    return end


if __name__ == "__main__":
    raise SystemExit(main())
