"""What single checks do at their edges."""

import functools

import pytest

from checking.rulesets import SECTIONS, codes, criteria, found, leaf, ruleset
from effort import calls_of

UNIT = '"unit.level" = { type = "choice", values = ["a"] }'
HELD = 'held = { type = "flag", default = false }'
COUNT = 'count = { type = "count" }'


def text_of(code: str, text: str) -> str:
    """Return what the one problem with *code* says."""
    (problem,) = (each for each in found(text) if each.code == code)

    return problem.text().split(f" {code}: ", 1)[1]


# -- the best that a leaf can earn -------------------------------------------


@pytest.mark.parametrize(
    ("row", "facts", "best"),
    [
        ("judged = { step = 3 }", UNIT, "9"),
        (
            'formula = "2 * count", step = 0.5',
            COUNT[:-2] + ", at_most = 4 }",
            "8",
        ),
        ('formula = "count", step = 7', COUNT, "7"),
        ('awards = [{ each = "count", per = 2, at_most = 6 }]', COUNT, "6"),
        (
            (
                'awards = [{ when = "held", points = 3 }, '
                '{ each = "count", per = 1 }]'
            ),
            f"{HELD}\n{COUNT[:-2]}, at_most = 2 }}",
            "5",
        ),
        (
            'choices = [{ id = "a", share = 50 }, { id = "b", points = 0 }]',
            UNIT,
            "5",
        ),
        (
            (
                'choices = [{ id = "a", points = 6 }, '
                '{ id = "b", not_applicable = "zero" }]'
            ),
            UNIT,
            "6",
        ),
        (
            (
                'cases = [{ when = "held", formula = "count / 2", step = 1 }, '
                "{ otherwise = true, points = 0 }]"
            ),
            f"{HELD}\n{COUNT[:-2]}, at_most = 9 }}",
            "5",
        ),
    ],
)
def test_maximum_out_of_reach(row: str, facts: str, best: str) -> None:
    """PAR204 says how much the leaf can earn at best."""
    expected = (
        f"criterion `1.1` can earn `{best}` points at best, "
        "its `maximum` is `10`"
    )

    assert expected == text_of("PAR204", leaf(row, facts=facts)).split("\n")[0]


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        ("judged = { step = 2.5 }", UNIT),
        ('formula = "count", step = 0.25', COUNT),
        ('awards = [{ each = "count", per = 2 }]', COUNT),
        (
            'deductions = [{ each = "count", per = 2 }]',
            COUNT[:-2] + ", default = 0 }",
        ),
        (
            (
                'choices = [{ id = "a", points = 0 }, '
                '{ id = "b", not_applicable = "full" }]'
            ),
            UNIT,
        ),
    ],
)
def test_maximum_within_reach(row: str, facts: str) -> None:
    """A formula, a person or "not applicable" may reach it."""
    assert found(leaf(row, facts=facts)) == ()


def test_award_above_the_maximum() -> None:
    """PAR203 names the award as its rule id does."""
    text = leaf('awards = [{ when = "held", points = 12 }]', facts=HELD)

    assert "row `award.1`" in text_of("PAR203", text)


def test_named_answers_above_and_below_the_maximum() -> None:
    """The shares of a set are held against each leaf that uses it."""
    sets = "[answers]\nover = {{ yes = {}, no = 0 }}\n"
    for share, code in ((120, "PAR203"), (80, "PAR204")):
        text = leaf('answers = "over"', facts=UNIT, answers=sets.format(share))

        assert [code] == codes(text)


@pytest.mark.parametrize(
    "form",
    [
        'measure = "count", tiers = [[5, 10], [0, 0]]',
        (
            'cases = [{ when = "count > 5", points = 10 }, { otherwise = '
            "true, points = 0 }]"
        ),
        'formula = "count", step = 1',
        "judged = { step = 1 }",
        'choices = [{ id = "a", points = 10 }]',
        'awards = [{ each = "count", per = 1 }]',
        'not_applicable = [{ when = "count > 5", treat = "zero" }]',
    ],
)
def test_inner_node_with_a_form(form: str) -> None:
    """PAR210 whatever the form is; the sum is what counts."""
    text = criteria(
        f'"1.1" = {{ maximum = 10, title = "a", {form} }}',
        '"1.1.1" = { maximum = 10, title = "b", judged = { step = 1 } }',
        facts=COUNT,
    )

    assert "PAR210" in codes(text)


