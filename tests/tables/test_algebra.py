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
