"""What facts can be, where others may be missing: by their own bounds."""

from collections.abc import Callable

import attrs

from parrules.checking.bounds import bounds_by_name, bounds_of
from parrules.checking.inlining import Inliner
from parrules.checking.ranges import Ranges
from parrules.model import Scheme


def sure_ranges(scheme: Scheme, can_miss: Callable[[str], bool]) -> Ranges:
    """Return the ranges of all facts of *scheme*, by their own bounds."""
    facts = {fact.name: fact for fact in scheme.facts}
    dates = {fact.name for fact in scheme.facts if fact.never}
    # A date that is never is held against nothing.
    found = bounds_by_name(facts, lambda name: name in dates or can_miss(name))
    reach = {name: bounds_of(fact) for name, fact in facts.items()}

    return Ranges(
        facts=facts,
        nodes={node.code: node for node in scheme.nodes()},
        bounds=attrs.evolve(found, reach=reach),
        inliner=Inliner({}),
    )
