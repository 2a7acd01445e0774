"""What a term can be, over all values that its facts may have."""

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm

import attrs

from parrules.checking.bounds import Bounds, bounds_by_name, can_miss
from parrules.checking.inlining import Inliner, names_in
from parrules.checking.intervals import (
    EVERYTHING,
    NOTHING,
    Interval,
    greatest,
    least,
    point,
    rounded,
    size,
)
from parrules.expression.terms import OUTCOME_TERMS, Term
from parrules.model import (
    Choices,
    Criterion,
    Fact,
    Judged,
    Scheme,
)
from parrules.points import exact

_NOT_NEGATIVE = Interval(0)
_NOT_POSITIVE = Interval(None, 0)
_PERCENT = Interval(0, 100)
_MONTH = Interval(28, 31)

_MAKERS = {
    "const": "_constant",
    "day": "_constant",
    "fact": "_fact",
    "derived": "_derived",
    "select": "_selected",
    "option_value": "_option",
    "add": "_sum",
    "add_days": "_sum",
    "add_months": "_months",
    "sub": "_difference",
    "days": "_difference",
    "mul": "_product",
    "div": "_quotient",
    "min": "_least",
    "max": "_greatest",
    "abs": "_absolute",
    "round": "_rounded",
    "points_of": "_points",
    "mean": "_mean",
    "count_true": "_count_true",
}
"""By operation, the method that says what its values can be."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Ranges:
    """The bounds and relations of a scheme's facts, ready to compute with.

    Attributes:
        facts, nodes: By name and by code.
        outcomes: All values of ``points_of`` and ``percent_of``, in order,
            by that word and the code, where they are known to be few.
    """

    facts: Mapping[str, Fact]
    nodes: Mapping[str, Criterion]
    bounds: Bounds
    inliner: Inliner
    outcomes: Mapping[tuple[str, str], tuple[Fraction, ...]] = attrs.field(
        factory=dict, eq=False, repr=False
    )
    _known: dict[Term, Interval] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )
    _steps: dict[Term, Fraction | None] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def of(self, term: Term) -> Interval:
        """Return an interval around all values of a number or date."""
        # Kept, because a difference looks at its parts more than once,
        # and so do theirs.
        if term not in self._known:
            self._known[term] = self._computed(term)

        return self._known[term]

    def given(self, known: Mapping[Term, Interval]) -> "Ranges":
        """Return the ranges where so much is *known* of some terms."""
        result = attrs.evolve(self)
        result._known.update(known)  # noqa: SLF001  # its own class
        result._steps.update(self._steps)  # noqa: SLF001  # no less true

        return result

    def _computed(self, term: Term) -> Interval:
        if term.op in ("share", "percent_of"):
            return _PERCENT
        maker = _MAKERS.get(term.op)
        if maker is None:
            return EVERYTHING
        found: Interval = getattr(self, maker)(term)

        return found

    def is_at_most(self, one: Term, two: Term) -> bool:
        """Tell whether *one* can never be greater than *two*."""
        if one == two:
            return True
        if one.op == two.op == "fact":
            return self.bounds.is_below(str(one.value), str(two.value))
        if two.op == "add":
            return any(
                self.is_at_most(one, part)
                and self._is_not_negative(two.args[1 - position])
                for position, part in enumerate(two.args)
            )
        if one.op == "sub":
            return self.is_at_most(one.args[0], two) and self._is_not_negative(
                one.args[1]
            )
        high, low = self.of(one).high, self.of(two).low

        return high is not None and low is not None and high <= low

    def is_exact(self, *terms: Term) -> bool:
        """Tell whether *terms* take all values of their ranges together.

        So they do if no fact is read twice, no two of the facts are
        related, and none is the outcome of a node or one of a few numbers.
        """
        names: list[str] = []
        pairs: set[tuple[str, str]] = set()
        for term in terms:
            for part in term.walk():
                if part.op in (*OUTCOME_TERMS, "option_value", "derived"):
                    return False
                if self._is_part_of_whole(part):
                    one, two = (str(each.value) for each in part.args)
                    pairs |= {(one, two), (two, one)}
            names.extend(names_in(term))
        if len(set(names)) < len(names):
            return False

        return not any(
            self.bounds.is_below(one, two) and (one, two) not in pairs
            for one in names
            for two in names
        )

    def step_of(self, term: Term) -> Fraction | None:
        """Return what all values of *term* are multiples of, if anything."""
        # Each row of a ladder asks it of the same measure.
        if term not in self._steps:
            self._steps[term] = self._step(term)

        return self._steps[term]

    def _step(self, term: Term) -> Fraction | None:
        if term.op == "const":
            return abs(_number(term)) or Fraction(1)
        if term.op == "fact":
            return self._step_of_fact(term)
        if term.op == "round":
            assert isinstance(term.value, tuple)
            return Fraction(term.value[0])
        if term.op in ("days", "day", "count_true"):
            return Fraction(1)
        if term.op in ("add", "sub", "min", "max", "abs", "mul", "div"):
            return self._step_of_operation(term)

        return None

    def outcomes_of(self, term: Term) -> tuple[Fraction, ...] | None:
        """Return all values of *term*, if it is an outcome with few."""
        if term.op not in OUTCOME_TERMS:
            return None

        return self.outcomes.get((term.op, str(term.value)))

    def options_of(self, name: str) -> tuple[str, ...]:
        """Return the options of a choice, or of the answer to a leaf."""
        if name in self.facts:
            return self.facts[name].options
        form = self.nodes[name].form
        choices = form.choices if isinstance(form, Choices) else ()

        return tuple(choice.id for choice in choices)

    # -- facts ---------------------------------------------------------------

    def _constant(self, term: Term) -> Interval:
        return point(exact(_number(term)))

    def _fact(self, term: Term) -> Interval:
        name = str(term.value)
        if name in self.nodes:
            return Interval(0, exact(self.nodes[name].maximum))

        return self.bounds.reach.get(name, EVERYTHING)

    def _derived(self, term: Term) -> Interval:
        result = NOTHING
        for _, value in self.inliner.values(str(term.value)):
            result = result.hull(self.of(value))

        return EVERYTHING if result.is_empty else result

    def _selected(self, term: Term) -> Interval:
        """Return the range of cases that were written out, as a plan does."""
        values = [*term.args[1::2], *term.args[-1:]]
        result = NOTHING
        for value in values[: (len(term.args) + 1) // 2]:
            result = result.hull(self.of(value))

        return result

    def _option(self, term: Term) -> Interval:
        numbers = self.facts[str(term.value)].numbers

        return Interval(exact(min(numbers)), exact(max(numbers)))

    def _points(self, term: Term) -> Interval:
        node = self.nodes[str(term.value)]

        return Interval(0, exact(node.maximum))

    def _mean(self, term: Term) -> Interval:
        fact = self.facts[str(term.value)]

        return Interval(1, len(fact.levels))

    # -- operations ----------------------------------------------------------

    def _sum(self, term: Term) -> Interval:
        return self.of(term.args[0]) + self.of(term.args[1])

    def _months(self, term: Term) -> Interval:
        return self.of(term.args[0]) + self.of(term.args[1]) * _MONTH

    def _difference(self, term: Term) -> Interval:
        """Return the range of ``a - b``; of ``days(b, a)`` likewise."""
        one, two = term.args if term.op == "sub" else term.args[::-1]
        result = self.of(one) - self.of(two)
        if self.is_at_most(two, one):
            result = result.meet(_NOT_NEGATIVE)
        if self.is_at_most(one, two):
            result = result.meet(_NOT_POSITIVE)

        return result

    def _product(self, term: Term) -> Interval:
        one, two = term.args
        result = self.of(one) * self.of(two)

        return result.meet(_NOT_NEGATIVE) if one == two else result

    def _quotient(self, term: Term) -> Interval:
        """Return the range of a quotient where it is defined."""
        one, two = term.args
        # `maximum * done / planned` is at most `maximum`, and
        # `done / (2 * planned)` at most a half.
        above, over = _factor_of(one)
        below, under = _factor_of(two)
        if below and (over is not one or under is not two):
            rest = attrs.evolve(term, args=(over, under))
            return self.of(rest) * point(above / below)
        denominator = self.of(two)
        step = self.step_of(two)
        if step is not None and denominator.low == 0:
            denominator = denominator.meet(Interval(exact(step)))
        result = self.of(one) / denominator
        if denominator.low is not None and denominator.low >= 0:
            if self.is_at_most(one, two):
                result = result.meet(Interval(None, 1))
            if self.is_at_most(two, one):
                result = result.meet(Interval(1))

        return result

    def _least(self, term: Term) -> Interval:
        result = self.of(term.args[0])
        for part in term.args[1:]:
            result = least(result, self.of(part))

        return result

    def _greatest(self, term: Term) -> Interval:
        result = self.of(term.args[0])
        for part in term.args[1:]:
            result = greatest(result, self.of(part))

        return result

    def _absolute(self, term: Term) -> Interval:
        return size(self.of(term.args[0]))

    def _count_true(self, term: Term) -> Interval:
        return Interval(0, len(term.args))

    def _rounded(self, term: Term) -> Interval:
        assert isinstance(term.value, tuple)
        step, rounding = term.value

        return rounded(self.of(term.args[0]), step, rounding)

    def _is_not_negative(self, term: Term) -> bool:
        low = self.of(term).low

        return low is not None and low >= 0

    def _is_part_of_whole(self, term: Term) -> bool:
        return (
            term.op == "div"
            and all(part.op == "fact" for part in term.args)
            and self.is_at_most(*term.args)
        )

    # -- steps ---------------------------------------------------------------

    def _step_of_fact(self, term: Term) -> Fraction | None:
        name = str(term.value)
        if name in self.nodes:
            form = self.nodes[name].form
            return Fraction(form.step) if isinstance(form, Judged) else None

        return Fraction(1, 10 ** self.facts[name].places)

    def _step_of_operation(self, term: Term) -> Fraction | None:
        steps = [self.step_of(part) for part in term.args]
        if term.op == "div":
            divisor = term.args[1]
            if divisor.op != "const" or not divisor.value or not steps[0]:
                return None
            return steps[0] / abs(_number(divisor))
        found = [step for step in steps if step is not None]
        if len(found) < len(steps):
            return None
        if term.op == "mul":
            return found[0] * found[1]
        result = found[0]
        for step in found[1:]:
            result = common_step(result, step)

        return result


def ranges_of(scheme: Scheme, inliner: Inliner) -> Ranges:
    """Return the ranges of all facts of *scheme*."""
    facts = {fact.name: fact for fact in scheme.facts}

    return Ranges(
        facts=facts,
        nodes={node.code: node for node in scheme.nodes() if not node.doubled},
        bounds=bounds_by_name(
            facts, lambda name: can_miss(facts[name], scheme.policy)
        ),
        inliner=inliner,
    )


def _number(term: Term) -> Fraction:
    assert isinstance(term.value, (int, Fraction))

    return Fraction(term.value)


def common_step(one: Fraction, two: Fraction) -> Fraction:
    """Return the greatest number of which both are multiples."""
    denominator = lcm(one.denominator, two.denominator)

    return Fraction(
        gcd(int(one * denominator), int(two * denominator)), denominator
    )


def _factor_of(term: Term) -> tuple[Fraction, Term]:
    """Take a literal factor out of a product."""
    if term.op == "mul":
        one, two = term.args
        if one.op == "const":
            return _number(one), two
        if two.op == "const":
            return _number(two), one

    return Fraction(1), term
