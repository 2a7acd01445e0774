"""Every mutant of a scheme: one thing changed, in the model."""

from collections.abc import Iterator
from typing import Any

import attrs

from parrules.checking.scope import Scope, scope_of
from parrules.errors import Path
from parrules.model import TREES, Choices, Criterion, Scheme
from parrules.mutation.changes import (
    Change,
    Hint,
    in_field,
    in_series,
    replaced,
    with_element,
)
from parrules.mutation.facts import derived_changes, fact_changes
from parrules.mutation.nodes import node_changes
from parrules.mutation.possible import Possible
from parrules.mutation.rows import Rows
from parrules.mutation.totals import (
    dropped,
    grade_changes,
    knock_out_changes,
    policy_changes,
    rounding_changes,
    sees_applicable,
    total_changes,
)
from parrules.mutation.weights import weight_changes
from parrules.usage import look_for


@attrs.frozen(kw_only=True, eq=False)
class Mutant:
    """A scheme with one thing changed.

    Attributes:
        kind: One of `parrules.mutation.changes.KINDS`.
        about: The code of a node, or what else was changed, such as
            ``derive:in_time``.
        path: Where the file says what is changed.
        offset: Characters into the text at *path*.
        before, after: What is changed, as the file would write it; *after*
            is empty where it is left out.
        hint: An example that would notice.
        scheme: All of it, changed.
        node: The node as it is then, where nothing else is changed.
    """

    kind: str
    about: str
    path: Path
    offset: int
    before: str
    after: str
    hint: Hint
    scheme: Scheme = attrs.field(repr=False)
    node: Criterion | None = attrs.field(default=None, repr=False)


def mutants(scheme: Scheme) -> Iterator[Mutant]:
    """Yield every mutant of *scheme*, in the order of its file's tables.

    Args:
        scheme: Checked, and free of errors.
    """
    look_for("nodes", "scheme", scheme, "Scheme")
    possible, scope = Possible.of(scheme), scope_of(scheme)
    scope = attrs.evolve(scope, ranges=possible.ranges(scope.ranges))
    for about, change in _before_nodes(scheme, scope, possible):
        yield _mutant(about, change)
    sees = sees_applicable(scheme)
    for node in scheme.nodes():
        rows = Rows(node, scope, sees, possible.tells_exclusion)
        for each in node_changes(rows):
            whole = each.within(lambda found: with_node(scheme, found))
            yield _mutant(node.code, whole, each.value)
    for about, change in _after_nodes(scheme, scope, possible):
        yield _mutant(about, change)


def _mutant(
    about: str, change: Change[Scheme], node: Criterion | None = None
) -> Mutant:
    return Mutant(
        kind=change.kind,
        about=about,
        path=change.path,
        offset=change.offset,
        before=change.before,
        after=change.after,
        hint=change.hint,
        scheme=change.value,
        node=node,
    )


_Found = Iterator[tuple[str, Change[Scheme]]]


def _before_nodes(scheme: Scheme, scope: Scope, possible: Possible) -> _Found:
    for found in rounding_changes(scheme, possible):
        yield "ruleset", found
    policies = policy_changes(scheme, possible)
    for found in in_field(scheme, "policy", policies):
        yield "policy", found
    for position, channel in enumerate(scheme.channels):
        if channel.held is not None:
            yield f"channel:{channel.id}", _always_held(scheme, position)
    for name in scheme.answers:
        for found in _answer_changes(scheme, name, scope):
            yield f"answers:{name}", found
    yield from _fact_changes(scheme, scope)


def _fact_changes(scheme: Scheme, scope: Scope) -> _Found:
    for position, fact in enumerate(scheme.facts):
        for found in in_series(scheme, "facts", position, fact_changes(fact)):
            yield f"fact:{fact.name}", found
        for change in weight_changes(scheme, position):
            yield f"fact:{fact.name}", change
    for position, derived in enumerate(scheme.derived):
        for found in in_series(
            scheme, "derived", position, derived_changes(derived, scope)
        ):
            yield f"derive:{derived.name}", found


def _after_nodes(scheme: Scheme, scope: Scope, possible: Possible) -> _Found:
    for found in in_field(scheme, "total", total_changes(scheme, possible)):
        yield "total", found
    for position, knock_out in enumerate(scheme.knock_outs):
        about = f"knock_out:{knock_out.id or position + 1}"
        rest = with_element(scheme.knock_outs, position)
        yield (
            about,
            dropped(knock_out).within(
                lambda _, rest=rest: replaced(scheme, "knock_outs", rest)  # type: ignore[misc]  # bound where it is made
            ),
        )
        for found in in_series(
            scheme,
            "knock_outs",
            position,
            knock_out_changes(knock_out, scope),
        ):
            yield about, found
    for position, grade in enumerate(scheme.grades):
        for found in in_series(
            scheme,
            "grades",
            position,
            grade_changes(scheme, position, scope, possible),
        ):
            yield f"grade:{grade.id}", found


def _always_held(scheme: Scheme, position: int) -> Change[Scheme]:
    channel = scheme.channels[position]
    rest = with_element(
        scheme.channels, position, replaced(channel, "held", None)
    )

    return Change(
        value=replaced(scheme, "channels", rest),
        kind="dropped",
        path=(*channel.path, "held"),
        before=f'held = "{channel.held}"',
        after="",
        hint=Hint("not", {"what": str(channel.held)}),
    )


def _answer_changes(
    scheme: Scheme, name: str, scope: Scope
) -> Iterator[Change[Scheme]]:
    """Yield a set of answers with another share, in all nodes that use it."""
    users = [
        node
        for node in scheme.leaves()
        if isinstance(node.form, Choices) and node.form.named == name
    ]
    if not users:
        return
    choices = scheme.answers[name]
    rows = Rows(users[0], scope, sees_applicable=False)
    for position, choice in enumerate(choices):
        for change in rows.choice(choice):
            other = with_element(choices, position, change.value)
            found = change.within(
                lambda _, other=other: _answered(scheme, name, other, users)  # type: ignore[misc]  # bound where it is made
            )
            yield attrs.evolve(found, hint=Hint("answer", {"id": choice.id}))


def _answered(
    scheme: Scheme,
    name: str,
    choices: tuple[Any, ...],
    users: list[Criterion],
) -> Scheme:
    changed = replaced(scheme, "answers", {**scheme.answers, name: choices})
    for node in users:
        form = Choices(choices=choices, named=name)
        changed = with_node(changed, replaced(node, "form", form))

    return changed


def with_node(scheme: Scheme, node: Criterion) -> Scheme:
    """Return *scheme* with *node* in place of the one with its code."""
    for tree in TREES:
        areas = scheme.areas(tree)
        found = tuple(_with_node(area, node) for area in areas)
        if any(one is not two for one, two in zip(areas, found, strict=True)):
            return replaced(scheme, tree, found)

    return scheme


def _with_node(at: Criterion, node: Criterion) -> Criterion:
    if at.code == node.code:
        return node
    if not node.code.startswith(f"{at.code}."):
        return at
    children = tuple(_with_node(child, node) for child in at.children)

    return replaced(at, "children", children)
