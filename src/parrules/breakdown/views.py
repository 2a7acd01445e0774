"""What a caller reads: the breakdown of a unit, node by node."""

import copy
import functools
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from parrules.breakdown.texts import Json
from parrules.errors import BreakdownError, Language, UsageKeyError

if TYPE_CHECKING:
    from parrules.breakdown.nodes import NodeBreakdown
    from parrules.breakdown.stored import Source


GRADE: Final = "grade"
"""What `Breakdown.explain` explains beside nodes; no code is spelt so."""


@functools.cache
def _node_class() -> "type[NodeBreakdown]":
    """Import what a node is read by, which a total needs not, once."""
    from parrules.breakdown.nodes import NodeBreakdown  # noqa: PLC0415

    return NodeBreakdown


class Breakdown(Mapping[str, "NodeBreakdown"]):
    """The score of one unit: nodes by code, totals, and the grade; frozen.

    It is read lazily: nothing is written that nobody looks at.
    """

    __slots__ = ("_source",)

    def __init__(self, source: "Source") -> None:
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
        """Totals, channels, grade, evidence, as JSON.

        That is all but facts, nodes and entries.
        """
        return self._source.summary()

    @property
    def conditions(self) -> tuple[Json, ...]:
        """What a better grade, or a channel, hangs on, where that matters.

        Gates that are shut or unknown though the total reaches their grade,
        and channels of which nobody knows whether they were held.
        """
        return self._source.conditions()

    # -- nodes -------------------------------------------------------------

    def __getitem__(self, code: str) -> "NodeBreakdown":
        """Return the node with *code*.

        Raises:
            UsageError: PAR706, there is none; it is a `KeyError`, too.
        """
        source = self._source

        return _node_class()(source, self._position(code))

    def __contains__(self, code: object) -> bool:
        """Tell whether there is a node with *code*."""
        return isinstance(code, str) and code in self._source.positions

    def get(self, code: str, default: Any = None) -> Any:  # noqa: ANN401  # as mappings do
        """Return the node with *code*, else *default*."""
        if code not in self:
            return default

        return self[code]

    def _position(self, code: str) -> int:
        if code in self:
            return self._source.positions[code]
        # Only where something is wrong.
        from parrules.breakdown.absent import (  # noqa: PLC0415
            no_such_node,
            printed_in,
        )
        from parrules.usage import hold_text  # noqa: PLC0415

        hold_text("code", code)
        printed = printed_in(self.to_dict()["nodes"])
        raise UsageKeyError((no_such_node(code, printed),))

    def __iter__(self) -> Iterator[str]:
        """Yield the codes of all nodes, in file order."""
        return iter(self._source.positions)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._source.positions)

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
                is not as the schema says; else PAR702 to PAR705 where its
                numbers or nodes do not hold together.
        """
        # Only who reads one back needs it.
        from parrules.breakdown.held import problems_of  # noqa: PLC0415
        from parrules.breakdown.stored import Stored  # noqa: PLC0415

        problems = problems_of(document)
        if problems:
            raise BreakdownError(problems)

        return cls(Stored(copy.deepcopy(dict(document))))

    def __reduce__(self) -> tuple[Any, tuple[Json]]:
        """Pickle the document: what is read back needs no ruleset."""
        return type(self).from_dict, (self.to_dict(),)

    def __deepcopy__(self, memory: object) -> "Breakdown":
        """Return a breakdown of the same document, free of the ruleset."""
        from parrules.breakdown.stored import Stored  # noqa: PLC0415

        del memory

        return type(self)(Stored(self.to_dict()))

    # -- for people --------------------------------------------------------

    def text(self, language: Language = "vi") -> str:
        """Write the breakdown as plain text: every leaf with its reason."""
        # Read only by people, and so imported only for them.
        from parrules.reporting.text import breakdown_text  # noqa: PLC0415

        return breakdown_text(self.to_dict(), language, self.conditions)

    def explain(
        self, code: str, language: Language = "vi", *, width: int = 80
    ) -> str:
        """Write why the node with *code* earned what it did.

        What is right below it is listed, too, and all rows that the ruleset
        has for it, with a mark before those that applied. What applied is
        told by file and line. Defects that the ruleset acknowledges of the
        node or of those above it stand below. A breakdown that was read back
        has no ruleset: it tells places, and neither other rows nor defects.

        Args:
            code: Of the node; ``grade`` for the grade.
            language: Of words and titles.
            width: Columns of a line.

        Raises:
            UsageError: PAR706, there is no such node; PAR921, *language* or
                *width* cannot be.
        """
        from parrules.reporting.joining import joined  # noqa: PLC0415
        from parrules.reporting.spelling import with_derived  # noqa: PLC0415
        from parrules.reporting.text import node_text  # noqa: PLC0415

        if code == GRADE:
            return self._explain_grade(language, width)
        position = self._position(code)
        nodes = joined(self.to_dict())
        below = [node for node in nodes if node["parent"] == code]
        node, plan = nodes[position], self._source.plan()
        if plan is not None:
            node = with_derived(node, plan)

        return node_text(
            node,
            language,
            below,
            width=width,
            locate=self._source.locate,
            rows=(
                *self._rows(node, language, width),
                *self._unheld(node, language, width),
            ),
        )

    def _explain_grade(self, language: Language, width: int) -> str:
        from parrules.reporting.grade_notes import (  # noqa: PLC0415
            grade_text,
        )
        from parrules.reporting.outline import grades_of  # noqa: PLC0415

        plan = self._source.plan()

        return grade_text(
            *(self.to_dict(), self.conditions, language),
            width=width,
            grades=()
            if plan is None
            else grades_of(plan, language, width=width),
        )

    def _unheld(
        self, node: Mapping[str, Any], language: Language, width: int
    ) -> Iterable[str]:
        """Write that nobody knows whether the channel of *node* was held."""
        mine = [
            each
            for each in self.conditions
            if (each["about"], each["id"]) == ("channel", node["channel"])
        ]
        if not mine:
            return ()
        from parrules.reporting.text import gap_lines  # noqa: PLC0415

        return gap_lines(self.to_dict(), mine, language, width=width)

    def _rows(
        self, node: Mapping[str, Any], language: Language, width: int
    ) -> Iterable[str]:
        from parrules.reporting.acknowledged import (  # noqa: PLC0415
            acknowledged_of,
        )
        from parrules.reporting.outline import rows_of  # noqa: PLC0415
        from parrules.reporting.reasons import is_feared  # noqa: PLC0415

        code = node["code"]
        plan = self._source.plan()
        if plan is None:
            return ()
        feared = {
            entry["rule"] for entry in node["entries"] if is_feared(entry)
        }
        applied = {entry["rule"] for entry in node["entries"]} - feared

        return (
            *rows_of(plan, code, applied, feared, language, width=width),
            *acknowledged_of(
                plan, code, self._source.problems(), language, width=width
            ),
        )

    def __str__(self) -> str:
        """Write the breakdown as plain text, in Vietnamese."""
        return self.text()

    def __repr__(self) -> str:
        """Return unit, total and grade in one line."""
        summary = self._source.summary()
        ruleset = summary["ruleset"]
        unit = summary["unit"].get("id", "")
        # One line, whatever a unit is called.
        shown = repr(unit)[1:-1] if unit else ""
        parts = [f"{ruleset['id']}@{ruleset['edition']}", shown]
        total = summary["total"]
        parts.append("no total" if total is None else total["published"])
        parts.append(self.grade or "")
        parts.append("" if self.complete else "incomplete")

        return f"<Breakdown {' '.join(part for part in parts if part)}>"

    def _repr_html_(self) -> str:
        """Return the breakdown as an HTML table, for notebooks."""
        from parrules.reporting.html import breakdown_html  # noqa: PLC0415

        return breakdown_html(self.to_dict(), "vi", self.conditions)

    def __eq__(self, other: object) -> bool:
        """Compare everything that is shown."""
        if not isinstance(other, Breakdown):
            return NotImplemented

        return self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # equality is by value
