"""What is made of points: totals by channel, grades, and ranks."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import attrs

from parrules.errors import Path
from parrules.model.texts import Expression, Title, where
from parrules.records import ReadOnly, Record, read_only

Whole = Literal["total", "channel", "area"]

FACT, CHANNEL = "fact:", "channel:"
"""What stands before the name of a fact, or the id of a channel, where
units are compared by it."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Channel(Record):
    """How points are established. *held* names the flag that says it was."""

    id: str
    maximum: Decimal | None = None
    title: Title = Title()
    held: str | None = None
    path: Path = where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class KnockOut(Record):
    """Criteria that earn 0 when a condition holds.

    Attributes:
        criteria: Codes; empty where *fact*, of type codes, names them.
    """

    criteria: tuple[str, ...] = ()
    fact: str | None = None
    when: Expression
    label: Title = Title()
    id: str | None = None
    path: Path = where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Grade(Record):
    """A class of totals; the last one has no bound.

    Attributes:
        bound: Lower bound of the total, reached or (if *strict*) passed.
        requires: The gate.
    """

    id: str
    title: Title = Title()
    bound: Decimal | None = None
    strict: bool = False
    requires: Expression | None = None
    path: Path = where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Quota(Record):
    """How many of a block may have a grade; computed over cohorts."""

    grade: str
    share: Decimal
    round: Literal["down", "up", "half_up"] = "down"
    otherwise: str | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Ranking(Record):
    """How units are ranked; computed over cohorts.

    Attributes:
        order: ``total``, ``base``, ``bonus``, ``penalty``, codes, and
            ``channel:`` or ``fact:`` with an id or a name.
        unranked: By key of the unit, the values of those that are scored
            and not ranked.
    """

    within: str | None = None
    ties: Literal["standard", "dense"] = "standard"
    order: tuple[str, ...] = ("total",)
    quota: tuple[Quota, ...] = ()
    unranked: Mapping[str, tuple[str, ...]] = attrs.field(
        factory=ReadOnly, converter=read_only
    )
    path: Path = where()

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts that units are compared by."""
        return tuple(
            name.removeprefix(FACT)
            for name in self.order
            if name.startswith(FACT)
        )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Total(Record):
    """The bounds of the total, and what excluded maxima are made up over."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    rescale: Whole | None = None
    path: Path = where()
