"""What a caller reads: the breakdown of a unit, node by node."""

import copy
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

import attrs

from parrules.breakdown.shape import shape_problems
from parrules.breakdown.sums import sum_problems
from parrules.breakdown.templates import Json
from parrules.errors import BreakdownError, Language
from parrules.records import Record


class Source(Protocol):
    """Where a breakdown comes from: an evaluation, or a file."""

    def position(self, code: str) -> int:
        """Return the position of a node; -1 for none."""

    def count(self) -> int:
        """Return the number of nodes."""

    def total(self) -> str | None:
        """Return the total as it is published."""

    def total_exact(self) -> Fraction | None:
        """Return the total before rounding."""

    def grade_id(self) -> str | None:
        """Return the id of the grade, if there is one."""

    def points(self, position: int) -> Decimal:
        """Return what a node earned."""

    def complete(self) -> bool:
        """Tell whether nothing is missing or awaited."""

    def node(self, position: int) -> Json:
        """Return one node with its entries."""

    def summary(self) -> Json:
        """Return everything but the nodes."""

    def document(self) -> Json:
        """Return the whole document."""

    def locate(self, place: str) -> tuple[str, int] | None:
        """Return file and line of a place in the ruleset, if known."""


@attrs.frozen(eq=False, repr=False)
class Stored:
    """A breakdown that was read back; it needs no ruleset."""

    _document: Json

    def position(self, code: str) -> int:
        """Return the position of a node; -1 for none."""
        for position, node in enumerate(self._document["nodes"]):
            if node["code"] == code:
                return position

        return -1

    def count(self) -> int:
        """Return the number of nodes."""
        return len(self._document["nodes"])

    def total(self) -> str | None:
        """Return the total as it is published."""
        total = self._document["total"]

        return None if total is None else total["published"]

    def total_exact(self) -> Fraction | None:
        """Return the total before rounding."""
        total = self._document["total"]
        if total is None:
            return None
        exact = total["exact"]

        return Fraction(int(exact["numerator"]), int(exact["denominator"]))

    def grade_id(self) -> str | None:
        """Return the id of the grade, if there is one."""
        grade = self._document["grade"]

        return None if grade is None else grade["id"]

    def points(self, position: int) -> Decimal:
        """Return what a node earned."""
        return Decimal(self._document["nodes"][position]["points"])

    def complete(self) -> bool:
        """Tell whether nothing is missing or awaited."""
        return bool(self._document["complete"])

    def node(self, position: int) -> Json:
        """Return one node with its entries."""
        node: Json = copy.deepcopy(self._document["nodes"][position])

        return node

    def summary(self) -> Json:
        """Return everything but the nodes."""
        return copy.deepcopy(
            {
                key: value
                for key, value in self._document.items()
                if key != "nodes"
            }
        )

    def document(self) -> Json:
        """Return the whole document."""
        return copy.deepcopy(self._document)

    def locate(self, place: str) -> tuple[str, int] | None:
        """Return `None`: the file is not at hand."""
        del place

        return None


@attrs.frozen(eq=False, repr=False)
class FactRead(Record):
    """A fact as an entry read it.

    Attributes:
        value: As JSON holds it; `None` where it is missing.
        dimension: What a number measures, ``percent`` for example; `None`
            for what is no number.
        origin: ``given``, ``default``, ``derived`` or ``missing``.
        evidence: Ids of the documents that it rests on.
        unevidenced: A required document is absent.
    """

    name: str
    title: Mapping[str, str]
    value: object
    dimension: str | None
    origin: str
    evidence: tuple[str, ...]
    unevidenced: bool


