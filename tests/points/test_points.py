"""Exact points: whole numbers of a quantum, rounded in one place."""

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import bytes_of
from parrules.points import (
    Rounding,
    decimal_of,
    divide,
    is_bounded,
    places_of,
    plain,
    published,
    text_of,
    whole,
)

ROUNDINGS: tuple[Rounding, ...] = get_args(Rounding)

numerators = st.integers(-(10**20), 10**20)
denominators = st.integers(1, 10**12)
bounded = st.decimals(
    min_value=-(10**9), max_value=10**9, places=6, allow_nan=False
)


def distance(numerator: int, denominator: int, result: int) -> Fraction:
    """Return how far a rounded quotient lies from the exact one."""
    return abs(Fraction(numerator, denominator) - result)


class TestDivide:
    """S0.6, S0.7: four ways to round, each stated by what it promises."""

    @given(over=numerators, under=denominators, data=st.data())
    def test_a_rounded_quotient_is_less_than_one_away(
        self, over: int, under: int, data: st.DataObject
    ) -> None:
        """Whatever the rounding, the result is a neighbour."""
        rounding = data.draw(st.sampled_from(ROUNDINGS))

        assert distance(over, under, divide(over, under, rounding)) < 1

    @given(over=numerators, under=denominators)
    def test_half_up_takes_the_nearest_and_ties_away_from_zero(
        self, over: int, under: int
    ) -> None:
        """At most half a step away; on a tie the larger amount."""
        result = divide(over, under, "half_up")
        off = distance(over, under, result)

        assert off <= Fraction(1, 2)
        if off == Fraction(1, 2):
            assert abs(result) > abs(Fraction(over, under))

    @given(over=numerators, under=denominators)
    def test_half_even_takes_the_nearest_and_ties_to_the_even(
        self, over: int, under: int
    ) -> None:
        """It is what Python's `round` does to a fraction."""
        expected = round(Fraction(over, under))

        assert expected == divide(over, under, "half_even")

    @given(over=numerators, under=denominators)
    def test_down_never_grows_and_up_never_shrinks(
        self, over: int, under: int
    ) -> None:
        """Down goes towards zero and up away from it, on both sides."""
        exact = abs(Fraction(over, under))

        assert abs(divide(over, under, "down")) <= exact
        assert abs(divide(over, under, "up")) >= exact

    @given(over=numerators, under=denominators, data=st.data())
    def test_rounding_does_not_know_the_sign(
        self, over: int, under: int, data: st.DataObject
    ) -> None:
        """What is lost below zero is what would be lost above."""
        rounding = data.draw(st.sampled_from(ROUNDINGS))

        assert -divide(over, under, rounding) == divide(-over, under, rounding)

    @pytest.mark.parametrize(
        ("rounding", "expected"),
        [
            ("half_up", [-2, -1, 1, 2, 3]),
            ("half_even", [-2, 0, 0, 2, 2]),
            ("down", [-1, 0, 0, 1, 2]),
            ("up", [-2, -1, 1, 2, 3]),
        ],
    )
    def test_ties(self, rounding: Rounding, expected: list[int]) -> None:
        """-1.5, -0.5, 0.5, 1.5 and 2.5."""
        found = [divide(over, 2, rounding) for over in (-3, -1, 1, 3, 5)]

        assert expected == found

    @given(units=numerators, data=st.data())
    def test_what_is_whole_is_not_rounded(
        self, units: int, data: st.DataObject
    ) -> None:
        """A multiple of the step stays, whatever the rounding."""
        rounding = data.draw(st.sampled_from(ROUNDINGS))

        assert units == divide(units * 7, 7, rounding)


