"""How it is told that a value is not what the rest of a breakdown makes it."""

from fractions import Fraction
from typing import Final

from parrules.breakdown.places import place_of
from parrules.breakdown.shape import cut
from parrules.errors import Path, Problem
from parrules.points import plain

_WRITTEN: Final = 600
"""Bits of a number that is still written in full."""


def differing(path: Path, found: str, expected: str) -> Problem:
    """Return PAR702: what stands at *path*, and what should."""
    where = place_of(path) or ""
    arguments = {"where": where, "found": cut(found), "expected": expected}

    return Problem(code="PAR702", path=path, arguments=arguments)


def amount_text(amount: Fraction) -> str:
    """Write an amount; of one that nobody would read, its size alone."""
    over, under = amount.numerator, amount.denominator
    if max(over.bit_length(), under.bit_length()) <= _WRITTEN:
        return plain(amount)
    # Of bits, three and a third make a digit.
    size = (over.bit_length() - under.bit_length()) * 30103 // 100_000

    return f"≈ {'-' if over < 0 else ''}10^{size}"
