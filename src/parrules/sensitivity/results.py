"""What many draws say of units and their ranks."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from parrules.cohort.ranks import Ranked
from parrules.errors import Language, Problem
from parrules.model import Scheme
from parrules.sensitivity.reads import Group
from parrules.usage import no_such

QUANTILES = (5, 25, 50, 75, 95)
"""Percent of draws below which quantiles lie."""


@attrs.frozen(kw_only=True)
class Index:
    """What part of a variance a group of inputs explains, estimated.

    All are binary floats and statistics; estimates may lie a little below 0
    or above 1.

    Attributes:
        first: By itself: by so much would the variance fall on average, if
            the group were known.
        total: With all in which it has a part: so much would be left of it,
            if all but the group were known.
        first_error, total_error: Standard errors, as for points at random;
            those of Sobol's points are smaller.
    """

    first: float
    total: float
    first_error: float
    total_error: float


@attrs.frozen(kw_only=True)
class UnitSensitivity:
    """What became of one unit in all draws.

    Shares of draws are binary floats, 0 to 1.

    Attributes:
        baseline: The unit as it was handed in, with its exact total.
        drawn: What of it was drawn, by name.
        ranked: The share of draws in which it has a rank.
        best, worst: The ranks that occurred; `None` where none did.
        likely: The ranks between which all but 5 % of draws lie on either
            side.
        quantiles: By percent, a total that occurred, exactly: the least
            that so many percent of draws do not exceed.
        changed: The share of draws with another rank than the baseline.
        ranks: By rank that occurred, the share of draws.
        above: By other unit of the block, the share of draws in which this
            one has the better rank.
        indices: Of the total, by group; `None` where it does not vary.
    """

    baseline: Ranked
    drawn: tuple[str, ...]
    ranked: float
    best: int | None
    worst: int | None
    likely: tuple[int, int] | None
    quantiles: Mapping[int, Fraction]
    changed: float
    ranks: Mapping[int, float]
    above: Mapping[str, float]
    indices: tuple[Index | None, ...] = ()

    @property
    def unit(self) -> str:
        """Return what the unit is known by."""
        return self.baseline.unit


@attrs.frozen(kw_only=True)
class BlockSensitivity:
    """The units of one block, and how much they change places.

    Attributes:
        units: Those that are ranked, the best first, then the others.
        shift: By how many places a unit moves, mean over units and draws;
            `None` where no unit is ranked.
        indices: Of that shift, by group; `None` where it does not vary.
    """

    name: str
    units: tuple[UnitSensitivity, ...]
    shift: float | None
    indices: tuple[Index | None, ...] = ()


@attrs.frozen(kw_only=True)
class Sensitivity:
    """How sure ranks and totals are, if facts and weights are not.

    Attributes:
        scheme: By which units were scored.
        draws: How many; a power of 2.
        seed: What they follow from, together with what is uncertain.
        method: ``sobol`` or ``pcg64``, as the points were drawn.
        level: Of the criteria that groups are named by.
        groups: What was varied together.
        blocks: As in a ranking.
        problems: Units that could not be scored, and warnings.
    """

    scheme: Scheme = attrs.field(repr=False)
    draws: int
    seed: int
    method: str
    level: int
    groups: tuple[Group, ...]
    blocks: tuple[BlockSensitivity, ...]
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, unit: str) -> UnitSensitivity:
        """Return what became of *unit*.

        Raises:
            UsageError: PAR922, there is none; it is a `KeyError`, too.
        """
        for each in self:
            if each.unit == unit:
                return each
        raise no_such(unit, "units", (each.unit for each in self))

    def __iter__(self) -> Iterator[UnitSensitivity]:
        """Yield all units, block by block."""
        for block in self.blocks:
            yield from block.units

    def to_dict(self) -> dict[str, Any]:
        """Return all as JSON, by the schema ``parrules/sensitivity/1``."""
        # Written only where somebody asks for it.
        from parrules.sensitivity.documents import (  # noqa: PLC0415
            sensitivity_document,
        )

        return sensitivity_document(self)

    def text(self, language: Language = "vi") -> str:
        """Write all of it as plain text, for those who are ranked."""
        from parrules.reporting.grids import report_text  # noqa: PLC0415
        from parrules.reporting.sensitivity import (  # noqa: PLC0415
            sensitivity_report,
        )

        return report_text(sensitivity_report(self.to_dict(), language))
