"""Random rulesets and submissions: every engine against the oracle.

``python tests/engines/differential.py --rulesets 2000 --submissions 100``

It prints how many pairs were run and what of the language they exercised.
Each disagreement is made small and written as a file of cases, which can be
dropped into ``tests/conformance`` once its values were worked out by hand.
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

from engines.pairing import Pair, disagreements, pairs, ruleset_of  # noqa: E402  # the path comes first
from engines.shrinking import case_of, shrunk  # noqa: E402
from engines.strategies import numbered  # noqa: E402

MOST_FILES = 20


def main() -> int:
    """Run what the arguments ask for; return 1 if anything disagrees."""
    arguments = _arguments()
    seen: Counter[str] = Counter()
    failures = 0
    start = time.monotonic()
    for number in range(arguments.seed, arguments.seed + arguments.rulesets):
        text = numbered(number)
        ruleset = ruleset_of(text)
        if ruleset is None:
            seen["rulesets that an engine cannot hold"] += 1
            continue
        seen["rulesets"] += 1
        source = random.Random(number)  # noqa: S311  # chance, not secrets
        for pair in itertools.islice(
            pairs(ruleset, source), arguments.submissions
        ):
            seen["pairs"] += 1
            found = disagreements(ruleset, pair, seen)
            if found:
                failures += 1
                if failures <= MOST_FILES:
                    _save(arguments.save, number, text, pair)
                break
    _print(seen, failures, time.monotonic() - start)

    return int(failures > 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rulesets", type=int, default=200)
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument(
        "--seed", type=int, default=0, help="number of the first ruleset"
    )
    parser.add_argument(
        "--save",
        type=pathlib.Path,
        default=pathlib.Path("disagreements"),
        help="folder for the files of failing cases",
    )

    return parser.parse_args()


def _save(folder: pathlib.Path, number: int, text: str, pair: Pair) -> None:
    small, least = shrunk(text, pair)
    ruleset = ruleset_of(small)
    assert ruleset is not None
    found = disagreements(ruleset, least)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"random-{number}.toml"
    path.write_text(case_of(small, least, found), "utf-8")
    print(f"ruleset {number}: {found[0]}\n    {path}", flush=True)


def _print(seen: Counter[str], failures: int, seconds: float) -> None:
    print(f"{seen.pop('pairs')} pairs, {seen.pop('rulesets')} rulesets")
    print(f"{failures} rulesets with a disagreement")
    print(f"{seconds:.0f} s\n")
    for name, count in sorted(seen.items()):
        print(f"{count:>10,}  {name}")


if __name__ == "__main__":
    sys.exit(main())
