"""Measure the library against its targets, and print both as ratios.

One command, from the root of the repository, in an environment with the
``bench`` extra::

    python tests/benchmarks/run.py

Everything that is compared is measured in turns, five times, and the median
is shown: what else the machine does then slows both sides.
"""

import argparse
import gc
import hashlib
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from units import EXAMPLE, RULESET, mixed_units, one_like_many

import parrules

REPEATS = 5
EVALUATIONS = 300
LEAF = "1.1.4"
COLD_MOST = 250
"""Milliseconds that a cold process may take above bare Python."""

ATTRS_THEN = 35
"""Milliseconds that ``import attrs`` took where that was set.

What a process that starts cold takes differs between machines as that
import does, so both are compared.
"""

UNITS = 200

MEMORY_BEFORE, MEMORY_AFTER = 1_000, 100_000
THREAD_UNITS = 10_000

Facts = dict[str, object]
Timed = Callable[[], object]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts that are asked for; 1 where a target is missed."""
    parts: dict[str, Callable[[], list[bool]]] = {
        "import": measure_import,
        "cold": measure_cold,
        "speed": measure_speed,
        "compiled": measure_compiled,
        "memory": measure_memory,
        "threads": measure_threads,
    }
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help=f"{', '.join(parts)}; all by default",
    )
    parser.add_argument("--resident", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.resident is not None:
        print(*resident_after(MEMORY_BEFORE, chosen.resident))
        return 0
    unknown = set(chosen.parts) - set(parts)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    describe()
    met = [
        each
        for name, measure in parts.items()
        if name in (chosen.parts or parts)
        for each in measure()
    ]
    print(f"\n{sum(met)} of {len(met)} targets met")

    return 0 if all(met) else 1


# -- output -------------------------------------------------------------------


def describe() -> None:
    """Print what the numbers were measured on."""
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}"
        for name in ("durable-rules", "zen-engine", "attrs")
    )
    print(f"{platform.platform()}, {processor()}, {os.cpu_count()} cores")
    print(f"CPython {platform.python_version()}, {versions}")
    print(f"medians of {REPEATS} repeats in turns; {RULESET}\n")
    print(f"{'':58}{'measured':>12}{'target':>12}")


def processor() -> str:
    """Return the name of the processor, as far as it is known."""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = (line for line in lines if line.startswith("model name"))

    return next(names, ":").partition(":")[2].strip() or platform.machine()


def show(name: str, measured: str, target: str, *, met: bool) -> bool:
    """Print one line of the table and pass *met* on."""
    print(f"{name:58}{measured:>12}{target:>12}{'' if met else '  missed'}")

    return met


def show_times(name: str, ours: float, theirs: float, least: float) -> bool:
    """Print how many times faster we are, beside the least it may be."""
    times = theirs / ours

    return show(name, f"{times:.2f}×", f"≥ {least:g}×", met=times >= least)


def show_ratio(name: str, left: float, right: float, most: float) -> bool:
    """Print a ratio beside the most that it may be."""
    ratio = left / right

    return show(name, f"{ratio:.2f}×", f"≤ {most}×", met=ratio <= most)


# -- processes ----------------------------------------------------------------


def measure_import() -> list[bool]:
    """Compare ``import parrules`` with ``import attrs``, in new processes."""
    program = (
        "import time; start = time.perf_counter(); import {}; "
        "print(time.perf_counter() - start)"
    )
    ours, theirs = medians(
        lambda: printed_by(program.format("parrules")),
        lambda: printed_by(program.format("attrs")),
    )
    print(f"import parrules {ours * 1e3:.2f} ms, attrs {theirs * 1e3:.2f} ms")

    return [show_ratio("import parrules : import attrs", ours, theirs, 1.5)]


def measure_cold() -> list[bool]:
    """Time a process that does everything once, above bare Python.

    In milliseconds, and in imports of attrs: a slower machine may miss the
    one and meet the other, and the line of each says so.
    """
    program = (
        "import parrules; "
        f"ruleset = parrules.load({RULESET!r}); "
        "facts = next(each.facts for each in ruleset.scheme.examples "
        f"if each.name == {EXAMPLE!r}); "
        "breakdown = ruleset.evaluate(facts); "
        "assert breakdown.total"
    )
    cold, bare, attrs = medians(
        lambda: time_of(lambda: run(program)),
        lambda: time_of(lambda: run("pass")),
        lambda: time_of(lambda: run("import attrs")),
    )
    above, imported = (cold - bare) * 1e3, (attrs - bare) * 1e3
    print(
        f"cold process {cold * 1e3:.0f} ms, bare Python {bare * 1e3:.0f} ms, "
        f"one that imports attrs {attrs * 1e3:.0f} ms"
    )
    print(
        f"{COLD_MOST} ms were set where that import took {ATTRS_THEN} ms: "
        f"{COLD_MOST / ATTRS_THEN:.1f} of them; here it takes "
        f"{imported:.0f} ms"
    )

    return [
        show(
            "load, check, compile, score once; above bare Python",
            f"{above:.0f} ms",
            f"≤ {COLD_MOST} ms",
            met=above <= COLD_MOST,
        ),
        show_ratio(
            "the same : import attrs, above bare Python",
            above,
            imported,
            round(COLD_MOST / ATTRS_THEN, 1),
        ),
    ]


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


# -- one process --------------------------------------------------------------


def measure_speed() -> list[bool]:
    """Compare durable, from facts to breakdown, with zen-engine."""
    # The one part that needs it.
    from zen_tables import (  # noqa: PLC0415
        evaluate_function,
        name_of,
        zen_facts,
    )

    ruleset = parrules.load(RULESET)
    scheme = ruleset.scheme
    zen = evaluate_function(scheme)
    units = [one_like_many(scheme), *mixed_units(scheme, UNITS)]
    leaves = [leaf.code for leaf in scheme.leaves("criteria")]
    for facts in units:
        require_equal(
            leaves,
            ruleset.evaluate(facts),
            zen(zen_facts(scheme, facts)),
            name_of,
        )
    print(f"{len(leaves)} leaves of {len(units)} units: zen's points equal")
    facts = units[0]
    theirs = zen_facts(scheme, facts)

    def ours() -> object:
        breakdown = ruleset.evaluate(facts)
        return breakdown.total, breakdown.grade, breakdown[LEAF].points

    read, written, compared = medians(
        lambda: each_of(ours),
        lambda: each_of(lambda: ruleset.evaluate(facts).to_dict()),
        lambda: each_of(lambda: zen(theirs)),
    )
    print(
        f"total, grade, a leaf {read * 1e6:.0f} µs, "
        f"to_dict {written * 1e6:.0f} µs, zen {compared * 1e6:.0f} µs"
    )

    return [
        show_ratio(
            f"facts to total, grade, a leaf : zen, {len(leaves)} tables",
            read,
            compared,
            0.8,
        ),
        show_ratio("facts to to_dict : the same", written, compared, 2.5),
    ]


def measure_compiled() -> list[bool]:
    """Compare compiled, from facts to breakdown, with zen's expressions."""
    # The other part that needs it.
    from zen_tables import (  # noqa: PLC0415
        name_of,
        traced_function,
        zen_facts,
    )

    ruleset = parrules.load(RULESET)
    scheme = ruleset.scheme
    zen = traced_function(scheme)
    units = [one_like_many(scheme), *mixed_units(scheme, UNITS)]
    leaves = [leaf.code for leaf in scheme.leaves("criteria")]
    for facts in units:
        breakdown = ruleset.evaluate(facts, engine="compiled")
        points = zen(zen_facts(scheme, facts))
        require_equal(leaves, breakdown, points, name_of)
    print(f"{len(leaves)} leaves of {len(units)} units: zen's points equal")
    facts = units[0]
    theirs = zen_facts(scheme, facts)

    def scored() -> parrules.Breakdown:
        return ruleset.evaluate(facts, engine="compiled")

    def one() -> object:
        breakdown = scored()
        return breakdown.total, breakdown.grade, breakdown[LEAF].points

    def every() -> object:
        breakdown = scored()
        return [breakdown[code].points for code in leaves]

    read, listed, written, compared = medians(
        lambda: each_of(one),
        lambda: each_of(every),
        lambda: each_of(lambda: scored().to_dict()),
        lambda: each_of(lambda: zen(theirs)),
    )
    print(
        f"compiled: total, grade, a leaf {read * 1e6:.0f} µs, "
        f"all leaves {listed * 1e6:.0f} µs, to_dict {written * 1e6:.0f} µs; "
        f"zen with trace {compared * 1e6:.0f} µs"
    )

    return [
        show_times(
            "compiled, total, grade, a leaf : zen, expressions, trace",
            read,
            compared,
            6,
        ),
        show_times("compiled, every leaf : the same", listed, compared, 2),
        show_times("compiled, to_dict : the same", written, compared, 2),
    ]


