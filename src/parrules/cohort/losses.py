"""Where points were lost: of one unit, and of a whole block, exactly."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from parrules.cohort.frameworks import Framework
from parrules.cohort.joining import total_of
from parrules.cohort.ordering import comparable
from parrules.cohort.standings import Standing

_ONE = Fraction(1)


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
    known = tuple(units)
    found = tuple(
        _losses_of_one(scheme, known[0])
        if len(known) == 1
        else _losses(scheme, known)
    )
    lost = comparable([each.counted for each in found])
    places = sorted(range(len(found)), key=lambda place: -lost[place])

    return tuple(found[place] for place in places[:count])


def _losses_of_one(scheme: Framework, unit: Standing) -> Iterator[Loss]:
    for leaf in scheme.leaves("criteria"):
        points, maximum = unit.amount(leaf.code), unit.maximum(leaf.code)
        # Most units earn all that there is, and fractions are slow.
        if points is None or not maximum:
            continue
        if points is maximum or points == maximum:
            continue
        counted = maximum - points
        if leaf.code in unit.weights:
            counted *= unit.weight(leaf.code)
        if counted > 0:
            yield Loss(
                code=leaf.code,
                points=points,
                maximum=maximum,
                counted=counted,
                units=1,
                of=1,
            )


def _losses(scheme: Framework, units: tuple[Standing, ...]) -> Iterator[Loss]:
    for leaf in scheme.leaves("criteria"):
        found = [
            (points, maximum, _weight(each, leaf.code))
            for each in units
            if (points := each.amount(leaf.code)) is not None
            and (maximum := each.maximum(leaf.code))
        ]
        # Most units earn all that there is, and fractions are slow.
        lost = sum(
            points is not maximum and points < maximum and weight != 0
            for points, maximum, weight in found
        )
        if not lost:
            continue
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


def _weight(unit: Standing, code: str) -> Fraction:
    return unit.weight(code) if code in unit.weights else _ONE


def _mean(amounts: Sequence[Fraction]) -> Fraction:
    whole = total_of(amounts)
    assert whole is not None, "a mean is that of somebody"

    return whole / len(amounts)
