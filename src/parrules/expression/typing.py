"""Untyped tree → typed tree, with dimensions.

A percent is not a count, a ratio is not a percent, and a date less a date
is days.  A literal adapts to its neighbour; a product of two measured
numbers, or a quotient of unlike ones, adapts too, because what it measures
has no name.  Everything wrong in one expression is reported in one run.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final, NamedTuple

import attrs

from parrules.expression.terms import (
    DATE,
    FLAG,
    TEXT,
    Term,
    Type,
)
from parrules.expression.weighting import weighted_mean
from parrules.points import Rounding

_HUNDRED: Final = Term(
    "const", (), Fraction(100), Type("number", "percent", is_whole=True)
)
_ZERO: Final = Term("const", (), Fraction(0), Type("number", is_whole=True))


MAXIMUM_TERMS = 2000
MAXIMUM_LEVELS = 100

Report = Callable[[str, int, Mapping[str, str]], None]
"""Called with a problem code, an offset in characters, and arguments."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Environment:
    """The names that an expression may use.

    Attributes:
        facts: Types of facts and derived facts, by name.
        derived: Which of them are derived.
        answers: The options of each leaf that a person answers, by code.
        judged: Codes of leaves to which a person gives points.
        nodes: Codes that `points_of` and `percent_of` may name; `None`
            where no outcome is known yet.
        maximum: What `maximum` stands for, or `None`.
        rounding: What `round_to` does with ties.
        extents: Of derived facts, written out: see `extent`.
    """

    facts: Mapping[str, Type]
    derived: frozenset[str] = frozenset()
    answers: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    judged: frozenset[str] = frozenset()
    nodes: frozenset[str] | None = None
    maximum: Fraction | None = None
    rounding: Rounding = "half_up"
    extents: Mapping[str, "Extent"] = attrs.field(factory=dict)


class Extent(NamedTuple):
    """How large an expression is once derived facts are written out.

    Derived facts chain, so that few lines can stand for a great many terms.
    """

    terms: int
    depth: int

    @property
    def is_too_large(self) -> bool:
        """Tell whether nothing should be computed of it."""
        return self.terms > MAXIMUM_TERMS or self.depth > MAXIMUM_LEVELS


def extent(term: Term, extents: Mapping[str, Extent]) -> Extent:
    """Return the extent of *term*, given those of derived facts."""
    if term.op == "derived":
        return extents.get(str(term.value), Extent(1, 1))
    parts = [extent(part, extents) for part in term.args]

    return Extent(
        1 + sum(part.terms for part in parts),
        1 + max((part.depth for part in parts), default=0),
    )


def near(name: str, names: Iterable[str]) -> str:
    """Return the one of *names* that *name* was probably meant to be."""
    # Needed only where something is wrong.
    import difflib  # noqa: PLC0415

    found = difflib.get_close_matches(name, list(names), 1, 0.75)

    return found[0] if found else ""


def typed(term: Term, environment: Environment, report: Report) -> Term:
    """Return *term* with names resolved and types known.

    Args:
        term: From `parrules.expression.parsing.parse`.
        environment: The names it may use.
        report: Called once for each thing that is wrong: PAR503 an unknown
            name, PAR504 a wrong type, PAR505 dimensions that do not meet,
            PAR506 an unknown function or wrong arguments, PAR515 an
            outcome that is not known yet.

    Returns:
        A typed term; where something was reported, of type ``unknown``
        there and above.
    """
    return _Typer(environment, report).type(term)


