"""In which order units stand, and what decides between two of them.

Numbers in brackets are those of the normative page *semantics*.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from parrules.cohort.frameworks import Framework
from parrules.cohort.standings import Standing
from parrules.model import FACT, Ranking

Key = tuple[tuple[bool, Fraction], ...]
"""What is compared in turn; the greater one stands before the other."""

WholeKey = tuple[tuple[bool, int], ...]
"""The same among some units, in whole numbers."""


def comparable(amounts: Iterable[Fraction]) -> list[int]:
    """Return whole numbers that stand as *amounts* do, to be compared fast.

    They are equal for equals, and have the signs of *amounts*.
    """
    return comparable_ratios([each.as_integer_ratio() for each in amounts])


def comparable_ratios(ratios: Sequence[tuple[int, int]]) -> list[int]:
    """Do as `comparable` does with quotients, in lowest terms or not."""
    longest = max((under.bit_length() for _, under in ratios), default=0)
    # Two fractions that differ do so by one part of the product of their
    # denominators at least, which is more than one of these steps.
    bits = 2 * longest

    return [(over << bits) // under for over, under in ratios]


def ordered(amounts: Sequence[Fraction]) -> list[Fraction]:
    """Return *amounts*, the lowest first."""
    keys = comparable(amounts)
    places = sorted(range(len(keys)), key=keys.__getitem__)

    return [amounts[place] for place in places]


class Order:
    """What a ruleset compares of two units, one after the other.

    Attributes:
        names: Of what is compared, in turn.
        signs: Of each, 1 where more is better, -1 where less is.
    """

    def __init__(self, scheme: Framework) -> None:
        """Look up of what less is better in *scheme*."""
        self.names = (scheme.ranking or Ranking()).order
        less = {node.code for node in scheme.nodes("penalty")} | {"penalty"}
        less |= {
            f"{FACT}{fact.name}"
            for fact in scheme.facts
            if fact.more == "worse"
        }
        self.signs = tuple(-1 if name in less else 1 for name in self.names)

    def key(self, unit: Standing) -> Key:
        """Return what is compared of *unit* in turn (S13.5).

        Who lacks a fact stands behind all who have it (S13.14).
        """
        return tuple(
            (False, Fraction(0))
            if (amount := unit.amount(name)) is None
            else (True, sign * amount)
            for name, sign in zip(self.names, self.signs, strict=True)
        )

    def keys(self, units: Sequence[Standing]) -> dict[str, WholeKey]:
        """Return by unit what stands as the keys of all *units* do.

        Whole numbers are compared much faster than fractions.
        """
        columns = []
        for name, sign in zip(self.names, self.signs, strict=True):
            amounts = [unit.amount(name) for unit in units]
            places = comparable(amount or Fraction(0) for amount in amounts)
            columns.append(
                [
                    (amount is not None, sign * place)
                    for amount, place in zip(amounts, places, strict=True)
                ]
            )

        return dict(
            zip(
                (unit.unit for unit in units),
                zip(*columns, strict=True),
                strict=True,
            )
        )

    def deciding(self, one: Key | WholeKey, two: Key | WholeKey) -> str | None:
        """Return the first in which the two differ; `None` for equals."""
        pairs = zip(self.names, one, two, strict=True)

        return next(
            (name for name, left, right in pairs if left != right), None
        )
