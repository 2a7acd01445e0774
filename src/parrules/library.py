"""What a developer calls first: load, check, list, read."""

import os

from parrules.checking import check_scheme
from parrules.errors import Problem, RulesetError
from parrules.loading import Loaded, read_ruleset
from parrules.loading.bundled import Bundled, bundled, resolve
from parrules.loading.submissions import read_submission
from parrules.ruleset import Ruleset

__all__ = ["check", "load", "read_submission", "rulesets"]

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
    problems = _all(loaded)
    errors = [
        problem
        for problem in problems
        if problem.severity == "error" and problem.acknowledged is None
    ]
    if errors or loaded.scheme is None:
        raise RulesetError(errors)

    return Ruleset(loaded.scheme, problems, digest=loaded.digest)


def check(name: Name) -> tuple[Problem, ...]:
    """Return everything wrong with a ruleset, in file order.

    Acknowledged problems are among them, and say so. Nothing is raised for
    what is in the file, nor for a file that cannot be read.
    """
    try:
        loaded = _read(name)
    except RulesetError as error:
        return error.problems

    return _all(loaded)


def _read(name: Name) -> Loaded:
    return read_ruleset(resolve(os.fspath(name)))


def _all(loaded: Loaded) -> tuple[Problem, ...]:
    if loaded.scheme is None:
        return loaded.problems
    found = check_scheme(loaded.scheme, loaded.document)

    return (*loaded.problems, *found)


