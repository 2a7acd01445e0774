"""Medians of what is timed in turns, in this process and in new ones."""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

REPEATS = 5
EVALUATIONS = 300

Timed = Callable[[], object]


def medians(*measures: Callable[[], float]) -> tuple[float, ...]:
    """Return the median of each measure, all of them taken in turns."""
    for measure in measures:
        measure()
    turns = [[measure() for measure in measures] for _ in range(REPEATS)]

    return tuple(map(statistics.median, zip(*turns, strict=True)))


def time_of(action: Timed) -> float:
    """Return the seconds that *action* takes."""
    gc.collect()
    start = time.perf_counter()
    action()

    return time.perf_counter() - start


def each_of(action: Timed) -> float:
    """Return the seconds that *action* takes, in the mean of many runs."""
    action()

    def run() -> None:
        # As a service does: each result is used and let go.
        for _ in range(EVALUATIONS):
            action()

    return time_of(run) / EVALUATIONS


def run(program: str) -> str:
    """Return what a new Python prints that runs *program*.

    It may keep bytecode, as every installation does: a checkout that is
    compiled anew each time would measure Python's compiler.
    """
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    return subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    ).stdout


def printed_by(program: str) -> float:
    """Return the number that *program* prints."""
    return float(run(program))
