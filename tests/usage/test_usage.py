"""What is no argument is told as a problem, never as an error of Python's."""

import pathlib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import parrules
from checking.rulesets import ruleset as text_of
from parrules import Breakdown, Ruleset, UsageError, testing
from parrules.composite import (
    UnitTable,
    check_index,
    load_index,
    parse_index,
    rank_index,
    read_index,
)
from parrules.composite import read_units as read_table
from parrules.coverage import cover, lcov_text
from parrules.errors import Problem
from parrules.examples import run_examples
from parrules.loading import parse_ruleset
from parrules.model import Title
from parrules.mutation import mutants, run_mutants
from parrules.reporting.html import breakdown_html
from parrules.sensitivity import (
    Uncertainty,
    analyse_sensitivity,
    parse_uncertainty,
    read_uncertainty,
)

Call = Callable[[Any], object]
NOTHING: Any = None
NUMBER: Any = 3
OF_PATHS: dict[str, Call] = {
    "load": parrules.load,
    "check": parrules.check,
    "read_submission": parrules.read_submission,
    "read_units": parrules.read_units,
    "read_units, of several": lambda value: parrules.read_units([value]),
    "read_published": parrules.read_published,
    "read_frame": parrules.read_frame,
    "read_answers": lambda value: parrules.read_answers(value, NOTHING),
    "load_questionnaire": parrules.load_questionnaire,
    "check_questionnaire": parrules.check_questionnaire,
    "load_assessment": parrules.load_assessment,
    "load_index": load_index,
    "read_index": read_index,
    "read_units of an index": read_table,
    "read_uncertainty": read_uncertainty,
    "check_index": check_index,
}
OF_OBJECTS: dict[str, Call] = {
    "read_submission": lambda value: parrules.read_submission("x", value),
    "read_units": lambda value: parrules.read_units(["x"], value),
    "prove": parrules.prove,
    "rank_units": lambda value: parrules.rank_units(value, []),
    "rank": lambda value: parrules.rank(value, []),
    "apply_quotas": lambda value: parrules.apply_quotas(value, []),
    "compare": lambda value: parrules.compare(value, value),
    "doubts": parrules.doubts,
    "doubts, each": lambda value: parrules.doubts([value]),
    "doubts, a scheme": lambda value: parrules.doubts([], value),
    "standing_of": lambda value: parrules.standing_of(value, value),
    "count_answers": lambda value: parrules.count_answers({}, value),
    "read_answers": lambda value: parrules.read_answers("x", value),
    "run_survey": lambda value: parrules.run_survey(value, value),
    "rank_survey": parrules.rank_survey,
    "hand_in": parrules.hand_in,
    "rank_index": rank_index,
    "UnitTable.of": UnitTable.of,
    "UnitTable.of, each": lambda value: UnitTable.of({"HT": value}),
    "analyse_sensitivity": lambda value: analyse_sensitivity(
        value, [], Uncertainty()
    ),
    "run_examples": run_examples,
    "cover": cover,
    "lcov_text": lambda value: lcov_text(value, "x.toml"),
    "mutants": lambda value: list(mutants(value)),
    "run_mutants": run_mutants,
    "facts": testing.facts,
    "near_thresholds": testing.near_thresholds,
    "submissions": testing.submissions,
    "assert_bounds": testing.assert_bounds,
    "assert_monotone": testing.assert_monotone,
    "assess": parrules.assess,
    "required_sample": lambda value: parrules.required_sample(value, NOTHING),
    "required_sample, an error": lambda value: parrules.required_sample(
        1, value
    ),
}


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """Return a ruleset with a row of its own."""
    scheme = parse_ruleset(text_of(), "x.toml").scheme
    assert scheme is not None

    return Ruleset(scheme)


def refused(call: Callable[[], object]) -> Problem:
    """Return what is wrong with a call."""
    with pytest.raises(UsageError) as caught:
        call()
    (problem,) = caught.value.problems

    return problem


@pytest.mark.parametrize("value", [None, 3, Fraction(1)])
@pytest.mark.parametrize("name", OF_PATHS)
def test_what_is_no_path_is_told_as_that(name: str, value: object) -> None:
    """Nothing of Python's own, and what is wanted is named."""
    problem = refused(lambda: OF_PATHS[name](value))

    assert ("PAR920", True) == (
        problem.code,
        problem.arguments["expected"].startswith("str | os.PathLike"),
    )


