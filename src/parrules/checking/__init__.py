"""Everything wrong with a ruleset, before anything is scored.

One function per check, each a generator of `Problem`; nothing is printed
and nothing is raised.  ``scheme`` lists the checks; ``intervals``,
``ranges`` and ``cells`` are how they know what facts can make of a
condition.
"""

from parrules.checking.scheme import check_scheme

__all__ = ["check_scheme"]
