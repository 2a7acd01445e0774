"""What a developer calls first: load, check, list."""

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from parrules.checking import check_scheme
from parrules.checking.acknowledging import (
    PROVED_TOO,
    code_in,
    owner_of,
    reason_of,
)
from parrules.checking.expectations import refused_examples
from parrules.checking.once import told_once
from parrules.errors import FactError, Path, Problem, RulesetError
from parrules.facts import Submission
from parrules.loading import Loaded, read_ruleset
from parrules.loading.bundled import (
    Bundled,
    bundled,
    file_of,
    find_edition,
    resolve,
)
from parrules.loading.document import in_file_order
from parrules.model import Ranking
from parrules.ruleset import Ruleset
from parrules.usage import hold_list, hold_text, look_for, path_of

if TYPE_CHECKING:
    from parrules.cohort.ranks import Cohort
    from parrules.cohort.standings import Standing

__all__ = ["check", "is_fatal", "load", "rank_units", "rulesets"]

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
        found = in_file_order(filter(is_fatal, problems))
        raise RulesetError(told_once(found))

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

    ruleset, problems = _compiled(loaded)
    if ruleset is not None:
        problems = tuple(_needless(problems, ruleset))

    # Places take long to find, so nobody asks for them who only scores.
    return told_once(in_file_order((*problems, *_changed(loaded))))


def _needless(
    problems: Iterable[Problem], ruleset: Ruleset
) -> Iterator[Problem]:
    """Yield *problems* without PAR219 for what a proof acknowledges.

    A proof finds more of some kinds than checks do; it takes longer, and is
    made only where it is asked.
    """
    answered: set[tuple[Path, str]] | None = None
    for problem in problems:
        code = code_in(problem.arguments.get("code", ""))
        if problem.code == "PAR219" and code in PROVED_TOO:
            if answered is None:
                answered = set(_acknowledged_by_proof(ruleset))
            if (problem.path[:-2], code) in answered:
                continue
        yield problem


def _acknowledged_by_proof(ruleset: Ruleset) -> Iterator[tuple[Path, str]]:
    """Yield where ``known`` has a code that a proof needs, and the code."""
    from parrules.proving.prover import prove  # noqa: PLC0415  # rarely asked

    for claim in prove(ruleset).claims:
        if claim.code is not None and claim.acknowledged is not None:
            owner = owner_of(claim.code, claim.path, ruleset.scheme)
            if owner is not None:
                yield owner, claim.code


def rank_units(
    ruleset: Ruleset,
    submissions: Iterable[Mapping[str, object] | Submission],
    *,
    block_by: str | None = None,
    engine: str = "compiled",
) -> "Cohort":
    """Score many units and rank them within their blocks.

    Args:
        ruleset: Its ``[ranking]`` says in which order, with which ties.
        submissions: One for each unit, in any order, as
            `Ruleset.evaluate` takes them.
        block_by: The key of the unit that says its block, instead of what
            the ruleset says; empty for one block of all.
        engine: As `Ruleset.evaluate` takes it.

    Raises:
        FactError: Everything that is wrong with any of them.
        EngineError: As `Ruleset.evaluate` raises it.
    """
    # Who scores one unit compares it with nothing.
    from parrules.cohort.ranks import rank  # noqa: PLC0415

    look_for("scheme", "ruleset", ruleset, "Ruleset")
    hold_list("submissions", submissions, "Submission")
    scheme = ruleset.scheme
    if block_by is not None:
        hold_text("block_by", block_by)
        ranking = attrs.evolve(
            scheme.ranking or Ranking(), within=block_by or None
        )
        scheme = attrs.evolve(scheme, ranking=ranking)
    found: list[Standing] = []
    problems: list[Problem] = []
    names: set[str] = set()
    within = (scheme.ranking and scheme.ranking.within) or ""
    key = within.removeprefix("unit.")
    for given in submissions:
        each = (
            given if isinstance(given, Submission) else Submission(facts=given)
        )
        about: object = each.unit
        try:
            block = about.get(key, "") if isinstance(about, Mapping) else ""
            unit = ruleset.standing(each, block=block, engine=engine)
        except FactError as error:
            problems.extend(error.problems)
            continue
        problems.extend(_misplaced(each, unit, names, within))
        names.add(unit.unit)
        found.append(unit)
    if problems:
        raise FactError(problems)

    return rank(scheme, found)


def _misplaced(
    submission: Submission,
    unit: "Standing",
    names: Container[str],
    within: str,
) -> Iterator[Problem]:
    """Yield what keeps a unit from being ranked beside those with *names*."""
    about, document = submission.unit, submission.document
    if unit.unit in names and document is not None:
        # Who ranks standings knows no file.
        yield Problem(
            code="PAR109",
            path=("unit", "id" if about.get("id") else "name"),
            arguments={"key": unit.unit},
            document=document,
        )
    key = within.removeprefix("unit.")
    if within and not about.get(key):
        yield Problem(
            code="PAR891",
            path=("unit", key),
            arguments={"unit": unit.title, "within": key},
            document=document,
        )


def _changed(loaded: Loaded) -> Iterator[Problem]:
    """Yield what is wrong with what a ruleset says of an older edition."""
    scheme = loaded.scheme
    if scheme is None or scheme.changes is None:
        return
    since = scheme.changes.since
    path = find_edition(since, resolve(loaded.document.name).parent)
    before = None if path is None else read_ruleset(path).scheme
    if before is None:
        yield Problem(
            code="PAR808",
            severity="warning",
            path=("changes", "since"),
            arguments={"since": since},
            document=loaded.document,
            acknowledged=reason_of("PAR808", None, scheme),
        )
    elif not any(each.damaged or each.doubled for each in (scheme, before)):
        # Few rulesets have a past.
        from parrules.checking.changes import (  # noqa: PLC0415
            check_changes,
        )

        for problem in check_changes(before, scheme):
            yield attrs.evolve(problem, document=loaded.document)


def is_fatal(problem: Problem) -> bool:
    """Tell whether *problem* bars scoring."""
    return problem.severity == "error" and problem.acknowledged is None


def _read(name: Name) -> Loaded:
    return read_ruleset(file_of(path_of("name", name)))


def _refused(
    loaded: Loaded, problems: tuple[Problem, ...]
) -> Iterator[Problem]:
    """Yield what is wrong with examples of a ruleset that is not sound."""
    # Only where something is wrong.
    from parrules.checking.sketching import (  # noqa: PLC0415
        refused_by_sketch,
    )

    scheme = loaded.scheme
    is_huge = any(problem.code.startswith("PAR9") for problem in problems)
    if scheme is not None and scheme.examples and not is_huge:
        yield from refused_by_sketch(scheme, problems, loaded.document)


def _compiled(loaded: Loaded) -> tuple[Ruleset | None, tuple[Problem, ...]]:
    """Return the ruleset, if it is sound, and everything wrong with it."""
    if loaded.scheme is None:
        return None, loaded.problems
    problems = (
        *loaded.problems,
        *check_scheme(loaded.scheme, loaded.document),
    )
    if any(is_fatal(problem) for problem in problems):
        return None, (*problems, *_refused(loaded, problems))
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
