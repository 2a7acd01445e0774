"""Exact quotients, one for each draw, and their order."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs
import numpy
from numpy.typing import NDArray

from parrules.outcome import Pair
from parrules.sensitivity.wholes import Whole, whole_numbers

_DOUBT: Final = 2.0**-48
"""By which part of itself a quotient of binary floats may be wrong: two
numbers that were rounded, and their quotient, are so by 2**-51 at most."""

_LEAST: Final = 2.0**-1022
"""Below it binary floats have fewer digits."""


@attrs.frozen(eq=False)
class Quotients:
    """Exact quotients, one for each draw; *over* / *under*.

    Attributes:
        is_there: Where there is one at all.
    """

    over: Whole
    under: Whole
    is_there: NDArray[numpy.bool_]

    @classmethod
    def of(cls, pairs: Sequence[Pair | None]) -> "Quotients":
        """Return *pairs*, of which some may be absent."""
        size = (len(pairs),)

        return cls(
            whole_numbers([pair[0] if pair else 0 for pair in pairs], size),
            whole_numbers([pair[1] if pair else 1 for pair in pairs], size),
            numpy.array([pair is not None for pair in pairs], bool),
        )

    @classmethod
    def joined(cls, parts: Iterable["Quotients"]) -> "Quotients":
        """Return all quotients of *parts*, one after the other."""
        them = tuple(parts)

        return cls(
            numpy.concatenate([each.over for each in them]),
            numpy.concatenate([each.under for each in them]),
            numpy.concatenate([each.is_there for each in them]),
        )

    def __getitem__(self, row: int) -> Fraction | None:
        """Return one of them; `None` where there is none."""
        if not self.is_there[row]:
            return None

        return Fraction(int(self.over[row]), int(self.under[row]))

    def __len__(self) -> int:
        """Return of how many draws they are."""
        return len(self.over)

    def at(self, rows: NDArray[Any]) -> "Quotients":
        """Return those of *rows*."""
        return Quotients(
            self.over[rows], self.under[rows], self.is_there[rows]
        )


class InOrder:
    """Quotients that are there, from the least to the greatest.

    They are sorted by what binary floats say of them; only those that floats
    cannot tell apart are compared as they are.
    """

    def __init__(self, quotients: Quotients) -> None:
        """Sort *quotients* roughly."""
        self._over = quotients.over[quotients.is_there]
        self._under = quotients.under[quotients.is_there]
        rough = _floats(self._over, self._under)
        self._order = numpy.argsort(rough)
        self._rough = rough[self._order]

    def __getitem__(self, place: int) -> Fraction:
        """Return the quotient that stands at *place*, counted from 0."""
        here = self._rough[place].item()
        # What is beyond all floats is alike, and so is what is next to 0.
        room = max(abs(here) * _DOUBT, _LEAST) if math.isfinite(here) else 0
        first = int(numpy.searchsorted(self._rough, here - room))
        last = numpy.searchsorted(self._rough, here + room, side="right")
        alike = self._order[first:last]
        counts = Counter(
            zip(
                self._over[alike].tolist(),
                self._under[alike].tolist(),
                strict=True,
            )
        )
        left = place - first
        for quotient, count in sorted(
            (Fraction(*pair), count) for pair, count in counts.items()
        ):
            if left < count:
                return quotient
            left -= count
        raise IndexError(place)


def _floats(over: Whole, under: Whole) -> NDArray[numpy.float64]:
    """Return quotients as floats, infinite where they are beyond those."""
    try:
        return (over / under).astype(numpy.float64)
    except OverflowError:
        pairs = zip(over.tolist(), under.tolist(), strict=True)
        return numpy.array([_float(*pair) for pair in pairs], numpy.float64)


def _float(over: int, under: int) -> float:
    try:
        return over / under
    except OverflowError:
        return math.inf if over > 0 else -math.inf
