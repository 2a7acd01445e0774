"""What a branch is, what was changed, and what would notice: in words."""

from parrules.cli.words import CommandWords
from parrules.coverage import Reached
from parrules.mutation import Trial
from parrules.mutation.changes import NOTHING

_NAMED = ("row", "award", "deduction", "grade")
"""Branches of which a label of the file says enough."""


def branch_text(each: Reached, words: CommandWords) -> str:
    """Say what a branch is: its label, or what kind it is of."""
    branch = each.branch
    label = branch.label.text(words.language)
    if branch.kind in _NAMED and label:
        return label
    what = words(f"branch_{branch.kind}")

    return f"{what}: {label}" if label else what


def change_text(trial: Trial, words: CommandWords) -> str:
    """Say what was changed: from what, to what."""
    mutant = trial.mutant
    kind = words(f"mutant_{mutant.kind}")
    if mutant.kind == "dropped":
        return f"{kind}: {mutant.before}"

    return words(
        "changed" if mutant.after else "left_out",
        kind=kind,
        before=mutant.before,
        after=mutant.after,
    )


def hint_text(trial: Trial, words: CommandWords) -> str:
    """Say which example would notice."""
    hint = NOTHING if trial.fate == "equivalent" else trial.mutant.hint

    return words(f"hint_{hint.key}", **hint.arguments)
