"""Facts and derived facts: types, bounds, defaults, dependencies."""

import datetime
from decimal import Decimal

import pytest

from loading.files import (
    arguments_of,
    codes_of,
    fact_of,
    marks_of,
    partial_scheme_of,
    problems_of,
    ruleset,
    scheme_of,
)
from parrules.model import Derived, Title

LIMIT = Decimal(10**9)


@pytest.mark.parametrize(
    ("row", "bounds", "places"),
    [
        ("type = 'count'", (Decimal(0), LIMIT), 0),
        ("type = 'count', at_most = 5", (Decimal(0), Decimal(5)), 0),
        ("type = 'tally', levels = ['x']", (Decimal(0), LIMIT), 0),
        ("type = 'percent'", (Decimal(0), Decimal(100)), 2),
        (
            "type = 'percent', at_most = 200, decimals = 0",
            (Decimal(0), Decimal(200)),
            0,
        ),
        (
            "type = 'number', at_least = -1, at_most = 1.5",
            (Decimal(-1), Decimal("1.5")),
            2,
        ),
        (
            "type = 'date'",
            (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)),
            0,
        ),
        (
            "type = 'date', at_least = 2021-01-01",
            (datetime.date(2021, 1, 1), datetime.date(2100, 12, 31)),
            0,
        ),
        ("type = 'flag'", (None, None), 0),
        ("type = 'codes'", (None, None), 0),
    ],
)
def test_bounds_always_exist_for_what_can_have_them(
    row: str, bounds: tuple[object, object], places: int
) -> None:
    """Of the type where none is stated."""
    fact = fact_of(f"{{ {row} }}")

    assert (*bounds, places) == (fact.at_least, fact.at_most, fact.places)


def test_bound_may_name_a_fact_and_a_number_takes_over_its_bounds() -> None:
    """Through a chain, in any order; a circle or a slip ends at a count's."""
    facts = """
a = { type = "number", at_least = 0, at_most = "b" }
b = { type = "number", at_least = "d", at_most = "c" }
c = { type = "percent" }
d = { type = "number", at_least = "d", at_most = "nothing" }
"""
    first, second, _, last = scheme_of(ruleset(facts=facts)).facts

    assert ("b", Decimal(100)) == (first.at_most_fact, first.at_most)
    assert (Decimal(0), Decimal(100)) == (second.at_least, second.at_most)
    assert (Decimal(0), LIMIT) == (last.at_least, last.at_most)


def test_options_may_stand_for_numbers() -> None:
    """A table instead of a list."""
    named = fact_of("{ type = 'choice', values = ['a', 'b'] }")
    worth = fact_of("{ type = 'choice', values = { a = 0.85, b = 1 } }")

    assert (("a", "b"), ()) == (named.options, named.numbers)
    assert (("a", "b"), (Decimal("0.85"), Decimal(1))) == (
        worth.options,
        worth.numbers,
    )


def test_facts_about_the_unit_need_no_quotes() -> None:
    """TOML nests the name, which is put together again."""
    facts = (
        'unit.block = { type = "choice", values = ["a"] }\n'
        '"unit.level" = { type = "choice", values = ["b"] }'
    )
    block, level = scheme_of(ruleset(facts=facts)).facts

    assert ("unit.block", ("fact", "unit", "block")) == (
        block.name,
        block.path,
    )
    assert "unit.level" == level.name


def test_other_keys_of_a_fact_are_kept() -> None:
    """What is required, which way is better, where it comes from."""
    fact = fact_of(
        "{ type = 'count', title = 't', required = true, more = 'better',"
        " evidence = 'required', source = 's' }"
    )

    assert (Title("t"), True, "better", "required", "s") == (
        fact.title,
        fact.required,
        fact.more,
        fact.evidence,
        fact.source,
    )


@pytest.mark.parametrize(
    ("row", "default"),
    [
        ("type = 'flag', default = false", False),
        ("type = 'count', default = 0", 0),
        ("type = 'percent', default = 1", Decimal(1)),
        (
            "type = 'number', at_least = 0, at_most = 1, default = 0.5",
            Decimal("0.5"),
        ),
        ("type = 'date', default = 2021-01-01", datetime.date(2021, 1, 1)),
        ("type = 'date', never = true, default = 'never'", "never"),
        ("type = 'choice', values = ['a'], default = 'a'", "a"),
        ("type = 'tally', levels = ['a', 'b'], default = [0, 1]", (0, 1)),
        ("type = 'codes', default = [' 1 ', '2']", ("1", "2")),
    ],
)
def test_default_has_the_type_of_its_fact(row: str, default: object) -> None:
    """It is what silence means."""
    fact = fact_of(f"{{ {row} }}")

    assert default == fact.default
    assert type(default) is type(fact.default)


