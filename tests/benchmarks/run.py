"""Measure the library against its targets, and print both as ratios.

One command, from the root of the repository, in an environment with the
``bench`` extra::

    python tests/benchmarks/run.py

Everything that is compared is measured in turns, five times, and the median
is shown: what else the machine does then slows both sides.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from single.against_zen import measure_compiled, measure_speed
from single.lasting import measure_memory, measure_threads
from single.showing import describe
from single.starting import measure_cold, measure_import


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
    chosen = parser.parse_args(arguments)
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


if __name__ == "__main__":
    sys.exit(main())
