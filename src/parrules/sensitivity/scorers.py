"""Many units → exact points: one by one, or in columns where there are any."""

from collections.abc import Callable, Mapping, Sequence

import attrs

from parrules.errors import FactError, Problem
from parrules.facts import Submission
from parrules.outcome import Outcome, Pair
from parrules.ruleset import Ruleset
from parrules.scoring.channels import Channels
from parrules.sensitivity.wholes import Whole, whole_numbers


@attrs.frozen(kw_only=True, eq=False)
class Scores:
    """What many units came to, exactly, in quanta.

    Attributes:
        earned, applicable: ``(rows, nodes)``, by position of the node.
        channels: ``(rows, channels)``, what each channel earned.
        bonus, penalty: ``(rows,)``.
        base, total: Of each row, a quotient; `None` where nothing was
            applicable.
        refused: By row, why it could not be scored; its numbers are 0.
    """

    earned: Whole
    applicable: Whole
    channels: Whole
    bonus: Whole
    penalty: Whole
    base: tuple[Pair | None, ...]
    total: tuple[Pair | None, ...]
    refused: Mapping[int, tuple[Problem, ...]] = attrs.field(factory=dict)


Scorer = Callable[[Sequence[Submission]], Scores]
"""Scores each submission by itself, in the order in which they come."""


def one_by_one(ruleset: Ruleset, engine: str = "compiled") -> Scorer:
    """Return what scores as `Ruleset.evaluate` does, unit after unit."""
    channels = Channels(ruleset.plan)

    def scores(submissions: Sequence[Submission]) -> Scores:
        found = [_tried(ruleset, each, engine) for each in submissions]
        outcomes = [outcome for outcome, _ in found]
        refused = {
            row: problems
            for row, (_, problems) in enumerate(found)
            if problems
        }

        return _collected(ruleset, channels, outcomes, refused)

    return scores


def _tried(
    ruleset: Ruleset, submission: Submission, engine: str
) -> tuple[Outcome | None, tuple[Problem, ...]]:
    try:
        return ruleset.outcome(submission, engine=engine), ()
    except FactError as error:
        return None, error.problems


def _collected(
    ruleset: Ruleset,
    channels: Channels,
    outcomes: Sequence[Outcome | None],
    refused: Mapping[int, tuple[Problem, ...]],
) -> Scores:
    """Put outcomes side by side."""
    plan = ruleset.plan
    rows, nodes = len(outcomes), len(plan.nodes)
    nothing = [0] * nodes
    parts = len(plan.channels)

    return Scores(
        earned=whole_numbers(
            [
                [each[1] for each in found.verdicts] if found else nothing
                for found in outcomes
            ],
            (rows, nodes),
        ),
        applicable=whole_numbers(
            [
                [each[2] for each in found.verdicts] if found else nothing
                for found in outcomes
            ],
            (rows, nodes),
        ),
        channels=whole_numbers(
            [
                [each[0] for each in channels.totals(found.verdicts)]
                if found and parts
                else [0] * parts
                for found in outcomes
            ],
            (rows, parts),
        ),
        bonus=whole_numbers([f.bonus if f else 0 for f in outcomes], (rows,)),
        penalty=whole_numbers(
            [f.penalty if f else 0 for f in outcomes], (rows,)
        ),
        base=tuple(found.base if found else None for found in outcomes),
        total=tuple(found.total if found else None for found in outcomes),
        refused=refused,
    )


def scorer_of(ruleset: Ruleset) -> Scorer:
    """Return the fastest scorer that is at hand; all of them agree."""
    return one_by_one(ruleset)
