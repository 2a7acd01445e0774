"""What one example showed, as branches ask for it."""

from typing import Any

import attrs

from parrules.examples.rehearsing import Performance
from parrules.outcome import (
    NOT_APPLICABLE,
    NOT_HELD,
    SCORED,
    Outcome,
    Verdict,
)


@attrs.frozen(eq=False, repr=False)
class Seen:
    """One example that has an outcome.

    Attributes:
        ranks: By decision: twice the position of the row that decides,
            plus 1 where that cannot be known.
        values: By position of the input.
    """

    outcome: Outcome
    ranks: tuple[int, ...]
    values: list[Any]

    def verdict(self, node: int) -> Verdict:
        """Return what became of the node at a position."""
        return self.outcome.verdicts[node]

    def is_scored(self, node: int) -> bool:
        """Tell whether the rows of a leaf say what it earned."""
        verdict = self.verdict(node)

        return verdict.status in (
            SCORED,
            NOT_APPLICABLE,
        ) and not verdict.rule.endswith("#unevidenced")

    def is_held(self, node: int) -> bool:
        """Tell whether the channel of a node was held, as far as is known."""
        return self.verdict(node).status != NOT_HELD

    def has_entry(self, node: int, rule: str) -> bool:
        """Tell whether an amount of *rule* stands among the node's."""
        entries = self.verdict(node).entries or ()

        return any(entry[0] == rule for entry in entries)


def seen(performance: Performance) -> Seen | None:
    """Return what *performance* showed; `None` where it has no outcome."""
    reading, outcome = performance.reading, performance.outcome
    if reading is None or outcome is None:
        return None

    return Seen(outcome, performance.ranks, reading.values)
