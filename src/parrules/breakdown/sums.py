"""Whether the numbers of a breakdown hold together.

Its shape has been looked at.  Nothing is scored anew: what is held is what
follows from the document alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from parrules.breakdown.differing import amount_text, differing
from parrules.errors import Path, Problem

Json = Mapping[str, Any]


def sum_problems(document: Json) -> Iterator[Problem]:
    """Yield PAR702 for each number that is not what the rest makes it."""
    yield from _of_totals(document)
    nodes: Sequence[Json] = document["nodes"]
    below = _earned_below(nodes)
    ledger: dict[str, list[tuple[Path, Json]]] = {}
    for index, entry in enumerate(document["entries"]):
        own = ledger.setdefault(entry["node"], [])
        own.append((("entries", index, "amount"), entry))
    for index, node in enumerate(nodes):
        code = node["code"]
        path: Path = ("nodes", index)
        yield from _of_node(node, path, ledger.get(code, ()), below.get(code))


def _unequal(path: Path, found: Fraction, expected: Fraction | str) -> Problem:
    if isinstance(expected, Fraction):
        expected = amount_text(expected)

    return differing(path, amount_text(found), expected)


def _of_node(
    node: Json,
    path: Path,
    entries: Sequence[tuple[Path, Json]],
    below: Fraction | None,
) -> Iterator[Problem]:
    earned, applicable, maximum = (
        Fraction(node[key]) for key in ("points", "applicable", "maximum")
    )
    if applicable > maximum:
        where = (*path, "applicable")
        yield _unequal(where, applicable, f"0…{amount_text(maximum)}")
    if earned > applicable:
        where = (*path, "points")
        yield _unequal(where, earned, f"0…{amount_text(applicable)}")
    total = below or Fraction()
    if entries:
        total = sum((Fraction(e["amount"]) for _, e in entries), Fraction())
    if total != earned:
        yield _unequal((*path, "points"), earned, total)
    for where, entry in entries:
        amount = Fraction(entry["amount"])
        is_sum = entry["rule"] == f"{node['code']}#sum"
        if is_sum and below is not None and amount != below:
            yield _unequal(where, amount, below)


def _earned_below(nodes: Sequence[Json]) -> dict[str, Fraction]:
    """Return, by code, what the nodes right below a node earned."""
    below: dict[str, Fraction] = {}
    for node in nodes:
        parent = node["parent"]
        if parent is not None:
            earned = Fraction(node["points"])
            below[parent] = below.get(parent, Fraction()) + earned

    return below


def _of_totals(document: Json) -> Iterator[Problem]:
    areas = {
        tree: sum(
            (
                Fraction(node["points"])
                for node in document["nodes"]
                if node["parent"] is None and node["tree"] == tree
            ),
            Fraction(),
        )
        for tree in ("criteria", "bonus", "penalty")
    }
    changes = [
        (each["rule"], _exact(each["amount"]))
        for each in document["adjustments"]
    ]
    rescaled = sum(
        (each for rule, each in changes if rule == "total#rescale"),
        Fraction(),
    )
    changed = sum((each for _, each in changes), Fraction())
    for key, expected in (
        ("total", areas["criteria"] + changed),
        ("base", areas["criteria"] + rescaled),
        ("bonus", areas["bonus"]),
        ("penalty", areas["penalty"]),
    ):
        if document[key] is not None:
            yield from _of_sum(document[key], (key,), expected)


def _of_sum(
    written: Json, path: Path, expected: Fraction
) -> Iterator[Problem]:
    exact = _exact(written)
    if exact != expected:
        yield _unequal((*path, "exact"), exact, expected)
    published = written["published"]
    places = len(published.partition(".")[2])
    # However it was rounded, it is less than one unit away.
    if abs(Fraction(published) - exact) * 10**places >= 1:
        yield _unequal((*path, "published"), Fraction(published), exact)


def _exact(written: Json) -> Fraction:
    exact = written["exact"]

    return Fraction(int(exact["numerator"]), int(exact["denominator"]))
