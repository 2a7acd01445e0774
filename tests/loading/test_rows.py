"""Rows become trees, and each row its form."""

from decimal import Decimal

import pytest

from loading.files import (
    codes_of,
    leaf_of,
    marks_of,
    partial_scheme_of,
    problems_of,
    ruleset,
    scheme_of,
)
from parrules.expression.terms import Term
from parrules.model import (
    Case,
    Cases,
    Choice,
    Choices,
    Judged,
    Ladder,
    NotApplicable,
    Sanction,
    Tier,
    Title,
    Trigger,
)

COUNT = 'n = { type = "count" }\nd = { type = "count" }'


def test_parent_is_found_by_code_in_any_order() -> None:
    """The order of the file stays the order of the children."""
    rows = "\n".join(
        f'"{code}" = {{ maximum = 1 }}' for code in ("1.2", "2", "1", "1.1")
    )
    scheme = scheme_of(ruleset(rows))

    assert ["2", "1", "1.2", "1.1"] == [node.code for node in scheme.nodes()]


def test_row_without_parent_stays_reachable() -> None:
    """The nearest ancestor takes it, else it stands at the top."""
    rows = "\n".join(
        f'"{code}" = {{ maximum = 1 }}' for code in ("1", "1.2.3", "4.5")
    )
    scheme = scheme_of(ruleset(rows))

    assert ["1", "4.5"] == [area.code for area in scheme.criteria]
    assert ["1.2.3"] == [node.code for node in scheme.criteria[0].children]


def test_spaces_around_a_code_are_left_out() -> None:
    """The path keeps the key as it stands."""
    (area,) = scheme_of(ruleset('" 1 " = { maximum = 1 }')).criteria

    assert ("1", ("criteria", " 1 ")) == (area.code, area.path)


def test_source_channel_and_office_pass_to_the_leaves() -> None:
    """Each until a row names its own."""
    rows = (
        '"1" = { maximum = 1, source = "a", channel = "c" }\n'
        '"1.1" = { maximum = 1, office = "o" }\n'
        '"1.1.1" = { maximum = 1, source = "b", channel = "d" }\n'
    )
    head = ruleset(rows).replace('title = "x"', 'title = "x"\noffice = "p"', 1)
    top, middle, leaf = scheme_of(head).nodes()

    assert ("a", "c", "p") == (top.source, top.channel, top.office)
    assert ("a", "c", "o") == (middle.source, middle.channel, middle.office)
    assert ("b", "d", "o") == (leaf.source, leaf.channel, leaf.office)


def test_code_stands_once_in_the_three_trees() -> None:
    """Bonus and penalty share the codes of the criteria."""
    text = ruleset(rest='[bonus]\n"1" = { maximum = 1 }')

    assert ["PAR109 x.toml:18:1 bonus.1"] == marks_of(text)


def test_code_nests_as_deep_as_everything() -> None:
    """50 levels, so that a tree can be walked."""
    rows = f'"{".".join("1" * 51)}" = {{ maximum = 1 }}'

    assert ["PAR113"] == codes_of(ruleset(rows))


@pytest.mark.parametrize(
    "rows",
    [
        "1.1.2 = { maximum = 1 }",
        "[criteria.1.1.2]\nmaximum = 1",
        "1.1.2.maximum = 1",
        '[criteria."1"]\n1.2 = { maximum = 1 }',
    ],
)
def test_code_without_quotes_is_understood_and_reported(rows: str) -> None:
    """TOML nests it; the row that was meant is read."""
    scheme = partial_scheme_of(ruleset(rows))

    assert ["PAR108"] == codes_of(ruleset(rows))
    assert ["1.1.2"] == [node.code for node in scheme.nodes()]


def test_code_without_quotes_below_a_row_with_its_own_keys() -> None:
    """Row and rows below it are told apart."""
    rows = "P.maximum = 1\nP.1.maximum = 1\nP.a.maximum = 1"
    scheme = partial_scheme_of(ruleset(rows))

    assert ["PAR108", "PAR108"] == codes_of(ruleset(rows))
    assert ["P", "P.1", "P.a"] == [node.code for node in scheme.nodes()]