@attrs.frozen(eq=False, repr=False)
class Count(Record):
    """How often an award or a deduction counts.

    Attributes:
        each: A whole number; `None` where it is unknown.
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
        count: Where something is given for each occurrence.
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
        return dict(self._read()["title"])

    @property
    def maximum(self) -> Decimal:
        """Declared maximum, in points."""
        return Decimal(self._read()["maximum"])

    @property
    def applicable(self) -> Decimal:
        """Maximum less what was excluded, in points."""
        return Decimal(self._read()["applicable"])

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
        return tuple(_entry(each) for each in self._read()["entries"])

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        """Pickle what is shown, which needs no ruleset."""
        return type(self), (Stored(self._source.document()), self._position)

    def __repr__(self) -> str:
        """Return code, points and status."""
        return f"<{self.code}: {self.points} of {self.maximum}, {self.status}>"


def _entry(written: Json) -> Entry:
    facts = tuple(
        FactRead(
            each["name"],
            dict(each["title"]),
            each["value"],
            each["dimension"],
            each["origin"],
            tuple(each["evidence"]),
            each["unevidenced"],
        )
        for each in written["facts"]
    )

    return Entry(
        written["rule"],
        dict(written["label"]),
        Decimal(written["amount"]),
        _count(written["count"]),
        facts,
        written["source"],
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


class Breakdown(Mapping[str, NodeBreakdown]):
    """The score of one unit: nodes by code, totals, and the grade; frozen.

    It is read lazily: nothing is written that nobody looks at.
    """

    __slots__ = ("_source",)

    def __init__(self, source: Source) -> None:
        """View *source*; callers get breakdowns from `Ruleset.evaluate`."""
        self._source = source

    # -- totals ------------------------------------------------------------

    @property
    def total(self) -> Decimal | None:
        """The total as published; `None` where nothing was applicable."""
        total = self._source.total()

        return None if total is None else Decimal(total)

    @property
    def total_exact(self) -> Fraction | None:
        """The total before it is rounded for publication, in points."""
        return self._source.total_exact()

    @property
    def grade(self) -> str | None:
        """Id of the grade; `None` where the ruleset has none."""
        return self._source.grade_id()

    @property
    def complete(self) -> bool:
        """Whether nothing is missing, awaited or unknown."""
        return self._source.complete()

    @property
    def summary(self) -> Json:
        """Totals, channels, grade, evidence: all but the nodes, as JSON."""
        return self._source.summary()

    # -- nodes -------------------------------------------------------------

    def __getitem__(self, code: str) -> NodeBreakdown:
        """Return the node with *code*.

        Raises:
            KeyError: There is none.
        """
        position = self._source.position(code)
        if position < 0:
            raise KeyError(code)

        return NodeBreakdown(self._source, position)

    def __iter__(self) -> Iterator[str]:
        """Yield the codes of all nodes, in file order."""
        for position in range(self._source.count()):
            yield NodeBreakdown(self._source, position).code

    def __len__(self) -> int:
        """Return the number of nodes."""
        return self._source.count()

    # -- in and out --------------------------------------------------------

    def to_dict(self) -> Json:
        """Return the whole breakdown as JSON, by schema version 1.

        Points and totals are texts, so that no reader makes floats of them.
        """
        return self._source.document()

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> "Breakdown":
        """Return the breakdown that `to_dict` wrote.

        Raises:
            BreakdownError: Everything that is wrong with it: PAR701 where it
                is not as the schema says; else PAR702 to PAR704 where its
                numbers or nodes do not hold together.
        """
        problems = tuple(shape_problems(document))
        problems = problems or tuple(sum_problems(document))
        if problems:
            raise BreakdownError(problems)

        return cls(Stored(copy.deepcopy(dict(document))))

    def __reduce__(self) -> tuple[Any, tuple[Json]]:
        """Pickle the document: what is read back needs no ruleset."""
        return type(self).from_dict, (self.to_dict(),)

    def __deepcopy__(self, memory: object) -> "Breakdown":
        """Return a breakdown of the same document, free of the ruleset."""
        del memory

        return type(self)(Stored(self.to_dict()))

    # -- for people --------------------------------------------------------

    def text(self, language: Language = "vi") -> str:
        """Write the breakdown as plain text: every leaf with its reason."""
        # Read only by people, and so imported only for them.
        from parrules.reporting.text import breakdown_text  # noqa: PLC0415

        return breakdown_text(self.to_dict(), language)

    def explain(
        self, code: str, language: Language = "vi", *, width: int = 80
    ) -> str:
        """Write why the node with *code* earned what it did.

        What is right below it is listed, too. Rows are told by file and
        line; in a breakdown that was read back, by their place.

        Args:
            code: Of the node.
            language: Of words and titles.
            width: Columns of a line.

        Raises:
            KeyError: There is no such node.
        """
        from parrules.reporting.text import node_text  # noqa: PLC0415

        position = self._source.position(code)
        if position < 0:
            raise KeyError(code)

        nodes = self.to_dict()["nodes"]
        below = [node for node in nodes if node["parent"] == code]

        return node_text(
            nodes[position],
            language,
            below,
            width=width,
            locate=self._source.locate,
        )

    def __str__(self) -> str:
        """Write the breakdown as plain text, in Vietnamese."""
        return self.text()

    def __repr__(self) -> str:
        """Return unit, total and grade in one line."""
        summary = self._source.summary()
        ruleset = summary["ruleset"]
        unit = summary["unit"].get("id", "")
        parts = [f"{ruleset['id']}@{ruleset['edition']}", unit]
        total = summary["total"]
        parts.append("no total" if total is None else total["published"])
        parts.append(self.grade or "")
        parts.append("" if self.complete else "incomplete")

        return f"<Breakdown {' '.join(part for part in parts if part)}>"

    def _repr_html_(self) -> str:
        """Return the breakdown as an HTML table, for notebooks."""
        from parrules.reporting.html import breakdown_html  # noqa: PLC0415

        return breakdown_html(self.to_dict(), "vi")

    def __eq__(self, other: object) -> bool:
        """Compare everything that is shown."""
        if not isinstance(other, Breakdown):
            return NotImplemented

        return self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # equality is by value
