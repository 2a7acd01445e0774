"""What the algebra says in fewer words, it says of the same rows."""

import itertools
from collections.abc import Sequence

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.engines.columns.layers import parts_of
from parrules.engines.columns.reckoning import Value, reckoned

_ROWS = list(itertools.product((None, 0, 3), repeat=2))
"""What stands above and below a line."""


def _quotient(algebra: Algebra) -> tuple[Cell, Cell]:
    """Return when there is nothing to divide by, and when all is known."""
    over, under = (algebra.read_truth("given", name) for name in "ou")
    number = algebra.read("amount", ("u", None), 0, 9)
    is_zero = algebra.equal(number, algebra.number(0))

    return algebra.all_of(under, is_zero), algebra.all_of(
        over, under, algebra.negated(is_zero)
    )


def _in_row(cell: Cell, row: Sequence[int | None]) -> Value:
    values = dict(zip("ou", row, strict=True))

    def read(part: Cell) -> Value:
        if part.op == "given":
            return values[str(part.value)] is not None
        return values["u"]

    return reckoned(parts_of([cell]), read)[cell]


def test_a_quotient_is_undecided_where_what_it_reads_is_missing() -> None:
    """By 0 whatever is above; else where one of both is not there."""
    algebra = Algebra()
    undecided = algebra.all_of(*map(algebra.negated, _quotient(algebra)))
    expected = [
        under is None or (under != 0 and over is None) for over, under in _ROWS
    ]

    assert expected == [_in_row(undecided, row) for row in _ROWS]


def test_what_is_said_twice_of_a_row_is_asked_once() -> None:
    """Of *given*, or *given and 0*, the second is part of the first."""
    algebra = Algebra()
    given = algebra.read_truth("given", "u")
    undefined, _ = _quotient(algebra)

    assert given is algebra.any_of(undefined, given)


_DATES = [
    (given, never, late)
    for given, never in ((False, False), (True, False), (True, True))
    for late in (None, False, True)
]
"""Whether a date is given, whether it is never, and whether it is late."""


def _literals(algebra: Algebra) -> list[Cell]:
    given, never = (algebra.read_truth(op, "d") for op in ("given", "never"))
    late = algebra.read_truth("flag", ("late", None))
    found = [given, never, late]

    return [*found, *map(algebra.negated, found)]


def _on_date(cell: Cell, row: tuple[bool, bool, bool | None]) -> Value:
    values = dict(zip(("given", "never", "flag"), row, strict=True))

    return reckoned(parts_of([cell]), lambda part: values[part.op])[cell]


def _all(*parts: Value) -> Value:
    if False in parts:
        return False

    return None if None in parts else True


def _any(*parts: Value) -> Value:
    if True in parts:
        return True

    return None if None in parts else False


def test_truths_of_a_date_say_the_same_in_fewer_words() -> None:
    """In every row, and empty where they were; of *late or not* it is not."""
    algebra = Algebra()
    literals = _literals(algebra)
    late, in_time = literals[2], literals[5]
    makers = ((algebra.all_of, _all), (algebra.any_of, _any))
    differing = [
        (one.op, pair, row)
        for (outer, by_outer), (inner, by_inner) in itertools.product(
            makers, repeat=2
        )
        for one in literals
        for pair in itertools.combinations(literals, 2)
        if not {late, in_time} <= {one, *pair}
        for cell in [outer(one, inner(*pair))]
        for row in _DATES
        if _on_date(cell, row)
        != by_outer(
            _on_date(one, row), by_inner(*(_on_date(p, row) for p in pair))
        )
    ]

    assert differing == []


def test_who_says_never_says_something() -> None:
    """So of both, one alone is asked."""
    algebra = Algebra()
    given, never, *_ = _literals(algebra)
    both, either = algebra.all_of(given, never), algebra.any_of(given, never)

    assert (both, either) == (never, given)


def test_a_part_denied_with_more_is_denied_once() -> None:
    """Neither *g and z*, nor *g and z and more*: the first says it."""
    algebra = Algebra()
    given, never, late, *_ = _literals(algebra)
    less = algebra.all_of(given, late)
    more = algebra.all_of(given, late, algebra.negated(never))
    denied = algebra.all_of(algebra.negated(less), algebra.negated(more))

    assert denied is algebra.negated(less)


def test_a_choice_asks_nothing_that_an_earlier_case_settled() -> None:
    """Past *never or nothing given*, only *late* is left to ask."""
    algebra = Algebra()
    given, never, late, nothing, ever, _ = _literals(algebra)
    none, some, all_of_it = map(algebra.number, (0, 2, 5))
    first = (algebra.any_of(never, nothing), none)
    long = algebra.choose(
        [first, (algebra.all_of(given, ever, late), some)], all_of_it
    )

    assert long is algebra.choose([first, (late, some)], all_of_it)