@pytest.mark.parametrize(
    "row",
    [
        'formula = "count", step = -1',
        'measure = "count", tiers = [[5, 10], [0, -1]]',
        (
            'cases = [{ when = "count > 5", share = -1 }, { otherwise = '
            "true, points = 10 }]"
        ),
        (
            'cases = [{ when = "count > 5", formula = "count", step = 0 '
            "}, { otherwise = true, points = 10 }]"
        ),
        'awards = [{ each = "count", per = -1 }]',
        'awards = [{ formula = "count / 2", step = 0 }]',
        'awards = [{ formula = "count / 2", step = -1 }]',
        (
            'judged = { step = 1 }, deductions = [{ each = "count", per '
            "= 1, at_most = -1 }]"
        ),
    ],
)
def test_negative_amount_in_any_form(row: str) -> None:
    """PAR224 wherever an amount can stand."""
    facts = COUNT[:-2] + ", default = 0 }"

    assert "PAR224" in codes(leaf(row, facts=facts))


def test_negative_amounts_outside_the_rows() -> None:
    """Sets of answers and channels have amounts, too."""
    text = leaf(
        'answers = "odd", channel = "a"',
        facts=UNIT,
        answers="[answers]\nodd = { yes = 100, no = -5 }\n",
        channel="[channel]\na = {}\nb = { maximum = -2 }\n",
    )

    assert ["PAR224", "PAR208", "PAR224"] == codes(text)


# -- facts -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        (
            (
                'type = "number", at_least = 0, at_most = 9, decimals = 1, '
                "default = 1.25"
            ),
            "1.25",
            "decimals = 1",
        ),
        (
            'type = "date", at_least = 2024-01-01, default = 2023-12-31',
            "2023-12-31",
            "2024-01-01 … 2100-12-31",
        ),
        ('type = "codes", default = ["1.9"]', "1.9", "…"),
    ],
)
def test_default_that_the_fact_cannot_have(
    fact: str, value: str, expected: str
) -> None:
    """PAR321 says what it may have."""
    text = ruleset(fact=f"{SECTIONS['fact']}\nother = {{ {fact} }}\n")
    (problem,) = (each for each in found(text) if each.code == "PAR321")

    assert (value, expected) == (
        problem.arguments["value"],
        problem.arguments["expected"],
    )


@pytest.mark.parametrize(
    "fact",
    [
        'type = "date", never = true, default = "never"',
        'type = "flag", default = true',
        'type = "codes", default = ["1.1"]',
        'type = "tally", levels = ["a", "b"], default = [0, 1]',
        'type = "choice", values = ["a", "b"], default = "a"',
    ],
)
def test_default_that_the_fact_can_have(fact: str) -> None:
    """Only the fact that nothing reads it is told."""
    text = ruleset(fact=f"{SECTIONS['fact']}\nother = {{ {fact} }}\n")

    assert ["PAR322"] == codes(text)


def test_bounds_inverted_by_a_relation() -> None:
    """PAR320 where a fact may not rise to its own lower bound."""
    text = ruleset(
        fact="""
[fact]
done    = { type = "count", at_least = 5, at_most = "planned" }
planned = { type = "count", at_most = 3 }
"""
    )
    (problem,) = found(text)

    assert ("PAR320", "5", "3") == (
        problem.code,
        problem.arguments["low"],
        problem.arguments["high"],
    )


def test_lower_bound_that_is_a_fact() -> None:
    """`at_least` relates facts as `at_most` does, the other way round."""
    text = ruleset(
        fact="""
[fact]
done    = { type = "count" }
planned = { type = "count", at_least = "done" }
"""
    )
    circle = text.replace(
        'done    = { type = "count" }',
        'done    = { type = "count", at_least = "planned" }',
    )

    assert found(text) == ()
    assert ["PAR325"] == codes(circle)


