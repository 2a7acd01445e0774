"""Facts that were found, evaluated: nothing is shown that does not do it."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from parrules.breakdown.views import Breakdown
from parrules.errors import FactError
from parrules.facts import NEVER, Evidence, Submission
from parrules.plan.logic import ALWAYS, Clauses
from parrules.plan.nodes import Input
from parrules.points import decimal_of
from parrules.proving.candidates import candidates
from parrules.proving.claims import Witness
from parrules.proving.regions import without
from parrules.proving.worlds import World, Worlds
from parrules.ruleset import Ruleset
from parrules.scoring.border import Border

_Key = frozenset[tuple[int, Any]]
_FAST = "compiled"
"""Every engine gives the same; this one gives it soonest."""

Test = Callable[[Breakdown], bool]


class Bench:
    """Evaluates worlds, and keeps those that do what is said of them."""

    def __init__(self, ruleset: Ruleset, worlds: Worlds) -> None:
        """Evaluate worlds of *ruleset*."""
        self.ruleset = ruleset
        self.plan = ruleset.plan
        self.worlds = worlds
        self._calm: World | None = None
        self._tried: dict[int, tuple[Any, ...]] = {}
        self._known: dict[_Key, Breakdown | None] = {}

    def shown(self, world: World, holds: Test, *codes: str) -> Witness | None:
        """Return *world* as facts, if they do what they were found for.

        Args:
            world: Of the inputs that matter; the others are left out, or
                else given values at which nothing is knocked out.
            holds: Tells of the breakdown whether it shows the thing.
            codes: Nodes that the witness tells the points of.
        """
        for fill in (False, True):
            whole = self.filled(world) if fill else world
            breakdown = self.breakdown(whole)
            if breakdown is not None and holds(breakdown):
                return self.witness(whole, breakdown, *codes)

        return None

    def pooled(self, holds: Test, *codes: str) -> Witness | None:
        """Return facts, evaluated for something else, that do this too."""
        for key, breakdown in self._known.items():
            if breakdown is not None and holds(breakdown):
                return self.witness(dict(key), breakdown, *codes)

        return None

    def rehearse(self) -> None:
        """Evaluate the examples of the ruleset, for `pooled` to find."""
        border = Border(self.plan)
        for example in self.plan.scheme.examples:
            try:
                values = border.read(example.facts).values
            except FactError:
                continue
            self.breakdown(
                {
                    position: value
                    for position, value in enumerate(values)
                    if value is not None
                }
            )

    def by_grade(self) -> tuple[World, ...]:
        """Return the first facts that came to each grade."""
        found: dict[str, World] = {}
        for key, breakdown in self._known.items():
            if breakdown is not None and breakdown.grade is not None:
                found.setdefault(breakdown.grade, dict(key))

        return tuple(found.values())

    def witness(
        self, world: World, breakdown: Breakdown, *codes: str
    ) -> Witness:
        """Return *world* as facts, with what came of them."""
        submission = self.submission(world)
        supported = [
            name
            for document in submission.evidence
            for name in document.supports
        ]
        total = breakdown.total
        nodes = [breakdown[code] for code in codes if code in breakdown]

        return Witness(
            facts=dict(submission.facts),
            evidence=tuple(supported),
            points={node.code: str(node.points) for node in nodes},
            rules={node.code: node.rule for node in nodes if node.rule},
            total=None if total is None else str(total),
            grade=breakdown.grade,
            complete=breakdown.complete,
        )

    def breakdown(self, world: World) -> Breakdown | None:
        """Return what comes of *world*; `None` where it is refused."""
        key = frozenset(world.items())
        if key not in self._known:
            try:
                found = self.ruleset.evaluate(
                    self.submission(world), engine=_FAST
                )
            except FactError:
                found = None
            self._known[key] = found

        return self._known[key]

    # -- facts ---------------------------------------------------------------

    def submission(self, world: World) -> Submission:
        """Return *world* as somebody would hand it in."""
        facts: dict[str, object] = {}
        supported: list[str] = []
        for source in self.plan.inputs:
            value = world.get(source.position)
            fact = source.fact
            if value is not None:
                facts[source.name] = _given(source, value)
                if fact is not None and fact.evidence == "required":
                    supported.append(source.name)
            elif fact is not None and (
                fact.required
                or (fact.default is not None and source.position in world)
            ):
                # Missing all the same: its document is absent.
                facts[source.name] = _given(source, self._plain(source, world))
        evidence = (Evidence(supports=tuple(supported)),) if supported else ()

        return Submission(facts=facts, evidence=evidence)

    def _plain(self, source: Input, world: World) -> Any:  # noqa: ANN401  # any fact
        """Return a value of a fact that keeps to the facts that bound it."""
        if source.position not in self._tried:
            found = candidates(source, (), self.plan)
            self._tried[source.position] = found
        tried = self._tried[source.position]
        fits = (
            value
            for value in tried
            if self.worlds.is_related(
                {**world, source.position: value}, source
            )
        )

        return next(fits, tried[0])

    # -- the rest of the facts -----------------------------------------------

    def filled(self, world: World) -> World:
        """Return *world* with all that it leaves open known and calm."""
        result = {**self._calm_world(), **world}
        open_ones = [
            each for each in self.plan.inputs if each.position not in result
        ]
        for source in self._in_order(open_ones):
            result[source.position] = self._plain(source, result)

        return result

    def _in_order(self, sources: Iterable[Input]) -> Iterator[Input]:
        """Yield facts after those that bound them."""
        left = {source.name: source for source in sources}

        def visit(source: Input) -> Iterator[Input]:
            if left.pop(source.name, None) is None:
                return
            if source.fact is not None:
                for name in (
                    source.fact.at_most_fact,
                    source.fact.at_least_fact,
                ):
                    if name in left:
                        yield from visit(left[name])
            yield source

        for source in tuple(left.values()):
            yield from visit(source)

    def _calm_world(self) -> World:
        """Return facts by which nothing is knocked out or not held."""
        if self._calm is None:
            self._calm = self._found_calm()

        return self._calm

    def _found_calm(self) -> World:
        scales = self.worlds.scales
        decisions = [each.decision for each in self.plan.eliminations]
        decisions += [each for each in self.plan.held if each >= 0]
        region: Clauses = ALWAYS
        codes = {
            source.position: ()
            for source in self.plan.inputs
            if source.kind == "codes"
        }
        for decision in decisions:
            row = self.plan.decisions[decision].rows[0]
            knocked = scales.opened((*row.true, *row.unknown))
            left = without(region, knocked, scales.whole)
            if self.worlds.find(left).world is not None:
                region = left
        found = self.worlds.find(region).world or {}

        return {**codes, **found}


def _given(source: Input, value: Any) -> object:  # noqa: ANN401  # any fact
    """Return a value as a submission holds it."""
    if source.kind in ("choice", "answer"):
        return source.options[value]
    if source.kind == "date":
        return value if value == NEVER else datetime.date.fromordinal(value)
    if source.kind in ("tally", "codes"):
        return list(value)
    if source.kind == "flag" or not source.places:
        return value
    number = decimal_of(value, source.places)

    return int(number) if number == int(number) else number


def fires(code: str, rule: str) -> Test:
    """Return the test that *rule* is an entry of the node with *code*."""

    def holds(breakdown: Breakdown) -> bool:
        return any(entry.rule == rule for entry in breakdown[code].entries)

    return holds
