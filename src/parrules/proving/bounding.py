"""Leaves within 0 and their maximum.

After the clamp every leaf does so by construction (S6.4, S6.19, S6.30); what
is asked is whether the clamp has to break a promise.  Points that stand in
figures, in a row or in an award that is given once, are promised: where they
come to more than the maximum, the bound is broken.  What is counted,
computed or deducted is clamped by design.
"""

import itertools
from collections.abc import Iterator
from fractions import Fraction

from parrules.breakdown.views import Breakdown
from parrules.plan.logic import ALWAYS, Clauses
from parrules.plan.nodes import Change, Node, Result
from parrules.points import plain
from parrules.proving.amounts import earned_by, raw_of
from parrules.proving.claims import Claim, Witness
from parrules.proving.deciding import decided_by
from parrules.proving.grounds import Grounds
from parrules.proving.regions import TooManyError, joined, without
from parrules.proving.witnesses import Test

_MOST_AWARDS = 6


def leaf_claims(grounds: Grounds) -> Iterator[Claim]:
    """Yield for each leaf whether it stays within 0 and its maximum."""
    for node in grounds.leaves():
        yield _leaf(node, grounds)


def _leaf(node: Node, grounds: Grounds) -> Claim:
    doubt = ""
    for total, parts, region in _promises(node, grounds):
        if region is None:
            doubt = "too_many"
            continue
        witness, search = grounds.find_shown(
            region, _is_cut(node, parts), node.code
        )
        if witness is not None:
            return _broken(node, total, parts, witness, grounds)
        if not search.is_empty:
            doubt = search.reason
    if doubt:
        return grounds.claim(
            "bounds", node.code, "undecided", doubt, node=node.criterion
        )

    return _kept(node, grounds)


def _broken(
    node: Node,
    total: int,
    parts: tuple[str, ...],
    witness: Witness,
    grounds: Grounds,
) -> Claim:
    quantum = 10**grounds.plan.places

    return grounds.claim(
        "bounds",
        node.code,
        "broken",
        "row_above_maximum",
        node=node.criterion,
        code="PAR203",
        arguments={
            "row": " + ".join(parts),
            "points": plain(Fraction(total, quantum)),
            "maximum": plain(node.criterion.maximum),
        },
        witness=witness,
    )


def _is_cut(node: Node, parts: tuple[str, ...]) -> Test:
    """Return the test that *parts* are there and the cap takes of them."""

    def holds(breakdown: Breakdown) -> bool:
        rules = [entry.rule for entry in breakdown[node.code].entries]

        return f"{node.code}#cap" in rules and set(parts) <= set(rules)

    return holds


def _promises(
    node: Node, grounds: Grounds
) -> Iterator[tuple[int, tuple[str, ...], Clauses | None]]:
    """Yield what figures come to where that is above the maximum.

    With it, the rules that say so and where they hold together; `None` where
    that takes too many parts to say.
    """
    awards = tuple(
        change
        for change in node.changes
        if change.sign > 0 and change.each is None
    )
    most = sum(_once(change) for change in awards)
    for place, result in enumerate(node.results):
        base = result.points
        if result.treatment or base is None or base + most <= node.maximum:
            continue
        for count in range(min(len(awards), _MOST_AWARDS) + 1):
            for chosen in itertools.combinations(awards, count):
                total = base + sum(_once(change) for change in chosen)
                if total <= node.maximum:
                    continue
                rules = [change.rule for change in chosen]
                if base or not rules:
                    rules.insert(0, result.rule)
                region = _where(node, place, chosen, grounds)
                yield total, tuple(rules), region


def _once(change: Change) -> int:
    if change.at_most is None:
        return change.amount

    return min(change.amount, change.at_most)


def _where(
    node: Node, place: int, chosen: tuple[Change, ...], grounds: Grounds
) -> Clauses | None:
    """Return where a row decides and of all changes only *chosen* occur."""
    try:
        region = row_region(node, place, grounds)
        for change in node.changes:
            rows = grounds.rows(change.decision)
            if region is None or rows is None:
                return None
            true, unknown = rows[0][0]
            if change in chosen:
                region = joined(region, true)
            else:
                region = without(
                    region, (*true, *unknown), grounds.scales.whole
                )
    except TooManyError:
        return None

    return region


def row_region(node: Node, place: int, grounds: Grounds) -> Clauses | None:
    """Return where the row at *place* decides a leaf; the last is the rest."""
    if node.decision < 0:
        return ALWAYS
    rows = grounds.rows(node.decision)
    if rows is None:
        return None

    return rows[1] if place == len(rows[0]) else rows[0][place][0]


# -- what the clamp does -----------------------------------------------------


def _kept(node: Node, grounds: Grounds) -> Claim:
    """Return the claim that holds, and whether anything is ever clamped."""
    raw = earned_by(node, grounds).raw
    is_below = raw.low is None or raw.low < 0
    is_above = raw.high is None or raw.high > node.maximum
    if not (is_below or is_above):
        return grounds.claim(
            "bounds", node.code, "proved", "never_clamped", node=node.criterion
        )
    witness, is_never = _clamped_by(node, grounds)
    detail = "may_be_clamped" if witness is None else "clamped"
    if is_never and not node.changes and _are_steps_whole(node):
        detail = "never_clamped"

    return grounds.claim(
        "bounds",
        node.code,
        "proved",
        detail,
        node=node.criterion,
        witness=witness,
    )


def _are_steps_whole(node: Node) -> bool:
    """Tell whether no formula is rounded beyond the maximum."""
    return all(
        result.formula is None or node.maximum % result.step == 0
        for result in node.results
    )


def _clamped_by(node: Node, grounds: Grounds) -> tuple[Witness | None, bool]:
    """Return facts by which something is clamped, if any are found.

    With them, whether it is certain that no row and no formula is.
    """
    is_never = True
    for place, result in enumerate(node.results):
        region = row_region(node, place, grounds)
        if result.treatment:
            continue
        for beyond in _excesses(node, result, grounds):
            try:
                both = None if region is None else joined(region, beyond)
            except TooManyError:
                both = None
            if both is None:
                is_never = False
                continue
            witness, search = grounds.find_shown(
                both, decided_by(node, result), node.code
            )
            if witness is not None:
                return witness, False
            is_never = is_never and search.is_empty

    return None, is_never


def _excesses(
    node: Node, result: Result, grounds: Grounds
) -> Iterator[Clauses]:
    """Yield where a formula or a count goes beyond what the leaf holds."""
    scales, quantum = grounds.scales, 10**grounds.plan.places
    if result.formula is not None:
        most = Fraction(node.maximum, quantum)
        yield scales.beyond(result.formula, ">", most)
        yield scales.beyond(result.formula, "<", Fraction(0))
    base = raw_of(result, grounds)
    for change in node.changes:
        if change.each is None or not change.amount:
            continue
        if change.sign > 0:
            room = node.maximum - (base.low or 0)
        else:
            room = Fraction(node.maximum)
            if result.formula is None:
                room = Fraction(result.points or 0)
        yield scales.beyond(
            change.each, ">", Fraction(max(room, 0) // change.amount)
        )