def test_two_ways_up_are_no_circle() -> None:
    """A fact below two others, which are both below a fourth."""
    text = ruleset(
        fact="""
[fact]
done    = { type = "count", at_most = "planned" }
planned = { type = "count", at_most = "all" }
some    = { type = "count", at_least = "done", at_most = "all" }
all     = { type = "count" }
"""
    )

    assert ["PAR322"] == codes(text)


def test_relation_of_unlike_facts() -> None:
    """PAR323: a count is not bounded by a date."""
    text = ruleset(
        fact="""
[fact]
done    = { type = "count", at_most = "due" }
planned = { type = "count" }
due     = { type = "date" }
"""
    )
    (problem,) = found(text)

    assert ("PAR323", "date") == (problem.code, problem.arguments["found"])


def test_name_that_cannot_be_mended() -> None:
    """PAR324 without a suggestion, where letters are missing altogether."""
    text = ruleset(fact=SECTIONS["fact"] + '\n"42" = { type = "count" }\n')

    assert "give the fact such a name" in text_of("PAR324", text)


# -- names -------------------------------------------------------------------


def test_source_missing_on_some_rows() -> None:
    """PAR406 for each leaf, where others have one."""
    text = criteria(
        (
            '"1.1" = { maximum = 5, title = "a", judged = { step = 1 }, '
            'source = "Điều 1" }'
        ),
        '"1.2" = { maximum = 5, title = "b", judged = { step = 1 } }',
        facts=UNIT,
        ruleset=SECTIONS["ruleset"].replace('source  = "Quyết định 1"', ""),
    )

    assert "`1.2` names no source" in text_of("PAR406", text)


def test_names_in_sanctions_knock_outs_and_ranking() -> None:
    """PAR412 and PAR414 wherever a code or a grade can be named."""
    text = leaf(
        'cases = [{ when = "held", points = 10, knock_out = "1.7" }, '
        '{ otherwise = true, points = 0, grade_at_most = "fine" }]',
        facts=HELD,
        penalty=(
            '[penalty]\n"P" = { maximum = 0, title = "p", when = "held", '
            'grade_at_most = "x", also_in = ["1.1"] }\n'
        ),
        knock_out='[[knock_out]]\ncriteria = ["1.8"]\nwhen = "held"\n',
        grade='[[grade]]\nid = "good"\nabove = 6\n[[grade]]\nid = "weak"\n',
        ranking='[ranking]\norder = ["total", "1.9"]\n'
        'quota = [{ grade = "good", share = 0.2, otherwise = "y" }]\n',
        example='[[example]]\nname = "a"\nexpect = { grade = "z" }\n',
    )
    named = [
        problem.arguments["value"]
        for problem in found(text)
        if problem.code in ("PAR412", "PAR414", "PAR418")
    ]

    assert ["1.7", "1.8", "1.9", "fine", "x", "y", "z"] == sorted(named)


def test_known_names_are_fine() -> None:
    """Nothing is said of names that are there."""
    text = leaf(
        'cases = [{ when = "held", points = 10 }, '
        '{ otherwise = true, points = 0, grade_at_most = "weak", '
        'knock_out = "1" }]',
        facts=HELD,
        grade=(
            '[[grade]]\nid = "good"\nabove = 6\n[[grade]]\nid = '
            '"fair"\nfrom = 6\n[[grade]]\nid = "weak"\n'
        ),
        ranking='[ranking]\norder = ["total", "bonus", "1"]\n'
        'quota = [{ grade = "good", share = 0.2 }]\n',
        example=(
            '[[example]]\nname = "a"\nexpect = { "1.1" = 0, grade = "weak" }\n'
        ),
    )

    assert found(text) == ()


def test_grade_without_bound_before_the_last() -> None:
    """PAR218: nothing below it would ever be reached."""
    text = ruleset(
        grade=(
            '[[grade]]\nid = "good"\n[[grade]]\nid = "fair"\nfrom = '
            '4\n[[grade]]\nid = "weak"\n'
        )
    )

    assert "grade `good` with `from = …`" in text_of("PAR218", text)


