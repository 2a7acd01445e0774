"""The whole analysis: what is uncertain in, what ranks are worth out."""

import importlib.util
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from parrules.errors import ExtraError, FactError, Problem
from parrules.facts import Submission
from parrules.loading.document import in_file_order
from parrules.ruleset import Ruleset
from parrules.sensitivity.judging import problems_of
from parrules.sensitivity.model import Uncertainty
from parrules.sensitivity.results import Sensitivity
from parrules.usage import hold_whole, listed, look_for

if TYPE_CHECKING:
    from parrules.sensitivity.scorers import Scorer

MOST_DRAWS = 2**20
DRAWS = 1024

Progress = Callable[[int, int], None]
"""Told how many units have been scored, and of how many."""


def analyse_sensitivity(
    ruleset: Ruleset,
    submissions: Iterable[Submission],
    uncertainty: Uncertainty,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    level: int = 1,
    block_by: str | None = None,
    scorer: "Scorer | None" = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Draw what is uncertain many times, and score and rank all units.

    The answer follows from the arguments alone: not from the order of the
    units, nor from the machine.

    Args:
        ruleset: Scores the units; its ``[ranking]`` says how they are
            ranked.
        submissions: One for each unit, in any order.
        uncertainty: What is uncertain, and by how much.
        draws: 2 to 2**20; the next power of 2 is taken, since only so many
            points are spread evenly.
        seed: 0 or more; another one draws other points.
        level: Of the criteria by which influences are told apart: 1 for
            areas, 2 for criteria under them, and so on.
        block_by: As `parrules.rank_units` takes it.
        scorer: Scores all draws; the fastest at hand, without it.
        progress: Is told how far scoring has come.

    Raises:
        FactError: What is declared does not go with the ruleset, or no
            unit has anything that is uncertain; a unit stands twice.
        ExtraError: PAR913, SciPy is not installed.
    """
    look_for("plan", "ruleset", ruleset, "Ruleset")
    submissions = listed("facts", "submissions", submissions, "Submission")
    look_for("weights", "uncertainty", uncertainty, "Uncertainty")
    problems = (
        *_problems_of_numbers(draws=draws, seed=seed, level=level),
        *problems_of(uncertainty, ruleset.plan),
    )
    if problems:
        raise FactError(in_file_order(problems))
    _require_scipy()
    # Heavy, and only for who asks for it.
    from parrules.sensitivity.study import Study  # noqa: PLC0415

    study = Study(
        ruleset,
        uncertainty,
        draws=1 << (draws - 1).bit_length(),
        seed=seed,
        level=level,
        block_by=block_by,
    )

    return study.run(submissions, scorer, progress)


def _problems_of_numbers(**numbers: int) -> list[Problem]:
    """Return what is wrong with how much is asked for."""
    limits = {
        "draws": (2, MOST_DRAWS),
        "seed": (0, 2**64 - 1),
        "level": (1, 99),
    }
    for name, number in numbers.items():
        hold_whole(name, number)

    return [
        Problem(
            code="PAR111",
            path=(name,),
            arguments={
                "value": str(number),
                "allowed": f"{limits[name][0]} … {limits[name][1]}",
                "near": "",
            },
        )
        for name, number in numbers.items()
        if not limits[name][0] <= number <= limits[name][1]
    ]


def _require_scipy() -> None:
    if importlib.util.find_spec("scipy") is None:
        arguments = {"package": "scipy", "extra": "statistics"}
        raise ExtraError([Problem(code="PAR913", arguments=arguments)])
