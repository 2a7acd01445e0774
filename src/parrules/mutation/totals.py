"""Knock-outs, totals, grades and policies with one thing changed."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.checking.readings import readings_in
from parrules.checking.scope import Scope
from parrules.checking.sums import highest_of
from parrules.model import (
    Cases,
    Formula,
    Grade,
    KnockOut,
    Policy,
    Scheme,
    Total,
)
from parrules.mutation.bounds import Bound, moved
from parrules.mutation.changes import (
    NOTHING,
    Change,
    Hint,
    in_field,
    plus,
    replaced,
    step_of,
    with_element,
)
from parrules.mutation.expressions import expression_changes
from parrules.mutation.possible import Possible
from parrules.mutation.rounding import with_rounding
from parrules.points import Rounding, plain

# -- knock-outs --------------------------------------------------------------


def knock_out_changes(
    knock_out: KnockOut, scope: Scope
) -> Iterator[Change[KnockOut]]:
    """Yield *knock_out* with another condition, or fewer criteria."""
    yield from in_field(
        knock_out, "when", expression_changes(knock_out.when, scope)
    )
    codes = knock_out.criteria
    for position, code in enumerate(codes if len(codes) > 1 else ()):
        yield Change(
            value=replaced(
                knock_out, "criteria", with_element(codes, position)
            ),
            kind="dropped",
            path=(*knock_out.path, "criteria", position),
            before=f'"{code}"',
            after="",
            hint=_reached(knock_out),
        )


def dropped(knock_out: KnockOut) -> Change[None]:
    """Return that *knock_out* is left out."""
    return Change(
        value=None,
        kind="dropped",
        path=knock_out.path,
        before=knock_out.fact or ", ".join(knock_out.criteria),
        after="",
        hint=_reached(knock_out),
    )


def _reached(knock_out: KnockOut) -> Hint:
    if knock_out.fact is not None:
        return Hint("named", {"what": knock_out.fact})

    return Hint("holds", {"what": knock_out.when.text})


# -- the total ---------------------------------------------------------------


def total_changes(
    scheme: Scheme, possible: Possible
) -> Iterator[Change[Total]]:
    """Yield the bounds of the total moved or left out, and no rescaling."""
    total = scheme.total
    for key, bound, sign, is_met in (
        ("at_least", total.at_least, -1, _can_fall(scheme)),
        ("at_most", total.at_most, 1, _can_rise(scheme)),
    ):
        if bound is None:
            continue
        inner = plus(bound, step_of(bound), -sign)
        for other in (None, inner) if is_met else (inner,):
            found = _bounded(total, key, bound, other, sign)
            lower = Fraction(bound if other is None else other)
            is_seen = possible.has_total_beyond(lower, sign)
            yield found if is_seen else attrs.evolve(found, hint=NOTHING)
    if total.rescale is not None and can_exclude(scheme):
        yield Change(
            value=replaced(total, "rescale", None),
            kind="total",
            path=(*total.path, "rescale"),
            before=f'rescale = "{total.rescale}"',
            after="",
            hint=Hint("excluded") if possible.rescales() else NOTHING,
        )


def _bounded(
    total: Total, key: str, bound: Decimal, other: Decimal | None, sign: int
) -> Change[Total]:
    return Change(
        value=replaced(total, key, other),
        kind="total",
        path=(*total.path, key),
        before=f"{key} = {plain(bound)}",
        after="" if other is None else f"{key} = {plain(other)}",
        hint=Hint(
            "total_above" if sign > 0 else "total_below",
            {"value": plain(bound if other is None else other)},
        ),
    )


def _can_fall(scheme: Scheme) -> bool:
    least = -sum(Fraction(area.maximum) for area in scheme.penalty)

    return scheme.total.at_least is not None and least < scheme.total.at_least


def _can_rise(scheme: Scheme) -> bool:
    most, highest = scheme.total.at_most, highest_of(scheme)

    return most is not None and (highest is None or highest > most)


def can_exclude(scheme: Scheme) -> bool:
    """Tell whether some leaf can fall out of the applicable maximum."""
    return any(channel.held is not None for channel in scheme.channels) or any(
        "exclude" in treatments
        for node in scheme.leaves("criteria")
        for treatments in (
            (
                node.if_none,
                *(entry.treat for entry in node.not_applicable),
                *(
                    getattr(choice, "treatment", None)
                    for choice in getattr(node.form, "choices", ())
                ),
            ),
        )
    )


def sees_applicable(scheme: Scheme) -> bool:
    """Tell whether an applicable maximum changes any result."""
    return scheme.total.rescale is not None or any(
        part.op == "percent_of"
        for reading in readings_in(scheme)
        if reading.expression.term is not None
        for part in reading.expression.term.walk()
    )


# -- grades ------------------------------------------------------------------


def grade_changes(
    scheme: Scheme, position: int, scope: Scope, possible: Possible
) -> Iterator[Change[Grade]]:
    """Yield a grade with another bound or gate."""
    grade = scheme.grades[position]
    yield from _moved(scheme, position, scope, possible.bounded_totals)
    yield from in_field(
        grade, "requires", expression_changes(grade.requires, scope)
    )
    if grade.requires is not None and grade.requires.term is not None:
        yield Change(
            value=replaced(grade, "requires", None),
            kind="dropped",
            path=(*grade.path, "requires"),
            before=grade.requires.text,
            after="",
            hint=Hint("gate", {"what": grade.requires.text}),
        )


def _moved(
    scheme: Scheme,
    position: int,
    scope: Scope,
    totals: tuple[Fraction, ...] | None,
) -> Iterator[Change[Grade]]:
    grade = scheme.grades[position]
    if grade.bound is None:
        return
    bound = Bound(cut=grade.bound, is_after=grade.strict)
    key = ("from", "above")[grade.strict]
    for each in moved(bound, None, scope.ranges, totals):
        other = each.bound
        if _is_between(scheme, position, other.cut):
            yield Change(
                value=attrs.evolve(
                    grade, bound=other.cut, strict=other.is_after
                ),
                kind="grade",
                path=(*grade.path, key),
                before=f"{key} = {plain(bound.cut)}",
                after=(
                    f"{('from', 'above')[other.is_after]} = {plain(other.cut)}"
                ),
                hint=(
                    NOTHING
                    if each.witness is None
                    else Hint("total", {"value": plain(each.witness)})
                ),
            )


def _is_between(scheme: Scheme, position: int, cut: Decimal) -> bool:
    """Tell whether a moved bound stands between those of its neighbours."""
    above = scheme.grades[position - 1].bound if position else None
    below = scheme.grades[position + 1].bound

    return (above is None or cut < above) and (below is None or cut > below)


# -- the whole ---------------------------------------------------------------


def policy_changes(
    scheme: Scheme, possible: Possible
) -> Iterator[Change[Policy]]:
    """Yield the other policies, where they could make a difference."""
    policy = scheme.policy
    missing = "refuse" if policy.missing == "zero" else "zero"
    yield _policy(
        policy, "missing", policy.missing, missing, is_seen=possible.misses()
    )
    if any(fact.evidence == "required" for fact in scheme.facts):
        other = "zero" if policy.unevidenced != "zero" else "explain"
        yield _policy(
            policy,
            "unevidenced",
            policy.unevidenced,
            other,
            is_seen=other != "explain" or possible.bares(),
        )


def _policy(
    policy: Policy, key: str, before: str, after: str, *, is_seen: bool
) -> Change[Policy]:
    return Change(
        value=replaced(policy, key, after),
        kind="policy",
        path=("policy", key),
        before=f'{key} = "{before}"',
        after=f'{key} = "{after}"',
        hint=Hint(key) if is_seen else NOTHING,
    )


def rounding_changes(
    scheme: Scheme, possible: Possible
) -> Iterator[Change[Scheme]]:
    """Yield *scheme* with another rounding, where something may be rounded."""
    rounds = possible.rounds()
    if rounds or _is_rounded(scheme):
        other: Rounding = "half_up" if scheme.rounding == "down" else "down"
        yield Change(
            value=with_rounding(scheme, other),
            kind="policy",
            path=("ruleset", "rounding"),
            before=f'rounding = "{scheme.rounding}"',
            after=f'rounding = "{other}"',
            hint=Hint("rounding") if rounds else NOTHING,
        )


def _is_rounded(scheme: Scheme) -> bool:
    return scheme.total.rescale is not None or any(
        isinstance(node.form, Formula)
        or (
            isinstance(node.form, Cases)
            and any(case.formula is not None for case in node.form.cases)
        )
        for node in scheme.leaves()
    )
