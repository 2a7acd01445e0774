"""Strata in which too few answered for an interval."""

import pytest

from parrules.survey.counts import Heap
from parrules.survey.strata import Thin, thin_of


def heap(answers: int, top: int) -> Heap:
    """Return answers that weigh 1 each."""
    return Heap(answers, top, answers, top, top, top, answers)


@pytest.mark.parametrize(
    ("live", "answers", "top", "thin"),
    [
        (9000, 1, 1, Thin(lonely=("A",))),
        # Everybody who lives there has answered.
        (1, 1, 1, Thin()),
        (9000, 2, 2, Thin(agreed=("A",))),
        (9000, 2, 1, Thin()),
        (9000, 29, 0, Thin(agreed=("A",))),
        (9000, 30, 30, Thin()),
    ],
)
def test_a_stratum_is_thin_where_its_answers_show_no_variance(
    live: int, answers: int, top: int, thin: Thin
) -> None:
    """Q7.6 and Q7.7, beside a stratum whose answers differ."""
    strata = [
        ("A", live, answers, heap(answers, top)),
        ("B", 1000, 100, heap(100, 50)),
    ]

    assert thin == thin_of(strata, "share")


def test_where_all_say_the_same_nothing_is_too_narrow() -> None:
    """Q7.7: the interval is then that of the number of people."""
    strata = [("A", 900, 9, heap(9, 9)), ("B", 100, 5, heap(5, 5))]

    assert Thin() == thin_of(strata, "share")
