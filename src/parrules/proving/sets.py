"""Sets of whole numbers, each one whole number whose bits say its members."""

import functools
import operator
from collections.abc import Iterable, Iterator


def members(numbers: int) -> Iterator[int]:
    """Yield the members of a set in order."""
    return (
        place
        for place, bit in enumerate(reversed(f"{numbers:b}"))
        if bit == "1"
    )


def sums(one: int, two: int) -> int:
    """Return all sums of a member of one set and a member of the other."""
    small, large = sorted((one, two), key=int.bit_count)

    return union(large << each for each in members(small))


def set_of(numbers: Iterable[int]) -> int:
    """Return the set of *numbers*, which are at least 0."""
    return union(1 << each for each in set(numbers))


def union(sets: Iterable[int]) -> int:
    """Return what is in any of *sets*."""
    return functools.reduce(operator.or_, sets, 0)


def less(numbers: int, amount: int) -> int:
    """Return a set with *amount* taken of each, at least 0."""
    below = numbers & ((1 << amount) - 1)

    return numbers >> amount | bool(below)


def capped(numbers: int, most: int) -> int:
    """Return a set whose members are *most* at most."""
    above = numbers >> (most + 1)

    return numbers & ((2 << most) - 1) | (bool(above) << most)