@pytest.mark.parametrize("value", [3, "x", object()])
@pytest.mark.parametrize("name", OF_OBJECTS)
def test_what_is_something_else_is_told_as_that(
    name: str, value: object
) -> None:
    """A Python programmer may catch it as a `TypeError`, too."""
    if (name, value) == ("required_sample", 3):
        value = Decimal(3)
    with pytest.raises(TypeError):
        OF_OBJECTS[name](value)

    assert "PAR920" == refused(lambda: OF_OBJECTS[name](value)).code


@pytest.mark.parametrize("value", ["", 3, None])
def test_what_are_no_units_are_told_as_that(
    value: Any,  # noqa: ANN401  # wrong on purpose
    ruleset: Ruleset,
) -> None:
    """A text is no list of units, though Python counts its letters."""
    codes = {
        refused(call).code
        for call in (
            lambda: parrules.rank_units(ruleset, value),
            lambda: parrules.rank(ruleset.scheme, value),
            lambda: parrules.apply_quotas(ruleset.scheme, value),
        )
    }

    assert {"PAR920"} == codes


@pytest.mark.parametrize("language", ["de", "VI", "", None, 3])
def test_a_language_that_nobody_wrote_is_told_with_those_there_are(
    language: Any,  # noqa: ANN401  # wrong on purpose
    ruleset: Ruleset,
) -> None:
    """Of breakdowns, problems, titles and whatever else is written."""
    breakdown = ruleset.evaluate({})
    problem = Problem(code="PAR420")
    calls: tuple[Callable[[], object], ...] = (
        lambda: breakdown.text(language),
        lambda: breakdown.explain("1", language),
        lambda: breakdown_html(breakdown.to_dict(), language),
        lambda: problem.text(language),
        lambda: Title("x").text(language),
    )

    assert [("PAR921", "vi | en")] * len(calls) == [
        (found.code, found.arguments["allowed"])
        for found in map(refused, calls)
    ]


@pytest.mark.parametrize(
    ("code", "near"), [("9", ""), ("1,1", "1.1"), ("1.1 ", "1.1"), ("x", "")]
)
def test_a_code_that_is_not_there_is_told_with_what_was_meant(
    code: str, near: str, ruleset: Ruleset
) -> None:
    """A mapping raises a `KeyError`, and so does this one."""
    breakdown = ruleset.evaluate({})
    with pytest.raises(KeyError):
        breakdown[code]
    told = [
        refused(lambda: breakdown[code]),
        refused(lambda: breakdown.explain(code)),
    ]

    assert [("PAR706", near)] * 2 == [
        (each.code, each.arguments["near"]) for each in told
    ]


def test_a_mapping_is_asked_for_anything(ruleset: Ruleset) -> None:
    """Whether something is there is always known."""
    breakdown = ruleset.evaluate({})
    odd: tuple[Any, ...] = (None, [], 3, "9")

    assert [(False, "else")] * 4 == [
        (each in breakdown, breakdown.get(each, "else")) for each in odd
    ]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda breakdown: breakdown[[]], "PAR920"),
        (lambda breakdown: breakdown.explain(None), "PAR920"),
        (lambda breakdown: breakdown.explain("1", width="x"), "PAR920"),
        (lambda breakdown: breakdown.explain("1", width=True), "PAR920"),
        (lambda breakdown: breakdown.explain("1", width=0), "PAR921"),
    ],
)
def test_what_is_no_code_and_no_width_is_told_as_that(
    call: Callable[[Breakdown], object], code: str, ruleset: Ruleset
) -> None:
    """However narrow a line is, something is written."""
    breakdown = ruleset.evaluate({})

    assert breakdown.explain("1", width=1)
    assert code == refused(lambda: call(breakdown)).code


@pytest.mark.parametrize("engine", [None, 3, []])
def test_what_is_no_name_of_an_engine_is_told_as_that(
    engine: Any,  # noqa: ANN401  # wrong on purpose
    ruleset: Ruleset,
) -> None:
    """A name that is wrong is `PAR910`."""
    assert (
        "PAR920" == refused(lambda: ruleset.evaluate({}, engine=engine)).code
    )


