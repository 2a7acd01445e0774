"""``sensitivity``: how sure totals and ranks are."""

import sys
from collections.abc import Sequence

import attrs

from parrules.cli.answering import Answer
from parrules.cli.output import columns, json_text, patience
from parrules.cli.words import CommandWords
from parrules.library import load
from parrules.loading.units import read_units
from parrules.reporting.grids import report_text
from parrules.reporting.sensitivity import sensitivity_report
from parrules.sensitivity import (
    Sensitivity,
    analyse_sensitivity,
    read_uncertainty,
)


@attrs.frozen(kw_only=True)
class SensitivityWanted:
    """What is wanted of ``sensitivity``.

    Attributes:
        uncertain: The file that says what is uncertain.
        format: ``text`` or ``json``.
    """

    uncertain: str
    draws: int
    seed: int
    level: int
    block_by: str | None = None
    format: str = "text"


def analysed(
    ruleset: str,
    facts: Sequence[str],
    words: CommandWords,
    wanted: SensitivityWanted,
) -> Answer:
    """Draw what is uncertain, and write how sure totals and ranks are.

    Raises:
        RulesetError: The ruleset cannot be used.
        FactError: Facts, or what is uncertain, cannot be used.
    """
    with patience(words("loading", name=ruleset)):
        scheme = load(ruleset)
        uncertainty = read_uncertainty(wanted.uncertain)
        submissions = read_units(facts)
    state = [0, len(submissions)]

    def told(done: int, count: int) -> None:
        state[:] = done, count

    def waiting() -> str:
        return words("drawing", done=state[0], count=state[1])

    with patience(waiting):
        found = analyse_sensitivity(
            scheme,
            submissions,
            uncertainty,
            draws=wanted.draws,
            seed=wanted.seed,
            level=wanted.level,
            block_by=wanted.block_by,
            progress=told,
        )

    return Answer(_written(found, words, wanted), found.problems)


def _written(
    found: Sensitivity, words: CommandWords, wanted: SensitivityWanted
) -> str:
    document = found.to_dict()
    if wanted.format == "json":
        return json_text(document, sys.stdout) + "\n"

    return report_text(
        sensitivity_report(document, words.language), columns() or 80
    )
