"""The properties of a plan, and what each of them can really be."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from parrules.checking.examples import value_of
from parrules.checking.intervals import (
    EVERYTHING,
    POSITIVE,
    Interval,
    point,
    uncovered,
)
from parrules.expression.terms import SCORED_TERMS, Term, Type
from parrules.plan.definitions import Definitions
from parrules.plan.logic import (
    AFTER,
    BEFORE,
    FIRST,
    MISSING,
    NO,
    SAME_DAY,
    UNDEFINED,
    YES,
    Clause,
    Clauses,
    Property,
    mask,
    ordinals,
    span,
)
from parrules.plan.nodes import Plan
from parrules.plan.properties import can_be_undefined, names_in
from parrules.proving.regions import joined, within, without
from parrules.proving.sure import sure_ranges

_DAYS = Type("number", "days", is_whole=True)


class Scales:
    """Properties by place: those of the plan, and others that are added.

    A region is about places and classes; of a property that was added each
    ordinal is a class of its own.
    """

    def __init__(self, plan: Plan) -> None:
        """Take over the properties of *plan*."""
        self.plan = plan
        self.definitions = Definitions(plan.scheme)
        self.ranges = sure_ranges(plan.scheme, self.definitions.can_miss)
        self._properties = list(plan.properties)
        self._flags = dict(plan.derived)
        self._added: dict[tuple[object, ...], int] = {}
        self._ordinals: dict[int, int] = {}
        self._whole: dict[int, int] = {}
        self._spelled: dict[tuple[int, int], int] = {}
        self._opened: dict[tuple[int, int], Clauses] = {}

    def property(self, place: int) -> Property:
        """Return the property at *place*."""
        return self._properties[place]

    def add(self, term: Term, cuts: Iterable[Fraction]) -> int:
        """Return the place of a number with *cuts*, which is added."""
        key = (term, tuple(sorted(cuts)))
        if key not in self._added:
            last = FIRST + 2 * len(key[1])
            feasible = span(FIRST, last) | mask(MISSING)
            if can_be_undefined(term):
                feasible |= mask(UNDEFINED)
            self._added[key] = len(self._properties)
            self._properties.append(
                Property(
                    "number",
                    (term,),
                    cuts=key[1],
                    feasible=feasible,
                    classes=tuple(range(last + 1)),
                )
            )

        return self._added[key]

    def beyond(self, term: Term, sign: str, cut: Fraction) -> Clauses:
        """Return where *term* is known and above, or below, *cut*."""
        place = self.add(term, (cut,))
        ordinal = FIRST + 2 if sign == ">" else FIRST

        return (((place, mask(ordinal)),),)

    def reads(self, place: int) -> tuple[str, ...]:
        """Return the names of the inputs that a property looks at."""
        met = self._properties[place]
        names = {met.name: None} if met.name else {}
        for term in met.terms:
            names.update(dict.fromkeys(names_in(term)))

        return tuple(names)

    def reads_outcome(self, place: int) -> bool:
        """Tell whether a property looks at what was earned."""
        return any(
            part.op in SCORED_TERMS
            for term in self._properties[place].terms
            for part in term.walk()
        )

    # -- what can be ---------------------------------------------------------

    def whole(self, place: int) -> int:
        """Return the classes that a property can be in, or more."""
        if place not in self._whole:
            self._whole[place] = self.classes(place, self._possible(place))

        return self._whole[place]

    def classes(self, place: int, bits: int) -> int:
        """Return the classes of a mask of ordinals."""
        classes = self._properties[place].classes
        found = (classes[each] for each in ordinals(bits))

        return mask(*(each for each in found if each >= 0))

    def ordinals(self, place: int, classes: int) -> int:
        """Return the possible ordinals of a mask of classes."""
        key = (place, classes)
        if key not in self._spelled:
            of = self._properties[place].classes
            possible = ordinals(self._possible(place))
            found = (each for each in possible if classes >> of[each] & 1)
            self._spelled[key] = mask(*found)

        return self._spelled[key]

    def known(self, place: int) -> int:
        """Return the classes that a property can be in where all is known.

        What is missing may share a class with what is not.
        """
        unknown = mask(MISSING, UNDEFINED)
        if self._properties[place].kind == "supplied":
            unknown = mask(NO)

        return self.classes(place, self._possible(place) & ~unknown)

    def _possible(self, place: int) -> int:
        """Return the ordinals that a property can have, or more."""
        if place not in self._ordinals:
            self._ordinals[place] = self._found_possible(place)

        return self._ordinals[place]

    def _found_possible(self, place: int) -> int:
        met = self._properties[place]
        if met.kind == "number":
            return met.feasible & self._of_number(met)
        if met.kind == "dates":
            return met.feasible & self._of_dates(met)
        if met.kind == "supplied" and not self.definitions.can_miss(met.name):
            return met.feasible & mask(YES)

        return met.feasible

    def _of_number(self, met: Property) -> int:
        term = met.terms[0]
        values = self.ranges.of(term)
        result = mask(MISSING)
        if any(self._can_divide_by_zero(part) for part in term.walk()):
            result |= mask(UNDEFINED)
        for ordinal, part in enumerate(_parts(met.cuts), FIRST):
            if value_of(term, part.meet(values), self.ranges) is not None:
                result |= mask(ordinal)

        return result

    def _can_divide_by_zero(self, term: Term) -> bool:
        if term.op == "div":
            return self.ranges.of(term.args[1]).has(Fraction(0))
        if term.op not in ("share", "mean"):
            return False
        name = term.value[0] if isinstance(term.value, tuple) else term.value
        low = self.ranges.bounds.reach[str(name)].low

        return low is None or low <= 0

    def _of_dates(self, met: Property) -> int:
        first, second = met.terms
        days = self.ranges.of(Term("days", (first, second), None, _DAYS))
        result = met.feasible & ~mask(BEFORE, SAME_DAY, AFTER)
        if not days.meet(POSITIVE).is_empty:
            result |= mask(BEFORE)
        if days.has(Fraction(0)):
            result |= mask(SAME_DAY)
        if not (-days).meet(POSITIVE).is_empty:
            result |= mask(AFTER)

        return result

    # -- regions -------------------------------------------------------------

    def opened(self, clauses: Clauses) -> Clauses:
        """Return a region with every derived flag written out.

        Raises:
            TooManyError: It has too many parts.
        """
        result: Clauses = ()
        for clause in clauses:
            result = (*result, *self._opened_clause(clause))

        return within(result, self.whole)

    def _opened_clause(self, clause: Clause) -> Clauses:
        plain: list[tuple[int, int]] = []
        flags: list[tuple[int, int]] = []
        for place, bits in clause:
            is_flag = self._properties[place].kind == "derived"
            (flags if is_flag else plain).append((place, bits))
        result: Clauses = (tuple(plain),)
        for place, bits in flags:
            result = joined(result, self._flag(place, bits))

        return result

    def _flag(self, place: int, bits: int) -> Clauses:
        if (place, bits) not in self._opened:
            self._opened[place, bits] = self._written_out(place, bits)

        return self._opened[place, bits]

    def _written_out(self, place: int, bits: int) -> Clauses:
        met = self._properties[place]
        row = self.plan.decisions[self._flags[met.name]].rows[0]
        true, unknown = self.opened(row.true), self.opened(row.unknown)
        wanted = self.ordinals(place, bits)
        result: Clauses = ()
        if wanted & mask(YES):
            result = true
        if wanted & mask(MISSING):
            result = (*result, *unknown)
        if wanted & mask(NO):
            rest = without(((),), (*true, *unknown), self.whole)
            result = (*result, *rest)

        return result


def _parts(cuts: tuple[Fraction, ...]) -> Iterator[Interval]:
    """Yield the gaps and cut points of a scale, rising."""
    parts = [point(cut) for cut in cuts]
    gaps = uncovered(EVERYTHING, parts)

    return iter(sorted((*parts, *gaps), key=lambda each: each.start))
