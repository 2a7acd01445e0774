"""Measure how fast tables are scored, beside what experts write by hand.

One command, from the root of the repository, in an environment with the
``bench`` extra::

    python tests/benchmarks/tables.py
    python tests/benchmarks/tables.py --quick
    python tests/benchmarks/tables.py speed loops

Whoever is compared has to give the same points and totals as
`Ruleset.outcome`, leaf by leaf, before anything is timed.  Every measurement
has a process of its own; contenders take turns, and medians are shown.
"""

import argparse
import pathlib
import sys
import tempfile
import time
from collections.abc import Sequence

import attrs
from peers import worker
from peers.bench import Bench
from peers.extents import QUICK, WHOLE
from peers.printing import describe
from peers.processes import Processes
from peers.targets import judge
from units import BUNDLED


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print what is asked for; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help="speed, loops, units, leaves, files, ten; all by default",
    )
    parser.add_argument("--quick", action="store_true", help="a small run")
    parser.add_argument(
        "--turns", type=int, help="how often each is measured; 4 by default"
    )
    parser.add_argument("--order", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.order is not None:
        worker.main(chosen.order)
        return 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        extent = QUICK if chosen.quick else WHOLE
        if chosen.turns:
            extent = attrs.evolve(extent, turns=chosen.turns, few=chosen.turns)
        bench = Bench(extent, Processes(pathlib.Path(folder)))
        parts = bench.parts()
        unknown = set(chosen.parts) - set(parts)
        if unknown:
            parser.error(f"no such part: {', '.join(sorted(unknown))}")
        describe(BUNDLED, bench.extent.turns)
        bench.prepare()
        for name, measure in parts.items():
            if name in (chosen.parts or parts):
                measure()
    met = judge(bench)
    print(f"\n{sum(met)} of {len(met)} targets met")
    print(f"{time.perf_counter() - start:.0f} s in all")

    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
