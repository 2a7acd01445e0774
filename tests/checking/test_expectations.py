"""Examples: nothing unknown passes in them, neither in nor out."""

import pathlib
import re

import pytest

from checking.rulesets import codes, ruleset
from conformance.corpus import CASES, Case, compiled, evaluated
from parrules.checking.expectations import rules_of
from parrules.errors import RulesetError
from parrules.library import check, load
from parrules.loading.wire import ExpectedNode, attributes_of
from parrules.outcome import STATUSES
from parrules.scoring.border import REFUSALS

SCORING = pathlib.Path(__file__).parents[2] / "src" / "parrules" / "scoring"
FACTS = """
[fact]
done    = { type = "count", at_most = "planned" }
planned = { type = "count", required = true }
"""
ROWS = """
[criteria]
"1"   = { maximum = 10, title = "Lĩnh vực" }
"1.1" = { maximum = 8, title = "Tỷ lệ", if_none = "zero", tiers = [
    [100, 8], [50, 4], [0, 0],
  ], measure = "percent(done, planned)" }
"1.2" = { maximum = 2, title = "Hỏi", answers = "yes_no" }
"""
ANSWERS = "[answers]\nyes_no = { yes = 100, no = 0 }\n"
GOOD = """
[[example]]
name = "base"
facts = { planned = 2, done = 1, "1.2" = "yes" }
evidence = ["done", "1.2"]
expect = { total = 6, "1.1" = { rule = "1.1#2", status = "scored" } }
"""


@pytest.fixture
def marks(tmp_path: pathlib.Path) -> "Marks":
    """Return what tells the problems of a ruleset with these examples."""
    return Marks(tmp_path / "x.toml")


