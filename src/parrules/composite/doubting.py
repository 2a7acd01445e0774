"""What is allowed in an index, and hardly meant."""

from collections.abc import Iterator

from parrules.composite.model import Node, Scheme
from parrules.errors import Document, Problem

_ABOVE_NOTHING = ("geometric", "harmonic")


def doubts_of(scheme: Scheme, document: Document) -> Iterator[Problem]:
    """Yield warnings about the rows of *scheme*."""
    yield from _logarithms(scheme, document)
    for node in (scheme.total, *scheme.nodes()):
        yield from _nothing_to_multiply(node, document)


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