def require_equal(
    leaves: Sequence[str],
    breakdown: parrules.Breakdown,
    points: Mapping[str, object],
    name_of: Callable[[str], str],
) -> None:
    """Hold the points of *leaves* to zen's.

    Raises:
        AssertionError: Some of them differ; it names the first.
    """
    for code in leaves:
        found = Decimal(str(points[name_of(code)]))
        if found != breakdown[code].points:
            message = f"{code}: zen {found}, {breakdown[code]!r}"
            raise AssertionError(message)


def each_of(action: Timed) -> float:
    """Return the seconds that *action* takes, in the mean of many runs."""
    action()

    def run() -> None:
        # As a service does: each result is used and let go.
        for _ in range(EVALUATIONS):
            action()

    return time_of(run) / EVALUATIONS


def time_of(action: Timed) -> float:
    """Return the seconds that *action* takes."""
    gc.collect()
    start = time.perf_counter()
    action()

    return time.perf_counter() - start


def medians(*measures: Callable[[], float]) -> tuple[float, ...]:
    """Return the median of each measure, all of them taken in turns."""
    for measure in measures:
        measure()
    turns = [[measure() for measure in measures] for _ in range(REPEATS)]

    return tuple(map(statistics.median, zip(*turns, strict=True)))


# -- long runs ----------------------------------------------------------------


def measure_memory() -> list[bool]:
    """Compare resident memory late and early in a process of its own."""
    here = pathlib.Path(__file__)
    printed = subprocess.run(
        [sys.executable, here, "--resident", str(MEMORY_AFTER)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    early, late = map(int, printed.split())
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
    ruleset = parrules.load(RULESET)
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
    ruleset = parrules.load(RULESET)
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


if __name__ == "__main__":
    sys.exit(main())