def test_ids_of_rows() -> None:
    """PAR411 for tiers and awards; what a person picks may be ``none``."""
    ladder = (
        'measure = "count", tiers = [{ from = 5, points = 10, id = "7" }, '
        '{ below = 5, points = 0, id = "low" }], '
        'awards = [{ when = "held", points = 1, id = "low" }]'
    )
    choices = (
        'choices = [{ id = "1", points = 10 }, { id = "none", points = 0 }]'
    )
    reserved = choices.replace("none", "missing")

    assert ["PAR411", "PAR411"] == codes(
        leaf(ladder, facts=f"{COUNT}\n{HELD}")
    )
    assert found(leaf(choices, facts=UNIT)) == ()
    assert ["PAR411"] == codes(leaf(reserved, facts=UNIT))


# -- exclusion, caps, channels -----------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        (
            'choices = [{ id = "a", points = 10 }, { id = "b", '
            'not_applicable = "exclude" }]'
        ),
        (
            'judged = { step = 1 }, not_applicable = [{ when = "held", '
            'treat = "exclude" }]'
        ),
        'judged = { step = 1 }, channel = "poll"',
    ],
)
def test_every_way_to_be_excluded(row: str) -> None:
    """PAR223: choices, exceptions and channels that may not be held."""
    text = leaf(
        row, facts=HELD, channel='[channel]\npoll = { held = "held" }\n'
    )
    told = codes(text)

    assert "PAR223" in told
    assert "PAR223" not in codes(
        leaf(
            row,
            facts=HELD,
            channel='[channel]\npoll = { held = "held" }\n',
            total='[total]\nrescale = "channel"\n',
        )
    )


def test_caps_within_bounds() -> None:
    """Caps below a cap may add up to more than it."""
    text = ruleset(
        bonus="""
[bonus]
"T"   = { maximum = 3, title = "Thưởng" }
"T.1" = { maximum = 2, title = "a", judged = { step = 1 } }
"T.2" = { maximum = 3, title = "b", judged = { step = 1 } }
"""
    )

    assert found(text) == ()


def test_deductions_within_one_channel() -> None:
    """Nothing is wrong with an inner node that lies in one."""
    text = criteria(
        (
            '"1.1" = { maximum = 10, title = "a", channel = "x", '
            'deductions = [{ when = "held", points = 1 }] }'
        ),
        '"1.1.1" = { maximum = 10, title = "b", judged = { step = 1 } }',
        facts=HELD,
        channel="[channel]\nx = { maximum = 10 }\n",
    )

    assert found(text) == ()


# -- conditions --------------------------------------------------------------


def test_answers_of_people_are_options() -> None:
    """A condition on an answer is told apart like one on a choice."""
    text = criteria(
        (
            '"1.1" = { maximum = 4, title = "a", choices = [{ id = "x", '
            'points = 4 }, { id = "y", points = 0 }] }'
        ),
        '"1.2" = { maximum = 4, title = "b", judged = { step = 1 } }',
        """"1.3" = { maximum = 2, title = "c", cases = [
    { when = "answer('1.1') == 'x'", points = 2 },
    { when = "answer('1.2') > 5", points = 0 },
  ] }""",
        facts=UNIT,
    )

    problems = found(text)

    assert ["PAR205", "PAR207"] == [problem.code for problem in problems]
    assert "1.1 = y, 1.2 = 4" == problems[0].arguments["example"]


def test_derived_flag_with_cases_is_looked_through() -> None:
    """It means the condition that its cases make."""
    text = leaf(
        (
            'cases = [{ when = "fine", points = 10 }, { when = "not '
            'held", points = 0 }, { when = "held and count <= 3", points '
            "= 2 }]"
        ),
        facts=f"{HELD}\n{COUNT}",
        derive=(
            '[derive]\nfine = { cases = [{ when = "held", value = "count '
            '> 3" }, { otherwise = true, value = "false" }] }\n'
        ),
    )

    assert found(text) == ()


