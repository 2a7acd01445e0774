"""What the file of a composite index says, as frozen values."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

import attrs

from parrules.errors import Path
from parrules.model import Changes, Grade, Ranking, Status, Title
from parrules.points import Rounding

Better = Literal["more", "less"]
Combine = Literal["sum", "mean", "geometric", "harmonic"]
Beyond = Literal["keep", "clamp"]
Flat = Literal["missing", "low", "middle", "high"]
Kind = Literal[
    "cohort",
    "window",
    "running",
    "fixed",
    "target",
    "z_score",
    "rank",
    "percentile",
]


@attrs.frozen(kw_only=True)
class Anchors:
    """What a value is measured against.

    Attributes:
        kind: ``cohort`` the extremes of this year; ``window`` those of the
            last *years*; ``running`` those of all years since *since*;
            ``fixed`` from *low* to *high*; ``target`` from the worst of
            this year to *high*, or *high* alone where nobody is worse;
            ``z_score`` mean and standard deviation,
            ``rank`` and ``percentile`` places among the units.
    """

    kind: Kind = "cohort"
    years: int = 1
    since: int = 0
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)


@attrs.frozen(kw_only=True)
class Missing:
    """What a mean does where a part has no value.

    Attributes:
        policy: ``missing`` the mean has none either; ``renormalise`` the
            weights of the parts that are there count alone;
            ``fixed_divisor`` a part that is absent counts 0.
        present: The share of parts that must be there at least.
    """

    policy: Literal["missing", "renormalise", "fixed_divisor"] = "missing"
    present: Decimal = Decimal(0)


@attrs.frozen(kw_only=True)
class Scale:
    """How values of an indicator become points; handed down the tree.

    Attributes:
        onto: The points of the worst and of the best value; of a z-score
            the points of the mean and of one standard deviation.
        beyond: Whether a value outside its anchors is clamped to them.
        if_equal: Points of all where the anchors are equal; `None` where
            the file does not say.
        transform: What is done to a value before anything is compared.
    """

    better: Better = "more"
    onto: tuple[Decimal, Decimal] = (Decimal(0), Decimal(100))
    anchors: Anchors = Anchors()
    beyond: Beyond = "keep"
    if_equal: Flat | None = None
    transform: Literal["none", "log"] = "none"

    @property
    def flat(self) -> Flat:
        """Return what holds where the anchors are equal.

        Who reaches a target has all; of others nobody knows.
        """
        if self.if_equal is not None:
            return self.if_equal

        return "high" if self.anchors.kind == "target" else "missing"


@attrs.frozen(kw_only=True)
class Node:
    """A row of the tree: an indicator, or a mean of those below.

    Attributes:
        indicator: The column with its values; empty for an inner node.
        per: The column by which the indicator is divided, if any.
        at_least, at_most: Values beyond them count as these.
        weight: Among its siblings, not below 0.
    """

    code: str
    title: Title = Title()
    source: str | None = None
    weight: Decimal = Decimal(1)
    indicator: str = ""
    per: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    scale: Scale = Scale()
    combine: Combine = "mean"
    if_missing: Missing = Missing()
    parts: tuple["Node", ...] = ()
    path: Path = attrs.field(default=(), eq=False, repr=False)

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()


@attrs.frozen(kw_only=True)
class Winsorise:
    """How outliers are drawn in, as COINr does it.

    Attributes:
        most: With so many values replaced no more are; equal ones are
            replaced at once, even if they are more.
        skewness, kurtosis: An indicator is left alone if its skewness is
            within the one or its kurtosis below the other.
        otherwise: What happens where *most* values are not enough.
    """

    most: int = 5
    skewness: Decimal = Decimal(2)
    kurtosis: Decimal = Decimal("3.5")
    otherwise: Literal["keep", "log"] = "log"


@attrs.frozen(kw_only=True)
class Treatment:
    """What happens to the values of every indicator before scaling.

    Attributes:
        impute: What stands in for a missing value.
        group: The column that says whose mean or median it is; of all
            units if empty.
        trim: The share of each tail whose values count as its border.
        winsorise: `None` leaves outliers alone.
    """

    impute: Literal["none", "mean", "median"] = "none"
    group: str = ""
    trim: Decimal = Decimal(0)
    winsorise: Winsorise | None = None


@attrs.frozen(kw_only=True)
class Scheme:
    """One edition of a composite index.

    Attributes:
        total: The root; its code is empty.
        decimals: Of what is published.
        ranking, grades, changes: As in a ruleset.
        known: Reasons by code of the doubts that are acknowledged.
    """

    id: str
    edition: str
    status: Status
    title: Title
    total: Node
    source: str | None = None
    decimals: int = 2
    rounding: Rounding = "half_up"
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    treatment: Treatment = Treatment()
    ranking: Ranking | None = None
    grades: tuple[Grade, ...] = ()
    changes: Changes | None = None
    known: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def name(self) -> str:
        """Return ``id@edition``."""
        return f"{self.id}@{self.edition}"

    def nodes(self) -> Iterator[Node]:
        """Yield all nodes but the root, parents first."""
        for area in self.total.parts:
            yield from area.walk()

    def indicators(self) -> Iterator[Node]:
        """Yield the nodes that have a column."""
        return (node for node in self.nodes() if node.indicator)

    def columns(self) -> Mapping[str, tuple[Node, ...]]:
        """Return every column that numbers are read from, and its users."""
        users: dict[str, tuple[Node, ...]] = {}
        for node in self.indicators():
            for column in filter(None, (node.indicator, node.per)):
                users[column] = (*users.get(column, ()), node)

        return users
