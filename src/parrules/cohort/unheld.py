"""Points handed in for a channel that was not held, which count nowhere."""

from collections.abc import Iterable, Iterator

from parrules.breakdown.views import Breakdown
from parrules.errors import Problem
from parrules.model import Scheme


def dropped_of(breakdown: Breakdown, scheme: Scheme) -> tuple[str, ...]:
    """Return the codes of rows with an answer of their own, and not held."""
    if not any(channel.held for channel in scheme.channels):
        return ()
    codes = [
        node.code
        for node in scheme.nodes()
        if breakdown[node.code].status == "not_held"
    ]
    # Most were held, and then nothing more is written of the unit.
    given = breakdown.to_dict()["facts"]["origins"] if codes else {}

    return tuple(code for code in codes if given.get(code) == "given")


def dropped_points(unit: str, codes: Iterable[str]) -> Iterator[Problem]:
    """PAR844, a warning: rows of *unit* have points, and are not held."""
    rows = ", ".join(codes)
    if rows:
        yield Problem(
            code="PAR844",
            severity="warning",
            arguments={"unit": unit, "rows": rows},
        )
