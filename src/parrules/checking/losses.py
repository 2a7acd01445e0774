"""Checks that stay silent where what they look for may have been lost.

A statement that cannot be read costs its section the checks that miss
something there, and no other section anything: a lost line of the policy
leaves the sums of the criteria as they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from parrules.checking import (
    codes,
    counting,
    expectations,
    facts,
    grades,
    heading,
    promises,
    ranking,
    references,
    rows,
    sums,
)
from parrules.checking.doubled import unexplained
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.model import TREES

_OWN: Final = "the section that a problem is about"
_READERS: Final = (
    *TREES,
    "fact",
    "derive",
    "channel",
    "knock_out",
    "grade",
)
"""Sections that read facts."""

_ACKNOWLEDGED: Final = ("ruleset.maximum", "ruleset.known")
"""What is held against the maximum, and acknowledged beside it."""

_NEEDS: Final[Mapping[object, tuple[str, ...]]] = {
    heading.title_missing: (_OWN,),
    heading.source_missing: ("ruleset.source", _OWN),
    heading.official_without_source: ("ruleset.source",),
    heading.example_missing: ("example",),
    heading.penalty_in_the_bonus: ("penalty",),
    heading.expected_of_no_tree: ("bonus", "penalty"),
    facts.bound_by_no_fact: ("fact",),
    facts.default_not_allowed: TREES,
    facts.fact_never_used: _READERS,
    codes.orphan_code: (_OWN,),
    codes.misplaced_code: (_OWN,),
    codes.row_outside_its_block: (_OWN,),
    sums.areas_against_the_maximum: (*_ACKNOWLEDGED, "criteria"),
    sums.leaves_against_their_channel: ("channel", "criteria"),
    sums.bounds_of_the_total: ("channel", "total"),
    sums.exclusion_without_rescaling: ("total.rescale",),
    rows.nothing_to_score: (_OWN,),
    rows.leaf_without_rows: ("answers", _OWN),
    rows.maximum_that_no_row_reaches: ("answers",),
    promises.start_from_the_maximum: (_OWN,),
    promises.total_that_ends_early: (*_ACKNOWLEDGED, "total"),
    promises.grade_beyond_every_total: (
        *_ACKNOWLEDGED,
        "bonus",
        "total.at_most",
        "total.rescale",
        "grade",
    ),
    promises.cap_above_its_parts: (_OWN,),
    promises.drop_without_grades: ("grade",),
    counting.fact_that_only_punishes: _READERS,
    references.unknown_channel: ("channel",),
    references.leaf_without_channel: (_OWN,),
    references.unknown_code: TREES,
    references.unknown_grade: ("grade",),
    references.answers_never_used: TREES,
    references.example_of_the_unknown: (*TREES, "grade"),
    expectations.example_of_unknown_facts: (*TREES, "fact"),
    expectations.example_of_unknown_rules: TREES,
    expectations.example_without_expectation: ("example",),
    expectations.example_without_name: ("example",),
    expectations.fact_left_out_in_vain: ("example",),
    references.ranked_within_the_unknown: ("fact",),
    grades.grade_bounds_out_of_order: ("grade",),
    grades.grade_that_nothing_is_left_for: (*TREES, "total", "grade"),
    grades.quota_that_leads_nowhere: ("grade",),
    ranking.compared_by_the_unknown: ("fact", "channel"),
    ranking.unranked_by_the_unknown: ("fact",),
    ranking.change_of_the_unknown: TREES,
    ranking.gone_and_still_there: (*TREES, "changes"),
}
"""By check, the sections whose lost statements might have answered it."""


def undoubted(
    check: object, problems: Iterable[Problem], scope: Scope
) -> Iterator[Problem]:
    """Yield those of the *problems* of *check* that no lost line explains."""
    damaged = scope.scheme.damaged
    needs = _NEEDS.get(check, ())
    if any(_is_lost(need, damaged) for need in needs):
        return
    for problem in unexplained(problems, scope):
        if _OWN not in needs or problem.path[0] not in damaged:
            yield problem


def _is_lost(need: str, damaged: Iterable[str]) -> bool:
    """Tell whether a section that is needed, or a key of it, may be lost."""
    section = need.partition(".")[0]

    return any(
        each in (need, section) or each.startswith(f"{need}.")
        for each in damaged
    )
