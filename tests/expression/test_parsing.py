"""Text → tree: exact literals, precedence, limits, places of mistakes."""

import datetime
import pickle
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parrules.errors import in_quotes
from parrules.expression.parsing import (
    MAXIMUM_CHARACTERS,
    MAXIMUM_DEPTH,
    MAXIMUM_TOKENS,
    parse,
)
from parrules.expression.terms import ExpressionError, Term


def problem(text: str) -> tuple[str, int]:
    """Return the code and the offset of what is wrong with *text*."""
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    return caught.value.code, caught.value.offset


def shape(term: Term) -> str:
    """Write a tree with all its parentheses."""
    if not term.args:
        return str(term.value)
    parts = ", ".join(shape(part) for part in term.args)
    value = "" if term.value is None else f" {term.value}"

    return f"({term.op}{value}: {parts})"


class TestLiterals:
    """Numbers are exact, and texts and dates are what they look like."""

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("'a'", "a"),
            ("''", ""),
            ("''''", "'"),
            ("'Ea H''leo'", "Ea H'leo"),
            ('"Ea H\'leo"', "Ea H'leo"),
            ("'a\"\"b'", 'a""b'),
            ("\"a''b\"", "a''b"),
            ('"a""b"', 'a"b'),
        ],
    )
    def test_a_quote_within_a_text_stands_twice(
        self, text: str, value: str
    ) -> None:
        """That of the other kind stands for itself (S17.18)."""
        assert value == parse(text).value

    @pytest.mark.parametrize("text", ["'''", "'a''", "'a'''b'", "'a' 'b'"])
    def test_a_text_that_does_not_end_is_none(self, text: str) -> None:
        """An odd number of quotes is one too many."""
        assert "PAR501" == problem(text)[0]

    @given(st.text("a' \"é", max_size=20))
    def test_any_text_can_be_written(self, value: str) -> None:
        """What problems and proofs write is read back as the same text."""
        assert value == parse(in_quotes(value)).value

    def test_a_decimal_is_exact(self) -> None:
        """0.15 is fifteen hundredths, as no binary float is."""
        assert Fraction(15, 100) == parse("0.15").value

    @given(number=st.decimals(0, 10**8, places=9, allow_nan=False))
    def test_every_bounded_number_is_exact(self, number: object) -> None:
        """Seventeen digits, nine of them places."""
        assert Fraction(str(number)) == parse(f"{number:f}").value

    def test_a_percent_sign_belongs_to_the_number(self) -> None:
        """80% is the percent 80, and the token ends after the sign."""
        term = parse("80%")

        assert ("percent_number", 80, 3) == (term.op, term.value, term.end)

    def test_a_date_is_its_day(self) -> None:
        """Dates stand unquoted, as in TOML."""
        expected = datetime.date(2024, 2, 29).toordinal()

        assert expected == parse("2024-02-29").value

    def test_both_quotes_make_texts(self) -> None:
        """Inside TOML's double quotes the single ones are handy."""
        assert parse("'yes'") == parse('"yes"')

    def test_a_name_may_be_a_word_of_python(self) -> None:
        """Facts called `class` and `from` are facts."""
        term = parse("class < from")

        assert ["class", "from"] == [part.value for part in term.args]


class TestPrecedence:
    """From the loosest: or, and, not, comparisons, sums, products, signs."""

    @pytest.mark.parametrize(
        ("text", "same"),
        [
            ("a or b and c", "a or (b and c)"),
            ("not a and b", "(not a) and b"),
            ("not a == b", "not (a == b)"),
            ("a + b * c", "a + (b * c)"),
            ("a - b - c", "(a - b) - c"),
            ("a / b * c", "(a / b) * c"),
            ("-a * b", "(-a) * b"),
            ("a ** 2 * b", "(a ** 2) * b"),
            ("a + b < c * d", "(a + b) < (c * d)"),
            ("a < b < c", "a < b and b < c"),
            ("1 <= a != b", "1 <= a and a != b"),
            ("a not in (1, 2)", "not (a in (1, 2))"),
            ("+a", "a"),
        ],
    )
    def test_what_binds_tighter(self, text: str, same: str) -> None:
        """A text is read as if it had these parentheses."""
        assert shape(parse(same)) == shape(parse(text))

    def test_minus_takes_the_power_with_it(self) -> None:
        """-a ** 2 is -(a ** 2), as everywhere."""
        assert "negate" == parse("-a ** 2").op


