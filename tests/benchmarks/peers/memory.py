"""How fast memory is read and written here, as STREAM's copy measures it."""

import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy

BYTES = 1 << 28
_TURNS = 5


def work(_: Mapping[str, Any]) -> dict[str, Any]:
    """Copy more than any cache holds on every core; bytes per second."""
    cores = os.cpu_count() or 1
    source = numpy.ones(BYTES // 8, numpy.int64)
    target = numpy.zeros_like(source)
    ends = [len(source) * part // cores for part in range(cores + 1)]

    def copy(start: int, end: int) -> None:
        numpy.copyto(target[start:end], source[start:end])

    def read(start: int, end: int) -> None:
        source[start:end].max()

    with ThreadPoolExecutor(cores) as pool:
        found = {}
        for name, action, moved in (
            ("copy", copy, 2 * BYTES),
            ("read", read, BYTES),
        ):
            best = float("inf")
            for _turn in range(_TURNS):
                start = time.perf_counter()
                list(pool.map(action, ends[:-1], ends[1:]))
                best = min(best, time.perf_counter() - start)
            found[name] = moved / best

    return found
