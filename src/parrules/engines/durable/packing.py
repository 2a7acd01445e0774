"""Plan → messages and rules that the rules engine can hold safely.

Decisions that are taken together are packed, area by area, into messages.
A rule is one clause of one row: equalities and ranges over the properties of
a single message.  There are no joins, no negations, no arithmetic, no
strings and no absent properties, each of which durable-rules 2.0.28 gets
wrong in some way.
"""

import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from parrules.plan.logic import Clause
from parrules.plan.nodes import Decision, Plan
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
FIRST_KIND = 1
STATE = "s"
SENTINEL = "z"

Test = tuple[int, str, int]
"""A property, one of ``== >= <=``, and a class."""

_Tree = dict[Test, "_Tree"]
"""Tests that stand first, and those that follow each."""

_OPERATORS = {">=": "$gte", "<=": "$lte"}


class Rule(NamedTuple):
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


class Message(NamedTuple):
    """Properties that are asserted as one fact, and the rules on them.

    Attributes:
        kind: What tells its rules from all others; unique.
        properties: Positions within the group, in order of their names.
        template: Takes a class for each property.
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


def pack(
    layout: Layout, loads: Sequence["Load"]
) -> tuple[tuple[Message, ...], ...]:
    """Return, for each group of *layout*, its messages.

    Args:
        layout: Of the plan.
        loads: By decision.
    """
    kinds, names = itertools.count(FIRST_KIND), itertools.count()
    lasts = last_classes(layout.plan)
    groups = []
    for group in layout.groups:
        local = {place: i for i, place in enumerate(group.properties)}
        messages = (
            _message(
                {each: layout.plan.decisions[each] for each in packed},
                local,
                lasts,
                kinds,
                names,
            )
            for packed in _packed(loads, group.decisions)
        )
        groups.append(tuple(messages))

    return tuple(groups)


def _packed(
    loads: Sequence["Load"], decisions: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    """Yield decisions that fit one message, in order."""
    current: list[int] = []
    load = EMPTY
    for index in decisions:
        grown = load.plus(loads[index])
        if current and not (
            grown.fits and len(current) < DECISIONS_PER_MESSAGE
        ):
            yield tuple(current)
            current = []
            grown = loads[index]
        current.append(index)
        load = grown
    if current:
        yield tuple(current)


class Load(NamedTuple):
    """What decisions would ask of the engine in one message.

    Attributes:
        first: At most so many of its first tests match at a time.
        deeper: At most so many more wait, whichever of them is followed.
        comparisons: Of the longest condition.
    """

    clauses: int
    first: int
    deeper: int
    comparisons: int
    properties: frozenset[int]

    def plus(self, other: "Load") -> "Load":
        """Return the load of both."""
        return Load(
            self.clauses + other.clauses,
            self.first + other.first,
            max(self.deeper, other.deeper),
            max(self.comparisons, other.comparisons),
            self.properties | other.properties,
        )

    @property
    def matches(self) -> int:
        """Return how many tests can wait in the engine at a time.

        It follows one matching test to its end before the next, so that
        only the neighbours of those on the way are waiting.
        """
        return self.first + self.deeper

    @property
    def fits(self) -> bool:
        """Tell whether one message can hold it."""
        return (
            self.clauses <= CLAUSES_PER_MESSAGE
            and self.matches <= MATCHES_PER_MESSAGE
            and len(self.properties) <= PROPERTIES_PER_MESSAGE
        )


EMPTY = Load(0, 1, 0, 0, frozenset())
"""The kind of message is a test that always matches."""


def loads_of(plan: Plan) -> tuple[Load, ...]:
    """Return the load of every decision of *plan*."""
    lasts = last_classes(plan)

    return tuple(load_of(decision, lasts) for decision in plan.decisions)


def load_of(decision: Decision, lasts: Mapping[int, int]) -> Load:
    """Return the load of one decision.

    Args:
        decision: Of a plan.
        lasts: The highest class of each property.
    """
    clauses = sum(
        math.prod(len(_runs(bits)) for _, bits in clause)
        for row in decision.rows
        for clause in (*row.true, *row.unknown)
    )
    if clauses > CLAUSES_PER_MESSAGE:
        return Load(clauses, 0, 0, 0, frozenset())
    conditions = tuple(
        tests
        for row in decision.rows
        for clause in (*row.true, *row.unknown)
        for tests in _tests(clause, lasts)
    )
    tree: _Tree = {}
    for tests in conditions:
        node = tree
        for test in tests:
            node = node.setdefault(test, {})

    return Load(
        clauses,
        _matching(tree, lasts),
        max((_waiting(each, lasts) for each in tree.values()), default=0),
        max(map(len, conditions), default=0),
        frozenset(properties_of(decision)),
    )


def _waiting(tree: _Tree, lasts: Mapping[int, int]) -> int:
    """Return how many tests wait at most while *tree* is gone through."""
    if not tree:
        return 0
    deeper = max((_waiting(each, lasts) for each in tree.values()), default=0)

    return _matching(tree, lasts) + deeper


def _matching(tests: Iterable[Test], lasts: Mapping[int, int]) -> int:
    """Return how many of *tests* can match at a time.

    Of one property, no more match than do for its likeliest class.
    """
    counts: dict[int, list[int]] = {}
    for place, sign, held in tests:
        last = lasts[place]
        found = counts.setdefault(place, [0] * (last + 1))
        low = 0 if sign == "<=" else held
        high = last if sign == ">=" else held
        for matching in range(low, high + 1):
            found[matching] += 1

    return sum(map(max, counts.values()))


def _tests(
    clause: Clause, lasts: Mapping[int, int]
) -> Iterator[tuple[Test, ...]]:
    """Yield conjunctions of tests: a mask with gaps needs several."""
    chosen: list[tuple[Test, ...]] = [()]
    for place, bits in clause:
        runs = [_of_run(place, run, lasts[place]) for run in _runs(bits)]
        chosen = [(*each, *run) for each in chosen for run in runs]
    yield from chosen


def _of_run(place: int, run: tuple[int, int], last: int) -> tuple[Test, ...]:
    """Return the tests of a run of classes, *last* being the highest."""
    low, high = run
    if low == high:
        return ((place, "==", low),)
    tests: tuple[Test, ...] = ()
    if low > 0:
        tests = ((place, ">=", low),)
    if high < last:
        tests = (*tests, (place, "<=", high))

    return tests


@functools.lru_cache(1024)
def _runs(bits: int) -> tuple[tuple[int, int], ...]:
    """Return the runs of neighbouring classes in a mask."""
    runs: list[tuple[int, int]] = []
    while bits:
        lowest = bits & -bits
        # What is carried over the run lands on the gap above it.
        carried = bits + lowest
        end = carried & -carried
        runs.append((lowest.bit_length() - 1, end.bit_length() - 2))
        bits &= -end

    return tuple(runs)


def last_classes(plan: Plan) -> Mapping[int, int]:
    """Return the highest class of each property."""
    return {
        place: max(met.classes) for place, met in enumerate(plan.properties)
    }


def _message(
    decisions: Mapping[int, Decision],
    local: dict[int, int],
    lasts: Mapping[int, int],
    kinds: Iterator[int],
    names: Iterator[int],
) -> Message:
    places = sorted(set().union(*map(properties_of, decisions.values())))
    numbers = {place: index for index, place in enumerate(places)}
    rules: dict[tuple[int, int, tuple[Test, ...]], None] = {}
    for index, decision in decisions.items():
        for position, row in enumerate(decision.rows):
            for unknown, clauses in enumerate((row.true, row.unknown)):
                for clause in clauses:
                    for tests in _tests(clause, lasts):
                        named = tuple((numbers[p], s, v) for p, s, v in tests)
                        rules[index, 2 * position + unknown, named] = None
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
        f'{{"id":"{kind}","sid":"{STATE}","{KIND}":{kind}{fields}}}',
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
    for number, sign, held in rule.tests:
        test = {property_name(number): held}
        yield test if sign == "==" else {_OPERATORS[sign]: test}
