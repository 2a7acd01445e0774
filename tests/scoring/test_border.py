"""What a submission may hold: strict, exact, and all mistakes at once."""

import datetime
import enum
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from effort import bytes_of, calls_of
from parrules.breakdown.views import Breakdown
from parrules.errors import FactError
from parrules.facts import Evidence, Submission
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset

TEXT = """
language = 1
[ruleset]
id = "test/border"
edition = "1"
status = "template"
title = "Border"
maximum = 30
[answers]
yes_no = { yes = 100, no = 0 }
[fact]
ok = { type = "flag" }
due = { type = "count" }
done = { type = "count", at_most = "due" }
least = { type = "number", at_least = 0.5, at_most = 9.5, decimals = 2 }
rate = { type = "percent" }
plan.type = "date"
plan.never = true
plan.at_least = 2024-01-01
plan.at_most = 2024-12-31
given = { type = "date", at_most = "plan" }
level = { type = "choice", values = ["thấp", "cao"] }
opinions = { type = "tally", levels = ["bad", "good"] }
listed = { type = "codes" }
late = { type = "count", default = 2 }
"unit.level" = { type = "choice", values = ["commune", "ward"] }
[criteria]
"1" = { maximum = 10 }
"1.1" = { maximum = 5, answers = "yes_no" }
"1.2" = { maximum = 5, judged = { step = 0.5 } }
"2" = { maximum = 20, cases = [
  { when = "ok or done > 0 or least > 1 or rate > 0", points = 1 },
  { when = "plan != never or given == plan", points = 1 },
  { when = "level == 'cao' or mean(opinions) > 1", points = 2 },
  { when = "'1' in listed", points = 3 },
  { when = "unit.level == 'ward'", points = 3.5 },
  { otherwise = true, points = 4 },
], deductions = [{ each = "late", per = 0.25 }] }
"""


def ruleset() -> Ruleset:
    """Return a ruleset with a fact of every type."""
    loaded = parse_ruleset(TEXT, "border.toml")
    assert loaded.scheme is not None

    return Ruleset(loaded.scheme)


RULESET = ruleset()


def scored(facts: Mapping[str, object], **more: Any) -> Breakdown:  # noqa: ANN401  # fields of a submission
    """Return the breakdown of *facts*."""
    return RULESET.evaluate(Submission(facts=facts, **more))


def codes(facts: Mapping[str, object], **more: Any) -> list[str]:  # noqa: ANN401  # fields of a submission
    """Return the codes of all that is wrong with *facts*."""
    with pytest.raises(FactError) as caught:
        scored(facts, **more)

    return [problem.code for problem in caught.value.problems]


class Number(int):
    """A whole number that is not quite one, as NumPy has them."""


class Level(str, enum.Enum):
    """A text that is not quite one."""

    HIGH = "cao"


