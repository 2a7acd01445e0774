"""Decisions of a plan as statements: look at properties, look up a row."""

import collections
import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from parrules.engines.compiled.conditions import Quotient
from parrules.engines.compiled.quantities import Quantities
from parrules.engines.compiled.source import Source, any_of, is_absent, literal
from parrules.engines.compiled.tables import Seen, Table, seen_by_class
from parrules.expression.terms import Term
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
    Property,
)
from parrules.plan.nodes import Plan
from parrules.scoring.limits import bounds_of

_MOST_CELLS = 64
"""Of a table that is looked up column by column; a larger one has masks."""

_FLAG_BY_RANK = {0: True, 1: None, 2: False}


class Decisions:
    """Writes what decides rows, each property looked at once.

    All of it stands in the outermost block, as quantities do.
    """

    def __init__(
        self,
        source: Source,
        quantities: Quantities,
        plan: Plan,
        tables: Sequence[Table],
    ) -> None:
        """Write to *source*.

        Args:
            source: Takes the statements.
            quantities: Writes the terms of properties.
            plan: Its properties and decisions.
            tables: By decision.
        """
        self._source = source
        self._quantities = quantities
        self._plan = plan
        self._tables = tables
        self._derived = dict(plan.derived)
        self._seen: dict[int, str] = {}
        self._flags: dict[str, str] = {}
        self._inputs = {each.name: each for each in plan.inputs}
        self._uses = collections.Counter(
            place for table in tables for place, _ in table.columns
        )

    def picked(self, decision: int, by_rank: Callable[[int], object]) -> str:
        """Write a decision; return the expression of what its row gives.

        Args:
            decision: Position; -1 for none, which is a first row.
            by_rank: What a rank gives, always the same object.
        """
        source = self._source
        if decision < 0:
            return source.constant(by_rank(0))
        table = self._tables[decision]
        cells = math.prod(len(masks) for _, masks in table.columns)
        if cells <= _MOST_CELLS:
            found = source.constant(self._nested(table, by_rank, ()))
            seen = (self._look(place) for place, _ in table.columns)
            return found + "".join(f"[{each}]" for each in seen)
        left = source.let(
            "m",
            " & ".join(
                f"{source.constant(self._by_seen(place, masks))}"
                f"[{self._look(place)}]"
                for place, masks in table.columns
            ),
        )
        ranks = source.constant(tuple(map(by_rank, table.ranks)))

        return f"{ranks}[({left} & -{left}).bit_length()]"

    def _nested(
        self,
        table: Table,
        by_rank: Callable[[int], object],
        classes: tuple[int, ...],
    ) -> object:
        """Return a table of tables: of the columns after *classes*."""
        if len(classes) == len(table.columns):
            return by_rank(table.rank(*classes))
        place, masks = table.columns[len(classes)]

        return self._by_seen(
            place,
            [
                self._nested(table, by_rank, (*classes, number))
                for number in range(len(masks))
            ],
        )

    def _by_seen(self, place: int, given: Sequence[object]) -> object:
        """Return what is *given* for the class of a property, to look up."""
        classes = seen_by_class(self._plan.properties[place])

        return tuple(given) if classes is None else _by_value(classes, given)

    # -- properties --------------------------------------------------------

    def _look(self, place: int) -> str:
        """Return what is seen of a property, and write what computes it.

        What is looked at once needs no name.
        """
        met = self._plan.properties[place]
        if place not in self._seen:
            makers: dict[str, Callable[[Property], str]] = {
                "number": self._number,
                "dates": self._dates,
                "code": self._code,
                "supplied": self._supplied,
                "option": lambda met: self._quantities.value(met.name),
                "flag": lambda met: self._quantities.value(met.name),
                "derived": lambda met: self._derived_flag(met.name),
            }
            seen = makers[met.kind](met)
            if self._uses[place] > 1 and not seen.isalnum():
                seen = self._source.let("c", seen)
            self._seen[place] = seen

        return self._seen[place]

    def _derived_flag(self, name: str) -> str:
        if name not in self._flags:
            value = self.picked(
                self._derived[name], lambda rank: _FLAG_BY_RANK[rank]
            )
            self._flags[name] = self._source.let("f", value)

        return self._flags[name]

    def _code(self, met: Property) -> str:
        value = self._quantities.value(met.name)
        held = f"{self._source.constant(met.code)} in {value}"
        classes = met.classes
        found = f"{classes[YES]} if {held} else {classes[NO]}"
        if classes[MISSING] >= 0:
            found = f"{classes[MISSING]} if {value} is None else {found}"

        return found

    def _supplied(self, met: Property) -> str:
        value = self._quantities.value(met.name)

        return f"{met.classes[NO]} if {value} is None else {met.classes[YES]}"

    def _dates(self, met: Property) -> str:
        classes = met.classes
        quantities = self._quantities
        left, right = (quantities.date(term) for term in met.terms)
        never = quantities.never
        neither, both = classes[NEITHER_SAME], classes[BOTH_NEVER]
        if right == never:
            found = f"{both} if {quantities.is_never(left)} else {neither}"
        else:
            found = (
                f"{classes[BEFORE]} if {left} < {right} else "
                f"{classes[SAME_DAY]} if {left} == {right} "
                f"else {classes[AFTER]}"
            )
            for one, other in ((right, left), (left, right)):
                if not one.isdecimal():
                    same = f"{both} if {one} == {other} else {neither}"
                    found = (
                        f"({same}) if {quantities.is_never(one)} else {found}"
                    )
        if classes[MISSING] >= 0:
            unknown = any_of(
                *(is_absent(each) for each in (left, right) if each != never)
            )
            found = f"{classes[MISSING]} if {unknown} else {found}"

        return found

    # -- numbers -----------------------------------------------------------

    def _number(self, met: Property) -> str:
        plain = self._plain_quotient(met)
        if plain is not None:
            return plain
        number = self._quantities.number(met.terms[0])
        steps = _steps(met, lambda cut, sign: _beyond(number, cut, sign))
        missing, undefined = met.classes[MISSING], met.classes[UNDEFINED]
        if number.undefined and undefined >= 0:
            unknown = str(undefined)
            if missing >= 0:
                unknown = f"{undefined} if {number.undefined} else {missing}"
            steps = f"{steps} if {number.known} else {unknown}"
        elif number.known and missing >= 0:
            steps = f"{steps} if {number.known} else {missing}"

        return steps

    def _plain_quotient(self, met: Property) -> str | None:
        """Write the commonest quantity of all: a percent of two facts.

        Returns:
            `None` where it is another quantity.
        """
        factor, term = Fraction(1), met.terms[0]
        if term.op == "mul" and term.args[0].op == "const":
            assert isinstance(term.args[0].value, Fraction)
            factor, term = term.args[0].value, term.args[1]
        if not self._is_of_facts(term) or factor <= 0:
            return None
        part, whole = (
            self._quantities.value(each.value) for each in term.args
        )
        one, other = (
            10 ** self._inputs[str(each.value)].places for each in term.args
        )
        factor *= Fraction(other, one)

        def beyond(cut: Fraction, sign: str) -> str:
            # part · factor ÷ whole against the cut, and whole is above 0.
            over, under = (factor / cut).as_integer_ratio() if cut else (1, 0)
            left = _product(part, over * (1 if cut >= 0 else -1))
            right = _product(whole, under * (1 if cut >= 0 else -1))

            return f"{left} {sign} {right}"

        missing, undefined = met.classes[MISSING], met.classes[UNDEFINED]
        steps = _steps(met, beyond)
        if missing < 0:
            return f"{steps} if {whole} else {undefined}"

        return (
            f"({missing} if {part} is None else {steps}) if {whole} "
            f"else {missing} if {whole} is None else {undefined}"
        )

    def _is_of_facts(self, term: Term) -> bool:
        """Tell whether it is a quotient of two facts, none of them below 0."""
        return term.op == "div" and all(
            part.op == "fact"
            and bounds_of(self._inputs[str(part.value)], self._plan)[0] >= 0
            for part in term.args
        )


