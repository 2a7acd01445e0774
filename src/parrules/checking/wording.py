"""Terms and values, written back in the language of the ruleset."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from parrules.expression.terms import Term
from parrules.points import plain

_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
_CALLS = (
    "min",
    "max",
    "abs",
    "days",
    "add_days",
    "add_months",
    "count_true",
)
_STRENGTHS = {"or": 1, "and": 2, "not": 3, "add": 5, "sub": 5, "mul": 6}


def written(term: Term) -> str:
    """Write *term*: a number, a date or a condition."""
    if term.op == "mul" and _is_percent(term):
        return _call("percent", term.args[1].args)
    if term.op in _SIGNS or term.op in ("compare", "order"):
        sign = _SIGNS.get(term.op, term.value)
        one, two = (_inside(part, term) for part in term.args)
        return f"{one} {sign} {two}"
    if term.op in ("and", "or"):
        return f" {term.op} ".join(_inside(part, term) for part in term.args)
    if term.op == "not":
        return f"not {_inside(term.args[0], term)}"
    if term.op in _CALLS:
        return _call(term.op, term.args)

    return _named(term)


def _call(name: str, arguments: Iterable[Term]) -> str:
    return f"{name}({', '.join(written(part) for part in arguments)})"


def day_text(ordinal: Fraction) -> str:
    """Write the date with *ordinal*, or the number if it is too far."""
    if 1 <= ordinal <= date.max.toordinal():
        return date.fromordinal(int(ordinal)).isoformat()

    return plain(ordinal)


def _named(term: Term) -> str:
    if term.op in ("const", "day"):
        number = _fraction(term.value)
        return plain(number) if term.op == "const" else day_text(number)
    if term.op == "round":
        assert isinstance(term.value, tuple)
        name = {"up": "round_up", "down": "round_down"}.get(
            term.value[1], "round_to"
        )
        return f"{name}({written(term.args[0])}, {plain(term.value[0])})"
    if term.op in ("mean", "is_missing"):
        return f"{term.op}({term.value})"
    if term.op in ("points_of", "percent_of"):
        return f"{term.op}('{term.value}')"
    if term.op == "never":
        return term.op

    return _chosen(term)


def _chosen(term: Term) -> str:
    if term.op == "truth":
        return "true" if term.value else "false"
    if not isinstance(term.value, tuple):
        return str(term.value)
    name, what = term.value
    if term.op == "share":
        # Which levels are counted is known by position alone.
        return f"share({name}, …)"
    if term.op == "holds":
        return f"'{what}' in {name}"
    listed = ", ".join(f"'{option}'" for option in what)

    return f"{name} in ({listed})" if len(what) > 1 else f"{name} == {listed}"


def _inside(term: Term, outer: Term) -> str:
    """Write *term* within *outer*, in brackets if it binds less."""
    text = written(term)
    if _strength(term) <= _strength(outer) and term.op != outer.op:
        return f"({text})"
    is_right = len(outer.args) > 1 and term is outer.args[1]
    if is_right and outer.op in ("sub", "div") and term.op in _SIGNS:
        return f"({text})"

    return text


def _strength(term: Term) -> int:
    if term.op == "mul" and _is_percent(term):
        return 9
    if term.op in ("compare", "order"):
        return 4

    return {**_STRENGTHS, "div": 6}.get(term.op, 9)


def _is_percent(term: Term) -> bool:
    one, two = term.args

    return (
        two.op == "div"
        and one.op == "const"
        and one.value == 100  # noqa: PLR2004  # percent() is 100·a/b
        and term.type.dimension == "percent"
    )


def _fraction(value: object) -> Fraction:
    assert isinstance(value, (int, Fraction))

    return Fraction(value)
