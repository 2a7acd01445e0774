"""Untyped tree → typed tree: names, kinds, dimensions, places."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from parrules.errors import near
from parrules.expression.environment import Environment
from parrules.expression.terms import DATE, FLAG, Term, Type
from parrules.expression.typing import typed

FACTS = {
    "ok": FLAG,
    "late": FLAG,
    "done": Type("number", "count", is_whole=True),
    "due": Type("number", "count", is_whole=True),
    "rate": Type("number", "percent"),
    "money": Type("number", "number"),
    "plan": DATE,
    "given": DATE,
    "level": Type("choice", "", ("low", "high")),
    "weight": Type("choice", "", ("n", "l"), has_numbers=True),
    "opinions": Type("tally", "", ("bad", "good")),
    "listed": Type("codes"),
    "ratio": Type("number", "ratio"),
}
NAMES = Environment(
    facts=FACTS,
    derived=frozenset({"ratio"}),
    answers={"1.1": ("yes", "no")},
    judged=frozenset({"1.2"}),
    nodes=frozenset({"1", "1.1"}),
    maximum=Fraction(3, 2),
)


def read(text: str) -> tuple[Term, list[tuple[str, int]]]:
    """Return the typed tree of *text*, and codes and offsets of problems."""
    found: list[tuple[str, int]] = []

    def report(code: str, offset: int, arguments: Mapping[str, str]) -> None:
        assert all(isinstance(each, str) for each in arguments.values())
        found.append((code, offset))

    return typed(text, NAMES, report), found


def arguments_of(text: str) -> list[tuple[str, Mapping[str, str]]]:
    """Return codes and arguments of what is wrong with *text*."""
    found: list[tuple[str, Mapping[str, str]]] = []
    typed(
        text,
        NAMES,
        lambda code, _, arguments: found.append((code, arguments)),
    )

    return found


def kind(text: str) -> tuple[str, str]:
    """Return kind and dimension of an expression that is sound."""
    term, found = read(text)
    assert not found

    return term.type.kind, term.type.dimension


class TestDimensions:
    """A percent is not a count, and a date less a date is days."""

    @pytest.mark.parametrize(
        ("text", "dimension"),
        [
            ("done + due", "count"),
            ("done + 1", "count"),
            ("percent(done, due)", "percent"),
            ("done / due", "ratio"),
            ("100 * done / due", "ratio"),
            ("maximum * done / due", ""),
            ("maximum * (done / due)", "points"),
            ("rate", "percent"),
            ("80%", "percent"),
            ("plan - given", "days"),
            ("days(given, plan)", "days"),
            ("share(opinions, 'good')", "percent"),
            ("mean(opinions)", "number"),
            ("count_true(ok, late)", "count"),
            ("points_of('1')", "points"),
            ("percent_of('1')", "percent"),
            ("answer('1.2')", "points"),
            ("maximum", "points"),
            ("ratio * money", "number"),
            ("min(done, due, 3)", "count"),
            ("abs(done - due)", "count"),
            ("round_to(rate, 5)", "percent"),
            ("done * money", ""),
        ],
    )
    def test_what_a_number_measures(self, text: str, dimension: str) -> None:
        """Literals adapt; products of two measures have no name."""
        assert ("number", dimension) == kind(text)

    @pytest.mark.parametrize(
        ("text", "offset"),
        [
            ("rate < done", 0),
            ("done + rate", 0),
            ("ok and rate > done", 7),
            ("days(given, plan) > done", 0),
            ("maximum > rate", 0),
            ("min(rate, done)", 0),
            ("percent(done, rate)", 0),
            ("done / due > rate", 0),
            ("ok and (plan - given) == rate", 7),
        ],
    )
    def test_what_does_not_meet(self, text: str, offset: int) -> None:
        """PAR505, at the start of the smallest part that is wrong."""
        code, place = read(text)[1][0]

        assert "PAR505" == code
        assert offset <= place <= offset + 1

    def test_a_choice_of_numbers_is_a_number_where_one_is_needed(
        self,
    ) -> None:
        """It stays a choice where it is compared with an option."""
        assert "number" == kind("weight + 1")[0]
        assert ("flag", "") == kind("weight == 'n'")

    def test_constants_are_computed_exactly(self) -> None:
        """One third of three is one."""
        term, _ = read("1 / 3 * 3 - 0.1 - 0.2")

        assert ("const", Fraction(7, 10)) == (term.op, term.value)


class TestKinds:
    """Conditions, numbers, dates and choices do not mix."""

    @pytest.mark.parametrize(
        ("text", "code", "offset"),
        [
            ("unknown", "PAR503", 0),
            ("ok and onk", "PAR503", 7),
            ("ok and done", "PAR504", 7),
            ("not done", "PAR504", 4),
            ("ok + 1", "PAR504", 0),
            ("plan > 3", "PAR505", 0),
            ("plan < ok", "PAR505", 0),
            ("ok < late", "PAR504", 0),
            ("level < 'high'", "PAR504", 0),
            ("level == 'middle'", "PAR517", 9),
            ("answer('1.1') == 'maybe'", "PAR517", 17),
            ("answer('1.3') == 'yes'", "PAR503", 7),
            ("share(opinions, 'fair') > 3", "PAR516", 16),
            ("share(done, 'good') > 3", "PAR504", 6),
            ("points_of('9') > 1", "PAR503", 10),
            ("floor(done)", "PAR506", 0),
            ("days(plan)", "PAR506", 0),
            ("date(2024, 1, done) == plan", "PAR504", 14),
            ("date(2024, 1.5, 1) == plan", "PAR504", 11),
            ("date(2024, 2, 30) == plan", "PAR509", 0),
            ("add_days(plan, 0.5) == given", "PAR510", 15),
            ("round_to(rate, 0) > 1", "PAR504", 15),
            ("round_to(rate, done) > 1", "PAR504", 15),
            ("is_missing(done + due)", "PAR504", 11),
            ("is_missing(ratio)", "PAR504", 11),
            ("'1' in done", "PAR504", 7),
            ("done / 0 > 1", "PAR518", 7),
            ("done / (1 - 1) > 1", "PAR518", 8),
            ("done / 0% > 1", "PAR518", 7),
            ("percent(done, 0) > 1", "PAR518", 14),
        ],
    )
    def test_one_mistake_is_one_problem(
        self, text: str, code: str, offset: int
    ) -> None:
        """With its code, and its offset in characters."""
        assert [(code, offset)] == read(text)[1]

    @pytest.mark.parametrize(
        ("text", "option"),
        [
            ("level == low", "low"),
            ("hihg != level", "high"),
            ("level in ('low', high)", "high"),
            ("answer('1.1') == yes", "yes"),
            ("answer('1.1') == true_", ""),
            ("done == low", ""),
            ("low == high", ""),
        ],
    )
    def test_an_option_without_quotes_is_told_with_them(
        self, text: str, option: str
    ) -> None:
        """Beside what has that option, and nowhere else."""
        told = arguments_of(text)

        assert {("PAR519" if option else "PAR503", option)} == {
            (code, arguments.get("quoted", "")) for code, arguments in told
        }

    def test_everything_wrong_is_reported_in_one_run(self) -> None:
        """Three unknown names are three problems, each at its place."""
        found = read("aa > 1 and bb and (cc or ok)")[1]

        assert [("PAR503", 0), ("PAR503", 11), ("PAR503", 19)] == found

    def test_offsets_follow_vietnamese_texts(self) -> None:
        """A letter is a letter, whatever its bytes."""
        text = "level == 'ngày tháng năm' or unknown"

        assert [("PAR517", 9), ("PAR503", 29)] == read(text)[1]

    @pytest.mark.parametrize(
        "text",
        [
            "level in ('low', 'high')",
            "level != 'low'",
            "'high' == level",
            "'1.1' in listed",
            "done in (1, 2, 3)",
            "ok == late",
            "plan == never",
            "plan + 3 > given - 3",
            "is_missing(answer('1.1'))",
            "is_missing(opinions)",
            "80 <= rate < 100",
            "2024-01-01 <= plan <= 2024-12-31",
        ],
    )
    def test_what_is_sound(self, text: str) -> None:
        """Each of these is a condition."""
        assert ("flag", "") == kind(text)

    def test_near_names_are_suggested_only_if_near(self) -> None:
        """A guess that is not close would mislead."""
        assert "petitions" == near("petition", ["petitions", "plan"])
        assert "" == near("zzz", ["petitions", "plan"])
