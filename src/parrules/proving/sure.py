"""What facts can be, where others may be missing.

A relation holds between two facts that are known.  The checker reads them as
a chain; a proof must not: where ``a`` is at most ``b`` and ``b`` at most
``c``, nothing holds ``a`` against ``c`` while ``b`` is missing.
"""

from collections.abc import Callable

import attrs

from parrules.checking.bounds import Bounds, bounds_by_name, bounds_of
from parrules.checking.inlining import Inliner
from parrules.checking.ranges import Ranges
from parrules.model import Scheme


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SureBounds(Bounds):
    """Bounds that hold whichever facts are missing.

    Attributes:
        can_miss: Tells of a fact whether it can be missing.
    """

    can_miss: Callable[[str], bool]

    def is_below(self, one: str, two: str) -> bool:
        """Tell whether fact *one* may not rise above *two*, both known."""
        waiting, seen = [one], {one}
        while waiting:
            for other in self.edges.get(waiting.pop(), ()):
                if other == two:
                    return True
                if other not in seen and not self.can_miss(other):
                    seen.add(other)
                    waiting.append(other)

        return False


def sure_ranges(scheme: Scheme, can_miss: Callable[[str], bool]) -> Ranges:
    """Return the ranges of all facts of *scheme*, by their own bounds."""
    facts = {fact.name: fact for fact in scheme.facts}
    dates = {fact.name for fact in scheme.facts if fact.never}
    found = bounds_by_name(facts)

    return Ranges(
        facts=facts,
        nodes={node.code: node for node in scheme.nodes()},
        bounds=SureBounds(
            edges=found.edges,
            reach={name: bounds_of(fact) for name, fact in facts.items()},
            lowest=found.lowest,
            unsound=found.unsound,
            # A date that is never is held against nothing.
            can_miss=lambda name: name in dates or can_miss(name),
        ),
        inliner=Inliner({}),
    )