class TestTypes:
    """S2.4: nothing is coerced."""

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("ok", 1),
            ("ok", "true"),
            ("ok", None),
            ("done", True),
            ("done", "3"),
            ("done", Number(3)),
            ("done", None),
            ("done", [3]),
            ("least", True),
            ("rate", "50"),
            ("plan", datetime.datetime(2024, 2, 1)),  # noqa: DTZ001  # no zone is the point
            ("plan", 20240201),
            ("plan", True),
            ("level", 1),
            ("level", Level.HIGH),
            ("opinions", 3),
            ("opinions", [True, 2]),
            ("opinions", "12"),
            ("opinions", {1, 2}),
            ("listed", "1"),
            ("listed", [1]),
            ("1.1", True),
            ("1.2", "0.5"),
        ],
    )
    def test_a_value_of_another_type_is_refused(
        self, name: str, value: object
    ) -> None:
        """PAR302, and nothing is guessed."""
        assert ["PAR302"] == codes({name: value})

    @pytest.mark.parametrize("name", ["done", "least", "rate", "1.2"])
    @pytest.mark.parametrize("value", [1.0, 0.5, float("nan"), float("inf")])
    def test_a_binary_float_is_always_refused(
        self, name: str, value: float
    ) -> None:
        """PAR307 suggests the decimal that was probably meant."""
        assert ["PAR307"] == codes({name: value})

    def test_the_decimal_is_suggested(self) -> None:
        """0.7 was meant as seven tenths, which no binary number is."""
        with pytest.raises(FactError, match=r'Decimal\("0\.7"\)'):
            scored({"least": 0.7})

    @pytest.mark.parametrize(
        ("name", "value", "remedy"),
        [
            ("done", 8.0, "give `8` in its place"),
            ("done", 8.5, "give an `int` in its place; where"),
            ("done", float("nan"), "give an `int` in its place; where"),
            ("done", -float("inf"), "give an `int` in its place; where"),
            ("done", 1e300, "give an `int` in its place; where"),
            ("least", 1e0, "give `1` in its place"),
            ("least", 0.1 + 0.4, 'give `Decimal("0.5")` in its place'),
            ("least", 0.125, "give an `int` or a `Decimal` of at most `2`"),
            ("least", 1e22, "give an `int` or a `Decimal` of at most `2`"),
            ("1.2", 0.5, 'give `Decimal("0.5")` in its place'),
            ("1.2", 0.3, "give an `int` or a `Decimal` of at most `1`"),
            ("opinions", [3.0, 1], "give `3` in its place"),
        ],
    )
    def test_what_is_suggested_is_accepted(
        self, name: str, value: object, remedy: str
    ) -> None:
        """In place of a float; nothing is where no decimal can be meant."""
        with pytest.raises(FactError, match="PAR307") as found:
            scored({name: value})

        assert f"fix: {remedy}" in found.value.problems[0].text("en")

    @pytest.mark.parametrize(
        ("name", "remedy"),
        [
            (1.2, 'write `"1.2"`, in quotes'),
            (Decimal("1.20"), 'write `"1.2"`, in quotes'),
            (b"1.2", 'write `"1.2"`, in quotes'),
            (1.3, "give each fact under its name in quotes, and"),
            (float("nan"), "give each fact under its name in quotes, and"),
            (3, "give each fact under its name in quotes, and"),
            ((1, 2), "give each fact under its name in quotes, and"),
            (None, "give each fact under its name in quotes, and"),
        ],
    )
    def test_a_name_that_is_no_text_is_refused(
        self, name: object, remedy: str
    ) -> None:
        """PAR360 says which code was meant without its quotes."""
        with pytest.raises(FactError, match="PAR360") as found:
            scored({name: "yes"})  # type: ignore[dict-item]  # the point

        assert f"fix: {remedy}" in found.value.problems[0].text("en")

    @pytest.mark.parametrize(
        "value",
        [
            Decimal("0.125"),
            Decimal("1E-1000000"),
            Decimal("1.0000000000"),
        ],
    )
    def test_a_decimal_with_too_many_places_or_none_is_refused(
        self, value: Decimal
    ) -> None:
        """PAR304, before anything is computed with it."""
        assert ["PAR304"] == codes({"least": value})
        assert bytes_of(lambda: codes({"least": value})) < 100_000

    @pytest.mark.parametrize("value", [Decimal("2.0"), Decimal("1E1")])
    def test_a_decimal_that_is_whole_is_no_count(self, value: Decimal) -> None:
        """S2.4: PAR302; the fix says how it is written."""
        assert ["PAR302"] == codes({"due": value})
        assert ["PAR302"] == codes({"opinions": [value, 1]})
        with pytest.raises(FactError, match=f"like `{int(value)}`"):
            scored({"due": value})

    def test_a_tally_has_a_count_for_each_level(self) -> None:
        """PAR330: three counts for two levels."""
        assert ["PAR330"] == codes({"opinions": [1, 2, 3]})

    @pytest.mark.parametrize(
        "value", ["NaN", "sNaN", "Infinity", "-Infinity", "1E1000000"]
    )
    def test_what_is_no_number_is_out_of_bounds(self, value: str) -> None:
        """PAR303, before anything is computed with it."""
        assert ["PAR303"] == codes({"least": Decimal(value)})

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("done", -1),
            ("done", 10**9 + 1),
            pytest.param("done", 10**5000, id="huge"),
            pytest.param("done", -(10**5000), id="hugely negative"),
            ("least", Decimal("0.49")),
            ("least", Decimal("9.51")),
            ("least", 10),
            ("rate", 101),
            ("rate", Decimal("-0.01")),
            ("plan", datetime.date(2023, 12, 31)),
            ("plan", "2025-01-01"),
            ("opinions", [-1, 0]),
            ("1.2", Decimal("5.5")),
            ("1.2", Decimal("-0.5")),
        ],
    )
    def test_a_value_beyond_its_bounds_is_refused(
        self, name: str, value: object
    ) -> None:
        """PAR303, also for numbers that Python would not write out."""
        assert ["PAR303"] == codes({name: value})

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("done", 0),
            ("done", 10**9),
            ("least", Decimal("0.5")),
            ("least", Decimal("9.50")),
            ("rate", 0),
            ("rate", 100),
            ("plan", datetime.date(2024, 1, 1)),
            ("plan", "2024-12-31"),
            ("plan", "never"),
            ("given", "1900-01-01"),
            ("opinions", (0, 0)),
            ("opinions", {}),
            ("listed", ()),
            ("1.2", 5),
            ("1.2", 0),
        ],
    )
    def test_both_bounds_may_be_reached(
        self, name: str, value: object
    ) -> None:
        """S2.9, for every type."""
        assert scored({name: value})

    def test_points_between_steps_are_refused(self) -> None:
        """PAR319: 1.2 is no multiple of 0.5."""
        assert ["PAR319"] == codes({"1.2": Decimal("1.2")})


