"""The properties that conditions look at, with their cuts and ordinals."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from parrules.expression.terms import Term
from parrules.plan.logic import (
    AFTER,
    ALWAYS,
    BEFORE,
    BOTH_NEVER,
    FALSE,
    FIRST,
    MISSING,
    NEITHER_SAME,
    NO,
    NOTHING,
    SAME_DAY,
    TRUE,
    UNDEFINED,
    YES,
    Clauses,
    Property,
    Truth,
    conjunction,
    disjunction,
    mask,
    negation,
    span,
)

_MISSING, _UNDEFINED = mask(MISSING), mask(UNDEFINED)
_UNKNOWN = mask(MISSING, UNDEFINED)
_NO_OR_YES = mask(NO, YES)


class Properties:
    """The properties of one ruleset, numbered as they are met.

    Cut points are collected over all conditions first (`meet`), so that one
    scale serves every condition on its quantity; then conditions become
    masks (`truth`).
    """

    def __init__(
        self,
        inline: Callable[[Term], Term],
        can_miss: Callable[[str], bool],
        options: Mapping[str, tuple[str, ...]],
    ) -> None:
        """Start without properties.

        Args:
            inline: Replaces derived numbers and dates by what they mean.
            can_miss: Tells of a fact whether it can be missing.
            options: By name of a choice fact or answer.
        """
        self._inline = inline
        self._can_miss = can_miss
        self._options = options
        self._cuts: dict[tuple[object, ...], set[Fraction]] = {}
        self._places: dict[tuple[object, ...], int] = {}
        self._met: list[Property] = []
        self._final: dict[int, Property] = {}

    def all(self) -> tuple[Property, ...]:
        """Return the properties, each with its cuts and ordinals."""
        return tuple(self.property(place) for place in range(len(self._met)))

    def property(self, place: int) -> Property:
        """Return one property; no condition may be met after that."""
        if place not in self._final:
            met = self._met[place]
            cuts = tuple(sorted(self._cuts.get(met.key, ())))
            self._final[place] = Property(
                met.kind,
                met.terms,
                met.name,
                met.code,
                cuts,
                self._feasible(met, len(cuts)),
            )

        return self._final[place]

    # -- meeting -----------------------------------------------------------

    def meet(self, term: Term) -> None:
        """Take in the properties and cut points of a condition."""
        for atom in term.walk():
            if atom.op == "compare":
                quantity, cut, _ = self._compared(atom)
                self._cuts.setdefault(
                    self._place_of("number", (quantity,)), set()
                ).add(cut)

    def meet_number(self, term: Term, cuts: Iterable[Fraction] = ()) -> int:
        """Take in a quantity with *cuts*; return its place."""
        key = self._place_of("number", (self._inline(term),))
        self._cuts.setdefault(key, set()).update(cuts)

        return self._places[key]

    def _place_of(
        self,
        kind: str,
        terms: tuple[Term, ...] = (),
        name: str = "",
        code: str = "",
    ) -> tuple[object, ...]:
        found = Property(kind, terms, name, code)
        if found.key not in self._places:
            self._places[found.key] = len(self._met)
            self._met.append(found)

        return found.key

    def _compared(self, atom: Term) -> tuple[Term, Fraction, str]:
        """Return a comparison as quantity, cut point and sign."""
        left, right = (self._inline(part) for part in atom.args)
        sign = str(atom.value)
        if right.op == "const":
            assert isinstance(right.value, Fraction)
            return left, right.value, sign
        if left.op == "const":
            assert isinstance(left.value, Fraction)
            mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
            return right, left.value, mirrored.get(sign, sign)

        return Term("sub", (left, right)), Fraction(0), sign

    # -- truth -------------------------------------------------------------

    def truth(self, term: Term) -> Truth:
        """Return when *term*, a typed flag, is true, false and unknown.

        Raises:
            TooComplexError: It needs more than 128 conjunctions.
        """
        if term.op == "truth":
            return TRUE if term.value else FALSE
        if term.op == "not":
            return negation(self.truth(term.args[0]))
        if term.op in ("and", "or"):
            join = conjunction if term.op == "and" else disjunction
            result = self.truth(term.args[0])
            for part in term.args[1:]:
                result = join(result, self.truth(part))
            return result

        return self._atom(term)

    def _atom(self, term: Term) -> Truth:
        readers: dict[str, Callable[[Term], Truth]] = {
            "compare": self._compare,
            "order": self._order,
            "among": self._among,
            "holds": self._holds,
            "is_missing": self._is_missing,
            "fact": self._flag,
            "derived": self._flag,
        }

        return readers[term.op](term)

    def _compare(self, term: Term) -> Truth:
        quantity, cut, sign = self._compared(term)
        if quantity.op == "const":
            assert isinstance(quantity.value, Fraction)
            return TRUE if _holds(quantity.value, sign, cut) else FALSE
        place = self._places[self._place_of("number", (quantity,))]

        return self.beyond(place, sign, cut)

    def beyond(self, place: int, sign: str, cut: Fraction) -> Truth:
        """Return when the number at *place* stands by *sign* to *cut*."""
        cuts = self.property(place).cuts
        exact = FIRST + 2 * cuts.index(cut) + 1
        last = FIRST + 2 * len(cuts)
        spans = {
            "<": span(FIRST, exact - 1),
            "<=": span(FIRST, exact),
            ">": span(exact + 1, last),
            ">=": span(exact, last),
            "==": mask(exact),
            "!=": span(FIRST, last) & ~mask(exact),
        }

        return self.within(place, spans[sign])

    def between(
        self,
        place: int,
        lower: tuple[Fraction, bool] | None,
        upper: tuple[Fraction, bool] | None,
    ) -> int:
        """Return the ordinals between two cut points.

        Each bound is a cut and whether it is itself left out.
        """
        cuts = self.property(place).cuts
        first, last = FIRST, FIRST + 2 * len(cuts)
        if lower is not None:
            first += 2 * cuts.index(lower[0]) + 1 + int(lower[1])
        if upper is not None:
            last = FIRST + 2 * cuts.index(upper[0]) + 1 - int(upper[1])

        return span(first, last)

    def within(self, place: int, bits: int) -> Truth:
        """Return when the property at *place* has an ordinal of *bits*."""
        feasible = self.property(place).feasible
        unknown = feasible & _UNKNOWN
        true = feasible & bits & ~unknown
        false = feasible & ~bits & ~unknown

        return Truth(
            _single(place, true, feasible),
            _single(place, false, feasible),
            _single(place, unknown, feasible),
        )

    def undefined(self, place: int) -> Clauses:
        """Return when the quantity at *place* has nothing to divide by."""
        bits = self.property(place).feasible & _UNDEFINED

        return (((place, bits),),) if bits else NOTHING

    def missing(self, place: int) -> Clauses:
        """Return when the property at *place* is not known."""
        bits = self.property(place).feasible & _MISSING

        return (((place, bits),),) if bits else NOTHING

    def _order(self, term: Term) -> Truth:
        first, second = (self._inline(part) for part in term.args)
        place = self._places[self._place_of("dates", (first, second))]
        spans = {
            "<": mask(BEFORE),
            "<=": mask(BEFORE, SAME_DAY),
            ">": mask(AFTER),
            ">=": mask(AFTER, SAME_DAY),
            "==": mask(SAME_DAY, BOTH_NEVER),
            "!=": mask(NEITHER_SAME, BEFORE, AFTER),
        }

        return self.within(place, spans[str(term.value)])

    def _among(self, term: Term) -> Truth:
        assert isinstance(term.value, tuple)
        name, options = term.value
        place = self.option(name)

        return self.within(
            place, mask(*(self._option_ordinal(name, o) for o in options))
        )

    def option(self, name: str) -> int:
        """Return the place of a choice fact or answer."""
        return self._places[self._place_of("option", (), name)]

    def _option_ordinal(self, name: str, option: str) -> int:
        return FIRST + self._options[name].index(option)

    def _holds(self, term: Term) -> Truth:
        assert isinstance(term.value, tuple)
        name, code = term.value
        key = self._place_of("code", (), str(name), str(code))

        return self.within(self._places[key], mask(YES))

    def _is_missing(self, term: Term) -> Truth:
        key = self._place_of("supplied", (), str(term.value))

        return self.within(self._places[key], mask(NO))

    def _flag(self, term: Term) -> Truth:
        kind = "derived" if term.op == "derived" else "flag"
        key = self._place_of(kind, (), str(term.value))

        return self.within(self._places[key], mask(YES))

    # -- what can occur ----------------------------------------------------

    def _feasible(self, met: Property, cuts: int) -> int:
        if met.kind == "number":
            bits = span(FIRST, FIRST + 2 * cuts)
        elif met.kind == "option":
            bits = span(FIRST, FIRST + len(self._options[met.name]) - 1)
        elif met.kind == "dates":
            bits = span(FIRST, AFTER)
        else:
            bits = _NO_OR_YES
        if met.kind != "supplied" and self._may_miss(met):
            bits |= _MISSING
        if any(can_be_undefined(term) for term in met.terms):
            bits |= _UNDEFINED

        return bits

    def _may_miss(self, met: Property) -> bool:
        if met.kind == "derived":
            return True
        names = {met.name} if met.name else set()
        for term in met.terms:
            names.update(names_in(term))

        return any(self._can_miss(name) for name in names) or any(
            part.op in ("percent_of", "total", "select", "count_true", "days")
            for term in met.terms
            for part in term.walk()
        )


def _single(place: int, bits: int, feasible: int) -> Clauses:
    if not bits:
        return NOTHING
    if bits == feasible:
        return ALWAYS

    return (((place, bits),),)


def _holds(value: Fraction, sign: str, cut: Fraction) -> bool:
    return {
        "<": value < cut,
        "<=": value <= cut,
        ">": value > cut,
        ">=": value >= cut,
        "==": value == cut,
        "!=": value != cut,
    }[sign]


def can_be_undefined(term: Term) -> bool:
    """Tell whether a term has a quotient, or reads a tally."""
    return any(
        part.op in ("share", "mean")
        or (part.op == "div" and not _is_nonzero(part.args[1]))
        for part in term.walk()
    )


def _is_nonzero(term: Term) -> bool:
    return term.op == "const" and bool(term.value)


def names_in(term: Term) -> tuple[str, ...]:
    """Return the names of facts, derived facts and answers that it reads."""
    found: dict[str, None] = {}
    for part in term.walk():
        if part.op in (
            "fact",
            "derived",
            "option_value",
            "mean",
            "is_missing",
        ):
            found[str(part.value)] = None
        elif part.op in ("share", "among", "holds"):
            assert isinstance(part.value, tuple)
            found[str(part.value[0])] = None

    return tuple(found)


def day_bounds() -> tuple[int, int]:
    """Return the ordinals of the first and the last date there is."""
    return datetime.date.min.toordinal(), datetime.date.max.toordinal()
