"""What a leaf can earn, before and after it is clamped: by intervals."""

from fractions import Fraction

import attrs

from parrules.checking.intervals import (
    Interval,
    greatest,
    least,
    point,
    rounded,
)
from parrules.plan.nodes import Change, Node, Result
from parrules.proving.grounds import Grounds
from parrules.scoring.unknowns import worst_of

_ZERO = point(0)


@attrs.frozen(kw_only=True)
class Earned:
    """What a leaf can earn, in quanta.

    Attributes:
        raw: Before any clamp, that of a formula included.
        points: After the clamp, whatever is missing.
        can_be_excluded: Its maximum may be taken out of the whole.
    """

    raw: Interval
    points: Interval
    can_be_excluded: bool


def earned_by(node: Node, grounds: Grounds) -> Earned:
    """Return what the leaf *node* can earn, or more."""
    maximum = Fraction(node.maximum)
    # What is not known earns nothing, and takes all there is of a penalty.
    points = point(maximum) if node.tree == "penalty" else _ZERO
    raw: Interval | None = None
    changes = total_of(node, grounds)
    treatments = [each.treatment for each in node.results if each.treatment]
    for result in node.results:
        if result.treatment:
            full = result.treatment == "full"
            points = points.hull(point(maximum if full else 0))
            continue
        base = raw_of(result, grounds)
        given = clamped(base, maximum)
        if result.formula is not None:
            # A maximum that is no multiple of the step is rounded over.
            given = _stepped(given, result, grounds)
        sums = (base + changes).hull(given + changes)
        raw = sums if raw is None else raw.hull(sums)
        points = points.hull(clamped(given + changes, maximum))
    held = node.channel >= 0 and grounds.plan.held[node.channel] >= 0

    return Earned(
        raw=_ZERO if raw is None else raw,
        points=points.hull(_ZERO),
        can_be_excluded="exclude" in treatments or held,
    )


def raw_of(result: Result, grounds: Grounds) -> Interval:
    """Return what a row gives, unclamped and unrounded, in quanta."""
    if result.formula is None:
        return point(result.points or 0)
    quantum = point(10**grounds.plan.places)

    return grounds.scales.ranges.of(result.formula) * quantum


def total_of(node: Node, grounds: Grounds) -> Interval:
    """Return what awards and deductions together can come to, in quanta."""
    result = _ZERO
    for change in node.changes:
        amount = amount_of(change, grounds).hull(_ZERO)
        if node.tree == "penalty":
            # What is unknown takes what it can.
            amount = amount.hull(point(worst_of(change, node, node.maximum)))
        result = result + amount

    return result


def amount_of(change: Change, grounds: Grounds) -> Interval:
    """Return what one award or deduction can be where it occurs, signed."""
    amount = point(change.amount)
    if change.each is not None:
        often = grounds.scales.ranges.of(change.each)
        amount = amount * greatest(often, _ZERO)
    if change.at_most is not None:
        amount = least(amount, point(change.at_most))

    return amount if change.sign > 0 else -amount


def clamped(interval: Interval, maximum: Fraction) -> Interval:
    """Return *interval* clamped to 0…*maximum*."""
    return least(greatest(interval, _ZERO), point(maximum))


def _stepped(given: Interval, result: Result, grounds: Grounds) -> Interval:
    rounding = grounds.plan.scheme.rounding

    return rounded(given, Fraction(result.step), rounding)