class _Typer:
    """One expression being typed."""

    def __init__(self, environment: Environment, report: Report) -> None:
        self._names = environment
        self._report = report

    def type(self, term: Term) -> Term:
        handlers: dict[str, Callable[[Term], Term]] = {
            "number": self._number,
            "percent_number": self._number,
            "text": lambda text: attrs.evolve(text, type=TEXT),
            "date": self._date,
            "name": self._name,
            "call": self._call,
            "not": self._not,
            "negate": self._negate,
            "power": self._power,
            "or": self._series,
            "and": self._series,
            "compare": self._compare,
            "arithmetic": self._arithmetic,
            "in": self._membership,
        }

        return handlers[term.op](term)

    def _problem(self, code: str, term: Term, **arguments: str) -> Term:
        self._report(code, term.start, arguments)

        return _at(Term("unknown"), term)

    # -- leaves ----------------------------------------------------------

    def _number(self, term: Term) -> Term:
        assert isinstance(term.value, Fraction)
        percent = "percent" if term.op == "percent_number" else ""

        return Term(
            "const",
            (),
            term.value,
            Type("number", percent, is_whole=term.value.denominator == 1),
            term.start,
            term.end,
        )

    def _date(self, term: Term) -> Term:
        return _at(Term("day", (), term.value, DATE), term)

    def _name(self, term: Term) -> Term:
        name = str(term.value)
        if name in ("true", "false"):
            return _at(Term("truth", (), name == "true", FLAG), term)
        if name == "never":
            return _at(Term("never", (), None, DATE), term)
        if name == "maximum":
            return self._maximum(term)
        kind = self._names.facts.get(name)
        if kind is None:
            return self._problem(
                "PAR503",
                term,
                name=name,
                near=near(name, self._names.facts),
            )
        op = "derived" if name in self._names.derived else "fact"

        return _at(Term(op, (), name, kind), term)

    def _maximum(self, term: Term) -> Term:
        maximum = self._names.maximum
        if maximum is None:
            return self._problem("PAR503", term, name="maximum", near="")
        kind = Type("number", "points", is_whole=maximum.denominator == 1)

        return _at(Term("const", (), maximum, kind), term)

    # -- flags -----------------------------------------------------------

    def _flag(self, term: Term) -> Term:
        result = self.type(term)
        if result.type.kind not in ("flag", "unknown"):
            return self._problem(
                "PAR504", term, found=_shown(result.type), expected="flag"
            )

        return result

    def _not(self, term: Term) -> Term:
        return _at(Term("not", (self._flag(term.args[0]),), None, FLAG), term)

    def _series(self, term: Term) -> Term:
        parts = tuple(self._flag(part) for part in term.args)

        return _at(Term(term.op, parts, None, FLAG), term)

    def _compare(self, term: Term) -> Term:
        left, right = (self._comparable(part) for part in term.args)
        sign = str(term.value)
        kinds = {left.type.kind, right.type.kind}
        if "unknown" in kinds:
            return _at(Term("unknown", (left, right)), term)
        if kinds == {"date"}:
            return _at(Term("order", (left, right), sign, FLAG), term)
        if left.type.kind == "choice" and right.type.kind == "text":
            return self._option(term, sign, left, right)
        if right.type.kind == "choice" and left.type.kind == "text":
            return self._option(term, sign, right, left)
        if kinds == {"flag"} and sign in ("==", "!="):
            return _at(_same(left, right, sign), term)
        left, right = self._measured(left), self._measured(right)
        if left.type.kind != "number" or right.type.kind != "number":
            return self._problem(
                "PAR504",
                term,
                found=f"{_shown(left.type)} {sign} {_shown(right.type)}",
                expected="comparable",
            )
        self._meet(term, left, right)

        return _at(Term("compare", (left, right), sign, FLAG), term)

    def _comparable(self, term: Term) -> Term:
        """Type *term*, leaving a choice a choice."""
        return self.type(term)

    def _option(self, term: Term, sign: str, choice: Term, text: Term) -> Term:
        if sign not in ("==", "!="):
            return self._problem("PAR504", term, found=sign, expected="==, !=")
        among = self._among(choice, (text,))

        return _at(
            among if sign == "==" else Term("not", (among,), None, FLAG),
            term,
        )

    def _among(self, choice: Term, texts: tuple[Term, ...]) -> Term:
        options = choice.type.options
        wanted: list[str] = []
        for text in texts:
            option = str(text.value)
            if text.type.kind != "text" or option not in options:
                return self._problem(
                    "PAR503",
                    text,
                    name=option,
                    near=near(option, options),
                )
            wanted.append(option)

        return _at(
            Term("among", (), (choice.value, tuple(wanted)), FLAG), choice
        )

    def _membership(self, term: Term) -> Term:
        left = self.type(term.args[0])
        rest = tuple(self.type(part) for part in term.args[1:])
        kinds = [part.type.kind for part in (left, *rest)]
        if "unknown" in kinds:
            return _at(Term("unknown", (left, *rest)), term)
        if left.type.kind == "choice":
            return _at(self._among(left, rest), term)
        if kinds == ["text", "codes"]:
            held = (rest[0].value, left.value)
            return _at(Term("holds", (), held, FLAG), term)
        if set(kinds) == {"number"} and len(rest) > 0:
            parts = []
            for part in rest:
                self._meet(term, left, part)
                parts.append(Term("compare", (left, part), "==", FLAG))
            if len(parts) == 1:
                return _at(parts[0], term)
            return _at(Term("or", tuple(parts), None, FLAG), term)

        return self._problem(
            "PAR504", term, found=_shown(left.type), expected="choice"
        )

    # -- numbers ---------------------------------------------------------

    def _numeric(self, term: Term, *dimensions: str) -> Term:
        """Type *term* as a number of one of *dimensions* (any if none)."""
        return self._as_number(self.type(term), term, *dimensions)

    def _as_number(self, found: Term, term: Term, *dimensions: str) -> Term:
        """Take *found*, which is *term* typed, as a number.

        Nothing is typed twice: in a long sum that would double the time
        with every term.
        """
        result = self._measured(found)
        kind = result.type
        if kind.kind == "unknown":
            return result
        if kind.kind != "number":
            return self._problem(
                "PAR504", term, found=_shown(kind), expected="number"
            )
        if dimensions and kind.dimension not in (*dimensions, ""):
            return self._problem(
                "PAR505",
                term,
                left=kind.dimension,
                right=" | ".join(dimensions),
            )

        return result

    def _measured(self, term: Term) -> Term:
        """Turn a choice whose options are numbers into its number."""
        if term.type.kind == "choice" and term.type.has_numbers:
            return _at(
                Term("option_value", (), term.value, Type("number")), term
            )

        return term

    def _meet(self, term: Term, left: Term, right: Term) -> str:
        """Return the common dimension of *left* and *right*, or report."""
        first, second = left.type.dimension, right.type.dimension
        if first and second and first != second:
            self._problem("PAR505", term, left=first, right=second)

        return first or second

    def _arithmetic(self, term: Term) -> Term:
        left, right = (self.type(part) for part in term.args)
        sign = str(term.value)
        if "unknown" in (left.type.kind, right.type.kind):
            return _at(Term("unknown", (left, right)), term)
        if sign == "-" and left.type.kind == right.type.kind == "date":
            days = Type("number", "days", is_whole=True)
            return _at(Term("days", (right, left), None, days), term)
        if left.type.kind == "date" and sign in "+-":
            return self._shifted(term, left, right, sign)
        left = self._as_number(left, term.args[0])
        right = self._as_number(right, term.args[1])
        if "unknown" in (left.type.kind, right.type.kind):
            return _at(Term("unknown", (left, right)), term)
        if sign in "+-":
            dimension = self._meet(term, left, right)
        else:
            dimension = _product(sign, left.type, right.type)
        whole = sign != "/" and left.type.is_whole and right.type.is_whole
        op = {"+": "add", "-": "sub", "*": "mul", "/": "div"}[sign]
        kind = Type("number", dimension, is_whole=whole)

        return _folded(_at(Term(op, (left, right), None, kind), term))

    def _shifted(
        self, term: Term, date: Term, number: Term, sign: str
    ) -> Term:
        days = self._as_number(number, term.args[1], "days", "count")
        if not days.type.is_whole and days.type.kind != "unknown":
            return self._problem("PAR510", term.args[1])
        if sign == "-":
            days = _folded(Term("sub", (_ZERO, days), None, days.type))

        return _at(Term("add_days", (date, days), None, DATE), term)

    def _negate(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])

        return _folded(
            _at(Term("sub", (_ZERO, inner), None, inner.type), term)
        )

    def _power(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])
        result = inner
        assert isinstance(term.value, int)
        dimension = (
            inner.type.dimension if inner.type.dimension == "ratio" else ""
        )
        for _ in range(term.value - 1):
            kind = Type("number", dimension, is_whole=inner.type.is_whole)
            result = Term("mul", (result, inner), None, kind)

        return _folded(_at(result, term))

    # -- calls -----------------------------------------------------------

    def _call(self, term: Term) -> Term:
        name = str(term.value)
        functions: dict[
            str, tuple[int, int | None, Callable[[Term], Term]]
        ] = {
            "percent": (2, 2, self._percent),
            "share": (2, None, self._share),
            "mean": (1, 1, self._mean),
            "min": (1, None, self._extreme),
            "max": (1, None, self._extreme),
            "abs": (1, 1, self._absolute),
            "round_to": (2, 2, self._round),
            "round_up": (2, 2, self._round),
            "round_down": (2, 2, self._round),
            "days": (2, 2, self._days),
            "add_days": (2, 2, self._add),
            "add_months": (2, 2, self._add),
            "date": (3, 3, self._make_date),
            "count_true": (1, None, self._count_true),
            "is_missing": (1, 1, self._is_missing),
            "answer": (1, 1, self._answer),
            "points_of": (1, 1, self._outcome),
            "percent_of": (1, 1, self._outcome),
        }
        if name not in functions:
            return self._problem(
                "PAR506", term, name=name, near=near(name, functions)
            )
        least, most, function = functions[name]
        if len(term.args) < least or (most and len(term.args) > most):
            wanted = str(least) if most == least else f"{least}+"
            return self._problem(
                "PAR506",
                term,
                name=name,
                near="",
                found=str(len(term.args)),
                expected=wanted,
            )

        return function(term)

    def _percent(self, term: Term) -> Term:
        part, whole = (self._numeric(each) for each in term.args)
        if "unknown" in (part.type.kind, whole.type.kind):
            return _at(Term("unknown", (part, whole)), term)
        self._meet(term, part, whole)
        ratio = Term("div", (part, whole), None, Type("number", "ratio"))

        return _at(
            Term("mul", (_HUNDRED, ratio), None, Type("number", "percent")),
            term,
        )

    def _tally(self, term: Term) -> Term:
        tally = self.type(term)
        if tally.type.kind not in ("tally", "unknown"):
            return self._problem(
                "PAR504", term, found=_shown(tally.type), expected="tally"
            )

        return tally

    def _share(self, term: Term) -> Term:
        tally = self._tally(term.args[0])
        levels = tally.type.options
        positions: list[int] = []
        for part in term.args[1:]:
            level = str(part.value)
            if part.op != "text" or level not in levels:
                if tally.type.kind == "tally":
                    self._problem(
                        "PAR503",
                        part,
                        name=level,
                        near=near(level, levels),
                    )
                return _at(Term("unknown"), term)
            positions.append(levels.index(level))
        value = (tally.value, tuple(sorted(set(positions))))

        return _at(Term("share", (), value, Type("number", "percent")), term)

    def _mean(self, term: Term) -> Term:
        tally = self._tally(term.args[0])
        if tally.type.kind == "unknown":
            return tally
        if tally.type.numbers:
            return _at(weighted_mean(tally), term)

        return _at(
            Term("mean", (), tally.value, Type("number", "number")), term
        )

    def _extreme(self, term: Term) -> Term:
        parts = tuple(self._numeric(part) for part in term.args)
        if any(part.type.kind == "unknown" for part in parts):
            return _at(Term("unknown", parts), term)
        dimension = ""
        for part in parts:
            known = Term("const", (), None, Type("number", dimension))
            dimension = self._meet(term, known, part)
        whole = all(part.type.is_whole for part in parts)
        kind = Type("number", dimension, is_whole=whole)

        return _at(Term(str(term.value), parts, None, kind), term)

    def _absolute(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])

        return _at(Term("abs", (inner,), None, inner.type), term)

    def _round(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])
        step = self._numeric(term.args[1])
        if "unknown" in (inner.type.kind, step.type.kind):
            return _at(Term("unknown", (inner, step)), term)
        if step.op != "const" or not step.value > 0:  # type: ignore[operator]  # a const holds a Fraction
            return self._problem(
                "PAR504",
                term.args[1],
                found=_written_step(step),
                expected="literal number > 0",
            )
        self._meet(term, inner, step)
        modes = {
            "round_to": self._names.rounding,
            "round_up": "up",
            "round_down": "down",
        }
        assert isinstance(step.value, Fraction)
        whole = step.value.denominator == 1
        kind = Type("number", inner.type.dimension, is_whole=whole)
        value = (step.value, modes[str(term.value)])

        return _at(Term("round", (inner,), value, kind), term)

    def _dated(self, term: Term) -> Term:
        date = self.type(term)
        if date.type.kind not in ("date", "unknown"):
            return self._problem(
                "PAR504", term, found=_shown(date.type), expected="date"
            )

        return date

    def _days(self, term: Term) -> Term:
        first, second = (self._dated(part) for part in term.args)
        kind = Type("number", "days", is_whole=True)

        return _at(Term("days", (first, second), None, kind), term)

    def _add(self, term: Term) -> Term:
        date = self._dated(term.args[0])
        number = self._numeric(term.args[1], "days", "count")
        if number.type.kind == "number" and not number.type.is_whole:
            return self._problem("PAR510", term.args[1])

        return _at(Term(str(term.value), (date, number), None, DATE), term)

    def _make_date(self, term: Term) -> Term:
        parts = tuple(self._numeric(part) for part in term.args)
        if any(part.type.kind == "unknown" for part in parts):
            return _at(Term("unknown", parts), term)
        values = [part.value for part in parts]
        if not all(part.op == "const" for part in parts):
            return self._problem(
                "PAR504", term, found="expression", expected="number"
            )
        try:
            day = datetime.date(*(int(value) for value in values))  # type: ignore[call-overload]  # consts hold Fractions
        except (ValueError, OverflowError):
            return self._problem(
                "PAR509", term, value="-".join(map(str, values))
            )

        return _at(Term("day", (), day.toordinal(), DATE), term)

    def _count_true(self, term: Term) -> Term:
        parts = tuple(self._flag(part) for part in term.args)
        kind = Type("number", "count", is_whole=True)

        return _at(Term("count_true", parts, None, kind), term)

    def _is_missing(self, term: Term) -> Term:
        inner = term.args[0]
        if inner.op == "name" and inner.value in self._names.derived:
            return self._problem(
                "PAR504", inner, found="derived", expected="fact"
            )
        if inner.op == "name" and inner.value in self._names.facts:
            return _at(Term("is_missing", (), inner.value, FLAG), term)
        if inner.op == "call" and inner.value == "answer":
            answer = self.type(inner)
            return _at(Term("is_missing", (), answer.value, FLAG), term)

        return self._problem(
            "PAR503",
            inner,
            name=str(inner.value),
            near=near(str(inner.value), self._names.facts),
        )

    def _answer(self, term: Term) -> Term:
        inner = term.args[0]
        code = str(inner.value)
        if inner.op == "text" and code in self._names.answers:
            options = self._names.answers[code]
            return _at(
                Term("fact", (), code, Type("choice", "", options)), term
            )
        if inner.op == "text" and code in self._names.judged:
            return _at(Term("fact", (), code, Type("number", "points")), term)
        known = (*self._names.answers, *self._names.judged)

        return self._problem(
            "PAR503", inner, name=code, near=near(code, known)
        )

    def _outcome(self, term: Term) -> Term:
        inner = term.args[0]
        code, nodes = str(inner.value), self._names.nodes
        if nodes is None:
            return self._problem("PAR515", term, name=str(term.value))
        if inner.op != "text" or code not in nodes:
            return self._problem(
                "PAR503", inner, name=code, near=near(code, nodes)
            )
        dimension = "percent" if term.value == "percent_of" else "points"

        return _at(
            Term(str(term.value), (), code, Type("number", dimension)), term
        )


