"""Where a breakdown comes from: an evaluation, or a document read back."""

import copy
import functools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import attrs

from parrules.breakdown.reads import Reads
from parrules.breakdown.texts import Json
from parrules.errors import Problem
from parrules.plan.nodes import Plan


class Source(Protocol):
    """Where a breakdown comes from: an evaluation, or a file."""

    @property
    def positions(self) -> Mapping[str, int]:
        """The positions of the nodes, by code, in file order."""

    def total(self) -> str | None:
        """Return the total as it is published."""

    def total_exact(self) -> Fraction | None:
        """Return the total before rounding."""

    def grade_id(self) -> str | None:
        """Return the id of the grade, if there is one."""

    def points(self, position: int) -> Decimal:
        """Return what a node earned."""

    def applicable(self, position: int) -> Decimal:
        """Return the maximum of a node less what was excluded."""

    def complete(self) -> bool:
        """Tell whether nothing is missing or awaited."""

    def node(self, position: int) -> Json:
        """Return one node; its measure may be left out."""

    def entries(self, position: int) -> list[Json]:
        """Return the entries of a node."""

    @property
    def reads(self) -> Reads:
        """The facts, as entries read them."""

    def summary(self) -> Json:
        """Return everything but facts, nodes and entries."""

    def document(self) -> Json:
        """Return the whole document."""

    def locate(self, place: str) -> tuple[str, int] | None:
        """Return file and line of a place in the ruleset, if known."""

    def plan(self) -> Plan | None:
        """Return the plan by which the unit was scored, if at hand."""

    def problems(self) -> tuple[Problem, ...]:
        """Return what the ruleset warns of or acknowledges, if at hand."""

    def conditions(self) -> tuple[Json, ...]:
        """Return what gates and channels hang on, where that matters."""


@attrs.frozen
class Stored:
    """A breakdown that was read back; it needs no ruleset."""

    _document: Json

    @functools.cached_property
    def positions(self) -> Mapping[str, int]:
        """The positions of the nodes, by code, in file order."""
        return {
            node["code"]: position
            for position, node in enumerate(self._document["nodes"])
        }

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

    def applicable(self, position: int) -> Decimal:
        """Return the maximum of a node less what was excluded."""
        return Decimal(self._document["nodes"][position]["applicable"])

    def complete(self) -> bool:
        """Tell whether nothing is missing or awaited."""
        return bool(self._document["complete"])

    def node(self, position: int) -> Json:
        """Return one node."""
        node: Json = copy.deepcopy(self._document["nodes"][position])

        return node

    def entries(self, position: int) -> list[Json]:
        """Return the entries of a node."""
        code = self._document["nodes"][position]["code"]

        return copy.deepcopy(
            [
                entry
                for entry in self._document["entries"]
                if entry["node"] == code
            ]
        )

    @functools.cached_property
    def reads(self) -> Reads:
        """The facts, as entries read them."""
        return Reads(self._document)

    def summary(self) -> Json:
        """Return everything but facts, nodes and entries."""
        return copy.deepcopy(
            {
                key: value
                for key, value in self._document.items()
                if key not in ("facts", "nodes", "entries")
            }
        )

    def document(self) -> Json:
        """Return the whole document."""
        return copy.deepcopy(self._document)

    def locate(self, place: str) -> tuple[str, int] | None:
        """Return `None`: the file is not at hand."""
        del place

        return None

    def plan(self) -> None:
        """Return `None`: the ruleset is not at hand."""

    def problems(self) -> tuple[Problem, ...]:
        """Return what gates and channels hang on, where that matters."""
        return tuple(copy.deepcopy(self._document["conditions"]))

    def conditions(self) -> tuple[Json, ...]:
        """Return what gates and channels hang on, where that matters."""
        return tuple(copy.deepcopy(self._document["conditions"]))
