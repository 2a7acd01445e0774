"""What is compared of units, and what may be wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import attrs

from parrules.cohort.frameworks import Framework
from parrules.errors import Path, Place, Problem, near
from parrules.model import FACT, Ranking
from parrules.scoring.readers import shown
from parrules.usage import hold_list, look_for

_Exact = Fraction | Decimal | int
_ONE = Fraction(1)

Absence = Literal["equal", "undefined"]
"""All units are equal; or there is no quotient, logarithm or mean."""

Treatment = Literal["imputed", "bounded", "trimmed", "winsorised"]
"""A gap that others fill; a bound, a border or a neighbour that counts."""


def _fraction(amount: _Exact | None) -> Fraction | None:
    """Return *amount* as it is compared; most are fractions already."""
    if amount is None or type(amount) is Fraction:
        return amount

    return Fraction(amount)


def _copied(amounts: Mapping[str, _Exact]) -> Mapping[str, _Exact]:
    # What is none is refused where units are ranked, with all else.
    given: Any = amounts

    return dict(given) if isinstance(given, Mapping) else given


@attrs.frozen(kw_only=True)
class Standing:
    """What is compared of one unit with others, and with another year.

    Attributes:
        unit: Names it, once among all units; by it the same unit is found
            in another year.
        name: What people call it; *unit* where it is empty.
        block: Those of one block are compared with one another.
        grade: Id of the grade that it reached by itself; `None` where it
            has none, and then no quota counts it.
        total: Exact, unrounded; `None` where nothing applied to the unit.
        amounts: What else is compared, exact and by name: ``base``,
            ``bonus``, ``penalty``, points of nodes by code, points of a
            channel as ``channel:`` and its id, values of facts as ``fact:``
            and their name.
        maxima: By the same names, the most that applied to the unit; none
            of what has no bound, such as a z-score.
        weights: By code, what one point of a node counts in the total, where
            that is not 1, as of the parts of a mean.
        absent: Codes of nodes that have no value, which is not 0.
        reasons: Why they have none, by code, and why the ``total`` has
            none, where no figure is missing.
        treated: By code of a leaf that counts, what was done to its figure
            so that it is not the one that was handed in.
        dropped: Codes of rows whose points were handed in and count
            nowhere, since their channel was not held.
        period: Of its facts, such as ``2025``; empty where they do not say.
        is_ranked: Whether it is ranked, and not only scored.
        is_complete: Whether nothing was missing, awaited or unknown.
    """

    unit: str
    name: str = ""
    block: str = ""
    grade: str | None = None
    total: _Exact | None
    amounts: Mapping[str, _Exact] = attrs.field(
        factory=dict, converter=_copied
    )
    maxima: Mapping[str, _Exact] = attrs.field(factory=dict, converter=_copied)
    weights: Mapping[str, _Exact] = attrs.field(
        factory=dict, converter=_copied
    )
    absent: tuple[str, ...] = ()
    reasons: Mapping[str, Absence] = attrs.field(factory=dict)
    treated: Mapping[str, tuple[Treatment, ...]] = attrs.field(factory=dict)
    dropped: tuple[str, ...] = ()
    period: str = ""
    is_ranked: bool = True
    is_complete: bool = True

    @property
    def title(self) -> str:
        """Return what people call the unit."""
        return self.name or self.unit

    def amount(self, name: str) -> Fraction | None:
        """Return what is compared as *name*; `None` where there is none."""
        found = self.total if name == "total" else self.amounts.get(name)

        return _fraction(found)

    def maximum(self, name: str) -> Fraction | None:
        """Return the most that applied of *name*, if that is known."""
        return _fraction(self.maxima.get(name))

    def weight(self, name: str) -> Fraction:
        """Return what one point of *name* counts in the total (C6.4)."""
        found = self.weights.get(name, _ONE)

        return found if type(found) is Fraction else Fraction(found)

    def standard(self, name: str) -> Fraction | None:
        """Return by what *name* is compared: its share, or its points.

        Points of what has no bound are compared as they are (C6.3).
        """
        if name in self.maxima:
            return self.share(name)

        return self.amount(name)

    def share(self, name: str) -> Fraction | None:
        """Return the exact percent of the maximum; `None` without one."""
        amount, maximum = self.amount(name), self.maximum(name)
        if amount is None or not maximum:
            return None

        return 100 * amount / maximum


@attrs.frozen
class _Unit:
    """Where a problem stands: at one unit, which has no file."""

    name: str

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the unit, and what of it."""
        del offset

        return Place(file=": ".join((self.name, *map(str, path))))


def standings_of(
    scheme: Framework, standings: Iterable[Standing]
) -> tuple[Standing, ...]:
    """Return *standings*; what is in them is looked at by `problems_of`.

    Raises:
        UsageError: PAR920, one of the two is something else.
    """
    look_for("ranking", "scheme", scheme, "Scheme")
    hold_list("standings", standings, "Standing")

    return tuple(standings)


def problems_of(
    scheme: Framework, standings: Iterable[Standing]
) -> Iterator[Problem]:
    """Yield all that is wrong with *standings*, unit by unit."""
    # Most are made by the library; it knows standings only.
    from parrules.cohort.handed import wrong_fields  # noqa: PLC0415

    seen: set[str] = set()
    grades = [grade.id for grade in scheme.grades]
    for each in standings:
        wrong = tuple(wrong_fields(each))
        if wrong:
            unit = _Unit(shown(getattr(each, "unit", None)))
            yield from (attrs.evolve(one, document=unit) for one in wrong)
            continue
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
    for name in ranking.order:
        known = ("total", *standing.amounts, *standing.absent)
        if name in known or name.startswith(FACT):
            continue
        yield _problem(standing, "amounts", "PAR106", key=name)
    for name, amount in _amounts_of(ranking, standing).items():
        if amount is None and (name == "total" or name.startswith(FACT)):
            continue
        if type(amount) is float:
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


def _amounts_of(ranking: Ranking, standing: Standing) -> dict[str, object]:
    """Return all amounts by name, what is compared first."""
    found: dict[str, object] = {"total": standing.total, **standing.amounts}
    first = {name: found[name] for name in ranking.order if name in found}
    others = {
        f"{key}.{name}": each
        for key in ("maxima", "weights")
        for name, each in getattr(standing, key).items()
    }

    return {**first, **found, **others}


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
