"""One run: what is measured, in which sizes, and how it is shown."""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

import polars
from units import RULESET

import parrules
from peers import contenders, frames, sizes, units
from peers.contenders import (
    DUCKDB,
    OURS,
    OURS_DUCKDB,
    OURS_PANDAS,
    POLARS,
)
from peers.extents import Extent
from peers.loops import LOOPS
from peers.printing import Found, peaks, series, show
from peers.processes import DRAWN, Key, Processes, medians

LEAVES = 91
TOTALS, POINTS, FULL = "totals", "points", "full"
CHECKED = 500
"""Units of which all points are compared before anything is timed."""


def _timed(name: str, part: Callable[[], None]) -> Callable[[], None]:
    """Return a part that says how long it took."""

    def run() -> None:
        start = time.perf_counter()
        part()
        print(f"({name}: {time.perf_counter() - start:.0f} s)", flush=True)

    return run


class Bench:
    """Measures and shows; keeps what targets are about.

    Attributes:
        present: Contenders that gave the right answer.
        scored: By contender and detail.
        each: Seconds for a unit, by loop.
        by_units, by_leaves: By size, then by contender.
        files: By contender.
        ten: Of ten units, by contender and detail.
    """

    def __init__(self, extent: Extent, processes: Processes) -> None:
        """Measure *extent* by *processes*."""
        self.extent = extent
        self._processes = processes
        self.present = contenders.present()
        self.scored: dict[Key, Found] = {}
        self.each: dict[str, float] = {}
        self.by_units: dict[int, dict[str, Found]] = {}
        self.by_leaves: dict[int, dict[str, Found]] = {}
        self.files: dict[str, Found] = {}
        self.ten: dict[Key, Found] = {}
        self._copied = 0.0

    def parts(self) -> Mapping[str, Callable[[], None]]:
        """Return what can be measured, by name."""
        parts = {
            "speed": self.speed,
            "loops": self.loops,
            "units": self.over_units,
            "leaves": self.over_leaves,
            "files": self.from_file_to_file,
            "ten": self.ten_units,
        }

        return {name: _timed(name, part) for name, part in parts.items()}

    def prepare(self) -> None:
        """Measure memory, and drop whoever gives another answer."""
        found = self._processes.order("memory", RULESET)
        self._copied = found["copy"]
        print(
            f"memory on all cores: {found['copy'] / 1e9:.1f} GB/s copied "
            f"(read and written), {found['read'] / 1e9:.1f} GB/s read"
        )
        frame = os.fspath(self._processes.frame(RULESET, CHECKED))
        for name in list(self.present):
            found = self._processes.order(
                "check",
                RULESET,
                contender=name,
                detail=POINTS,
                frame=frame,
                units=CHECKED,
            )
            if "failed" in found:
                self.present.remove(name)
                print(f"{name}: NOT TIMED, {found['failed']}")
        right = ", ".join(self.present)
        print(f"points and totals of {CHECKED} units are right: {right}")

    # -- parts -------------------------------------------------------------

    def speed(self) -> None:
        """Measure all contenders on what the targets are about."""
        extent = self.extent
        wanted = [
            (name, detail)
            for detail in (TOTALS, POINTS)
            for name in self.present
        ]
        if OURS in self.present:
            wanted.append((OURS, FULL))
        self.scored = self._processes.in_turns(
            wanted, extent.turns, extent.units, RULESET
        )
        path = self._processes.frame(RULESET, extent.units)
        read = path.stat().st_size / extent.units
        print(
            f"\n{extent.units:,} units × {LEAVES} leaves, {read:,.0f} bytes "
            f"of each are read; medians of {extent.turns}, in turns"
        )
        show(self._speeds(read))

    def _speeds(self, read: float) -> Iterator[tuple[str, ...]]:
        yield (
            "",
            "detail",
            "ms",
            "CPU ms",
            "units/s",
            "ns/unit·leaf",
            "of copying",
            "Polars = 1",
            "by CPU",
            "peak MiB",
        )
        for (name, detail), found in self.scored.items():
            if "failed" in found:
                yield name, detail, found["failed"][:90]
            else:
                yield name, detail, *self._numbers(detail, found, read)

    def _numbers(
        self, detail: str, found: Found, read: float
    ) -> Iterator[str]:
        count, seconds = self.extent.units, found["seconds"]
        base = self.scored.get((POLARS, detail), self.scored[POLARS, POINTS])
        written = {TOTALS: 25, POINTS: 25 + 2 * LEAVES}.get(detail, 0)
        least = count * (read + written) / self._copied
        yield f"{seconds * 1e3:,.0f}"
        yield f"{found['cpu'] * 1e3:,.0f}"
        yield f"{count / seconds:,.0f}"
        yield f"{seconds / count / LEAVES * 1e9:.2f}"
        yield f"{least / seconds:.0%}" if written else ""
        yield f"{base['seconds'] / seconds:.2f}×"
        yield f"{base['cpu'] / found['cpu']:.2f}×"
        yield f"{found['peak'] / 2**20:,.0f}"

    def loops(self) -> None:
        """Measure what scores one unit after the other."""
        found: dict[str, list[Found]] = {}
        for _ in range(self.extent.few):
            for name in LOOPS:
                found.setdefault(name, []).append(
                    self._processes.order(
                        "loop",
                        RULESET,
                        contender=name,
                        limit=self.extent.limit,
                    )
                )
        print("\none unit after the other, every leaf's points read")
        rows = [("", "µs a unit", "units/s")]
        for name, several in found.items():
            each = medians(several)
            if "failed" in each:
                rows.append((name, each["failed"], ""))
                continue
            seconds = self.each[name] = each["seconds"]
            rows.append((name, f"{seconds * 1e6:,.0f}", f"{1 / seconds:,.0f}"))
        show(rows)

    def over_units(self) -> None:
        """Measure table III over ever more units."""
        for count in self.extent.sizes:
            self.by_units[count] = self._points(
                count, RULESET, self.extent.few
            )
        units, times = self.extent.units, self.extent.times
        one: dict[str, Found] = {}
        several: dict[str, Found] = {}
        for name in self._in_series():
            one[name], several[name] = self._in_growth(name, units, times)
        self.by_units[units] = one
        self.by_units[units * times] = several
        print(f"\nns per unit·leaf, {LEAVES} leaves, points, by units")
        show(series(self.by_units, self._in_series(), LEAVES))
        show(peaks(self.by_units, self._in_series()))

    def _in_series(self) -> list[str]:
        left_out = (OURS_PANDAS, OURS_DUCKDB)

        return [name for name in self.present if name not in left_out]

    def _in_growth(
        self, name: str, units: int, times: int
    ) -> tuple[Found, Found]:
        """Measure *units*, and so many times over, in turns.

        One process after the other meets the machine at another moment; of
        these two it is their ratio that counts.
        """
        turns = self.extent.turns if name == OURS else self.extent.few
        pairs = [
            (
                self._repeated(name, units, 1),
                self._repeated(name, units, times),
            )
            for _ in range(turns)
        ]
        one, several = zip(*pairs, strict=True)

        return medians(one), medians(several)

    def _repeated(self, name: str, units: int, times: int) -> Found:
        """Measure *units* so many times over.

        Whoever takes a table in pieces gets it as often beneath itself;
        the others score it as often, one after the other.
        """
        many = "times" if name in (POLARS, OURS) else "blocks"

        return self._processes.order(
            "time",
            RULESET,
            contender=name,
            detail=POINTS,
            frame=os.fspath(self._processes.frame(RULESET, units)),
            units=units,
            # In the first one memory is new.
            calls=2,
            **{many: times},
        )

    def over_leaves(self) -> None:
        """Measure rulesets of ever more leaves."""
        count = self.extent.series_units
        for leaves in self.extent.leaves:
            path = self._processes.folder / f"leaves-{leaves}.toml"
            sizes.write(leaves, path, RULESET)
            self.by_leaves[leaves] = self._points(
                count, os.fspath(path), self.extent.few
            )
        print(f"\nns per unit·leaf, {count:,} units, points, by leaves")
        show(series(self.by_leaves, self._in_series(), count))
        show(peaks(self.by_leaves, self._in_series()))

    def _points(
        self, count: int, ruleset: str, turns: int
    ) -> dict[str, Found]:
        wanted = [(name, POINTS) for name in self._in_series()]
        timed = self._processes.in_turns(wanted, turns, count, ruleset)

        return {name: each for (name, _), each in timed.items()}

    def from_file_to_file(self) -> None:
        """Measure from Parquet to Parquet, once, and the memory it takes."""
        folder, count = self._processes.folder, self.extent.file_units
        for name in (POLARS, DUCKDB, OURS):
            if name not in self.present:
                continue
            source = folder / f"{'ours' if name == OURS else 'plain'}.parquet"
            if not source.exists():
                self._parquet(name).sink_parquet(source)
            self.files[name] = self._processes.order(
                "files",
                RULESET,
                contender=name,
                source=os.fspath(source),
                target=os.fspath(folder / "out.parquet"),
            )
        print(
            f"\n{count:,} units, Parquet to Parquet, points; once\n"
            f"{OURS}: as `parrules table` does it, with names of units that "
            "must all be different, and points as decimals"
        )
        show(self._by_files())

    def _parquet(self, name: str) -> polars.LazyFrame:
        """Return a table as *name* takes it from a file."""
        scheme = parrules.load(RULESET).scheme
        count = self.extent.file_units
        drawn = units.table(scheme, min(count, DRAWN)).lazy()
        if name == OURS:
            drawn = frames.arriving(scheme, drawn).collect().lazy()
        table = polars.concat([drawn] * -(-count // DRAWN)).head(count)
        if name == OURS:
            unit = polars.format("unit-{}", "unit.id").alias("unit.id")
            table = table.with_row_index("unit.id").with_columns(unit)

        return table

    def _by_files(self) -> Iterator[Sequence[str]]:
        yield "", "s", "units/s", "peak MiB"
        for name, found in self.files.items():
            if "failed" in found:
                yield name, found["failed"][:90]
                continue
            seconds = found["seconds"]
            yield (
                name,
                f"{seconds:.1f}",
                f"{self.extent.file_units / seconds:,.0f}",
                f"{found['peak'] / 2**20:,.0f}",
            )

    def ten_units(self) -> None:
        """Measure a frame of ten units, again and for the first time."""
        wanted = [
            (POLARS, POINTS),
            (OURS, TOTALS),
            (OURS, POINTS),
            (OURS, FULL),
            (OURS_PANDAS, POINTS),
            (OURS_DUCKDB, POINTS),
        ]
        kept = [key for key in wanted if key[0] in self.present]
        turns = self.extent.turns
        self.ten = self._processes.in_turns(kept, turns, 10, RULESET)
        print("\nten units in a frame, called again")
        show(self._by_tens(self.ten))
        frame = os.fspath(self._processes.frame(RULESET, 10))
        first = {
            (name, POINTS): medians(
                self._processes.order(
                    "first",
                    RULESET,
                    contender=name,
                    detail=POINTS,
                    frame=frame,
                    units=10,
                )
                for _ in range(turns)
            )
            for name in (POLARS, OURS)
            if name in self.present
        }
        print("\nthe first call of a process")
        show(self._by_tens(first))

    def _by_tens(
        self, several: Mapping[Key, Found]
    ) -> Iterator[tuple[str, ...]]:
        yield "", "detail", "ms", "CPU ms"
        for (name, detail), found in several.items():
            if "failed" in found:
                yield name, detail, found["failed"][:90], ""
                continue
            yield (
                name,
                detail,
                f"{found['seconds'] * 1e3:.1f}",
                f"{found['cpu'] * 1e3:.1f}",
            )
