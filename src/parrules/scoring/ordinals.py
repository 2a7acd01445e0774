"""Properties as functions of a list of values: which class holds."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable

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
from parrules.scoring.functions import Functions
from parrules.scoring.numbers import Values, is_plain_percent

Ordinal = Callable[[Values], int]


def ordinal_function(met: Property, functions: Functions) -> Ordinal:
    """Return the function that finds the class of *met*."""
    makers: dict[str, Callable[[Property, Functions], Ordinal]] = {
        "number": _number,
        "dates": _dates,
        "option": _option,
        "flag": _flag,
        "derived": _flag,
        "code": _code,
        "supplied": _supplied,
    }

    return makers[met.kind](met, functions)


def _scale(met: Property) -> tuple[int, list[int]]:
    """Return cut points as whole numbers over one denominator."""
    over = math.lcm(1, *(cut.denominator for cut in met.cuts))

    return over, [int(cut * over) for cut in met.cuts]


def _number(met: Property, functions: Functions) -> Ordinal:
    term = met.terms[0]
    if is_plain_percent(term, functions.scales):
        return _percent(met, term, functions)
    number = functions.number(term)
    over, cuts = _scale(met)
    classes = met.classes
    missing = classes[MISSING]
    undefined = classes[UNDEFINED]

    def ordinal(values: Values) -> int:
        pair = number(values)
        if not pair:
            return missing if pair is None else undefined
        whole, rest = divmod(pair[0] * over, pair[1])
        last = bisect_right(cuts, whole)
        # A quotient that is not whole lies in a gap, never on a cut.
        first = last if rest else bisect_left(cuts, whole)

        return classes[FIRST + first + last]

    return ordinal


def _percent(met: Property, term: Term, functions: Functions) -> Ordinal:
    """Return what `_number` would, for the commonest quantity of all."""
    part, whole = (
        functions.positions[each.value] for each in term.args[1].args
    )
    over, cuts = _scale(met)
    classes = met.classes
    missing, undefined = classes[MISSING], classes[UNDEFINED]
    times = 100 * over

    def ordinal(values: Values) -> int:
        under = values[whole]
        if not under:
            return missing if under is None else undefined
        count = values[part]
        if count is None:
            return missing
        quotient, rest = divmod(count * times, under)
        last = bisect_right(cuts, quotient)
        first = last if rest else bisect_left(cuts, quotient)

        return classes[FIRST + first + last]

    return ordinal


def _dates(met: Property, functions: Functions) -> Ordinal:
    left, right = (functions.date(term) for term in met.terms)
    classes = met.classes

    def ordinal(values: Values) -> int:
        first, second = left(values), right(values)
        if first is None or second is None:
            return classes[MISSING]
        if isinstance(first, int) and isinstance(second, int):
            if first < second:
                return classes[BEFORE]
            return classes[SAME_DAY if first == second else AFTER]

        return classes[BOTH_NEVER if first == second else NEITHER_SAME]

    return ordinal


def _option(met: Property, functions: Functions) -> Ordinal:
    position = functions.positions[met.name]
    classes = met.classes

    def ordinal(values: Values) -> int:
        option = values[position]

        return classes[MISSING if option is None else FIRST + option]

    return ordinal


def _flag(met: Property, functions: Functions) -> Ordinal:
    position = functions.positions[met.name]
    classes = (*met.classes, *[-1] * (YES + 1 - len(met.classes)))
    found = {None: classes[MISSING], False: classes[NO], True: classes[YES]}

    return lambda values: found[values[position]]


def _code(met: Property, functions: Functions) -> Ordinal:
    position, code = functions.positions[met.name], met.code
    classes = met.classes

    def ordinal(values: Values) -> int:
        codes = values[position]
        if codes is None:
            return classes[MISSING]

        return classes[YES if code in codes else NO]

    return ordinal


def _supplied(met: Property, functions: Functions) -> Ordinal:
    position = functions.positions[met.name]
    classes = met.classes

    return lambda values: classes[NO if values[position] is None else YES]
