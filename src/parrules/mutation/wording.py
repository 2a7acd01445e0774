"""Conditions and formulas as their author wrote them, with one thing changed.

What a term means may look quite unlike what stands in the file: a mean of
weighted levels is a long sum.  Who reads what was changed wants the file.
"""

import re
from collections.abc import Iterable
from typing import Final

import attrs

from parrules.expression.terms import Term
from parrules.expression.writing import written
from parrules.model import Expression

_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")

Splice = tuple[int, int, str]
"""Where something is put in place of a part of the text, and what."""


@attrs.frozen
class Wording:
    """The text of one expression."""

    _text: str

    @classmethod
    def of(cls, expression: Expression) -> "Wording":
        """Return the wording of *expression*."""
        return cls(expression.text)

    def of_term(self, term: Term, splices: Iterable[Splice] = ()) -> str:
        """Return what the author wrote for *term*, with *splices* made.

        What stands nowhere in the text is written anew.
        """
        if not is_written(term):
            return written(term)
        start, end = self._span(term)
        parts = []
        for first, last, text in sorted(splices):
            parts += [self._text[start:first], text]
            start = last

        return " ".join("".join([*parts, self._text[start:end]]).split())

    def gaps(self, term: Term) -> list[tuple[int, int]]:
        """Return what lies between the parts of *term*; none if unclear."""
        found = [
            (one.end, two.start)
            for one, two in zip(term.args, term.args[1:], strict=False)
        ]
        are_written = all(map(is_written, term.args))

        return (
            found
            if are_written and all(first < last for first, last in found)
            else []
        )

    def swapped(self, term: Term, old: str, new: str) -> list[Splice]:
        """Return the splices that put *new* for *old* between the parts."""
        found = []
        for first, last in self.gaps(term):
            at = self._text.find(old, first, last)
            if at < 0:
                return []
            found.append((at, at + len(old), new))

        return found

    def literal(self, term: Term) -> str:
        """Return exactly what stands at *term*."""
        return self._text[term.start : term.end]

    def _span(self, term: Term) -> tuple[int, int]:
        """Return where *term* stands, with brackets that belong to it."""
        bare = _QUOTED.sub(lambda met: "'" * len(met.group()), self._text)
        start, end = term.start, term.end
        depth = lowest = 0
        for sign in bare[start:end]:
            depth += (sign == "(") - (sign == ")")
            lowest = min(lowest, depth)
        for _ in range(-lowest):
            start = bare.rindex("(", 0, start)
        for _ in range(depth - lowest):
            end = bare.index(")", end) + 1

        return start, end


def is_written(term: Term) -> bool:
    """Tell whether *term* is in the text, not only in what it means."""
    return term.start < term.end
