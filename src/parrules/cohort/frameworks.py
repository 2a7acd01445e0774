"""What a cohort must know of that by which units were scored.

A ruleset tells it as it is; of a composite index and of a questionnaire it
is written down in an `IndexFramework`, so that all three are ranked,
compared and held against published figures by the same code.
"""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

import attrs

from parrules.errors import Path
from parrules.model import (
    TREES,
    Changes,
    Channel,
    Fact,
    Grade,
    Ranking,
    Status,
    Title,
    Tree,
)
from parrules.points import Rounding

Kind = Literal["ruleset", "index", "questionnaire"]


class Node(Protocol):
    """A row of the tree, at any depth; a ruleset's criterion is one."""

    @property
    def code(self) -> str:
        """Return what tells it from all others."""

    @property
    def tree(self) -> Tree:
        """Return in which of the three trees it stands."""

    @property
    def title(self) -> Title:
        """Return what people call it."""

    @property
    def children(self) -> tuple["Node", ...]:
        """Return the nodes right below it."""

    @property
    def is_leaf(self) -> bool:
        """Tell whether nothing stands below it."""

    @property
    def path(self) -> Path:
        """Return where it stands in its file."""

    def walk(self) -> Iterator["Node"]:
        """Yield the node and all below it, parents first."""


class Framework(Protocol):
    """Nodes, how units are ranked by them, and how totals are published."""

    @property
    def kind(self) -> Kind:
        """Return what it is."""

    @property
    def id(self) -> str:
        """Return its id, the same in all editions."""

    @property
    def edition(self) -> str:
        """Return which edition it is."""

    @property
    def status(self) -> Status:
        """Return how official it is."""

    @property
    def starts(self) -> datetime.date | None:
        """Return the first day in force, if somebody says."""

    @property
    def ends(self) -> datetime.date | None:
        """Return the last day in force, if somebody says."""

    @property
    def title(self) -> Title:
        """Return what people call it."""

    @property
    def maximum(self) -> Decimal | Fraction | None:
        """Return the most that a total can be, `None` without a bound."""

    @property
    def is_relative(self) -> bool:
        """Tell whether points of a unit depend on the other units."""

    @property
    def decimals(self) -> int:
        """Return with how many decimals totals are published."""

    @property
    def rounding(self) -> Rounding:
        """Return how they are rounded to that."""

    @property
    def criteria(self) -> tuple[Node, ...]:
        """Return the areas of the tree that makes the total."""

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Return how points are established."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return the facts by which equals may be told apart."""

    @property
    def grades(self) -> tuple[Grade, ...]:
        """Return the classes of totals, the highest first."""

    @property
    def ranking(self) -> Ranking | None:
        """Return how units are ranked, `None` where it does not say."""

    @property
    def changes(self) -> Changes | None:
        """Return what became of the codes of an older edition."""

    def nodes(self, *trees: Tree) -> Iterator[Node]:
        """Yield all nodes of *trees* (of all three by default)."""

    def leaves(self, *trees: Tree) -> Iterator[Node]:
        """Yield all leaves of *trees* (of all three by default)."""


def areas_of(framework: Framework) -> tuple[Node, ...]:
    """Return in what units are ranked beside the whole (S13.18, C6.6).

    Where all rows of an index stand below one, it is the rows below that.
    """
    areas = framework.criteria
    if framework.kind == "ruleset":
        return areas
    while len(areas) == 1 and areas[0].children:
        areas = areas[0].children

    return areas


def on_one_scale(before: Framework, after: Framework) -> bool:
    """Tell whether totals of two editions may be subtracted (S20.16).

    They may where both can be as much at most, or where neither has a bound.
    """
    bounds = [
        None if each is None else Fraction(each)
        for each in (before.maximum, after.maximum)
    ]

    return bounds[0] == bounds[1]


def means_of(framework: Framework) -> Mapping[str, Fraction]:
    """Return by code the weight of each row that is part of a mean.

    Those of a ruleset are none: what they earn is added up.
    """
    if not isinstance(framework, IndexFramework):
        return {}

    return {
        node.code: node.weight
        for node in framework.nodes()
        if node.weight is not None
    }


@attrs.frozen(kw_only=True)
class IndexNode:
    """A row of a composite index, or a part of a questionnaire.

    Attributes:
        weight: With which it enters a mean; `None` where it is part of a
            sum.
    """

    code: str
    weight: Fraction | None = Fraction(1)
    title: Title = Title()
    children: tuple["IndexNode", ...] = ()
    path: Path = attrs.field(default=(), eq=False, repr=False)

    @property
    def tree(self) -> Tree:
        """Return the only tree that there is."""
        return "criteria"

    @property
    def is_leaf(self) -> bool:
        """Tell whether nothing stands below it."""
        return not self.children

    def walk(self) -> Iterator["IndexNode"]:
        """Yield the node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@attrs.frozen(kw_only=True)
class IndexFramework:
    """What there is to know of a composite index or of a questionnaire.

    Attributes:
        maximum: The most that a total can be; `None` where nothing bounds
            it, as of the mean of z-scores.
        starts, ends: The first and the last day in force, if somebody says.
        is_relative: Whether units are measured by each other.
    """

    kind: Kind
    id: str
    edition: str
    status: Status
    title: Title
    maximum: Fraction | None
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    is_relative: bool = False
    decimals: int = 2
    rounding: Rounding = "half_up"
    criteria: tuple[IndexNode, ...] = ()
    grades: tuple[Grade, ...] = ()
    ranking: Ranking | None = None
    changes: Changes | None = None

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Return none: all figures come in one way."""
        return ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return none: units are compared by what came of them."""
        return ()

    def nodes(self, *trees: Tree) -> Iterator[IndexNode]:
        """Yield all nodes; there are none but in *criteria*."""
        if "criteria" in (trees or TREES):
            for area in self.criteria:
                yield from area.walk()

    def leaves(self, *trees: Tree) -> Iterator[IndexNode]:
        """Yield all leaves; there are none but in *criteria*."""
        return (node for node in self.nodes(*trees) if node.is_leaf)
