"""One way that a ruleset can go."""

from collections.abc import Callable

import attrs

from parrules.coverage.seen import Seen
from parrules.errors import Path
from parrules.model import Title

KINDS = (
    "row",
    "if_none",
    "not_applicable",
    "unevidenced",
    "award",
    "deduction",
    "limit",
    "cap",
    "floor",
    "not_held",
    "knock_out",
    "true",
    "false",
    "case",
    "rescale",
    "grade",
    "gate",
    "ceiling",
    "drop",
)
"""What a branch can be, in the order in which the manual lists them."""


@attrs.frozen(kw_only=True, eq=False)
class Branch:
    """One way that a ruleset can go.

    Attributes:
        kind: One of `KINDS`.
        rule: Its rule id, as entries of a breakdown name it.
        code: Of the node that it belongs to; empty for none.
        path: Where it stands in the file.
        label: What the file calls it.
        happened: Tells whether an example went this way.
    """

    kind: str
    rule: str
    code: str = ""
    path: Path = ()
    label: Title = Title()
    happened: Callable[[Seen], bool] = attrs.field(repr=False)
