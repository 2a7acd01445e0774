"""Whether what a breakdown says beside its sums agrees with them.

Its shape has been looked at, and its names.  What only the ruleset knows,
the way of rounding for example, is not held.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from statistics import mode
from typing import Any, Final

from parrules.breakdown.differing import amount_text, differing
from parrules.breakdown.places import path_of, place_of
from parrules.breakdown.shape import cut, shown
from parrules.errors import Path, Problem
from parrules.points import published

Json = Mapping[str, Any]

_OPEN: Final = ("missing", "awaiting")
_EARNS_NOTHING: Final = ("knocked_out", "not_held")
_SHORTEST: Final = 2
"""Parts of a place: a table of the file, and something in it."""
_TOTALS: Final = ("total", "base", "bonus", "penalty")
_ADJUSTMENTS: Final = ("total#rescale", "total#floor", "total#cap")


def disagreements(document: Json) -> Iterator[Problem]:
    """Yield PAR702 for each value that is not what the rest makes it."""
    yield from _of_published(document)
    yield from _of_adjustments(document)
    yield from _of_entries(document)
    yield from _of_nodes(document)
    yield from _of_channels(document)
    yield from _of_places(document)
    is_open = any(node["status"] in _OPEN for node in document["nodes"])
    is_open |= not all(each["is_known"] for each in document["conditions"])
    if is_open and document["complete"]:
        yield differing(("complete",), "true", "false")
    applicable = [
        Fraction(node["applicable"])
        for node in document["nodes"]
        if node["parent"] is None and node["tree"] == "criteria"
    ]
    for key in ("total", "base"):
        if (document[key] is not None) != any(applicable):
            expected = "object" if any(applicable) else "null"
            yield differing((key,), shown(document[key]), expected)


# -- what was rounded --------------------------------------------------------


def _of_published(document: Json) -> Iterator[Problem]:
    """Hold all that was rounded to the same number of places."""
    texts = list(_published(document))
    if not texts:
        return
    for key in _TOTALS:
        if document[key] is not None:
            yield from _reduced(document[key]["exact"], (key, "exact"))
    usual = mode(_places(text) for _, text in texts)
    for path, text in texts:
        if _places(text) != usual:
            expected = _cut(Fraction(text), usual)
            yield differing(path, text, expected)


def _cut(amount: Fraction, places: int) -> str:
    return published(amount.numerator, amount.denominator, places, "down")


def _published(document: Json) -> Iterator[tuple[Path, str]]:
    for key in _TOTALS:
        if document[key] is not None:
            yield (key, "published"), document[key]["published"]
    for index, each in enumerate(document["adjustments"]):
        path: Path = ("adjustments", index, "amount", "published")
        yield path, each["amount"]["published"]
    for key in ("channels", "nodes"):
        for index, each in enumerate(document[key]):
            if each["share"] is not None:
                yield (key, index, "share"), each["share"]


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _share(part: Json, path: Path) -> Iterator[Problem]:
    """Hold a share to what it is a share of; of nothing there is none."""
    found = part["share"]
    earned, applicable = Fraction(part["points"]), Fraction(part["applicable"])
    if not applicable:
        if found is not None:
            yield differing((*path, "share"), found, "null")
        return
    share = 100 * earned / applicable
    if found is None or not _is_rounded(found, share):
        yield differing((*path, "share"), shown(found), amount_text(share))


def _is_rounded(text: str, exact: Fraction) -> bool:
    off: Fraction = abs(Fraction(text) - exact) * 10 ** _places(text)

    return off < 1


def _of_adjustments(document: Json) -> Iterator[Problem]:
    added = dict(_added(document["nodes"]))
    known = (*_ADJUSTMENTS, *added)
    for index, each in enumerate(document["adjustments"]):
        rule, path = each["rule"], ("adjustments", index)
        exact = each["amount"]["exact"]
        amount = Fraction(int(exact["numerator"]), int(exact["denominator"]))
        text = each["amount"]["published"]
        yield from _reduced(exact, (*path, "amount", "exact"))
        if rule not in known:
            yield differing((*path, "rule"), rule, " | ".join(known))
        elif added.get(rule, amount) != amount:
            where = (*path, "amount", "exact")
            yield differing(
                where, amount_text(amount), amount_text(added[rule])
            )
        if not _is_rounded(text, amount):
            where = (*path, "amount", "published")
            yield differing(where, text, amount_text(amount))


def _added(nodes: Sequence[Json]) -> Iterator[tuple[str, Fraction]]:
    """Yield what areas of bonus and penalty add, by rule."""
    for node in nodes:
        if node["parent"] is None and node["tree"] != "criteria":
            sign = -1 if node["tree"] == "penalty" else 1
            points = sign * Fraction(node["points"])
            yield f"{node['tree']}:{node['code']}", points


def _reduced(exact: Json, path: Path) -> Iterator[Problem]:
    """Hold a quotient to its lowest terms, of which there is one writing."""
    written = (exact["numerator"], exact["denominator"])
    over, under = map(int, written)
    shared = math.gcd(over, under)
    lowest = (str(over // shared), str(under // shared))
    if written != lowest:
        yield differing(path, "/".join(written), cut("/".join(lowest)))


# -- nodes -------------------------------------------------------------------


def _of_entries(document: Json) -> Iterator[Problem]:
    for index, entry in enumerate(document["entries"]):
        path: Path = ("entries", index)
        rule, own = entry["rule"], f"{entry['node']}#"
        if not rule.startswith(own):
            yield differing((*path, "rule"), rule, f"{own}…")
        if rule == f"{own}unevidenced" and not document["unevidenced"]:
            read = " | ".join(entry["facts"])
            yield differing(("unevidenced",), "[]", f"[{read}]")
        count = entry["count"]
        if count is not None and count["each"] is not None:
            yield from _counted(entry["amount"], count, (*path, "amount"))


def _counted(amount: str, count: Json, path: Path) -> Iterator[Problem]:
    """Hold an amount to how often it counts; a deduction is below 0."""
    most = Fraction(count["each"]) * Fraction(count["per"])
    if count["at_most"] is not None:
        most = min(most, Fraction(count["at_most"]))
    if abs(Fraction(amount)) != most:
        yield differing(path, amount, amount_text(most))


def _of_nodes(document: Json) -> Iterator[Problem]:
    for index, node in enumerate(document["nodes"]):
        path: Path = ("nodes", index)
        yield from _share(node, path)
        found, own = node["rule"], f"{node['code']}#"
        if found is not None and not found.startswith(own):
            yield differing((*path, "rule"), found, f"{own}…")
        if node["status"] in _EARNS_NOTHING and Fraction(node["points"]):
            yield differing((*path, "points"), node["points"], "0")


def _of_places(document: Json) -> Iterator[Problem]:
    """Hold places to what names a node, or a row somewhere in a file."""
    for index, node in enumerate(document["nodes"]):
        expected = place_of((node["tree"], node["code"]))
        if node["place"] != expected:
            where = ("nodes", index, "place")
            yield differing(where, shown(node["place"]), expected or "")
    for index, entry in enumerate(document["entries"]):
        path = path_of(entry["place"] or "")
        if len(path) < _SHORTEST or place_of(path) != entry["place"]:
            where = ("entries", index, "place")
            yield differing(where, shown(entry["place"]), "criteria.…")


# -- channels ----------------------------------------------------------------


def _of_channels(document: Json) -> Iterator[Problem]:
    nodes: Sequence[Json] = document["nodes"]
    known = {each["id"] for each in document["channels"]}
    for index, node in enumerate(nodes):
        channel = node["channel"]
        if channel is not None and channel not in known:
            names = " | ".join(sorted(known)) or "null"
            yield differing(("nodes", index, "channel"), channel, names)
    sums = _sums(nodes)
    for index, each in enumerate(document["channels"]):
        path: Path = ("channels", index)
        maximum = Fraction(each["maximum"])
        earned, lost = sums.get(each["id"], (Fraction(), Fraction()))
        applicable = max(maximum - lost, Fraction())
        for key, expected in (("applicable", applicable), ("points", earned)):
            if Fraction(each[key]) != expected:
                yield differing((*path, key), each[key], amount_text(expected))
        yield from _share(each, path)


def _sums(nodes: Sequence[Json]) -> dict[str | None, list[Fraction]]:
    """Return what each channel earned, and what of it does not apply.

    What a node itself gives or takes is its channel's, if all leaves below
    it lie in one.
    """
    below: dict[str, set[str | None]] = {}
    earned: dict[str, Fraction] = {}
    sums: dict[str | None, list[Fraction]] = {}
    for node in reversed(nodes):
        if node["tree"] != "criteria":
            continue
        code, points = node["code"], Fraction(node["points"])
        is_leaf = code not in below
        channels = below.get(code, {node["channel"]})
        if node["parent"] is not None:
            above = node["parent"]
            below.setdefault(above, set()).update(channels)
            earned[above] = earned.get(above, Fraction()) + points
        if len(channels) == 1:
            (channel,) = channels
            found = sums.setdefault(channel, [Fraction(), Fraction()])
            found[0] += points - earned.get(code, Fraction())
            if is_leaf:
                lost = Fraction(node["maximum"]) - Fraction(node["applicable"])
                found[1] += lost

    return sums
