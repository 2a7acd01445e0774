"""The functions of expressions: their arguments, and what they give."""

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from parrules.errors import near, near_input
from parrules.expression.dimensions import Typist, at, is_zero
from parrules.expression.terms import DATE, FLAG, Term, Type
from parrules.expression.weighting import weighted_mean

_HUNDRED: Final = Term(
    "const", (), Fraction(100), Type("number", "percent", is_whole=True)
)

_FUNCTIONS: Final[Mapping[str, tuple[int, int | None, str]]] = {
    "percent": (2, 2, "_percent"),
    "share": (2, None, "_share"),
    "mean": (1, 1, "_mean"),
    "min": (1, None, "_extreme"),
    "max": (1, None, "_extreme"),
    "abs": (1, 1, "_absolute"),
    "round_to": (2, 2, "_round"),
    "round_up": (2, 2, "_round"),
    "round_down": (2, 2, "_round"),
    "days": (2, 2, "_days"),
    "add_days": (2, 2, "_add"),
    "add_months": (2, 2, "_add"),
    "date": (3, 3, "_make_date"),
    "count_true": (1, None, "_count_true"),
    "is_missing": (1, 1, "_is_missing"),
    "answer": (1, 1, "_answer"),
    "points_of": (1, 1, "_outcome"),
    "percent_of": (1, 1, "_outcome"),
}
"""By name: how many arguments at least and at most, and the method."""

_FORMS: Final = {
    "percent": "percent(done, planned)",
    "share": "share(opinions, 'good')",
    "mean": "mean(opinions)",
    "min": "min(a, b)",
    "max": "max(a, b)",
    "abs": "abs(a - b)",
    "round_to": "round_to(a, 0.5)",
    "round_up": "round_up(a, 1)",
    "round_down": "round_down(a, 1)",
    "days": "days(from, to)",
    "add_days": "add_days(day, 30)",
    "add_months": "add_months(day, 3)",
    "date": "date(2024, 12, 31)",
    "count_true": "count_true(a, b)",
    "is_missing": "is_missing(a)",
    "answer": "answer('1.2')",
    "points_of": "points_of('1.2')",
    "percent_of": "percent_of('1.2')",
}
"""How each function is called."""

_HALF: Final = len(_FORMS) // 2
_LISTED: Final = {
    "listed": ", ".join(f"`{name}`" for name in [*_FORMS][:_HALF]),
    "others": ", ".join(f"`{name}`" for name in [*_FORMS][_HALF:]),
}
"""All functions, in two parts: what is said in one is shortened."""

_ELSEWHERE: Final = {
    "average": "mean",
    "avg": "mean",
    "ceil": "round_up",
    "ceiling": "round_up",
    "datedif": "days",
    "datediff": "days",
    "edate": "add_months",
    "floor": "round_down",
    "isblank": "is_missing",
    "round": "round_to",
    "rounddown": "round_down",
    "roundup": "round_up",
}
"""What spreadsheets and other languages call functions."""


