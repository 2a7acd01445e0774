"""What every engine returns: compact, in quanta and positions.

Engines are equal if and only if their outcomes are.
"""

from typing import Any, Final, NamedTuple

import attrs

from parrules.records import Record

SCORED: Final = "scored"
NOT_APPLICABLE: Final = "not_applicable"
KNOCKED_OUT: Final = "knocked_out"
NOT_HELD: Final = "not_held"
AWAITING: Final = "awaiting"
MISSING: Final = "missing"
STATUSES: Final = (
    SCORED,
    NOT_APPLICABLE,
    KNOCKED_OUT,
    NOT_HELD,
    AWAITING,
    MISSING,
)

Pair = tuple[int, int]
"""A numerator and a denominator above 0."""

Entry = tuple[str, int, object]
"""A rule id, an amount in quanta, and what of the plan it comes from."""


@attrs.frozen(eq=False, repr=False)
class Feared(Record):
    """What may have happened, and so is held against the unit (9).

    Attributes:
        source: What of the plan an entry comes from.
    """

    source: object


@attrs.define(eq=False, repr=False, on_setattr=attrs.setters.frozen)
class Verdict(Record):
    """What became of one node; frozen but for `form`.

    Attributes:
        status: One of `STATUSES`.
        earned: In quanta, 0…applicable.
        applicable: In quanta, 0…maximum.
        rule: The last rule that changed what was earned; empty for an inner
            node that only adds up.
        entries: They sum to *earned*; `None` for an inner node that only
            adds up its children, which is one entry, `#sum`.
        form: How it is written, once a breakdown has written it: most
            verdicts are given again and again. No part of the value.
    """

    status: str
    earned: int
    applicable: int
    rule: str
    entries: tuple[Entry, ...] | None = None
    form: Any = attrs.field(
        default=None,
        init=False,
        eq=False,
        repr=False,
        on_setattr=attrs.setters.NO_OP,
    )

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the value alone: how it is written stays with its ruleset."""
        return type(self), self._counted()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class GradeVerdict(Record):
    """The grade, and how it came about.

    Attributes:
        position: In the ruleset's grades.
        reached: Position by total and gates alone.
        ceiling: Position of the highest grade still possible, or -1.
        drops: Grades dropped.
        because: Rules of the sanctions that applied.
        published: Position that the published total would reach, if that
            is another than by the exact one; else -1.
    """

    position: int
    reached: int
    ceiling: int = -1
    drops: int = 0
    because: tuple[str, ...] = ()
    published: int = -1


class Outcome(NamedTuple):
    """What one unit earned.

    Attributes:
        verdicts: By position of the node.
        base: After rescaling, before bonus and penalty; in quanta.
        bonus, penalty: In quanta.
        total: After its bounds; `None` where nothing was applicable.
        adjustments: Of the total: rule and amount, in quanta.
        complete: No leaf is awaiting or missing, and no unknown was
            decided against the unit.
    """

    verdicts: tuple[Verdict, ...]
    base: Pair | None
    bonus: int
    penalty: int
    total: Pair | None
    adjustments: tuple[tuple[str, Pair], ...]
    grade: GradeVerdict | None
    complete: bool
