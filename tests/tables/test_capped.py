"""A total that no unit can reach is compared with nothing."""

import pytest

from conformance.corpus import compiled
from parrules.engines.columns.scoring import UnitCells
from parrules.scoring.border import Border
from parrules.scoring.layout import Layout

_TEXT = """\
[fact]
a = {{ type = "flag" }}
b = {{ type = "flag" }}
[criteria]
"1" = {{ maximum = 6, awards = [{{ when = "a", points = 3 }}] }}
"2" = {{ maximum = 4, awards = [{{ when = "a", points = 4 }}], \
not_applicable = [{{ when = "b", treat = "exclude" }}] }}
{bonus}
[total]
rescale = "{rescale}"
{bound}
"""
_BONUS = """
[bonus]
"T" = { maximum = 1, awards = [{ when = "a", points = 1 }] }
"""


@pytest.mark.parametrize("rescale", ["total", "area"])
@pytest.mark.parametrize(
    ("bonus", "bound", "is_compared"),
    [
        ("", "at_most = 10", False),
        ("", "at_most = 9", True),
        (_BONUS, "at_most = 10", True),
        (_BONUS, "at_most = 11", False),
    ],
    ids=["plain", "lower", "bonus", "bonus within"],
)
def test_a_total_is_compared_with_a_bound_that_it_can_pass(
    rescale: str, bonus: str, bound: str, *, is_compared: bool
) -> None:
    """What is rescaled is at most the maximum, and a bonus comes on top."""
    text = _TEXT.format(rescale=rescale, bonus=bonus, bound=bound)
    plan = compiled(text).plan
    unit = UnitCells(Layout(plan), Border(plan), ("a", "b"))

    assert is_compared is not (unit.totals.capped is unit.algebra.false)
