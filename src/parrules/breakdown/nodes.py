"""What one node earned, with the entries and facts that made it."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from parrules.breakdown.reads import FactRead, Reads
from parrules.breakdown.stored import Source, Stored
from parrules.breakdown.texts import Json, title_in
from parrules.records import Record


@attrs.frozen(eq=False, repr=False)
class Count(Record):
    """How often an award or a deduction counts.

    Attributes:
        each: A whole number; `None` where that, or whether at all, is
            unknown, so that it is held against the unit.
        per: Points for one.
        at_most: The most that the row gives or takes, in points.
    """

    each: Fraction | None
    per: Decimal
    at_most: Decimal | None


@attrs.frozen(eq=False, repr=False)
class Entry(Record):
    """One amount, with the rule and the facts that made it.

    Attributes:
        rule: A rule id; in an inner node also the code of a child.
        amount: In points, exact; below 0 where something was taken.
        count: Where something is given for each occurrence, or unknown.
        place: Path of the row in the ruleset, such as
            ``criteria."A.5".cases[1]``; places count from 0.
    """

    rule: str
    label: Mapping[str, str]
    amount: Decimal
    count: Count | None
    facts: tuple[FactRead, ...]
    source: str | None
    place: str | None


class NodeBreakdown:
    """What one node earned, and why; frozen."""

    __slots__ = ("_node", "_position", "_source")

    def __init__(self, source: Source, position: int) -> None:
        """Look at the node at *position*; it is written when read."""
        self._source = source
        self._position = position
        self._node: Json | None = None

    def _read(self) -> Json:
        if self._node is None:
            self._node = self._source.node(self._position)

        return self._node

    @property
    def points(self) -> Decimal:
        """Points earned, exact: 0…`applicable`."""
        return self._source.points(self._position)

    @property
    def code(self) -> str:
        """Dotted code."""
        return str(self._read()["code"])

    @property
    def tree(self) -> str:
        """``criteria``, ``bonus`` or ``penalty``."""
        return str(self._read()["tree"])

    @property
    def parent(self) -> str | None:
        """Code of the node above; `None` for an area."""
        parent: str | None = self._read()["parent"]

        return parent

    @property
    def title(self) -> Mapping[str, str]:
        """Title by language."""
        return title_in(self._read())

    @property
    def maximum(self) -> Decimal:
        """Declared maximum, in points."""
        return Decimal(self._read()["maximum"])

    @property
    def applicable(self) -> Decimal:
        """Maximum less what was excluded, in points."""
        return self._source.applicable(self._position)

    @property
    def share(self) -> Decimal | None:
        """Percent of `applicable`, as published; `None` where that is 0."""
        share = self._read()["share"]

        return None if share is None else Decimal(share)

    @property
    def status(self) -> str:
        """One of `parrules.outcome.STATUSES`."""
        return str(self._read()["status"])

    @property
    def rule(self) -> str | None:
        """The last rule that changed what was earned."""
        rule: str | None = self._read()["rule"]

        return rule

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Amounts that sum to `points`."""
        node = self._read()
        entries = self._source.entries(self._position)
        if not entries:
            return (_sum(node),)
        reads = self._source.reads

        return tuple(_entry(each, node, reads) for each in entries)

    def __eq__(self, other: object) -> bool:
        """Compare all that a node shows, its measure but for that.

        What it measured follows from the facts that its entries read.
        """
        if not isinstance(other, NodeBreakdown):
            return NotImplemented
        if self._source is other._source and self._position == other._position:
            return True
        mine, theirs = self._value(), other._value()

        return mine == theirs

    def _value(self) -> tuple[Json, tuple[Entry, ...]]:
        node = self._read()

        return {
            key: value for key, value in node.items() if key != "measure"
        }, self.entries

    __hash__ = None  # type: ignore[assignment]  # equality is by value

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        """Pickle what is shown, which needs no ruleset."""
        return type(self), (Stored(self._source.document()), self._position)

    def __repr__(self) -> str:
        """Return code, points and status."""
        return f"<{self.code}: {self.points} of {self.maximum}, {self.status}>"


def _sum(node: Json) -> Entry:
    """Return the one entry of an inner node that only adds up."""
    return Entry(
        f"{node['code']}#sum",
        {},
        Decimal(node["points"]),
        None,
        (),
        node["source"],
        node["place"],
    )


def _entry(written: Json, node: Json, reads: Reads) -> Entry:
    return Entry(
        written["rule"],
        title_in(written, "label"),
        Decimal(written["amount"]),
        _count(written["count"]),
        reads.of(written["facts"]),
        node["source"],
        written["place"],
    )


def _count(written: Json | None) -> Count | None:
    if written is None:
        return None
    each, most = written["each"], written["at_most"]

    return Count(
        None if each is None else Fraction(each),
        Decimal(written["per"]),
        None if most is None else Decimal(most),
    )
