"""Points of a channel that was not held."""

import pytest

import parrules
from parrules import Submission

RULESET = parrules.load("vn/par-index/department@2020")
FACTS = {str(area): 9 for area in range(1, 8)}


@pytest.mark.parametrize(
    ("facts", "rows"),
    [
        ({"survey_held": False, "8": 20}, ["8"]),
        ({"survey_held": False}, []),
        ({"survey_held": True, "8": 20}, []),
        ({"8": 20}, []),
    ],
)
def test_points_that_count_nowhere_are_told(
    facts: dict[str, object], rows: list[str]
) -> None:
    """PAR844: the unit stands where it stands without them."""
    unit = {"id": "E", "block": "S"}
    cohort = parrules.rank_units(
        RULESET, [Submission(facts={**FACTS, **facts}, unit=unit)]
    )

    assert [("PAR844", row) for row in rows] == [
        (each.code, each.arguments["rows"]) for each in cohort.problems
    ]
