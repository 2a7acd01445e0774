"""Plan → messages and rules that the rules engine can hold safely.

Decisions that are taken together are packed, area by area, into messages.
A rule is one clause of one row: equalities and ranges over the properties of
a single message.  There are no joins, no negations, no arithmetic, no
strings and no absent properties, each of which durable-rules 2.0.28 gets
wrong in some way.
"""

from collections.abc import Iterator
from typing import Any

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
    """Return the name of a message's property: ``p0``, ``p1``, …

    The engine compares 32-bit hashes of names; a test holds that those of
    the names in use differ.
    """
    return f"p{index}"


def pack(layout: Layout) -> tuple[tuple[Message, ...], ...]:
    """Return, for each group of *layout*, its messages."""
    kinds = iter(range(1, RULE_LIMIT))
    names = iter(range(RULE_LIMIT * 64))
    groups = []
    for group in layout.groups:
        local = {place: i for i, place in enumerate(group.properties)}
        messages = []
        for packed in _packed(layout, group.decisions):
            messages.append(_message(layout, packed, local, kinds, names))
        groups.append(tuple(messages))

    return tuple(groups)


def _packed(
    layout: Layout, decisions: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    """Yield decisions that fit one message, in order."""
    current: list[int] = []
    for index in decisions:
        if current and not _fits(layout, (*current, index)):
            yield tuple(current)
            current = []
        current.append(index)
    if current:
        yield tuple(current)


def _fits(layout: Layout, decisions: tuple[int, ...]) -> bool:
    if len(decisions) > DECISIONS_PER_MESSAGE:
        return False
    chosen = [layout.plan.decisions[index] for index in decisions]
    load = load_of(chosen)

    return (
        load.clauses <= CLAUSES_PER_MESSAGE
        and load.properties <= PROPERTIES_PER_MESSAGE
        and load.matches <= MATCHES_PER_MESSAGE
    )


@attrs.frozen
class Load:
    """What a message would ask of the engine."""

    clauses: int
    properties: int
    matches: int
    comparisons: int


def load_of(decisions: list[Decision]) -> Load:
    """Return the load of *decisions* in one message.

    A property matches at most as many tests as hold of its likeliest class;
    their sum bounds what can match one message at a time.
    """
    properties: set[int] = set()
    prefixes: set[tuple[Test, ...]] = set()
    clauses = comparisons = 0
    for decision in decisions:
        properties |= properties_of(decision)
        for tests in _conditions(decision):
            clauses += 1
            comparisons = max(comparisons, 2 * len(tests))
            for length in range(1, len(tests) + 1):
                prefixes.add(tests[:length])
    matching: dict[tuple[int, int], int] = {}
    for prefix in prefixes:
        place, low, high = prefix[-1]
        for held in range(low, high + 1):
            matching[place, held] = matching.get((place, held), 0) + 1
    likeliest: dict[int, int] = {}
    for (place, _), count in matching.items():
        likeliest[place] = max(likeliest.get(place, 0), count)
    # A range is two comparisons, each of which is a test of its own.
    matches = 2 * sum(likeliest.values()) + 1

    return Load(clauses, len(properties), matches, comparisons)


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