def facts_of(breakdown: Breakdown) -> list[Any]:
    """Return everything that the entries of a breakdown have read."""
    return [
        fact
        for node in breakdown.values()
        for entry in node.entries
        for fact in entry.facts
    ]


class TestTexts:
    """Texts are in Unicode's form NFC and of a bearable length."""

    def test_the_same_letters_composed_otherwise_are_refused(self) -> None:
        """PAR313: what looks equal must be equal."""
        value = unicodedata.normalize("NFD", "thấp")

        assert ["PAR313"] == codes({"level": value})

    def test_a_text_that_is_no_option_is_refused(self) -> None:
        """PAR308 lists the options."""
        assert ["PAR308"] == codes({"level": "caoo"})
        assert ["PAR308"] == codes({"1.1": "maybe"})

    def test_ten_megabytes_of_text_are_refused_at_once(self) -> None:
        """Nothing searches them for near names."""
        text = "x" * 10_000_000

        assert ["PAR314"] == codes({"level": text})
        assert ["PAR301"] == codes({text: 1})
        assert calls_of(lambda: codes({"level": text, text: 1})) < 5_000

    @pytest.mark.parametrize(
        "text",
        [
            "2024-02-30",
            "20240201ab",
            "2024-W05-4",
            "2024-2-001",
            "２０２４-02-01",
        ],
    )
    def test_a_text_that_is_no_date_is_refused(self, text: str) -> None:
        """PAR314 on every Python, though some read weeks, and worse."""
        assert ["PAR314"] == codes({"plan": text})

    def test_never_is_only_for_dates_that_may_not_happen(self) -> None:
        """PAR318: `given` says nothing of never."""
        assert ["PAR318"] == codes({"given": "never"})


