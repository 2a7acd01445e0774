"""What is uncertain of units and of weights, as somebody declares it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import attrs

from parrules.errors import Document, Path

Shape = Literal["uniform", "normal"]


@attrs.frozen(kw_only=True)
class Margin:
    """A number may be higher or lower; exactly one of two says by how much.

    Attributes:
        amount: In the measure of the fact; points for a judgement.
        percent: Of the value, above 0.
        shape: ``uniform``, every value within the margin alike; ``normal``,
            19 of 20 values within it.
    """

    amount: Decimal | None = None
    percent: Decimal | None = None
    shape: Shape = "uniform"
    path: Path = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Days:
    """A date may be so many days earlier or later, each day alike."""

    days: int
    path: Path = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Other:
    """A flag, a choice or an answer may be another one.

    Attributes:
        options: The probability of each, 0 to 1; what is left is that of
            what was handed in. A flag's are ``true`` and ``false``.
    """

    options: Mapping[str, Decimal]
    path: Path = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Surveyed:
    """A number of a survey, with the margin that its evidence states."""

    path: Path = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Resampled:
    """A tally, as as many other people of the same mind would give it."""

    path: Path = attrs.field(default=(), eq=False, repr=False)


Doubt = Margin | Days | Other | Surveyed | Resampled
"""How uncertain one fact or answer is."""


@attrs.frozen(kw_only=True)
class Weight:
    """The maximum of a node may be other than the decision says.

    Attributes:
        percent: It is multiplied by a factor within so many percent of 1;
            above 0, below 100. Then all maxima are scaled alike, so that
            the whole keeps its own.
    """

    percent: Decimal
    path: Path = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Uncertainty:
    """All that is uncertain.

    Attributes:
        facts: By name of the fact, or code of the answer: of all units.
        units: By unit, what is uncertain of it in another way.
        weights: By code of a node of ``[criteria]``.
        areas: The weight of every area that *weights* does not name.
        document: The file that it comes from, for problems.
    """

    facts: Mapping[str, Doubt] = attrs.field(factory=dict)
    units: Mapping[str, Mapping[str, Doubt]] = attrs.field(factory=dict)
    weights: Mapping[str, Weight] = attrs.field(factory=dict)
    areas: Weight | None = None
    document: Document | None = attrs.field(default=None, eq=False, repr=False)

    def of(self, unit: str) -> Mapping[str, Doubt]:
        """Return what is uncertain of *unit*, by fact."""
        return {**self.facts, **self.units.get(unit, {})}
