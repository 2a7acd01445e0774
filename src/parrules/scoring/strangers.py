"""What is said of names of facts that a ruleset does not ask for."""

import math
from collections.abc import Mapping
from decimal import Decimal

import attrs

from parrules.errors import Problem, near_input
from parrules.facts import Submission
from parrules.model.codes import printing
from parrules.plan.nodes import Input, Plan
from parrules.scoring.readers import kind_of, problem_of, shown

_MOST_HINTS = 20
_KEY = -1
"""Offset that means a name and not its value."""


def stranger(
    name: object,
    submission: Submission,
    inputs: Mapping[str, Input],
    plan: Plan,
) -> Problem:
    """Return why nothing can be given under *name*, which is no input."""
    if not isinstance(name, str):
        return _no_text(name, submission, inputs)
    value = submission.facts.get(name)
    if isinstance(value, dict) and name.isdigit():
        return problem_of("PAR108", shown(name), submission, code=shown(name))

    # Of a few names it helps to know which were meant; of hundreds it
    # would take long, and another file was meant.
    hint = ""
    if len(submission.facts) <= 2 * len(inputs) + _MOST_HINTS:
        hint = near_input(name[:100], inputs) or _of_unit(name)
    is_code = any(name == node.code for node in plan.nodes)
    own = "" if is_code else printing(name, plan.scheme.printed)
    answered = own and all(each in inputs for each in own.split(" | "))
    found = problem_of(
        "PAR301",
        shown(name),
        submission,
        near="" if own else hint,
        printed=own if answered else "",
        form=shown(name) if is_code or own else "",
    )

    # It is the name that is wrong, whatever its value.
    return attrs.evolve(found, offset=_KEY)


def _of_unit(name: str) -> str:
    """Return how a column about the unit is called, if *name* is near it."""
    meant = name.casefold()

    return meant if meant != name and meant.startswith("unit.") else ""


def _no_text(
    name: object, submission: Submission, inputs: Mapping[str, Input]
) -> Problem:
    """Return PAR360: a name is no text, as a code without quotes is not."""
    written = name
    if isinstance(name, float):
        written = float.__repr__(name)
    elif name is None or type(name) in (bool, bytes):
        written = repr(name)
    quoted = [f'"{each}"' for each in inputs if _is_same(each, name)]

    return problem_of(
        "PAR360",
        shown(written),
        submission,
        found=kind_of(name),
        quoted=" | ".join(quoted),
    )


def _is_same(code: str, name: object) -> bool:
    """Tell whether *code* without its quotes is *name*: 1.10 is 1.1."""
    if isinstance(name, bytes):
        return code.encode() == name
    if type(name) is not int and not isinstance(name, float | Decimal):
        return False
    is_number = code.isascii() and code.replace(".", "", 1).isdigit()
    if not is_number or not math.isfinite(name):
        return False

    return Decimal(code) == (
        Decimal(float.__repr__(name)) if isinstance(name, float) else name
    )