# -- forms -----------------------------------------------------------------


def test_choices_have_points_share_or_a_treatment() -> None:
    """A row that a person picks may say "not applicable"."""
    leaf = leaf_of(
        "{ maximum = 1, choices = [{ id = 'a', points = 0.5, label = 'A' },"
        " { id = 'b', share = 50, grade_down = 1 },"
        " { id = 'c', not_applicable = 'exclude' }] }"
    )

    assert (
        Choices(
            choices=(
                Choice(id="a", points=Decimal("0.5"), label=Title("A")),
                Choice(
                    id="b",
                    share=Decimal(50),
                    sanction=Sanction(grade_down=1),
                ),
                Choice(id="c", treatment="exclude"),
            )
        )
        == leaf.form
    )


def test_long_tiers_have_both_bounds() -> None:
    """`above` and `below` are passed and not reached."""
    leaf = leaf_of(
        "{ maximum = 1, measure = 'n', tiers = ["
        "{ above = 5, points = 1, id = 'x', knock_out = '1.2' },"
        " { from = 2, to = 5, share = 50, knock_out = ['1', ' 2 '] },"
        " { below = 2, points = 0, label = 'none', grade_at_most = 'g' }] }",
        facts=COUNT,
    )

    assert isinstance(leaf.form, Ladder)
    assert not leaf.form.is_short
    assert (
        Tier(
            bound=Decimal(5),
            strict=True,
            points=Decimal(1),
            id="x",
            sanction=Sanction(knock_out=("1.2",)),
        ),
        Tier(
            bound=Decimal(2),
            upper=Decimal(5),
            share=Decimal(50),
            sanction=Sanction(knock_out=("1", "2")),
        ),
        Tier(
            upper=Decimal(2),
            upper_strict=True,
            points=Decimal(0),
            label=Title("none"),
            sanction=Sanction(grade_at_most="g"),
        ),
    ) == leaf.form.tiers


def test_case_may_have_a_formula() -> None:
    """With its own step."""
    leaf = leaf_of(
        "{ maximum = 2, cases = [{ when = 'n > 1',"
        " formula = 'maximum * n / d', step = 0.1, id = 'x' },"
        " { otherwise = true, share = 50, grade_down = 2 }] }",
        facts=COUNT,
    )

    assert isinstance(leaf.form, Cases)
    first, second = leaf.form.cases
    assert ("n > 1", "maximum * n / d", Decimal("0.1"), "x") == (
        first.when and first.when.text,
        first.formula and first.formula.text,
        first.step,
        first.id,
    )
    assert Case(share=Decimal(50), sanction=Sanction(grade_down=2)) == second


def test_judged_leaf_has_a_step() -> None:
    """A person gives points in multiples of it."""
    leaf = leaf_of("{ maximum = 1, judged = { step = 0.25 } }")

    assert Judged(step=Decimal("0.25")) == leaf.form


def test_awards_are_per_occurrence_or_once() -> None:
    """`each` with `per`; `when` with `points` or `share`."""
    leaf = leaf_of(
        "{ maximum = 1, awards = [{ each = 'n', per = 0.5, at_most = 1,"
        " id = 'x' }, { when = 'n > 1', share = 10 },"
        " { when = 'true', points = 1 }] }",
        facts=COUNT,
    )
    first, second, third = leaf.awards

    assert (Decimal("0.5"), Decimal(1), "x") == (
        first.per,
        first.at_most,
        first.id,
    )
    assert (Decimal(10), Decimal(1)) == (second.share, third.points)
    assert leaf.form is None


def test_row_says_when_it_does_not_apply() -> None:
    """With a condition and what it then counts as."""
    leaf = leaf_of(
        "{ maximum = 1, judged = { step = 1 }, known = { PAR203 = 'why' },"
        " not_applicable = [{ when = 'n == 0', treat = 'full',"
        " label = 'l' }] }",
        facts=COUNT,
    )
    (row,) = leaf.not_applicable

    assert isinstance(row, NotApplicable)
    assert ("n == 0", "full", Title("l")) == (
        row.when.text,
        row.treat,
        row.label,
    )
    assert {"PAR203": "why"} == leaf.known


