"""Knock-outs, grades, ranking, answers and examples."""

from decimal import Decimal

import pytest

from loading.files import (
    arguments_of,
    codes_of,
    marks_of,
    partial_scheme_of,
    ruleset,
    scheme_of,
)
from parrules.model import (
    Choice,
    Expectation,
    Grade,
    KnockOut,
    Quota,
    Ranking,
    Title,
    Total,
)

FACTS = 'n = { type = "count" }\nfalse_rows = { type = "codes" }'


def test_knock_out_names_codes_or_a_fact() -> None:
    """A list of codes, or a fact of type codes."""
    rest = (
        "[[knock_out]]\ncriteria = ['1', ' 2 ']\nwhen = 'n > 1'\nid = 'x'\n"
        "[[knock_out]]\ncriteria = 'false_rows'\nwhen = 'true'\nlabel = 'l'"
    )
    first, second = scheme_of(ruleset(facts=FACTS, rest=rest)).knock_outs

    assert (("1", "2"), None, "x") == (first.criteria, first.fact, first.id)
    assert isinstance(second, KnockOut)
    assert ((), "false_rows", Title("l")) == (
        second.criteria,
        second.fact,
        second.label,
    )


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("criteria = 'n'\nwhen = 'true'", ["PAR504"]),
        ("criteria = 'false_row'\nwhen = 'true'", ["PAR503"]),
        ("criteria = 'broken'\nwhen = 'true'", ["PAR111"]),
        ("criteria = 1\nwhen = 'true'", ["PAR105"]),
        ("criteria = '1'\nwhen = 'true'", ["PAR105"]),
        ("criteria = ['1']", ["PAR106"]),
        ("criteria = []\nwhen = 'true'", ["PAR128"]),
        ("when = 'true'", ["PAR106"]),
        ("criteria = ['1']\nwhen = 'n'", ["PAR504"]),
        ("criteria = ['1']\nwhen = \"points_of('1') > 0\"", ["PAR515"]),
    ],
)
def test_knock_out_is_about_facts_alone(lines: str, codes: list[str]) -> None:
    """It comes before anything is scored."""
    facts = FACTS
    if "broken" in lines:
        facts += '\nbroken = { type = "cods" }'

    assert codes == codes_of(
        ruleset(facts=facts, rest=f"[[knock_out]]\n{lines}")
    )


def test_grades_have_a_bound_or_none() -> None:
    """Reached or passed."""
    rest = (
        "[[grade]]\nid = 'a'\nabove = 8\n[[grade]]\nid = 'b'\nfrom = 5\n"
        "[[grade]]\nid = 'c'\ntitle = 'C'"
    )

    assert (
        Grade(id="a", bound=Decimal(8), strict=True),
        Grade(id="b", bound=Decimal(5)),
        Grade(id="c", title=Title("C")),
    ) == scheme_of(ruleset(rest=rest)).grades


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("from = 5", ["PAR106"]),
        ("id = 'a'\nfrom = 5\nabove = 5", ["PAR116"]),
        ("id = 'a'\nrequires = '1'", ["PAR504"]),
    ],
)
def test_grade_has_an_id_and_one_bound(lines: str, codes: list[str]) -> None:
    """And its gate is a condition."""
    assert codes == codes_of(ruleset(rest=f"[[grade]]\n{lines}"))


def test_ranking_and_quotas_have_defaults() -> None:
    """By the total, ties sharing a rank, rounded down."""
    rest = "[ranking]\nquota = [{ grade = 'a', share = 0.2 }]"

    assert (
        Ranking(quota=(Quota(grade="a", share=Decimal("0.2")),))
        == scheme_of(ruleset(rest=rest)).ranking
    )
    assert scheme_of(ruleset()).ranking is None


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("ties = 'shared'", ["PAR111"]),
        ("quota = [{ grade = 'a' }]", ["PAR106"]),
        ("quota = [{ share = 1 }]", ["PAR106"]),
        (
            "quota = [{ grade = 'a', share = 1, round = 'half_even' }]",
            ["PAR111"],
        ),
        ("order = 'total'", ["PAR105"]),
    ],
)
def test_ranking_is_strict(lines: str, codes: list[str]) -> None:
    """Every value is one of the listed."""
    assert codes == codes_of(ruleset(rest=f"[ranking]\n{lines}"))


