"""What many evaluations leave behind, and what threads write."""

import gc
import hashlib
import json
import os
import pathlib
import threading
from collections.abc import Mapping

from units import BUNDLED, UNITS, mixed_units

import parrules
from single.showing import show
from single.timing import run

BENCHMARKS = os.fspath(pathlib.Path(__file__).parents[1])
LEAF = "1.1.4"
MEMORY_BEFORE, MEMORY_AFTER = 1_000, 100_000
THREAD_UNITS = 10_000


def measure_memory() -> list[bool]:
    """Compare resident memory late and early in a process of its own."""
    program = (
        f"import sys; sys.path.insert(0, {BENCHMARKS!r}); "
        "from single.lasting import resident_after; "
        f"print(*resident_after({MEMORY_BEFORE}, {MEMORY_AFTER}))"
    )
    early, late = map(int, run(program).split())
    growth = (late - early) / 2**20

    return [
        show(
            f"memory, {MEMORY_AFTER:,} evaluations : {MEMORY_BEFORE:,}",
            f"{growth:+.1f} MiB",
            "≤ 5 MiB",
            met=growth <= 5,
        )
    ]


def resident_after(early: int, late: int) -> tuple[int, int]:
    """Return resident bytes after *early* and *late* evaluations."""
    ruleset = parrules.load(BUNDLED)
    units = list(mixed_units(ruleset.scheme, UNITS, missing=0.02))
    first = 0
    for index in range(late):
        breakdown = ruleset.evaluate(units[index % UNITS])
        _ = breakdown.total, breakdown[LEAF].points
        if index % 100 == 0:
            breakdown.to_dict()
        if index + 1 == early:
            first = resident()

    return first, resident()


def resident() -> int:
    """Return the bytes of memory that this process occupies."""
    gc.collect()
    pages = pathlib.Path("/proc/self/statm").read_text().split()[1]

    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def measure_threads() -> list[bool]:
    """Compare what two threads write with what one does."""
    ruleset = parrules.load(BUNDLED)
    units = list(mixed_units(ruleset.scheme, THREAD_UNITS, missing=0.02))
    expected = [fingerprint(ruleset, facts) for facts in units]
    results: list[list[bytes]] = [[], []]

    def work(place: int) -> None:
        # Each begins elsewhere, so that they score different units.
        turned = units[place * 5000 :] + units[: place * 5000]
        results[place] = [fingerprint(ruleset, facts) for facts in turned]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turned = expected[5000:] + expected[:5000]
    equal = sum(
        left == right
        for left, right in zip(
            results[0] + results[1], expected + turned, strict=True
        )
    )

    return [
        show(
            f"2 threads × {THREAD_UNITS:,} mixed units, as one thread",
            f"{equal:,} equal",
            f"{2 * THREAD_UNITS:,}",
            met=equal == 2 * THREAD_UNITS,
        )
    ]


def fingerprint(
    ruleset: parrules.Ruleset, facts: Mapping[str, object]
) -> bytes:
    """Return a digest of the whole breakdown of *facts*."""
    document = ruleset.evaluate(facts).to_dict()

    return hashlib.sha256(json.dumps(document).encode()).digest()
