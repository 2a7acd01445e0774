"""Plan → messages and rules that the rules engine can hold safely.

Decisions that are taken together are packed, area by area, into messages.
A rule is one clause of one row: equalities and ranges over the properties of
a single message.  There are no joins, no negations, no arithmetic, no
strings and no absent properties, each of which durable-rules 2.0.28 gets
wrong in some way.
"""

import itertools
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import attrs

from parrules.plan.logic import Clause, ordinals
from parrules.plan.nodes import Decision
from parrules.scoring.layout import Layout, properties_of

RULE_LIMIT = 4096
"""Rules in one ruleset (durable-rules: its own limit)."""

CLAUSES_PER_MESSAGE = 200
"""511 tests under one node are safe, and so are 255 equal conditions."""

PROPERTIES_PER_MESSAGE = 200
"""252 are safe."""

MATCHES_PER_MESSAGE = 60
"""64 tests may match one message at a time."""

COMPARISONS_PER_RULE = 28
"""29 are safe; the kind of message is one."""

MESSAGE_LIMIT = 500
"""Every kind of message is a test under the root."""

DECISIONS_PER_MESSAGE = 22
"""Above that, taking one message back and asserting it anew gets slow."""

KIND = "k"
SENTINEL = "z"

Test = tuple[int, int, int]
"""Of a property: the lowest and the highest class that match."""


@attrs.frozen
class Rule:
    """One clause of one row, as the engine holds it.

    Attributes:
        name: A short token, unique in the ruleset.
        decision: Position.
        rank: Twice the row's position, plus 1 for its unknown clauses.
        tests: All must match.
    """

    name: str
    decision: int
    rank: int
    tests: tuple[Test, ...]


@attrs.frozen
class Message:
    """Properties that are asserted as one fact, and the rules on them.

    Attributes:
        kind: What tells its rules from all others; unique.
        properties: Positions within the group, in order of their names.
        template: Takes the session, then a class for each property.
    """

    kind: int
    properties: tuple[int, ...]
    rules: tuple[Rule, ...]
    template: str


def property_name(index: int) -> str:
    """Return the name of a message's property: ``p0``, ``p1`` and on.

    The engine compares 32-bit hashes of names; a test holds that those of
    the names in use differ.
    """
    return f"p{index}"


def pack(layout: Layout) -> tuple[tuple[Message, ...], ...]:
    """Return, for each group of *layout*, its messages."""
    kinds, names = itertools.count(1), itertools.count()
    groups = []
    for group in layout.groups:
        local = {place: i for i, place in enumerate(group.properties)}
        messages = (
            _message(layout, packed, local, kinds, names)
            for packed in _packed(layout, group.decisions)
        )
        groups.append(tuple(messages))

    return tuple(groups)


