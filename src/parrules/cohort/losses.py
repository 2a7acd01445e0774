"""Where points were lost: of one unit, and of a whole block, exactly."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from parrules.cohort.frameworks import Framework
from parrules.cohort.ordering import commensurable
from parrules.cohort.standings import Standing


@attrs.frozen(kw_only=True)
class Loss:
    """Points of a leaf that were there to be earned, and were not.

    Attributes:
        points, maximum: Earned and applicable; of several units their mean.
        units: How many lost something there.
        of: To how many it applied.
    """

    code: str
    points: Fraction
    maximum: Fraction
    units: int
    of: int

    @property
    def lost(self) -> Fraction:
        """Return the points that were not earned."""
        return self.maximum - self.points


def losses_of(
    scheme: Framework, units: Iterable[Standing], count: int | None = None
) -> tuple[Loss, ...]:
    """Return the leaves of the criteria where most was lost, in the mean.

    Args:
        scheme: By which *units* were scored.
        units: One, or all of a block.
        count: At most as many; all where it is `None`.

    Returns:
        The greatest loss first, equal ones in the order of the ruleset.
    """
    found = tuple(_losses(scheme, tuple(units)))
    lost = commensurable([each.lost for each in found])
    places = sorted(range(len(found)), key=lambda place: -lost[place])

    return tuple(found[place] for place in places[:count])


def _losses(scheme: Framework, units: tuple[Standing, ...]) -> Iterator[Loss]:
    for leaf in scheme.leaves("criteria"):
        pairs = [
            (points, maximum)
            for each in units
            if (points := each.amount(leaf.code)) is not None
            and (maximum := each.maximum(leaf.code))
        ]
        # Most units earn all that there is, and fractions are slow.
        lost = sum(points != maximum for points, maximum in pairs)
        if not lost:
            continue
        points, maximum = pairs[0]
        if len(pairs) > 1:
            earned, applied = zip(*pairs, strict=True)
            points = sum(earned, Fraction(0)) / len(pairs)
            maximum = sum(applied, Fraction(0)) / len(pairs)
        yield Loss(
            code=leaf.code,
            points=points,
            maximum=maximum,
            units=lost,
            of=len(pairs),
        )
