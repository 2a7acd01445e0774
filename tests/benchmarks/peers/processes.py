"""Measurements in processes of their own, in turns."""

import json
import os
import pathlib
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars

import parrules
from peers import units

Found = dict[str, Any]
Key = tuple[str, str]
"""A contender and a detail."""

DRAWN = 100_000
"""Units that are drawn; more are the same once more."""

COMMAND = pathlib.Path(__file__).parents[1] / "tables.py"


class Processes:
    """Orders measurements; the tables that they need stand in a folder."""

    def __init__(self, folder: pathlib.Path) -> None:
        """Write tables into *folder*."""
        self.folder = folder
        self._frames: dict[tuple[str, int], pathlib.Path] = {}

    def order(self, job: str, ruleset: str, **rest: object) -> Found:
        """Return what a new process measures, or why it failed."""
        order = {"job": job, "ruleset": ruleset, **rest}
        environment = dict(os.environ)
        # It may keep bytecode, as every installation does.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        done = subprocess.run(
            [sys.executable, COMMAND, "--order", json.dumps(order)],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
        )
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:]
            return {"failed": " ".join(last) or f"ended by {done.returncode}"}
        found: Found = json.loads(done.stdout)

        return found

    def in_turns(
        self, wanted: Sequence[Key], turns: int, count: int, ruleset: str
    ) -> dict[Key, Found]:
        """Return medians by contender and detail, measured in turns."""
        found: dict[Key, list[Found]] = {key: [] for key in wanted}
        frame = os.fspath(self.frame(ruleset, count))
        for turn in range(1, turns + 1):
            for name, detail in wanted:
                show_progress(f"turn {turn} of {turns}: {name}, {detail}")
                several = found[name, detail]
                if several and "failed" in several[-1]:
                    continue
                several.append(
                    self.order(
                        "time",
                        ruleset,
                        contender=name,
                        detail=detail,
                        frame=frame,
                        units=count,
                        calls=3,
                    )
                )

        show_progress("")

        return {key: medians(several) for key, several in found.items()}

    def frame(self, ruleset: str, count: int) -> pathlib.Path:
        """Return a file of that many units; few are drawn, and repeated."""
        key = (ruleset, count)
        if key not in self._frames:
            scheme = parrules.load(ruleset).scheme
            drawn = units.table(scheme, min(count, DRAWN))
            times = -(-count // len(drawn))
            path = self.folder / f"{len(self._frames)}.arrow"
            frame = polars.concat([drawn] * times).head(count).rechunk()
            frame.write_ipc(path)
            self._frames[key] = path

        return self._frames[key]


def show_progress(text: str) -> None:
    """Say on a terminal what is measured now; nowhere else."""
    if sys.stderr.isatty():
        print(f"\r{text:70}", end="\r", file=sys.stderr, flush=True)


def medians(several: Iterable[Mapping[str, Any]]) -> Found:
    """Return the median of each number; what failed once has failed."""
    kept = list(several)
    for found in kept:
        if "failed" in found:
            return dict(found)

    return {
        key: statistics.median(each[key] for each in kept) for key in kept[0]
    }
