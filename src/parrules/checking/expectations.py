"""Examples: whom they name, what they expect, and whether they can be run."""

from collections.abc import Callable, Iterator, Mapping

import attrs

from parrules.checking.rows import written_rows
from parrules.checking.scope import Scope
from parrules.errors import Document, Path, Problem, near, near_input
from parrules.facts import Evidence, Submission
from parrules.model import (
    Case,
    Choices,
    Criterion,
    Example,
    Formula,
    Judged,
    Scheme,
    Trigger,
)
from parrules.model.codes import printing
from parrules.scoring.border import REFUSALS

_DECIDED_ELSEWHERE = (
    "knock_out",
    "not_held",
    "missing",
    "awaiting",
    "unevidenced",
)
"""Rules that may decide on any node, whatever its rows are."""


_OF_FORM: Mapping[type, str] = {
    Judged: "judged",
    Formula: "formula",
    Trigger: "when",
}


def example_of_unknown_facts(scope: Scope) -> Iterator[Problem]:
    """PAR301, PAR311: an example names a fact or code that is not there."""
    names = dict.fromkeys(_inputs(scope.scheme))
    for example in scope.scheme.examples:
        for code, path, name in _named(example):
            if name not in names and code not in example.problems:
                yield Problem(
                    code=code,
                    path=path,
                    arguments={
                        "name": name,
                        "near": near_input(name, names),
                        "printed": printing(name, scope.scheme.printed),
                    },
                )


def example_of_unknown_rules(scope: Scope) -> Iterator[Problem]:
    """PAR422: an example expects a rule that its criterion has not."""
    nodes = {
        node.code: node for node in scope.whole_nodes() if not node.doubled
    }
    for example in scope.scheme.examples:
        for expected in example.nodes:
            node = nodes.get(expected.code)
            if node is None or not expected.rule:
                continue
            rules = [f"{node.code}#{name}" for name in rules_of(node)]
            if expected.rule not in rules:
                yield Problem(
                    code="PAR422",
                    path=(*expected.path, "rule"),
                    arguments={
                        "example": example.name,
                        "criterion": node.code,
                        "value": expected.rule,
                        "rules": ", ".join(rules),
                        "near": near(expected.rule, rules),
                    },
                )


def example_of_unknown_problems(scope: Scope) -> Iterator[Problem]:
    """PAR423: an example expects a problem that facts cannot have."""
    for example in scope.scheme.examples:
        for position, code in enumerate(example.problems):
            if code not in REFUSALS:
                yield Problem(
                    code="PAR423",
                    path=(*example.path, "expect", "problems", position),
                    arguments={
                        "example": example.name,
                        "value": code,
                        "codes": ", ".join(REFUSALS),
                    },
                )


def example_without_expectation(scope: Scope) -> Iterator[Problem]:
    """PAR430: nothing that comes of an example is compared."""
    for example in scope.scheme.examples:
        if not example.problems and not list(_expected_keys(example)):
            yield Problem(
                code="PAR430",
                severity="warning",
                path=(*example.path, "expect"),
                arguments={"example": example.name},
            )


def expectation_beside_a_problem(scope: Scope) -> Iterator[Problem]:
    """PAR431: an example expects to be refused, and a result as well."""
    for example in scope.scheme.examples:
        for key in _expected_keys(example) if example.problems else ():
            yield Problem(
                code="PAR431",
                path=(*example.path, "expect", key),
                arguments={"example": example.name, "key": key},
            )


def example_without_name(scope: Scope) -> Iterator[Problem]:
    """PAR432: the name of an example is blank."""
    for example in scope.scheme.examples:
        if not example.name.strip():
            yield Problem(
                code="PAR432",
                severity="warning",
                path=(*example.path, "name"),
            )


def fact_left_out_in_vain(scope: Scope) -> Iterator[Problem]:
    """PAR433: ``without`` names what is not taken over, or stands here."""
    names = set(_inputs(scope.scheme))
    for example in scope.scheme.examples:
        for name in example.idle:
            if name in names:
                position = example.without.index(name)
                yield Problem(
                    code="PAR433",
                    severity="warning",
                    path=(*example.path, "without", position),
                    arguments={"example": example.name, "name": name},
                )


def refused_examples(
    scheme: Scheme,
    check: Callable[[Submission], tuple[Problem, ...]],
    document: Document | None = None,
) -> Iterator[Problem]:
    """Yield what *check* finds in the facts of examples, once each.

    Examples that expect problems are left to be run. What an example takes
    over from another is the other's, unless it is wrong only here.

    Args:
        scheme: Without any error.
        check: Of the ruleset made of it.
        document: The file, which the problems then point into.
    """
    told: set[tuple[str, str, Path]] = set()
    for example in scheme.examples:
        if example.problems:
            continue
        for problem in check(submission_of(example)):
            name = problem.arguments["name"]
            written = example.origins.get(name, example.path)
            mark = (problem.code, name, written)
            if mark in told:
                continue
            told.add(mark)
            is_own = written[: len(example.path)] == example.path
            yield attrs.evolve(
                problem,
                path=written if is_own else (*example.path, "like"),
                document=document,
            )


def submission_of(example: Example) -> Submission:
    """Return the submission that an example stands for."""
    evidence = (Evidence(supports=example.evidence),)

    return Submission(
        facts=example.facts, evidence=evidence if example.evidence else ()
    )


def rules_of(node: Criterion) -> Iterator[str]:
    """Yield the names of the rules that may decide on *node*."""
    if node.is_leaf:
        yield from _rules_of_leaf(node)
    for word, awards in (
        ("award", node.awards),
        ("deduction", node.deductions),
    ):
        for position, award in enumerate(awards, 1):
            yield award.id or f"{word}.{position}"
    yield from _DECIDED_ELSEWHERE


def _rules_of_leaf(node: Criterion) -> Iterator[str]:
    form = node.form
    if node.not_applicable:
        yield "not_applicable"
    if node.if_none is not None:
        yield "if_none"
    for position, row in enumerate(written_rows(node), 1):
        is_last = isinstance(row, Case) and row.when is None
        yield row.id or ("otherwise" if is_last else str(position))
    if isinstance(form, (Judged, Formula, Trigger)):
        yield _OF_FORM[type(form)]
    yield "base" if form is None and node.deductions else "none"


def _expected_keys(example: Example) -> Iterator[str]:
    """Yield the keys of ``expect`` that speak of a result."""
    yield from example.totals
    if example.grade is not None:
        yield "grade"
    if example.complete is not None:
        yield "complete"
    for node in example.nodes:
        yield str(node.path[len(example.path) + 1])


def _inputs(scheme: Scheme) -> Iterator[str]:
    """Yield what a submission may name; of a broken row, who knows."""
    for fact in scheme.facts:
        yield fact.name
    for node in scheme.nodes():
        if node.broken or isinstance(node.form, (Choices, Judged)):
            yield node.code


def _named(example: Example) -> Iterator[tuple[str, Path, str]]:
    """Yield what *example* itself names: code of a problem, path, name."""
    own = example.path
    depth = len(own)
    for name, path in example.origins.items():
        if path[:depth] == own:
            yield "PAR301", path, name
    for position, name in enumerate(example.without):
        yield "PAR301", (*example.path, "without", position), name
    if example.has_evidence:
        for position, name in enumerate(example.evidence):
            yield "PAR311", (*example.path, "evidence", position), name
