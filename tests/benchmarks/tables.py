"""Measure how fast tables are scored, beside what experts write by hand.

One command, from the root of the repository, in an environment with the
``bench`` extra::

    python tests/benchmarks/tables.py
    python tests/benchmarks/tables.py --quick

Whoever is compared has to give the same points and totals as
`Ruleset.outcome`, leaf by leaf, before anything is timed.  Every measurement
has a process of its own; contenders take turns, and medians are shown.
"""

import argparse
import contextlib
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
import polars

import parrules
from peers import contenders, frames, sizes, units, worker
from peers.contenders import OURS, OURS_PANDAS, POLARS
from peers.loops import LOOPS, ZEN_EXPRESSIONS, ZEN_TABLES
from run import processor

RULESET = "vn/brvt/police-district@2024"
LEAVES = 91
TOTALS, POINTS, FULL = "totals", "points", "full"
_DRAWN = 100_000
_CHECKED = 500

Found = dict[str, Any]
Row = tuple[str, str]


@attrs.frozen(kw_only=True)
class Extent:
    """How much is measured.

    Attributes:
        units: Of the table that targets are about.
        sizes: Of the series over units, all of table III.
        leaves: Of the series over leaves.
        series_units: Of the same.
        file_units: From Parquet to Parquet; 0 for not at all.
        turns: Of what targets are about.
        few: Turns of the two series.
        limit: Seconds for each loop over units.
    """

    units: int
    sizes: tuple[int, ...]
    leaves: tuple[int, ...]
    series_units: int
    file_units: int
    turns: int
    few: int
    limit: float