def _at(term: Term, original: Term) -> Term:
    return Term(
        term.op,
        term.args,
        term.value,
        term.type,
        original.start,
        original.end,
    )


def _shown(kind: Type) -> str:
    return kind.dimension or kind.kind


def _written_step(step: Term) -> str:
    """Return what stands where a step should: a number, a name or a type."""
    if step.op in ("fact", "derived"):
        return str(step.value)
    if step.op == "const":
        assert isinstance(step.value, Fraction)
        return str(step.value)

    return _shown(step.type)


def _same(left: Term, right: Term, sign: str) -> Term:
    """Write ``a == b`` of two flags as what it means."""
    opposites = (
        Term("not", (left,), None, FLAG),
        Term("not", (right,), None, FLAG),
    )
    both = Term("and", (left, right), None, FLAG)
    neither = Term("and", opposites, None, FLAG)
    same = Term("or", (both, neither), None, FLAG)

    return same if sign == "==" else Term("not", (same,), None, FLAG)


def _product(sign: str, left: Type, right: Type) -> str:
    """Return the dimension of a product or quotient."""
    first, second = left.dimension, right.dimension
    if sign == "*":
        if not first or first == "ratio":
            return second if second != "ratio" or not first else "ratio"
        return first if not second or second == "ratio" else ""
    if first and first == second:
        return "ratio"

    return first if not second or second == "ratio" else ""


def _folded(term: Term) -> Term:
    """Compute *term* where both sides are literals."""
    if not all(part.op == "const" for part in term.args):
        return term
    left, right = (part.value for part in term.args)
    assert isinstance(left, Fraction)
    assert isinstance(right, Fraction)
    if term.op == "div":
        if not right:
            return term
        value = left / right
    else:
        value = {
            "add": left + right,
            "sub": left - right,
            "mul": left * right,
        }[term.op]
    kind = attrs.evolve(term.type, is_whole=value.denominator == 1)

    return _at(Term("const", (), value, kind), term)