@pytest.mark.parametrize(
    ("row", "code", "expected"),
    [
        ("type = 'flag', default = 0", "PAR105", "flag"),
        ("type = 'count', default = 1.0", "PAR105", "count"),
        ("type = 'count', default = true", "PAR105", "count"),
        ("type = 'percent', default = '1'", "PAR105", "percent"),
        ("type = 'date', default = 'never'", "PAR321", "date"),
        (
            "type = 'date', never = true, default = 'x'",
            "PAR105",
            'date | "never"',
        ),
        ("type = 'choice', values = ['aa'], default = 'ab'", "PAR111", None),
        ("type = 'choice', values = ['a'], default = 1", "PAR105", "choice"),
        (
            "type = 'tally', levels = ['a', 'b'], default = [0]",
            "PAR105",
            "tally",
        ),
        (
            "type = 'tally', levels = ['a'], default = 1",
            "PAR105",
            "tally",
        ),
        (
            "type = 'tally', levels = ['a'], default = [1.5]",
            "PAR105",
            "tally",
        ),
        ("type = 'codes', default = '1'", "PAR105", "codes"),
        ("type = 'codes', default = [1]", "PAR105", "codes"),
    ],
)
def test_default_of_another_type_is_reported(
    row: str, code: str, expected: str | None
) -> None:
    """Nothing is converted."""
    text = ruleset(facts=f"a = {{ {row} }}")
    (arguments,) = arguments_of(text)

    assert [code] == codes_of(text)
    assert expected == arguments.get("expected")


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("title = 'x'", ["PAR106"]),
        ("type = 'text'", ["PAR111"]),
        ("type = 'number'", ["PAR106", "PAR106"]),
        ("type = 'number', at_least = 0", ["PAR106"]),
        ("type = 'choice'", ["PAR106"]),
        ("type = 'tally'", ["PAR106"]),
        ("type = 'flag', at_most = 1", ["PAR117"]),
        ("type = 'count', decimals = 1", ["PAR117"]),
        ("type = 'count', never = true", ["PAR117"]),
        ("type = 'count', values = ['a']", ["PAR117"]),
        ("type = 'count', levels = ['a']", ["PAR117"]),
        ("type = 'count', at_most = 2021-01-01", ["PAR105"]),
        ("type = 'date', at_most = 5", ["PAR105"]),
        ("type = 'percent', decimals = 10", ["PAR111"]),
        ("type = 'percent', decimals = -1", ["PAR111"]),
        ("type = 'count', unit = 'm'", ["PAR104"]),
    ],
)
def test_keys_of_a_fact_fit_its_type(row: str, codes: list[str]) -> None:
    """Each type has what it needs and nothing else."""
    text = ruleset(facts=f"a = {{ {row} }}")

    assert codes == codes_of(text)
    assert partial_scheme_of(text).facts[0].broken


# -- derived facts -----------------------------------------------------------

FACTS = """
n = { type = "count" }
m = { type = "count" }
rate = { type = "percent" }
day = { type = "date" }
"""


def test_derived_fact_may_use_others_in_any_order() -> None:
    """They are typed from the ground up and kept in file order."""
    derived = 'a = "b and n > 0"\nb = "c > 1"\nc = "n + m"'
    scheme = scheme_of(ruleset(facts=FACTS, derived=derived))
    kinds = [
        fact.cases[0][1].term.type.kind
        for fact in scheme.derived
        if fact.cases[0][1].term
    ]

    assert ["a", "b", "c"] == [fact.name for fact in scheme.derived]
    assert ["flag", "flag", "number"] == kinds


def test_derived_fact_may_have_cases() -> None:
    """The first that holds, with a title if it wants one."""
    derived = (
        "a = { title = 't', cases = [{ when = 'n > 1', value = 'n' },"
        " { otherwise = true, value = '0' }] }"
    )
    (fact,) = scheme_of(ruleset(facts=FACTS, derived=derived)).derived

    assert isinstance(fact, Derived)
    assert Title("t") == fact.title
    assert [("n > 1", "n"), (None, "0")] == [
        (when and when.text, value.text) for when, value in fact.cases
    ]


