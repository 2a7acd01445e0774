"""Defaults that earn: silence that is worth more than another value.

A default says what silence means, and that is the author's word.  Where a
fact can only cost points, the author has to say it; where it can earn some,
a unit that says nothing may be better off than one that tells the truth.

Looked at are conditions in which the fact stands for itself, tiers over the
fact alone, ``each`` of it, ``if_none`` of what is divided by it, and with
`parrules.checking.earning` the numbers that are computed from it.  Nothing is
said of flags that are counted, of exclusions, of penalties that a default
spares, and of gates that it opens.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from parrules.checking.cells import Cells, TooManyCellsError, cells_of
from parrules.checking.earning import (
    Gain,
    computed_gains,
    number_of,
    sides_of,
)
from parrules.checking.inlining import names_in
from parrules.checking.intervals import Interval
from parrules.checking.ladders import covers_of
from parrules.checking.readings import readings_of
from parrules.checking.rows import rows_of
from parrules.checking.scales import Key, State
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.expression.terms import Term
from parrules.facts import NEVER
from parrules.loading.writing import default_text
from parrules.model import (
    Award,
    Cases,
    Criterion,
    Fact,
    Ladder,
    Treatment,
)
from parrules.points import Number, exact, plain

_ZERO: Number = 0


class _Row(NamedTuple):
    """A row that decides where *condition* holds and no earlier one does.

    What a formula gives is not known here, nor what an exclusion is worth.
    """

    condition: Term | None
    points: Number | None


def silence_that_earns(scope: Scope) -> Iterator[Problem]:
    """PAR329: by its default a fact earns what another value would not."""
    defaults = {
        fact.name: fact
        for fact in scope.scheme.facts
        if fact.default is not None and not fact.broken and not fact.required
    }
    if not defaults:
        return
    for node in scope.whole_leaves():
        if node.tree == "penalty":
            continue
        best: dict[str, Gain] = {}
        for gain in _gains(node, defaults, scope):
            known = best.get(gain.fact, gain)
            best[gain.fact] = max(known, gain, key=lambda each: each.more)
        for name, gain in best.items():
            yield Problem(
                code="PAR329",
                severity="warning",
                path=node.path,
                arguments={
                    "name": name,
                    "value": default_text(defaults[name].default),
                    "criterion": node.code,
                    "more": plain(gain.more),
                    "less": plain(gain.less),
                },
            )


def _gains(
    node: Criterion, defaults: Mapping[str, Fact], scope: Scope
) -> Iterator[Gain]:
    rows = _rows(node, scope)
    if rows is not None:
        yield from _by_cells(rows, defaults, scope)
    if isinstance(node.form, Ladder):
        yield from _by_tiers(node, node.form, defaults, scope)
    for award in node.awards:
        yield from _by_award(node, award, defaults, scope)
    yield from computed_gains(node, defaults, scope)
    if node.if_none == "full":
        for name in _divisors(node, scope):
            if name in defaults and defaults[name].default == 0:
                yield Gain(name, exact(node.maximum))


# -- rows with conditions -----------------------------------------------------


def _rows(node: Criterion, scope: Scope) -> tuple[_Row, ...] | None:
    """Return the rows that conditions decide; `None` if one is not read."""
    found = [
        _Row(scope.term(entry.when), _treated(entry.treat, node))
        for entry in node.not_applicable
    ]
    if any(row.condition is None for row in found):
        return None
    if isinstance(node.form, Cases):
        for case, row in zip(
            node.form.cases, rows_of(node, scope), strict=True
        ):
            condition = scope.term(case.when)
            if case.when is not None and condition is None:
                return None
            found.append(_Row(condition, row.points))

    return tuple(found)


def _treated(treatment: Treatment, node: Criterion) -> Number | None:
    """Return what *node* gives where it does not apply; `None` unknown."""
    if treatment == "full":
        return exact(node.maximum)

    return _ZERO if treatment == "zero" else None


def _by_cells(
    rows: tuple[_Row, ...], defaults: Mapping[str, Fact], scope: Scope
) -> Iterator[Gain]:
    """Compare cells that differ in the state of one fact alone."""
    conditions = [row.condition for row in rows if row.condition is not None]
    if not any(
        name in defaults for each in conditions for name in names_in(each)
    ):
        return
    try:
        cells = cells_of(conditions, scope.ranges)
    except TooManyCellsError:
        return
    if cells is None:
        return
    deciding = cells.deciding(rows)
    for scale in cells.scales:
        fact = defaults.get(_own_name(scale.key))
        if fact is not None and _stands_alone(fact.name, scale.key, cells):
            states = tuple(scale.states)
            yield from _between_states(
                fact, scale.key, states, deciding, cells
            )
    for fact in defaults.values():
        yield from _by_quantities(fact, cells, deciding, scope)


def _by_quantities(
    fact: Fact, cells: Cells, deciding: Mapping[Number, int], scope: Scope
) -> Iterator[Gain]:
    """Compare the highest state that the default alone can bring about."""
    for key, states in cells.scales:
        what = key[1]
        if not isinstance(what, Term) or what.op == "fact":
            continue
        sides = sides_of(fact, what, scope.ranges)
        if sides is None or not _stands_alone(fact.name, key, cells):
            continue
        cuts = sorted(
            cut for known, cut, _ in cells.reduced.values() if known == what
        )
        values = [side.of(what) for side in sides]
        if any(each.is_empty for each in values):
            continue
        silent, least = (_run(each, states, cuts) for each in values)
        at = silent[-1]
        if at in least:
            continue
        for more, held in deciding.items():
            rivals = [
                _less(cells.moved(held, key, at, other), more, deciding)
                for other in least
            ]
            found = [each for each in rivals if each is not None]
            if len(found) == len(rivals):
                yield Gain(fact.name, more, max(found))


def _less(
    silent: int, more: Number, deciding: Mapping[Number, int]
) -> Number | None:
    """Return the most below *more* that some of the cells give."""
    return max(
        (
            less
            for less, rival in deciding.items()
            if less < more and silent & rival
        ),
        default=None,
    )


def _run(
    values: Interval, states: Sequence[State], cuts: Sequence[Fraction]
) -> range:
    """Return the positions of the states that *values* reach."""
    last = len(states) - 1
    first = 0
    for at, state in enumerate(states):
        assert isinstance(state, Fraction)
        if values.low is not None and _passed(values.low, cuts) >= _passed(
            state, cuts
        ):
            first = at
    while last > first and values.high is not None:
        state = states[last]
        assert isinstance(state, Fraction)
        is_open = values.high_open
        if _passed(state, cuts) <= _passed(values.high, cuts, is_open=is_open):
            break
        last -= 1

    return range(first, last + 1)


def _passed(
    number: Number, cuts: Sequence[Fraction], *, is_open: bool = False
) -> tuple[int, int]:
    """Return how many cuts a number has passed, and how many it reached."""
    passed = sum(cut < number for cut in cuts)

    return passed, passed if is_open else sum(cut <= number for cut in cuts)


def _own_name(key: Key) -> str:
    """Return the fact that a scale is about, if it is about one alone."""
    kind, what = key
    if isinstance(what, Term):
        return str(what.value) if what.op == "fact" else ""

    return str(what) if kind in ("flag", "option", "never") else ""


def _stands_alone(name: str, key: Key, cells: Cells) -> bool:
    """Tell whether no other scale depends on a fact.

    Whether a date happened says nothing yet of when it did.
    """
    return key[0] == "never" or not any(
        scale.key != key
        and isinstance(scale.key[1], Term)
        and name in names_in(scale.key[1])
        for scale in cells.scales
    )


def _between_states(
    fact: Fact,
    key: Key,
    states: Sequence[State],
    deciding: Mapping[Number, int],
    cells: Cells,
) -> Iterator[Gain]:
    at = _state_of(fact, key, states, cells)
    if at is None:
        return
    for other in range(len(states)):
        if other == at:
            continue
        for more, held in deciding.items():
            silent = cells.moved(held, key, at, other)
            for less, rival in deciding.items():
                if less < more and silent & rival:
                    yield Gain(fact.name, more, less)


def _state_of(
    fact: Fact, key: Key, states: Sequence[State], cells: Cells
) -> int | None:
    """Return the position of the state that the default is in."""
    kind, what = key
    if kind == "number":
        number = number_of(fact.default)
        return (
            None if number is None else _part_of(number, states, what, cells)
        )
    state = fact.default == NEVER if kind == "never" else fact.default
    if state in states:
        return states.index(state)

    # An option that no condition names is one of all the others, the last.
    return len(states) - 1


def _part_of(
    number: Fraction, states: Sequence[State], what: object, cells: Cells
) -> int | None:
    """Return the position of the part of a scale that *number* lies in."""
    cuts = sorted(
        cut for quantity, cut, _ in cells.reduced.values() if quantity == what
    )

    wanted = _passed(number, cuts)
    for at, state in enumerate(states):
        assert isinstance(state, Fraction)
        if _passed(state, cuts) == wanted:
            return at

    return None


# -- the other forms ----------------------------------------------------------


def _by_tiers(
    node: Criterion, form: Ladder, defaults: Mapping[str, Fact], scope: Scope
) -> Iterator[Gain]:
    """A ladder over the fact alone, at its default."""
    term = scope.term(form.measure)
    if term is None or term.op != "fact" or term.value not in defaults:
        return
    fact = defaults[str(term.value)]
    number = number_of(fact.default)
    if number is None:
        return
    rows = rows_of(node, scope)
    covers = tuple(covers_of(form))
    rising = sorted(
        zip(covers, rows, strict=True), key=lambda pair: pair[0].start
    )
    points = [row.points or _ZERO for _, row in rising]
    if points == sorted(points, reverse=True) and rising[0][0].has(number):
        # More of it only costs, and the default is that nothing happened.
        return
    reached = (
        row.points or _ZERO
        for row, cover in zip(rows, covers, strict=True)
        if cover.has(number)
    )
    more = next(reached, _ZERO)
    less = min((row.points or _ZERO for row in rows), default=_ZERO)
    if less < more:
        yield Gain(fact.name, more, less)


def _by_award(
    node: Criterion, award: Award, defaults: Mapping[str, Fact], scope: Scope
) -> Iterator[Gain]:
    if award.each is not None:
        term = scope.term(award.each)
        if term is None or term.op != "fact" or term.value not in defaults:
            return
        number = number_of(defaults[str(term.value)].default)
        if number and award.per:
            yield Gain(str(term.value), number * Fraction(award.per))
        return
    condition = scope.term(award.when)
    if condition is not None:
        share = Fraction(node.maximum) * Fraction(award.share or 0) / 100
        points = share if award.points is None else Fraction(award.points)
        yield from _by_cells((_Row(condition, points),), defaults, scope)


def _divisors(node: Criterion, scope: Scope) -> Iterator[str]:
    """Yield the facts that stand alone below a fraction bar."""
    for reading in readings_of(node):
        term = scope.term(reading.expression)
        if term is None or reading.role not in ("measure", "formula"):
            continue
        for part in term.walk():
            if part.op == "div" and part.args[1].op == "fact":
                yield str(part.args[1].value)
