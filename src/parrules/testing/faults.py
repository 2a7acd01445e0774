"""What is wrong with one breakdown, whatever came of the unit."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from parrules.model import TREES, Scheme, Tree
from parrules.ruleset import Ruleset

Json = dict[str, Any]
"""A breakdown as `parrules.Breakdown.to_dict` writes it."""

_ZERO = Fraction(0)


def exact(amount: Json | None) -> Fraction | None:
    """Return the exact side of a total; `None` where there is none."""
    if amount is None:
        return None
    pair = amount["exact"]

    return Fraction(int(pair["numerator"]), int(pair["denominator"]))


def out_of_bounds(ruleset: Ruleset, document: Json) -> Iterator[str]:
    """Yield what leaves its bounds, and entries that do not sum up."""
    summed = _summed(document)
    for node in document["nodes"]:
        earned, most = _points(node), Fraction(node["applicable"])
        if not 0 <= earned <= most <= Fraction(node["maximum"]):
            yield (
                f"criterion `{node['code']}` earns {node['points']} of "
                f"{node['applicable']} of {node['maximum']}"
            )
        total = summed.get(node["code"], earned)
        if total != earned:
            yield (
                f"the entries of `{node['code']}` sum to {total}, not to "
                f"its points, {node['points']}"
            )
    yield from _totals_out_of_bounds(ruleset, document)


def _summed(document: Json) -> dict[str, Fraction]:
    """Return, by code, what entries sum to; where none are, what is below."""
    entries: dict[str, Fraction] = {}
    for entry in document["entries"]:
        amount = Fraction(entry["amount"])
        entries[entry["node"]] = entries.get(entry["node"], _ZERO) + amount
    below: dict[str, Fraction] = {}
    for node in document["nodes"]:
        above = node["parent"]
        if above is not None:
            below[above] = below.get(above, _ZERO) + _points(node)

    return {**below, **entries}


def _totals_out_of_bounds(ruleset: Ruleset, document: Json) -> Iterator[str]:
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {
        "bonus": (_ZERO, _maxima(ruleset, "bonus")),
        "penalty": (_ZERO, _maxima(ruleset, "penalty")),
        "total": (
            _bound(ruleset.scheme.total.at_least),
            _bound(ruleset.scheme.total.at_most),
        ),
    }
    if _adds_up(ruleset.scheme):
        bounds["base"] = (_ZERO, Fraction(ruleset.scheme.maximum))
    for name, (low, high) in bounds.items():
        value = exact(document[name])
        if value is None:
            continue
        if (low is not None and value < low) or (
            high is not None and value > high
        ):
            yield f"the {name} is {value}, out of {low} … {high}"


def _adds_up(scheme: Scheme) -> bool:
    """Tell whether every maximum is that of its parts together.

    Where a defect is acknowledged, parts may earn more than their whole.
    """
    wholes = [(scheme.maximum, scheme.criteria)]
    wholes += (
        (node.maximum, node.children)
        for node in scheme.nodes("criteria")
        if node.children
    )
    leaves = tuple(scheme.leaves("criteria"))
    wholes += (
        (each.maximum, tuple(n for n in leaves if n.channel == each.id))
        for each in scheme.channels
        if each.maximum is not None
    )

    return all(
        Fraction(whole) == sum((Fraction(n.maximum) for n in parts), _ZERO)
        for whole, parts in wholes
    )


def _maxima(ruleset: Ruleset, tree: Tree) -> Fraction:
    areas = ruleset.scheme.areas(tree)

    return sum((Fraction(area.maximum) for area in areas), _ZERO)


def _bound(bound: Decimal | None) -> Fraction | None:
    return None if bound is None else Fraction(bound)


def wrong_sums(document: Json) -> Iterator[str]:
    """Yield totals and channels that are not what their parts sum to."""
    areas = {
        tree: sum(
            (
                _points(node)
                for node in document["nodes"]
                if node["parent"] is None and node["tree"] == tree
            ),
            _ZERO,
        )
        for tree in TREES
    }
    adjusted = (exact(each["amount"]) for each in document["adjustments"])
    changed = sum((each for each in adjusted if each is not None), _ZERO)
    sums = {
        "total": areas["criteria"] + changed,
        "bonus": areas["bonus"],
        "penalty": areas["penalty"],
    }
    for name, summed in sums.items():
        value = exact(document[name])
        if value is not None and value != summed:
            yield f"the {name} is {value}, and its parts sum to {summed}"
    yield from _wrong_channels(document)


def _wrong_channels(document: Json) -> Iterator[str]:
    nodes = [each for each in document["nodes"] if each["tree"] == "criteria"]
    below: dict[str, list[Json]] = {}
    for node in nodes:
        if node["parent"] is not None:
            below.setdefault(node["parent"], []).append(node)

    def lies_in(node: Json, channel: str) -> bool:
        children = below.get(node["code"])
        if children is None:
            return bool(node["channel"] == channel)
        return all(lies_in(child, channel) for child in children)

    def own(node: Json) -> Fraction:
        children = below.get(node["code"], ())
        return _points(node) - sum(map(_points, children), _ZERO)

    for channel in document["channels"]:
        parts = (own(node) for node in nodes if lies_in(node, channel["id"]))
        summed = sum(parts, _ZERO)
        if summed != Fraction(channel["points"]):
            yield (
                f"channel `{channel['id']}` has {channel['points']} points, "
                f"and its parts sum to {summed}"
            )


def _points(node: Json) -> Fraction:
    return Fraction(node["points"])
