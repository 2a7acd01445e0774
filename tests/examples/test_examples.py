"""A ruleset's examples, run."""

import pathlib

from parrules.examples import Difference, run_examples
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset

SMALL = pathlib.Path(__file__).parents[1] / "reporting" / "small.toml"
BASE = """
[[example]]
name = "base"
facts = { issued = 2024-01-20, tasks = 4, tasks_done = 4, spread = 100, opinions = [0, 5], "1.1.2" = "yes", "1.4" = 1 }
evidence = ["issued"]
"""  # noqa: E501  # TOML keeps inline tables on one line


def ruleset(examples: str) -> Ruleset:
    """Return the small ruleset with other examples."""
    text = SMALL.read_text("utf-8").partition("[[example]]")[0]
    scheme = parse_ruleset(text + BASE + examples, "small.toml").scheme
    assert scheme is not None

    return Ruleset(scheme)


def differences(expected: str) -> list[Difference]:
    """Return what comes out otherwise than *expected*."""
    (result,) = run_examples(ruleset(f"expect = {{ {expected} }}"))

    assert result.passed is not bool(result.differences)

    return list(result.differences)


def test_what_comes_out_as_expected_passes() -> None:
    """Totals, grade, completeness, points, status and rule are compared."""
    assert [] == differences(
        "total = 10, base = 10, bonus = 0, penalty = 0, grade = 'good', "
        "complete = true, '1.1.1' = { points = 1, status = 'scored', "
        "rule = '1.1.1#2' }, '1' = 8.0"
    )


def test_what_comes_out_otherwise_is_shown_beside_it() -> None:
    """Each difference has a name, what was expected, and what came out."""
    assert [
        Difference("total", "9.5", "10.00"),
        Difference("grade", "fair", "good"),
        Difference("complete", "false", "true"),
        Difference("1.1.1", "0.5", "1"),
        Difference("1.1.1.status", "missing", "scored"),
        Difference("1.1.1.rule", "1.1.1#1", "1.1.1#2"),
        Difference("8.8", "1", ""),
    ] == differences(
        "total = 9.5, grade = 'fair', complete = false, '1.1.1' = { points "
        "= 0.50, status = 'missing', rule = '1.1.1#1' }, '8.8' = 1"
    )


def test_a_total_may_be_expected_as_published_or_exact() -> None:
    """8.7142… is published as 8.71."""
    example = """
        [[example]]
        name = "sevenths"
        like = "base"
        facts = { opinions = [1, 6] }
        expect = { total = 9.71, base = 9.71 }
    """
    results = run_examples(ruleset("expect = {}" + example))

    assert [True, True] == [result.passed for result in results]


def test_problems_may_be_expected() -> None:
    """An example may show what is refused."""
    for expected, found in (
        ("problems = ['PAR305']", []),
        ("problems = []", [Difference("problems", "", "PAR305")]),
        (
            "problems = ['PAR301']",
            [Difference("problems", "PAR301", "PAR305")],
        ),
    ):
        example = f"""
            [[example]]
            name = "too many"
            like = "base"
            facts = {{ tasks_done = 5 }}
            expect = {{ {expected} }}
        """
        result = run_examples(ruleset("expect = {}" + example))[1]

        assert found == list(result.differences)
        assert ["PAR305"] == [each.code for each in result.problems]


def test_a_refusal_that_did_not_come_is_a_difference() -> None:
    """Where a problem was expected, a score is none."""
    assert [Difference("problems", "PAR305", "")] == differences(
        "problems = ['PAR305']"
    )
