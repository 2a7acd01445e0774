"""Whole numbers of 64 bits: what could grow beyond them, and by which facts.

No score of this library depends on it, as its numbers have no end; a column
of a data frame does, or an engine in another language.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from parrules.expression.terms import Term
from parrules.facts import NEVER
from parrules.plan.nodes import Node
from parrules.plan.properties import names_in
from parrules.proving.amounts import earned_by
from parrules.proving.candidates import candidates
from parrules.proving.claims import Claim, Witness
from parrules.proving.grounds import Grounds
from parrules.proving.magnitudes import LARGEST, Magnitudes
from parrules.scoring.limits import bounds_of


def size_claims(grounds: Grounds) -> Iterator[Claim]:
    """Yield for each node, and the total, how large its numbers grow."""
    everything = Magnitudes(grounds.plan)
    for node in grounds.plan.nodes:
        if node.is_leaf or node.changes:
            yield _of_node(node, everything, grounds)
    yield _of_total(grounds)


def _of_node(node: Node, everything: Magnitudes, grounds: Grounds) -> Claim:
    if _peak(node, everything, grounds) <= LARGEST:
        return grounds.claim(
            "size", node.code, "proved", "small_enough", node=node.criterion
        )
    world = _largest_world(node, grounds)
    found = _peak(node, Magnitudes(grounds.plan, world), grounds)
    witness = _shown(world, node, grounds) if found > LARGEST else None
    if witness is None:
        return grounds.claim(
            "size",
            node.code,
            "undecided",
            "size_not_decided",
            node=node.criterion,
        )

    return grounds.claim(
        "size",
        node.code,
        "broken",
        "too_large",
        node=node.criterion,
        code="PAR906",
        arguments={"value": str(found)},
        witness=witness,
    )


def _shown(
    world: Mapping[int, Any], node: Node, grounds: Grounds
) -> Witness | None:
    return grounds.bench.shown(world, lambda _: True, node.code)


def _peak(node: Node, sizes: Magnitudes, grounds: Grounds) -> int:
    """Return the largest number that a node needs."""
    found = [node.maximum]
    found.extend(
        sizes.of_property(grounds.scales.property(place))
        for place in _places(node, grounds)
    )
    for result in node.results:
        found.append(abs(result.points or 0))
        if result.formula is not None:
            found.append(
                sizes.of_formula(result.formula, node.maximum, result.step)
            )
    amounts = [abs(result.points or 0) for result in node.results]
    total = max(amounts, default=0) + node.maximum
    for change in node.changes:
        size = change.amount
        if change.each is not None:
            size = sizes.of_count(change.each, change.amount)
        total += size
        found.append(size)

    return max(*found, total)


def _places(node: Node, grounds: Grounds) -> tuple[int, ...]:
    """Return the properties that the decisions of a node look at."""
    plan = grounds.plan
    decisions = [change.decision for change in node.changes]
    if node.decision >= 0:
        decisions.append(node.decision)
    waiting = decisions
    found: dict[int, None] = {}
    flags = dict(plan.derived)
    while waiting:
        for row in plan.decisions[waiting.pop()].rows:
            for clause in (*row.true, *row.unknown):
                for place, _ in clause:
                    if place in found:
                        continue
                    found[place] = None
                    met = plan.properties[place]
                    if met.kind == "derived":
                        waiting.append(flags[met.name])

    return tuple(found)


def _largest_world(node: Node, grounds: Grounds) -> Mapping[int, Any]:
    """Return facts of a node, each as far from 0 as it may be."""
    names: dict[str, None] = {}
    for term in _terms(node, grounds):
        names.update(dict.fromkeys(names_in(term)))
    plan = grounds.plan
    world: dict[int, Any] = {}
    for source in plan.inputs:
        if source.name not in names:
            continue
        low, high = bounds_of(source, plan)
        if source.kind in ("count", "number", "percent", "judged"):
            world[source.position] = high if high >= -low else low
        elif source.kind == "tally":
            world[source.position] = (high,) * len(source.options)
        else:
            tried = candidates(source, (), plan)
            world[source.position] = next(
                value for value in tried if value != NEVER
            )

    return world


def _terms(node: Node, grounds: Grounds) -> Iterator[Term]:
    for place in _places(node, grounds):
        yield from grounds.plan.properties[place].terms
    yield from (each.formula for each in node.results if each.formula)
    yield from (each.each for each in node.changes if each.each)


# -- the total ---------------------------------------------------------------


def _of_total(grounds: Grounds) -> Claim:
    is_small = max(_of_sums(grounds)) <= LARGEST

    return grounds.claim(
        "size",
        "total",
        "proved" if is_small else "undecided",
        "small_enough" if is_small else "size_not_decided",
        path=("total",),
    )


def _of_sums(grounds: Grounds) -> Iterator[int]:
    """Yield bounds on what adding up, rescaling and publishing come to."""
    plan = grounds.plan
    most = plan.maximum + sum(
        node.maximum for node in plan.nodes if node.parent < 0
    )
    yield most + max(abs(each or 0) for each in plan.bounds)
    over, under = most, 1
    for maximum, is_fixed in _rescaled(grounds, most):
        # A part is E·M over A, and added to what there is.
        crossed = over * maximum, most * maximum * under
        yield max(sum(crossed), under * maximum)
        if is_fixed:
            # Where A is M, both are divided by it again at once.
            over += most * under
        else:
            over, under = sum(crossed), under * max(maximum, 1)
    shown = 10**plan.scheme.decimals
    yield max(2 * over * shown, 2 * under * 10**plan.places * shown)


def _rescaled(grounds: Grounds, most: int) -> Iterator[tuple[int, bool]]:
    """Yield the maxima that are made up to, and whether nothing is lost."""
    plan = grounds.plan
    areas = [
        node
        for node in plan.nodes
        if node.parent < 0 and node.tree == "criteria"
    ]
    if plan.rescale == "total":
        yield most, False
    elif plan.rescale == "area":
        for area in areas:
            yield area.maximum, not _loses(area, grounds)
    elif plan.rescale == "channel":
        for _ in plan.channels:
            yield most, False


def _loses(node: Node, grounds: Grounds) -> bool:
    """Tell whether a leaf at or below *node* may be excluded."""
    if node.is_leaf:
        return earned_by(node, grounds).can_be_excluded

    return any(
        _loses(grounds.plan.nodes[child], grounds) for child in node.children
    )
