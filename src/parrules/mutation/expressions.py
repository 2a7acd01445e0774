"""Conditions and formulas with one thing changed: in their tree, not text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from parrules.checking.scope import Scope
from parrules.errors import in_quotes
from parrules.expression.terms import FLAG, Term
from parrules.expression.writing import ARITHMETIC, written
from parrules.model import Expression
from parrules.mutation.bounds import Bound, moved, witnessed
from parrules.mutation.changes import Change, Hint, in_field, plus, step_of
from parrules.mutation.wording import Splice, Wording, is_written
from parrules.points import plain

_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")
_FLIPPED: Final = {
    ">=": ">",
    ">": ">=",
    "<=": "<",
    "<": "<=",
    "==": "!=",
    "!=": "==",
}
_MIRRORED: Final = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
_JOINED: Final = {"and": "or", "or": "and"}
_REPLACED: Final = {"add": "sub", "sub": "add", "min": "max", "max": "min"}
_ATOMS: Final = ("fact", "derived", "among", "holds", "is_missing")
_SHIFTS: Final = ("add_days", "add_months")

TermChanges = Iterator[Change[Term]]


def expression_changes(
    expression: Expression | None, scope: Scope
) -> Iterator[Change[Expression]]:
    """Yield *expression* with one thing changed; nothing if there is none."""
    if expression is None or expression.term is None:
        return
    changer = _Changer(expression, scope, Wording.of(expression))
    yield from in_field(expression, "term", changer.all(expression.term))


@attrs.frozen(eq=False, repr=False)
class _Changer:
    """One expression whose tree is changed."""

    _expression: Expression
    _scope: Scope
    _wording: Wording

    def all(
        self, term: Term, outer: Term | None = None, around: Term | None = None
    ) -> TermChanges:
        """Yield all changes at *term* and below.

        Args:
            term: Where to begin.
            outer: What it is a part of.
            around: The nearest such term that stands in the text.
        """
        yield from self._at(term, outer, around)
        around = term if is_written(term) else around
        for position, part in enumerate(term.args):
            for change in self.all(part, term, around):
                yield change.within(
                    lambda found, at=position: _with_part(term, at, found)  # type: ignore[misc]  # bound where it is made
                )

    def _at(
        self, term: Term, outer: Term | None, around: Term | None
    ) -> TermChanges:
        if not is_written(term):
            return
        if term.op in ("compare", "order"):
            yield from self._comparison(term)
        elif term.op in _JOINED:
            yield from self._connective(term)
        elif term.op == "not":
            yield self._affirmed(term)
        elif term.op in _ATOMS and term.type.kind == "flag":
            yield from self._atom(term, outer)
        elif term.op in _REPLACED and len(term.args) > 1:
            yield from self._operation(term)
        elif term.op == "share":
            yield from self._levels(term)
        elif term.op in ("const", "day"):
            yield from self._number(term, outer, around)

    def _change(
        self,
        kind: str,
        term: Term,
        found: Term,
        after: str | Iterable[Splice],
        hint: Hint | None = None,
    ) -> Change[Term]:
        before = self._wording.of_term(term)
        if not isinstance(after, str):
            after = self._wording.of_term(term, after)

        return Change(
            value=found,
            kind=kind,
            path=self._expression.path,
            offset=term.start,
            before=before,
            after=after,
            hint=hint or Hint("condition", {"what": before}),
        )

    # -- comparisons -------------------------------------------------------

    def _comparison(self, term: Term) -> TermChanges:
        sign = str(term.value)
        left, right = term.args
        for at, (cut, measure) in enumerate(((left, right), (right, left))):
            if self._is_literal(cut) and sign in _MIRRORED:
                # As the measure's owner would say it: the cut on the right.
                yield from self._bound(term, 1 - at, cut, measure)
                return
        if sign in ("==", "!=") or self._can_equal(left, right):
            of_term = self._wording.of_term
            hint = {"one": of_term(left), "two": of_term(right)}
            yield self._flipped(term, Hint("equal", hint))

    def _flipped(self, term: Term, hint: Hint) -> Change[Term]:
        sign = str(term.value)
        flipped = _FLIPPED[sign]
        found = attrs.evolve(term, value=flipped)
        splices = self._wording.swapped(term, sign, flipped)

        return self._change(
            "comparison", term, found, splices or written(found), hint
        )

    def _can_equal(self, left: Term, right: Term) -> bool:
        ranges = self._scope.ranges
        common = ranges.of(left).meet(ranges.of(right))

        return not common.is_empty

    def _bound(
        self, term: Term, at: int, cut: Term, measure: Term
    ) -> TermChanges:
        """Yield a comparison with a literal; *measure* is its part *at*."""
        sign = str(term.value)
        toward = sign if at == 0 else _MIRRORED[sign]
        bound = Bound(cut=_decimal(cut), is_after=toward in (">", "<="))
        what = self._wording.of_term(measure)
        for each in moved(bound, measure, self._scope.ranges):
            hint = witnessed(each, what, measure)
            if each.bound.cut == bound.cut:
                yield self._flipped(term, hint)
                continue
            other = _literal(cut, each.bound.cut)
            found = _with_part(term, 1 - at, other)
            splice = self._renumbered(cut, other)
            yield self._change("threshold", term, found, [splice], hint)

    # -- flags -------------------------------------------------------------

    def _connective(self, term: Term) -> TermChanges:
        other = _JOINED[term.op]
        splices = self._wording.swapped(term, term.op, other)
        if splices:
            parts = ", ".join(
                f"`{self._wording.of_term(part)}`" for part in term.args
            )
            found = attrs.evolve(term, op=other)
            hint = Hint("some", {"parts": parts})
            yield self._change("connective", term, found, splices, hint)

    def _affirmed(self, term: Term) -> Change[Term]:
        (inner,) = term.args
        # `c != 'x'` and `c not in (…)` hold no text that says the opposite.
        is_apart = inner.op != "among" and inner.start > term.start
        text = self._wording.of_term(inner) if is_apart else written(inner)

        return self._change("negation", term, inner, text)

    def _atom(self, term: Term, outer: Term | None) -> TermChanges:
        if outer is None or outer.op != "not":
            negated = Term("not", (term,), None, FLAG, term.start, term.end)
            text = f"not {self._wording.of_term(term)}"
            yield self._change("negation", term, negated, text)
        if term.op == "among":
            assert isinstance(term.value, tuple)
            name, options = term.value
            for option in options if len(options) > 1 else ():
                rest = tuple(each for each in options if each != option)
                found = attrs.evolve(term, value=(name, rest))
                hint = Hint("value", {"what": str(name), "value": str(option)})
                yield self._change(
                    "options", term, found, written(found), hint
                )

    # -- numbers -----------------------------------------------------------

    def _operation(self, term: Term) -> TermChanges:
        other = _REPLACED[term.op]
        if not all(map(is_written, term.args)):
            return
        if term.op in ARITHMETIC:
            signs = ARITHMETIC[term.op], ARITHMETIC[other]
            splices = self._wording.swapped(term, *signs)
        else:
            splices = [(term.start, term.start + len(term.op), other)]
        yield self._change(
            "number", term, attrs.evolve(term, op=other), splices
        )

    def _levels(self, term: Term) -> TermChanges:
        """Yield a share with one level of the tally less."""
        assert isinstance(term.value, tuple)
        name, positions = term.value
        levels = self._scope.ranges.facts[str(name)].levels
        for position in positions if len(positions) > 1 else ():
            rest = tuple(each for each in positions if each != position)
            found = attrs.evolve(term, value=(name, rest))
            hint = Hint(
                "level", {"what": str(name), "level": levels[position]}
            )
            text = _share(str(name), [levels[each] for each in rest])
            yield self._change("options", term, found, text, hint)

    def _number(
        self, term: Term, outer: Term | None, around: Term | None
    ) -> TermChanges:
        """Yield a literal that is no bound: in a sum, a product, a shift."""
        if not self._is_literal(term) or (
            outer is not None
            and outer.op in ("compare", "order")
            and outer.value in _MIRRORED
        ):
            return
        signs = (1, -1) if outer is not None and outer.op in _SHIFTS else (1,)
        number = _decimal(term)
        step = step_of(number)
        for sign in signs:
            found = _literal(term, plus(number, step, sign))
            splice = self._renumbered(term, found)
            # Shown with what stands around it.
            change = self._change("number", around or term, found, [splice])
            yield attrs.evolve(change, offset=term.start)

    def _renumbered(self, term: Term, other: Term) -> Splice:
        """Return the splice that writes *other* in place of a literal."""
        percent = "%" if self._wording.literal(term).endswith("%") else ""

        return term.start, term.end, f"{written(other)}{percent}"

    def _is_literal(self, term: Term) -> bool:
        return term.op == "day" or (
            term.op == "const"
            and bool(_NUMBER.fullmatch(self._wording.literal(term)))
        )


def can_both_hold(
    one: Expression | None, two: Expression | None, scope: Scope
) -> bool:
    """Tell whether two conditions might hold at once.

    Cases that begin with "it never happened" are the commonest of all; what
    else cannot be is left to the plan, which knows the values of facts.
    """
    first, second = scope.term(one), scope.term(two)
    if one is None or two is None:
        return False
    if first is None or second is None:
        return True

    return not any(
        name and _when_never(other, name) is False
        for condition, other in ((first, second), (second, first))
        for name in (_never_happened(condition),)
    )


def _never_happened(term: Term) -> str:
    """Return the date that a condition wants to be `never`; else nothing."""
    if term.op == "order" and term.value == "==":
        for date, other in (term.args, term.args[::-1]):
            if date.op == "fact" and other.op == "never":
                return str(date.value)

    return ""


def _when_never(term: Term, name: str) -> bool | None:
    """Return what a condition says where a date is `never`, if it is clear."""
    parts = [_when_never(part, name) for part in term.args]
    if term.op == "order" and term.value in _MIRRORED:
        is_read = any(
            part.op == "fact" and part.value == name
            for side in term.args
            for part in side.walk()
        )
        return False if is_read else None
    if term.op == "and":
        return False if False in parts else None
    if term.op == "or":
        return False if set(parts) == {False} else None

    return None


def _with_part(term: Term, position: int, part: Term) -> Term:
    args = (*term.args[:position], part, *term.args[position + 1 :])

    return attrs.evolve(term, args=args)


def _decimal(term: Term) -> Decimal:
    """Return the number of a literal; of a date, its ordinal."""
    value = term.value
    assert isinstance(value, int | Fraction)

    return Decimal(plain(value))


def _value(term: Term, number: Fraction) -> object:
    return int(number) if term.op == "day" else number


def _literal(term: Term, number: Decimal) -> Term:
    return attrs.evolve(term, value=_value(term, Fraction(number)))


def _share(name: str, levels: Sequence[str]) -> str:
    listed = ", ".join(map(in_quotes, levels))

    return f"share({name}, {listed})"
