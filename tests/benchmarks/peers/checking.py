"""Holds what a peer says to what the library says of each unit."""

import polars


class WrongError(Exception):
    """A peer is wrong, and so its speed means nothing."""


def hold(
    name: str, found: polars.DataFrame, expected: polars.DataFrame
) -> None:
    """Compare points and totals, leaf by leaf.

    Raises:
        WrongError: Something differs; it says what, and how often.
    """
    wrong = {
        column: count
        for column in expected.columns
        if not column.startswith("total.")
        and column in found.columns
        and (count := _differ(found[column], expected[column]))
    }
    crossed = (
        found["total.numerator"].cast(polars.Int64)
        * expected["total.denominator"]
        != expected["total.numerator"]
        * found["total.denominator"].cast(polars.Int64)
    ).sum()
    if crossed:
        wrong["total.numerator"] = int(crossed)
    if wrong:
        raise WrongError(f"{name} differs: {wrong}")


def _differ(found: polars.Series, expected: polars.Series) -> int:
    same = found.cast(expected.dtype).eq_missing(expected)

    return len(same) - int(same.sum())
