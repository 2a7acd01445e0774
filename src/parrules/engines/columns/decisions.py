"""Decisions of a plan in the algebra: what each row of them gives."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from parrules.engines.columns.algebra import Algebra
from parrules.engines.columns.cell import Cell, failed_by
from parrules.engines.columns.conditions import Conditions
from parrules.engines.columns.quantity import Quantity
from parrules.engines.compiled.tables import Table, table_of
from parrules.plan.logic import (
    AFTER,
    BEFORE,
    BOTH_NEVER,
    FIRST,
    MISSING,
    NEITHER_SAME,
    NO,
    SAME_DAY,
    UNDEFINED,
    YES,
    Clauses,
    Property,
)
from parrules.plan.nodes import Plan

Cases = list[tuple[Cell, int]]
"""Conditions to be asked in order, and the ordinal where one holds."""

Given = Callable[[int], Cell]


class Decisions:
    """Writes what decides rows; each property is looked at once."""

    def __init__(self, plan: Plan, conditions: Conditions) -> None:
        """Take *plan*'s decisions, and what writes their terms."""
        self._plan = plan
        self._conditions = conditions
        self._algebra: Algebra = conditions.algebra
        self._tables: dict[int, Table] = {}
        self._derived = dict(plan.derived)
        self._seen: dict[int, tuple[Cases, int]] = {}
        self._within: dict[tuple[int, tuple[int, ...]], Cell] = {}

    def chosen(self, decision: int, by_rank: Given) -> Cell:
        """Return what the row that decides gives.

        Args:
            decision: Position; -1 for none, which is a first row.
            by_rank: What a rank gives: twice the row, plus 1 where that
                cannot be known.
        """
        if decision < 0:
            return by_rank(0)
        table = self._table(decision)
        if not table.columns:
            return by_rank(table.rank())
        if len(table.columns) == 1:
            place, masks = table.columns[0]
            given = [table.rank(number) for number in range(len(masks))]
            return self._by_class(place, lambda each: by_rank(given[each]))

        return self._algebra.choose(
            self._asked(decision, by_rank),
            by_rank(2 * len(self._plan.decisions[decision].rows)),
        )

    def _table(self, decision: int) -> Table:
        if decision not in self._tables:
            self._tables[decision] = table_of(
                self._plan.decisions[decision], self._plan.properties
            )

        return self._tables[decision]

    def _asked(
        self, decision: int, by_rank: Given
    ) -> Iterator[tuple[Cell, Cell]]:
        for row, each in enumerate(self._plan.decisions[decision].rows):
            for unknown, clauses in enumerate((each.true, each.unknown)):
                if clauses:
                    yield self._one_of(clauses), by_rank(2 * row + unknown)

    def _one_of(self, clauses: Clauses) -> Cell:
        """Return whether one of the conjunctions holds."""
        algebra = self._algebra

        return algebra.any_of(
            *(
                algebra.all_of(*(self._has(*atom) for atom in clause))
                for clause in clauses
            )
        )

    def _has(self, place: int, bits: int) -> Cell:
        """Return whether the class of a property is among *bits*."""
        return self._by_class(
            place,
            lambda number: self._algebra.truth(holds=bool(bits >> number & 1)),
        )

    def _by_class(self, place: int, given: Given) -> Cell:
        """Return what is given for the class of a property."""
        cases, last = self._look(place)
        met = self._plan.properties[place]
        otherwise = given(met.classes[last])
        pairs = [
            (when, given(met.classes[ordinal])) for when, ordinal in cases
        ]
        missing = [
            number
            for number, (_, ordinal) in enumerate(cases)
            if ordinal == MISSING
        ]
        if missing and not otherwise.is_truth:
            (first,) = missing
            asked = [
                when
                for when, then in pairs[first + 1 :]
                if then is not otherwise
            ]
            if pairs[first][1] is otherwise and self._fall_through(
                self._algebra.negated(pairs[first][0]), asked
            ):
                del pairs[first]

        return self._algebra.choose(pairs, otherwise)

    def _fall_through(self, known: Cell, asked: Sequence[Cell]) -> bool:
        """Tell whether nothing *asked* holds of what is not *known*.

        That is where each reads all that may be missing: it is then empty,
        and what is chosen is what else holds.  Compared with 0, what a
        quotient is divided by is not read, and what is always so reads
        nothing.  A truth would be empty itself, and its opposite as well.
        """
        needed = set()
        for part in known.args if known.op == "and" else (known,):
            if part.op == "given":
                needed.add(part.value)
            elif part.op != "not" or part.args[0].op != "equal":
                # Known by anything else than being there.
                return False

        return all(needed <= failed_by(when) for when in asked)

    # -- properties --------------------------------------------------------

    def _look(self, place: int) -> tuple[Cases, int]:
        """Return when each ordinal holds, and the one that else does."""
        if place not in self._seen:
            met = self._plan.properties[place]
            makers: dict[str, Callable[[Property], tuple[Cases, int]]] = {
                "number": self._number,
                "dates": self._dates,
                "option": self._option,
                "flag": self._flag,
                "derived": self._derived_flag,
                "code": self._code,
                "supplied": self._supplied,
            }
            cases, last = makers[met.kind](met)
            # What cannot occur has no class.
            kept = [each for each in cases if _occurs(met, each[1])]
            self._seen[place] = kept, last

        return self._seen[place]

    def _unknown(self, known: Cell) -> tuple[Cell, int]:
        return self._algebra.negated(known), MISSING

    def _number(self, met: Property) -> tuple[Cases, int]:
        number = self._conditions.number(met.terms[0])
        cases = [(number.undefined, UNDEFINED), self._unknown(number.known)]
        for ordinal in range(FIRST + 2 * len(met.cuts), FIRST, -1):
            cut = met.cuts[(ordinal - FIRST - 1) // 2]
            # A cut point has an odd ordinal, the gap above it an even one.
            is_gap = (ordinal - FIRST) % 2 == 0
            if met.classes[ordinal] != met.classes[ordinal - 1]:
                cases.append((self._beyond(number, cut, is_gap), ordinal))

        return cases, FIRST

    def _beyond(self, number: Quantity, cut: Fraction, is_gap: bool) -> Cell:  # noqa: FBT001  # a part of the ordinal
        """Return whether a known number passes *cut*, or reaches it."""
        algebra = self._algebra
        over, under = cut.as_integer_ratio()
        if number.under.is_constant:
            bound = cut * number.under.low
            # Of a whole number, the same as to a whole bound.
            least = floor(bound) + 1 if is_gap else ceil(bound)
            return algebra.at_least(number.over, algebra.number(least))

        return algebra.reaches(
            number.over, number.under, (over, under), beyond=is_gap
        )

    def _dates(self, met: Property) -> tuple[Cases, int]:
        algebra = self._algebra
        left, right = self._conditions.days(*met.terms)
        first, second = left.never, right.never

        return [
            self._unknown(algebra.all_of(left.known, right.known)),
            (algebra.all_of(first, second), BOTH_NEVER),
            (algebra.any_of(first, second), NEITHER_SAME),
            (algebra.above(right.day, left.day), BEFORE),
            (algebra.equal(left.day, right.day), SAME_DAY),
        ], AFTER

    def _option(self, met: Property) -> tuple[Cases, int]:
        inputs = self._conditions.inputs
        count = len(inputs.source(met.name).options)
        cases = [self._unknown(inputs.is_known(met.name))]
        cases.extend(
            (inputs.option(met.name, position), FIRST + position)
            for position in range(count - 1)
        )

        return cases, FIRST + count - 1

    def _flag(self, met: Property) -> tuple[Cases, int]:
        inputs = self._conditions.inputs

        return [
            self._unknown(inputs.is_known(met.name)),
            (inputs.flag(met.name), YES),
        ], NO

    def _derived_flag(self, met: Property) -> tuple[Cases, int]:
        decision, truth = self._derived[met.name], self._algebra.truth
        unknown = self.chosen(decision, lambda rank: truth(holds=rank == 1))
        holds = self.chosen(decision, lambda rank: truth(holds=rank == 0))

        return [(unknown, MISSING), (holds, YES)], NO

    def _code(self, met: Property) -> tuple[Cases, int]:
        inputs = self._conditions.inputs

        return [
            self._unknown(inputs.is_known(met.name)),
            (inputs.holds(met.name, met.code), YES),
        ], NO

    def _supplied(self, met: Property) -> tuple[Cases, int]:
        known = self._conditions.inputs.is_known(met.name)

        return [(known, YES)], NO


def _occurs(met: Property, ordinal: int) -> bool:
    """Tell whether a property can have an ordinal at all."""
    return bool(met.feasible >> ordinal & 1)


def ranks_of(decision: int, plan: Plan) -> Sequence[int]:
    """Return every rank that a decision can have."""
    if decision < 0:
        return (0,)

    return range(2 * len(plan.decisions[decision].rows) + 1)
