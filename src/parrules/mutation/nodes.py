"""Nodes with one thing changed."""

import itertools
from collections.abc import Iterator
from typing import Any

import attrs

from parrules.expression.terms import Term
from parrules.model import (
    Award,
    Case,
    Cases,
    Choices,
    Criterion,
    Form,
    Formula,
    Ladder,
    Trigger,
)
from parrules.mutation.caps import cap_changes
from parrules.mutation.changes import (
    Change,
    Hint,
    in_field,
    in_series,
    replaced,
    with_element,
)
from parrules.mutation.expressions import can_both_hold, expression_changes
from parrules.mutation.rows import Rows, doubled, sanction_changes

Changes = Iterator[Change[Criterion]]


def node_changes(rows: Rows) -> Changes:
    """Yield the node of *rows* with one thing changed, in file order."""
    node = rows.node
    for position, entry in enumerate(node.not_applicable):
        yield _without(
            node,
            "not_applicable",
            position,
            Hint("rule", {"rule": f"{node.code}#not_applicable"}),
        )
        yield from in_series(
            node, "not_applicable", position, rows.not_applicable(entry)
        )
    if node.if_none is not None:
        yield from rows.treatments(
            node, "if_none", "if_none", node.if_none, f"{node.code}#if_none"
        )
    yield from cap_changes(node, rows.scope)
    if node.form is not None:
        yield from in_field(node, "form", _form(node.form, rows))
    yield from _awards(rows)


# -- forms -------------------------------------------------------------------


def _form(form: Form, rows: Rows) -> Iterator[Change[Any]]:
    path, code = rows.node.path, rows.node.code
    if isinstance(form, Choices) and form.named is None:
        for position, choice in enumerate(form.choices):
            yield from in_series(
                form, "choices", position, rows.choice(choice)
            )
    elif isinstance(form, Ladder):
        yield from _ladder(form, rows)
    elif isinstance(form, Cases):
        yield from _cases(form, rows)
    elif isinstance(form, Formula):
        yield from in_field(
            form,
            "expression",
            expression_changes(form.expression, rows.scope),
        )
        rule = f"{code}#formula"
        yield doubled(form, form.step, (*path, "step"), rule)
    elif isinstance(form, Trigger):
        yield from in_field(
            form, "when", expression_changes(form.when, rows.scope)
        )
        yield from in_field(
            form,
            "sanction",
            sanction_changes(form.sanction, path, f"{code}#when"),
        )


def _ladder(form: Ladder, rows: Rows) -> Iterator[Change[Ladder]]:
    yield from in_field(
        form, "measure", expression_changes(form.measure, rows.scope)
    )
    measure = rows.scope.term(form.measure)
    if measure is not None:
        measure = _typed_as(measure, form.measure.term)
    for position, tier in enumerate(form.tiers):
        yield from in_series(
            form,
            "tiers",
            position,
            rows.tier(tier, position + 1, measure, form.measure.text),
        )


def _typed_as(measure: Term, original: Term | None) -> Term:
    """Return *measure* with the dimension that its author sees."""
    return (
        measure
        if original is None
        else attrs.evolve(measure, type=original.type)
    )


def _cases(form: Cases, rows: Rows) -> Iterator[Change[Cases]]:
    for position, case in enumerate(form.cases):
        yield from in_series(
            form, "cases", position, rows.case(case, position + 1)
        )
    named = tuple(
        case
        if case.id is not None or case.when is None
        else attrs.evolve(case, id=str(position))
        for position, case in enumerate(form.cases, 1)
    )
    pairs = itertools.pairwise(named)
    for position, (first, second) in enumerate(pairs):
        if can_both_hold(first.when, second.when, rows.scope):
            yield _swapped(form, named, position)


def _swapped(
    form: Cases, cases: tuple[Case, ...], position: int
) -> Change[Cases]:
    """Return *form* with a row before the one that stood above it."""
    first, second = cases[position], cases[position + 1]
    assert first.when is not None
    assert second.when is not None
    moved = (*cases[:position], second, first, *cases[position + 2 :])
    texts = first.when.text, second.when.text

    return Change(
        value=replaced(form, "cases", moved),
        kind="order",
        path=second.path,
        before=f"{texts[0]} … {texts[1]}",
        after=f"{texts[1]} … {texts[0]}",
        hint=Hint("both", {"one": texts[0], "two": texts[1]}),
    )


# -- awards and deductions ---------------------------------------------------


def _awards(rows: Rows) -> Changes:
    node = rows.node
    is_alone = len((*node.awards, *node.deductions)) == 1 and (
        node.form is None and node.is_leaf
    )
    for word, field in (("award", "awards"), ("deduction", "deductions")):
        awards: tuple[Award, ...] = getattr(node, field)
        # Those below keep their ids where one is dropped.
        named = tuple(
            attrs.evolve(each, id=each.id or f"{word}.{number}")
            for number, each in enumerate(awards, 1)
        )
        for position, award in enumerate(awards):
            rule = f"{node.code}#{named[position].id}"
            yield _without(
                replaced(node, field, named),
                field,
                position,
                Hint("rule", {"rule": rule}),
            )
            yield from in_series(
                node,
                field,
                position,
                rows.award(award, rule, is_alone=is_alone),
            )


def _without(
    node: Criterion, field: str, position: int, hint: Hint
) -> Change[Criterion]:
    """Return *node* with one element of a field left out."""
    series = getattr(node, field)
    found = series[position]
    subject = (
        found.when if field == "not_applicable" else (found.each or found.when)
    )

    return Change(
        value=replaced(node, field, with_element(series, position)),
        kind="dropped",
        path=found.path,
        before=subject.text,
        after="",
        hint=hint,
    )