@pytest.mark.parametrize("tree", ["bonus", "penalty"])
def test_sanction_row_stands_in_bonus_or_penalty(tree: str) -> None:
    """It can lower grades and knock out."""
    row = "when = 'true', grade_down = 1, knock_out = ['1']"
    scheme = scheme_of(
        ruleset(rest=f"[{tree}]\n'T' = {{ maximum = 0, {row} }}")
    )
    (area,) = scheme.nodes(*(each for each in ("bonus", "penalty")))

    assert isinstance(area.form, Trigger)
    assert Sanction(grade_down=1, knock_out=("1",)) == area.form.sanction


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("answers = 'no_yes'", ["PAR410"]),
        ("answers = 'yes_no', judged = { step = 1 }", ["PAR116"]),
        ("measure = 'n'", ["PAR106"]),
        ("tiers = [[1, 1]]", ["PAR117"]),
        (
            "measure = 'n', tiers = [[1, 1], { from = 0, points = 0 }]",
            ["PAR105"],
        ),
        (
            "measure = 'n', tiers = [{ from = 0, points = 0 }, [1, 1]]",
            ["PAR105"],
        ),
        (
            "measure = 'n', tiers = [{ from = 0, above = 0, points = 0 }]",
            ["PAR116"],
        ),
        (
            "measure = 'n', tiers = [{ to = 0, below = 0, points = 0 }]",
            ["PAR116"],
        ),
        ("measure = 'n', tiers = [{ from = 0 }]", ["PAR116"]),
        ("measure = 'n', tiers = []", []),
        ("formula = 'n'", ["PAR106"]),
        ("formula = 'n', step = 'x'", ["PAR105"]),
        ("step = 1", ["PAR117"]),
        ("cases = [{ otherwise = true, points = 1, step = 1 }]", ["PAR117"]),
        ("cases = [{ otherwise = true, formula = 'n' }]", ["PAR106"]),
        (
            "cases = [{ when = 'true', otherwise = true, points = 1 }]",
            ["PAR116"],
        ),
        ("cases = [{ otherwise = false, points = 1 }]", ["PAR111"]),
        ("judged = {}", ["PAR106"]),
        ("choices = [{ points = 1 }]", ["PAR106"]),
        ("choices = [{ id = 'a' }]", ["PAR116"]),
        ("choices = [{ id = 'a', points = 1, share = 1 }]", ["PAR116"]),
        ("choices = [{ id = 'a', not_applicable = 'ful' }]", ["PAR111"]),
        ("answers = 'yes_no', if_none = 'full'", ["PAR117"]),
        ("answers = 'yes_no', if_none = 'none'", ["PAR117", "PAR111"]),
        ("awards = [{ per = 1 }]", ["PAR116"]),
        ("awards = [{ each = 'n' }]", ["PAR106"]),
        ("awards = [{ each = 'n', per = 1, points = 1 }]", ["PAR117"]),
        ("awards = [{ each = 'n', per = 1, share = 1 }]", ["PAR117"]),
        ("awards = [{ when = 'true', per = 1, points = 1 }]", ["PAR117"]),
        ("awards = [{ when = 'true' }]", ["PAR116"]),
        ("awards = [{ formula = 'n' }]", ["PAR106"]),
        ("awards = [{ formula = 'n', each = 'n', step = 1 }]", ["PAR116"]),
        ("awards = [{ formula = 'n', step = 1, per = 1 }]", ["PAR117"]),
        ("awards = [{ each = 'n', per = 1, step = 1 }]", ["PAR117"]),
        ("deductions = [{ when = 'true', each = 'n', per = 1 }]", ["PAR116"]),
        ("when = 'true', grade_down = 1", ["PAR117"]),
        ("grade_down = 1", ["PAR117"]),
        ("judged = { step = 1 }, knock_out = 'a'", ["PAR117"]),
        ("not_applicable = [{ when = 'true' }]", ["PAR106"]),
        ("not_applicable = [{ treat = 'full' }]", ["PAR106"]),
        ("not_applicable = [{ when = 'x', treat = 'full' }]", ["PAR503"]),
        ("choices = [{ id = 'a', points = 1, grade_down = 51 }]", ["PAR111"]),
    ],
)
def test_keys_of_a_row_fit_together(row: str, codes: list[str]) -> None:
    """One form, with all that it needs and nothing that it does not."""
    text = ruleset(f'"1" = {{ maximum = 1, {row} }}', facts=COUNT)

    assert codes == codes_of(text)


