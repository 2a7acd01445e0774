"""A breakdown seen through an outcome: written only as far as it is read."""

import copy
from collections.abc import Callable
from fractions import Fraction

from parrules.breakdown.templates import Json, Templates, exact, titled
from parrules.outcome import AWAITING, MISSING, Entry, Outcome, Pair
from parrules.points import published
from parrules.scoring.border import Reading
from parrules.scoring.channels import Part


class Live:
    """The document of one unit, part by part."""

    def __init__(
        self,
        templates: Templates,
        reading: Reading,
        outcome: Outcome,
        header: Callable[[], Json],
    ) -> None:
        """Hold what the parts are made of."""
        self._templates = templates
        self._plan = templates.plan
        self._reading = reading
        self._outcome = outcome
        self._header = header
        self._facts: dict[str, Json] = {}
        self._evidence: dict[str, list[str]] | None = None

    def position(self, code: str) -> int:
        """Return the position of a node; -1 for none."""
        return self._templates.positions.get(code, -1)

    def count(self) -> int:
        """Return the number of nodes."""
        return len(self._plan.nodes)

    def total(self) -> str | None:
        """Return the total as it is published."""
        pair = self._outcome.total

        return None if pair is None else self._published(pair)

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

    def points(self, position: int) -> str:
        """Return what a node earned, as text."""
        earned = self._outcome.verdicts[position].earned

        return self._templates.text(earned)

    def complete(self) -> bool:
        """Tell whether nothing is missing or awaited."""
        return self._outcome.complete

    # -- the whole ---------------------------------------------------------

    def document(self) -> Json:
        """Return the whole document."""
        self._facts = {}

        return {
            **self.summary(),
            "nodes": [self._node(index) for index in range(self.count())],
        }

    def summary(self) -> Json:
        """Return everything but the nodes."""
        outcome = self._outcome
        submission = self._reading.submission

        return {
            **copy.deepcopy(self._header()),
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
        }

    def _published(self, pair: Pair) -> str:
        scheme = self._plan.scheme

        return published(
            pair[0],
            pair[1] * 10**self._plan.places,
            scheme.decimals,
            scheme.rounding,
        )

    def _sum(self, pair: Pair | None) -> Json | None:
        if pair is None:
            return None

        return {
            "published": self._published(pair),
            "exact": exact(pair, self._plan.places),
        }

    def _grade(self) -> Json | None:
        verdict = self._outcome.grade
        if verdict is None:
            return None
        grade = self._plan.grades[verdict.position]

        return {
            "id": grade.id,
            "title": titled(grade.title),
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

        return {"id": grade.id, "title": titled(grade.title)}

    def _channel(self, index: int, part: Part) -> Json:
        channel = self._plan.channels[index]
        earned, applicable, maximum = part
        text = self._templates.text

        return {
            "id": channel.id,
            "title": titled(channel.title),
            "maximum": text(maximum),
            "applicable": text(applicable),
            "points": text(earned),
            "share": self._templates.share(earned, applicable),
        }

    # -- nodes -------------------------------------------------------------

    def node(self, position: int) -> Json:
        """Return one node with its entries."""
        self._facts = {}

        return self._node(position)

    def _node(self, position: int) -> Json:
        templates = self._templates
        verdict = self._outcome.verdicts[position]
        status, earned, applicable, rule, entries = verdict
        text = templates.text
        node = templates.nodes[position].copy()
        # What is handed out is the caller's: nothing in it is shared.
        node["title"] = node["title"].copy()
        node["applicable"] = text(applicable)
        node["points"] = text(earned)
        node["share"] = templates.share(earned, applicable)
        node["status"] = status
        node["rule"] = rule or None
        measure = templates.measures.get(position)
        if measure is not None:
            node["measure"] = {
                "expression": measure[0],
                "value": measure[1](self._reading.values),
            }
        if entries is None:
            entries = ((f"{node['code']}#sum", earned, None),)
        node["entries"] = [
            self._entry(position, status, entry) for entry in entries
        ]

        return node

    def _entry(self, position: int, status: str, entry: Entry) -> Json:
        templates = self._templates
        template, names = templates.entry(position, entry)
        if status in (AWAITING, MISSING) and not names:
            names = templates.unknown_reads(position)
        facts = self._facts
        written = template.copy()
        written["label"] = written["label"].copy()
        written["amount"] = templates.text(entry[1])
        written["facts"] = [
            facts.get(name) or self._written_fact(name) for name in names
        ]

        return written

    # -- facts -------------------------------------------------------------

    def _written_fact(self, name: str) -> Json:
        template = self._templates.facts[name]
        reading = self._reading
        origin = template.origin
        shown = template.shown
        documents = self._documents()
        if template.position < 0:
            assert shown is not None
            value = shown(reading.values)
        else:
            value = reading.values[template.position]
            if value is not None:
                value = value if shown is None else shown(value)
                origin = (
                    "given" if name in reading.submission.facts else "default"
                )
        written = {
            "name": name,
            "title": template.title.copy(),
            "value": value,
            "origin": origin,
            "evidence": list(documents.get(name, ())),
            "unevidenced": name in reading.unevidenced,
        }
        self._facts[name] = written

        return written

    def _documents(self) -> dict[str, list[str]]:
        """Return the ids of documents by the fact that they support."""
        if self._evidence is None:
            self._evidence = {}
            for each in self._reading.submission.evidence:
                shown = each.id or each.number or each.title
                for name in each.supports:
                    self._evidence.setdefault(name, []).append(shown)

        return self._evidence
