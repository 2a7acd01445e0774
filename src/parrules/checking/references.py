"""What one part of a ruleset calls by name, and another part defines."""

from collections.abc import Iterator, Mapping

from parrules.checking.inherited import heirs
from parrules.checking.readings import readings_of
from parrules.checking.rows import sanctions_of
from parrules.checking.scope import Scope
from parrules.cohort import declared
from parrules.errors import Path, Problem, near
from parrules.expression.terms import OUTCOME_TERMS
from parrules.model import (
    CHANNEL,
    FACT,
    Choices,
    Criterion,
    Sanction,
)
from parrules.model.codes import printing

_DECIDING = ("case", "measure", "not_applicable", "trigger")
_ORDERS = ("total", "base", "bonus", "penalty")
_KNOCKED_OUT = ("knock_out", "criteria")
"""Keys that name what a knock-out reaches: criteria alone (S5.3)."""
_EXPECTED = (*_ORDERS, "grade", "complete", "problems")
"""What an example expects of the whole."""


def unknown_channel(scope: Scope) -> Iterator[Problem]:
    """PAR409: a row names a channel that is not declared.

    Told where it is written, not on each row that inherits it.
    """
    ids = [channel.id for channel in scope.scheme.channels]
    for tree in ("criteria", "bonus", "penalty"):
        for area in scope.scheme.areas(tree):
            yield from _strange_channels(area, None, ids)


def leaf_without_channel(scope: Scope) -> Iterator[Problem]:
    """PAR416: channels are declared, and a leaf is in none."""
    if not scope.scheme.channels:
        return
    for leaf in scope.scheme.leaves("criteria"):
        if leaf.doubled or leaf.path in heirs(scope, "channel"):
            continue
        if leaf.channel is None:
            yield Problem(
                code="PAR416",
                severity="warning",
                path=leaf.path,
                arguments={
                    "criterion": leaf.code,
                    "channels": ", ".join(
                        channel.id for channel in scope.scheme.channels
                    ),
                },
            )


def unknown_code(scope: Scope) -> Iterator[Problem]:
    """PAR412: ``also_in``, ``knock_out`` or ``order`` names no criterion."""
    trees = {node.code: node.tree for node in scope.scheme.nodes()}
    printed = scope.scheme.printed
    criteria = [code for code in trees if trees[code] == "criteria"]
    for path, code in _codes_named(scope):
        key = next(part for part in reversed(path) if type(part) is str)
        names = criteria if key in _KNOCKED_OUT else trees
        if code not in names:
            yield Problem(
                code="PAR412",
                path=path,
                arguments={
                    "key": key,
                    "value": code,
                    "near": near(code, names),
                    "printed": printing(
                        code,
                        {own: printed[own] for own in printed if own in names},
                    ),
                    **({"tree": trees[code]} if code in trees else {}),
                },
            )


def also_in_itself(scope: Scope) -> Iterator[Problem]:
    """PAR434: ``also_in`` of a criterion names the criterion itself."""
    for node in scope.scheme.nodes():
        if node.code in node.also_in:
            yield Problem(
                code="PAR434",
                severity="warning",
                path=(*node.path, "also_in", node.also_in.index(node.code)),
                arguments={"criterion": node.code},
            )


def unknown_grade(scope: Scope) -> Iterator[Problem]:
    """PAR414: a ceiling or a quota names a grade that is not there."""
    grades = [grade.id for grade in scope.scheme.grades]
    for path, grade in _grades_named(scope):
        if grade not in grades:
            yield Problem(
                code="PAR414",
                path=path,
                arguments={
                    "value": grade,
                    "grades": ", ".join(grades),
                    "near": near(grade, grades),
                },
            )


def answers_never_used(scope: Scope) -> Iterator[Problem]:
    """PAR415: no leaf is answered by a named set."""
    used = {
        node.form.named
        for node in scope.scheme.nodes()
        if isinstance(node.form, Choices)
    }
    nodes = scope.scheme.nodes()
    if not scope.scheme.criteria or any(node.broken for node in nodes):
        # What could not be read, or is not there at all, might be its user.
        return
    for name in scope.scheme.answers:
        if name not in used:
            yield Problem(
                code="PAR415",
                severity="warning",
                path=("answers", name),
                arguments={"name": name},
            )


