"""What a developer calls first: load, check, list."""

import os

import attrs

from parrules.checking import check_scheme
from parrules.checking.expectations import refused_examples
from parrules.errors import Problem, RulesetError
from parrules.loading import Loaded, read_ruleset
from parrules.loading.bundled import Bundled, bundled, resolve
from parrules.loading.document import in_file_order
from parrules.ruleset import Ruleset

__all__ = ["check", "is_fatal", "load", "rulesets"]

Name = str | os.PathLike[str]


def rulesets() -> tuple[Bundled, ...]:
    """Return the rulesets that come with the library, by id."""
    return bundled()


def load(name: Name) -> Ruleset:
    """Load, check and compile a ruleset.

    Args:
        name: A path, or a bundled id: ``id@edition``, ``id@2024-03-01``
            for the edition in force that day, or a bare id where there is
            one edition.

    Returns:
        The ruleset; its warnings and acknowledged problems stand in
        `Ruleset.problems`.

    Raises:
        RulesetError: Every error of the file that is not acknowledged.
    """
    loaded = _read(name)
    ruleset, problems = _compiled(loaded)
    if ruleset is None:
        raise RulesetError(in_file_order(filter(is_fatal, problems)))

    return ruleset


def check(name: Name) -> tuple[Problem, ...]:
    """Return everything wrong with a ruleset, in file order.

    Acknowledged problems are among them, and say so. Nothing is raised for
    what is in the file, nor for a file that cannot be read.
    """
    try:
        loaded = _read(name)
    except RulesetError as error:
        return error.problems

    # Places take long to find, so nobody asks for them who only scores.
    return in_file_order(_compiled(loaded)[1])


def is_fatal(problem: Problem) -> bool:
    """Tell whether *problem* bars scoring."""
    return problem.severity == "error" and problem.acknowledged is None


def _read(name: Name) -> Loaded:
    return read_ruleset(resolve(os.fspath(name)))


def _compiled(loaded: Loaded) -> tuple[Ruleset | None, tuple[Problem, ...]]:
    """Return the ruleset, if it is sound, and everything wrong with it."""
    if loaded.scheme is None:
        return None, loaded.problems
    problems = (
        *loaded.problems,
        *check_scheme(loaded.scheme, loaded.document),
    )
    if any(is_fatal(problem) for problem in problems):
        return None, problems
    try:
        ruleset = Ruleset(
            loaded.scheme,
            problems,
            data=loaded.data,
            document=loaded.document,
        )
    except RulesetError as error:
        placed = (
            attrs.evolve(problem, document=loaded.document)
            for problem in error.problems
        )
        return None, (*problems, *placed)
    refused = tuple(
        refused_examples(loaded.scheme, ruleset.check, loaded.document)
    )

    return (None if refused else ruleset), (*problems, *refused)