def test_circle_of_derived_facts_is_reported_once() -> None:
    """With the way around; what hangs on it is unknown in silence."""
    derived = 'a = "b"\nb = "c and d"\nc = "a"\nd = "d"\ne = "a or true"'
    text = ruleset(facts=FACTS, derived=derived)

    assert [
        "PAR508 x.toml:16:6 derive.a",
        "PAR508 x.toml:19:6 derive.d",
    ] == marks_of(text)
    assert ["a → b → c → a", "d → d"] == [
        arguments["cycle"] for arguments in arguments_of(text)
    ]


def test_long_chain_of_derived_facts_is_no_recursion() -> None:
    """However long the file is; what it grows to is limited elsewhere."""
    chain = "\n".join(f'a{i} = "a{i + 1}"' for i in range(3000))

    text = ruleset(facts=FACTS, derived=f'{chain}\na3000 = "n > 0"')

    assert ["PAR512"] == codes_of(text)


@pytest.mark.parametrize(
    ("derived", "codes"),
    [
        ('a = "n +"', ["PAR513"]),
        ('a = "day"', []),
        ("a = \"'x'\"", ["PAR504"]),
        ('a = "maximum"', ["PAR503"]),
        ("a = 1", ["PAR105"]),
        ("a = {}", ["PAR106"]),
        ("a = { cases = [] }", ["PAR106"]),
        ("a = { cases = [{ when = 'true' }] }", ["PAR106"]),
        ("a = { cases = [{ value = '1' }] }", ["PAR116"]),
        ("a = { cases = [{ otherwise = false, value = '1' }] }", ["PAR111"]),
        (
            (
                "a = { cases = [{ when = 'true', value = '1' },"
                " { otherwise = true, value = 'true' }] }"
            ),
            ["PAR504"],
        ),
        (
            (
                "a = { cases = [{ when = 'true', value = 'n' },"
                " { otherwise = true, value = 'rate' }] }"
            ),
            ["PAR505"],
        ),
        (
            (
                "a = { cases = [{ when = 'true', value = '0' },"
                " { otherwise = true, value = 'rate' }] }"
            ),
            [],
        ),
        (
            (
                "a = { cases = [{ when = 'true', value = 'n +' },"
                " { otherwise = true, value = 'rate' }] }"
            ),
            ["PAR513"],
        ),
        ('a = "true"\nb = "a + 1"', ["PAR504"]),
        ('a = "b"\nb = "n +"\nc = "n"', ["PAR513"]),
    ],
)
def test_derived_facts_are_flags_numbers_or_dates(
    derived: str, codes: list[str]
) -> None:
    """All values of one are alike."""
    assert codes == codes_of(ruleset(facts=FACTS, derived=derived))


def test_rows_read_derived_facts_by_their_type() -> None:
    """A derived percent is no points."""
    row = "'1' = { maximum = 1, formula = 'r', step = 1 }"

    assert ["PAR505"] == codes_of(
        ruleset(row, facts=FACTS, derived='r = "percent(n, m)"')
    )


@pytest.mark.parametrize(
    "around",
    [
        "({}) in (true, false)",
        "({}) == true",
        "({}) != false",
    ],
)
def test_conditions_that_double_many_times_are_refused_at_once(
    around: str,
) -> None:
    """What is equal to itself is written out as often as it stands."""
    text = "n > 1"
    for _ in range(18):
        text = around.format(text)
    facts = 'n = { type = "count" }'
    derived = f'a = "{text}"'

    assert ["PAR512"] == codes_of(ruleset(facts=facts, derived=derived))


def test_powers_of_powers_are_refused_at_once() -> None:
    """Of points, too, where each part may say what it is worth."""
    text = "n"
    for _ in range(18):
        text = f"({text}) ** 3"
    row = f"'1' = {{ maximum = 1, formula = 'maximum - {text}', step = 1 }}"
    facts = 'n = { type = "count" }'

    assert "PAR512" in codes_of(ruleset(row, facts=facts))


def test_a_default_of_a_tally_is_shown_with_all_its_levels() -> None:
    """A count for each, in the words of the reader."""
    row = "type = 'tally', levels = ['a', 'b'], default = 0"
    (problem,) = problems_of(ruleset(facts=f"a = {{ {row} }}"))

    assert problem.text("vi").endswith(
        "viết `[0, 0]`: mỗi mức một số đếm, mức thấp nhất trước"
    )
