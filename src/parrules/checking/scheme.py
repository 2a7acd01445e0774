"""All checks of a scheme, in one list, and what they find in file order."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from parrules.checking import (
    amounts,
    bound_facts,
    branches,
    codes,
    constants,
    counting,
    expectations,
    facts,
    grades,
    heading,
    hidden,
    ladders,
    never,
    promises,
    quotients,
    ranking,
    references,
    rewards,
    rows,
    rule_ids,
    silence,
    slips,
    sums,
    unnoticed,
)
from parrules.checking.acknowledging import acknowledge
from parrules.checking.losses import undoubted
from parrules.checking.scope import Scope, scope_of
from parrules.checking.sizes import beyond_limits
from parrules.errors import Document, Path, Problem
from parrules.model import Scheme

Check = Callable[[Scope], Iterable[Problem]]

CHECKS: tuple[Check, ...] = (
    heading.identity_badly_formed,
    heading.title_missing,
    heading.source_missing,
    heading.official_without_source,
    heading.ends_before_it_starts,
    heading.penalty_in_the_bonus,
    facts.name_badly_formed,
    facts.bounds_inverted,
    facts.bound_by_no_fact,
    facts.relations_in_a_circle,
    facts.bound_between_two_values,
    facts.default_not_allowed,
    facts.value_named_twice,
    facts.default_of_the_required,
    facts.fact_never_used,
    codes.orphan_code,
    codes.code_not_in_its_usual_form,
    codes.misplaced_code,
    codes.row_outside_its_block,
    codes.odd_character_in_code,
    codes.letter_in_code,
    codes.printed_as_it_is,
    amounts.negative_amount,
    amounts.maximum_of_nothing,
    sums.areas_against_the_maximum,
    sums.parts_against_their_whole,
    sums.cap_above_its_parents,
    sums.leaves_against_their_channel,
    sums.deductions_across_channels,
    sums.bounds_of_the_total,
    sums.exclusion_without_rescaling,
    sums.percent_of_the_excluded,
    rows.nothing_to_score,
    rows.leaf_without_rows,
    rows.inner_node_that_is_scored,
    rows.maximum_that_no_row_reaches,
    rows.row_above_maximum,
    promises.start_from_the_maximum,
    promises.full_marks_at_one_percent,
    promises.deduction_above_maximum,
    promises.maximum_of_no_points,
    promises.step_beside_the_maximum,
    promises.total_that_ends_early,
    promises.grade_beyond_every_total,
    promises.cap_above_its_parts,
    promises.knock_out_without_condition,
    promises.drop_without_grades,
    slips.thousand_with_a_point,
    slips.ratio_against_percents,
    slips.share_that_is_no_percent,
    slips.part_against_percents,
    unnoticed.same_points_always,
    unnoticed.row_counted_twice,
    unnoticed.row_of_nothing,
    unnoticed.percent_taken_again,
    never.never_that_earns,
    rule_ids.row_id_not_its_own,
    ladders.short_tiers_out_of_order,
    ladders.points_that_turn,
    ladders.points_that_jump,
    ladders.value_without_row,
    ladders.value_in_two_rows,
    ladders.row_of_a_ladder_never_reached,
    branches.case_that_no_row_covers,
    branches.case_never_reached,
    branches.cases_not_compared,
    hidden.exception_never_reached,
    hidden.value_never_reached,
    hidden.value_of_no_case,
    quotients.unguarded_quotient,
    quotients.needless_if_none,
    constants.comparison_without_effect,
    constants.never_that_cannot_be,
    facts.missing_is_asked_for,
    silence.silence_that_earns,
    rewards.low_points_that_pay,
    bound_facts.held_by_what_is_bound,
    bound_facts.if_none_beside_cases,
    rewards.sanction_of_every_row,
    counting.fact_that_only_punishes,
    counting.fact_counted_twice,
    references.unknown_channel,
    references.leaf_without_channel,
    references.unknown_code,
    references.also_in_itself,
    references.unknown_grade,
    references.answers_never_used,
    references.example_of_the_unknown,
    expectations.example_of_unknown_facts,
    expectations.example_of_unknown_rules,
    expectations.example_of_unknown_problems,
    expectations.example_without_expectation,
    expectations.expectation_beside_a_problem,
    expectations.example_without_name,
    expectations.fact_left_out_in_vain,
    references.ranked_within_the_unknown,
    references.knock_out_too_late,
    grades.grade_bounds_out_of_order,
    grades.grades_of_one_id,
    grades.grade_that_nothing_is_left_for,
    grades.quota_that_leads_nowhere,
    ranking.compared_by_the_unknown,
    ranking.unranked_by_the_unknown,
    ranking.change_of_the_unknown,
    ranking.gone_and_still_there,
    heading.examples_of_one_name,
    heading.expected_of_no_tree,
    heading.example_missing,
)
"""Every check; each looks at one thing and reports one code."""

_SECTIONS = (
    "language",
    "ruleset",
    "policy",
    "channel",
    "answers",
    "fact",
    "derive",
    "criteria",
    "bonus",
    "penalty",
    "total",
    "knock_out",
    "grade",
    "ranking",
    "changes",
    "example",
)


def check_scheme(
    scheme: Scheme, document: Document | None = None
) -> tuple[Problem, ...]:
    """Return everything that is wrong with *scheme* before it is scored.

    Args:
        scheme: What could be read; *broken* rows and facts are left alone,
            because what is wrong with them has been reported.
        document: The file, which problems then point into.

    Returns:
        Problems in the order of the sections and rows of the file; those
        that ``known`` accepts carry the reason. Where the scheme is too
        large for any engine, that alone.
    """
    excesses = list(beyond_limits(scheme))
    found = excesses or acknowledge(_found(scope_of(scheme)), scheme)
    order = _order(scheme)

    return tuple(
        attrs.evolve(problem, document=document)
        for problem in sorted(
            found, key=lambda problem: _rank(problem.path, order)
        )
    )


def _found(scope: Scope) -> Iterator[Problem]:
    for check in CHECKS:
        yield from undoubted(check, check(scope), scope)


def _order(scheme: Scheme) -> Mapping[Path, int]:
    """Return the rank of each named part of the file, section by section.

    Sections may stand in any order in a file; this is the usual one.
    """
    paths: list[Path] = []
    for section in _SECTIONS:
        paths.append((section,))
        if section in ("criteria", "bonus", "penalty"):
            paths.extend(
                node.path for node in scheme.nodes() if node.tree == section
            )
        named = {
            "channel": [channel.path for channel in scheme.channels],
            "fact": [fact.path for fact in scheme.facts],
            "derive": [derived.path for derived in scheme.derived],
        }
        paths.extend(named.get(section, ()))

    return {path: rank for rank, path in enumerate(paths)}


def _rank(
    path: Path, order: Mapping[Path, int]
) -> tuple[int, tuple[int, ...]]:
    """Return where *path* stands: its part of the file, and rows in it."""
    lengths = range(len(path), 0, -1)
    known = next((n for n in lengths if path[:n] in order), 0)
    rows = (part for part in path[known:] if isinstance(part, int))

    return order.get(path[:known], -1), tuple(rows)