def test_condition_without_sanction_has_no_effect() -> None:
    """A row of bonus or penalty needs one for its `when`."""
    rest = "[bonus]\n'T' = { maximum = 1, when = 'true' }"

    assert ["PAR117"] == codes_of(ruleset(rest=rest))


# -- expressions -------------------------------------------------------------

KINDS = """
flag = { type = "flag" }
n = { type = "count" }
x = { type = "number", at_least = 0, at_most = 1 }
whole = { type = "number", at_least = 0, at_most = 1, decimals = 0 }
rate = { type = "percent" }
day = { type = "date" }
kind = { type = "choice", values = ["a", "b"] }
worth = { type = "choice", values = { a = 0.5, b = 1 } }
views = { type = "tally", levels = ["bad", "good"] }
list = { type = "codes" }
"""


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("formula = 'rate', step = 1", ["PAR505"]),
        ("formula = 'days(day, day)', step = 1", ["PAR505"]),
        ("formula = 'day', step = 1", ["PAR504"]),
        ("formula = 'n + x', step = 1", ["PAR505"]),
        ("formula = 'n', step = 1", []),
        ("formula = '0.1 * rate', step = 1", []),
        ("formula = '0.1 * days(day, day)', step = 1", []),
        ("formula = 'days(day, day) / 10', step = 1", []),
        ("formula = 'maximum - 0.1 * n', step = 1", []),
        ("formula = 'maximum - (n * 0.1 + 2 * n)', step = 1", []),
        ("formula = 'min(maximum, 0.5 * n)', step = 1", []),
        ("formula = 'maximum - n', step = 1", ["PAR505"]),
        ("formula = 'maximum - (n * 0.1 + n)', step = 1", ["PAR505"]),
        ("formula = '0.1 * n + 0.1 * rate', step = 1", ["PAR505"]),
        ("formula = 'worth', step = 1", []),
        ("formula = 'maximum * worth', step = 1", []),
        ("formula = 'kind', step = 1", ["PAR504"]),
        ("formula = 'flag', step = 1", ["PAR504"]),
        ("measure = 'rate', tiers = [[1, 1]]", []),
        ("measure = 'flag', tiers = [[1, 1]]", ["PAR504"]),
        ("measure = 'views', tiers = [[1, 1]]", ["PAR504"]),
        ("cases = [{ when = 'n', points = 1 }]", ["PAR504"]),
        ("cases = [{ when = \"kind == 'c'\", points = 1 }]", ["PAR517"]),
        ("cases = [{ when = \"'1' in list\", points = 1 }]", []),
        ("awards = [{ each = 'x', per = 1 }]", ["PAR510"]),
        ("awards = [{ each = 'flag', per = 1 }]", ["PAR504"]),
        ("awards = [{ each = 'whole', per = 1 }]", []),
        ("awards = [{ each = 'n * 2', per = 1 }]", []),
        ("awards = [{ formula = 'x', step = 0.5 }]", []),
        ("awards = [{ formula = 'worth', step = 0.5 }]", []),
        ("awards = [{ formula = 'rate', step = 1 }]", ["PAR505"]),
        ("awards = [{ formula = 'flag', step = 1 }]", ["PAR504"]),
        ("measure = \"points_of('1')\", tiers = [[1, 1]]", ["PAR515"]),
        ("measure = \"answer('2')\", tiers = [[1, 1]]", []),
        ("cases = [{ when = \"answer('3') == 'yes'\", points = 1 }]", []),
        ("cases = [{ when = \"answer('4') == 'p'\", points = 1 }]", []),
        (
            "cases = [{ when = \"answer('4') == 'q'\", points = 1 }]",
            ["PAR517"],
        ),
    ],
)
def test_expressions_are_what_their_place_demands(
    row: str, codes: list[str]
) -> None:
    """Conditions are flags, measures numbers, formulas points."""
    rows = (
        f'"1" = {{ maximum = 1, {row} }}\n'
        '"2" = { maximum = 1, judged = { step = 1 } }\n'
        '"3" = { maximum = 1, answers = "yes_no" }\n'
        '"4" = { maximum = 1, choices = [{ id = "p", points = 1 }] }\n'
    )

    assert codes == codes_of(ruleset(rows, facts=KINDS))


