"""Numbers of a plan in the algebra: a quotient, and when it is known.

The numbers in brackets are those of the normative page *semantics*.
"""

import abc
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import lcm

import attrs

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell
from parrules.engines.columns.inputs import Inputs
from parrules.engines.columns.quantity import Quantity, Scored
from parrules.engines.columns.rounding import rounded
from parrules.expression.terms import NUMBER_MAKERS, Term
from parrules.points import scale_of
from parrules.scoring.layout import Layout


class Quantities(abc.ABC):
    """Writes numbers; `Conditions` writes dates and flags beside them.

    Attributes:
        total: The total, once it was written.
    """

    def __init__(
        self, algebra: Algebra, layout: Layout, inputs: Inputs
    ) -> None:
        """Write in *algebra* what *layout*'s plan reads of *inputs*."""
        self.algebra = algebra
        self.inputs = inputs
        self._functions = layout.functions
        self._quantum = scale_of(layout.plan.places)
        self._known: dict[Term, Quantity] = {}
        self._nodes: dict[str, Scored] = {}
        self.total: Quantity | None = None

    def read_nodes_of(self, nodes: Iterable[Scored]) -> None:
        """Let `points_of` and `percent_of` read *nodes* (9)."""
        self._nodes = {each.node.code: each for each in nodes}

    @abc.abstractmethod
    def date(self, term: Term) -> tuple[Cell, Cell]:
        """Return whether a date is known, and its day."""

    @abc.abstractmethod
    def flag(self, term: Term) -> tuple[Cell, Cell]:
        """Return whether a flag is known, and what it then is."""

    def number(self, term: Term) -> Quantity:
        """Return a number; each is written once."""
        found = self._known.get(term)
        if found is None:
            maker: Callable[[Term], Quantity] = getattr(
                self, NUMBER_MAKERS[term.op]
            )
            found = self._known[term] = maker(term)

        return found

    def _always(self, over: int, under: int = 1) -> Quantity:
        algebra = self.algebra

        return Quantity(
            algebra.number(over),
            algebra.number(under),
            algebra.true,
            algebra.false,
        )

    def _whole(self, over: Cell, known: Cell) -> Quantity:
        return Quantity(
            over, self.algebra.number(1), known, self.algebra.false
        )

    # -- what is read ------------------------------------------------------

    def _constant(self, term: Term) -> Quantity:
        assert isinstance(term.value, Fraction)

        return self._always(*term.value.as_integer_ratio())

    def _fact(self, term: Term) -> Quantity:
        scale = self._functions.scales.get(str(term.value), 1)

        return Quantity(
            self.inputs.amount(term.value),
            self.algebra.number(scale),
            self.inputs.is_known(term.value),
            self.algebra.false,
        )

    def _option_value(self, term: Term) -> Quantity:
        numbers = self._functions.numbers[str(term.value)]
        pairs = [number.as_integer_ratio() for number in numbers]
        picked = [
            self.inputs.option(term.value, position)
            for position in range(len(pairs))
        ]

        def chosen(side: int) -> Cell:
            return self.algebra.choose(
                (
                    (when, self.algebra.number(pair[side]))
                    for when, pair in zip(picked, pairs, strict=True)
                ),
                self.algebra.number(pairs[0][side]),
            )

        return Quantity(
            chosen(0),
            chosen(1),
            self.inputs.is_known(term.value),
            self.algebra.false,
        )

    def _points_of(self, term: Term) -> Quantity:
        return Quantity(
            self._nodes[str(term.value)].earned,
            self.algebra.number(self._quantum),
            self.algebra.true,
            self.algebra.false,
        )

    def _percent_of(self, term: Term) -> Quantity:
        node = self._nodes[str(term.value)]
        applicable = node.applicable

        return Quantity(
            self.algebra.scaled(node.earned, 100),
            applicable,
            self.algebra.above(applicable, self.algebra.number(0)),
            self.algebra.false,
        )

    def _total(self, term: Term) -> Quantity:
        del term
        assert self.total is not None, "it is read after it was written"

        return self.total

    # -- arithmetic (14) ---------------------------------------------------

    def _joined(
        self, over: Cell, under: Cell, left: Quantity, right: Quantity
    ) -> Quantity:
        return Quantity(
            over,
            under,
            self.algebra.all_of(left.known, right.known),
            self.algebra.any_of(left.undefined, right.undefined),
        )

    def _sum(self, term: Term) -> Quantity:
        algebra = self.algebra
        left, right = (self.number(part) for part in term.args)
        one, other, under = self._crossed(left, right)
        if term.op == "add":
            over = algebra.sum([one, other])
        else:
            over = algebra.less(one, other)

        return self._joined(over, under, left, right)

    _difference = _sum

    def _crossed(
        self, left: Quantity, right: Quantity
    ) -> tuple[Cell, Cell, Cell]:
        """Return two numerators over one denominator, and that."""
        algebra = self.algebra
        one, by = algebra.factored(left.under)
        other, times = algebra.factored(right.under)
        if one is other:
            shared = lcm(by, times)
            return (
                algebra.scaled(left.over, shared // by),
                algebra.scaled(right.over, shared // times),
                algebra.scaled(one, shared),
            )

        return (
            algebra.times(left.over, right.under),
            algebra.times(right.over, left.under),
            algebra.times(left.under, right.under),
        )

    def _product(self, term: Term) -> Quantity:
        left, right = (self.number(part) for part in term.args)

        return self._joined(
            self.algebra.times(left.over, right.over),
            self.algebra.times(left.under, right.under),
            left,
            right,
        )

    def _quotient(self, term: Term) -> Quantity:
        algebra = self.algebra
        left, right = (self.number(part) for part in term.args)
        is_zero = algebra.equal(right.over, algebra.number(0))

        return self._signed(
            algebra.times(left.over, right.under),
            algebra.times(left.under, right.over),
            algebra.all_of(left.known, right.known, algebra.negated(is_zero)),
            # A denominator of 0 counts also where the other is missing.
            algebra.any_of(
                left.undefined,
                right.undefined,
                algebra.all_of(right.known, is_zero),
            ),
        )

    def _signed(
        self, over: Cell, under: Cell, known: Cell, undefined: Cell
    ) -> Quantity:
        """Return a quotient with its sign above the line."""
        algebra = self.algebra
        is_positive = algebra.at_least(under, algebra.number(0))
        signed = algebra.choose([(is_positive, over)], algebra.negative(over))

        return Quantity(signed, algebra.size(under), known, undefined)

    def _extreme(self, term: Term) -> Quantity:
        algebra = self.algebra
        best, *others = [self.number(part) for part in term.args]
        for other in others:
            one, two, under = self._crossed(other, best)
            if best.under is other.under:
                pick = (
                    algebra.smallest if term.op == "min" else algebra.largest
                )
                best = self._joined(pick(one, two), under, best, other)
                continue
            sign = "<" if term.op == "min" else ">"
            is_better = algebra.compared(one, sign, two)
            best = self._joined(
                algebra.choose([(is_better, other.over)], best.over),
                algebra.choose([(is_better, other.under)], best.under),
                best,
                other,
            )

        return best

    def _absolute(self, term: Term) -> Quantity:
        inner = self.number(term.args[0])

        return attrs.evolve(inner, over=self.algebra.size(inner.over))

    def _round(self, term: Term) -> Quantity:
        inner = self.number(term.args[0])
        assert isinstance(term.value, tuple)
        step, rounding = term.value
        over, under = step.as_integer_ratio()
        steps = rounded(
            self.algebra,
            self.algebra.scaled(inner.over, under),
            self.algebra.scaled(inner.under, over),
            rounding,
        )

        return attrs.evolve(
            inner,
            over=self.algebra.scaled(steps, over),
            under=self.algebra.number(under),
        )

    # -- counts ------------------------------------------------------------

    def _days(self, term: Term) -> Quantity:
        algebra = self.algebra
        start, end = (self.date(part) for part in term.args)
        # A difference with a date that is never is missing.
        known = algebra.all_of(*(self.is_day(each) for each in (start, end)))

        return self._whole(algebra.less(end[1], start[1]), known)

    def is_day(self, date: tuple[Cell, Cell]) -> Cell:
        """Return whether a date is known and not never."""
        known, day = date

        return self.algebra.all_of(
            known, self.algebra.above(day, self.algebra.number(0))
        )

    def _share(self, term: Term) -> Quantity:
        assert isinstance(term.value, tuple)
        name, wanted = term.value
        levels, algebra = self.inputs.levels(name), self.algebra
        chosen, rest = (
            algebra.sum(
                each
                for place, each in enumerate(levels)
                if (place in wanted) is is_chosen
            )
            for is_chosen in (True, False)
        )
        # Both are read as well where a share is compared.
        both = algebra.sum([chosen, rest])

        return self._of_tally(name, algebra.scaled(chosen, 100), both)

    def _mean(self, term: Term) -> Quantity:
        levels = self.inputs.levels(term.value)
        weighted = self.algebra.sum(
            self.algebra.scaled(level, weight)
            for weight, level in enumerate(levels, 1)
        )

        whole = self.algebra.sum(self.inputs.levels(term.value))

        return self._of_tally(term.value, weighted, whole)

    def _of_tally(self, name: object, over: Cell, whole: Cell) -> Quantity:
        algebra = self.algebra
        # The same for all shares, so that they can be added up.
        under = algebra.sum(self.inputs.levels(name))
        known = self.inputs.is_known(name)
        is_zero = algebra.equal(whole, algebra.number(0))

        return self._signed(
            over,
            under,
            algebra.all_of(known, algebra.negated(is_zero)),
            algebra.all_of(known, is_zero),
        )

    def _count_true(self, term: Term) -> Quantity:
        algebra = self.algebra
        flags = [self.flag(part) for part in term.args]
        over = algebra.sum(algebra.counted(value) for _, value in flags)

        return self._whole(
            over, algebra.all_of(*(known for known, _ in flags))
        )

    # -- choices (4) -------------------------------------------------------

    def _select(self, term: Term) -> Quantity:
        cases, last = self._functions.cases(term)
        numbers = [self.number(then) for _, then in cases]
        ending = Quantity(
            self.algebra.number(0),
            self.algebra.number(1),
            self.algebra.false,
            self.algebra.false,
        )
        if last is not None:
            ending = self.number(last)
        stopped, chosen = self.first_of([when for when, _ in cases])

        def picked(part: str, otherwise: Cell | None) -> Cell:
            pairs = [
                (when, getattr(number, part))
                for when, number in zip(chosen, numbers, strict=True)
            ]
            if otherwise is not None:
                pairs.insert(0, (stopped, otherwise))
            return self.algebra.choose(pairs, getattr(ending, part))

        return Quantity(
            picked("over", None),
            picked("under", None),
            picked("known", self.algebra.false),
            picked("undefined", self.algebra.false),
        )

    def first_of(self, conditions: list[Term]) -> tuple[Cell, list[Cell]]:
        """Return whether an unknown condition comes first, and which holds.

        Those that hold are to be asked in order, after the unknown.
        """
        algebra = self.algebra
        stopped, past = algebra.false, algebra.true
        chosen = []
        for term in conditions:
            known, value = self.flag(term)
            stopped = algebra.any_of(
                stopped, algebra.all_of(past, algebra.negated(known))
            )
            chosen.append(algebra.all_of(known, value))
            past = algebra.all_of(past, algebra.negated(chosen[-1]))

        return stopped, chosen
