"""One measurement, in a process of its own.

A process that measured something before has memory, caches and threads left
over; so each contender, size and detail gets a new one, which prints what it
measured as JSON.
"""

import gc
import json
import pathlib
import resource
import time
from collections.abc import Callable, Mapping
from typing import Any

import polars

import parrules
from peers import loops, memory
from peers.checking import hold
from peers.contenders import CONTENDERS, FILES, Task
from peers.reference import reference

LONG_ENOUGH = 1.0
"""Seconds after which a call is not repeated; the second always is made."""

Found = dict[str, Any]


def work(order: Mapping[str, Any]) -> Found:
    """Do what *order* says and return what was measured."""
    jobs: Mapping[str, Callable[[Mapping[str, Any]], Found]] = {
        "check": _check,
        "time": _time,
        "first": _first,
        "files": _files,
        "loop": loops.work,
        "memory": memory.work,
    }
    found = jobs[order["job"]](order)
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

    return found


def _task(order: Mapping[str, Any]) -> Task:
    frame = polars.read_ipc(order["frame"]).head(order["units"]).rechunk()
    times = order.get("times", 1)

    return Task(
        ruleset=parrules.load(order["ruleset"]),
        frame=polars.concat([frame] * times, rechunk=False),
        detail=order["detail"],
        folder=pathlib.Path(order["frame"]).parent,
    )


def _check(order: Mapping[str, Any]) -> Found:
    """Hold a contender to the library's own answer, leaf by leaf."""
    task = _task(order)
    run, read = CONTENDERS[order["contender"]](task)
    expected = reference(task.ruleset, task.frame)
    hold(order["contender"], read(run()), expected)

    return {"units": len(expected), "columns": len(expected.columns)}


def _first(order: Mapping[str, Any]) -> Found:
    """Time what a contender takes to be made ready and called once."""
    task = _task(order)
    used, start = time.process_time(), time.perf_counter()
    CONTENDERS[order["contender"]](task)

    return {
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - used,
    }


def _time(order: Mapping[str, Any]) -> Found:
    """Time a contender; the best of a few calls, once it was made ready.

    A call may be of several ``blocks``: the same table, time and again.
    """
    task = _task(order)
    blocks = order.get("blocks", 1)
    run, _ = CONTENDERS[order["contender"]](task)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    seconds: list[float] = []
    cpu: list[float] = []
    # Memory that is new in the first call is there in the second.
    while len(seconds) < order["calls"]:
        gc.collect()
        used, start = time.process_time(), time.perf_counter()
        for _ in range(blocks):
            result = run()
            # Its memory is free for the next one, as it would be in a loop.
            del result
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - used)
        if len(seconds) > 1 and sum(seconds) > LONG_ENOUGH:
            break

    return {"seconds": min(seconds), "cpu": min(cpu), "before": resident}


def _files(order: Mapping[str, Any]) -> Found:
    """Time a contender from one Parquet file to another."""
    ruleset = parrules.load(order["ruleset"])
    source = pathlib.Path(order["source"])
    target = pathlib.Path(order["target"])
    start = time.perf_counter()
    FILES[order["contender"]](ruleset, source, target)
    seconds = time.perf_counter() - start
    rows = polars.scan_parquet(target).select(polars.len()).collect().item()
    target.unlink()

    return {"seconds": seconds, "rows": rows}


def main(text: str) -> None:
    """Work on an order written as JSON and print what was measured."""
    print(json.dumps(work(json.loads(text))))