def example_of_the_unknown(scope: Scope) -> Iterator[Problem]:
    """PAR418: an example expects something of what is not there."""
    codes = {node.code: None for node in scope.scheme.nodes()}
    printed = scope.scheme.printed
    grades = {grade.id: None for grade in scope.scheme.grades}
    for example in scope.scheme.examples:
        named: list[tuple[Path, str, Mapping[str, None], tuple[str, ...]]] = [
            (node.path, node.code, codes, _EXPECTED) for node in example.nodes
        ]
        if example.grade is not None:
            path = (*example.path, "expect", "grade")
            named.append((path, example.grade, grades, ()))
        for path, name, names, others in named:
            if name not in names:
                yield Problem(
                    code="PAR418",
                    path=path,
                    arguments={
                        "example": example.name,
                        "value": name,
                        "near": near(name, (*names, *others)),
                        "printed": printing(name, printed),
                    },
                )


def ranked_within_the_unknown(scope: Scope) -> Iterator[Problem]:
    """PAR424: `within` names nothing that is known of a unit."""
    return declared.divided_by_the_unknown(scope.scheme)


def knock_out_too_late(scope: Scope) -> Iterator[Problem]:
    """PAR425: a row knocks out, and its leaf reads what nodes earned."""
    for leaf in scope.scheme.leaves("bonus", "penalty"):
        late = next(_late_readings(leaf, scope), None)
        if late is None:
            continue
        for path, sanction in sanctions_of(leaf, scope):
            if sanction.knock_out:
                yield Problem(
                    code="PAR425",
                    severity="warning",
                    path=(*path, "knock_out"),
                    arguments={"criterion": leaf.code, "name": late},
                )


def _late_readings(leaf: Criterion, scope: Scope) -> Iterator[str]:
    """Yield what the conditions of *leaf* read of nodes."""
    for reading in readings_of(leaf):
        term = scope.term(reading.expression)
        if term is None or reading.role not in _DECIDING:
            continue
        for part in term.walk():
            if part.op in OUTCOME_TERMS:
                yield part.op


def _strange_channels(
    node: Criterion, inherited: str | None, ids: list[str]
) -> Iterator[Problem]:
    channel = node.channel
    if channel not in (None, inherited, *ids):
        yield Problem(
            code="PAR409",
            path=(*node.path, "channel"),
            arguments={
                "criterion": node.code,
                "channel": str(channel),
                "near": near(str(channel), ids),
            },
        )
    for child in node.children:
        yield from _strange_channels(child, channel, ids)


def _codes_named(scope: Scope) -> Iterator[tuple[Path, str]]:
    scheme = scope.scheme
    for node in scheme.nodes():
        for position, code in enumerate(node.also_in):
            yield (*node.path, "also_in", position), code
    for path, sanction in _sanctions(scope):
        for position, code in enumerate(sanction.knock_out):
            yield (*path, "knock_out", position), code
    for knock_out in scheme.knock_outs:
        for position, code in enumerate(knock_out.criteria):
            yield (*knock_out.path, "criteria", position), code
    ranking = scheme.ranking
    for position, code in enumerate(ranking.order if ranking else ()):
        if code not in _ORDERS and not code.startswith((FACT, CHANNEL)):
            yield ("ranking", "order", position), code


def _grades_named(scope: Scope) -> Iterator[tuple[Path, str]]:
    for path, sanction in _sanctions(scope):
        if sanction.grade_at_most is not None:
            yield (*path, "grade_at_most"), sanction.grade_at_most
    ranking = scope.scheme.ranking
    for position, quota in enumerate(ranking.quota if ranking else ()):
        path = ("ranking", "quota", position)
        yield (*path, "grade"), quota.grade
        if quota.otherwise is not None:
            yield (*path, "otherwise"), quota.otherwise


def _sanctions(scope: Scope) -> Iterator[tuple[Path, Sanction]]:
    for node in scope.scheme.nodes():
        yield from sanctions_of(node, scope)
