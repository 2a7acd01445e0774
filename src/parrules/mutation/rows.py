"""Rows of a leaf with one thing changed."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import attrs

from parrules.checking.scope import Scope
from parrules.expression.terms import Term
from parrules.model import (
    TREATMENTS,
    Award,
    Case,
    Choice,
    Criterion,
    Formula,
    NotApplicable,
    Sanction,
    Tier,
    Treatment,
)
from parrules.mutation.bounds import Bound, moved, witnessed
from parrules.mutation.changes import (
    NOTHING,
    Change,
    Hint,
    in_field,
    plus,
    replaced,
    step_of,
)
from parrules.mutation.expressions import expression_changes
from parrules.points import plain

_SHARE_STEP = Decimal(10)
"""Percent of the maximum by which a share is changed: a single one could
be too little to be seen in what is published."""

_Row = TypeVar("_Row", Choice, Tier, Case)
_Paid = TypeVar("_Paid", Choice, Tier, Case, Award)
_Stepped = TypeVar("_Stepped", Case, Formula, Award)
_Treated = TypeVar("_Treated", Choice, NotApplicable, Criterion)


@attrs.frozen(eq=False, repr=False)
class Rows:
    """What the rows of one node have in common.

    Attributes:
        sees_applicable: Something depends on applicable maxima, so that
            ``exclude`` may not be ``zero``.
        tells_exclusion: Whether it may matter for this node, which is
            asked when it is needed.
    """

    node: Criterion
    scope: Scope
    sees_applicable: bool
    tells_exclusion: Callable[[Criterion], bool] = lambda _: True

    # -- rows of every form ------------------------------------------------

    def choice(self, choice: Choice) -> Iterator[Change[Choice]]:
        """Yield changes of a row that a person picks."""
        rule = f"{self.node.code}#{choice.id}"
        yield from self._points(choice, rule)
        if choice.treatment is not None and self._earns(choice):
            yield from self.treatments(
                choice, "treatment", "not_applicable", choice.treatment, rule
            )
        yield from self._sanction(choice, rule)

    def tier(
        self, tier: Tier, position: int, measure: Term | None, what: str
    ) -> Iterator[Change[Tier]]:
        """Yield changes of a row of a ladder.

        Args:
            tier: To be changed.
            position: From 1.
            measure: What is graded; `None` where that could not be read.
            what: How the file writes it.
        """
        rule = f"{self.node.code}#{tier.id or position}"
        yield from self._bounds(tier, measure, what)
        yield from self._points(tier, rule)
        yield from self._sanction(tier, rule)

    def case(self, case: Case, position: int) -> Iterator[Change[Case]]:
        """Yield changes of a row with a condition."""
        name = "otherwise" if case.when is None else str(position)
        rule = f"{self.node.code}#{case.id or name}"
        yield from in_field(
            case, "when", expression_changes(case.when, self.scope)
        )
        yield from self._points(case, rule)
        if case.step is not None and self._earns(case):
            yield from in_field(
                case, "formula", expression_changes(case.formula, self.scope)
            )
            yield doubled(case, case.step, (*case.path, "step"), rule)
        yield from self._sanction(case, rule)

    def _points(self, row: _Row, rule: str) -> Iterator[Change[_Row]]:
        maximum = self.node.maximum
        if not self._earns(row):
            return
        if row.share is not None:
            yield self._amount(
                row, "share", row.share, Decimal(100), _SHARE_STEP, rule
            )
        elif row.points is not None:
            step = step_of(row.points, maximum)
            yield self._amount(row, "points", row.points, maximum, step, rule)

    def _earns(self, row: _Row) -> bool:
        """Tell whether what a row says is earned: it may knock itself out."""
        codes = () if row.sanction is None else row.sanction.knock_out

        return self.node.tree != "criteria" or not any(
            f"{self.node.code}.".startswith(f"{code}.") for code in codes
        )

    def _amount(  # noqa: PLR0917  # what an amount is made of
        self,
        row: _Paid,
        key: str,
        amount: Decimal,
        most: Decimal,
        step: Decimal,
        rule: str,
    ) -> Change[_Paid]:
        """Return *row* with a smaller amount, or a greater one if it is 0."""
        changed = plus(amount, step, 1 if amount < step <= most else -1)

        return Change(
            value=replaced(row, key, changed),
            kind="points",
            path=(*row.path, key),
            before=f"{key} = {plain(amount)}",
            after=f"{key} = {plain(changed)}",
            hint=Hint("rule", {"rule": rule}),
        )

    def _sanction(self, row: _Row, rule: str) -> Iterator[Change[_Row]]:
        if row.sanction is not None:
            node = self.node
            codes = set(row.sanction.knock_out)
            yield from in_field(
                row,
                "sanction",
                sanction_changes(
                    row.sanction,
                    row.path,
                    rule,
                    # It earns as little as if it were knocked out.
                    is_nothing=codes == {node.code} and _is_nothing(row),
                    code=node.code,
                ),
            )

    # -- ladders -----------------------------------------------------------

    def _bounds(
        self, tier: Tier, measure: Term | None, what: str
    ) -> Iterator[Change[Tier]]:
        ends = (
            ("bound", "strict", tier.bound, tier.strict, ("from", "above")),
            (
                "upper",
                "upper_strict",
                tier.upper,
                not tier.upper_strict,
                ("below", "to"),
            ),
        )
        for field, strict, cut, is_after, words in ends:
            if cut is None or measure is None:
                continue
            bound = Bound(cut=cut, is_after=is_after)
            for each in moved(bound, measure, self.scope.ranges):
                other = each.bound
                key = words[is_after]
                is_strict = other.is_after == (field == "bound")
                found = replaced(tier, field, other.cut)
                yield Change(
                    value=replaced(found, strict, is_strict),
                    kind="threshold",
                    path=(*tier.path, key),
                    before=f"{key} = {plain(cut)}",
                    after=f"{words[other.is_after]} = {plain(other.cut)}",
                    hint=witnessed(each, what, measure),
                )

    # -- awards and deductions ---------------------------------------------

    def award(
        self, award: Award, rule: str, *, is_alone: bool
    ) -> Iterator[Change[Award]]:
        """Yield changes of an award or a deduction.

        Args:
            award: To be changed.
            rule: Its rule id.
            is_alone: Nothing else adds to the node or takes from it.
        """
        for field, expression in (("when", award.when), ("each", award.each)):
            yield from in_field(
                award, field, expression_changes(expression, self.scope)
            )
        if award.step is not None:
            yield _doubled_award(award, award.step, rule)
        for key, amount in (("per", award.per), ("points", award.points)):
            # Of a formula, both are the step.
            if amount is not None and award.step is None:
                step = step_of(amount, self.node.maximum)
                yield self._amount(
                    award, key, amount, self.node.maximum, step, rule
                )
        if award.share is not None:
            yield self._amount(
                award, "share", award.share, Decimal(100), _SHARE_STEP, rule
            )
        if award.at_most is not None:
            yield from self._limit(award, award.at_most, is_alone=is_alone)

    def _limit(
        self, award: Award, most: Decimal, *, is_alone: bool
    ) -> Iterator[Change[Award]]:
        hint = Hint("limit", {"what": _subject(award), "points": plain(most)})
        path = (*award.path, "at_most")
        before = f"at_most = {plain(most)}"
        # The node's own maximum would stop it all the same.
        if not (is_alone and most >= self.node.maximum):
            yield Change(
                value=replaced(award, "at_most", None),
                kind="limit",
                path=path,
                before=before,
                after="",
                hint=hint,
            )
        changed = plus(most, step_of(most, self.node.maximum), -1)
        yield Change(
            value=replaced(award, "at_most", changed),
            kind="limit",
            path=path,
            before=before,
            after=f"at_most = {plain(changed)}",
            hint=hint,
        )

    # -- not applicable ----------------------------------------------------

    def not_applicable(
        self, entry: NotApplicable
    ) -> Iterator[Change[NotApplicable]]:
        """Yield changes of an entry of ``not_applicable``."""
        yield from in_field(
            entry, "when", expression_changes(entry.when, self.scope)
        )
        rule = f"{self.node.code}#not_applicable"
        yield from self.treatments(entry, "treat", "treat", entry.treat, rule)

    def treatments(  # what a treatment is made of
        self,
        row: _Treated,
        field: str,
        key: str,
        treatment: Treatment,
        rule: str,
    ) -> Iterator[Change[_Treated]]:
        """Yield *row* with every other treatment that can be told from it."""
        for other in TREATMENTS:
            is_same = other == treatment or (
                not self.sees_applicable and "full" not in (other, treatment)
            )
            if not is_same:
                is_seen = "full" in (other, treatment) or (
                    self.tells_exclusion(self.node)
                )
                yield Change(
                    value=replaced(row, field, other),
                    kind="treatment",
                    path=(*row.path, key),
                    before=f'{key} = "{treatment}"',
                    after=f'{key} = "{other}"',
                    hint=Hint("rule", {"rule": rule}) if is_seen else NOTHING,
                )


def _is_nothing(row: Choice | Tier | Case) -> bool:
    """Tell whether a row gives no points, whatever the facts are."""
    if getattr(row, "treatment", None) is not None:
        return row.treatment == "zero"  # type: ignore[union-attr]  # a choice then

    return (
        not row.points
        and not row.share
        and (row.points is not None or row.share is not None)
    )


def sanction_changes(
    sanction: Sanction,
    path: tuple[str | int, ...],
    rule: str,
    *,
    is_nothing: bool = False,
    code: str = "",
) -> Iterator[Change[Sanction]]:
    """Yield *sanction* without each of the things that it does.

    Args:
        sanction: Of a row.
        path: Of the row.
        rule: Its rule id.
        is_nothing: What is knocked out would earn nothing all the same.
        code: What is knocked out then.
    """
    hint = Hint("sanction", {"rule": rule})
    knocked = hint
    if is_nothing:
        knocked = Hint("status", {"rule": rule, "code": code})
    for key, value, nothing, text in (
        (
            "grade_at_most",
            sanction.grade_at_most,
            None,
            f'"{sanction.grade_at_most}"',
        ),
        ("grade_down", sanction.grade_down, 0, str(sanction.grade_down)),
        (
            "knock_out",
            sanction.knock_out,
            (),
            ", ".join(f'"{code}"' for code in sanction.knock_out),
        ),
    ):
        if value != nothing:
            yield Change(
                value=replaced(sanction, key, nothing),
                kind="dropped",
                path=(*path, key),
                before=f"{key} = {text}",
                after="",
                hint=knocked if key == "knock_out" else hint,
            )


def doubled(
    row: _Stepped, step: Decimal, path: tuple[str | int, ...], rule: str
) -> Change[_Stepped]:
    """Return *row* with a step that is twice as wide."""
    changed = plus(step, step, 1)

    return Change(
        value=replaced(row, "step", changed),
        kind="step",
        path=path,
        before=f"step = {plain(step)}",
        after=f"step = {plain(changed)}",
        hint=Hint("rounded", {"rule": rule}),
    )


def _doubled_award(award: Award, step: Decimal, rule: str) -> Change[Award]:
    """Return an award by a formula, which counts steps, with wider ones."""
    found = doubled(award, step, (*award.path, "step"), rule)
    each, wide = award.each, found.value.step
    assert each is not None, "an award by a formula counts"
    assert each.term is not None, "what is mutated is sound"
    assert wide is not None, "it was doubled"
    (quotient,) = each.term.args
    points, under = quotient.args
    under = attrs.evolve(under, value=Fraction(wide))
    counted = attrs.evolve(
        each.term, args=(attrs.evolve(quotient, args=(points, under)),)
    )
    value = attrs.evolve(
        found.value, per=wide, each=attrs.evolve(each, term=counted)
    )

    return attrs.evolve(found, value=value)


def _subject(award: Award) -> str:
    expression = award.each or award.when
    assert expression is not None, "an award has a subject"

    return expression.text