class Marks:
    """Code and place within the examples of all that is wrong."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path

    def of(self, example: str) -> list[str]:
        """Return what is wrong with a ruleset that has *example*, too."""
        text = ruleset(
            fact=FACTS,
            criteria=ROWS,
            answers=ANSWERS,
            example=GOOD + "\n" + example,
        )
        self.path.write_text(text, "utf-8")
        first = text[: text.index(example)].count("\n") if example else 0

        return [
            f"{each.place.line - first if each.place else ''}"  # type: ignore[operator]  # it has a line
            f":{each.place.column if each.place else ''} {each.code}"
            for each in check(self.path)
        ]


def test_a_sound_example_passes(marks: Marks) -> None:
    """Nothing is found where nothing is wrong."""
    assert [] == marks.of("")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["facts = { zzz = 1, planned = 1 }"], ["3:17 PAR301"]),
        (['facts = { planed = 1, "1.1" = "yes" }'], ["3:20 PAR301"] * 1),
        (['like = "base"', 'without = ["done", "zzz"]'], ["4:20 PAR301"]),
        (['like = "base"', 'evidence = ["zzz"]'], ["4:13 PAR311"]),
        (["facts.planned = 1.0"], ["3:17 PAR302"]),
        (["facts.planned = -1"], ["3:17 PAR303"]),
        (["facts = { planned = 1, done = 2 }"], ["3:31 PAR305"]),
        (["facts.done = 2"], ["1:3 PAR306"]),
        (['facts = { planned = 1, "1.2" = "maybe" }'], ["3:32 PAR308"]),
        (['like = "base"', "facts.planned = 0"], ["3:8 PAR305"]),
        (
            ['like = "base"', 'expect."1.1".status = "scord"'],
            ["4:23 PAR111"],
        ),
        (
            ['like = "base"', 'expect."1.1".rule = "1.1#9"'],
            ["4:21 PAR422"],
        ),
        (['like = "base"', 'expect."1.1".rule = "2#1"'], ["4:21 PAR422"]),
        (['expect.problems = ["PAR306"]'], []),
        (['expect.problems = ["PAR999"]'], ["3:20 PAR423"]),
        (['expect.problems = ["PAR301"]', "facts.zzz = 1"], []),
        (
            ['expect.problems = ["PAR305"]', "facts.zzz = 1"],
            ["4:13 PAR301"],
        ),
    ],
)
def test_what_is_unknown_or_refused_in_an_example_is_found(
    lines: list[str], found: list[str], marks: Marks
) -> None:
    """Where it is written; not only when examples are run."""
    if not any("expect" in line for line in lines):
        lines = [*lines, "expect.complete = false"]
    text = "\n".join(["[[example]]", 'name = "x"', *lines])
    if found == ["3:20 PAR301"]:
        found = ["3:11 PAR301", "3:30 PAR301"]
    seen = [re.sub(r"^(\d+):\d+", r"\1", mark) for mark in marks.of(text)]

    assert [re.sub(r"^(\d+):\d+", r"\1", mark) for mark in found] == seen


def test_what_is_taken_over_is_told_once_where_it_is_written(
    marks: Marks,
) -> None:
    """Ten examples like a wrong one are one mistake."""
    like = '[[example]]\nname = "{0}"\nlike = "x"\nexpect.complete = true\n'
    text = (
        '[[example]]\nname = "x"\nfacts.planned = -1\nexpect.total = 1\n'
        + "".join(like.format(n) for n in range(3))
    )

    assert ["3:17 PAR303"] == marks.of(text)


def test_a_ruleset_with_a_refused_example_is_not_loaded(
    marks: Marks,
) -> None:
    """It is an error like any other."""
    marks.of('[[example]]\nname = "x"\nfacts.planned = -1\nexpect.total = 1\n')
    with pytest.raises(RulesetError):
        load(marks.path)

    assert "PAR303" == check(marks.path)[0].code


@pytest.mark.parametrize("case", CASES)
def test_every_rule_that_decides_is_among_those_that_may(case: Case) -> None:
    """The corpus has every kind of rule: no example is blamed wrongly."""
    nodes = {node.code: node for node in compiled(case["ruleset"]).criteria()}
    strange = [
        node.rule
        for code, node in evaluated(case).items()
        if node.rule
        and node.rule
        not in [f"{code}#{name}" for name in rules_of(nodes[code])]
    ]

    assert [] == strange


def test_statuses_of_examples_are_those_of_outcomes() -> None:
    """What can come out can be expected."""
    kind = attributes_of(ExpectedNode)["status"]

    assert all(f"'{status}'" in str(kind) for status in STATUSES)


def test_refusals_are_what_scoring_reports() -> None:
    """A new code of scoring can be expected, too.

    But for what only submissions that a program makes can have.
    """
    reported = {
        code
        for path in SCORING.glob("*.py")
        if path.name != "handed.py"
        for code in re.findall(r'"(PAR\d{3})"', path.read_text("utf-8"))
    }

    assert sorted(reported) == sorted(REFUSALS)


@pytest.mark.parametrize(
    ("facts", "within", "found"),
    [
        ("", "block", []),
        ("", "unit.block", []),
        ("", "province", []),
        ("", "blok", ["PAR424"]),
        ('"unit.kind" = { type = "flag" }', "kind", []),
        ('"unit.kind" = { type = "flag" }', "unit.kind", []),
        ('"unit.kind" = { type = "flag" }', "level", []),
        ('"unit.kind" = { type = "flag" }', "province", ["PAR424"]),
    ],
)
def test_what_units_are_ranked_within_is_something_about_them(
    tmp_path: pathlib.Path, facts: str, within: str, found: list[str]
) -> None:
    """Of a unit a file may say more than is declared, so doubts are few."""
    path = tmp_path / "x.toml"
    fact = (
        '[fact]\ndone = { type = "count", at_most = "planned" }\n'
        f'planned = {{ type = "count" }}\n{facts}\n'
    )
    path.write_text(
        ruleset(fact=fact, ranking=f'[ranking]\nwithin = "{within}"'), "utf-8"
    )

    assert found == [problem.code for problem in check(path)]


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("expect = { total = 0 }", []),
        ("expect = { '1.1' = 0 }", []),
        ("expect = {}", ["PAR430"]),
        ("expect = { problems = [] }", ["PAR430"]),
        ("expect = { problems = ['PAR303'], total = 1 }", ["PAR431"]),
        (
            "expect = { problems = ['PAR303'], '1.1' = 1, grade = 'a' }",
            ["PAR431", "PAR418", "PAR431"],
        ),
        ("without = ['done']\nexpect = { total = 0 }", ["PAR433"]),
    ],
)
def test_example_compares_something_and_all_that_it_says(
    example: str, expected: list[str]
) -> None:
    """PAR430 to PAR433: what would never be compared is told."""
    text = ruleset(example=f"[[example]]\nname = 'a'\n{example}\n")

    assert sorted(expected) == sorted(codes(text))


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("without = ['done']", []),
        ("without = ['done']\nfacts = { done = 1 }", ["PAR433"]),
        ("without = ['planned']", ["PAR433"]),
        ("without = ['plannde']", ["PAR301"]),
    ],
)
def test_what_is_left_out_was_there_and_stays_away(
    rest: str, expected: list[str]
) -> None:
    """PAR433: of what `like` gives, and what the example does not."""
    text = ruleset(
        example=(
            "[[example]]\nname = 'a'\nfacts = { done = 1 }\n"
            "expect = { complete = false }\n"
            f"[[example]]\nname = 'b'\nlike = 'a'\n{rest}\n"
            "expect = { complete = false }\n"
        )
    )

    assert expected == codes(text)