def test_bonus_and_gates_may_read_outcomes() -> None:
    """Their turn comes when all criteria are scored."""
    rest = (
        "[bonus]\n'T' = { maximum = 1, awards = [{ when ="
        " \"points_of('1') >= 1\", points = 1 }] }\n"
        "[[grade]]\nid = 'g'\nrequires = \"percent_of('T') >= 80\""
    )

    assert ["PAR503"] == codes_of(ruleset(rest=rest))


def test_maximum_is_the_own_of_every_row() -> None:
    """Where it is unreadable, only that is reported."""
    row = "maximum = 'x', formula = 'maximum / 2', step = 1"

    assert ["PAR105"] == codes_of(ruleset(f"'1' = {{ {row} }}"))


def test_place_of_a_mistake_in_an_expression_is_its_column() -> None:
    """Behind the quote, in characters."""
    row = "'1' = { maximum = 1, measure = 'n + ñ', tiers = [[1, 1]] }"

    assert ["PAR501 x.toml:16:37 criteria.1.measure"] == marks_of(
        ruleset(row, facts=COUNT)
    )


def test_expression_of_a_broken_fact_is_unknown_in_silence() -> None:
    """What hangs on a mistake is broken, too, and not reported again."""
    facts = "a = { type = 'cuont' }\nb = { type = 'tally' }\nc = 1"
    rows = "\n".join(
        f"'{name}' = {{ maximum = 1, measure = '{text}', tiers = [[1, 1]] }}"
        for name, text in [("1", "a"), ("2", 'share(b, "x")'), ("3", "c + 1")]
    )
    text = ruleset(rows, facts=facts)

    assert ["PAR111", "PAR106", "PAR105"] == codes_of(text)
    assert [True] * 3 == [
        node.broken for node in partial_scheme_of(text).nodes()
    ]


def test_number_of_a_choice_is_read_where_a_number_is_asked() -> None:
    """The option stands for its number."""
    leaf = leaf_of(
        "{ maximum = 1, measure = 'worth', tiers = [[1, 1]] }", facts=KINDS
    )

    assert isinstance(leaf.form, Ladder)
    assert Term("option_value", (), "worth") == leaf.form.measure.term


def test_unreadable_row_is_not_read_further() -> None:
    """Its problem says all."""
    text = ruleset('"1" = 3\n"2" = { maximum = 1, awards = [3] }')

    assert ["PAR105", "PAR105"] == [
        problem.code for problem in problems_of(text)
    ]


def test_row_of_a_code_that_is_there_is_looked_through() -> None:
    """What is wrong with it is told with the code, at its own place."""
    rows = (
        '"1" = { maximum = 1 }',
        '"1" = { maximum = 2, foo = 1, formula = "n +", step = 1 }',
        '" 1" = { bar = 1, maximum = 1 }',
    )
    text = ruleset("\n".join(rows), facts=COUNT)
    found = [" ".join(mark.split()[:2]) for mark in marks_of(text)]
    line = text.split("\n").index(rows[1]) + 1

    assert [
        f"PAR109 x.toml:{line}:1",
        f"PAR104 x.toml:{line}:22",
        f"PAR513 x.toml:{line}:45",
        f"PAR109 x.toml:{line + 1}:1",
        f"PAR104 x.toml:{line + 1}:10",
    ] == found