def test_a_claim_that_is_not_there_is_told_with_what_was_meant(
    ruleset: Ruleset,
) -> None:
    """Of a proof, as of a cohort."""
    proof = parrules.prove(ruleset)
    problem = refused(lambda: proof["gap:1,1"])

    assert ("PAR922", "gap:1.1") == (problem.code, problem.arguments["near"])


def test_a_unit_that_is_not_there_is_told_with_what_was_meant(
    ruleset: Ruleset,
) -> None:
    """One of those that were ranked."""
    units = [
        parrules.Submission(facts={}, unit={"id": name})
        for name in ("Phường 1", "Phường 22")
    ]
    cohort = parrules.rank_units(ruleset, units)
    problem = refused(lambda: cohort["Phường 2"])

    assert ("PAR922", True) == (
        problem.code,
        problem.arguments["near"] in ("Phường 1", "Phường 22"),
    )


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda each: each.standing({}, unit=3), "str"),
        (lambda each: each.standing({}, block=3), "str"),
        (lambda each: each.breakdown_of({}, unit=[]), "str"),
        (lambda each: each.place(NUMBER), "tuple | str"),
        (lambda each: parrules.rank_units(each, [], block_by=NUMBER), "str"),
        (
            lambda each: sensitivity_of(each, submissions=3),
            "list of Submission",
        ),
        (lambda each: sensitivity_of(each, submissions=[3]), "Submission"),
        (lambda each: sensitivity_of(each, uncertainty=3), "Uncertainty"),
        (lambda each: sensitivity_of(each, draws="x"), "int"),
        (lambda each: sensitivity_of(each, seed=None), "int"),
        (lambda each: sensitivity_of(each, level=True), "int"),
        (lambda each: testing.assert_bounds(each, examples=NOTHING), "int"),
        (lambda each: testing.assert_bounds(each, seed=NOTHING), "int"),
        (lambda _each: parse_index(NUMBER, "x"), "str | bytes"),
        (lambda _each: parse_index("", NUMBER), "str"),
        (lambda _each: parse_uncertainty(NOTHING, "x"), "str | bytes"),
    ],
)
def test_what_else_is_handed_over_is_looked_at(
    call: Callable[[Ruleset], object], expected: str, ruleset: Ruleset
) -> None:
    """Not only what stands first."""
    problem = refused(lambda: call(ruleset))

    assert ("PAR920", expected) == (
        problem.code,
        problem.arguments["expected"],
    )


def sensitivity_of(
    ruleset: Ruleset,
    submissions: Any = (),  # noqa: ANN401  # wrong on purpose
    uncertainty: Any = None,  # noqa: ANN401  # wrong on purpose
    **numbers: Any,  # noqa: ANN401  # wrong on purpose
) -> object:
    """Analyse with something that is wrong."""
    doubts = Uncertainty() if uncertainty is None else uncertainty

    return analyse_sensitivity(ruleset, submissions, doubts, **numbers)


def test_bytes_are_paths_too(tmp_path: pathlib.Path) -> None:
    """Python takes them as such."""
    file = tmp_path / "u.toml"
    file.write_text("plan = 3")
    path: Any = bytes(file)

    assert {"plan": 3} == parrules.read_submission(path).facts


def test_a_place_of_a_breakdown_is_found_in_the_file() -> None:
    """`place` of nodes and entries is a text, and so a path for others."""
    ruleset = parrules.load("vn/brvt/police-district@2024")
    (entry,) = ruleset.evaluate({})["1.1.1"].entries
    node = ruleset.place(("criteria", "1.1.1"))
    found = ruleset.place(entry.place or "")
    assert node is not None
    assert found is not None

    assert (node.file, node.line) == (found.file, found.line)


@pytest.mark.parametrize("text", ["a b", 'criteria."\\x"', "[1]x", "."])
def test_a_text_that_is_no_place_is_refused(text: str) -> None:
    """PAR921, with a text that is one."""
    ruleset = parrules.load("vn/brvt/police-district@2024")
    with pytest.raises(parrules.UsageError) as caught:
        ruleset.place(text)

    assert text == caught.value.problems[0].arguments["value"]
