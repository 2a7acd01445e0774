"""A leaf in pieces: where it earns what, and which way that goes."""

from collections.abc import Iterator
from fractions import Fraction

import attrs

from parrules.checking.intervals import Interval, point, rounded
from parrules.expression.terms import Term, Type
from parrules.plan.logic import ALWAYS, Clauses
from parrules.plan.nodes import Change, Node
from parrules.proving.amounts import amount_of, clamped, raw_of
from parrules.proving.bounding import row_region
from parrules.proving.grounds import Grounds
from parrules.proving.regions import joined
from parrules.proving.tendencies import SAME, Tendencies, Tendency
from parrules.scoring.unknowns import takes_all, worst_of


@attrs.frozen(kw_only=True)
class Piece:
    """Where a node earns something between two amounts, in quanta.

    Attributes:
        number: What the points are before they are rounded, if that alone
            decides.
        step: What they are rounded to, in quanta; 0 for not at all.
        is_scored: It earns nothing where a document is absent and that is
            held against it.
    """

    region: Clauses
    points: Interval
    tendency: Tendency
    number: Term | None = None
    step: int = 0
    is_scored: bool = False


@attrs.frozen(kw_only=True)
class _Draft:
    region: Clauses
    base: Interval
    tendency: Tendency
    number: Term | None = None
    step: int = 0
    is_known: bool = True
    is_all_taken: bool = False


def pieces_of(
    node: Node, grounds: Grounds, tendencies: Tendencies
) -> Iterator[Piece] | None:
    """Return the pieces of a leaf, or of what an inner node takes itself.

    Returns:
        `None` where that takes too many parts to say.

    Raises:
        TooManyError: Likewise.
    """
    if any(grounds.rows(each.decision) is None for each in node.changes):
        return None
    if node.decision >= 0 and grounds.rows(node.decision) is None:
        return None

    return _pieces(node, grounds, tendencies)


def _pieces(
    node: Node, grounds: Grounds, tendencies: Tendencies
) -> Iterator[Piece]:
    maximum = Fraction(node.maximum)
    unknown = point(maximum if node.tree == "penalty" else 0)
    drafts = list(_bases(node, grounds, tendencies))
    for change in node.changes:
        drafts = [
            after
            for draft in drafts
            for after in _changed(draft, change, node, grounds, tendencies)
            if after.region
        ]
    for draft in drafts:
        points = clamped(draft.base, maximum) if node.is_leaf else draft.base
        if not draft.is_known:
            points = unknown
        yield Piece(
            region=draft.region,
            points=points,
            tendency=draft.tendency if draft.is_known else SAME,
            number=None if node.changes else draft.number,
            step=draft.step,
            is_scored=draft.is_known,
        )
    yield from _treated(node, grounds, unknown)


def _bases(
    node: Node, grounds: Grounds, tendencies: Tendencies
) -> Iterator[_Draft]:
    if not node.is_leaf:
        yield _Draft(region=ALWAYS, base=point(0), tendency=SAME)
        return
    maximum = Fraction(node.maximum)
    for place, result in enumerate(node.results):
        region = row_region(node, place, grounds)
        if result.treatment or not region:
            continue
        base, tendency = raw_of(result, grounds), SAME
        number = result.formula or _literal(result.points or 0, grounds)
        if result.formula is not None:
            tendency = tendencies.of(result.formula)
            base = rounded(
                clamped(base, maximum),
                Fraction(result.step),
                grounds.plan.scheme.rounding,
            )
        yield _Draft(
            region=region,
            base=base,
            tendency=tendency,
            number=number,
            step=0 if result.formula is None else result.step,
        )


def _literal(points: int, grounds: Grounds) -> Term:
    amount = Fraction(points, 10**grounds.plan.places)

    return Term("const", (), amount, Type("number", "points"))


def _treated(
    node: Node, grounds: Grounds, unknown: Interval
) -> Iterator[Piece]:
    """Yield where a leaf does not apply, and where it is not known."""
    if node.decision < 0:
        return
    rows = grounds.rows(node.decision)
    assert rows is not None, "looked at before"
    for (true, undecided), result in zip(rows[0], node.results, strict=False):
        if undecided:
            yield Piece(region=undecided, points=unknown, tendency=SAME)
        if result.treatment and true:
            full = node.maximum if result.treatment == "full" else 0
            yield Piece(region=true, points=point(full), tendency=SAME)


def _changed(
    draft: _Draft,
    change: Change,
    node: Node,
    grounds: Grounds,
    tendencies: Tendencies,
) -> Iterator[_Draft]:
    """Yield what an award or deduction makes of a draft."""
    if draft.is_all_taken and change.sign < 0:
        yield draft
        return
    rows = grounds.rows(change.decision)
    assert rows is not None, "looked at before"
    (true, unknown), rest = rows[0][0], rows[1]
    tendency = SAME
    if change.each is not None and change.amount:
        tendency = tendencies.of(change.each)
        tendency = tendency if change.sign > 0 else -tendency
    yield attrs.evolve(
        draft,
        region=joined(draft.region, true),
        base=draft.base + amount_of(change, grounds),
        tendency=draft.tendency + tendency,
    )
    yield attrs.evolve(draft, region=joined(draft.region, rest))
    if node.is_leaf and node.tree != "penalty":
        yield attrs.evolve(
            draft, region=joined(draft.region, unknown), is_known=False
        )
        return
    worst = worst_of(change, node, node.maximum)
    yield attrs.evolve(
        draft,
        region=joined(draft.region, unknown),
        base=draft.base + point(worst),
        is_all_taken=draft.is_all_taken or takes_all(change, node),
    )