class TestDecimals:
    """Decimals are how numbers are written, never how they are computed."""

    @given(number=bounded)
    def test_whole_and_decimal_are_inverse(self, number: Decimal) -> None:
        """Six places are a million units, and back."""
        units = whole(number, 6)

        assert number == decimal_of(units, 6)
        assert Fraction(number) == Fraction(units, 10**6)

    def test_whole_refuses_what_is_not_whole(self) -> None:
        """A third place does not fit two."""
        with pytest.raises(ValueError, match=r"0\.125 has more than 2"):
            whole(Decimal("0.125"), 2)

    @pytest.mark.parametrize(
        ("text", "places"),
        [("2.0", 0), ("0.25", 2), ("0.250", 2), ("1E2", 0), ("0.00", 0)],
    )
    def test_places_do_not_count_zeros(self, text: str, places: int) -> None:
        """1.50 needs as many places as 1.5."""
        assert places == places_of(Decimal(text))

    @given(number=bounded)
    def test_plain_text_is_the_number(self, number: Decimal) -> None:
        """No exponent, no zeros at the end, and nothing lost."""
        text = plain(number)

        assert Fraction(number) == Fraction(text)
        assert "E" not in text
        assert not ("." in text and text.endswith("0"))

    @pytest.mark.parametrize(
        ("number", "text"),
        [
            (Fraction(1, 3), "1/3"),
            (Fraction(-57, 7), "-57/7"),
            (Fraction(1, 8), "0.125"),
            (Decimal("-0.50"), "-0.5"),
            (Decimal("1E3"), "1000"),
            (0, "0"),
        ],
    )
    def test_plain_text(
        self, number: Decimal | Fraction | int, text: str
    ) -> None:
        """What has no finite decimal is written as a fraction."""
        assert text == plain(number)

    @pytest.mark.parametrize(
        ("units", "places", "text"),
        [(150, 2, "1.50"), (-5, 2, "-0.05"), (7, 0, "7"), (0, 2, "0.00")],
    )
    def test_text_in_full(self, units: int, places: int, text: str) -> None:
        """Published numbers keep their zeros."""
        assert text == text_of(units, places)

    @pytest.mark.parametrize(
        ("over", "under", "rounding", "text"),
        [
            (95435, 1000, "half_up", "95.44"),
            (81755, 1000, "half_up", "81.76"),
            (95435, 1000, "down", "95.43"),
            (2, 3, "half_up", "0.67"),
            (-1, 1000, "half_up", "0.00"),
        ],
    )
    def test_published_text(
        self, over: int, under: int, rounding: Rounding, text: str
    ) -> None:
        """Yên Bái's 95.435 is 95.44, which binary floats make 95.43."""
        assert text == published(over, under, 2, rounding)

    def test_no_context_of_decimals_changes_anything(self) -> None:
        """A host that computes with three digits gets the same points."""
        with decimal.localcontext() as context:
            context.prec = 3
            context.rounding = decimal.ROUND_CEILING

            assert 123456789012345 == whole(Decimal("1234567890123.45"), 2)
            assert "1234567890123.45" == plain(Decimal("1234567890123.45"))
            assert "1234567.12" == str(decimal_of(123456712, 2))


class TestBounds:
    """Digits and exponents are looked at before anything is computed."""

    @pytest.mark.parametrize(
        "text",
        ["0", "1.5", "-99.999999999", "123456789012345678", "1E17", "0E+5"],
    )
    def test_a_number_of_eighteen_digits_is_bounded(self, text: str) -> None:
        """Eighteen digits, nine places."""
        assert is_bounded(Decimal(text))

    @pytest.mark.parametrize(
        "text",
        [
            "NaN",
            "sNaN",
            "Infinity",
            "-Infinity",
            "1234567890123456789",
            "0.1234567890",
            "1E18",
            "1E1000000",
            "1E-1000000",
            "0E+1000000",
        ],
    )
    def test_a_number_beyond_that_is_not(self, text: str) -> None:
        """And to say so nothing is written out."""
        number = Decimal(text)

        assert not is_bounded(number)
        assert bytes_of(lambda: is_bounded(number)) < 10_000
