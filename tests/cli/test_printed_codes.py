"""Codes as the decision prints them, where the ruleset has others."""

import pathlib

import pytest

import parrules
from cli.commands import ran

Capture = pytest.CaptureFixture[str]

INTERNAL = "vn/brvt/police-internal@2024"
DISTRICT = "vn/brvt/police-district@2024"


@pytest.fixture
def nothing(tmp_path: pathlib.Path) -> str:
    """Return a facts file in which nothing is given."""
    path = tmp_path / "nothing.toml"
    path.write_text("[facts]\n", encoding="utf-8")

    return str(path)


def test_explain_takes_the_code_that_the_decision_prints(
    capsys: Capture, nothing: str
) -> None:
    """Who asks has the decision in hand."""
    answer = ran(capsys, "--lang", "vi", "explain", INTERNAL, nothing, "4.5.1")

    assert (0, ["4.4.1  Phân cấp theo quy định"], True) == (
        answer.code,
        answer.out.splitlines()[:1],
        "văn bản in là 4.5.1" in answer.out,
    )


@pytest.mark.parametrize(
    ("ruleset", "code", "told"),
    [
        (DISTRICT, "5.4.1", "name `5.4`: nothing stands below it"),
        (INTERNAL, "4.5.9", "next to it are `4.1, 4.2, 4.3, 4.4`"),
        (INTERNAL, "1.1.11", "did you mean `1.1.1`?"),
    ],
)
def test_what_is_meant_by_another_code_lies_near_it(
    capsys: Capture, nothing: str, ruleset: str, code: str, told: str
) -> None:
    """Similar digits of another area mean something else."""
    answer = ran(capsys, "--lang", "en", "explain", ruleset, nothing, code)

    assert (2, True) == (answer.code, told in answer.err)


def test_a_code_as_printed_is_told_in_python() -> None:
    """A mapping has one key for one row."""
    breakdown = parrules.load(INTERNAL).evaluate({})
    with pytest.raises(parrules.UsageError) as caught:
        breakdown["4.5.1"]

    assert [("PAR706", "4.4.1")] == [
        (each.code, each.arguments["printed"])
        for each in caught.value.problems
    ]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("4.5.1", {"near": "", "printed": "4.4.1", "form": "4.5.1"}),
        # Nobody answers for it.
        ("4.5.2", {"near": "", "printed": "", "form": "4.5.2"}),
    ],
)
def test_facts_under_a_printed_code_are_told_theirs(
    code: str, told: dict[str, str]
) -> None:
    """What is submitted is never taken for something else unasked."""
    ruleset = parrules.load(INTERNAL)
    (problem,) = ruleset.check({code: "yes"})

    assert ("PAR301", {"name": code, **told}) == (
        problem.code,
        dict(problem.arguments),
    )


def test_evidence_for_a_printed_code_is_told_its_own() -> None:
    """As the facts are."""
    evidence = parrules.Evidence(supports=("4.5.1",), id="a")
    submission = parrules.Submission(facts={}, evidence=(evidence,))
    (problem,) = parrules.load(INTERNAL).check(submission)

    assert ("PAR311", "4.4.1") == (
        problem.code,
        problem.arguments["printed"],
    )
