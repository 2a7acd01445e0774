"""A breakdown seen through an outcome: written only as far as it is read."""

import functools
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from parrules.breakdown.places import path_of
from parrules.breakdown.templates import EntryForm, Form, Templates
from parrules.breakdown.texts import Json, titled
from parrules.errors import Path, Place, Problem
from parrules.outcome import Outcome, Pair
from parrules.plan.nodes import Plan
from parrules.scoring.border import Reading
from parrules.scoring.channels import Part
from parrules.scoring.numbers import Values

if TYPE_CHECKING:
    from parrules.breakdown.reads import Reads

_NODE, _ENTRIES = itemgetter(0), itemgetter(1)
"""Of a form."""


class Live:
    """The document of one unit, part by part.

    Attributes:
        positions: Of the nodes, by code, in file order.
    """

    def __init__(
        self,
        templates: Templates,
        reading: Reading,
        outcome: Outcome,
        header: Callable[[], Json],
        locate: Callable[[Path], Place | None],
        *,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        """Hold what the parts are made of.

        Args:
            templates: Of the ruleset.
            reading: What was submitted.
            outcome: What came of it.
            header: Writes what is said of the ruleset, anew each time.
            locate: Looks up where a path of the ruleset stands.
            problems: Of the ruleset.
        """
        self.positions = templates.positions
        self._templates = templates
        self._plan = templates.plan
        self._amounts = templates.amounts
        self._reading = reading
        self._outcome = outcome
        self._header = header
        self._locate = locate
        self._problems = problems
        self._made: Values | None = None

    def plan(self) -> Plan:
        """Return the plan by which the unit was scored."""
        return self._plan

    def problems(self) -> tuple[Problem, ...]:
        """Return what the ruleset warns of or acknowledges."""
        return self._problems

    def conditions(self) -> tuple[Json, ...]:
        """Return what gates and channels hang on, where that matters."""
        if not self._templates.has_conditions:
            return ()
        # Most rulesets have none.
        from parrules.breakdown.conditions import (  # noqa: PLC0415
            conditions_of,
        )

        layout = self._templates.layout
        found = conditions_of(layout, self._outcome, self._reading.values)

        return tuple(found)

    def total(self) -> str | None:
        """Return the total as it is published."""
        pair = self._outcome.total

        return None if pair is None else self._amounts.published(pair)

    def total_exact(self) -> Fraction | None:
        """Return the total before rounding."""
        pair = self._outcome.total
        if pair is None:
            return None

        return Fraction(pair[0], pair[1] * 10**self._plan.places)

    def grade_id(self) -> str | None:
        """Return the id of the grade, if there is one."""
        grade = self._outcome.grade

        return None if grade is None else self._plan.grades[grade.position].id

    def points(self, position: int) -> Decimal:
        """Return what a node earned."""
        return self._amounts.decimals[self._outcome.verdicts[position].earned]

    def applicable(self, position: int) -> Decimal:
        """Return the maximum of a node less what was excluded."""
        verdict = self._outcome.verdicts[position]

        return self._amounts.decimals[verdict.applicable]

    def complete(self) -> bool:
        """Tell whether nothing is missing or awaited."""
        return self._outcome.complete

    def locate(self, place: str) -> tuple[str, int] | None:
        """Return file and line of a place in the ruleset, if known."""
        found = self._locate(path_of(place))

        if found is None or found.line is None:
            return None

        return found.file, found.line

    # -- the whole ---------------------------------------------------------

    def document(self) -> Json:
        """Return the whole document."""
        forms = self._templates.forms(self._outcome.verdicts)
        # Many small mappings: what copies them is to be no step of ours.
        nodes = list(map(dict.copy, map(_NODE, forms)))
        entries = chain.from_iterable(map(_ENTRIES, forms))
        values = self._values()
        for position, measure in self._templates.measures.of(values):
            nodes[position]["measure"] = measure

        document = self.summary()
        document["facts"] = self._facts()
        document["nodes"] = nodes
        document["entries"] = self._written(entries)

        return document

    def summary(self) -> Json:
        """Return everything but facts, nodes and entries."""
        outcome = self._outcome
        submission = self._reading.about

        return {
            **self._header(),
            "unit": dict(submission.unit),
            "period": submission.period,
            "stage": submission.stage,
            "complete": outcome.complete,
            "total": self._sum(outcome.total),
            "base": self._sum(outcome.base),
            "bonus": self._sum((outcome.bonus, 1)),
            "penalty": self._sum((outcome.penalty, 1)),
            "adjustments": [
                {"rule": rule, "amount": self._sum(pair)}
                for rule, pair in outcome.adjustments
            ],
            "grade": self._grade(),
            "channels": [
                self._channel(index, part)
                for index, part in enumerate(
                    self._templates.channels.totals(outcome.verdicts)
                )
            ],
            "evidence": [
                {"for": list(each.supports), **each.shown()}
                for each in submission.evidence
            ],
            "unevidenced": self._reading.lacking(),
            "conditions": list(self.conditions()),
        }

    def _sum(self, pair: Pair | None) -> Json | None:
        return None if pair is None else self._amounts.sum(pair)

    def _grade(self) -> Json | None:
        verdict = self._outcome.grade
        if verdict is None:
            return None
        grade = self._plan.grades[verdict.position]

        return {
            "id": grade.id,
            **titled(grade.title),
            "rule": f"grade:{grade.id}",
            "reached": self._named(verdict.reached),
            "ceiling": self._named(verdict.ceiling),
            "drops": verdict.drops,
            "because": list(verdict.because),
            "by_published_total": self._named(verdict.published),
        }

    def _named(self, position: int) -> Json | None:
        """Return id and title of the grade at *position*; -1 for none."""
        if position < 0:
            return None
        grade = self._plan.grades[position]

        return {"id": grade.id, **titled(grade.title)}

    def _channel(self, index: int, part: Part) -> Json:
        earned, applicable, maximum = part
        text = self._amounts.text

        return {
            **self._templates.titled_channels[index],
            "maximum": text(maximum),
            "applicable": text(applicable),
            "points": text(earned),
            "share": self._amounts.share(earned, applicable),
        }

    # -- nodes -------------------------------------------------------------

    def node(self, position: int) -> Json:
        """Return one node, but for its measure."""
        written, _ = self._form(position)

        return written.copy()

    def entries(self, position: int) -> list[Json]:
        """Return the entries of a node."""
        _, own = self._form(position)

        return self._written(own)

    def _form(self, position: int) -> Form:
        verdict = self._outcome.verdicts[position]

        return self._templates.form(position, verdict)

    def _written(self, forms: Iterable[EntryForm]) -> list[Json]:
        """Write entries; what is handed out is the caller's alone."""
        entries: list[Json] = []
        for template, facts, count in forms:
            entries.append(entry := template.copy())
            entry["facts"] = facts.copy()
            if count is not None:
                written, each = count
                entry["count"] = {**written, "each": each(self._values())}

        return entries

    # -- facts -------------------------------------------------------------

    def _values(self) -> Values:
        """Return all values, with what nodes earned where that is read."""
        layout = self._templates.layout
        if not layout.reads_nodes:
            return self._reading.values
        if self._made is None:
            self._made = self._reading.values + [None] * layout.extra
            layout.publish(self._made, self._outcome.verdicts)

        return self._made

    @functools.cached_property
    def reads(self) -> "Reads":
        """The facts, as entries read them."""
        # Who reads only a total needs none of them.
        from parrules.breakdown.reads import Reads  # noqa: PLC0415

        return Reads({**self.summary(), "facts": self._facts()})

    def _facts(self) -> Json:
        """Write all facts."""
        return self._templates.facts.columns(
            self._values(), self._reading.facts
        )
