"""Whether the facts of a breakdown are what their columns say of them.

Its shape has been looked at.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from parrules.breakdown.differing import differing
from parrules.breakdown.shape import published_schema, shown
from parrules.errors import Problem

Json = Mapping[str, Any]

_KNOWN: Final = ("given", "default")
"""Origins of what has a value."""


def column_problems(facts: Json) -> Iterator[Problem]:
    """Yield PAR702 for each value that its origin or dimension rules out.

    What has no dimension may be a flag, a date, an option, codes or a tally:
    which of them, only the ruleset knows.
    """
    for name, value in facts["values"].items():
        origin = facts["origins"].get(name)
        dimension = facts["dimensions"].get(name)
        expected = None
        if value is None:
            if origin in _KNOWN:
                expected = dimension or "value"
        elif dimension is not None and not _is_of(value, dimension, origin):
            expected = dimension
        elif dimension is None and _is_count(value):
            expected = "boolean | string | object | array"
        if expected is not None:
            path = ("facts", "values", name)
            yield differing(path, shown(value), expected)


def _is_of(value: object, dimension: str, origin: str | None) -> bool:
    """Tell whether a value is a number of its dimension."""
    if dimension == "count" and origin in _KNOWN:
        return _is_count(value)
    definition = published_schema()["$defs"]["quotient"]

    return (
        isinstance(value, str)
        and len(value) <= definition["maxLength"]
        and re.fullmatch(definition["pattern"], value) is not None
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
