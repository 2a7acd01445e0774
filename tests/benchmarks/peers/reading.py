"""From a ruleset to the shapes that peers are written from."""

import math
from fractions import Fraction

from parrules import Ruleset
from parrules.expression.terms import Term
from parrules.model import (
    Case,
    Cases,
    Choices,
    Criterion,
    Ladder,
    Scheme,
    Tier,
)
from parrules.plan.leaves import points_in
from parrules.points import whole
from peers.rules import Dated, Flagged, Graded, Picked, Rules, Shape, Step


class UnwrittenError(Exception):
    """A ruleset says something that the peers have no words for."""


def rules_of(ruleset: Ruleset) -> Rules:
    """Return *ruleset* in shapes.

    Raises:
        UnwrittenError: It holds what no shape says.
    """
    plan, scheme = ruleset.plan, ruleset.scheme
    _require(
        plan.rescale == "total"
        and plan.bounds == (0, plan.maximum)
        and not plan.grades
        and not plan.eliminations
        and set(plan.held) <= {-1}
        and all(node.tree == "criteria" for node in plan.nodes)
        and all(not node.changes for node in plan.nodes)
        and scheme.policy.missing == "zero"
        and scheme.policy.unevidenced == "explain"
        and scheme.rounding == "half_up",
        "what stands beside the leaves",
    )
    reader = _Reader(scheme, plan.places)

    return Rules(
        places=plan.places,
        decimals=scheme.decimals,
        maximum=plan.maximum,
        leaves=tuple(map(reader.shape, scheme.leaves("criteria"))),
    )


def _require(holds: object, what: str) -> None:
    if not holds:
        raise UnwrittenError(f"the peers have no words for {what}")


def _is(term: Term | None, op: str) -> bool:
    return term is not None and term.op == op


def _column(term: Term) -> str:
    _require(term.op == "fact", f"`{term.op}` where a fact was expected")

    return str(term.value)


