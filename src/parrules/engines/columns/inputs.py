"""What a plan reads of a row: what is there, and what it says."""

import datetime
from collections.abc import Collection, Mapping
from typing import Final

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.facts import NEVER
from parrules.plan.nodes import Input, Plan
from parrules.plan.properties import day_bounds
from parrules.scoring.border import Border
from parrules.scoring.limits import bounds_of
from parrules.scoring.numbers import add_months

NEVER_DAY: Final = 0
"""Stands for the date that did not happen: before all there are."""

DAY: Final = "#day"
"""Ends what is present where a date can be read as a day of its own."""

EPOCH: Final = datetime.date(1970, 1, 1).toordinal()


class Inputs:
    """Facts and answers in the algebra of one lowering.

    What an operation of what is read means: ``given`` is whether a cell of
    the table says anything and ``supported`` whether a document stands
    behind it; ``amount``, ``option``, ``flag``, ``level`` and ``holds`` say
    what: where nothing is given, what silence means, and if it means nothing
    they are empty.  ``day`` and ``shifted`` are days since 1970, empty also
    of a date that is never, which ``never`` tells.
    """

    def __init__(
        self,
        algebra: Algebra,
        plan: Plan,
        border: Border,
        present: Collection[str],
    ) -> None:
        """Read those inputs that are *present* as columns.

        Args:
            algebra: What is written in.
            plan: Its inputs.
            border: Its readers read what silence means.
            present: Names of inputs, and ``name.evidence`` where a column
                says whether there is a document.
        """
        self._algebra = algebra
        self._plan = plan
        self._present = frozenset(present)
        self._readers = border.readers
        self._all: Mapping[str, Input] = {e.name: e for e in plan.inputs}
        self._refuses = plan.scheme.policy.unevidenced == "refuse"

    def source(self, name: object) -> Input:
        """Return the declaration of an input."""
        return self._all[str(name)]

    # -- whether it is there -----------------------------------------------

    def was_given(self, name: object) -> Cell:
        """Return whether the table says anything."""
        if str(name) not in self._present:
            return self._algebra.false

        return self._algebra.read_truth("given", str(name))

    def is_bare(self, name: object) -> Cell:
        """Return whether a document is required and absent (3)."""
        fact = self.source(name).fact
        if fact is None or fact.evidence != "required":
            return self._algebra.false
        supported = self._algebra.false
        if f"{name}.evidence" in self._present:
            supported = self._algebra.read_truth("supported", str(name))

        return self._algebra.all_of(
            self.was_given(name), self._algebra.negated(supported)
        )

    def is_known(self, name: object) -> Cell:
        """Return whether there is a value, be it by default (2)."""
        algebra = self._algebra
        known = algebra.true
        if self._default(name) is None:
            known = self.was_given(name)
        if self._refuses:
            bare = algebra.negated(self.is_bare(name))
            known = algebra.all_of(known, bare)

        return known

    def _default(self, name: object) -> object:
        """Return the value that silence means, as engines read it."""
        fact = self.source(name).fact
        if fact is None or fact.default is None:
            return None

        return self._readers[str(name)][1](fact.default)

    # -- what it is --------------------------------------------------------

    def amount(self, name: object) -> Cell:
        """Return a number in steps of its places, or the day of a date."""
        source, algebra = self.source(name), self._algebra
        default = self._default(name)
        low, high = bounds_of(source, self._plan)
        fill = NEVER_DAY if default == NEVER else default
        assert fill is None or isinstance(fill, int)
        if str(name) not in self._present:
            return algebra.number(low if fill is None else fill)
        if source.kind == "date" and source.fact and source.fact.never:
            low = NEVER_DAY

        if fill is not None:
            low, high = min(low, fill), max(high, fill)

        return algebra.read("amount", (str(name), fill), low, high)

    def has_day(self, name: object) -> bool:
        """Tell whether a date stands in a row as a day, or not at all."""
        is_day = f"{name}{DAY}" in self._present

        return is_day and self._default(name) in (None, NEVER)

    def day(self, name: object) -> Cell:
        """Return the days since 1970 of a date; nothing where it is never."""
        low, high = bounds_of(self.source(name), self._plan)

        return self._algebra.read(
            "day", (str(name),), low - EPOCH, high - EPOCH, width=32
        )

    def shifted(self, name: object, months: int) -> Cell | None:
        """Return `day` so many months later; `None` beyond all days."""
        bounds = bounds_of(self.source(name), self._plan)
        low, high = (add_months(day, months) for day in bounds)
        if low == date_bounds()[0] or high == date_bounds()[1]:
            return None

        return self._algebra.read(
            "shifted",
            (str(name), months),
            low - EPOCH,
            high - EPOCH,
            width=32,
        )

    def never(self, name: object) -> Cell:
        """Return whether a date with a `day` did not happen."""
        algebra = self._algebra
        said = algebra.false
        if f"{name}.never" in self._present:
            said = algebra.read_truth("never", str(name))
        if self._default(name) == NEVER:
            return algebra.any_of(said, algebra.negated(self.was_given(name)))

        return said

    def option(self, name: object, position: int) -> Cell:
        """Return whether an option was picked; false of nothing."""
        default = self._default(name)
        by_silence = None if default is None else default == position
        if str(name) not in self._present:
            return self._algebra.truth(holds=bool(by_silence))

        return self._algebra.read_truth(
            "option", (str(name), position, by_silence)
        )

    def flag(self, name: object) -> Cell:
        """Return what a flag says; false of nothing."""
        by_silence = self._default(name)
        if str(name) not in self._present:
            return self._algebra.truth(holds=bool(by_silence))

        return self._algebra.read_truth("flag", (str(name), by_silence))

    def levels(self, name: object) -> tuple[Cell, ...]:
        """Return the counts of a tally, lowest level first."""
        source, algebra = self.source(name), self._algebra
        low, high = bounds_of(source, self._plan)
        default = self._default(name)
        fills = default if isinstance(default, tuple) else None
        found = []
        for level in range(len(source.options)):
            fill = None if fills is None else fills[level]
            if str(name) in self._present:
                value = (str(name), level, fill)
                found.append(algebra.read("level", value, low, high))
            else:
                found.append(algebra.number(low if fill is None else fill))

        return tuple(found)

    def holds(self, name: object, code: str) -> Cell:
        """Return whether a list of codes names *code*."""
        default = self._default(name)
        by_silence = code in default if isinstance(default, tuple) else None
        if str(name) not in self._present:
            return self._algebra.truth(holds=bool(by_silence))

        return self._algebra.read_truth("holds", (str(name), code, by_silence))


def date_bounds() -> tuple[int, int]:
    """Return the bounds of any date that is computed."""
    earliest, latest = day_bounds()

    return min(earliest, NEVER_DAY), latest
