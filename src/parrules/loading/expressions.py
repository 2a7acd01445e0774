"""Texts of conditions and formulas → typed expressions, or problems."""

from collections.abc import Callable, Container, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.errors import Path
from parrules.expression.dimensions import PRICE, is_priced
from parrules.expression.environment import (
    MAXIMUM_LEVELS,
    MAXIMUM_TERMS,
    Environment,
    Extent,
    extent,
)
from parrules.expression.parsing import parse
from parrules.expression.terms import (
    DATE,
    FLAG,
    UNKNOWN,
    ExpressionError,
    Term,
    Type,
)
from parrules.expression.typing import typed
from parrules.loading.structure import Reader
from parrules.model import Expression, Fact
from parrules.points import Rounding

NUMBER = Type("number")
_NOT_POINTS = ("percent", "days")

_PLAIN_TYPES: Mapping[str, Type] = {
    "flag": FLAG,
    "date": DATE,
    "count": Type("number", "count", is_whole=True),
    "percent": Type("number", "percent"),
    "codes": Type("codes"),
}
"""What facts are of whose type nothing more is said."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Names:
    """What expressions of a ruleset may name.

    Attributes:
        facts: Types of facts and derived facts.
        derived: Which of them are derived.
        answers: Options of the leaves that a person answers, by code.
        judged: Codes of leaves to which a person gives points.
        nodes: Codes of the nodes of the criteria.
        printed: How the decision prints codes, where that is otherwise.
        extents: Of the derived facts, written out.
    """

    facts: Mapping[str, Type]
    derived: frozenset[str] = frozenset()
    answers: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    judged: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    printed: Mapping[str, str] = attrs.field(factory=dict)
    rounding: Rounding = "half_up"
    extents: Mapping[str, Extent] = attrs.field(factory=dict)

    def environment(
        self, maximum: Decimal | None = None, *, with_nodes: bool = False
    ) -> Environment:
        """Return the names for one expression, of a row with *maximum*."""
        return Environment(
            facts=self.facts,
            derived=self.derived,
            answers=self.answers,
            judged=self.judged,
            nodes=self.nodes if with_nodes else None,
            printed=self.printed,
            maximum=None if maximum is None else Fraction(maximum),
            rounding=self.rounding,
            extents=self.extents,
        )


def type_of(fact: Fact) -> Type:
    """Return what *fact* is in an expression."""
    if fact.type == "number":
        return Type("number", "number", is_whole=fact.places == 0)
    if fact.type == "choice":
        return Type("choice", "", fact.options, has_numbers=bool(fact.numbers))
    if fact.type == "tally":
        numbers = tuple(map(Fraction, fact.numbers))
        return Type("tally", "", fact.levels, numbers=numbers)

    return _PLAIN_TYPES[fact.type]


class Expressions:
    """Reads the expressions of one row."""

    def __init__(self, reader: Reader, environment: Environment) -> None:
        """Use the names of *environment*, tell *reader* what is wrong."""
        self._reader = reader
        self._environment = environment

    def flag(self, text: str | None, path: Path) -> Expression | None:
        """Read a condition."""
        return self._read(text, path, _flag)

    def number(self, text: str | None, path: Path) -> Expression | None:
        """Read a number of any dimension."""
        return self._read(text, path, _number)

    def points(self, text: str | None, path: Path) -> Expression | None:
        """Read a number that can be points: no percent, no days."""
        return self._read(text, path, _points)

    def whole(self, text: str | None, path: Path) -> Expression | None:
        """Read a number that can only be whole."""
        return self._read(text, path, _whole)

    def steps(
        self, text: str, step: Decimal | None, path: Path
    ) -> Expression | None:
        """Read points as the number of steps that they are rounded to."""
        points = self.points(text, path)
        if points is None or points.term is None:
            return points
        if step is None or step <= 0:
            # That is a problem of its own, of a key of its own.
            return attrs.evolve(points, term=None)
        rounding = self._environment.rounding

        return attrs.evolve(
            points, term=_in_steps(points.term, Fraction(step), rounding)
        )

    def derivable(self, text: str | None, path: Path) -> Expression | None:
        """Read what a derived fact may be."""
        return self._read(text, path, _derivable)

    def _read(
        self, text: str | None, path: Path, demand: "_Demand"
    ) -> Expression | None:
        if text is None:
            return None
        term = self._typed(text, path)
        if term is not None:
            term = demand(_as_number(term), self._reader, path)

        return Expression(text=text, term=term, path=path)

    def _typed(self, text: str, path: Path) -> Term | None:
        """Return the typed tree of *text*, `None` where it is not sound."""
        before = self._reader.mark()

        def report(
            code: str, offset: int, arguments: Mapping[str, str]
        ) -> None:
            shown = _with_day(code, offset, arguments, text)
            self._reader.problem(code, path, offset, **shown)

        try:
            term = typed(text, self._environment, report)
        except ExpressionError as error:
            # Only what is wrong needs it.
            from parrules.loading.signs import explained  # noqa: PLC0415

            code, arguments = explained(error, text)
            report(code, error.offset, arguments)
            return None
        found = extent(term, self._environment.extents)
        if found.is_too_large:
            limits = f"{MAXIMUM_TERMS}, {MAXIMUM_LEVELS}"
            self._reader.problem(
                "PAR512",
                path,
                terms=str(found.terms),
                levels=str(found.depth),
                limit=limits,
            )
        # A type is unknown only where something was noted before.
        elif before and any(part.type == UNKNOWN for part in term.walk()):
            self._reader.unread()

        return term if self._reader.mark() == before else None


def _with_day(
    code: str, offset: int, arguments: Mapping[str, str], text: str
) -> Mapping[str, str]:
    """Add to what does not fit the day that may have been meant."""
    if code not in ("PAR504", "PAR505"):
        return arguments
    from parrules.loading import spelling  # noqa: PLC0415  # as above

    return {**arguments, "day": spelling.day_in(text[max(offset, 0) :])}


def _in_steps(points: Term, step: Fraction, rounding: Rounding) -> Term:
    """Return how many times *step* goes into *points*, rounded once."""
    kind = Type("number", "count", is_whole=True)
    over = attrs.evolve(points, op="const", args=(), value=step)
    quotient = attrs.evolve(points, op="div", args=(points, over), value=None)

    return attrs.evolve(
        points,
        op="round",
        args=(quotient,),
        value=(Fraction(1), rounding),
        type=kind,
    )


_Demand = Callable[[Term, Reader, Path], Term | None]


def _as_number(term: Term) -> Term:
    """Turn a choice whose options are numbers into its number."""
    if term.type.kind != "choice" or not term.type.has_numbers:
        return term

    return attrs.evolve(term, op="option_value", type=NUMBER)


def _flag(term: Term, reader: Reader, path: Path) -> Term | None:
    if term.type.kind == "flag":
        return term

    return _mismatch(term, "flag", reader, path)


def _number(term: Term, reader: Reader, path: Path) -> Term | None:
    if term.type.kind == "number":
        return term

    return _mismatch(term, "number", reader, path)


def _derivable(term: Term, reader: Reader, path: Path) -> Term | None:
    if term.type.kind in ("flag", "number", "date"):
        return term

    return _mismatch(term, "flag | number | date", reader, path)


def _points(term: Term, reader: Reader, path: Path) -> Term | None:
    if _number(term, reader, path) is None:
        return None
    if term.type.dimension in _NOT_POINTS and not is_priced(term):
        reader.problem(
            "PAR505",
            path,
            term.start,
            left=term.type.dimension,
            right="points",
            form=PRICE,
        )
        return None

    return term


def _whole(term: Term, reader: Reader, path: Path) -> Term | None:
    if _number(term, reader, path) is None:
        return None
    if not term.type.is_whole:
        reader.problem("PAR510", path, term.start)
        return None

    return term


def _mismatch(
    term: Term, expected: str, reader: Reader, path: Path
) -> Term | None:
    found = term.type.dimension or term.type.kind
    reader.problem("PAR504", path, term.start, found=found, expected=expected)

    return None


def named(texts: Iterable[str], names: Container[object]) -> list[str]:
    """Return which of *names* the sound ones of *texts* mention, in order."""
    found: dict[str, None] = {}
    for text in texts:
        try:
            term = parse(text)
        except ExpressionError:
            continue
        for part in term.walk():
            if part.op == "name" and part.value in names:
                found[str(part.value)] = None

    return list(found)
