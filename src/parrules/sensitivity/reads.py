"""Which criteria read which fact, and so which inputs form a block."""

from collections.abc import Iterable, Iterator

import attrs

from parrules.plan.nodes import Node, Plan


@attrs.frozen(kw_only=True)
class Group:
    """Inputs that are drawn together when their influence is measured.

    Attributes:
        codes: Of the criteria, at the chosen level, that read all of them;
            none where only the ranking reads them.
        facts: Names of facts and codes of answers.
        weights: Codes whose maxima are drawn.
    """

    codes: tuple[str, ...]
    facts: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()


def groups_of(
    plan: Plan, level: int, facts: Iterable[str], weights: Iterable[str]
) -> tuple[Group, ...]:
    """Return the groups of what is drawn, in the order of the ruleset.

    Args:
        plan: Of the ruleset.
        level: 1 for areas, 2 for the criteria under them, and so on; a node
            above that without children counts by itself.
        facts: Names of all that is drawn of any unit.
        weights: Codes of all weights that are drawn.
    """
    codes = {node.code: place for place, node in enumerate(plan.nodes)}
    readers = _readers(plan, level)
    found: dict[tuple[str, ...], Group] = {}
    for name in facts:
        key = tuple(sorted(readers.get(name, ()), key=codes.__getitem__))
        group = found.get(key, Group(codes=key))
        found[key] = attrs.evolve(group, facts=(*group.facts, name))
    for code in weights:
        key = (_at(plan, codes[code], level),)
        group = found.get(key, Group(codes=key))
        found[key] = attrs.evolve(group, weights=(*group.weights, code))

    return tuple(
        found[key]
        for key in sorted(found, key=lambda key: [codes[one] for one in key])
    )


def _readers(plan: Plan, level: int) -> dict[str, set[str]]:
    """Return by fact the codes, at *level*, of all nodes that read it."""
    found: dict[str, set[str]] = {}
    for place, node in enumerate(plan.nodes):
        code = _at(plan, place, level)
        for name in _read_by(plan, node):
            found.setdefault(name, set()).add(code)
    for elimination in plan.eliminations:
        names = [*_of_decision(plan, elimination.decision)]
        names += [elimination.fact] if elimination.fact else []
        # A fact of type codes may name any of them.
        hit = elimination.nodes or range(len(plan.nodes))
        codes = {_at(plan, place, level) for place in hit}
        for name in names:
            found.setdefault(name, set()).update(codes)

    return found


def _at(plan: Plan, place: int, level: int) -> str:
    """Return the code of the node at *level* that a node lies in."""
    node = plan.nodes[place]
    while node.code.count(".") >= level and node.parent >= 0:
        node = plan.nodes[node.parent]

    return node.code


def _read_by(plan: Plan, node: Node) -> Iterator[str]:
    if node.answer:
        yield node.code
    for result in node.results:
        yield from result.reads
    yield from _of_decision(plan, node.decision)
    for change in node.changes:
        yield from change.reads
        yield from _of_decision(plan, change.decision)
    if node.is_leaf and node.channel >= 0:
        yield from _of_decision(plan, plan.held[node.channel])


def _of_decision(plan: Plan, position: int) -> Iterator[str]:
    if position >= 0:
        for row in plan.decisions[position].rows:
            yield from row.reads
