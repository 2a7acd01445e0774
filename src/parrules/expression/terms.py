"""The tree of an expression, before and after its types are known."""

from collections.abc import Iterator
from fractions import Fraction

import attrs

from parrules.records import Record


@attrs.frozen(eq=False, repr=False)
class Type(Record):
    """What a term is: its kind and, for numbers, what they measure.

    Attributes:
        kind: ``flag``, ``number``, ``date``, ``choice``, ``tally``,
            ``codes``, ``text`` or ``unknown`` (already reported).
        dimension: Of a number: ``count``, ``percent``, ``points``, ``days``,
            ``ratio``, ``number``, or empty where it adapts to its
            neighbour, as a literal does.
        options: The options of a choice, the levels of a tally.
        is_whole: A number that can only be whole.
        has_numbers: A choice whose options stand for numbers.
        numbers: What the levels of a tally stand for; empty where they
            count from 1.
    """

    kind: str
    dimension: str = ""
    options: tuple[str, ...] = ()
    is_whole: bool = False
    has_numbers: bool = False
    numbers: tuple[Fraction, ...] = ()


UNKNOWN = Type("unknown")
FLAG = Type("flag")
DATE = Type("date")
TEXT = Type("text")

OUTCOME_TERMS = ("points_of", "percent_of")
"""The operations that read what a node earned."""

SCORED_TERMS = (*OUTCOME_TERMS, "total")
"""The operations that read what was scored: a node, or all of them."""

NUMBER_MAKERS = {
    "const": "_constant",
    "fact": "_fact",
    "option_value": "_option_value",
    "add": "_sum",
    "sub": "_difference",
    "mul": "_product",
    "div": "_quotient",
    "min": "_extreme",
    "max": "_extreme",
    "abs": "_absolute",
    "round": "_round",
    "days": "_days",
    "share": "_share",
    "mean": "_mean",
    "count_true": "_count_true",
    "points_of": "_points_of",
    "percent_of": "_percent_of",
    "total": "_total",
    "select": "_select",
}
"""The operations of numbers, and how every class that makes something of
numbers calls the method that does so."""


@attrs.frozen(eq=False, repr=False)
class Term(Record):
    """One node of an expression.

    A parsed term has the operations ``number percent_number text date name
    call not negate power or and compare arithmetic in``.  A typed term
    has these, and nothing else reaches an evaluator:

    ===============  ======================================================
    ``const``        `value`: a `Fraction`
    ``fact``         `value`: name of a number, date or flag fact
    ``derived``      `value`: name of a derived number or flag
    ``option_value`` `value`: name of a choice whose options are numbers
    ``add sub mul``  two numbers
    ``div``          a quotient; undefined where the right one is 0
    ``min max``      one number or more
    ``abs``          one number
    ``round``        `value`: ``(step, rounding)``
    ``days``         two dates: the second less the first
    ``share``        `value`: ``(tally, positions)``; 0…100
    ``mean``         `value`: name of a tally; its levels count 1…n
    ``count_true``   flags
    ``points_of``    `value`: code
    ``percent_of``   `value`: code; 0…100
    ``day``          `value`: the ordinal of a date
    ``never``        the date that did not happen
    ``add_days``     a date and a number
    ``add_months``   a date and a number
    ``make_date``    three numbers
    ``truth``        `value`: ``True`` or ``False``
    ``compare``      two numbers, `value`: one of ``< <= > >= == !=``
    ``order``        two dates, `value`: one of ``< <= > >= == !=``
    ``among``        `value`: ``(name, options)``, a choice or an answer
    ``holds``        `value`: ``(name, code)``, a fact of type codes
    ``and or``       two flags or more
    ``not``          one flag
    ``is_missing``   `value`: name of a fact or answer
    ===============  ======================================================

    An answer is named by its code, which starts with a digit or a capital,
    as no fact does.
    """

    op: str
    args: tuple["Term", ...] = ()
    value: object = None
    type: Type = attrs.field(default=UNKNOWN, eq=False)
    start: int = attrs.field(default=0, eq=False, repr=False)
    end: int = attrs.field(default=0, eq=False, repr=False)
    _hash: int | None = attrs.field(
        default=None, init=False, eq=False, repr=False
    )

    def __hash__(self) -> int:
        """Return the hash of what the term says; its place is not of it.

        It is kept: terms are looked up again and again, and the hash of a
        fraction takes long.
        """
        found = self._hash
        if found is None:
            found = hash((self.op, self.args, self.value))
            object.__setattr__(self, "_hash", found)

        return found

    def __reduce__(self) -> tuple[object, ...]:
        """Leave the hash behind: that of a text differs by process."""
        return Term, (
            self.op,
            self.args,
            self.value,
            self.type,
            self.start,
            self.end,
        )

    def __eq__(self, other: object) -> bool:
        """Compare what two terms say, not where they stand."""
        if type(other) is not Term:
            return NotImplemented

        return self is other or (
            self.op == other.op
            and self.value == other.value
            and self.args == other.args
        )

    def walk(self) -> Iterator["Term"]:
        """Yield this term and all below, parents first."""
        waiting = [self]
        while waiting:
            term = waiting.pop()
            yield term
            if term.args:
                waiting.extend(reversed(term.args))


class ExpressionError(Exception):
    """An expression that cannot be read; it becomes a `Problem`."""

    def __init__(self, code: str, offset: int, **arguments: str) -> None:
        """Hold the problem's code, place in the text and arguments."""
        self.code = code
        self.offset = offset
        self.arguments = arguments
        super().__init__(code)
