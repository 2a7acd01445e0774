"""What a developer calls first: load, check, list."""

import os
from collections.abc import Iterator

import attrs

from parrules.checking import check_scheme
from parrules.checking.acknowledging import reason_of
from parrules.checking.expectations import refused_examples
from parrules.checking.ranking import check_changes
from parrules.errors import Problem, RulesetError
from parrules.loading import Loaded, read_ruleset
from parrules.loading.bundled import (
    Bundled,
    bundled,
    find_edition,
    resolve,
)
from parrules.loading.document import in_file_order
from parrules.model import Scheme
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
    return in_file_order((*_compiled(loaded)[1], *_changed(loaded)))


def older_edition(name: Name, since: str) -> Scheme | None:
    """Return the edition called *since*, if it is at hand.

    Args:
        name: Of the newer edition, in whose folder it may lie.
        since: ``id@edition``.

    Returns:
        `None` where neither the library nor the folder has it, or where it
        cannot be read.
    """
    path = find_edition(since, resolve(os.fspath(name)).parent)

    return None if path is None else read_ruleset(path).scheme


def _changed(loaded: Loaded) -> Iterator[Problem]:
    """Yield what is wrong with what a ruleset says of an older edition."""
    scheme = loaded.scheme
    if scheme is None or scheme.changes is None:
        return
    since = scheme.changes.since
    before = older_edition(loaded.document.name, since)
    if before is None:
        yield Problem(
            code="PAR808",
            severity="warning",
            path=("changes", "since"),
            arguments={"since": since},
            document=loaded.document,
            acknowledged=reason_of("PAR808", None, scheme),
        )
    elif not (scheme.damaged or before.damaged):
        for problem in check_changes(before, scheme):
            yield attrs.evolve(problem, document=loaded.document)


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
