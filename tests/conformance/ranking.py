"""Ranks and links once more: by counting, and without any sorting.

It shares nothing with the library but the model and the standings, and
follows ``docs/semantics.md``; numbers of sentences stand in brackets.
"""

from collections.abc import Sequence
from fractions import Fraction

from parrules.cohort.frameworks import Framework
from parrules.cohort.standings import Standing
from parrules.model import Changes


def is_ahead(scheme: Framework, one: Standing, two: Standing) -> bool:
    """Tell whether *one* stands before *two* (S13.2, S13.5, S13.13)."""
    order = scheme.ranking.order if scheme.ranking else ("total",)
    worse = {"penalty", *(node.code for node in scheme.nodes("penalty"))}
    for fact in scheme.facts:
        if fact.more == "worse":
            worse.add("fact:" + fact.name)
    for name in order:
        left, right = value(one, name), value(two, name)
        if left == right:
            continue
        if left is None or right is None:
            return right is None  # S13.14
        return left < right if name in worse else left > right

    return False


def value(unit: Standing, name: str) -> Fraction | None:
    """Return what is compared of *unit*."""
    found = unit.total if name == "total" else unit.amounts.get(name)

    return None if found is None else Fraction(found)


def plain_ranks(
    scheme: Framework, units: Sequence[Standing]
) -> dict[str, int]:
    """Return the rank of each unit that has one (S13.3, S13.15)."""
    ranking = scheme.ranking
    ranks = {}
    for one in units:
        if one.total is None or not one.is_ranked:
            continue
        rivals = [
            two
            for two in units
            if two.total is not None
            and two.is_ranked
            and (
                ranking is None
                or ranking.within is None
                or two.block == one.block
            )
        ]
        ahead = [two for two in rivals if is_ahead(scheme, two, one)]
        if ranking is not None and ranking.ties == "dense":
            # One step for each kind of those ahead, however many they are.
            kinds: list[Standing] = []
            for two in ahead:
                if all(
                    is_ahead(scheme, two, three)
                    or is_ahead(scheme, three, two)
                    for three in kinds
                ):
                    kinds.append(two)
            ahead = kinds
        ranks[one.unit] = 1 + len(ahead)

    return ranks


def plain_groups(
    before: Framework, after: Framework
) -> set[tuple[frozenset[str], frozenset[str]]]:
    """Return which codes hang together, found by joining pairs (S20.6)."""
    old = [node.code for node in before.nodes()]
    groups: list[tuple[set[str], set[str]]] = [({code}, set()) for code in old]
    for node in after.nodes():
        origins = [code for code in origin(node.code, after) if code in old]
        joined: tuple[set[str], set[str]] = (set(origins), {node.code})
        rest = []
        for group in groups:
            if group[0] & joined[0]:
                joined = (joined[0] | group[0], joined[1] | group[1])
            else:
                rest.append(group)
        groups = [*rest, joined]

    return {(frozenset(one), frozenset(two)) for one, two in groups}


def origin(code: str, scheme: Framework) -> list[str]:
    """Return what a node was, but for what is gone (S20.5)."""
    if scheme.changes is None:
        return [code]
    named = {each for codes in scheme.changes.was.values() for each in codes}

    return [
        each
        for each in said_to_be(code, scheme.changes)
        if each in named
        or not any(
            each == gone or each.startswith(gone + ".")
            for gone in scheme.changes.gone
        )
    ]


def said_to_be(code: str, changes: Changes) -> list[str]:
    """Return what `was` says that a node was, itself or from above."""
    parts = code.split(".")
    for count in range(len(parts), 0, -1):
        above, below = ".".join(parts[:count]), parts[count:]
        if above not in changes.was:
            continue
        found = changes.was[above]
        if not below:
            return list(found)
        if len(found) <= 1:
            return [".".join([each, *below]) for each in found]

    return [code]