class TestNames:
    """Nothing unknown passes."""

    @pytest.mark.parametrize("name", ["dones", "", "1", "nan"])
    def test_an_unknown_name_is_refused(self, name: str) -> None:
        """PAR301, whatever it may be like."""
        assert ["PAR301"] == codes({name: 1})

    def test_a_near_name_is_suggested(self) -> None:
        """A letter too many is a slip."""
        with pytest.raises(FactError, match="`done`"):
            scored({"donee": 1})

    @pytest.mark.parametrize(
        ("name", "near"),
        [("1,1", "1.1"), ("1.1.", "1.1"), ("01.1", "1.1"), ("1.3", "")],
    )
    def test_a_code_is_near_to_what_is_the_same_in_other_signs(
        self, name: str, near: str
    ) -> None:
        """Another number is another criterion."""
        with pytest.raises(FactError) as refused:
            scored({name: "yes"})
        (problem,) = refused.value.problems

        assert near == problem.arguments["near"]

    def test_a_criterion_that_nobody_answers_is_told_as_that(self) -> None:
        """It has a code, but it is scored from facts."""
        with pytest.raises(FactError, match="nobody answers for it"):
            scored({"1": "yes"})

    def test_codes_that_are_none_are_refused(self) -> None:
        """PAR315, with the code."""
        assert ["PAR315"] == codes({"listed": ["1", "3"]})

    def test_a_level_that_is_none_is_refused(self) -> None:
        """PAR308 in a tally given by level."""
        assert ["PAR308"] == codes({"opinions": {"fair": 1}})

    def test_everything_wrong_is_reported_at_once(self) -> None:
        """S2.3: six mistakes are six problems."""
        facts = {
            "ok": 1,
            "done": 2.0,
            "rate": 200,
            "unknown": 1,
            "1.1": "maybe",
            "plan": "never",
            "given": "never",
        }

        assert [
            "PAR302",
            "PAR307",
            "PAR303",
            "PAR301",
            "PAR308",
            "PAR318",
        ] == codes(facts)


class TestRelations:
    """S2.10: a bound that names a fact."""

    @pytest.mark.parametrize(
        "facts",
        [
            {"done": 3, "due": 2},
            {
                "given": datetime.date(2024, 2, 2),
                "plan": datetime.date(2024, 2, 1),
            },
        ],
    )
    def test_more_than_the_other_fact_is_refused(
        self, facts: dict[str, object]
    ) -> None:
        """PAR305 names both."""
        assert ["PAR305"] == codes(facts)

    @pytest.mark.parametrize(
        "facts",
        [
            {"done": 2, "due": 2},
            {"done": 2},
            {"given": datetime.date(2024, 2, 2), "plan": "never"},
            {"given": datetime.date(2024, 2, 2)},
        ],
    )
    def test_equal_unknown_and_never_are_accepted(
        self, facts: dict[str, object]
    ) -> None:
        """There is nothing to compare, or nothing between them."""
        assert scored(facts)

    def test_a_relation_to_a_refused_value_is_not_reported(self) -> None:
        """One mistake is one problem."""
        assert ["PAR302"] == codes({"done": 3, "due": "2"})


class TestEvidence:
    """Documents support facts and answers that exist."""

    def test_a_document_for_an_unknown_name_is_refused(self) -> None:
        """PAR311."""
        document = Evidence(supports=("plan", "plans"))

        assert ["PAR311"] == codes({}, evidence=(document,))

    def test_a_document_may_support_an_answer(self) -> None:
        """An answer is named by its code."""
        document = Evidence(supports=("1.1", "ok"), title="Kế hoạch")

        assert scored({"1.1": "yes"}, evidence=(document,))


class TestSilence:
    """S2.5 to S2.7: default, required, missing."""

    def test_a_default_is_shown_as_one(self) -> None:
        """The breakdown says where a value comes from."""
        facts = {"ok": True}
        origins = {
            fact.name: (fact.value, fact.origin)
            for fact in facts_of(scored(facts))
        }

        assert (2, "default") == origins["late"]

    def test_a_default_that_is_given_is_given(self) -> None:
        """Also where it is the same value."""
        facts = {"ok": True, "late": 2}
        origins = {fact.name: fact.origin for fact in facts_of(scored(facts))}

        assert "given" == origins["late"]


