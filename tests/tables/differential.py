"""Random rulesets over tables: what one unit gives alone, a row gives.

``python tests/tables/differential.py --rulesets 500 --units 40``

The rulesets and units are those of ``tests/engines/differential.py``, whose
engines and oracle are compared there; here each unit that the compiled engine
scores becomes a row of a table, and the answer must be equal in everything.
"""

import argparse
import itertools
import pathlib
import random
import sys
import time
from collections import Counter

ROOT = pathlib.Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from conformance.agreement import differences, submission  # noqa: E402  # the path comes first
from engines.pairing import pairs, ruleset_of  # noqa: E402
from engines.strategies import numbered  # noqa: E402
from parrules.errors import RulesetError  # noqa: E402
from tables.tabling import expected_of, result_in, scored, table_of  # noqa: E402


def main() -> int:
    """Run what the arguments ask for; return 1 if anything disagrees."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rulesets", type=int, default=100)
    parser.add_argument("--units", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--library", choices=("polars", "duckdb", "rows"), default="polars"
    )
    arguments = parser.parse_args()
    seen: Counter[str] = Counter()
    start, failures = time.monotonic(), 0
    for number in range(arguments.seed, arguments.seed + arguments.rulesets):
        found = disagreements(number, arguments.units, arguments.library, seen)
        failures += bool(found)
        for each in found[:3]:
            print(f"ruleset {number}: {each}", flush=True)
    print(f"{failures} rulesets with a disagreement")
    print(f"{time.monotonic() - start:.0f} s\n")
    for name, count in sorted(seen.items()):
        print(f"{count:>10,}  {name}")

    return int(failures > 0)


def disagreements(
    number: int, count: int, library: str, seen: Counter[str] | None = None
) -> list[str]:
    """Return where rows of a table differ from units scored alone.

    Args:
        number: Of the ruleset.
        count: Units that are drawn.
        library: As `scored` takes it.
        seen: Counts what was compared.
    """
    seen = Counter() if seen is None else seen
    ruleset = ruleset_of(numbered(number))
    if ruleset is None:
        seen["rulesets that an engine cannot hold"] += 1
        return []
    source = random.Random(number)  # noqa: S311  # chance, not secrets
    drawn = [
        submission(pair.facts, pair.proven)
        for pair in itertools.islice(pairs(ruleset, source), count)
        if not pair.is_spoiled
    ]
    kept = [
        (each, expected)
        for each in drawn
        if (expected := expected_of(ruleset, each)) is not None
    ]
    if not kept:
        return []
    table = table_of(
        ruleset,
        [each for each, _ in kept],
        are_days=library == "polars",
    )
    try:
        rows = scored(ruleset, table, library)
    except RulesetError as error:
        # Refused by name is not wrong; it must not be for another reason.
        seen["rulesets whose numbers may grow too large"] += 1
        return [each.code for each in error.problems if each.code != "PAR906"]
    seen["rulesets"] += 1
    seen["rows"] += len(kept)
    found: list[str] = []
    for (each, expected), row in zip(kept, rows, strict=True):
        off = differences(result_in(row, ruleset.scheme), expected)
        found.extend(f"{each.facts}: {text}" for text in off)

    return found


if __name__ == "__main__":
    sys.exit(main())
