"""Whom a sample stands for, and how many have to answer."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.usage import hold_least, wrong_type, wrong_value


def required_sample(population: int, error: Decimal | Fraction) -> int:
    """Return how many must answer: n = N/(1 + N·e²), rounded up.

    Args:
        population: N, at least 0.
        error: e, above 0 and below 1: 0.05 for 5 %. Exact.

    Raises:
        UsageError: PAR920, PAR921, *population* or *error* is no such number.
    """
    hold_least("population", population, 0)
    if not isinstance(error, Decimal | Fraction):
        raise wrong_type("error", error, "Decimal | Fraction")
    if not 0 < error < 1:
        raise wrong_value("error", str(error), "> 0, < 1")
    size = population / (1 + population * Fraction(error) ** 2)

    return -(-size.numerator // size.denominator)


@attrs.frozen(kw_only=True)
class UnitFrame:
    """Whom the sample of one unit stands for, by stratum.

    Attributes:
        population: How many there are; the stratum of a sample without
            strata is empty.
        selected: How many were chosen to be asked.
        name: What people call the unit, where answers name it otherwise.
        block: Among whom it is ranked.
    """

    population: Mapping[str, int] = attrs.field(factory=dict)
    selected: Mapping[str, int] = attrs.field(factory=dict)
    name: str = ""
    block: str = ""

    @property
    def is_stratified(self) -> bool:
        """Tell whether populations of strata are known."""
        sizes = self.population.items()

        return any(name and size for name, size in sizes)

    @property
    def people(self) -> int | None:
        """Return how many there are in all; `None` if nobody said."""
        return sum(self.population.values()) if self.population else None

    @property
    def chosen(self) -> int | None:
        """Return how many were chosen in all; `None` if nobody said."""
        return sum(self.selected.values()) if self.selected else None


@attrs.frozen(kw_only=True)
class Frame:
    """The sampling frame: of a survey of one unit, or of each unit."""

    units: Mapping[str, UnitFrame] = attrs.field(factory=dict)

    @property
    def named(self) -> tuple[str, ...]:
        """Return the units that have a frame of their own."""
        return tuple(filter(None, self.units))

    def of(self, unit: str) -> UnitFrame:
        """Return the frame of *unit*, empty where there is none."""
        return self.units.get(unit, UnitFrame())