def test_total_channel_and_policy() -> None:
    """The small tables, with their defaults."""
    rest = (
        "[total]\nat_most = 1\nrescale = 'area'\n"
        "[policy]\nunevidenced = 'zero'\n[channel]\nc = { held = 'h' }"
    )
    facts = 'h = { type = "flag" }'
    scheme = scheme_of(ruleset(facts=facts, rest=rest))

    assert Total(at_most=Decimal(1), rescale="area") == scheme.total
    assert ("zero", "zero") == (
        scheme.policy.missing,
        scheme.policy.unevidenced,
    )
    assert ["h"] == [channel.held for channel in scheme.channels]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("[policy]\nmissing = 'explain'", ["PAR111"]),
        ("[policy]\nmising = 'zero'", ["PAR104"]),
        ("[total]\nrescale = 'areas'", ["PAR111"]),
        ("[channel]\nc = 5", ["PAR105"]),
        ("[channel]\nc = { held = 'h' }", ["PAR503"]),
        ("[channel]\nc = { held = 'n' }", ["PAR504"]),
        ("[channel]\nc = { maximum = 'x' }", ["PAR105"]),
    ],
)
def test_small_tables_are_strict(lines: str, codes: list[str]) -> None:
    """Unknown keys, values and types."""
    assert codes == codes_of(ruleset(facts=FACTS, rest=lines))


def test_answers_are_named_sets_of_percents() -> None:
    """Of the maximum of the row that asks for them."""
    assert {
        "yes_no": (
            Choice(id="yes", share=Decimal(100)),
            Choice(id="no", share=Decimal(0)),
        )
    } == scheme_of(ruleset()).answers


def test_answers_may_have_labels() -> None:
    """In a set, some as a percent alone and some as a table."""
    lines = (
        "a = { much = { share = 100, label = { vi = 'Nhiều', en = 'Much' } },"
        " some = { label = 'Ít', share = 0.5 }, none = 0,"
        " odd = { share = 1 } }"
    )
    text = ruleset().replace("[answers]\n", f"[answers]\n{lines}\n")

    assert (
        Choice(id="much", share=Decimal(100), label=Title("Nhiều", "Much")),
        Choice(id="some", share=Decimal("0.5"), label=Title("Ít")),
        Choice(id="none", share=Decimal(0)),
        Choice(id="odd", share=Decimal(1)),
    ) == scheme_of(text).answers["a"]


def test_unreadable_label_leaves_the_answer() -> None:
    """Who names it is not told that it is not there."""
    lines = "a = { x = { share = 1, label = 2 } }"
    text = ruleset().replace("[answers]\n", f"[answers]\n{lines}\n")

    assert ["PAR105 x.toml:13:32 answers.a.x.label"] == marks_of(text)
    assert (Choice(id="x", share=Decimal(1)),) == partial_scheme_of(
        text
    ).answers["a"]