class TestUnits:
    """S2.16: what is known of the unit need not be handed in twice."""

    NOTHING: Mapping[str, object] = {
        "ok": False,
        "due": 0,
        "done": 0,
        "least": Decimal("0.5"),
        "rate": 0,
        "plan": "never",
        "given": datetime.date(2024, 1, 1),
        "level": "thấp",
        "opinions": [1, 0],
        "listed": [],
        "late": 0,
    }

    @pytest.mark.parametrize(
        ("facts", "unit", "points"),
        [
            ({}, {"level": "ward", "name": "Phường 1"}, "3.5"),
            ({}, {"level": "commune"}, "4"),
            ({"unit.level": "commune"}, {"level": "ward"}, "4"),
            ({"unit.level": "ward"}, {}, "3.5"),
        ],
    )
    def test_a_fact_about_the_unit_is_read_from_it(
        self, facts: dict[str, object], unit: dict[str, str], points: str
    ) -> None:
        """What the facts say goes first; other fields are only shown."""
        breakdown = scored({**self.NOTHING, **facts}, unit=unit)

        assert Decimal(points) == breakdown["2"].points

    def test_a_unit_is_checked_like_a_fact(self) -> None:
        """PAR308: there is no such level."""
        assert ["PAR308"] == codes({}, unit={"level": "province"})


class TestCopies:
    """S2.15: a submission is taken as it is now."""

    def test_facts_that_change_later_change_no_breakdown(self) -> None:
        """Neither the mapping nor the lists in it are held on to."""
        opinions = [1, 1]
        facts: dict[str, object] = {"ok": True, "opinions": opinions}
        breakdown = scored(facts)
        other = scored({"ok": True, "opinions": [1, 1]})
        facts["ok"] = False
        opinions[0] = 7

        assert other.to_dict() == breakdown.to_dict()

    def test_the_order_of_facts_does_not_matter(self) -> None:
        """S0.8, for one submission read both ways."""
        facts = {"due": 3, "done": 2, "ok": False, "1.1": "no", "late": 1}
        backwards = dict(reversed(facts.items()))

        assert scored(facts).to_dict() == scored(backwards).to_dict()

    def test_one_unit_leaves_nothing_for_the_next(self) -> None:
        """A default is a value, not a place to write to."""
        before = scored({}).to_dict()
        scored({"late": 9, "listed": ["1"], "opinions": [9, 9]})

        assert before == scored({}).to_dict()


class TestText:
    """A spreadsheet gives texts, which are read by the declared type."""

    @pytest.mark.parametrize(
        ("name", "text", "value"),
        [
            ("ok", " Có ", True),
            ("ok", "0", False),
            ("due", "12", 12),
            ("least", "1,25", "1.25"),
            ("least", "1.25", "1.25"),
            ("plan", "2024-02-01", "2024-02-01"),
            ("plan", "never", "never"),
            ("opinions", "3; 4", {"bad": 3, "good": 4}),
            ("listed", "1; 1.1;", ["1", "1.1"]),
            ("level", "cao", "cao"),
        ],
    )
    def test_a_text_is_read_by_its_type(
        self, name: str, text: str, value: object
    ) -> None:
        """Decimal comma and point are both known in Viet Nam."""
        breakdown = scored({name: text}, is_text=True)
        found = {fact.name: fact.value for fact in facts_of(breakdown)}

        assert value == found.get(name, value)

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("ok", "perhaps"),
            ("due", "many"),
            ("due", "NaN"),
            ("due", "1e99"),
            ("least", "1,2,3"),
            ("plan", "01/02/2024"),
            ("opinions", "3;x"),
        ],
    )
    def test_a_text_that_says_something_else_is_refused(
        self, name: str, text: str
    ) -> None:
        """PAR314, never a guess."""
        assert codes({name: text}, is_text=True) in (["PAR314"], ["PAR302"])

    def test_letters_of_a_spreadsheet_are_composed(self) -> None:
        """Files from other systems hold NFD; a text is brought to NFC."""
        text = unicodedata.normalize("NFD", "thấp")

        assert scored({"level": text}, is_text=True)
