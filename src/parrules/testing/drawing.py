"""Units for any ruleset, half of their values on thresholds or beside them.

Everything is drawn by one function that picks a whole number, so that
Hypothesis can draw a unit and shrink it, and a plain source of chance can
draw very many of them.  What is picked as 0 is what is simplest.
"""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from parrules.errors import FactError
from parrules.expression.terms import Term
from parrules.facts import NEVER
from parrules.plan.logic import UNDEFINED, Property
from parrules.plan.nodes import Input, Plan
from parrules.points import plain, scale_of, whole
from parrules.scoring.border import Border
from parrules.testing.aiming import STEPPED, Aim, Pick
from parrules.testing.sources import Sources

_USUAL_DAYS = (
    datetime.date(2024, 1, 1).toordinal(),
    datetime.date(2025, 12, 31).toordinal(),
)
_ABSENCES = (12, 40, 3, 0)
"""One of so many facts is withheld on average; of 0, none is."""

_FEW, _MANY = 4, 1000
_MOST_CODES = 2

Values = list[Any]
"""By position of the input, as `parrules.scoring.border` reads them."""


class Drawing:
    """Draws facts that one plan accepts."""

    def __init__(self, plan: Plan) -> None:
        """Collect the thresholds of *plan*."""
        self._plan = plan
        self._border = Border(plan)
        self._sources = Sources(plan)
        self._codes = tuple(
            node.code for node in plan.nodes if node.tree == "criteria"
        )
        self._in_order = tuple(_bounding_first(plan))
        self._conditions = {
            name: term
            for name, term in plan.definitions
            if name in dict(plan.derived)
        }
        self._targets = tuple(_targets(plan))

    def is_accepted(self, facts: dict[str, object]) -> bool:
        """Tell whether the plan accepts *facts*.

        Facts that were drawn are refused only where a required one, or one
        with a default, is left no value by the facts that bound it.
        """
        try:
            self._border.read(facts)
        except FactError:
            return False

        return True

    @property
    def size(self) -> int:
        """Return how many things are drawn, one after the other."""
        plan = self._plan

        return 1 + len(plan.inputs) + len(plan.properties) + len(self._targets)

    def facts(
        self, picks: Callable[[], Pick], *, is_near: bool
    ) -> dict[str, object]:
        """Draw facts and answers; a few are missing, but none required.

        Args:
            picks: Gives, for each thing that is drawn, what it is drawn by.
            is_near: Half of the thresholds are met, or just missed.
        """
        absence = _ABSENCES[picks()(len(_ABSENCES) - 1)]
        values: Values = []
        absent: list[int] = []
        for source in self._plan.inputs:
            pick = picks()
            is_required = source.fact is not None and source.fact.required
            if absence and not is_required and not pick(absence - 1):
                absent.append(source.position)
            values.append(self._value(source, pick))
        if is_near:
            self._aim(values, picks)
        for position in absent:
            values[position] = None
        self._settle(values)

        return {
            source.name: _handed_in(source, values[source.position])
            for source in self._plan.inputs
            if values[source.position] is not None
        }

    # -- one value ---------------------------------------------------------

    def _value(self, source: Input, pick: Pick) -> Any:  # noqa: ANN401  # of any fact
        if source.kind == "flag":
            return bool(pick(1))
        if source.kind in ("choice", "answer"):
            return pick(len(source.options) - 1)
        if source.kind == "codes":
            return tuple(
                self._codes[pick(len(self._codes) - 1)]
                for _ in range(pick(_MOST_CODES))
            )
        if source.kind == "tally":
            return tuple(self._level(source, pick) for _ in source.options)
        if source.kind == "judged":
            return self._judged(source, pick)
        if source.kind == "date":
            return self._day(source, pick)

        return self._number(source, pick)

    def _level(self, source: Input, pick: Pick) -> int:
        low, high = self._sources.bounds[source.name]

        return min(low + pick(_FEW), high)

    def _judged(self, source: Input, pick: Pick) -> int:
        _, high = self._sources.bounds[source.name]
        step = self._sources.steps[source.name]

        return step * pick(high // step)

    def _day(self, source: Input, pick: Pick) -> int | str:
        assert source.fact is not None
        low, high = self._sources.bounds[source.name]
        kind = pick(5 if source.fact.never else 4)
        if kind == 5:  # noqa: PLR2004  # the last one
            return NEVER
        if kind == 4:  # noqa: PLR2004  # the last but one
            return (low, high)[pick(1)]
        first, last = (min(max(day, low), high) for day in _USUAL_DAYS)

        return first + pick(last - first)

    def _number(self, source: Input, pick: Pick) -> int:
        low, high = self._sources.bounds[source.name]
        zero = min(max(0, low), high)
        step = scale_of(source.places)
        kinds = (
            lambda: min(zero + step * pick(_FEW), high),
            lambda: min(zero + step * pick(_MANY), high),
            lambda: low + pick(min(high - low, step * _MANY)),
            lambda: (low, high)[pick(1)],
        )

        return kinds[pick(len(kinds) - 1)]()

    # -- thresholds --------------------------------------------------------

    def _aim(self, values: Values, picks: Callable[[], Pick]) -> None:
        for met in self._plan.properties:
            pick = picks()
            if pick(1):
                aim = Aim(self._sources, values, pick)
                self._aim_at(met, aim, pick)
        for term, cuts in self._targets:
            pick = picks()
            if pick(1):
                aim = Aim(self._sources, values, pick)
                aim.beside(term, cuts[pick(len(cuts) - 1)])

    def _aim_at(self, met: Property, aim: Aim, pick: Pick) -> None:
        if met.kind == "dates":
            aim.dates(*met.terms)
        elif met.kind == "derived":
            aim.flag(self._conditions[met.name], wanted=bool(pick(1)))
        elif met.kind == "number":
            can_be_undefined = met.feasible >> UNDEFINED & 1
            if can_be_undefined and not pick(_FEW):
                aim.undefined(met.terms[0])
            elif met.cuts:
                cut = met.cuts[pick(len(met.cuts) - 1)]
                aim.beside(met.terms[0], cut)

    # -- what bounds what ---------------------------------------------------

    def _settle(self, values: Values) -> None:
        """Bring values within what other facts allow."""
        for source in self._in_order:
            value = values[source.position]
            if value is None:
                value = _silent(source)
            if value is None or value == NEVER:
                continue
            low, high = self._limits(source, values)
            if low > high:
                # Other facts contradict one another: better to say nothing.
                values[source.position] = None
                continue
            if isinstance(value, tuple):
                settled: object = tuple(
                    min(max(each, low), high) for each in value
                )
            else:
                settled = min(max(value, low), high)
            if settled != value:
                values[source.position] = settled

    def _limits(self, source: Input, values: Values) -> tuple[int, int]:
        """Return the bounds of a fact, those by other facts included."""
        assert source.fact is not None
        low, high = self._sources.bounds[source.name]
        for name, is_upper in (
            (source.fact.at_least_fact, False),
            (source.fact.at_most_fact, True),
        ):
            if name is None:
                continue
            other = self._sources.inputs[name]
            limit = values[other.position]
            limit = _silent(other) if limit is None else limit
            if not isinstance(limit, int):
                continue
            scaled = Fraction(
                limit * scale_of(source.places), scale_of(other.places)
            )
            if is_upper:
                high = min(high, scaled.numerator // scaled.denominator)
            else:
                low = max(low, -(-scaled.numerator // scaled.denominator))

        return low, high


def _silent(source: Input) -> Any:  # noqa: ANN401  # of any fact
    """Return the default of a fact with bounds, as a checked value."""
    default = None if source.fact is None else source.fact.default
    if isinstance(default, datetime.date):
        return default.toordinal()
    if isinstance(default, list | tuple):
        return tuple(int(each) for each in default)
    if isinstance(default, int | Decimal):
        return whole(Decimal(default), source.places)

    return default


def _bounding_first(plan: Plan) -> Iterator[Input]:
    """Yield the facts with bounds, each after the facts that bound it."""
    inputs = {source.name: source for source in plan.inputs}
    done: set[str] = set()

    def visit(source: Input) -> Iterator[Input]:
        fact = source.fact
        if fact is None or source.name in done:
            return
        done.add(source.name)
        for name in (fact.at_least_fact, fact.at_most_fact):
            if name is not None:
                yield from visit(inputs[name])
        if source.kind in STEPPED or source.kind == "tally":
            yield source

    for source in plan.inputs:
        yield from visit(source)


def _targets(plan: Plan) -> Iterator[tuple[Term, tuple[Fraction, ...]]]:
    """Yield the amounts that are clamped, rounded or capped, with where."""
    quantum = scale_of(plan.places)
    for node in plan.nodes:
        maximum = Fraction(node.maximum, quantum)
        for result in node.results:
            if result.formula is not None:
                step = Fraction(result.step, quantum)
                cuts = (Fraction(0), maximum, maximum / 2, step / 2, step)
                yield result.formula, cuts
        for change in node.changes:
            if change.each is not None and change.amount:
                most = (
                    node.maximum if change.at_most is None else change.at_most
                )
                yield change.each, (Fraction(most, change.amount),)


def _handed_in(source: Input, value: Any) -> object:  # noqa: ANN401  # of any fact
    """Return a checked value as somebody would hand it in."""
    if source.kind in ("choice", "answer"):
        return source.options[value]
    if source.kind in ("tally", "codes"):
        return list(value)
    if source.kind == "date" and value != NEVER:
        return datetime.date.fromordinal(value)
    if source.kind in STEPPED and value != NEVER:
        number = Fraction(value, scale_of(source.places))
        if number.denominator == 1:
            return number.numerator
        return Decimal(plain(number))

    return value