def test_an_answer_is_a_number_or_a_table() -> None:
    """And the problem says so."""
    text = ruleset().replace("[answers]\n", "[answers]\na = { x = 'y' }\n")

    assert ["number | table"] == [
        arguments["expected"] for arguments in arguments_of(text)
    ]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("a = 5", ["PAR105"]),
        ("a = { x = 'y' }", ["PAR105"]),
        ("a = { x = true }", ["PAR105"]),
        ("a = { x = [1] }", ["PAR105"]),
        ("a = { x = { label = 'y' } }", ["PAR116"]),
        ("a = { x = { share = 'y' } }", ["PAR105"]),
        ("a = { x = { share = 1, lable = 'y' } }", ["PAR104"]),
        ("a = { x = { share = 1, points = 1 } }", ["PAR104"]),
        (
            "a = { x = { share = 1, not_applicable = 'full' } }",
            ["PAR116"],
        ),
        ("a = { x = { not_applicable = 'none' } }", ["PAR111"]),
        ("a = { x = nan }", ["PAR107"]),
        ('a = { "e\\u0301" = 1 }', ["PAR105"]),
        ('"e\\u0301" = { a = 1 }', ["PAR105"]),
        ("a = {}", ["PAR128"]),
    ],
)
def test_answers_are_strict(lines: str, codes: list[str]) -> None:
    """A set is a table, an answer a number or a table that says which."""
    text = ruleset().replace("[answers]\n", f"[answers]\n{lines}\n")

    assert codes == codes_of(text)


# -- examples ----------------------------------------------------------------


def example(*tables: str) -> str:
    """Return a ruleset with these examples."""
    rest = "".join(f"[[example]]\n{table}\n" for table in tables)

    return ruleset(facts=FACTS, rest=rest)


def test_example_has_facts_as_toml_has_them() -> None:
    """Lists become tuples; a tally may be a table by level."""
    (found,) = scheme_of(
        example(
            "name = 'a'\nfacts = { n = 1, ' 1 ' = 'yes', list = ['1'],"
            " x = 0.5, f = true, day = 2021-01-01, unit.block = 'north',"
            " views = { good = 3 } }\nevidence = [' n ']\n"
            "expect = { total = 1, base = 1, bonus = 0, penalty = 0,"
            " grade = 'g', complete = true, problems = ['PAR303'],"
            " '1' = 0.5, '1.1' = { points = 1, status = 'scored',"
            " rule = '1#yes' } }"
        )
    ).examples

    assert ["n", "1", "list", "x", "f", "day", "unit.block", "views"] == list(
        found.facts
    )
    assert (("1",), {"good": 3}) == (
        found.facts["list"],
        found.facts["views"],
    )
    assert ("n",) == found.evidence
    assert ["total", "base", "bonus", "penalty"] == list(found.totals)
    assert ("g", True, ("PAR303",)) == (
        found.grade,
        found.complete,
        found.problems,
    )
    assert (
        Expectation(code="1", points=Decimal("0.5")),
        Expectation(
            code="1.1", points=Decimal(1), status="scored", rule="1#yes"
        ),
    ) == found.nodes


def test_example_like_another_adds_and_takes_away() -> None:
    """Over several steps, in any order; evidence is replaced."""
    last, first, middle = scheme_of(
        example(
            "name = 'c'\nlike = 'b'\nwithout = ['z', ' y ']\nexpect = {}",
            "name = 'a'\nfacts = { x = 1, y = 1 }\nevidence = ['x']\n"
            "expect = { total = 1 }",
            "name = 'b'\nlike = 'a'\nfacts = { x = 2, z = 3 }\n"
            "evidence = []\nexpect = {}",
        )
    ).examples

    assert {"x": 2} == last.facts
    assert ((), ("x",), ()) == (
        last.evidence,
        first.evidence,
        middle.evidence,
    )
    assert {} == last.totals


@pytest.mark.parametrize(
    ("tables", "marks"),
    [
        (
            ("name = 'a'\nlike = 'b'\nexpect = {}",),
            ["PAR417 x.toml:20:9 example.0.like"],
        ),
        (
            ("name = 'a'\nlike = 'a'\nexpect = {}",),
            ["PAR417 x.toml:20:9 example.0.like"],
        ),
        (
            (
                "name = 'a'\nlike = 'b'\nexpect = {}",
                "name = 'b'\nlike = 'a'\nexpect = {}",
                "name = 'c'\nlike = 'b'\nexpect = {}",
            ),
            [
                "PAR417 x.toml:20:9 example.0.like",
                "PAR417 x.toml:24:9 example.1.like",
            ],
        ),
    ],
)
def test_example_is_like_one_that_there_is(
    tables: tuple[str, ...], marks: list[str]
) -> None:
    """And not, in a circle, like itself."""
    assert marks == marks_of(example(*tables))


