"""A node that a breakdown does not have, and those that may be meant."""

from collections.abc import Iterable

from parrules.errors import Problem, near, near_input

_MOST = 12
"""Codes that are listed; of more the commands show all."""


def no_such_node(code: str, codes: Iterable[str]) -> Problem:
    """Return PAR706: no node is called *code*.

    Args:
        code: What was asked for.
        codes: Of all nodes.
    """
    known = list(codes)
    above = code
    family: list[str] = []
    while above and not family:
        above = above.rpartition(".")[0]
        family = [each for each in known if each.rpartition(".")[0] == above]

    return Problem(
        code="PAR706",
        arguments={
            "code": code,
            "near": near_input(code[:100], known) or near(code[:100], known),
            "codes": ", ".join(family) if len(family) <= _MOST else "",
        },
    )
