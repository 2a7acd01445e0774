"""What the command ``test`` found out, as JSON for programs."""

from collections.abc import Iterable

import attrs

from parrules.cli.expecting import Expected
from parrules.cli.finding import problem_document
from parrules.cli.words import CommandWords
from parrules.cli.worth import branch_text, hint_text
from parrules.coverage import Coverage
from parrules.errors import Place, Problem
from parrules.examples import ExampleResult
from parrules.mutation import Mutation, Trial
from parrules.ruleset import Ruleset

SCHEMA = "parrules/test/1"


@attrs.frozen(kw_only=True)
class Tested:
    """What was found out about one ruleset."""

    name: str
    ruleset: Ruleset
    coverage: Coverage
    mutation: Mutation | None = None


@attrs.frozen
class Refused:
    """What could not be loaded, and why."""

    name: str
    problems: tuple[Problem, ...]


def document(
    found: Iterable[Tested],
    others: Iterable[Expected],
    refused: Iterable[Refused],
    words: CommandWords,
) -> dict[str, object]:
    """Return all that was found out, for programs."""
    return {
        "schema": SCHEMA,
        "rulesets": [_of_ruleset(each, words) for each in found],
        "others": [_of_other(each) for each in others],
        "refused": [
            {
                "name": each.name,
                "problems": [
                    problem_document(each.name, problem, words)
                    for problem in each.problems
                ],
            }
            for each in refused
        ],
    }


def _of_other(each: Expected) -> dict[str, object]:
    return {
        "name": each.name,
        "kind": each.kind,
        "passed": sum(result.passed for result in each.results),
        "examples": [_of_example(result) for result in each.results],
    }


def _of_ruleset(each: Tested, words: CommandWords) -> dict[str, object]:
    results = each.coverage.results
    mutation = each.mutation

    return {
        "name": each.name,
        "ruleset": each.ruleset.id,
        "passed": sum(result.passed for result in results),
        "examples": [_of_example(result) for result in results],
        "coverage": _of_coverage(each.coverage, words),
        "mutation": (
            None if mutation is None else _of_mutation(mutation, words)
        ),
    }


def _of_example(result: ExampleResult) -> dict[str, object]:
    return {
        "name": result.name,
        "passed": result.passed,
        "differences": [attrs.asdict(each) for each in result.differences],
        "problems": [problem.code for problem in result.problems],
    }


def _of_coverage(coverage: Coverage, words: CommandWords) -> dict[str, object]:
    return {
        "reached": coverage.reached,
        "all": len(coverage.branches),
        "percent": coverage.percent,
        "branches": [
            {
                "kind": each.branch.kind,
                "rule": each.branch.rule,
                "code": each.branch.code or None,
                "text": branch_text(each, words),
                **_of_place(each.place),
                "examples": list(each.examples),
            }
            for each in coverage.branches
        ],
    }


def _of_place(place: Place | None) -> dict[str, object]:
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def _of_mutation(mutation: Mutation, words: CommandWords) -> dict[str, object]:
    return {
        "killed": mutation.killed,
        "counted": mutation.counted,
        "equivalent": mutation.count("equivalent"),
        "not_viable": mutation.count("not_viable"),
        "percent": mutation.percent,
        "mutants": [_of_trial(trial, words) for trial in mutation.trials],
    }


def _of_trial(trial: Trial, words: CommandWords) -> dict[str, object]:
    mutant = trial.mutant

    return {
        "fate": trial.fate,
        "kind": mutant.kind,
        "about": mutant.about,
        "before": mutant.before,
        "after": mutant.after or None,
        **_of_place(trial.place),
        "example": trial.example,
        "hint": hint_text(trial, words),
    }
