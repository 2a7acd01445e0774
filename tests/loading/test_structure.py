"""Rows are read strictly, and all that is wrong with one is said at once."""

import unicodedata

import pytest

from loading.files import (
    LEAF,
    arguments_of,
    codes_of,
    fact_of,
    leaf_of,
    marks_of,
    partial_scheme_of,
    problems_of,
    ruleset,
    scheme_of,
)
from parrules.model import Title


@pytest.mark.parametrize(
    ("row", "found", "expected"),
    [
        ("maximum = true", "boolean", "number"),
        ('maximum = "1"', "string", "number"),
        ("maximum = 2021-01-01", "date", "number"),
        ("maximum = [1]", "array", "number"),
        ("maximum = { a = 1 }", "table", "number"),
        ("maximum = 07:30:00", "time", "number"),
        ("maximum = 1, printed = 1", "integer", "string"),
        ("maximum = 1, answers = 1.5", "float", "string"),
        ("maximum = 1, also_in = 'a'", "string", "array"),
        ("maximum = 1, also_in = [1]", "integer", "string"),
        ("maximum = 1, title = 1", "integer", "string | table"),
        ("maximum = 1, title = { vi = 1 }", "integer", "string"),
        ("maximum = 1, known = 'a'", "string", "table"),
        ("maximum = 1, known = { PAR203 = 1 }", "integer", "string"),
        ("maximum = 1, if_none = 1", "integer", "string"),
        ("maximum = 1, cases = 1", "integer", "array"),
        ("maximum = 1, cases = [1]", "integer", "table"),
        ("maximum = 1, cases = [[]]", "array", "table"),
        ("maximum = 1, knock_out = 1", "integer", "string | array"),
        ("maximum = 1, grade_down = 1.0", "float", "integer"),
        ("maximum = 1, awards = [{ when = true }]", "boolean", "string"),
        ("maximum = 1, judged = 1", "integer", "table"),
    ],
)
def test_nothing_is_converted(row: str, found: str, expected: str) -> None:
    """One is not true, a text is no number, a letter is no list."""
    wrong = [
        problem.arguments
        for problem in problems_of(ruleset(f'"1" = {{ {row} }}'))
        if problem.code == "PAR105"
    ]

    assert [(found, expected)] == [
        (each["found"], each["expected"]) for each in wrong
    ]


@pytest.mark.parametrize(
    ("fact", "found", "expected"),
    [
        ("type = 'count', never = 1", "integer", "boolean"),
        (
            "type = 'count', at_most = true",
            "boolean",
            "number | date | string",
        ),
        ("type = 'choice', values = 1", "integer", "array | table"),
        ("type = 'choice', values = { a = 'b' }", "string", "number"),
        ("type = 'tally', levels = [1, 'a']", "integer", "string"),
    ],
)
def test_facts_are_read_as_strictly(
    fact: str, found: str, expected: str
) -> None:
    """The same hooks hold everywhere."""
    (arguments,) = (
        problem.arguments
        for problem in problems_of(ruleset(facts=f"a = {{ {fact} }}"))
        if problem.code == "PAR105"
    )

    assert (found, expected) == (arguments["found"], arguments["expected"])


def test_whole_number_serves_where_a_number_is_asked() -> None:
    """TOML writes 1 where 1.0 is meant."""
    assert 1 == leaf_of("{ maximum = 1, judged = { step = 1 } }").maximum


def test_all_mistakes_of_a_row_are_reported_in_its_order() -> None:
    """One run is enough to correct a row."""
    row = (
        '"1" = { titel = "a", maximum = "1", measure = "b +",'
        " tiers = [[1], [2, true], 3], cases = [{ points = 'x' },"
        " { otherwise = true, points = 1, foo = 2 }] }"
    )

    assert [
        "PAR104 x.toml:15:9 criteria.1.titel",
        "PAR105 x.toml:15:33 criteria.1.maximum",
        "PAR513 x.toml:15:51 criteria.1.measure",
        "PAR105 x.toml:15:63 criteria.1.tiers.0",
        "PAR105 x.toml:15:72 criteria.1.tiers.1.1",
        "PAR105 x.toml:15:79 criteria.1.tiers.2",
        "PAR116 x.toml:15:83 criteria.1.cases",
        "PAR116 x.toml:15:92 criteria.1.cases.0",
        "PAR105 x.toml:15:104 criteria.1.cases.0.points",
        "PAR104 x.toml:15:142 criteria.1.cases.1.foo",
    ] == marks_of(ruleset(row))


def test_bad_row_is_a_stub_and_the_rest_goes_on() -> None:
    """A check that needs the row can leave it alone."""
    rows = '"1" = { maximum = "x" }\n"2" = 3\n"3" = { maximum = 1 }'
    first, second, third = partial_scheme_of(ruleset(rows)).criteria

    assert [True, True, False] == [first.broken, second.broken, third.broken]
    assert [0, 0, 1] == [first.maximum, second.maximum, third.maximum]


