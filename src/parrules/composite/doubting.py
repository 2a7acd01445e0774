"""What is allowed in an index, and hardly meant."""

from collections.abc import Iterator
from fractions import Fraction

import attrs

from parrules.composite.model import Node, Scheme
from parrules.errors import Document, Problem
from parrules.points import plain

_ABOVE_NOTHING = ("geometric", "harmonic")


def doubts_of(scheme: Scheme, document: Document) -> Iterator[Problem]:
    """Yield warnings about the rows of *scheme*, and who knows of them."""
    for each in _all_doubts(scheme, document):
        yield attrs.evolve(each, acknowledged=scheme.known.get(each.code))


def _all_doubts(scheme: Scheme, document: Document) -> Iterator[Problem]:
    yield from _logarithms(scheme, document)
    for node in (scheme.total, *scheme.nodes()):
        yield from _nothing_to_multiply(node, document)
        yield from _almost_whole(node, document)


def _logarithms(scheme: Scheme, document: Document) -> Iterator[Problem]:
    """PAR831: figures count by their logarithm, and fixed ends do not."""
    for node in scheme.indicators():
        kind = node.scale.anchors.kind
        if node.scale.transform == "log" and kind in ("fixed", "target"):
            yield Problem(
                code="PAR831",
                severity="warning",
                path=node.path,
                arguments={"criterion": node.code},
                document=document,
            )


def _almost_whole(node: Node, document: Document) -> Iterator[Problem]:
    """PAR821: weights look like shares of a whole, and are not all of it."""
    if node.combine == "sum":
        return
    weight = sum((Fraction(part.weight) for part in node.parts), Fraction(0))
    for whole in (1, 100):
        if weight != whole and abs(weight - whole) <= Fraction(whole, 10):
            yield Problem(
                code="PAR821",
                severity="warning",
                path=node.parts[0].path,
                arguments={
                    "criterion": node.code or "total",
                    "sum": plain(weight),
                    "whole": str(whole),
                },
                document=document,
            )


def _nothing_to_multiply(node: Node, document: Document) -> Iterator[Problem]:
    """PAR832: the worst of a part has 0 points, and so no mean at all."""
    if node.combine not in _ABOVE_NOTHING:
        return
    for part in node.parts:
        scale = part.scale
        is_reached = scale.anchors.kind != "rank" and scale.onto[0] <= 0
        if part.indicator and part.weight and is_reached:
            yield Problem(
                code="PAR832",
                severity="warning",
                path=part.path,
                arguments={"criterion": part.code, "combine": node.combine},
                document=document,
            )
