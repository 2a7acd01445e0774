"""Whether a standing made by hand holds what its fields say."""

from collections.abc import Iterator, Mapping

import attrs

from parrules.cohort.standings import Standing
from parrules.errors import Problem
from parrules.scoring.handed import other, wrong_list, wrong_text
from parrules.scoring.readers import shown

_TEXTS = ("unit", "name", "block", "period")
_BY_NAME = ("amounts", "maxima", "weights", "reasons", "treated")
_LISTS = ("absent", "dropped")
_FLAGS = ("is_ranked", "is_complete")


def wrong_fields(standing: object) -> Iterator[Problem]:
    """Yield what is of another type than it has to be.

    Whether amounts are exact is asked where they are compared.
    """
    if not isinstance(standing, Standing):
        yield other(standing, "Standing", ("unit",))
        return
    fields = attrs.asdict(standing, recurse=False)
    for key in _TEXTS:
        yield from wrong_text(fields[key], (key,))
    if standing.grade is not None:
        yield from wrong_text(standing.grade, ("grade",))
    for key in _BY_NAME:
        yield from _wrong_names(fields[key], key)
    for key in _LISTS:
        yield from wrong_list(fields[key], (key,))
    for key in _FLAGS:
        if type(fields[key]) is not bool:
            yield other(fields[key], "flag", (key,))


def _wrong_names(values: object, key: str) -> Iterator[Problem]:
    if not isinstance(values, Mapping):
        yield other(values, "mapping", (key,))
        return
    for name in values:
        yield from wrong_text(name, (key, shown(name)))