def _by_value(
    classes: dict[Seen, int], given: Sequence[object]
) -> dict[Seen, object]:
    return {
        value: given[number]
        for value, number in classes.items()
        if number >= 0
    }


def _steps(met: Property, beyond: Callable[[Fraction, str], str]) -> str:
    """Write which class a known number falls into.

    Args:
        met: A number, with its cut points.
        beyond: Writes that it stands to a cut by ``>=`` or ``>``.
    """
    known = met.classes[FIRST:]
    tests, classes = [], [known[0]]
    for ordinal in range(1, len(known)):
        if known[ordinal] != known[ordinal - 1]:
            # A cut point has an odd ordinal, the gap above it an even one.
            sign = ">=" if ordinal % 2 else ">"
            tests.append(beyond(met.cuts[(ordinal - 1) // 2], sign))
            classes.append(known[ordinal])

    return _halved(tests, classes)


def _halved(tests: Sequence[str], classes: Sequence[int]) -> str:
    """Write a search: of *tests* in rising order, which was passed last?"""
    if not tests:
        return str(classes[0])
    half = len(tests) // 2
    above = _halved(tests[half + 1 :], classes[half + 1 :])
    below = _halved(tests[:half], classes[: half + 1])

    return f"({above} if {tests[half]} else {below})"


def _beyond(number: Quotient, cut: Fraction, sign: str) -> str:
    """Write that a known number stands by *sign* to *cut*."""
    over, under = cut.as_integer_ratio()
    if number.under.isdecimal():
        bound = Fraction(over * int(number.under), under)
        # Of a whole number, the same as to a whole bound.
        whole = math.ceil(bound) if sign == ">=" else math.floor(bound)
        return f"{number.over} {sign} {literal(whole)}"
    left = _product(number.over, under)

    return f"{left} {sign} {_product(number.under, over)}"


def _product(name: str, factor: int) -> str:
    """Write *factor* times what *name* holds."""
    if factor in (0, 1):
        return name if factor else "0"

    return f"{literal(factor)} * {name}"
