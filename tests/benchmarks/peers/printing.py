"""Tables of numbers on a terminal."""

import importlib.metadata
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from single.showing import processor

Found = dict[str, Any]

_PACKAGES = (
    "polars",
    "duckdb",
    "numpy",
    "pandas",
    "pyarrow",
    "OpenFisca-Core",
    "zen-engine",
)


def describe(ruleset: str, turns: int) -> None:
    """Print what the numbers were measured on."""
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES
    )
    load = os.getloadavg()[0]
    print(f"{platform.platform()}, {processor()}, {os.cpu_count()} cores")
    print(f"CPython {platform.python_version()}, {versions}")
    print(
        f"load average {load:.1f} before (0 is a machine of our own); "
        f"{ruleset}; medians of {turns} turns"
    )


def show(rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns: names to the left, numbers to the right."""
    table = list(rows)
    width = max(len(row[0]) for row in table)
    for row in table:
        cells = "".join(f"{cell:>14}" for cell in row[1:])
        print(f"{row[0]:{width}}{cells}", flush=True)


def series(
    found: Mapping[int, Mapping[str, Found]], names: Sequence[str], other: int
) -> Iterator[tuple[str, ...]]:
    """Yield a table of nanoseconds: who, by size."""
    counts = sorted(found)
    yield ("", *(f"{count:,}" for count in counts))
    for name in names:
        seconds = [
            found[count].get(name, {}).get("seconds") for count in counts
        ]
        yield (
            name,
            *(
                "" if each is None else f"{each / count / other * 1e9:,.2f}"
                for count, each in zip(counts, seconds, strict=True)
            ),
        )


def peaks(
    found: Mapping[int, Mapping[str, Found]], names: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Yield a table of the most memory of a process, in MiB: who, by size."""
    counts = sorted(found)
    yield ("peak MiB", *(f"{count:,}" for count in counts))
    for name in names:
        most = [found[count].get(name, {}).get("peak") for count in counts]
        yield (
            name,
            *("" if each is None else f"{each / 2**20:,.0f}" for each in most),
        )


def judged(
    name: str,
    measured: float,
    shape: str,
    *,
    least: float | None = None,
    most: float | None = None,
) -> bool:
    """Print one target and tell whether it is met."""
    met = (least is None or measured >= least) and (
        most is None or measured <= most
    )
    bound = (
        f"≤ {shape.format(most)}"
        if least is None
        else f"≥ {shape.format(least)}"
    )
    print(
        f"{name:62}{shape.format(measured):>12}{bound:>14}"
        f"{'' if met else '  missed'}"
    )

    return met
