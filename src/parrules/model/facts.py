"""What a scheme asks of units, and what it derives from that."""

import datetime
from decimal import Decimal
from typing import Literal

import attrs

from parrules.errors import Path
from parrules.model.texts import Expression, Title, where
from parrules.records import Record

FactType = Literal[
    "flag", "count", "number", "percent", "date", "choice", "tally", "codes"
]
FACT_TYPES: tuple[FactType, ...] = (
    "flag",
    "count",
    "number",
    "percent",
    "date",
    "choice",
    "tally",
    "codes",
)

COUNT_LIMIT = 10**9
"""What a count and each level of a tally may be where nothing is stated."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Fact(Record):
    """A named value about one unit and period.

    Attributes:
        name: ``[a-z][a-z0-9_]*``, or ``unit.`` and such a name.
        at_least, at_most: Bounds, always there for numbers.
        at_least_fact, at_most_fact: Facts that it may not fall below or
            rise above.
        places: Decimal places that a value may have.
        never: A date that may not have happened.
        options: Of a choice.
        numbers: What each option, or each level, stands for; empty where
            options are no numbers and levels count from 1.
        levels: Of a tally, lowest first.
        labels: What people call the options or levels, in their order;
            empty where none has a title.
        default: What silence means (`None`: nothing); already of the
            fact's type, a date or ``"never"`` for dates.
        evidence: Whether a document is required.
    """

    name: str
    type: FactType
    title: Title = Title()
    at_least: Decimal | datetime.date | None = None
    at_most: Decimal | datetime.date | None = None
    at_least_fact: str | None = None
    at_most_fact: str | None = None
    places: int = 0
    never: bool = False
    options: tuple[str, ...] = ()
    numbers: tuple[Decimal, ...] = ()
    levels: tuple[str, ...] = ()
    labels: tuple[Title, ...] = ()
    default: object = None
    required: bool = False
    evidence: Literal["required", "optional"] = "optional"
    more: Literal["better", "worse"] | None = None
    source: str | None = None
    broken: bool = False
    path: Path = where()

    @property
    def called(self) -> dict[str, Title]:
        """Return the titles of options or levels, by name, where any has."""
        return dict(
            zip(self.options or self.levels, self.labels, strict=False)
        )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Derived(Record):
    """A fact computed from facts: an expression, or cases with values.

    Attributes:
        cases: Pairs of a condition (`None` for otherwise) and a value;
            a single pair without condition where it is one expression.
    """

    name: str
    cases: tuple[tuple[Expression | None, Expression], ...]
    title: Title = Title()
    path: Path = where()