def test_whole_number_of_any_length_costs_itself_alone() -> None:
    """Python reads none of thousands of digits; the row is read without."""
    row = f"'1' = {{ maximum = {'1' * 5000}, foo = '{'1' * 5000}' }}"

    assert ["PAR107", "PAR104"] == codes_of(ruleset(row))


def test_digits_that_are_no_number_cost_their_row() -> None:
    """Neither Python nor TOML reads them."""
    row = f"'1' = {{ maximum = {'1' * 5000}x }}"

    assert ["PAR107"] == codes_of(ruleset(row))


def test_orphan_without_quotes_is_found_at_its_row() -> None:
    """TOML cannot put it where it stands; the place is kept all the same."""
    text = ruleset("'1' = { maximum = 1 }\n1.1.1 = { maximum = 1 }")
    (problem,) = problems_of(text)
    path = ("criteria", "1.1.1")

    assert "PAR108" == problem.code
    assert problem.document is not None
    assert problem.place == problem.document.locate(path)


@pytest.mark.parametrize(
    ("text", "mark", "near"),
    [
        ("n = 1", "PAR501", "=="),
        ("n > 1 && n < 3", "PAR501", "and"),
        ("n > 1 || n < 3", "PAR501", "or"),
        ("! n > 1", "PAR501", "not"),
        ("n ≥ 1", "PAR501", ">="),
        ("n ≤ 1", "PAR501", "<="),
        ("n > 1 và n < 3", "PAR501", "and"),
        ("n > 1 hoặc n < 3", "PAR501", "or"),
        ("không n > 1", "PAR501", "not"),
        ("n > 1 AND n < 3", "PAR501", "and"),
        ("n > 1,5", "PAR501", "1.5"),
        ("n * 0,5 > 1", "PAR501", "0.5"),
        ("n > 1 or True", "PAR503", "true"),
        ("số > 1", "PAR501", "so"),
        ("n =< 1", "PAR501", "<="),
        ("n !> 1", "PAR501", "<="),
        ("n > 1; n < 3", "PAR501", ""),
        ("n > 1,000", "PAR501", "1000"),
        ("n > 1,500,000", "PAR501", "1500000"),
        ("n => 1", "PAR501", ">="),
        ("n <> 1", "PAR501", "!="),
        ("percent(n; n) > 1", "PAR501", ","),
        ("n ) 1", "PAR501", ""),
        ("n ** 4 > 1", "PAR514", None),
    ],
)
def test_signs_of_other_languages_are_known(
    text: str, mark: str, near: str | None
) -> None:
    """The usual sign is told."""
    row = f"cases = [{{ when = '{text}', points = 1 }}]"
    (problem,) = problems_of(
        ruleset(f"'1' = {{ maximum = 1, {row} }}", facts=COUNT)
    )

    assert mark == problem.code
    assert near == problem.arguments.get("near")


@pytest.mark.parametrize("step", ["n", "0", "-1", "n + d"])
def test_step_is_a_literal_above_zero(step: str) -> None:
    """What stands there instead is told."""
    row = f"measure = 'round_to(n, {step})', tiers = [[0, 1]]"
    (problem,) = problems_of(
        ruleset(f"'1' = {{ maximum = 1, {row} }}", facts=COUNT)
    )

    assert "PAR504" == problem.code
    assert step == problem.arguments["found"]


@pytest.mark.parametrize("tree", ["bonus", "penalty"])
def test_only_criteria_lie_in_a_channel(tree: str) -> None:
    """S9.2: elsewhere the key would have no effect."""
    row = '"T" = { maximum = 1, channel = "survey", judged = { step = 1 } }'
    text = ruleset('"1" = { maximum = 1, channel = "survey" }')
    channel = "[channel]\nsurvey = {}\n"

    assert [] == codes_of(f"{text}\n{channel}")
    assert ["PAR117"] == codes_of(f"{text}\n{channel}[{tree}]\n{row}\n")
