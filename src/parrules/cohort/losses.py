"""Where points were lost: of one unit, and of a whole block, exactly."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from parrules.cohort.frameworks import Framework
from parrules.cohort.joining import total_of
from parrules.cohort.ordering import comparable, comparable_ratios
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
    if len(known) == 1:
        return _losses_of_one(scheme, known[0], count)
    found = tuple(_losses(scheme, known))
    lost = comparable(each.counted for each in found)
    places = sorted(range(len(found)), key=lambda place: -lost[place])

    return tuple(found[place] for place in places[:count])


def _losses_of_one(
    scheme: Framework, unit: Standing, count: int | None
) -> tuple[Loss, ...]:
    found: list[tuple[str, Fraction, Fraction]] = []
    lost: list[tuple[int, int]] = []
    for leaf in scheme.leaves("criteria"):
        code = leaf.code
        points, maximum = unit.amount(code), unit.maximum(code)
        # Most units earn all that there is, and fractions are slow.
        if points is None or not maximum:
            continue
        if points is maximum or points == maximum:
            continue
        over, under = _counted(points, maximum, unit.weight(code))
        if over > 0:
            found.append((code, points, maximum))
            lost.append((over, under))
    keys = comparable_ratios(lost)
    places = sorted(range(len(keys)), key=lambda place: -keys[place])

    return tuple(
        Loss(
            code=found[place][0],
            points=found[place][1],
            maximum=found[place][2],
            counted=Fraction(*lost[place]),
            units=1,
            of=1,
        )
        for place in places[:count]
    )


def _counted(
    points: Fraction, maximum: Fraction, weight: Fraction
) -> tuple[int, int]:
    """Return what was lost, times its weight, as a quotient."""
    won, below = points.as_integer_ratio()
    most, under = maximum.as_integer_ratio()
    times, parts = weight.as_integer_ratio()

    return (most * below - won * under) * times, below * under * parts


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
            counted = _mean_counted(found)
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


def _mean_counted(
    found: Sequence[tuple[Fraction, Fraction, Fraction]],
) -> Fraction:
    """Return what was lost by points, maximum and weight, in the mean."""
    alike: dict[tuple[int, int], list[tuple[Fraction, Fraction]]] = {}
    for won, most, weight in found:
        # Few weights differ, as where figures are missing.
        alike.setdefault(weight.as_integer_ratio(), []).append((won, most))
    whole = sum(
        (
            Fraction(*weight)
            * len(pairs)
            * (
                _mean([most for _, most in pairs])
                - _mean([won for won, _ in pairs])
            )
            for weight, pairs in alike.items()
        ),
        Fraction(0),
    )

    return whole / len(found)


def _mean(amounts: Sequence[Fraction]) -> Fraction:
    whole = total_of(amounts)
    assert whole is not None, "a mean is that of somebody"

    return whole / len(amounts)
