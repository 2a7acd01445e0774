"""How many have to answer: n = N/(1 + N·e²), exact."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parrules import UsageError
from parrules.errors import FactError
from parrules.survey.sampling import required_sample
from parrules.survey.tallying import parse_frame


@pytest.mark.parametrize(
    ("population", "required"),
    [
        (0, 0),
        (1, 1),
        (100, 80),
        (400, 200),
        (401, 201),
        (10_000, 385),
        (10**9, 400),
    ],
)
def test_required_sample_is_that_of_the_guidance(
    population: int, required: int
) -> None:
    """Q6.1: with e = 5 %, and rounded up: 200.2 people are 201."""
    assert required == required_sample(population, Decimal("0.05"))


@given(
    st.integers(0, 10**9),
    st.fractions(Fraction(1, 1000), Fraction(999, 1000)),
)
def test_required_sample_is_the_least_that_is_enough(
    population: int, error: Fraction
) -> None:
    """Q6.1: n is at least N/(1 + N·e²), and n - 1 is not."""
    required = required_sample(population, error)
    whole = 1 + population * error * error

    assert required * whole >= population
    assert required == 0 or (required - 1) * whole < population


@pytest.mark.parametrize(
    ("population", "error"), [(-1, "0.05"), (5, "0"), (5, "1"), (5, "-0.1")]
)
def test_what_is_no_population_or_error_is_refused(
    population: int, error: str
) -> None:
    """A sample size of nothing is never guessed."""
    with pytest.raises(UsageError) as caught:
        required_sample(population, Decimal(error))
    (problem,) = caught.value.problems
    wrong = str(population) if population < 0 else error

    assert ("PAR921", wrong) == (problem.code, problem.arguments["value"])


def test_a_frame_has_numbers_by_unit_and_stratum() -> None:
    """Each unit has a frame of its own."""
    frame = parse_frame(
        "[unit.HL]\npopulation = { A = 3, B = 4 }\nselected = 5\n", "f"
    )

    assert (7, 5, True) == (
        frame.of("HL").people,
        frame.of("HL").chosen,
        frame.of("HL").is_stratified,
    )
    assert (None, None, False) == (
        frame.of("X").people,
        frame.of("X").chosen,
        frame.of("X").is_stratified,
    )


def test_everything_wrong_with_a_frame_is_told_at_once() -> None:
    """Keys, types and ranges, each where it stands."""
    with pytest.raises(FactError) as caught:
        parse_frame(
            'population = "many"\nselcted = 5\n'
            "[unit.A]\npopulation = { a = -1 }\nunit = {}\n",
            "f.toml",
        )

    assert [
        "PAR105 f.toml:1:15",
        "PAR104 f.toml:2:1",
        "PAR111 f.toml:4:20",
        "PAR117 f.toml:5:1",
    ] == [f"{each.code} {each.place}" for each in caught.value.problems]
