"""Ladders: what no row covers, what two rows cover, and odd steps."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from parrules.checking.amounts import has_amount_below_zero
from parrules.checking.examples import value_of
from parrules.checking.intervals import Cut, Interval, uncovered
from parrules.checking.ranges import Ranges
from parrules.checking.rows import Row, rows_of
from parrules.checking.scope import Scope
from parrules.checking.unreached import above, relations_in, unrelated
from parrules.errors import Problem, Severity
from parrules.expression.terms import Term
from parrules.expression.writing import day_text, written
from parrules.model import Choices, Criterion, Ladder, Tier
from parrules.points import Number, exact, plain

_TENFOLD = 10


class _Steps(NamedTuple):
    """A ladder whose measure could be read.

    Attributes:
        covers: What each row covers, row by row.
        ends: Where each of these starts and stops.
        values: All that the measure can be, or more.
        is_exact: The measure takes all of *values*.
    """

    node: Criterion
    ladder: Ladder
    measure: Term
    rows: tuple[Row, ...]
    covers: tuple[Interval, ...]
    ends: tuple[tuple[Cut, Cut], ...]
    values: Interval
    ranges: Ranges
    is_exact: bool

    def met(self, interval: Interval, before: int) -> list[int]:
        """Return which rows *before* one cover some of *interval*."""
        start, stop = interval.start, interval.stop

        return [
            at
            for at, (first, last) in enumerate(self.ends[:before])
            if first < stop and start < last
        ]

    def is_within(self, interval: Interval, rows: list[int]) -> bool:
        """Tell whether one of *rows* covers all of *interval*."""
        start, stop = interval.start, interval.stop

        return any(
            self.ends[at][0] <= start and stop <= self.ends[at][1]
            for at in rows
        )

    def value_in(self, interval: Interval) -> Fraction | None:
        """Return a value of the measure in *interval*, if there is one."""
        within = interval.meet(self.values)

        return value_of(self.measure, within, self.ranges)

    def text(self, value: Number) -> str:
        """Write *value* as a value of the measure."""
        is_date = self.measure.type.kind == "date"

        return day_text(value) if is_date else plain(value)


def value_without_row(scope: Scope) -> Iterator[Problem]:
    """PAR205: a measure can have values that no row covers."""
    for steps in _readable_ladders(scope):
        gaps = [
            (gap, value)
            for gap in uncovered(steps.values, steps.covers)
            if (value := steps.value_in(gap)) is not None
        ]
        for gap, value in gaps:
            yield Problem(
                code="PAR205",
                severity=_severity(is_certain=steps.is_exact),
                path=(*steps.node.path, "tiers"),
                arguments={
                    "criterion": steps.node.code,
                    "example": f"{written(steps.measure)} = "
                    f"{steps.text(value)}",
                    "gap": _shown(gap, steps),
                },
            )


def value_in_two_rows(scope: Scope) -> Iterator[Problem]:
    """PAR206: two rows hold at once and say different things."""
    for steps in _readable_ladders(scope):
        if steps.ladder.is_short:
            continue
        hidden = _hidden(steps, scope)
        for position, row in enumerate(steps.rows):
            if hidden[position] is not None:
                continue
            found = _contradicted(position, steps)
            if found is None:
                continue
            other, value = found
            yield Problem(
                code="PAR206",
                severity=_severity(is_certain=steps.is_exact),
                path=row.path,
                arguments={
                    "criterion": steps.node.code,
                    "row": row.name,
                    "other": other.name,
                    "value": steps.text(value),
                    "points": _points_text(row),
                    "other_points": _points_text(other),
                },
            )


def row_of_a_ladder_never_reached(scope: Scope) -> Iterator[Problem]:
    """PAR207: a row covers nothing that the rows above it leave."""
    for steps in _readable_ladders(scope):
        hidden = _hidden(steps, scope)
        for position, (row, rival) in enumerate(
            zip(steps.rows, hidden, strict=True)
        ):
            if rival is None:
                continue
            related = _by_relation(position, steps, scope)
            is_harmless = bool(rival) and rival[0].effect == row.effect
            yield Problem(
                code="PAR207",
                severity="warning" if is_harmless else "error",
                path=row.path,
                arguments={
                    "criterion": steps.node.code,
                    "row": row.name,
                    "condition": _shown(steps.covers[position], steps),
                    **({"relation": related} if related else above(rival)),
                },
            )


def _by_relation(position: int, steps: _Steps, scope: Scope) -> str:
    """Return the relations of facts but for which a row would be reached."""
    relations = relations_in(scope, steps.measure)
    if not relations:
        return ""
    free = unrelated(scope)
    is_reached = any(
        _hidden(each, free)[position] is None
        for each in _readable_ladders(free)
        if each.node is steps.node
    )

    return relations if is_reached else ""


def points_that_jump(scope: Scope) -> Iterator[Problem]:
    """PAR214: neighbouring rows differ tenfold, as a slipped point does."""
    for node in scope.whole_leaves():
        if isinstance(node.form, Choices) and node.form.named:
            continue
        rows = [row for row in rows_of(node, scope) if row.points]
        for one, two in itertools.pairwise(rows):
            low, high = sorted((one.points or 0, two.points or 0))
            if low > 0 and high >= _TENFOLD * low:
                yield Problem(
                    code="PAR214",
                    severity="warning",
                    path=two.path,
                    arguments={
                        "criterion": node.code,
                        "row": two.name,
                        "points": _points_text(two),
                        "other": one.name,
                        "other_points": _points_text(one),
                    },
                )


def short_tiers_out_of_order(scope: Scope) -> Iterator[Problem]:
    """PAR215: the bounds of short tiers do not fall from row to row.

    Whatever else is wrong with the leaf: of what falls, all that was read of
    it falls, too.
    """
    for node, tiers in _short(scope.scheme.leaves()):
        read = [tier for tier in tiers if tier.bound is not None]
        for one, two in itertools.pairwise(read):
            if not _is_lower(two, one):
                yield Problem(
                    code="PAR215",
                    path=two.path,
                    arguments={
                        "criterion": node.code,
                        "bound": plain(two.bound or 0),
                        "previous": plain(one.bound or 0),
                    },
                )


def points_that_turn(scope: Scope) -> Iterator[Problem]:
    """PAR216: along short tiers, points rise and fall.

    Points may rise while bounds fall: where fewer is better, they must.
    """
    for node, tiers in _short_ladders(scope):
        if not _falls(tiers) or has_amount_below_zero(node):
            continue
        rising = 0
        for one, two in itertools.pairwise(rows_of(node, scope)):
            change = (two.points or 0) - (one.points or 0)
            turn = (change > 0) - (change < 0)
            if rising and turn == -rising:
                yield Problem(
                    code="PAR216",
                    severity="warning",
                    path=two.path,
                    arguments={
                        "criterion": node.code,
                        "row": two.name,
                        "points": _points_text(two),
                        "other_points": _points_text(one),
                    },
                )
                break
            rising = rising or turn


def _readable_ladders(scope: Scope) -> tuple[_Steps, ...]:
    """Return the ladders whose measure and order can be told."""
    return scope.once("ladders", lambda: _found_ladders(scope))


def _found_ladders(scope: Scope) -> Iterator[_Steps]:
    for node in scope.whole_leaves():
        form = node.form
        if not isinstance(form, Ladder) or not form.tiers:
            continue
        if form.is_short and not _falls(form.tiers):
            continue
        measure = scope.term(form.measure)
        if measure is None:
            continue
        covers = tuple(covers_of(form))
        yield _Steps(
            node=node,
            ladder=form,
            measure=measure,
            rows=rows_of(node, scope),
            covers=covers,
            ends=tuple((cover.start, cover.stop) for cover in covers),
            values=scope.ranges.of(measure),
            ranges=scope.ranges,
            is_exact=scope.ranges.is_exact(measure),
        )


def covers_of(ladder: Ladder) -> Iterator[Interval]:
    """Yield what each tier covers of its measure, whatever others do."""
    above: Tier | None = None
    for tier in ladder.tiers:
        own = Interval(
            None if tier.bound is None else exact(tier.bound),
            None if tier.upper is None else exact(tier.upper),
            tier.bound is not None and tier.strict,
            tier.upper is not None and tier.upper_strict,
        )
        if ladder.is_short and above is not None and above.bound is not None:
            # A short tier ends where the one above it starts.
            own = own.meet(Interval(None, exact(above.bound), high_open=True))
        above = tier
        yield own


def _short_ladders(
    scope: Scope,
) -> Iterator[tuple[Criterion, Sequence[Tier]]]:
    return _short(scope.whole_leaves())


def _short(
    leaves: Iterable[Criterion],
) -> Iterator[tuple[Criterion, Sequence[Tier]]]:
    for node in leaves:
        if isinstance(node.form, Ladder) and node.form.is_short:
            yield node, node.form.tiers


def _falls(tiers: Sequence[Tier]) -> bool:
    return all(_is_lower(two, one) for one, two in itertools.pairwise(tiers))


def _is_lower(one: Tier, two: Tier) -> bool:
    return (
        one.bound is not None
        and two.bound is not None
        and one.bound < two.bound
    )


def _hidden(steps: _Steps, scope: Scope) -> tuple[tuple[Row, ...] | None, ...]:
    """Return by row, what `_hidden_by` says of it."""
    return scope.once(
        ("hidden", id(steps.node)),
        lambda: (_hidden_by(at, steps) for at in range(len(steps.rows))),
    )


def _hidden_by(position: int, steps: _Steps) -> tuple[Row, ...] | None:
    """Return the first of the rows that take all that a row covers.

    Returns:
        Empty where the row lies outside all values; `None` where it can be
        the first.
    """
    own = steps.covers[position].meet(steps.values)
    if value_of(steps.measure, own, steps.ranges) is None:
        return ()
    if steps.ladder.is_short:
        # Each of its rows ends where the one above it starts.
        return None
    met = steps.met(own, position)
    if not steps.is_within(own, met):
        left = uncovered(own, (steps.covers[at] for at in met))
        if any(steps.value_in(part) is not None for part in left):
            return None
    rivals = (
        steps.rows[at]
        for at in met
        if steps.value_in(steps.covers[at].meet(own)) is not None
    )

    return tuple(itertools.islice(rivals, 1))


def _contradicted(position: int, steps: _Steps) -> tuple[Row, Fraction] | None:
    """Return an earlier row, and a value for which both rows hold."""
    own = steps.covers[position]
    for at in reversed(steps.met(own, position)):
        if steps.rows[at].effect == steps.rows[position].effect:
            continue
        value = steps.value_in(steps.covers[at].meet(own))
        if value is not None:
            return steps.rows[at], value

    return None


def _shown(interval: Interval, steps: _Steps) -> str:
    """Write *interval* as conditions that a ruleset could hold."""
    low, high = interval.low, interval.high
    if low is not None and low == high:
        return f"= {steps.text(low)}"
    parts = []
    if low is not None:
        sign = ">" if interval.low_open else ">="
        parts.append(f"{sign} {steps.text(low)}")
    if high is not None:
        sign = "<" if interval.high_open else "<="
        parts.append(f"{sign} {steps.text(high)}")

    return ", ".join(parts) or "-∞ … ∞"


def _points_text(row: Row) -> str:
    return "" if row.points is None else plain(row.points)


def _severity(*, is_certain: bool) -> Severity:
    return "error" if is_certain else "warning"
