"""Which unit of last year is which of this year, by id or by name.

Numbers in brackets are those of the normative page *semantics*.
"""

from collections import Counter
from collections.abc import Iterable

from parrules.cohort.standings import Standing


def former_of(
    before: Iterable[Standing], after: Iterable[Standing]
) -> dict[str, str]:
    """Return by unit of this year the one that it was last year (S20.1).

    The same ``id`` makes two units one.  Where one of them has none, the
    same name does, if it is that of no other unit that is left.
    """
    old = {each.unit: each for each in before}
    new = {each.unit: each for each in after}
    found = {unit: unit for unit in new if unit in old}
    left = [each for unit, each in old.items() if unit not in found]
    fresh = [each for unit, each in new.items() if unit not in found]
    old_names, new_names = _names(left), _names(fresh)
    by_name = {each.title: each for each in left}
    for each in fresh:
        title = each.title
        if old_names[title] != 1 or new_names[title] != 1:
            continue
        other = by_name[title]
        if _has_no_id(each) or _has_no_id(other):
            found[each.unit] = other.unit

    return found


def _names(units: Iterable[Standing]) -> Counter[str]:
    return Counter(each.title for each in units)


def _has_no_id(each: Standing) -> bool:
    """Tell whether *each* is known by its name alone."""
    return each.unit == each.title