def test_derived_number_with_cases_has_the_range_of_its_values() -> None:
    """PAR511 knows what it can be."""
    text = leaf(
        (
            'cases = [{ when = "held and points > 6", points = 10 }, { '
            "otherwise = true, points = 0 }]"
        ),
        facts=HELD,
        derive=(
            '[derive]\npoints = { cases = [{ when = "held", value = "2" '
            '}, { otherwise = true, value = "5" }] }\n'
        ),
    )

    assert ["PAR511", "PAR207"] == [
        problem.code for problem in found(text)
    ] or ["PAR207", "PAR511"] == [problem.code for problem in found(text)]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("80 <= rate <= 100", []),
        ("rate >= 80 and rate <= 100", []),
        ("0 <= rate < 80", []),
        ("80 <= rate <= 101", ["rate <= 101"]),
        ("rate <= 100 and held", ["rate <= 100"]),
        ("80 < rate < 0", ["rate < 0"]),
    ],
)
def test_end_of_a_scale_that_is_printed_beside_the_other_is_meant(
    condition: str, told: list[str]
) -> None:
    """PAR511 is silent of "from 80 to 100 percent"."""
    text = leaf(
        f'cases = [{{ when = "{condition}", points = 10 }}, '
        "{ otherwise = true, points = 0 }]",
        facts=f'{HELD}\nrate = {{ type = "percent" }}',
    )
    found_conditions = [
        problem.arguments["condition"]
        for problem in found(text)
        if problem.code == "PAR511"
    ]

    assert told == found_conditions


@pytest.mark.parametrize(
    ("bounds", "example"),
    [
        ((66, 65), None),
        ((66, 64), "count * count = 64"),
        ((5, 4), "count * count = 4"),
    ],
)
def test_gap_between_squares_is_none(
    bounds: tuple[int, int], example: str | None
) -> None:
    """PAR205 shows a number of which there is a root."""
    high, low = bounds
    text = leaf(
        f'measure = "count * count", tiers = [{{ from = {high}, points = 10 }}'
        f", {{ below = {low}, points = 0 }}]",
        facts=COUNT,
    )
    examples = [problem.arguments["example"] for problem in found(text)]

    assert ([] if example is None else [example]) == examples


def test_outcomes_of_nodes_are_within_their_maxima() -> None:
    """A gate above the maximum of a node can never be met."""
    gate = "points_of('1') > 10 or percent_of('1') > 100"
    text = ruleset(
        grade=f"""
[[grade]]
id = "good"
from = 5
requires = "{gate}"
[[grade]]
id = "weak"
""",
        bonus="""
[bonus]
"T" = { maximum = 1, title = "t", formula = "points_of('1') / 10", step = 0.5 }
""",
    )
    told = [
        problem.arguments["condition"]
        for problem in found(text)
        if problem.code == "PAR511"
    ]

    assert ["points_of('1') > 10", "percent_of('1') > 100"] == told


def chained(length: int) -> str:
    """Return a ruleset in which each difference reads the one before."""
    chain = "\n".join(
        f'd{number} = "count - d{number - 1}"' for number in range(1, length)
    )
    return leaf(
        f'formula = "d{length - 1}", step = 1',
        facts=COUNT,
        derive=f'[derive]\nd0 = "count"\n{chain}\n',
    )


def test_a_difference_twice_as_long_is_not_much_more_work() -> None:
    """What is known of a part is computed once, and not once for each way."""
    found(chained(3))
    short, long = (
        calls_of(functools.partial(found, chained(length)))
        for length in (10, 20)
    )

    assert long < 5 * short


@pytest.mark.parametrize(
    "form",
    [
        'awards = [{ when = "count > 3", points = -1 }]',
        'tiers = [[5, -10], [3, 5], [0, 1]], measure = "count"',
        (
            'cases = [{ when = "count > 3", points = -10 }, '
            "{ otherwise = true, points = 5 }]"
        ),
    ],
)
def test_points_below_zero_are_told_alone(form: str) -> None:
    """PAR224: what the row earns at best nobody knows."""
    problems = found(leaf(form, facts=COUNT))

    assert ["PAR224"] == [problem.code for problem in problems]


def test_maximum_below_zero_is_told_alone() -> None:
    """No sum and no row is held against it."""
    text = ruleset().replace(
        '"1.1" = { maximum = 10', '"1.1" = { maximum = -10'
    )

    assert ["PAR224"] == [problem.code for problem in found(text)]