def test_unreadable_keys_are_not_missing_as_well() -> None:
    """One mistake is one problem."""
    row = (
        '"1" = { maximum = 1, measure = 1, tiers = 2, if_none = "zero",'
        ' awards = [{ each = 1, per = "x" }] }'
    )

    assert ["PAR105"] * 4 == codes_of(ruleset(row))


def test_unknown_key_names_those_that_there_are() -> None:
    """A row's own keys come before those of sanctions."""
    (arguments,) = arguments_of(
        ruleset("'1' = { maximum = 1, judged = { step = 1, stp = 1 } }")
    )

    assert {"key": "stp", "near": "step", "keys": "step"} == arguments


def test_titles_are_normalised_and_have_languages() -> None:
    """Titles are display: NFC whatever the editor wrote."""
    decomposed = (
        "\"1\" = { maximum = 1, title = { vi = 'e\u0301', en = 'e' } }"
    )
    scheme = scheme_of(ruleset(decomposed))

    assert Title(vi="\u00e9", en="e") == scheme.criteria[0].title
    assert (
        Title(vi="\u00e9")
        == leaf_of("{ maximum = 1, title = 'e\u0301' }").title
    )


@pytest.mark.parametrize(
    ("title", "codes"),
    [("{ fr = 'x' }", ["PAR104"]), ("{}", ["PAR106"])],
)
def test_titles_have_no_other_languages(title: str, codes: list[str]) -> None:
    """Vietnamese, English, or both."""
    row = f"'1' = {{ maximum = 1, title = {title} }}"

    assert codes == codes_of(ruleset(row))


def test_a_file_of_a_mac_says_what_any_other_says() -> None:
    """Sets, options, examples and their names, with accents apart."""
    choices = '[{ id = "có", points = 1 }, { id = "không", points = 0 }]'
    row = f'"1" = {{ maximum = 1, title = "Hồ sơ", choices = {choices} }}'
    example = (
        '[[example]]\nname = "tốt"\nfacts = { "1" = "có" }\nexpect.total = 1\n'
        '[[example]]\nname = "xấu"\nlike = "tốt"\nexpect.total = 1\n'
    )
    text = ruleset(row, rest=example)
    apart = unicodedata.normalize("NFD", text)

    assert text != apart
    assert scheme_of(text) == scheme_of(apart)


@pytest.mark.parametrize(
    "text",
    [
        ruleset('"e\\u0301" = { maximum = 1 }'),
        ruleset('"1" = { maximum = 1, channel = "e\\u0301" }'),
        ruleset(facts='"e\\u0301" = { type = "flag" }'),
        ruleset(derived='"e\\u0301" = "true"'),
        ruleset(rest='[channel]\n"e\\u0301" = {}'),
        ruleset(
            rest="[[example]]\nname = 'a'\nfacts = { \"e\\u0301\" = 1 }\n"
            "expect = {}"
        ),
    ],
)
def test_names_with_accents_of_their_own_are_refused(text: str) -> None:
    """Only an escape writes one: two names that look equal are equal."""
    (problem,) = problems_of(text)

    assert "PAR105" == problem.code
    assert "string (Unicode NFC)" == problem.arguments["expected"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("", ["PAR114 x.toml "]),
        (" \n\t\n", ["PAR114 x.toml:1:1 "]),
        ("# nothing\n", ["PAR114 x.toml:1:1 "]),
        ("language = 2\nfoo = 1", ["PAR110 x.toml:1:12 language"]),
        (ruleset(rest="[foo]"), ["PAR104 x.toml:17:2 foo"]),
        (ruleset(rest="[[total]]"), ["PAR105 x.toml:17:3 total"]),
        (ruleset(rest="[grade]"), ["PAR105 x.toml:17:2 grade"]),
    ],
)
def test_top_of_the_file_has_its_tables(text: str, marks: list[str]) -> None:
    """Language, ruleset and criteria must be there."""
    assert marks == marks_of(text)


def test_unreadable_heading_leaves_stubs() -> None:
    """What can still be judged is judged."""
    text = ruleset().replace("maximum = 1\n", "", 1).replace('id = "x"\n', "")
    scheme = partial_scheme_of(
        text.replace(LEAF, '"1" = { maximum = 1.5 }\n"2" = { maximum = 1 }\n')
    )

    assert ("unknown", "2.5") == (scheme.id, str(scheme.maximum))


def test_decimals_of_the_ruleset_are_few() -> None:
    """0 to 9 places are published."""
    text = ruleset().replace(
        "maximum = 1\n", "maximum = 1\ndecimals = 10\n", 1
    )

    assert [{"value": "10", "allowed": "0 … 9", "near": ""}] == arguments_of(
        text
    )


def test_fact_row_may_be_a_table_of_its_own() -> None:
    """Inline tables, headers and dotted keys are one in TOML."""
    rows = (
        '1.maximum = 1\n"1".judged.step = 1\n[criteria."2"]\nmaximum = 1\n'
        "[criteria.'2'.judged]\nstep = 1"
    )

    assert ["1", "2"] == [
        node.code for node in scheme_of(ruleset(rows)).criteria
    ]
    assert "count" == fact_of("{ type = 'count' }").type
