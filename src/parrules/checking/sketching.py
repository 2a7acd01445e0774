"""A sketch of a ruleset that cannot be used: what facts have to be in it.

What is wrong with the facts of examples is told beside everything else,
as far as the facts and answers that they speak of are sound.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from parrules.checking.expectations import refused_examples
from parrules.errors import Document, Path, Problem
from parrules.facts import Submission
from parrules.model import (
    TREES,
    Choices,
    Criterion,
    Fact,
    Judged,
    Scheme,
)
from parrules.plan.compiling import compile_plan
from parrules.scoring.border import Border

_OF_FACTS: Final = (
    "PAR320",
    "PAR321",
    "PAR323",
    "PAR324",
    "PAR325",
    "PAR327",
    "PAR338",
)
"""What leaves open which values a fact may have."""

_OF_SEVERAL: Final = ("PAR305", "PAR306")
"""What is wrong with facts beside others, of which one may be lost."""


def refused_by_sketch(
    scheme: Scheme,
    problems: Iterable[Problem],
    document: Document | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with the facts of examples.

    Args:
        scheme: With errors.
        problems: All that was found in it so far.
        document: The file, which the problems then point into.
    """
    found = tuple(problems)
    plan, _ = compile_plan(_sketch(scheme, found))
    if plan is None:
        return
    border = Border(plan)
    # What is wrong with what an example expects leaves its facts as they are.
    is_lossy = "example" in scheme.damaged or any(
        problem.path[:1] == ("example",) and problem.path[2:3] != ("expect",)
        for problem in found
    )

    def check(submission: Submission) -> tuple[Problem, ...]:
        facts = {
            name: value
            for name, value in submission.facts.items()
            if name in border.readers
        }
        wrong = border.problems_of(Submission(facts=facts))
        return tuple(
            each
            for each in wrong
            if not (is_lossy and each.code in _OF_SEVERAL)
        )

    # What was told before is told once.
    told = {(problem.code, problem.path) for problem in found}
    for problem in refused_examples(scheme, check, document):
        if (problem.code, problem.path) not in told:
            yield problem


def _sketch(scheme: Scheme, problems: tuple[Problem, ...]) -> Scheme:
    """Return *scheme* with what is sound of its facts and answers alone."""
    doubtful = {
        problem.path
        for problem in problems
        if problem.path[:1] == ("answers",) or problem.code in _OF_FACTS
    }
    if "answers" in scheme.damaged:
        doubtful.update(("answers", name) for name in scheme.answers)
    twice = {
        problem.arguments.get("key")
        for problem in problems
        if problem.code == "PAR109"
    }
    facts = [
        fact
        for fact in scheme.facts
        if not (fact.broken or fact.name in twice or _has(doubtful, fact.path))
        and not (fact.type == "codes" and _has_lost_rows(scheme))
    ]
    names = {fact.name for fact in facts}
    trees = {
        tree: tuple(
            _bare(area, doubtful)
            for area in scheme.areas(tree)
            if not area.doubled
        )
        for tree in TREES
    }

    return Scheme(
        language=scheme.language,
        id=scheme.id,
        edition=scheme.edition,
        status=scheme.status,
        title=scheme.title,
        maximum=scheme.maximum,
        facts=tuple(_alone(fact, names) for fact in facts),
        **trees,  # type: ignore[arg-type]  # as the fields are called
    )


def _has(doubtful: Iterable[Path], path: Path) -> bool:
    return any(each[: len(path)] == path for each in doubtful)


def _has_lost_rows(scheme: Scheme) -> bool:
    lost = not set(TREES).isdisjoint(scheme.damaged)

    return lost or bool(scheme.doubled)


def _alone(fact: Fact, names: set[str]) -> Fact:
    """Return *fact* without bounds that are no sound facts."""
    low, high = fact.at_least_fact, fact.at_most_fact

    return attrs.evolve(
        fact,
        at_least_fact=low if low in names else None,
        at_most_fact=high if high in names else None,
        required=fact.required and fact.default is None,
    )


def _bare(node: Criterion, doubtful: set[Path]) -> Criterion:
    """Return *node* with nothing but what a person answers."""
    form = None if node.broken or node.children else node.form
    if isinstance(form, Choices):
        named = ("answers", form.named or "")
        is_sound = form.choices and not _has(doubtful, named)
        form = _options(form) if is_sound else None
    elif not isinstance(form, Judged) or form.step <= 0:
        form = None

    return Criterion(
        code=node.code,
        tree=node.tree,
        maximum=node.maximum,
        form=form,
        children=tuple(
            _bare(child, doubtful)
            for child in node.children
            if not child.doubled
        ),
        path=node.path,
    )


def _options(form: Choices) -> Choices:
    """Return *form* with nothing but what can be chosen."""
    return Choices(
        choices=tuple(
            attrs.evolve(choice, sanction=None) for choice in form.choices
        )
    )