class Calls(Typist):
    """Types calls of functions."""

    def _call(self, term: Term) -> Term:
        name = str(term.value)
        if name not in _FUNCTIONS:
            return self._problem(
                "PAR506", term, name=name, near=_function_near(name), **_LISTED
            )
        least, most, method = _FUNCTIONS[name]
        if len(term.args) < least or (most and len(term.args) > most):
            wanted = str(least) if most == least else f"{least}+"
            return self._problem(
                "PAR506",
                term,
                name=name,
                near="",
                call=_FORMS[name],
                found=str(len(term.args)),
                expected=wanted,
            )

        found: Term = getattr(self, method)(term)

        return found

    def _percent(self, term: Term) -> Term:
        part, whole = (self._numeric(each) for each in term.args)
        if "unknown" in (part.type.kind, whole.type.kind):
            return at(Term("unknown", (part, whole)), term)
        if is_zero(whole):
            return self._problem("PAR518", term.args[1])
        self._meet(term, part, whole)
        ratio = Term("div", (part, whole), None, Type("number", "ratio"))

        return at(
            Term("mul", (_HUNDRED, ratio), None, Type("number", "percent")),
            term,
        )

    def _tally(self, term: Term) -> Term:
        tally = self.type(term)
        if tally.type.kind not in ("tally", "unknown"):
            return self._mistyped(term, tally.type, "tally")

        return tally

    def _share(self, term: Term) -> Term:
        tally = self._tally(term.args[0])
        levels = tally.type.options
        named = term.args[1:]
        strange = [
            part
            for part in named
            if part.op != "text" or part.value not in levels
        ]
        if strange:
            # Of a tally that could not be read, no level is known.
            for part in strange if tally.type.kind == "tally" else ():
                self._no_level(part, tally)
            return at(Term("unknown"), term)
        positions = [levels.index(str(part.value)) for part in named]
        value = (tally.value, tuple(sorted(set(positions))))

        return at(Term("share", (), value, Type("number", "percent")), term)

    def _no_level(self, part: Term, tally: Term) -> None:
        levels = tally.type.options
        if self._without_quotes(part, levels) is not None:
            return
        is_text = part.op == "text"
        level = str(part.value) if is_text else self._source(part)
        self._problem(
            "PAR516",
            part,
            name=level,
            tally=str(tally.value),
            levels=", ".join(levels),
            near=near(level, levels),
        )

    def _mean(self, term: Term) -> Term:
        tally = self._tally(term.args[0])
        if tally.type.kind == "unknown":
            return tally
        if tally.type.numbers:
            return at(weighted_mean(tally), term)

        return at(
            Term("mean", (), tally.value, Type("number", "number")), term
        )

    def _extreme(self, term: Term) -> Term:
        parts = tuple(self._numeric(part) for part in term.args)
        if any(part.type.kind == "unknown" for part in parts):
            return at(Term("unknown", parts), term)
        dimension = ""
        for part in parts:
            known = Term("const", (), None, Type("number", dimension))
            dimension = self._meet(term, known, part)
        whole = all(part.type.is_whole for part in parts)
        kind = Type("number", dimension, is_whole=whole)

        return at(Term(str(term.value), parts, None, kind), term)

    def _absolute(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])

        return at(Term("abs", (inner,), None, inner.type), term)

    def _round(self, term: Term) -> Term:
        inner = self._numeric(term.args[0])
        step = self._numeric(term.args[1])
        if "unknown" in (inner.type.kind, step.type.kind):
            return at(Term("unknown", (inner, step)), term)
        if step.op != "const" or not step.value > 0:  # type: ignore[operator]  # a const holds a Fraction
            return self._no_literal(term.args[1], "positive")
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

        return at(Term("round", (inner,), value, kind), term)

    def _dated(self, term: Term) -> Term:
        date = self.type(term)
        if date.type.kind not in ("date", "unknown"):
            return self._mistyped(term, date.type, "date")

        return date

    def _days(self, term: Term) -> Term:
        first, second = (self._dated(part) for part in term.args)
        kind = Type("number", "days", is_whole=True)

        return at(Term("days", (first, second), None, kind), term)

    def _add(self, term: Term) -> Term:
        date = self._dated(term.args[0])
        number = self._numeric(term.args[1], "days", "count")
        if number.type.kind == "number" and not number.type.is_whole:
            return self._problem("PAR510", term.args[1])

        return at(Term(str(term.value), (date, number), None, DATE), term)

    def _make_date(self, term: Term) -> Term:
        parts = tuple(self._numeric(part) for part in term.args)
        if any(part.type.kind == "unknown" for part in parts):
            return at(Term("unknown", parts), term)
        for part, written in zip(parts, term.args, strict=True):
            if part.op != "const" or not part.type.is_whole:
                return self._no_literal(written, "literal")
        values = [part.value for part in parts]
        try:
            day = datetime.date(*(int(value) for value in values))  # type: ignore[call-overload]  # consts hold Fractions
        except (ValueError, OverflowError):
            return self._problem(
                "PAR509", term, value="-".join(map(str, values))
            )

        return at(Term("day", (), day.toordinal(), DATE), term)

    def _count_true(self, term: Term) -> Term:
        parts = tuple(self._flag(part) for part in term.args)
        kind = Type("number", "count", is_whole=True)

        return at(Term("count_true", parts, None, kind), term)

    def _is_missing(self, term: Term) -> Term:
        inner = term.args[0]
        if inner.op == "name" and inner.value in self._names.derived:
            return self._no_name(inner, "derived", "fact")
        if inner.op == "name" and inner.value in self._names.facts:
            return at(Term("is_missing", (), inner.value, FLAG), term)
        if inner.op == "call" and inner.value == "answer":
            answer = self.type(inner)
            return at(Term("is_missing", (), answer.value, FLAG), term)

        return self._not_missing(inner)

    def _not_missing(self, inner: Term) -> Term:
        """Report what `is_missing` cannot ask for."""
        facts, source = self._names.facts, self._source(inner)
        text = str(inner.value) if inner.op == "text" else source
        codes = (*self._names.answers, *self._names.judged)
        code = near_input(text, codes)
        if inner.op in ("text", "number") and code:
            return self._problem(
                "PAR503", inner, name=text, near=f"answer('{code}')"
            )
        if inner.op == "text":
            fact = near(text, facts)
            if fact:
                return self._problem("PAR520", inner, name=text, bare=fact)
        if inner.op in ("text", "number", "name"):
            return self._problem(
                "PAR503", inner, name=text, near=near(text, facts)
            )

        return self._no_name(inner, "expression", "fact")

    def _no_literal(self, term: Term, expected: str) -> Term:
        """Report what stands where only a number in digits can."""
        return self._no_name(term, self._source(term), expected)

    def _no_name(self, inner: Term, found: str, expected: str) -> Term:
        """Report what stands where only a name, code or number can."""
        return self._problem(
            "PAR504", inner, found=found, expected=expected, literal=expected
        )

    def _answer(self, term: Term) -> Term:
        inner = term.args[0]
        code = str(inner.value)
        if inner.op == "text" and code in self._names.answers:
            options = self._names.answers[code]
            return at(
                Term("fact", (), code, Type("choice", "", options)), term
            )
        if inner.op == "text" and code in self._names.judged:
            return at(Term("fact", (), code, Type("number", "points")), term)

        return self._no_code(
            inner, (*self._names.answers, *self._names.judged)
        )

    def _no_code(self, inner: Term, codes: Iterable[str]) -> Term:
        """Report an argument that is none of *codes* in quotes."""
        codes = tuple(codes)
        unquoted = self._without_quotes(inner, codes)
        if unquoted is not None:
            return unquoted
        is_text = inner.op == "text"
        text = str(inner.value) if is_text else self._source(inner)
        if text in self._names.facts:
            return self._no_name(inner, "fact", "code")
        if inner.op not in ("text", "number", "name"):
            return self._no_name(inner, "expression", "code")

        said = {"printed": self._printed(text, codes)}
        if not said["printed"]:
            likely = near_input(text, codes)
            row = text if text[:1].isdigit() and not likely else ""
            said = {"near": likely, "row": row}

        return self._problem("PAR503", inner, name=text, **said)

    def _printed(self, text: str, codes: Iterable[str]) -> str:
        """Return which of *codes* the decision prints as *text*."""
        printed = self._names.printed
        own = [code for code in codes if printed.get(code) == text]

        return " | ".join(own)

    def _outcome(self, term: Term) -> Term:
        inner = term.args[0]
        code, nodes = str(inner.value), self._names.nodes
        if nodes is None:
            return self._problem("PAR515", term, name=str(term.value))
        if inner.op != "text" or code not in nodes:
            return self._no_code(inner, sorted(nodes))
        dimension = "percent" if term.value == "percent_of" else "points"

        return at(
            Term(str(term.value), (), code, Type("number", dimension)), term
        )


def _function_near(name: str) -> str:
    """Return the function that was probably meant, however it is written."""
    plainly = name.lower()

    return _ELSEWHERE.get(plainly) or near(plainly, _FUNCTIONS)