def _packed(
    layout: Layout, decisions: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    """Yield decisions that fit one message, in order."""
    current: list[int] = []
    load = EMPTY
    for index in decisions:
        grown = load.plus(load_of(layout.plan.decisions[index]))
        if current and not (
            grown.fits and len(current) < DECISIONS_PER_MESSAGE
        ):
            yield tuple(current)
            current = []
            grown = load_of(layout.plan.decisions[index])
        current.append(index)
        load = grown
    if current:
        yield tuple(current)


class Load(NamedTuple):
    """What decisions would ask of the engine in one message.

    Attributes:
        matches: At most so many tests match at a time.
        comparisons: Of the longest condition.
    """

    clauses: int
    matches: int
    comparisons: int
    properties: frozenset[int]

    def plus(self, other: "Load") -> "Load":
        """Return the load of both."""
        return Load(
            self.clauses + other.clauses,
            self.matches + other.matches,
            max(self.comparisons, other.comparisons),
            self.properties | other.properties,
        )

    @property
    def fits(self) -> bool:
        """Tell whether one message can hold it."""
        return (
            self.clauses <= CLAUSES_PER_MESSAGE
            and self.matches <= MATCHES_PER_MESSAGE
            and len(self.properties) <= PROPERTIES_PER_MESSAGE
        )


EMPTY = Load(0, 1, 0, frozenset())
"""The kind of message is a test that always matches."""


def load_of(decision: Decision) -> Load:
    """Return the load of one decision.

    A property matches at most as many tests as hold of its likeliest class;
    their sum bounds what can match at a time. A range is two tests.
    """
    clauses = sum(
        math.prod(len(list(_runs(bits))) for _, bits in clause)
        for row in decision.rows
        for clause in (*row.true, *row.unknown)
    )
    if clauses > CLAUSES_PER_MESSAGE:
        return Load(clauses, 0, 0, frozenset())
    prefixes: set[tuple[Test, ...]] = set()
    comparisons = 0
    for tests in _conditions(decision):
        size = sum(1 if low == high else 2 for _, low, high in tests)
        comparisons = max(comparisons, size)
        prefixes.update(tests[:length] for length in range(1, len(tests) + 1))
    matching: dict[tuple[int, int], int] = {}
    for prefix in prefixes:
        place, low, high = prefix[-1]
        for held in range(low, high + 1):
            found = matching.get((place, held), 0)
            matching[place, held] = found + (1 if low == high else 2)
    likeliest: dict[int, int] = {}
    for (place, _), count in matching.items():
        likeliest[place] = max(likeliest.get(place, 0), count)

    return Load(
        clauses,
        sum(likeliest.values()),
        comparisons,
        frozenset(properties_of(decision)),
    )


def _conditions(decision: Decision) -> Iterator[tuple[Test, ...]]:
    for row in decision.rows:
        for clause in (*row.true, *row.unknown):
            yield from _tests(clause)


def _tests(clause: Clause) -> Iterator[tuple[Test, ...]]:
    """Yield conjunctions of ranges: a mask with gaps needs several."""
    options = [
        [(place, low, high) for low, high in _runs(bits)]
        for place, bits in clause
    ]
    chosen: list[tuple[Test, ...]] = [()]
    for runs in options:
        chosen = [(*each, run) for each in chosen for run in runs]
    yield from chosen


def _runs(bits: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of neighbouring classes in a mask."""
    start = previous = -1
    for ordinal in ordinals(bits):
        if start < 0:
            start = ordinal
        elif ordinal != previous + 1:
            yield start, previous
            start = ordinal
        previous = ordinal
    if start >= 0:
        yield start, previous


def _message(
    layout: Layout,
    decisions: tuple[int, ...],
    local: dict[int, int],
    kinds: Iterator[int],
    names: Iterator[int],
) -> Message:
    plan = layout.plan
    places = sorted(
        set().union(*(properties_of(plan.decisions[d]) for d in decisions))
    )
    numbers = {place: index for index, place in enumerate(places)}
    rules: dict[tuple[int, int, tuple[Test, ...]], None] = {}
    for index in decisions:
        for position, row in enumerate(plan.decisions[index].rows):
            for unknown, clauses in enumerate((row.true, row.unknown)):
                for clause in clauses:
                    named = tuple((numbers[p], bits) for p, bits in clause)
                    for tests in _tests(named):
                        rules[index, 2 * position + unknown, tests] = None
    kind = next(kinds)
    fields = "".join(
        f',"{property_name(index)}":%d' for index in range(len(places))
    )

    return Message(
        kind,
        tuple(local[place] for place in places),
        tuple(
            Rule(f"r{next(names)}", decision, rank, tests)
            for decision, rank, tests in rules
        ),
        f'{{"id":"{kind}","sid":"%s","{KIND}":{kind}{fields}}}',
    )


def engine_rules(messages: tuple[tuple[Message, ...], ...]) -> dict[str, Any]:
    """Return the ruleset as durable-rules takes it, before JSON."""
    rules: dict[str, Any] = {}
    for group in messages:
        for message in group:
            # A state in which nothing fired cannot be deleted safely, so
            # every message fires at least this.
            rules[f"{SENTINEL}{message.kind}"] = _rule({KIND: message.kind})
            for rule in message.rules:
                rules[rule.name] = _rule(
                    {"$and": [{KIND: message.kind}, *_comparisons(rule)]}
                    if rule.tests
                    else {KIND: message.kind}
                )

    return rules


def _rule(condition: dict[str, Any]) -> dict[str, Any]:
    return {"all": [{"m": condition}]}


def _comparisons(rule: Rule) -> Iterator[dict[str, Any]]:
    for number, low, high in rule.tests:
        name = property_name(number)
        if low == high:
            yield {name: low}
        else:
            yield {"$gte": {name: low}}
            yield {"$lte": {name: high}}