class _Reader:
    """Reads the leaves of one scheme."""

    def __init__(self, scheme: Scheme, places: int) -> None:
        self._scheme = scheme
        self._places = places
        self._derived = {
            each.name: each.cases[0][1].term for each in scheme.derived
        }
        self._levels = {fact.name: fact.levels for fact in scheme.facts}

    def shape(self, leaf: Criterion) -> Shape:
        form = leaf.form
        if isinstance(form, Choices):
            return self._picked(leaf, form)
        if isinstance(form, Ladder):
            return self._graded(leaf, form)
        _require(isinstance(form, Cases), f"the form of {leaf.code}")
        assert isinstance(form, Cases)

        return self._decided(leaf, form)

    def _quanta(self, leaf: Criterion, row: object) -> int:
        return whole(points_in(leaf, row), self._places)  # type: ignore[arg-type]  # each row of a form is one of the three

    def _maximum(self, leaf: Criterion) -> int:
        return whole(leaf.maximum, self._places)

    def _picked(self, leaf: Criterion, form: Choices) -> Picked:
        choices = form.choices or self._scheme.answers[form.named or ""]
        _require(
            all(choice.treatment is None for choice in choices),
            f"the choices of {leaf.code}",
        )

        return Picked(
            code=leaf.code,
            maximum=self._maximum(leaf),
            column=leaf.code,
            points=tuple(
                (each.id, self._quanta(leaf, each)) for each in choices
            ),
        )

    # -- quotients ---------------------------------------------------------

    def _graded(self, leaf: Criterion, form: Ladder) -> Graded:
        term = form.measure.term
        assert term is not None
        over, under = self._quotient(term)
        is_rate = bool(under)
        steps, points = self._steps(leaf, form, is_rate=is_rate)

        return Graded(
            code=leaf.code,
            maximum=self._maximum(leaf),
            over=over,
            under=under,
            if_none=leaf.if_none or "",
            excluded_by=self._excluded_by(leaf),
            steps=steps,
            points=points,
        )

    def _quotient(self, term: Term) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if term.op == "fact":
            return (_column(term),), ()
        if term.op == "share":
            assert isinstance(term.value, tuple)
            tally, chosen = term.value
            levels = [f"{tally}.{each}" for each in self._levels[tally]]
            return tuple(levels[each] for each in chosen), tuple(levels)
        _require(
            term.op == "mul"
            and term.args[0].value == Fraction(100)
            and term.args[1].op == "div",
            f"the quotient `{term.op}`",
        )
        part, whole_ = term.args[1].args
        if part.op == "min":
            # No step lies above 100 %, so that the cap decides nothing.
            part, cap = part.args
            _require(_column(cap) == _column(whole_), "such a cap")

        return (_column(part),), (_column(whole_),)

    def _excluded_by(self, leaf: Criterion) -> str:
        if not leaf.not_applicable:
            return ""
        (entry,) = leaf.not_applicable
        term = entry.when.term
        _require(
            entry.treat == "exclude"
            and _is(term, "compare")
            and term is not None
            and term.value == "=="
            and term.args[1].value == 0,
            f"`not_applicable` of {leaf.code}",
        )
        assert term is not None

        return _column(term.args[0])

    def _steps(
        self, leaf: Criterion, form: Ladder, *, is_rate: bool
    ) -> tuple[tuple[Step, ...], int]:
        """Return the gaps and cut points from above, equal ones joined."""
        cuts = {
            Fraction(bound)
            for tier in form.tiers
            for bound in (tier.bound, tier.upper)
            if bound is not None and (is_rate or bound > 0)
        }
        steps: list[Step] = []
        for cut in sorted(cuts, reverse=True):
            for strict in (True, False):
                if is_rate and strict and cut == 100:
                    # No rate is above 100 %: parts are within their whole.
                    continue
                reached = self._step(leaf, form, cut, is_rate, strict)
                if steps and steps[-1].points == reached.points:
                    steps.pop()
                steps.append(reached)
        below = min(cuts) - Fraction(1, 10**9)
        points = 0 if below < 0 else self._at(leaf, form, below)
        while steps and steps[-1].points == points:
            steps.pop()

        return tuple(steps), points

    def _step(
        self,
        leaf: Criterion,
        form: Ladder,
        cut: Fraction,
        is_rate: bool,  # noqa: FBT001  # its caller's keyword
        strict: bool,  # noqa: FBT001  # a field of the step
    ) -> Step:
        inside = cut + Fraction(1, 10**9) if strict else cut
        ratio = cut / 100 if is_rate else cut
        shared = math.gcd(ratio.numerator, ratio.denominator)

        return Step(
            left=ratio.denominator // shared,
            right=ratio.numerator // shared,
            strict=strict,
            points=self._at(leaf, form, inside),
        )

    def _at(self, leaf: Criterion, form: Ladder, value: Fraction) -> int:
        for tier in form.tiers:
            if _holds(tier, value):
                return self._quanta(leaf, tier)

        return 0

    # -- cases -------------------------------------------------------------

    def _decided(self, leaf: Criterion, form: Cases) -> Shape:
        *cases, last = form.cases
        _require(last.when is None, f"the end of {leaf.code}")
        terms = [_term_of(case) for case in cases]
        points = [self._quanta(leaf, case) for case in form.cases]
        if len(terms) == 1 and terms[0].op == "fact":
            return Flagged(
                code=leaf.code,
                maximum=self._maximum(leaf),
                column=_column(terms[0]),
                yes=points[0],
                no=points[1],
            )
        if len(terms) == 1:
            return self._dated(leaf, terms[0], points[1], *points)
        first, second = terms
        issued = self._issued(first, "==")
        found = self._dated(leaf, second, *points)
        _require(found.issued == issued, f"the cases of {leaf.code}")

        return found

    def _dated(
        self,
        leaf: Criterion,
        term: Term,
        never: int,
        in_time: int,
        late: int,
    ) -> Dated:
        if term.op == "derived":
            found = self._derived[str(term.value)]
            assert found is not None
            term = found
        if term.op == "and":
            # Issued at all, and by the day.
            issued = self._issued(term.args[0], "!=")
            term = term.args[1]
            _require(
                _column(term.args[0]) == issued, f"the day of {leaf.code}"
            )
        due = month_after = ""
        for part in term.args if term.op == "or" else (term,):
            name, day, month = self._deadline(part)
            due, month_after = due or day, month_after or month

        return Dated(
            code=leaf.code,
            maximum=self._maximum(leaf),
            issued=name,
            due=due,
            month_after=month_after,
            never=never,
            in_time=in_time,
            late=late,
        )

    def _issued(self, term: Term, sign: str) -> str:
        _require(
            term.op == "order"
            and term.value == sign
            and term.args[1].op == "never",
            f"the condition `{term.op}`",
        )

        return _column(term.args[0])

    def _deadline(self, term: Term) -> tuple[str, str, str]:
        if term.value == "!=":
            return self._issued(term, "!="), "", ""
        _require(
            term.op == "order" and term.value == "<=",
            f"the condition `{term.op}`",
        )
        name, day = _column(term.args[0]), term.args[1]
        if day.op == "add_months":
            _require(day.args[1].value == 1, "that many months")
            return name, "", _column(day.args[0])

        return name, _column(day), ""


def _term_of(case: Case) -> Term:
    assert case.when is not None
    assert case.when.term is not None

    return case.when.term


def _holds(tier: Tier, value: Fraction) -> bool:
    if tier.bound is not None:
        bound = Fraction(tier.bound)
        if value < bound or (tier.strict and value == bound):
            return False
    if tier.upper is not None:
        upper = Fraction(tier.upper)
        if value > upper or (tier.upper_strict and value == upper):
            return False

    return True
