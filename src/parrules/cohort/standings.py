"""What is compared of units, and what may be wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.errors import Path, Place, Problem
from parrules.expression.typing import near
from parrules.model import Ranking, Scheme

_Exact = Fraction | Decimal | int


def _copied(amounts: Mapping[str, _Exact]) -> Mapping[str, _Exact]:
    return dict(amounts)


@attrs.frozen(kw_only=True)
class Standing:
    """What quotas look at in one unit.

    Attributes:
        unit: Names it, once among all units.
        block: Those of one block are compared with one another.
        grade: Id of the grade that it reached by itself; `None` where it
            has none, and then it is not counted.
        total: Exact, unrounded.
        amounts: What else the ruleset's order compares, exact and by name:
            ``base``, ``bonus``, ``penalty`` and the points of nodes by code.
    """

    unit: str
    block: str = ""
    grade: str | None
    total: _Exact
    amounts: Mapping[str, _Exact] = attrs.field(
        factory=dict, converter=_copied
    )

    def amount(self, name: str) -> Fraction:
        """Return what the order compares as *name*."""
        return Fraction(self.total if name == "total" else self.amounts[name])


@attrs.frozen
class _Unit:
    """Where a problem stands: at one unit, which has no file."""

    name: str

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the unit, and what of it."""
        del offset

        return Place(file=": ".join((self.name, *map(str, path))))


def problems_of(
    scheme: Scheme, standings: Iterable[Standing]
) -> Iterator[Problem]:
    """Yield all that is wrong with *standings*, unit by unit."""
    seen: set[str] = set()
    grades = [grade.id for grade in scheme.grades]
    for each in standings:
        if each.unit in seen:
            yield _problem(each, "unit", "PAR109", key=each.unit)
        seen.add(each.unit)
        if each.grade is not None and each.grade not in grades:
            yield _problem(
                each,
                "grade",
                "PAR111",
                value=each.grade,
                allowed=" | ".join(grades),
                near=near(each.grade, grades),
            )
        yield from _problems_of_amounts(scheme.ranking or Ranking(), each)


def _problems_of_amounts(
    ranking: Ranking, standing: Standing
) -> Iterator[Problem]:
    amounts: dict[str, object] = {
        **standing.amounts,
        "total": standing.total,
    }
    for name in ranking.order:
        amount = amounts.get(name)
        if name not in amounts:
            yield _problem(standing, "amounts", "PAR106", key=name)
        elif type(amount) is float:
            exact = f'Decimal("{amount!r}")'
            yield _problem(
                standing,
                name,
                "PAR307",
                name=name,
                value=repr(amount),
                exact=exact,
            )
        elif not _is_exact(amount):
            found = type(amount).__name__
            yield _problem(
                standing,
                name,
                "PAR302",
                name=name,
                found=found,
                expected="number",
            )


def _is_exact(amount: object) -> bool:
    if type(amount) is Decimal:
        return amount.is_finite()

    return type(amount) in (int, Fraction)


def _problem(
    standing: Standing, key: str, code: str, /, **arguments: str
) -> Problem:
    return Problem(
        code=code,
        path=(key,),
        arguments=arguments,
        document=_Unit(standing.unit),
    )