class TestMistakes:
    """A mistake is a code and an offset in characters."""

    @pytest.mark.parametrize(
        ("text", "offset"),
        [
            ("a b", 2),
            ("a)", 1),
            ("a ** 4", 5),
            ("a ** b", 5),
            ("f(a b)", 4),
            ("a = b", 2),
            ("a < < b", 4),
            ("a not b", 6),
            ("1.2.3", 3),
            (".5", 0),
            ("'open", 0),
            ("a; b", 1),
            ("a\u00a0< b", 1),
            ("__import__('os').system", 16),
        ],
    )
    def test_it_is_no_expression(self, text: str, offset: int) -> None:
        """PAR501, at the first character that does not fit."""
        assert ("PAR501", offset) == problem(text)

    @pytest.mark.parametrize("text", ["", "a +", "(a", "f(a,", "a and"])
    def test_it_ends_too_early(self, text: str) -> None:
        """PAR513, behind the last character."""
        assert ("PAR513", len(text)) == problem(text)

    def test_offsets_count_characters_not_bytes(self) -> None:
        """Vietnamese letters are one each, also those beyond ASCII."""
        text = "answer('1') == 'đạt yêu cầu' and ?"

        assert ("PAR501", text.index("?")) == problem(text)

    def test_a_name_with_marks_is_no_name(self) -> None:
        """Facts are named in ASCII; the first other letter is shown."""
        assert ("PAR501", 0) == problem("kế_hoạch")

    @pytest.mark.parametrize(
        ("text", "offset"),
        [
            ("a < 1234567890123456789", 4),
            ("0.1234567890", 0),
            ("a > 2023-02-29", 4),
            ("2024-13-01", 0),
        ],
    )
    def test_a_literal_that_is_none(self, text: str, offset: int) -> None:
        """PAR509: too many digits, or a day that does not exist."""
        assert ("PAR509", offset) == problem(text)

    @given(text=st.text(max_size=60))
    def test_any_text_is_a_tree_or_a_problem(self, text: str) -> None:
        """Nothing else is raised, whatever the characters."""
        code, offset = "", 0
        try:
            parse(text)
        except ExpressionError as error:
            code, offset = error.code, error.offset

        assert code in ("", "PAR501", "PAR502", "PAR509", "PAR513")
        assert 0 <= offset <= len(text)


class TestLimits:
    """Limits hold before anything is parsed."""

    def test_a_thousand_characters_are_read(self) -> None:
        """Spaces count."""
        assert "a" == parse("a".ljust(MAXIMUM_CHARACTERS)).value

    def test_one_more_is_not(self) -> None:
        """PAR502 points where it becomes too long."""
        text = "a".ljust(MAXIMUM_CHARACTERS + 1)

        assert ("PAR502", MAXIMUM_CHARACTERS) == problem(text)

    def test_two_hundred_tokens_are_read(self) -> None:
        """A sum of a hundred names has 199; a sign in front makes 200."""
        text = "-" + "+".join(["a"] * 100)

        assert MAXIMUM_TOKENS == 200
        assert "arithmetic" == parse(text).op

    def test_one_token_more_is_too_many(self) -> None:
        """PAR502 points at the first token beyond."""
        text = "+".join(["a"] * 101)

        assert ("PAR502", 200) == problem(text)

    @pytest.mark.parametrize("opening", ["(", "-(", "not ("])
    def test_twenty_levels_are_the_most(self, opening: str) -> None:
        """Levels are parentheses, signs and `not`."""
        levels = (MAXIMUM_DEPTH - 1) // (1 if opening == "(" else 2)
        parse(opening * levels + "a" + ")" * levels)
        text = opening * (levels + 1) + "a" + ")" * (levels + 1)

        assert "PAR502" == problem(text)[0]

    def test_deep_nesting_does_not_exhaust_the_stack(self) -> None:
        """The limit is met long before Python's own."""
        before = sys.getrecursionlimit()

        assert "PAR502" == problem("(" * 190)[0]
        assert "PAR502" == problem("not " * 190 + "a")[0]
        assert "PAR502" == problem("-" * 190 + "a")[0]
        assert before == sys.getrecursionlimit()

    def test_a_long_chain_is_no_deep_tree(self) -> None:
        """Ninety comparisons in a row stand side by side."""
        text = " < ".join(["a"] * 90)

        assert 89 == len(parse(text).args)


class TestPlaces:
    """Every term knows where it stands, so that problems can point."""

    def test_a_term_spans_its_text(self) -> None:
        """From its first character to the one after its last."""
        text = "a + share(b, 'tốt') >= 80%"
        term = parse(text)
        right = term.args[0].args[1]

        assert (0, len(text)) == (term.start, term.end)
        assert "share(b, 'tốt')" == text[right.start : right.end]


class TestTerms:
    """What a term says is all that it is compared by."""

    def test_a_term_takes_no_hash_into_another_process(self) -> None:
        """There texts have other hashes."""
        text = "share(b, 'tốt') >= 80%"
        used = parse(text)
        assert hash(used) == hash(parse(text))

        assert pickle.dumps(parse(text)) == pickle.dumps(used)
