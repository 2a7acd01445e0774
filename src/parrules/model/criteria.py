"""The nodes of a scheme's trees, and how leaves are scored.

One `Criterion` class serves every depth of the three trees: criteria, bonus
and penalty.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

import attrs

from parrules.errors import Path
from parrules.model.texts import Expression, Title, where
from parrules.records import ReadOnly, Record, read_only

Treatment = Literal["full", "zero", "exclude"]
TREATMENTS: tuple[Treatment, ...] = ("full", "zero", "exclude")
Tree = Literal["criteria", "bonus", "penalty"]
TREES: tuple[Tree, ...] = ("criteria", "bonus", "penalty")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Sanction(Record):
    """What a row does beside giving points, if it is the one that decides.

    Attributes:
        grade_at_most: Id of the highest grade still possible.
        grade_down: Grades to drop, 0 or more.
        knock_out: Codes that earn 0 (of an area, a criterion or a leaf).
    """

    grade_at_most: str | None = None
    grade_down: int = 0
    knock_out: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Choice(Record):
    """A row that a person picks; *points* are in points of the maximum.

    Exactly one of *points*, *share* (percent of the maximum) and
    *treatment* (the row says "not applicable") is given.
    """

    id: str
    points: Decimal | None = None
    share: Decimal | None = None
    treatment: Treatment | None = None
    label: Title = Title()
    sanction: Sanction | None = None
    path: Path = where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Tier(Record):
    """A row of a ladder: the measure lies between two bounds.

    Attributes:
        bound: The lower bound; `None` for none. Passed if *strict*
            (TOML `above`), else reached (`from`).
        upper: The upper bound; `None` for none. Not reached if
            *upper_strict* (`below`), else not passed (`to`).
    """

    bound: Decimal | None = None
    strict: bool = False
    upper: Decimal | None = None
    upper_strict: bool = False
    points: Decimal | None = None
    share: Decimal | None = None
    label: Title = Title()
    id: str | None = None
    sanction: Sanction | None = None
    path: Path = where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Case(Record):
    """A row with a condition; without one (`otherwise`) it takes the rest.

    Exactly one of *points*, *share* and *formula* (with *step*) is given.
    """

    when: Expression | None = None
    points: Decimal | None = None
    share: Decimal | None = None
    formula: Expression | None = None
    step: Decimal | None = None
    label: Title = Title()
    id: str | None = None
    sanction: Sanction | None = None
    path: Path = where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Award(Record):
    """Points earned, or lost, once (*when*) or per occurrence (*each*).

    Where the file gives a formula, *each* counts its steps, and *step* and
    *per* are both what one of them is worth.

    Amounts are stored at or above 0; whether they are added or taken is the
    place where they stand.

    Attributes:
        each: A whole number; with *per*, points for one.
        when: A condition; with *points*, or *share* of the maximum.
        at_most: The most that this row gives or takes, in points.
    """

    each: Expression | None = None
    per: Decimal | None = None
    when: Expression | None = None
    points: Decimal | None = None
    share: Decimal | None = None
    step: Decimal | None = None
    at_most: Decimal | None = None
    label: Title = Title()
    id: str | None = None
    path: Path = where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Choices(Record):
    """A person picks one row. *named* is the set in ``[answers]``, if any."""

    choices: tuple[Choice, ...]
    named: str | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Ladder(Record):
    """One quantity, graded by tiers; *is_short* where written as pairs.

    Short tiers stand highest first and are half-open, so that neither gaps
    nor overlaps can be written.
    """

    measure: Expression
    tiers: tuple[Tier, ...]
    is_short: bool = True


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Cases(Record):
    """The first row whose condition holds."""

    cases: tuple[Case, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Formula(Record):
    """A proportional amount, clamped to 0…maximum, rounded to *step*."""

    expression: Expression
    step: Decimal


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Judged(Record):
    """A person gives points within 0…maximum, in multiples of *step*."""

    step: Decimal


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Trigger(Record):
    """A sanction row, maximum 0, in bonus or penalty."""

    when: Expression
    sanction: Sanction


Form = Choices | Ladder | Cases | Formula | Judged | Trigger


@attrs.frozen(kw_only=True, eq=False, repr=False)
class NotApplicable(Record):
    """When the leaf does not apply, and what it then counts as."""

    when: Expression
    treat: Treatment
    label: Title = Title()
    path: Path = where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Criterion(Record):
    """A node of a tree, at any depth.

    Attributes:
        code: Dotted; unique in the whole ruleset.
        depth: 1 for an area.
        maximum: The most it can earn (in bonus and penalty: its cap).
        form: How a leaf is scored; `None` for inner nodes and for leaves
            made of *awards* or *deductions* alone.
        channel, source, office: Own or inherited.
        printed: The code as the decision prints it, where that is wrong.
        also_in: Codes of leaves that read the same fact, meant so.
        known: Problem codes that are acknowledged, with the reason.
        broken: Some key of this row could not be read, so that checks that
            need the whole row must leave it alone.
        doubled: Its code is that of an earlier row, which has been reported;
            none in a scheme that can be scored. It has no children.
        position: Which row of its tree it is in the file, from 0.
    """

    code: str
    tree: Tree
    maximum: Decimal
    title: Title = Title()
    form: Form | None = None
    awards: tuple[Award, ...] = ()
    deductions: tuple[Award, ...] = ()
    if_none: Treatment | None = None
    not_applicable: tuple[NotApplicable, ...] = ()
    channel: str | None = None
    source: str | None = None
    office: str | None = None
    printed: str | None = None
    also_in: tuple[str, ...] = ()
    known: Mapping[str, str] = attrs.field(
        factory=ReadOnly, converter=read_only
    )
    children: tuple["Criterion", ...] = ()
    broken: bool = False
    doubled: bool = attrs.field(default=False, eq=False, repr=False)
    position: int = attrs.field(default=0, eq=False, repr=False)
    path: Path = where()

    @property
    def depth(self) -> int:
        """Return 1 for an area, 2 for a criterion under it, and so on."""
        return self.code.count(".") + 1

    @property
    def is_leaf(self) -> bool:
        """Tell whether the node is scored itself."""
        return not self.children

    def walk(self) -> Iterator["Criterion"]:
        """Yield the node and all below it, parents first, in file order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting.extend(reversed(node.children))

    def leaves(self) -> Iterator["Criterion"]:
        """Yield the leaves at or below the node, in file order."""
        return (node for node in self.walk() if node.is_leaf)
