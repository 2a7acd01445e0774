"""Conditions and properties as formulas, for the solver."""

from collections.abc import Callable
from fractions import Fraction

from parrules.expression.terms import Term
from parrules.plan.logic import (
    AFTER,
    BEFORE,
    BOTH_NEVER,
    FIRST,
    MISSING,
    NEITHER_SAME,
    SAME_DAY,
    UNDEFINED,
    YES,
    Property,
    ordinals,
)
from parrules.proving.formulas import NO, Flag, Formula, Given, Number
from parrules.proving.quantities import Quantities


class Encoder(Quantities):
    """Properties and conditions, and all that they are made of."""

    # -- properties ----------------------------------------------------------

    def has(self, met: Property, bits: int) -> Formula:
        """Return when a property has one of some ordinals."""
        kinds: dict[str, Callable[[Property, int], Formula]] = {
            "number": self._of_number,
            "dates": self._of_dates,
            "option": self._of_option,
            "flag": self._of_flag,
            "code": self._of_code,
            "supplied": self._of_supplied,
        }

        return self.some(
            *(kinds[met.kind](met, ordinal) for ordinal in ordinals(bits))
        )

    def _of_number(self, met: Property, ordinal: int) -> Formula:
        number = self.number(met.terms[0])
        if ordinal == MISSING:
            return number.is_missing
        if ordinal == UNDEFINED:
            return number.is_undefined
        place, on_cut = divmod(ordinal - FIRST, 2)
        parts = [self.is_known(number)]
        if on_cut:
            parts.append(self._beside(number, met.cuts[place], "=="))
        else:
            if place:
                parts.append(self._beside(number, met.cuts[place - 1], ">"))
            if place < len(met.cuts):
                parts.append(self._beside(number, met.cuts[place], "<"))

        return self.both(*parts)

    def _beside(self, number: Number, cut: Fraction, sign: str) -> Formula:
        left = number.over * cut.denominator
        right = cut.numerator * number.under

        return self._compared(left - right, sign)

    def _of_dates(self, met: Property, ordinal: int) -> Formula:
        one, two = (self.date(term) for term in met.terms)
        missing = self.some(one.is_missing, two.is_missing)
        if ordinal == MISSING:
            return missing
        never = self.some(one.is_never, two.is_never)
        both = self.both(one.is_never, two.is_never)
        happened = self.both(self.opposite(missing), self.opposite(never))
        found = {
            NEITHER_SAME: self.both(never, self.opposite(both)),
            BOTH_NEVER: both,
            BEFORE: self.both(happened, one.day < self._whole(two.day)),
            SAME_DAY: self.both(happened, one.day == self._whole(two.day)),
            AFTER: self.both(happened, one.day > self._whole(two.day)),
        }

        return self.both(self.opposite(missing), found[ordinal])

    def _of_option(self, met: Property, ordinal: int) -> Formula:
        given = self.given[met.name]
        if ordinal == MISSING:
            return given.is_missing

        return self.both(
            self.opposite(given.is_missing), given.value == ordinal - FIRST
        )

    def _of_flag(self, met: Property, ordinal: int) -> Formula:
        given = self.given[met.name]
        if ordinal == MISSING:
            return given.is_missing
        held = given.value if ordinal == YES else self.opposite(given.value)

        return self.both(self.opposite(given.is_missing), held)

    def _of_code(self, met: Property, ordinal: int) -> Formula:
        given = self.given[met.name]
        if ordinal == MISSING:
            return given.is_missing
        held = self._code(met.name, met.code)

        return self.both(
            self.opposite(given.is_missing),
            held if ordinal == YES else self.opposite(held),
        )

    def _code(self, name: str, code: str) -> Formula:
        codes = self.given[name].value

        return codes.setdefault(code, self._bool(f"{name}:{code}"))

    def _of_supplied(self, met: Property, ordinal: int) -> Formula:
        missing = self.given[met.name].is_missing

        return self.opposite(missing) if ordinal == YES else missing

    # -- flags ---------------------------------------------------------------

    def flag(self, term: Term) -> Flag:
        """Return a condition, in Kleene's logic.

        Raises:
            NotEncodedError: It reads what was earned.
        """
        found: Flag = self.by_operation("flag", term)

        return found

    def _flag_truth(self, term: Term) -> Flag:
        return Flag(bool(term.value), NO)

    def _flag_is_missing(self, term: Term) -> Flag:
        return Flag(self.given[str(term.value)].is_missing, NO)

    def _flag_fact(self, term: Term) -> Flag:
        given = self.given[str(term.value)]

        return self._known(given, given.value)

    def _known(self, given: Given, test: Formula) -> Flag:
        present = self.opposite(given.is_missing)

        return Flag(self.both(present, test), given.is_missing)

    def _flag_not(self, term: Term) -> Flag:
        inner = self.flag(term.args[0])
        false = self.opposite(self.some(inner.is_true, inner.is_unknown))

        return Flag(false, inner.is_unknown)

    def _flag_and(self, term: Term) -> Flag:
        parts = [self.flag(part) for part in term.args]
        unknown = self.some(*(part.is_unknown for part in parts))
        if term.op == "or":
            true = self.some(*(part.is_true for part in parts))
            return Flag(true, self.both(unknown, self.opposite(true)))
        true = self.both(*(part.is_true for part in parts))
        none_false = self.both(
            *(self.some(part.is_true, part.is_unknown) for part in parts)
        )

        return Flag(true, self.both(unknown, none_false))

    _flag_or = _flag_and

    def _flag_compare(self, term: Term) -> Flag:
        one, two = (self.number(part) for part in term.args)
        known = self.both(self.is_known(one), self.is_known(two))
        difference = one.over * two.under - two.over * one.under
        test = self._compared(difference, str(term.value))

        return Flag(self.both(known, test), self.opposite(known))

    def _flag_order(self, term: Term) -> Flag:
        one, two = (self.date(part) for part in term.args)
        missing = self.some(one.is_missing, two.is_missing)
        known = self.opposite(missing)
        never = self.some(one.is_never, two.is_never)
        both = self.both(one.is_never, two.is_never)
        sign = str(term.value)
        days = self._compared(one.day - two.day, sign)
        beside = {"==": both, "!=": self.both(never, self.opposite(both))}
        happened = self.both(self.opposite(never), days)
        test = self.some(happened, self.both(never, beside.get(sign, NO)))

        return Flag(self.both(known, test), missing)

    def _flag_among(self, term: Term) -> Flag:
        assert isinstance(term.value, tuple)
        name, options = term.value
        given, known = self.given[name], self._inputs[name].options
        test = self.some(*(given.value == known.index(o) for o in options))

        return self._known(given, test)

    def _flag_holds(self, term: Term) -> Flag:
        assert isinstance(term.value, tuple)
        name, code = term.value

        return self._known(self.given[name], self._code(str(name), str(code)))

    def _flag_select(self, term: Term) -> Flag:
        tests, values = self._cases(term, self.flag)
        last = Flag(NO, self._true)
        if len(values) > len(tests):
            last = values[-1]
        for test, value in reversed([*zip(tests, values, strict=False)]):
            last = Flag(
                self._chosen(test, value.is_true, last.is_true, NO),
                self._chosen(
                    test, value.is_unknown, last.is_unknown, self._true
                ),
            )

        return last