def test_near_name_of_an_example_is_suggested() -> None:
    """Never its own."""
    text = example(
        "name = 'nothing done'\nlike = 'nothing doen'\nexpect = {}",
        "name = 'nothing donne'\nexpect = {}",
    )

    assert [{"name": "nothing doen", "near": "nothing donne"}] == arguments_of(
        text
    )


def test_chain_of_examples_is_at_most_fifty_long() -> None:
    """So that a file cannot multiply its facts for ever."""
    tables = [
        f"name = '{i}'\nlike = '{i + 1}'\nexpect = {{}}" for i in range(52)
    ]
    text = example(*tables, "name = '52'\nexpect = {}")

    assert ["PAR122"] == codes_of(text)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("expect = {}", ["PAR106"]),
        ("name = 'a'", ["PAR106"]),
        ("name = 'a'\nfacts = 1\nexpect = {}", ["PAR105"]),
        ("name = 'a'\nfacts = { d = 07:30:00 }\nexpect = {}", ["PAR105"]),
        ("name = 'a'\nfacts = { d = [[1]] }\nexpect = {}", ["PAR105"]),
        (
            "name = 'a'\nfacts = { d = { a = { b = 1 } } }\nexpect = {}",
            ["PAR105"],
        ),
        (
            "name = 'a'\nfacts = { d = nan, e = [nan] }\nexpect = {}",
            ["PAR107", "PAR107"],
        ),
        (
            "name = 'a'\nfacts = { 1.1.2 = 'yes', 1.1.3 = 1 }\nexpect = {}",
            ["PAR108", "PAR108"],
        ),
        (
            "name = 'a'\nfacts = { T.1 = nan }\nexpect = {}",
            ["PAR107", "PAR108"],
        ),
        ("name = 'a'\nexpect = { 1.1 = 5 }", ["PAR108"]),
        ("name = 'a'\nexpect = { 1.1 = { points = 5 } }", ["PAR108"]),
        ("name = 'a'\nexpect = { total = 'x' }", ["PAR105"]),
        ("name = 'a'\nexpect = { '1' = 'x' }", ["PAR105"]),
        ("name = 'a'\nexpect = { '1' = { point = 1 } }", ["PAR104"]),
        ("name = 'a'\nexpect = { complete = 1 }", ["PAR105"]),
        ("name = 'a'\nexpect = { problems = 'PAR301' }", ["PAR105"]),
        ("name = 'a'\nexpect = { grade = 1 }", ["PAR105"]),
    ],
)
def test_examples_are_strict(table: str, codes: list[str]) -> None:
    """Facts are TOML values, expectations numbers and known keys."""
    assert sorted(codes) == sorted(codes_of(example(table)))


def test_unquoted_codes_of_an_example_are_understood() -> None:
    """The problem is said, the meaning kept."""
    scheme = partial_scheme_of(
        example(
            "name = 'a'\nfacts = { 1.1.2 = 'yes', T.1 = 2 }\n"
            "expect = { 1.1 = { points = 5 } }"
        )
    )
    (found,) = scheme.examples

    assert {"1.1.2": "yes", "T.1": 2} == found.facts
    assert ["1.1"] == [node.code for node in found.nodes]


def test_the_opposite_of_a_flag_is_no_name_of_a_flag() -> None:
    """`held` names a flag; its opposite is derived."""
    text = ruleset(
        facts="h = { type = 'flag' }", rest="[channel]\nc = { held = 'not h' }"
    )
    (arguments,) = arguments_of(text)

    assert 'not_h = "not h"' == arguments["condition"]
