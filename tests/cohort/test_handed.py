"""A standing made by hand holds what its fields say, or is refused."""

import pathlib
from typing import Any

import attrs
import pytest

import parrules
from parrules import FactError, Standing
from parrules.cohort.ranks import rank

RULESET = parrules.load(
    pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"
)
SCHEME = attrs.evolve(RULESET.scheme, ranking=None)


def told(units: Any) -> list[str]:  # noqa: ANN401  # anything
    """Return codes and places of what is wrong with *units*."""
    with pytest.raises(FactError) as caught:
        rank(SCHEME, units)

    return [f"{each.code} {each.place}" for each in caught.value.problems]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("unit", 3, "PAR336 3: unit"),
        ("unit", "\ud800", "PAR337 \\ud800: unit"),
        ("name", None, "PAR336 A: name"),
        ("block", [], "PAR336 A: block"),
        ("period", 2025, "PAR336 A: period"),
        ("grade", 1, "PAR336 A: grade"),
        ("amounts", None, "PAR336 A: amounts"),
        ("amounts", {1: 2}, "PAR336 A: amounts: 1"),
        ("maxima", [1], "PAR336 A: maxima"),
        ("weights", {"1": 0.5}, "PAR307 A: weights.1"),
        ("reasons", (), "PAR336 A: reasons"),
        ("treated", {None: ()}, "PAR336 A: treated: nothing"),
        ("absent", "1.1", "PAR336 A: absent"),
        ("dropped", (1,), "PAR336 A: dropped: 0"),
        ("is_ranked", None, "PAR336 A: is_ranked"),
        ("is_complete", 1, "PAR336 A: is_complete"),
    ],
)
def test_a_field_of_another_type_is_refused(
    field: str, value: object, expected: str
) -> None:
    """It is told by the unit, and never raises anything else."""
    given: dict[str, Any] = {"unit": "A", "total": 1, field: value}

    assert [expected] == told([Standing(**given)])


def test_what_is_no_standing_is_refused_beside_what_else_is_wrong() -> None:
    """All units are looked at in one run."""
    wrong: Any = [3, Standing(unit="A", total=True)]

    assert ["PAR336 nothing: unit", "PAR302 A: total"] == told(wrong)
