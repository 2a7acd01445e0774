"""What was changed is shown in the words of the file."""

import pytest

from mutation.test_mutants import changed, scheme_of
from parrules.mutation import Mutant, mutants


def numbers_in(formula: str) -> list[str]:
    """Return what is changed in a formula."""
    row = f'formula = "{formula}", step = 0.5, if_none = "zero"'

    return [
        each for each in changed(scheme_of(row), "1") if formula[:3] in each
    ]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (
            "maximum * percent(b, a) / 100",
            [
                (
                    "maximum * percent(b, a) / 100 → "
                    "maximum * percent(b, a) / 101"
                )
            ],
        ),
        (
            "(a + b) * 0.25 - (a - 1)",
            [
                "(a + b) * 0.25 - (a - 1) → (a + b) * 0.25 + (a - 1)",
                "(a + b) * 0.25 → (a + b) * 0.26",
            ],
        ),
        ("min(a, 3)", ["min(a, 3) → max(a, 3)", "min(a, 3) → min(a, 4)"]),
        ("mean(t) + s", ["mean(t) + s → mean(t) - s"]),
    ],
)
def test_a_formula_is_shown_as_its_author_wrote_it(
    formula: str, expected: list[str]
) -> None:
    """With brackets, and with names for what stands for long terms."""
    assert expected == numbers_in(formula)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (
            "not (f and  g)",
            [
                "not (f and g) → f and g",
                "f and g → f or g",
                "f → not f",
                "g → not g",
            ],
        ),
        (
            "(f or g) and b == a",
            [
                "(f or g) and b == a → (f or g) or b == a",
                "f or g → f and g",
                "f → not f",
                "g → not g",
                "b == a → b != a",
            ],
        ),
        ("a in (2, 3)", ["a in (2, 3) → a in (3, 3)"]),
        ("percent(b, a) > 50%", ["percent(b, a) >= 50%"]),
        ("c != 'x'", ["c != 'x' → c == 'x'"]),
        ("c not in ('x', 'y')", ["c in ('x', 'y')"]),
        ("e <= date(2026, 1, 31)", ["e < date(2026, 1, 31)"]),
    ],
)
def test_a_condition_is_shown_as_its_author_wrote_it(
    condition: str, expected: list[str]
) -> None:
    """Brackets stay together, and so do calls, percents and dates."""
    row = f'cases = [{{ when = "{condition}", points = 4 }}]'
    scheme = scheme_of(row + ", if_none = 'zero'")
    found = changed(scheme, "1")

    for each in expected:
        assert any(line.endswith(each) for line in found), found


def of_award(row: str) -> list[Mutant]:
    """Return the changes of a leaf with one award."""
    found = mutants(scheme_of(f"awards = [{row}]"))

    return [each for each in found if each.about == "1"]


def test_an_award_by_formula_is_shown_without_its_steps() -> None:
    """Inside it counts steps; in the file it is a formula."""
    row = "{ formula = 'a * 0.3', step = 0.5, at_most = 2 }"
    found = of_award(row)

    assert ["a * 0.3", "a * 0.3"] == [
        each.before for each in found if each.kind in ("dropped", "number")
    ]


def test_a_measure_that_uses_a_derived_fact_is_named_by_it() -> None:
    """Whoever adds an example sees what stands in the row."""
    row = "measure = 'sum_of', tiers = [[5, 4], [0, 0]]"
    scheme = scheme_of(row, "[derive]\nsum_of = 'a + b'\n")
    found = {
        each.hint.arguments.get("what")
        for each in mutants(scheme)
        if each.about == "1" and each.kind == "threshold"
    }

    assert {"sum_of"} == found
