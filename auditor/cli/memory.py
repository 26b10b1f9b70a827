"""This module makes large tables give their memory back: a machine that audits many sites has little of it for each."""

from __future__ import annotations

import ctypes
import gc
import os
import sys

_M_MMAP_THRESHOLD = -3
_LARGE_BYTES = 262_144
# Loading modules and building findings makes many objects that stay, and few cycles.
_THRESHOLDS = (50_000, 10, 10)


def set_up() -> None:
    """Let large blocks be mapped by themselves, in this process and in the crawl that it starts; look for cycles less often.

    To be called before Arrow is loaded. Arrow's own allocator and a C library that raises its threshold as it goes keep what
    was freed: half as much again as the tables of a large site need.
    """
    gc.set_threshold(*_THRESHOLDS)
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # NumPy starts one for each core otherwise, and none is ever used
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", str(_LARGE_BYTES))
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries than glibc have none
        if mallopt is not None:
            mallopt(_M_MMAP_THRESHOLD, int(os.environ["MALLOC_MMAP_THRESHOLD_"]))


def let_go() -> None:
    """Look for cycles no more: the process ends, and the interpreter would search all it has loaded, half a second's work."""
    gc.freeze()
    gc.disable()
