"""Where points were lost: of one unit, and of a whole block, exactly."""

from collections.abc import Iterable, Iterator, Sequence
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
        counted: What the lost points would have added to the total.
        units: How many lost something there.
        of: To how many it applied.
    """

    code: str
    points: Fraction
    maximum: Fraction
    counted: Fraction
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
        The greatest loss to the total first, equal ones in the order of the
        ruleset.
    """
    found = tuple(_losses(scheme, tuple(units)))
    lost = commensurable([each.counted for each in found])
    places = sorted(range(len(found)), key=lambda place: -lost[place])

    return tuple(found[place] for place in places[:count])


def _losses(scheme: Framework, units: tuple[Standing, ...]) -> Iterator[Loss]:
    for leaf in scheme.leaves("criteria"):
        found = [
            (points, maximum, each.weight(leaf.code))
            for each in units
            if (points := each.amount(leaf.code)) is not None
            and (maximum := each.maximum(leaf.code))
        ]
        # Most units earn all that there is, and fractions are slow.
        lost = sum(
            points < maximum and weight != 0
            for points, maximum, weight in found
        )
        if not lost:
            continue
        points, maximum, weight = found[0]
        counted = weight * (maximum - points)
        if len(found) > 1:
            points = _mean([each[0] for each in found])
            maximum = _mean([each[1] for each in found])
            counted = maximum - points
            if leaf.code in units[0].weights:
                counted = _mean(
                    [weight * (most - won) for won, most, weight in found]
                )
        if counted > 0:
            yield Loss(
                code=leaf.code,
                points=points,
                maximum=maximum,
                counted=counted,
                units=lost,
                of=len(found),
            )


def _mean(amounts: Sequence[Fraction]) -> Fraction:
    return sum(amounts, Fraction(0)) / len(amounts)