WHOLE = Extent(
    units=1_000_000,
    sizes=(1_000, 10_000, 100_000),
    leaves=(10, 30, 200, 400),
    series_units=100_000,
    file_units=10_000_000,
    turns=5,
    few=3,
    limit=2,
)
QUICK = Extent(
    units=50_000,
    sizes=(1_000, 10_000),
    leaves=(10, 200),
    series_units=10_000,
    file_units=200_000,
    turns=1,
    few=1,
    limit=0.5,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print all of it; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help="a small run")
    parser.add_argument("--order", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.order is not None:
        worker.main(chosen.order)
        return 0
    extent = QUICK if chosen.quick else WHOLE
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        bench = Bench(extent, pathlib.Path(folder))
        met = bench.run()
    print(f"\n{time.perf_counter() - start:.0f} s in all")
    print(f"{sum(met)} of {len(met)} targets met")

    return 0 if all(met) else 1


class Bench:
    """One run: what is drawn, measured and printed."""

    def __init__(self, extent: Extent, folder: pathlib.Path) -> None:
        """Measure *extent*, with files in *folder*."""
        self._extent = extent
        self._folder = folder
        self._present = contenders.present()
        self._frames: dict[tuple[str, int], pathlib.Path] = {}
        self._scored: dict[tuple[str, str], Found] = {}
        self._per_unit: dict[str, float] = {}
        self._copied = 0.0
        self._in_memory = 0.0

    def run(self) -> list[bool]:
        """Print everything and return which targets are met."""
        describe(self._extent)
        self._bandwidth()
        self._check(RULESET)
        self._main()
        self._loops()
        by_units = self._over_units()
        by_leaves = self._over_leaves()
        files = self._from_file_to_file()
        ten = self._ten_units()

        return self._targets(by_units, by_leaves, files, ten)

    # -- one process each --------------------------------------------------

    def _order(self, job: str, **rest: object) -> Found:
        """Return what a new process measures."""
        order = {"job": job, "ruleset": RULESET, **rest}
        done = subprocess.run(
            [sys.executable, __file__, "--order", json.dumps(order)],
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:]
            return {"failed": " ".join(last)}
        found: Found = json.loads(done.stdout)

        return found

    def _in_turns(
        self,
        wanted: Iterable[tuple[str, str]],
        turns: int,
        count: int,
        ruleset: str = RULESET,
    ) -> dict[tuple[str, str], Found]:
        """Return medians by contender and detail, measured in turns."""
        found: dict[tuple[str, str], list[Found]] = {}
        frame = self._frame(ruleset, count)
        wanted = list(wanted)
        for _ in range(turns):
            for name, detail in wanted:
                found.setdefault((name, detail), []).append(
                    self._order(
                        "time",
                        contender=name,
                        detail=detail,
                        ruleset=ruleset,
                        frame=os.fspath(frame),
                        units=count,
                        calls=3,
                    )
                )

        return {key: medians(several) for key, several in found.items()}

    def _frame(self, ruleset: str, count: int) -> pathlib.Path:
        """Return a file of that many units; few are drawn, and repeated."""
        key = (ruleset, count)
        if key not in self._frames:
            scheme = parrules.load(ruleset).scheme
            drawn = units.table(scheme, min(count, _DRAWN))
            times = -(-count // len(drawn))
            frame = polars.concat([drawn] * times).head(count).rechunk()
            path = self._folder / f"{len(self._frames)}.arrow"
            frame.write_ipc(path)
            if key == (RULESET, self._extent.units):
                self._in_memory = frame.estimated_size() / count
            self._frames[key] = path

        return self._frames[key]

    # -- parts -------------------------------------------------------------

    def _bandwidth(self) -> None:
        found = self._order("memory")
        self._copied = found["copy"]
        print(
            f"memory: {found['copy'] / 1e9:.1f} GB/s copied (read + written), "
            f"{found['read'] / 1e9:.1f} GB/s read, on all cores"
        )

    def _check(self, ruleset: str) -> None:
        """Drop whoever differs, saying how."""
        frame = self._frame(ruleset, _CHECKED)
        for name in list(self._present):
            found = self._order(
                "check",
                contender=name,
                detail=POINTS,
                ruleset=ruleset,
                frame=os.fspath(frame),
                units=_CHECKED,
            )
            if "failed" in found:
                print(f"{name}: NOT TIMED, {found['failed']}")
                self._present.remove(name)
            else:
                print(f"{name}: {found['columns']} columns of "
                      f"{found['units']} units as `evaluate` gives them")

    def _main(self) -> None:
        wanted = [
            (name, detail)
            for detail in (TOTALS, POINTS)
            for name in self._present
        ]
        if OURS in self._present:
            wanted.append((OURS, FULL))
        extent = self._extent
        self._scored = self._in_turns(wanted, extent.turns, extent.units)
        best = self._scored.get((POLARS, POINTS), {}).get("seconds")
        print(
            f"\n{extent.units:,} units × {LEAVES} leaves, "
            f"{self._in_memory:,.0f} bytes a unit read; medians of "
            f"{extent.turns}, in turns"
        )
        heading = ("", "detail", "ms", "CPU ms", "units/s", "ns/unit·leaf",
                   "of copying", "Polars =1", "peak MiB")
        table = [heading]
        for (name, detail), found in self._scored.items():
            if "failed" in found:
                table.append((name, detail, found["failed"][:60]))
                continue
            table.append(self._line(name, detail, found, best))
        show(table)

    def _line(
        self, name: str, detail: str, found: Found, best: float | None
    ) -> tuple[str, ...]:
        seconds, count = found["seconds"], self._extent.units
        written = {TOTALS: 25, POINTS: 25 + 2 * LEAVES}.get(detail, 0)
        least = count * (self._in_memory + written) / self._copied

        return (
            name,
            detail,
            f"{seconds * 1e3:,.0f}",
            f"{found['cpu'] * 1e3:,.0f}",
            f"{count / seconds:,.0f}",
            f"{seconds / count / LEAVES * 1e9:.2f}",
            f"{least / seconds:.0%}" if written else "",
            f"{best / seconds:.2f}×" if best else "",
            f"{found['peak'] / 2**20:,.0f}",
        )

    def _loops(self) -> None:
        extent = self._extent
        found: dict[str, list[float]] = {}
        for _ in range(extent.turns):
            for name in LOOPS:
                each = self._order("loop", contender=name, limit=extent.limit)
                if "failed" in each:
                    print(f"{name}: {each['failed']}")
                else:
                    found.setdefault(name, []).append(each["seconds"])
        self._per_unit = {
            name: statistics.median(several)
            for name, several in found.items()
        }
        print("\none unit after the other, every leaf's points read")
        show([
            ("", "µs a unit", "units/s"),
            *(
                (name, f"{seconds * 1e6:,.0f}", f"{1 / seconds:,.0f}")
                for name, seconds in self._per_unit.items()
            ),
        ])

    def _over_units(self) -> dict[int, dict[str, Found]]:
        """Measure table III over ever more units."""
        found: dict[int, dict[str, Found]] = {}
        for count in self._extent.sizes:
            timed = self._in_turns(
                [(name, POINTS) for name in self._present],
                self._extent.few,
                count,
            )
            found[count] = {name: each for (name, _), each in timed.items()}
        found[self._extent.units] = {
            name: each
            for (name, detail), each in self._scored.items()
            if detail == POINTS
        }
        print(f"\nns per unit·leaf, {LEAVES} leaves, points, by units")
        show(list(series(found, self._present, LEAVES)))

        return found

    def _over_leaves(self) -> dict[int, dict[str, Found]]:
        """Measure rulesets of ever more leaves."""
        extent = self._extent
        found: dict[int, dict[str, Found]] = {}
        for leaves in sorted({*extent.leaves, LEAVES}):
            path = self._folder / f"leaves-{leaves}.toml"
            sizes.write(leaves, path, RULESET)
            timed = self._in_turns(
                [(name, POINTS) for name in self._present],
                extent.few,
                extent.series_units,
                os.fspath(path),
            )
            found[leaves] = {name: each for (name, _), each in timed.items()}
        count = extent.series_units
        print(f"\nns per unit·leaf, {count:,} units, points, by leaves")
        show(list(series(found, self._present, count)))

        return found

    def _from_file_to_file(self) -> dict[str, Found]:
        count = self._extent.file_units
        scheme = parrules.load(RULESET).scheme
        drawn = units.table(scheme, min(count, _DRAWN)).lazy()
        times = -(-count // _DRAWN)
        plain = self._folder / "plain.parquet"
        ours = self._folder / "ours.parquet"
        found: dict[str, Found] = {}
        for name in (POLARS, contenders.DUCKDB, OURS):
            if name not in self._present:
                continue
            source = ours if name == OURS else plain
            part = frames.arriving(scheme, drawn) if name == OURS else drawn
            if not source.exists():
                part = part.collect().lazy()
                polars.concat([part] * times).head(count).sink_parquet(source)
            found[name] = self._order(
                "files",
                contender=name,
                source=os.fspath(source),
                target=os.fspath(self._folder / "out.parquet"),
            )
        print(f"\n{count:,} units, Parquet to Parquet, points; once")
        show([
            ("", "s", "units/s", "peak MiB"),
            *(
                (name, each["failed"][:70])
                if "failed" in each
                else (
                    name,
                    f"{each['seconds']:.1f}",
                    f"{count / each['seconds']:,.0f}",
                    f"{each['peak'] / 2**20:,.0f}",
                )
                for name, each in found.items()
            ),
        ])

        return found

    def _ten_units(self) -> float | None:
        names = [name for name in (POLARS, OURS) if name in self._present]
        found = self._in_turns(
            [(name, POINTS) for name in names], self._extent.turns, 10
        )
        print("\nten units in a frame, points")
        for (name, _), each in found.items():
            print(f"{name}: {each['seconds'] * 1e3:.1f} ms")

        return found.get((OURS, POINTS), {}).get("seconds")

    # -- targets -----------------------------------------------------------

    def _targets(
        self,
        by_units: dict[int, dict[str, Found]],
        by_leaves: dict[int, dict[str, Found]],
        files: dict[str, Found],
        ten: float | None,
    ) -> list[bool]:
        print(f"\n{'target':62}{'measured':>12}{'target':>12}")
        if OURS not in self._present:
            print("none measured: there is no `evaluate_table` to measure")
            return [False]
        met = [*self._speeds()]
        met += [
            self._most_times(by_units, "units"),
            self._most_times(by_leaves, "leaves"),
        ]
        peak = files.get(OURS, {}).get("peak")
        met.append(
            judged(
                f"{self._extent.file_units:,} units, Parquet to Parquet, peak",
                None if peak is None else peak / 2**20,
                "{:,.0f} MiB",
                most=2048,
            )
        )
        met.append(
            judged(
                "ten units in a frame",
                None if ten is None else ten * 1e3,
                "{:.1f} ms",
                most=60,
            )
        )

        return met

    def _speeds(self) -> Iterator[bool]:
        zen = min(
            (
                self._per_unit[name]
                for name in (ZEN_TABLES, ZEN_EXPRESSIONS)
                if name in self._per_unit
            ),
            default=None,
        )
        for detail in (TOTALS, POINTS):
            ours = self._seconds(OURS, detail)
            theirs = self._seconds(POLARS, detail)
            yield judged(
                f"{detail}: speed against hand-written Polars",
                ratio(theirs, ours),
                "{:.2f}×",
                least=0.9,
            )
            each = None if zen is None else zen * self._extent.units
            yield judged(
                f"{detail}: speed against zen-engine's best loop",
                ratio(each, ours),
                "{:,.0f}×",
                least=300,
            )
        yield judged(
            "full: speed against points",
            ratio(self._seconds(OURS, POINTS), self._seconds(OURS, FULL)),
            "{:.2f}×",
            least=1 / 3,
        )
        yield judged(
            "a pandas frame: speed against a frame of Polars, points",
            ratio(
                self._seconds(OURS, POINTS), self._seconds(OURS_PANDAS, POINTS)
            ),
            "{:.2f}×",
            least=0.5,
        )

    def _seconds(self, name: str, detail: str) -> float | None:
        found: float | None = self._scored.get((name, detail), {}).get(
            "seconds"
        )

        return found

    @staticmethod
    def _most_times(found: dict[int, dict[str, Found]], what: str) -> bool:
        """Hold the growth of cost from the last size but one to the last."""
        less, more = sorted(found)[-2:]
        ours = [found[size].get(OURS, {}).get("seconds") for size in (less, more)]
        grown = ratio(ours[1], ours[0])

        return judged(
            f"{more / less:.1f} times the {what}: cost grows by",
            grown,
            "{:.1f}×",
            most=1.25 * more / less,
        )


# -- output -------------------------------------------------------------------


def describe(extent: Extent) -> None:
    """Print what the numbers were measured on."""
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}"
        for name in (
            "polars", "duckdb", "numpy", "pandas", "pyarrow",
            "OpenFisca-Core", "zen-engine",
        )
    )
    load = os.getloadavg()[0]
    print(f"{platform.platform()}, {processor()}, {os.cpu_count()} cores")
    print(f"CPython {platform.python_version()}, {versions}")
    print(f"load average {load:.1f} before; {RULESET}; {extent.turns} turns\n")


def series(
    found: dict[int, dict[str, Found]], names: Sequence[str], other: int
) -> Iterator[tuple[str, ...]]:
    """Yield a table of nanoseconds: who, by size."""
    counts = sorted(found)
    yield ("", *(f"{count:,}" for count in counts))
    for name in names:
        cells = []
        for count in counts:
            seconds = found[count].get(name, {}).get("seconds")
            cells.append(
                "" if seconds is None
                else f"{seconds / count / other * 1e9:,.2f}"
            )
        yield (name, *cells)


def medians(several: Sequence[Found]) -> Found:
    """Return the median of each number; what failed once has failed."""
    for found in several:
        if "failed" in found:
            return found

    return {
        key: statistics.median(each[key] for each in several)
        for key in several[0]
    }


def show(table: Sequence[Sequence[str]]) -> None:
    """Print rows in columns: names to the left, numbers to the right."""
    width = max(len(row[0]) for row in table)
    for row in table:
        cells = "".join(f"{cell:>14}" for cell in row[1:])
        print(f"{row[0]:{width}}{cells}", flush=True)


def ratio(over: float | None, under: float | None) -> float | None:
    """Return a quotient; `None` where one of both was not measured."""
    return None if over is None or under is None else over / under


def judged(
    name: str,
    measured: float | None,
    shape: str,
    *,
    least: float | None = None,
    most: float | None = None,
) -> bool:
    """Print one target and tell whether it is met."""
    met = measured is not None and (
        (least is None or measured >= least)
        and (most is None or measured <= most)
    )
    shown = "—" if measured is None else shape.format(measured)
    bound = f"≥ {shape.format(least)}" if least is not None else (
        f"≤ {shape.format(most)}"
    )
    print(f"{name:62}{shown:>12}{bound:>14}{'' if met else '  missed'}")

    return met


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main())
